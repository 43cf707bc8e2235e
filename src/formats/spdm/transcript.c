/* SPDX-License-Identifier: Apache-2.0 */
/* Reads request and answer as DSP0274 1.1 10.11 lays them out. */
#include "formats/spdm/transcript.h"

#define SPDM_1_1 0x11
#define GET_MEASUREMENTS 0xe0
#define MEASUREMENTS 0x60
#define WITH_SIGNATURE 0x01
#define ALL_MEASUREMENTS 0xff
#define DMTF 0x01
#define RAW_BITS 0x80 /* of the value's type: no digest */
#define BLOCK_BYTES (4u + 3u + SPDM_DIGEST_BYTES)

static void expect_u8(cursor *c, uint8_t value, const char *what, const char *why)
{
    size_t at = cur_at(c);
    if (cur_u8(c, what) != value && cur_ok(c)) {
        cur_fail(c, at, what, why);
    }
}

static uint32_t u24le(cursor *c, const char *what)
{
    assay_bytes b = cur_take(c, 3, what);
    return b.len == 3 ? b.ptr[0] | (uint32_t)b.ptr[1] << 8 | (uint32_t)b.ptr[2] << 16 : 0;
}

static void read_request(cursor *c, spdm_transcript *out)
{
    expect_u8(c, SPDM_1_1, "request.version", "not SPDM 1.1");
    expect_u8(c, GET_MEASUREMENTS, "request.code", "not GET_MEASUREMENTS");
    expect_u8(c, WITH_SIGNATURE, "request.param1", "no signature was asked for");
    expect_u8(c, ALL_MEASUREMENTS, "request.param2", "not all measurements were asked for");
    out->request_nonce = cur_take(c, SPDM_NONCE_BYTES, "request.nonce");
    out->slot = cur_u8(c, "request.slot");
}

static void read_block(cursor *c, spdm_transcript *out)
{
    size_t at = cur_at(c);
    uint8_t index = cur_u8(c, "block.index");
    expect_u8(c, DMTF, "block.specification", "not DMTF's");
    size_t sized = cur_at(c);
    bool whole = cur_u16le(c, "block.size") == 3 + SPDM_DIGEST_BYTES;
    bool raw = (cur_u8(c, "block.value.type") & RAW_BITS) != 0;
    bool digest = cur_u16le(c, "block.value.size") == SPDM_DIGEST_BYTES;
    assay_bytes value = cur_take(c, SPDM_DIGEST_BYTES, "block.value");
    if (!cur_ok(c)) {
        return;
    }
    if (index == 0 || index > SPDM_INDEX_MAX) {
        cur_fail(c, at, "block.index", "no measurement's");
        return;
    }
    if (out->blocks[index].ptr != NULL) {
        cur_fail(c, at, "block.index", "twice");
        return;
    }
    if (!whole || raw || !digest) {
        cur_fail(c, sized, "block.size", "no digest of 48 bytes");
        return;
    }
    out->blocks[index] = value;
}

static void read_blocks(cursor *c, spdm_transcript *out)
{
    uint8_t count = cur_u8(c, "response.blocks");
    uint32_t size = u24le(c, "response.record-length");
    cursor record = cur_sub(c, size, "response.record");
    if (cur_ok(c) && size != count * BLOCK_BYTES) {
        cur_fail(c, record.origin, "response.record-length", "not that of so many blocks");
        return;
    }
    while (cur_left(&record) > 0) {
        read_block(&record, out);
    }
    out->block_count = count;
}

static void read_field(cursor *c, spdm_transcript *out)
{
    size_t at = cur_at(c);
    uint16_t type = cur_u16le(c, "opaque.type");
    uint16_t size = cur_u16le(c, "opaque.size");
    assay_bytes value = cur_take(c, size, "opaque.value");
    if (!cur_ok(c)) {
        return;
    }
    if (out->field_count == LIMIT_SPDM_FIELDS) {
        cur_fail(c, at, "opaque", "more than 64 fields");
        return;
    }
    for (size_t i = 0; i < out->field_count; i++) {
        if (out->fields[i].type == type) {
            cur_fail(c, at, "opaque.type", "twice");
            return;
        }
    }
    out->fields[out->field_count++] = (spdm_field){type, value};
}

static void read_opaque(cursor *c, spdm_transcript *out)
{
    uint16_t size = cur_u16le(c, "response.opaque-length");
    cursor data = cur_sub(c, size, "response.opaque");
    while (cur_left(&data) > 0) {
        read_field(&data, out);
    }
}

bool spdm_transcript_parse(cursor *report, spdm_transcript *out)
{
    *out = (spdm_transcript){.slot = 0};
    read_request(report, out);
    expect_u8(report, SPDM_1_1, "response.version", "not SPDM 1.1");
    expect_u8(report, MEASUREMENTS, "response.code", "not MEASUREMENTS");
    cur_take(report, 2, "response.params");
    read_blocks(report, out);
    out->responder_nonce = cur_take(report, SPDM_NONCE_BYTES, "response.nonce");
    read_opaque(report, out);
    out->signed_bytes = bytes_of(report->ptr, report->pos);
    out->signature = cur_take(report, SPDM_SIGNATURE_BYTES, "response.signature");
    out->trailing = cur_rest(report);
    return cur_ok(report);
}

bool spdm_probe(assay_bytes in, uint16_t type, bool *has_field)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    expect_u8(&c, SPDM_1_1, "request", "");
    expect_u8(&c, GET_MEASUREMENTS, "request", "");
    cur_take(&c, SPDM_REQUEST_BYTES - 2, "request");
    expect_u8(&c, SPDM_1_1, "response", "");
    expect_u8(&c, MEASUREMENTS, "response", "");
    cur_take(&c, 3, "response");
    uint32_t record = u24le(&c, "response");
    cur_take(&c, record, "response");
    cur_take(&c, SPDM_NONCE_BYTES, "response");
    uint16_t size = cur_u16le(&c, "response");
    cursor opaque = cur_sub(&c, size, "response");
    bool sound = cur_ok(&c);
    *has_field = false;
    while (cur_left(&opaque) > 0) {
        *has_field |= cur_u16le(&opaque, "opaque") == type;
        uint16_t length = cur_u16le(&opaque, "opaque");
        cur_take(&opaque, length, "opaque");
    }
    return sound;
}

assay_bytes spdm_field_value(const spdm_transcript *t, uint16_t type)
{
    for (size_t i = 0; i < t->field_count; i++) {
        if (t->fields[i].type == type) {
            return t->fields[i].value;
        }
    }
    return (assay_bytes){NULL, 0};
}
