/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"
#include "formats/snp/cert_table.h"
#include "formats/snp/layout.h"
#include "snp_bytes.h"

static uint8_t table[LIMIT_SNP_TABLE_BYTES + 64];

static const uint8_t vcek_guid[16] = {0x63, 0xda, 0x75, 0x8d, 0xe6, 0x64, 0x45, 0x64,
                                      0xad, 0xc5, 0xf4, 0xb9, 0x3b, 0xe8, 0xac, 0xcd};
static const uint8_t ask_guid[16] = {0x4a, 0xb7, 0xb3, 0x79, 0xbb, 0xac, 0x4f, 0xe4,
                                     0xa0, 0x2f, 0x05, 0xae, 0xf3, 0x27, 0xc7, 0x82};
static const uint8_t google_guid[16] = {0xec, 0xae, 0x0c, 0x0f, 0x95, 0x02, 0x43, 0xb1,
                                        0xaf, 0xa2, 0x0a, 0xe2, 0xe0, 0xd5, 0x65, 0xb6};

static void entry(size_t index, const uint8_t guid[16], uint32_t offset, uint32_t length)
{
    memcpy(table + 24 * index, guid, 16);
    put_le(table + 24 * index + 16, offset, 4);
    put_le(table + 24 * index + 20, length, 4);
}

static bool parse(size_t len, snp_table *t, fault *f)
{
    *f = (fault){0};
    cursor c = cur_over(bytes_of(table, len), f);
    return snp_table_parse(&c, t);
}

static void clear(void)
{
    memset(table, 0, sizeof table);
}

static void refused(size_t len, const char *why)
{
    snp_table t;
    fault f;
    CHECK(!parse(len, &t, &f));
    CHECK_TEXT(f.why, why);
}

static void entries_are_views(void)
{
    snp_table t;
    fault f;
    clear();
    entry(0, vcek_guid, 96, 100);
    entry(1, ask_guid, 196, 50);
    entry(2, google_guid, 246, 8);
    CHECK(parse(254, &t, &f));
    CHECK_UINT(t.count, 3);
    CHECK(t.entries[0].kind == TABLE_VCEK && t.entries[0].bytes.ptr == table + 96);
    CHECK(t.entries[0].bytes.len == 100 && t.entries[1].kind == TABLE_ASK);
    CHECK(t.entries[2].kind == TABLE_OTHER && t.entries[2].bytes.len == 8);
}

static void an_empty_table_is_sound(void)
{
    snp_table t;
    fault f;
    clear();
    CHECK(parse(24, &t, &f) && t.count == 0);
    CHECK(parse(4096, &t, &f) && t.count == 0);
}

static void a_terminator_is_needed(void)
{
    clear();
    refused(0, "truncated");
    refused(23, "truncated");
    entry(0, vcek_guid, 24, 8);
    refused(32, "truncated"); /* what follows the entry is no terminator */
    entry(1, (const uint8_t[16]){0}, 48, 1);
    refused(64, "zero in an entry");
}

static void sums_do_not_wrap(void)
{
    clear();
    entry(0, vcek_guid, 0xFFFFFFF0u, 0x20);
    refused(4096, "leaves the table");
    entry(0, vcek_guid, 48, 0xFFFFFFFFu);
    refused(4096, "leaves the table");
    entry(0, vcek_guid, 0xFFFFFFFFu, 1);
    refused(4096, "leaves the table");
}

static void entries_end_with_the_table(void)
{
    snp_table t;
    fault f;
    clear();
    entry(0, vcek_guid, 48, 52);
    CHECK(parse(100, &t, &f));
    refused(99, "leaves the table");
}

static void entries_do_not_overlap(void)
{
    snp_table t;
    fault f;
    clear();
    entry(0, vcek_guid, 100, 100);
    entry(1, ask_guid, 200, 100);
    CHECK(parse(400, &t, &f));
    entry(1, ask_guid, 199, 100);
    refused(400, "overlaps another entry");
    entry(1, ask_guid, 90, 11);
    refused(400, "overlaps another entry");
    entry(1, ask_guid, 100, 100);
    refused(400, "overlaps another entry");
    entry(1, ask_guid, 90, 200);
    refused(400, "overlaps another entry");
    entry(1, ask_guid, 90, 10);
    CHECK(parse(400, &t, &f));
}

static void entries_are_not_empty(void)
{
    clear();
    entry(0, vcek_guid, 48, 0);
    refused(400, "empty entry");
}

static void entries_begin_behind_the_header(void)
{
    snp_table t;
    fault f;
    clear();
    entry(0, vcek_guid, 47, 10);
    refused(400, "begins in the header");
    entry(0, vcek_guid, 0, 10);
    refused(400, "begins in the header");
    entry(0, vcek_guid, 48, 10);
    CHECK(parse(400, &t, &f));
}

static void a_guid_stands_once(void)
{
    clear();
    entry(0, vcek_guid, 100, 10);
    entry(1, vcek_guid, 110, 10);
    refused(400, "the same GUID twice");
    entry(0, google_guid, 100, 10);
    entry(1, google_guid, 110, 10);
    refused(400, "the same GUID twice");
}

static void many_entries(size_t count)
{
    clear();
    for (size_t i = 0; i < count; i++) {
        uint8_t guid[16] = {(uint8_t)(i + 1)};
        entry(i, guid, (uint32_t)(1000 + i), 1);
    }
}

static void entries_and_bytes_are_bounded(void)
{
    snp_table t;
    fault f;
    many_entries(LIMIT_SNP_TABLE_ENTRIES);
    CHECK(parse(2000, &t, &f) && t.count == LIMIT_SNP_TABLE_ENTRIES);
    many_entries(LIMIT_SNP_TABLE_ENTRIES + 1);
    refused(2000, "more entries than the limit");
    clear();
    CHECK(parse(LIMIT_SNP_TABLE_BYTES, &t, &f));
    refused(LIMIT_SNP_TABLE_BYTES + 1, "larger than the limit");
}

static void faults_know_their_place(void)
{
    static uint8_t whole[SNP_REPORT_BYTES + 100];
    snp_table t;
    fault f = {0};
    clear();
    entry(0, vcek_guid, 48, 0);
    memcpy(whole + SNP_REPORT_BYTES, table, 100);
    cursor c = cur_over(bytes_of(whole, sizeof whole), &f);
    cur_take(&c, SNP_REPORT_BYTES, "report");
    CHECK(!snp_table_parse(&c, &t));
    CHECK_UINT(f.at, SNP_REPORT_BYTES);
}

static void padding_is_cut_off(void)
{
    static const uint8_t padded[] = {0x30, 0x03, 0x02, 0x01, 0x07, 0, 0, 0};
    static const uint8_t followed[] = {0x30, 0x03, 0x02, 0x01, 0x07, 0, 1, 0};
    static const uint8_t pem[] = "-----BEGIN CERTIFICATE-----\n";
    CHECK_UINT(snp_table_unpadded(bytes_of(padded, sizeof padded)).len, 5);
    CHECK_UINT(snp_table_unpadded(bytes_of(padded, 5)).len, 5);
    CHECK_UINT(snp_table_unpadded(bytes_of(followed, sizeof followed)).len, sizeof followed);
    CHECK_UINT(snp_table_unpadded(bytes_of(pem, sizeof pem)).len, sizeof pem);
    CHECK_UINT(snp_table_unpadded(bytes_of(padded, 4)).len, 4);
}

int main(void)
{
    RUN(entries_are_views);
    RUN(an_empty_table_is_sound);
    RUN(a_terminator_is_needed);
    RUN(sums_do_not_wrap);
    RUN(entries_end_with_the_table);
    RUN(entries_do_not_overlap);
    RUN(entries_are_not_empty);
    RUN(entries_begin_behind_the_header);
    RUN(a_guid_stands_once);
    RUN(entries_and_bytes_are_bounded);
    RUN(faults_know_their_place);
    RUN(padding_is_cut_off);
    return DONE();
}
