/* SPDX-License-Identifier: Apache-2.0 */
/* The certificate table (offsets count from its first byte) and MSG_REPORT_RSP. */
#include "forge/snp_table.h"

/* GUIDs as they stand in the table: the bytes of RFC 4122, big-endian (AMD 56421). */
const uint8_t fsnp_guid_vcek[16] = {0x63, 0xda, 0x75, 0x8d, 0xe6, 0x64, 0x45, 0x64,
                                    0xad, 0xc5, 0xf4, 0xb9, 0x3b, 0xe8, 0xac, 0xcd};
const uint8_t fsnp_guid_vlek[16] = {0xa8, 0x07, 0x4b, 0xc2, 0xa2, 0x5a, 0x48, 0x3e,
                                    0xaa, 0xe6, 0x39, 0xc0, 0x45, 0xa0, 0xb8, 0xa1};
const uint8_t fsnp_guid_ask[16] = {0x4a, 0xb7, 0xb3, 0x79, 0xbb, 0xac, 0x4f, 0xe4,
                                   0xa0, 0x2f, 0x05, 0xae, 0xf3, 0x27, 0xc7, 0x82};
const uint8_t fsnp_guid_ark[16] = {0xc0, 0xb4, 0x06, 0xa4, 0xa8, 0x03, 0x49, 0x52,
                                   0x97, 0x43, 0x3f, 0xb6, 0x01, 0x4c, 0xd0, 0xae};
const uint8_t fsnp_guid_crl[16] = {0x92, 0xf8, 0x1b, 0xc3, 0x58, 0x11, 0x4d, 0x3d,
                                   0x97, 0xff, 0xd1, 0x9f, 0x88, 0xdc, 0x67, 0xea};

fsnp_entry *fsnp_table_add(fsnp_table *t, fsnp_piece piece, const uint8_t guid[16])
{
    if (t->count == FSNP_ENTRY_MAX) {
        return &t->entries[FSNP_ENTRY_MAX - 1];
    }
    fsnp_entry *entry = &t->entries[t->count++];
    *entry = (fsnp_entry){.piece = piece};
    memcpy(entry->guid, guid, sizeof entry->guid);
    return entry;
}

void fsnp_table_init(fsnp_table *t, bool vlek)
{
    *t = (fsnp_table){.count = 0};
    fsnp_table_add(t, FSNP_VEK, vlek ? fsnp_guid_vlek : fsnp_guid_vcek);
    fsnp_table_add(t, FSNP_ASK, fsnp_guid_ask);
    fsnp_table_add(t, FSNP_ARK, fsnp_guid_ark);
}

static assay_bytes contents_of(const fsnp_entry *entry, arena *a, const fsnp_evidence *made)
{
    assay_bytes der = entry->piece == FSNP_VEK   ? made->vek
                      : entry->piece == FSNP_ASK ? made->ask
                      : entry->piece == FSNP_ARK ? made->ark
                                                 : made->crl;
    return entry->pem ? xw_pem(a, der) : der;
}

static void put_header(uint8_t *at, const fsnp_entry *entry, size_t offset, size_t length)
{
    memcpy(at, entry->guid, sizeof entry->guid);
    fsnp_put_le(at + 16, entry->has_offset ? entry->offset : offset, 4);
    fsnp_put_le(at + 20, entry->has_length ? entry->length : length, 4);
}

static assay_bytes write_table(const fsnp_table *t, arena *a, const fsnp_evidence *made)
{
    size_t headers = FSNP_ENTRY_HEADER * (t->count + (t->unterminated ? 0 : 1)), len = headers;
    assay_bytes contents[FSNP_ENTRY_MAX];
    for (size_t i = 0; i < t->count; i++) {
        contents[i] = contents_of(&t->entries[i], a, made);
        len += contents[i].len + t->entries[i].padding;
    }
    len = len < t->pad_to ? t->pad_to : len;
    uint8_t *out = arena_alloc(a, len);
    if (out == NULL) {
        return (assay_bytes){NULL, 0};
    }
    size_t at = headers;
    for (size_t i = 0; i < t->count; i++) {
        put_header(out + FSNP_ENTRY_HEADER * i, &t->entries[i], at,
                   contents[i].len + t->entries[i].padding);
        if (contents[i].len > 0) {
            memcpy(out + at, contents[i].ptr, contents[i].len);
        }
        at += contents[i].len + t->entries[i].padding;
    }
    return bytes_of(out, t->unterminated ? headers : len);
}

static assay_bytes join(arena *a, assay_bytes first, assay_bytes second)
{
    uint8_t *out = arena_alloc(a, first.len + second.len);
    if (out == NULL || first.ptr == NULL || second.ptr == NULL) {
        return (assay_bytes){NULL, 0};
    }
    memcpy(out, first.ptr, first.len);
    memcpy(out + first.len, second.ptr, second.len);
    return bytes_of(out, first.len + second.len);
}

static assay_bytes write_rsp(const fsnp_recipe *r, arena *a, assay_bytes report)
{
    uint8_t *out = arena_alloc(a, FSNP_RSP_LEN);
    if (out == NULL || report.ptr == NULL || report.len > FSNP_RSP_LEN - FSNP_RSP_HEADER) {
        return (assay_bytes){NULL, 0};
    }
    fsnp_put_le(out, r->rsp_status, 4);
    fsnp_put_le(out + 4, r->rsp_size, 4);
    out[8] = r->rsp_reserved;
    memcpy(out + FSNP_RSP_HEADER, report.ptr, report.len);
    return bytes_of(out, r->rsp_len);
}

void fsnp_table_write(const fsnp_recipe *r, arena *a, fsnp_evidence *out)
{
    out->table = write_table(&r->table, a, out);
    out->ext = join(a, out->report, out->table);
    out->rsp = write_rsp(r, a, out->report);
}
