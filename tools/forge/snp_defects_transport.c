/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of what carries a report: the certificate table and the driver's response. */
#include "forge/snp_defects.h"

#include "forge/snp_table.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define BAD_TABLE .class = "malformed", .finding = "snp.table.malformed", .form = FSNP_EXT
#define ACCEPTED .outcome = FSNP_ACCEPTED, .form = FSNP_EXT
#define BAD_RSP .class = "malformed", .form = FSNP_RSP

/* Entry `at` says offset `size` and length `value`. */
static void spoil_place(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    fsnp_entry *entry = &r->table.entries[d->at];
    entry->has_offset = true;
    entry->has_length = true;
    entry->offset = (uint32_t)d->size;
    entry->length = (uint32_t)d->value;
}

/* Entry `at` begins where it is and says length `value`. */
static void spoil_length(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->table.entries[d->at].has_length = true;
    r->table.entries[d->at].length = (uint32_t)d->value;
}

static void spoil_offset(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->table.entries[d->at].has_offset = true;
    r->table.entries[d->at].offset = (uint32_t)d->value;
}

static void spoil_unterminated(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    (void)d;
    r->table.unterminated = true;
}

/* `size` further entries of the piece `value` under the GUID at `text`, or under distinct unknown
 * ones. */
static void spoil_more(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    uint8_t guid[16] = {0xec, 0xae, 0x0c, 0x0f};
    (void)a;
    for (size_t i = 0; i < d->size; i++) {
        guid[15] = (uint8_t)i;
        fsnp_table_add(&r->table, (fsnp_piece)d->value, guid);
    }
}

static void spoil_twice(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    (void)d;
    fsnp_table_add(&r->table, FSNP_VEK, fsnp_guid_vcek);
}

static void spoil_crl_entry(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    (void)d;
    fsnp_table_add(&r->table, FSNP_CRL, fsnp_guid_crl);
}

/* Entry `at` gets a GUID of zeros, which ends a table. */
static void spoil_guid(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    memset(r->table.entries[d->at].guid, 0, sizeof r->table.entries[d->at].guid);
}

/* ARK, ASK, VEK as PEM, the order that some hosts use. */
static void spoil_pem(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    (void)d;
    fsnp_entry vek = r->table.entries[0];
    r->table.entries[0] = r->table.entries[2];
    r->table.entries[2] = vek;
    for (size_t i = 0; i < r->table.count; i++) {
        r->table.entries[i].pem = true;
    }
}

static void spoil_padding(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    for (size_t i = 0; i < r->table.count; i++) {
        r->table.entries[i].padding = d->size;
    }
    r->table.pad_to = (size_t)d->value;
}

/* Only the first `size` entries. */
static void spoil_count(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->table.count = d->size;
    r->table.pad_to = (size_t)d->value;
}

static void spoil_rogue_ark(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    (void)d;
    r->ark.key = "rogue-ark";
    r->ark.signer = "rogue-ark";
}

static void spoil_rsp(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->rsp_status = (uint32_t)d->at;
    r->rsp_size = (uint32_t)d->size;
    r->rsp_reserved = (uint8_t)d->value;
}

static void spoil_rsp_length(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->rsp_len = d->size;
}

static const fsnp_defect rows[] = {
    {ROW("table-wrap", "offset and length whose sum is beyond 32 bits"), BAD_TABLE,
     .spoil = spoil_place, .size = 0xfffffff0u, .value = 0x20},
    {ROW("table-offset-beyond", "an offset behind the table"), BAD_TABLE, .spoil = spoil_offset,
     .at = 1, .value = 0x10000},
    {ROW("table-length-beyond", "a length that leaves the table"), BAD_TABLE, .spoil = spoil_length,
     .at = 2, .value = 0x2000},
    {ROW("table-length-max", "length 0xffffffff"), BAD_TABLE, .spoil = spoil_length, .at = 0,
     .value = UINT32_MAX},
    {ROW("table-unterminated", "the file ends behind the last entry's header"), BAD_TABLE,
     .spoil = spoil_unterminated},
    {ROW("table-overlap", "the second entry begins inside the first"), BAD_TABLE,
     .spoil = spoil_offset, .at = 1, .value = 4 * FSNP_ENTRY_HEADER + 8},
    {ROW("table-same-place", "the second entry is the first one's bytes"), BAD_TABLE,
     .spoil = spoil_offset, .at = 1, .value = 4 * FSNP_ENTRY_HEADER},
    {ROW("table-empty-entry", "an entry of length zero"), BAD_TABLE, .spoil = spoil_length, .at = 1,
     .value = 0},
    {ROW("table-in-header", "an offset inside the table's own header"), BAD_TABLE,
     .spoil = spoil_offset, .at = 0, .value = FSNP_ENTRY_HEADER},
    {ROW("table-offset-zero", "offset zero"), BAD_TABLE, .spoil = spoil_offset, .at = 2,
     .value = 0},
    {ROW("table-vcek-twice", "two entries of the VCEK's GUID"), BAD_TABLE, .spoil = spoil_twice},
    {ROW("table-guid-zero", "a GUID of zeros with offset and length"), BAD_TABLE,
     .spoil = spoil_guid, .at = 1},
    {ROW("table-17-entries", "more entries than anybody needs"), BAD_TABLE, .spoil = spoil_more,
     .size = 14, .value = FSNP_VEK},
    {ROW("table-64k", "a table of more than 64 KiB"), .class = "malformed",
     .finding = "size.evidence", .form = FSNP_EXT, .spoil = spoil_padding, .value = 65537},
    {ROW("table-pem", "ARK, ASK and VCEK in PEM, in this order"), ACCEPTED, .spoil = spoil_pem},
    {ROW("table-padded-entries", "zeros behind each certificate"), ACCEPTED, .spoil = spoil_padding,
     .size = 100},
    {ROW("table-padded", "zeros behind the table up to 8192 bytes, as on GCP"), ACCEPTED,
     .spoil = spoil_padding, .value = 8192},
    {ROW("table-vlek-only", "a page with the VLEK alone, as on AWS"), ACCEPTED,
     .spoil = spoil_count, .size = 1, .value = 4096, .vlek = true},
    {ROW("table-empty", "a table without entries; the certificates come beside it"), ACCEPTED,
     .spoil = spoil_count},
    {ROW("table-unknown-guid", "an entry of an unknown GUID"), ACCEPTED, .spoil = spoil_more,
     .size = 1, .value = FSNP_ASK},
    {ROW("table-crl", "the revocation list is in the table"), ACCEPTED, .policy = "strict",
     .spoil = spoil_crl_entry},
    {ROW("table-rogue-ark", "the table's root is another one than the pinned"), ACCEPTED,
     .spoil = spoil_rogue_ark},

    {ROW("rsp-status", "status 0x16: the firmware refused"), BAD_RSP, .spoil = spoil_rsp,
     .at = 0x16, .size = FSNP_REPORT_LEN},
    {ROW("rsp-size-0", "report size 0"), BAD_RSP, .spoil = spoil_rsp, .size = 0},
    {ROW("rsp-size-short", "report size 1183"), BAD_RSP, .spoil = spoil_rsp,
     .size = FSNP_REPORT_LEN - 1},
    {ROW("rsp-size-long", "report size 4000"), BAD_RSP, .spoil = spoil_rsp, .size = FSNP_RSP_LEN},
    {ROW("rsp-reserved", "a reserved byte is set"), BAD_RSP, .spoil = spoil_rsp,
     .size = FSNP_REPORT_LEN, .value = 1},
    {ROW("rsp-truncated", "the response ends inside the report"), BAD_RSP,
     .spoil = spoil_rsp_length, .size = FSNP_RSP_HEADER + FSNP_REPORT_LEN - 1},
};
const fsnp_defect_list fsnp_defects_transport = {rows, ARRAY_LEN(rows)};
