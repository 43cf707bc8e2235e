/* SPDX-License-Identifier: Apache-2.0 */
/* DER elements. Everything rests on take_element; after a fault nothing more is taken. */
#include "codec/der.h"

#include <inttypes.h>
#include <stdio.h>

#define TAG_NUMBER 0x1fu    /* all ones: the number follows in further bytes */
#define LENGTH_LONG 0x80u   /* X.690 8.1.3.5 */
#define LENGTH_BYTES_MAX 4u /* no input that we take is larger */

static const assay_bytes nothing = {NULL, 0};

/* X.690 8.1.3, with 10.1: definite, and in as few bytes as possible. */
static size_t read_length(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    unsigned first = cur_u8(c, what);
    if (first < LENGTH_LONG) {
        return first;
    }
    size_t count = first - LENGTH_LONG;
    if (count == 0 || count > LENGTH_BYTES_MAX) {
        cur_fail(c, at, what, count == 0 ? "indefinite length" : "length too long");
        return 0;
    }
    assay_bytes digits = cur_take(c, count, what);
    size_t length = 0;
    for (size_t i = 0; i < digits.len; i++) {
        length = length << 8 | digits.ptr[i];
    }
    if (cur_ok(c) && (length < LENGTH_LONG || digits.ptr[0] == 0)) {
        cur_fail(c, at, what, "length not minimal");
    }
    return length;
}

/* The contents of the next element, which is taken. */
static cursor take_element(cursor *c, unsigned *tag, const char *what)
{
    size_t at = cur_at(c);
    *tag = cur_u8(c, what);
    if (cur_ok(c) && (*tag == 0 || (*tag & TAG_NUMBER) == TAG_NUMBER)) {
        cur_fail(c, at, what, "unsupported tag");
    }
    return cur_sub(c, read_length(c, what), what);
}

/* For contents that break a rule of their type. */
static assay_bytes refuse(cursor *c, size_t at, const char *what, const char *why)
{
    cur_fail(c, at, what, why);
    return nothing;
}

bool der_peek(const cursor *c, unsigned tag)
{
    assay_bytes ahead = cur_ahead(c);
    return ahead.len > 0 && ahead.ptr[0] == tag;
}

cursor der_enter(cursor *c, unsigned tag, const char *what)
{
    unsigned found;
    size_t at = cur_at(c);
    cursor contents = take_element(c, &found, what);
    if (cur_ok(c) && found != tag) {
        cur_fail(c, at, what, "unexpected tag");
    }
    return contents;
}

assay_bytes der_value(cursor *c, unsigned tag, const char *what)
{
    cursor contents = der_enter(c, tag, what);
    return cur_rest(&contents);
}

assay_bytes der_element(cursor *c, unsigned tag, const char *what)
{
    size_t at = cur_at(c);
    der_enter(c, tag, what);
    return cur_since(c, at);
}

assay_bytes der_any(cursor *c, unsigned *tag, const char *what)
{
    size_t at = cur_at(c);
    take_element(c, tag, what);
    if (!cur_ok(c)) {
        *tag = 0;
    }
    return cur_since(c, at);
}

/* X.690 8.2, 11.1 */
bool der_bool(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    assay_bytes in = der_value(c, DER_BOOLEAN, what);
    if (!cur_ok(c)) {
        return false;
    }
    if (in.len != 1 || (in.ptr[0] != 0x00 && in.ptr[0] != 0xff)) {
        return cur_fail(c, at, what, "not a DER boolean");
    }
    return in.ptr[0] == 0xff;
}

/* X.690 8.3.2: the first nine bits are not all alike. */
assay_bytes der_integer(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    assay_bytes in = der_value(c, DER_INTEGER, what);
    if (!cur_ok(c)) {
        return nothing;
    }
    if (in.len == 0) {
        return refuse(c, at, what, "empty integer");
    }
    bool spare = in.len > 1 && ((in.ptr[0] == 0x00 && in.ptr[1] < 0x80) ||
                                (in.ptr[0] == 0xff && in.ptr[1] >= 0x80));
    return spare ? refuse(c, at, what, "integer not minimal") : in;
}

assay_bytes der_magnitude(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    assay_bytes in = der_integer(c, what);
    if (!cur_ok(c)) {
        return nothing;
    }
    if (in.ptr[0] >= 0x80) {
        return refuse(c, at, what, "negative integer");
    }
    return in.ptr[0] == 0 ? bytes_of(in.ptr + 1, in.len - 1) : in;
}

uint64_t der_uint(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    assay_bytes in = der_magnitude(c, what);
    if (in.len > sizeof(uint64_t)) {
        cur_fail(c, at, what, "integer too large");
        return 0;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < in.len; i++) {
        value = value << 8 | in.ptr[i];
    }
    return value;
}

/* X.690 8.19.2: arcs end, and none begins with a zero digit. */
assay_bytes der_oid(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    assay_bytes in = der_value(c, DER_OID, what);
    if (!cur_ok(c)) {
        return nothing;
    }
    bool begins = true;
    for (size_t i = 0; i < in.len; i++) {
        if (begins && in.ptr[i] == 0x80) {
            return refuse(c, at, what, "object identifier not minimal");
        }
        begins = in.ptr[i] < 0x80;
    }
    return in.len > 0 && begins ? in : refuse(c, at, what, "incomplete object identifier");
}

/* The bytes of a BIT STRING (X.690 8.6.2) and how many bits of the last one are unused; those must
 * be zero (11.2.1). */
static assay_bytes bit_string(cursor *c, unsigned *unused, const char *what)
{
    size_t at = cur_at(c);
    cursor contents = der_enter(c, DER_BIT_STRING, what);
    *unused = cur_u8(&contents, what);
    assay_bytes in = cur_rest(&contents);
    if (!cur_ok(c)) {
        return nothing;
    }
    if (*unused > 7 || (*unused > 0 && in.len == 0)) {
        return refuse(c, at, what, "impossible count of unused bits");
    }
    if (in.len > 0 && (in.ptr[in.len - 1] & ((1u << *unused) - 1)) != 0) {
        return refuse(c, at, what, "unused bits are set");
    }
    return in;
}

assay_bytes der_bits(cursor *c, const char *what)
{
    unsigned unused;
    size_t at = cur_at(c);
    assay_bytes in = bit_string(c, &unused, what);
    return unused == 0 ? in : refuse(c, at, what, "bits are no whole bytes");
}

uint16_t der_named_bits(cursor *c, const char *what)
{
    unsigned unused, bits = 0;
    size_t at = cur_at(c);
    assay_bytes in = bit_string(c, &unused, what);
    if (in.len > 2) {
        cur_fail(c, at, what, "too many bits");
        return 0;
    }
    for (unsigned i = 0; i < in.len * 8; i++) {
        unsigned byte = in.ptr[i / 8];
        bits |= (byte >> (7 - i % 8) & 1) << i;
    }
    return (uint16_t)bits;
}

assay_time der_time(cursor *c, const char *what)
{
    assay_time t = ASSAY_TIME_UNSET;
    size_t at = cur_at(c);
    bool utc = der_peek(c, DER_UTC_TIME);
    assay_bytes in = der_value(c, utc ? DER_UTC_TIME : DER_GENERALIZED_TIME, what);
    if (cur_ok(c) && !(utc ? time_from_utctime(in, &t) : time_from_generalized(in, &t))) {
        cur_fail(c, at, what, "not a valid time");
    }
    return t;
}

bool der_optional_null(cursor *c)
{
    if (!der_peek(c, DER_NULL)) {
        return false;
    }
    size_t at = cur_at(c);
    if (der_value(c, DER_NULL, "null").len > 0) {
        return cur_fail(c, at, "null", "not empty");
    }
    return cur_ok(c);
}

bool der_ecdsa_to_fixed(assay_bytes der, size_t width, uint8_t *out)
{
    fault f = {0};
    cursor c = cur_over(der, &f);
    cursor numbers = der_enter(&c, DER_SEQUENCE, "signature");
    assay_bytes r = der_magnitude(&numbers, "signature.r");
    assay_bytes s = der_magnitude(&numbers, "signature.s");
    if (!cur_end(&numbers, "signature") || !cur_end(&c, "signature") || r.len > width ||
        s.len > width) {
        return false;
    }
    memset(out, 0, 2 * width);
    memcpy(out + width - r.len, r.ptr, r.len);
    memcpy(out + 2 * width - s.len, s.ptr, s.len);
    return true;
}

#define OID_TEXT 96

/* Appends one arc; what no longer fits ends in "...". */
static bool append_arc(char out[OID_TEXT], size_t *len, uint64_t arc)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%s%" PRIu64, *len > 0 ? "." : "", arc);
    bool fits = n > 0 && *len + (size_t)n + sizeof "..." <= OID_TEXT;
    memcpy(out + *len, fits ? digits : "...", fits ? (size_t)n + 1 : sizeof "...");
    *len += fits ? (size_t)n : 3;
    return fits;
}

/* X.690 8.19.4: the first number holds two arcs, 40 * first + second. */
static bool append_number(char out[OID_TEXT], size_t *len, uint64_t number)
{
    if (*len > 0) {
        return append_arc(out, len, number);
    }
    uint64_t first = number < 80 ? number / 40 : 2;
    return append_arc(out, len, first) && append_arc(out, len, number - first * 40);
}

void der_oid_text(assay_bytes oid, char out[OID_TEXT])
{
    size_t len = 0;
    uint64_t number = 0;
    out[0] = '\0';
    for (size_t i = 0; i < oid.len; i++) {
        if (number > UINT64_MAX >> 7) {
            memcpy(out + len, "...", sizeof "...");
            return;
        }
        number = number << 7 | (oid.ptr[i] & 0x7f);
        if (oid.ptr[i] >= 0x80) {
            continue;
        }
        if (!append_number(out, &len, number)) {
            return;
        }
        number = 0;
    }
}
