/* SPDX-License-Identifier: Apache-2.0 */
/* Hex, numbers, and base64 in both alphabets of RFC 4648. The decoders take one encoding per value:
 * two texts that decode alike would be two names for one piece of evidence. */
#include "base/text.h"

static const char hex_digits[] = "0123456789abcdef";
static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char alphabet_url[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#define NO_DIGIT 0xff

const char *text_hex(arena *a, assay_bytes in)
{
    char *out = in.len < SIZE_MAX / 2 ? arena_alloc(a, in.len * 2 + 1) : NULL;
    for (size_t i = 0; out != NULL && i < in.len; i++) {
        out[2 * i] = hex_digits[in.ptr[i] >> 4];
        out[2 * i + 1] = hex_digits[in.ptr[i] & 15];
    }
    return out;
}

static uint8_t hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9') {
        return (uint8_t)(c - '0');
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (uint8_t)(c - 'a' + 10) : NO_DIGIT;
}

static bool is_hex(assay_bytes in)
{
    for (size_t i = 0; i < in.len; i++) {
        if (hex_value(in.ptr[i]) == NO_DIGIT) {
            return false;
        }
    }
    return in.len % 2 == 0;
}

bool hex_decode_fixed(assay_bytes in, uint8_t *out, size_t len)
{
    if (in.len / 2 != len || !is_hex(in)) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        out[i] = (uint8_t)(hex_value(in.ptr[2 * i]) << 4 | hex_value(in.ptr[2 * i + 1]));
    }
    return true;
}

bool hex_decode(arena *a, assay_bytes in, assay_bytes *out)
{
    if (!is_hex(in)) {
        return false;
    }
    uint8_t *p = arena_alloc(a, in.len / 2);
    if (p == NULL || !hex_decode_fixed(in, p, in.len / 2)) {
        return false;
    }
    *out = bytes_of(p, in.len / 2);
    return true;
}

bool uint_parse(assay_bytes in, uint64_t *out)
{
    bool hex = in.len > 2 && in.ptr[0] == '0' && in.ptr[1] == 'x';
    size_t start = hex ? 2 : 0;
    uint64_t base = hex ? 16 : 10, value = 0;
    if (in.len == start || (in.ptr[start] == '0' && in.len > start + 1)) {
        return false;
    }
    for (size_t i = start; i < in.len; i++) {
        uint64_t digit = hex_value(in.ptr[i]);
        if (digit >= base || value > (UINT64_MAX - digit) / base) {
            return false;
        }
        value = value * base + digit;
    }
    *out = value;
    return true;
}

static uint8_t base64_value(uint8_t c, const char *digits)
{
    if (c >= 'A' && c <= 'Z') {
        return (uint8_t)(c - 'A');
    }
    if (c >= 'a' && c <= 'z') {
        return (uint8_t)(c - 'a' + 26);
    }
    if (c >= '0' && c <= '9') {
        return (uint8_t)(c - '0' + 52);
    }
    if (c == (uint8_t)digits[62]) {
        return 62;
    }
    return c == (uint8_t)digits[63] ? 63 : NO_DIGIT;
}

/* `in` without padding. */
static bool decode_digits(arena *a, assay_bytes in, const char *digits, assay_bytes *out)
{
    uint8_t *p = in.len % 4 != 1 ? arena_alloc(a, in.len / 4 * 3 + 2) : NULL;
    if (p == NULL) {
        return false;
    }
    uint32_t held = 0; /* bits not yet written, in the low places */
    unsigned bits = 0;
    size_t len = 0;
    for (size_t i = 0; i < in.len; i++) {
        uint8_t value = base64_value(in.ptr[i], digits);
        if (value == NO_DIGIT) {
            return false;
        }
        held = held << 6 | value;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            p[len++] = (uint8_t)(held >> bits);
            held &= (1u << bits) - 1;
        }
    }
    if (held != 0) { /* RFC 4648 3.5: the bits left over are zero */
        return false;
    }
    *out = bytes_of(p, len);
    return true;
}

bool base64_decode(arena *a, assay_bytes in, assay_bytes *out)
{
    if (in.len % 4 != 0) {
        return false;
    }
    size_t padding = 0;
    while (padding < 2 && padding < in.len && in.ptr[in.len - 1 - padding] == '=') {
        padding++;
    }
    return decode_digits(a, bytes_of(in.ptr, in.len - padding), alphabet, out);
}

bool base64url_decode(arena *a, assay_bytes in, assay_bytes *out)
{
    return decode_digits(a, in, alphabet_url, out);
}

static char *encode(arena *a, assay_bytes in, const char *digits, bool padded)
{
    char *out = in.len < SIZE_MAX / 2 ? arena_alloc(a, in.len / 3 * 4 + 5) : NULL;
    if (out == NULL) {
        return NULL;
    }
    uint32_t held = 0;
    unsigned bits = 0;
    size_t len = 0;
    for (size_t i = 0; i < in.len; i++) {
        held = held << 8 | in.ptr[i];
        for (bits += 8; bits >= 6;) {
            bits -= 6;
            out[len++] = digits[held >> bits & 63];
        }
    }
    if (bits > 0) {
        out[len++] = digits[held << (6 - bits) & 63];
    }
    while (padded && len % 4 != 0) {
        out[len++] = '=';
    }
    return out;
}

const char *base64_encode(arena *a, assay_bytes in)
{
    return encode(a, in, alphabet, true);
}

const char *base64url_encode(arena *a, assay_bytes in)
{
    return encode(a, in, alphabet_url, false);
}
