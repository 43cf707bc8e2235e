/* SPDX-License-Identifier: Apache-2.0 */
/* The DER writer against encodings written by hand (X.690) and against the strict reader. */
#include "check.h"
#include "forge/der_write.h"

static uint8_t buffer[4096];

static bool wrote(der_writer *w, const void *wanted, size_t len)
{
    assay_bytes made = derw_done(w);
    return made.ptr != NULL && bytes_equal(made, bytes_of(wanted, len));
}
#define WROTE(w, literal) wrote(&(w), literal, sizeof(literal) - 1)

static void integers_are_minimal(void)
{
    static const struct {
        uint64_t value;
        const char *der;
        size_t len;
    } rows[] = {
        {0, "\x02\x01\x00", 3},
        {0x7f, "\x02\x01\x7f", 3},
        {0x80, "\x02\x02\x00\x80", 4},
        {0xdb, "\x02\x02\x00\xdb", 4},
        {0x100, "\x02\x02\x01\x00", 4},
        {UINT64_MAX, "\x02\x09\x00\xff\xff\xff\xff\xff\xff\xff\xff", 11},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        der_writer w = derw_over(buffer, sizeof buffer);
        derw_uint(&w, rows[i].value);
        CHECK(wrote(&w, rows[i].der, rows[i].len));
    }
}

static void lengths_take_the_short_form_first(void)
{
    static const uint8_t zeros[300];
    static const struct {
        size_t len, header;
    } rows[] = {{0, 2}, {127, 2}, {128, 3}, {255, 3}, {256, 4}, {300, 4}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        der_writer w = derw_over(buffer, sizeof buffer);
        derw_put(&w, DER_OCTET_STRING, bytes_of(zeros, rows[i].len));
        assay_bytes made = derw_done(&w);
        CHECK_UINT(made.len, rows[i].len + rows[i].header);
        fault f = {0};
        cursor c = cur_over(made, &f);
        CHECK_UINT(der_value(&c, DER_OCTET_STRING, "octets").len, rows[i].len);
        CHECK(cur_end(&c, "octets"));
    }
}

static void elements_nest(void)
{
    der_writer w = derw_over(buffer, sizeof buffer);
    derw_open(&w, DER_SEQUENCE);
    derw_bool(&w, true);
    derw_open(&w, DER_CONTEXT_CONSTRUCTED(1));
    derw_text(&w, DER_UTF8, "a");
    derw_close(&w);
    derw_close(&w);
    CHECK(WROTE(w, "\x30\x08\x01\x01\xff\xa1\x03\x0c\x01\x61"));
}

static void named_bits_end_with_a_one(void)
{
    der_writer w = derw_over(buffer, sizeof buffer);
    derw_named_bits(&w, 1u << 5 | 1u << 6); /* keyCertSign, cRLSign */
    CHECK(WROTE(w, "\x03\x02\x01\x06"));
    w = derw_over(buffer, sizeof buffer);
    derw_named_bits(&w, 1u << 5);
    CHECK(WROTE(w, "\x03\x02\x02\x04"));
    w = derw_over(buffer, sizeof buffer);
    derw_named_bits(&w, 0);
    CHECK(WROTE(w, "\x03\x01\x00"));
}

static void times_change_form_in_2050(void)
{
    der_writer w = derw_over(buffer, sizeof buffer);
    derw_time(&w, 2493072000);
    CHECK(WROTE(w, "\x17\x0d"
                   "490101000000Z"));
    w = derw_over(buffer, sizeof buffer);
    derw_time(&w, 2524607999);
    CHECK(WROTE(w, "\x17\x0d"
                   "491231235959Z"));
    w = derw_over(buffer, sizeof buffer);
    derw_time(&w, 2524608000);
    CHECK(WROTE(w, "\x18\x0f"
                   "20500101000000Z"));
}

static void signatures_become_integers(void)
{
    static const uint8_t fixed[8] = {0, 0, 0, 1, 0x80, 0, 0, 2};
    der_writer w = derw_over(buffer, sizeof buffer);
    derw_ecdsa(&w, bytes_of(fixed, sizeof fixed));
    CHECK(WROTE(w, "\x30\x0a\x02\x01\x01\x02\x05\x00\x80\x00\x00\x02"));
}

static void what_does_not_fit_fails(void)
{
    uint8_t small[5];
    der_writer w = derw_over(small, sizeof small);
    derw_put(&w, DER_OCTET_STRING, bytes_of("abcd", 4));
    CHECK(derw_done(&w).ptr == NULL);
    w = derw_over(small, sizeof small);
    derw_put(&w, DER_OCTET_STRING, bytes_of("abc", 3));
    CHECK(derw_done(&w).len == 5);
    w = derw_over(buffer, sizeof buffer);
    derw_open(&w, DER_SEQUENCE);
    CHECK(derw_done(&w).ptr == NULL);
    w = derw_over(buffer, sizeof buffer);
    derw_close(&w);
    CHECK(derw_done(&w).ptr == NULL);
    w = derw_over(buffer, sizeof buffer);
    for (int i = 0; i <= DERW_DEPTH; i++) {
        derw_open(&w, DER_SEQUENCE);
    }
    CHECK(w.failed);
}

int main(void)
{
    RUN(integers_are_minimal);
    RUN(lengths_take_the_short_form_first);
    RUN(elements_nest);
    RUN(named_bits_end_with_a_one);
    RUN(times_change_form_in_2050);
    RUN(signatures_become_integers);
    RUN(what_does_not_fit_fails);
    return DONE();
}
