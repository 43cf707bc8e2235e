/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the certificate table. Offsets and lengths are added in 64 bits. */
#include "formats/snp/cert_table.h"
#include "codec/der.h"
#include "formats/snp/layout.h"

/* GUIDs are stored as RFC 4122 writes them. */
static const struct {
    snp_table_kind kind;
    uint8_t guid[SNP_TABLE_GUID_BYTES];
} kinds[] = {
    /* 63da758d-e664-4564-adc5-f4b93be8accd */
    {TABLE_VCEK,
     {0x63, 0xda, 0x75, 0x8d, 0xe6, 0x64, 0x45, 0x64, 0xad, 0xc5, 0xf4, 0xb9, 0x3b, 0xe8, 0xac,
      0xcd}},
    /* a8074bc2-a25a-483e-aae6-39c045a0b8a1 */
    {TABLE_VLEK,
     {0xa8, 0x07, 0x4b, 0xc2, 0xa2, 0x5a, 0x48, 0x3e, 0xaa, 0xe6, 0x39, 0xc0, 0x45, 0xa0, 0xb8,
      0xa1}},
    /* 4ab7b379-bbac-4fe4-a02f-05aef327c782 */
    {TABLE_ASK,
     {0x4a, 0xb7, 0xb3, 0x79, 0xbb, 0xac, 0x4f, 0xe4, 0xa0, 0x2f, 0x05, 0xae, 0xf3, 0x27, 0xc7,
      0x82}},
    /* c0b406a4-a803-4952-9743-3fb6014cd0ae */
    {TABLE_ARK,
     {0xc0, 0xb4, 0x06, 0xa4, 0xa8, 0x03, 0x49, 0x52, 0x97, 0x43, 0x3f, 0xb6, 0x01, 0x4c, 0xd0,
      0xae}},
    /* 92f81bc3-5811-4d3d-97ff-d19f88dc67ea */
    {TABLE_CRL,
     {0x92, 0xf8, 0x1b, 0xc3, 0x58, 0x11, 0x4d, 0x3d, 0x97, 0xff, 0xd1, 0x9f, 0x88, 0xdc, 0x67,
      0xea}},
};

static snp_table_kind kind_of(assay_bytes guid)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (bytes_equal(guid, bytes_of(kinds[i].guid, SNP_TABLE_GUID_BYTES))) {
            return kinds[i].kind;
        }
    }
    return TABLE_OTHER;
}

typedef struct {
    cursor at;         /* behind the entries read so far */
    size_t start;      /* of the table, in the outermost input */
    assay_bytes whole; /* the table */
    size_t header_len; /* entries and terminator */
    uint32_t lengths[LIMIT_SNP_TABLE_ENTRIES];
} reader;

/* Reads entries up to the terminator. */
static bool read_header(reader *r, snp_table *out)
{
    for (;;) {
        size_t at = cur_at(&r->at);
        assay_bytes guid = cur_take(&r->at, SNP_TABLE_GUID_BYTES, "table.guid");
        uint32_t offset = cur_u32le(&r->at, "table.offset");
        uint32_t length = cur_u32le(&r->at, "table.length");
        if (!cur_ok(&r->at)) {
            return false; /* the terminator would have come first */
        }
        if (bytes_all(guid, 0)) {
            r->header_len = cur_at(&r->at) - r->start;
            return (offset == 0 && length == 0) ||
                   cur_fail(&r->at, at, "table.guid", "zero in an entry");
        }
        if (out->count == LIMIT_SNP_TABLE_ENTRIES) {
            return cur_fail(&r->at, at, "table", "more entries than the limit");
        }
        r->lengths[out->count] = length;
        out->entries[out->count++] =
            (snp_table_entry){.kind = kind_of(guid), .guid = guid, .offset = offset};
    }
}

/* Why the entry is refused, or NULL. */
static const char *flaw_of(const reader *r, const snp_table *t, size_t index)
{
    const snp_table_entry *e = &t->entries[index];
    uint64_t end = (uint64_t)e->offset + r->lengths[index];
    if (r->lengths[index] == 0) {
        return "empty entry";
    }
    if (e->offset < r->header_len) {
        return "begins in the header";
    }
    if (end > r->whole.len) {
        return "leaves the table";
    }
    for (size_t i = 0; i < index; i++) {
        const snp_table_entry *other = &t->entries[i];
        if (bytes_equal(e->guid, other->guid)) {
            return "the same GUID twice";
        }
        if (e->offset < (uint64_t)other->offset + r->lengths[i] && other->offset < end) {
            return "overlaps another entry";
        }
    }
    return NULL;
}

static void view(const reader *r, snp_table_entry *e, uint32_t length)
{
    fault f = {0};
    cursor c = cur_over(r->whole, &f);
    cur_take(&c, e->offset, "table.offset");
    e->bytes = cur_take(&c, length, "table.entry");
}

bool snp_table_parse(cursor *c, snp_table *out)
{
    *out = (snp_table){.count = 0};
    reader r = {.at = *c, .start = cur_at(c)};
    r.whole = cur_rest(c);
    if (r.whole.len > LIMIT_SNP_TABLE_BYTES) {
        return cur_fail(c, r.start, "table", "larger than the limit");
    }
    if (!read_header(&r, out)) {
        return false;
    }
    for (size_t i = 0; i < out->count; i++) {
        const char *flaw = flaw_of(&r, out, i);
        if (flaw != NULL) {
            return cur_fail(c, r.start + i * SNP_TABLE_ENTRY_BYTES, "table.entry", flaw);
        }
        view(&r, &out->entries[i], r.lengths[i]);
    }
    return cur_ok(c);
}

assay_bytes snp_table_unpadded(assay_bytes in)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    assay_bytes element = der_element(&c, DER_SEQUENCE, "certificate");
    if (!cur_ok(&c) || !bytes_all(cur_rest(&c), 0)) {
        return in;
    }
    return element;
}
