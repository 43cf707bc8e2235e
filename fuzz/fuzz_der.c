/* SPDX-License-Identifier: Apache-2.0 */
/* Walks the elements of the input, descending into constructed ones, and reads each primitive by
 * its type. What a reader accepts must be exactly what its header says, and inside the input. */
#include "codec/der.h"
#include "must.h"

#define DEPTH 16
#define CONSTRUCTED 0x20u

static void read_integer(cursor *c)
{
    cursor again = *c, magnitude = *c;
    assay_bytes in = der_integer(&again, "integer");
    if (!cur_ok(c)) {
        return;
    }
    MUST(in.len > 0);
    if (in.ptr[0] < 0x80 && in.len <= 8) {
        uint64_t value = der_uint(c, "integer");
        MUST(cur_ok(c) && (value == 0) == bytes_all(in, 0));
    }
    assay_bytes m = der_magnitude(&magnitude, "integer");
    MUST(cur_ok(c) == (in.ptr[0] < 0x80));
    MUST(m.len == 0 || m.ptr[0] != 0);
}

static void read_oid(cursor *c)
{
    char out[96];
    assay_bytes in = der_oid(c, "oid");
    der_oid_text(in, out);
    MUST(memchr(out, 0, sizeof out) != NULL);
    MUST((out[0] == '\0') == !cur_ok(c));
}

static void read_bits(cursor *c)
{
    fault f = {0};
    cursor named = *c;
    named.fault = &f;
    uint16_t bits = der_named_bits(&named, "bits");
    MUST(bits == 0 || f.what == NULL);
    der_bits(c, "bits");
}

static void read_time(cursor *c)
{
    char shown[TIME_TEXT];
    assay_time t = der_time(c, "time"), again = 0;
    MUST((t == ASSAY_TIME_UNSET) == !cur_ok(c));
    time_to_rfc3339(t, shown);
    MUST(!cur_ok(c) || (time_from_rfc3339(bytes_of_text(shown), &again) && again == t));
}

static void read_bool(cursor *c)
{
    MUST(!der_bool(c, "boolean") || cur_ok(c));
}

static void read_null(cursor *c)
{
    MUST(der_optional_null(c) == cur_ok(c));
}

static const struct {
    unsigned tag;
    void (*read)(cursor *c);
} readers[] = {
    {DER_BOOLEAN, read_bool},
    {DER_INTEGER, read_integer},
    {DER_BIT_STRING, read_bits},
    {DER_NULL, read_null},
    {DER_OID, read_oid},
    {DER_UTC_TIME, read_time},
    {DER_GENERALIZED_TIME, read_time},
};

/* The element on a cursor of its own, by the reader of its type. */
static void read_element(assay_bytes element, unsigned tag)
{
    for (size_t i = 0; i < ARRAY_LEN(readers); i++) {
        fault f = {0};
        cursor c = cur_over(element, &f);
        if (readers[i].tag == tag) {
            readers[i].read(&c);
        }
        MUST(f.at <= element.len);
    }
    fault f = {0};
    cursor whole = cur_over(element, &f), value = whole;
    MUST(bytes_equal(der_element(&whole, tag, "element"), element) && cur_end(&whole, "element"));
    assay_bytes contents = der_value(&value, tag, "value");
    MUST(contents.ptr + contents.len == element.ptr + element.len);
}

static void walk(cursor *root)
{
    cursor open[DEPTH] = {*root};
    size_t depth = 1;
    while (depth > 0 && cur_ok(root)) {
        cursor *c = &open[depth - 1];
        if (cur_left(c) == 0) {
            depth--;
            continue;
        }
        unsigned tag = 0;
        size_t at = cur_at(c);
        cursor inside = *c;
        assay_bytes element = der_any(c, &tag, "any");
        if (!cur_ok(c)) {
            return;
        }
        MUST(cur_at(c) == at + element.len && element.len >= 2);
        read_element(element, tag);
        if ((tag & CONSTRUCTED) != 0 && depth < DEPTH) {
            open[depth++] = der_enter(&inside, tag, "constructed");
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fault f = {0};
    cursor c = cur_over(bytes_of(data, size), &f);
    walk(&c);
    MUST(f.at <= size);
    uint8_t fixed[2 * 48];
    der_ecdsa_to_fixed(bytes_of(data, size), 48, fixed);
    return 0;
}
