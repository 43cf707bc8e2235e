/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/der.h"
#include "check.h"

#define IN(...) bytes_of(((const uint8_t[]){__VA_ARGS__}), sizeof((const uint8_t[]){__VA_ARGS__}))

static fault f;

static cursor over(assay_bytes in)
{
    f = (fault){0};
    return cur_over(in, &f);
}

/* Did the last read fault for this reason? */
static bool why(const char *wanted)
{
    return f.why != NULL && strcmp(f.why, wanted) == 0;
}

static bool element_is(assay_bytes in, const char *wanted)
{
    cursor c = over(in);
    der_element(&c, DER_OCTET_STRING, "x");
    return wanted == NULL ? f.what == NULL : why(wanted);
}

static void lengths_are_definite_and_minimal(void)
{
    uint8_t big[5 + 0x10000] = {0x04, 0x83, 0x01, 0x00, 0x00};
    CHECK(element_is(bytes_of(big, sizeof big), NULL));
    uint8_t medium[4 + 0x100] = {0x04, 0x82, 0x01, 0x00};
    CHECK(element_is(bytes_of(medium, sizeof medium), NULL));
    uint8_t small[3 + 0x80] = {0x04, 0x81, 0x80};
    CHECK(element_is(bytes_of(small, sizeof small), NULL));
    CHECK(element_is(IN(0x04, 0x00), NULL));

    CHECK(element_is(IN(0x04, 0x80, 0x00, 0x00), "indefinite length"));
    CHECK(element_is(IN(0x04, 0x81, 0x01, 0xaa), "length not minimal"));
    medium[1] = 0x82, medium[2] = 0x00, medium[3] = 0xff;
    CHECK(element_is(bytes_of(medium, sizeof medium), "length not minimal"));
    CHECK(element_is(IN(0x04, 0x84, 0x00, 0x00, 0x00, 0x01, 0xaa), "length not minimal"));
    CHECK(element_is(IN(0x04, 0x85, 0x01, 0x00, 0x00, 0x00, 0x00, 0xaa), "length too long"));
    CHECK(element_is(IN(0x04, 0xff, 0xaa), "length too long"));
    CHECK(element_is(IN(0x04, 0x84, 0xff, 0xff, 0xff, 0xff, 0xaa), "truncated"));
    CHECK(element_is(IN(0x04, 0x02, 0xaa), "truncated"));
    CHECK(element_is(IN(0x04, 0x82, 0x01), "truncated"));
    CHECK(element_is(IN(0x04), "truncated"));
    CHECK(element_is(bytes_of(NULL, 0), "truncated"));
}

static void tags_are_single_bytes_and_as_expected(void)
{
    CHECK(element_is(IN(0x05, 0x00), "unexpected tag"));
    CHECK(element_is(IN(0x24, 0x00), "unexpected tag")); /* constructed octet string */
    CHECK(element_is(IN(0x1f, 0x81, 0x01, 0x00), "unsupported tag"));
    CHECK(element_is(IN(0xbf, 0x21, 0x00), "unsupported tag"));
    CHECK(element_is(IN(0x00, 0x00), "unsupported tag"));
    unsigned tag = 0;
    cursor c = over(IN(0xa3, 0x01, 0xaa, 0x02));
    assay_bytes whole = der_any(&c, &tag, "x");
    CHECK(whole.len == 3 && tag == DER_CONTEXT_CONSTRUCTED(3));
    CHECK(der_any(&c, &tag, "x").ptr == NULL);
    CHECK(tag == 0 && !cur_ok(&c));
}

static void elements_values_and_contents(void)
{
    assay_bytes in = IN(0x30, 0x05, 0x04, 0x03, 0x61, 0x62, 0x63, 0x05, 0x00);
    cursor c = over(in);
    CHECK(der_peek(&c, DER_SEQUENCE) && !der_peek(&c, DER_SET));
    cursor contents = der_enter(&c, DER_SEQUENCE, "seq");
    CHECK_UINT(cur_at(&contents), 2);
    CHECK_UINT(cur_at(&c), 7);
    assay_bytes value = der_value(&contents, DER_OCTET_STRING, "seq.text");
    CHECK(bytes_equal(value, bytes_of("abc", 3)));
    CHECK(cur_end(&contents, "seq"));
    CHECK(!der_peek(&contents, DER_NULL)); /* at its end, though the input goes on */
    CHECK(der_optional_null(&c));
    CHECK(!der_optional_null(&c));
    CHECK(cur_end(&c, "all"));

    c = over(in);
    CHECK(bytes_equal(der_element(&c, DER_SEQUENCE, "seq"), bytes_of(in.ptr, 7)));

    c = over(in);
    contents = der_enter(&c, DER_SEQUENCE, "seq");
    der_value(&contents, DER_INTEGER, "seq.number");
    CHECK_TEXT(f.what, "seq.number");
    CHECK_UINT(f.at, 2);
    CHECK(!der_peek(&contents, DER_OCTET_STRING)); /* after a fault */

    c = over(IN(0x30, 0x02, 0x04, 0x03, 0x61, 0x62, 0x63)); /* inner longer than outer */
    contents = der_enter(&c, DER_SEQUENCE, "seq");
    CHECK(der_value(&contents, DER_OCTET_STRING, "seq.text").ptr == NULL);
    CHECK(why("truncated"));

    c = over(IN(0x05, 0x01, 0x00));
    CHECK(!der_optional_null(&c));
    CHECK(why("not empty"));
}

static void booleans(void)
{
    cursor c = over(IN(0x01, 0x01, 0xff, 0x01, 0x01, 0x00));
    CHECK(der_bool(&c, "b"));
    CHECK(!der_bool(&c, "b"));
    CHECK(cur_end(&c, "b"));
    static const uint8_t bad[][4] = {{0x01, 0x01, 0x01, 0}, {0x01, 0x00, 0, 0}, {1, 2, 0xff, 0xff}};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        c = over(bytes_of(bad[i], 4));
        CHECK(!der_bool(&c, "b"));
        CHECK(why("not a DER boolean"));
    }
    c = over(IN(0x02, 0x01, 0xff));
    CHECK(!der_bool(&c, "b"));
    CHECK(why("unexpected tag"));
}

static void integers(void)
{
    cursor c = over(
        IN(0x02, 0x01, 0x00, 0x02, 0x02, 0x00, 0x80, 0x02, 0x01, 0xff, 0x02, 0x02, 0xff, 0x7f));
    CHECK_UINT(der_uint(&c, "i"), 0);
    CHECK_UINT(der_uint(&c, "i"), 128);
    CHECK(bytes_equal(der_integer(&c, "i"), IN(0xff)));
    CHECK(bytes_equal(der_integer(&c, "i"), IN(0xff, 0x7f)));
    CHECK(cur_end(&c, "i"));

    c = over(IN(0x02, 0x09, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
    CHECK_UINT(der_uint(&c, "i"), UINT64_MAX);
    c = over(IN(0x02, 0x09, 0x01, 0, 0, 0, 0, 0, 0, 0, 0));
    CHECK_UINT(der_uint(&c, "i"), 0);
    CHECK(why("integer too large"));
    c = over(IN(0x02, 0x01, 0x80));
    der_uint(&c, "i");
    CHECK(why("negative integer"));
    c = over(IN(0x02, 0x00));
    der_integer(&c, "i");
    CHECK(why("empty integer"));
    c = over(IN(0x02, 0x02, 0x00, 0x7f));
    der_integer(&c, "i");
    CHECK(why("integer not minimal"));
    c = over(IN(0x02, 0x02, 0xff, 0x80));
    der_integer(&c, "i");
    CHECK(why("integer not minimal"));

    c = over(IN(0x02, 0x02, 0x00, 0x80, 0x02, 0x01, 0x7f, 0x02, 0x01, 0x00));
    CHECK(bytes_equal(der_magnitude(&c, "i"), IN(0x80)));
    CHECK(bytes_equal(der_magnitude(&c, "i"), IN(0x7f)));
    assay_bytes zero = der_magnitude(&c, "i");
    CHECK(zero.ptr != NULL && zero.len == 0);
}

static void object_identifiers(void)
{
    char out[96];
    cursor c = over(IN(0x06, 0x03, 0x55, 0x1d, 0x0f));
    assay_bytes oid = der_oid(&c, "oid");
    CHECK(bytes_equal(oid, OID(0x55, 0x1d, 0x0f)));
    der_oid_text(oid, out);
    CHECK_TEXT(out, "2.5.29.15");
    der_oid_text(OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), out);
    CHECK_TEXT(out, "1.2.840.113549.1.1.11");
    der_oid_text(OID(0x00), out);
    CHECK_TEXT(out, "0.0");
    der_oid_text(OID(0x27, 0x7f), out);
    CHECK_TEXT(out, "0.39.127");
    der_oid_text(OID(0x88, 0x37), out); /* 2.999 */
    CHECK_TEXT(out, "2.999");
    der_oid_text(bytes_of(NULL, 0), out);
    CHECK_TEXT(out, "");

    static const struct {
        const char *why;
        uint8_t in[6];
    } bad[] = {
        {"incomplete object identifier", {0x06, 0x00}},
        {"incomplete object identifier", {0x06, 0x02, 0x55, 0x80 | 0x01}},
        {"object identifier not minimal", {0x06, 0x02, 0x80, 0x01}},
        {"object identifier not minimal", {0x06, 0x03, 0x55, 0x80, 0x01}},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        c = over(bytes_of(bad[i].in, sizeof bad[i].in));
        CHECK(der_oid(&c, "oid").ptr == NULL);
        CHECK(why(bad[i].why));
    }
}

static void object_identifiers_of_another_tag(void)
{
    cursor c = over(IN(0x0d, 0x01, 0x55));
    CHECK(der_oid(&c, "oid").ptr == NULL);
    CHECK(why("unexpected tag"));
}

static void long_object_identifiers_end_in_dots(void)
{
    char out[96];
    uint8_t many[100], huge[12];
    memset(many, 1, sizeof many);
    der_oid_text(bytes_of(many, sizeof many), out);
    CHECK_UINT(strlen(out) < 96, 1);
    CHECK(strncmp(out, "0.1.1.1.", 8) == 0);
    CHECK_TEXT(out + strlen(out) - 4, "1...");
    memset(huge, 0xff, sizeof huge);
    huge[0] = 0x2a;
    huge[11] = 0x7f;
    der_oid_text(bytes_of(huge, sizeof huge), out);
    CHECK_TEXT(out, "1.2...");
}

static void bit_strings(void)
{
    cursor c = over(IN(0x03, 0x03, 0x00, 0xab, 0xcd, 0x03, 0x01, 0x00));
    CHECK(bytes_equal(der_bits(&c, "bits"), IN(0xab, 0xcd)));
    assay_bytes empty = der_bits(&c, "bits");
    CHECK(cur_end(&c, "bits") && empty.len == 0);
    static const struct {
        const char *why;
        uint8_t in[5];
    } bad[] = {
        {"truncated", {0x03, 0x00}},
        {"bits are no whole bytes", {0x03, 0x02, 0x01, 0x80}},
        {"unused bits are set", {0x03, 0x02, 0x01, 0x01}},
        {"impossible count of unused bits", {0x03, 0x02, 0x08, 0x00}},
        {"impossible count of unused bits", {0x03, 0x01, 0x01}},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        c = over(bytes_of(bad[i].in, sizeof bad[i].in));
        CHECK(der_bits(&c, "bits").ptr == NULL);
        CHECK(why(bad[i].why));
    }
}

static void named_bits(void)
{
    cursor c = over(IN(0x03, 0x02, 0x05, 0xa0, 0x03, 0x03, 0x07, 0x01, 0x80, 0x03, 0x01, 0x00));
    CHECK_UINT(der_named_bits(&c, "usage"), 0x5);   /* bits 0 and 2 */
    CHECK_UINT(der_named_bits(&c, "usage"), 0x180); /* bits 7 and 8 */
    CHECK_UINT(der_named_bits(&c, "usage"), 0);
    CHECK(cur_end(&c, "usage"));
    c = over(IN(0x03, 0x02, 0x00, 0x04, 0x03, 0x02, 0x00, 0x00)); /* as AMD writes them */
    CHECK_UINT(der_named_bits(&c, "usage"), 0x20);
    CHECK_UINT(der_named_bits(&c, "usage"), 0);
    CHECK(cur_end(&c, "usage"));
    c = over(IN(0x03, 0x04, 0x00, 0xff, 0xff, 0xff));
    der_named_bits(&c, "usage");
    CHECK(why("too many bits"));
    c = over(IN(0x03, 0x02, 0x05, 0xa1));
    der_named_bits(&c, "usage");
    CHECK(why("unused bits are set"));
}

static void times(void)
{
    static const char both[] = "\x17\x0d"
                               "700101000001Z"
                               "\x18\x0f"
                               "19700101000002Z";
    cursor c = over(bytes_of(both, sizeof both - 1));
    CHECK(der_time(&c, "t") == 1);
    CHECK(der_time(&c, "t") == 2);
    CHECK(cur_end(&c, "t"));
    c = over(bytes_of("\x17\x0d"
                      "701301000001Z",
                      15));
    CHECK(der_time(&c, "t") == ASSAY_TIME_UNSET);
    CHECK(why("not a valid time"));
    c = over(bytes_of("\x18\x0d"
                      "700101000001Z",
                      15));
    CHECK(der_time(&c, "t") == ASSAY_TIME_UNSET);
    CHECK(why("not a valid time"));
    c = over(IN(0x05, 0x00));
    CHECK(der_time(&c, "t") == ASSAY_TIME_UNSET);
    CHECK(why("unexpected tag"));
}

static void ecdsa_signatures(void)
{
    uint8_t out[8];
    CHECK(der_ecdsa_to_fixed(IN(0x30, 0x07, 0x02, 0x01, 0x05, 0x02, 0x02, 0x00, 0x80), 4, out));
    CHECK(bytes_equal(bytes_of(out, 8), IN(0, 0, 0, 5, 0, 0, 0, 0x80)));
    CHECK(der_ecdsa_to_fixed(IN(0x30, 0x07, 0x02, 0x01, 0x05, 0x02, 0x02, 0x00, 0x80), 1, out));
    CHECK(out[0] == 5 && out[1] == 0x80);

    memset(out, 0xee, sizeof out);
    static const uint8_t bad[][10] = {
        {0x30, 0x08, 0x02, 0x02, 0x01, 0x05, 0x02, 0x02, 0x00, 0x80}, /* r too wide */
        {0x30, 0x08, 0x02, 0x01, 0x05, 0x02, 0x03, 0x01, 0x00, 0x80}, /* s too wide */
        {0x30, 0x08, 0x02, 0x02, 0x00, 0x05, 0x02, 0x02, 0x00, 0x80}, /* r not minimal */
        {0x30, 0x08, 0x02, 0x01, 0x85, 0x02, 0x03, 0x00, 0x80, 0x00}, /* r negative */
        {0x30, 0x08, 0x02, 0x01, 0x05, 0x02, 0x01, 0x06, 0x05, 0x00}, /* a third member */
        {0x30, 0x06, 0x02, 0x01, 0x05, 0x02, 0x01, 0x06, 0x05, 0x00}, /* trailing bytes */
        {0x31, 0x08, 0x02, 0x01, 0x05, 0x02, 0x03, 0x00, 0x00, 0x06}, /* no sequence */
        {0x30, 0x81, 0x07, 0x02, 0x01, 0x05, 0x02, 0x02, 0x00, 0x80}, /* length not minimal */
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        CHECK(!der_ecdsa_to_fixed(bytes_of(bad[i], 10), 1, out));
    }
    CHECK(!der_ecdsa_to_fixed(bytes_of(NULL, 0), 1, out));
    CHECK(bytes_all(bytes_of(out, sizeof out), 0xee)); /* untouched */
}

int main(void)
{
    RUN(lengths_are_definite_and_minimal);
    RUN(tags_are_single_bytes_and_as_expected);
    RUN(elements_values_and_contents);
    RUN(booleans);
    RUN(integers);
    RUN(object_identifiers);
    RUN(object_identifiers_of_another_tag);
    RUN(long_object_identifiers_end_in_dots);
    RUN(bit_strings);
    RUN(named_bits);
    RUN(times);
    RUN(ecdsa_signatures);
    return DONE();
}
