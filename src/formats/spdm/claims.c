/* SPDX-License-Identifier: Apache-2.0 */
/* Claims that GPUs and switches have in common. */
#include "formats/spdm/evidence.h"

#define SERIAL_DIGITS 49 /* of 20 bytes in decimal */

const char *nv_ueid(arena *a, assay_bytes serial)
{
    uint8_t left[LIMIT_CERT_SERIAL];
    char digits[SERIAL_DIGITS + 1];
    size_t at = sizeof digits;
    if (serial.len > sizeof left) {
        return NULL;
    }
    memcpy(left, serial.ptr, serial.len);
    bool more = true;
    while (more && at > 0) {
        unsigned rest = 0;
        more = false;
        for (size_t i = 0; i < serial.len; i++) {
            rest = rest << 8 | left[i];
            left[i] = (uint8_t)(rest / 10);
            rest %= 10;
            more = more || left[i] != 0;
        }
        digits[--at] = (char)('0' + rest);
    }
    return arena_text(a, bytes_of(digits + at, sizeof digits - at));
}

void nv_add_bytes(job *j, const nv_evidence *e, claim *map, const char *name, assay_bytes in)
{
    if (in.ptr != NULL) {
        claim *made = claim_bytes(j->arena, map, name, in);
        claim_span(made, (size_t)(in.ptr - e->raw.ptr), in.len);
    }
}

void nv_add_text(job *j, claim *map, const char *name, const char *in)
{
    if (in != NULL) {
        claim_cstr(j->arena, map, name, in);
    }
}

/* Many of these are made for each report, and formatting is slow. */
static const char *number_text(arena *a, unsigned number)
{
    char digits[8];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return arena_text(a, bytes_of(digits + at, sizeof digits - at));
}

static void describe_blocks(job *j, const nv_evidence *e)
{
    const spdm_transcript *t = &e->transcript;
    claim_uint(j->arena, j->claims, "measurement_count", t->block_count);
    claim *map = claim_map(j->arena, j->claims, "blocks");
    for (unsigned i = 1; i <= SPDM_INDEX_MAX; i++) {
        if (t->blocks[i].ptr != NULL) {
            nv_add_bytes(j, e, map, number_text(j->arena, i), t->blocks[i]);
        }
    }
}

static void describe_opaque(job *j, const nv_evidence *e)
{
    const spdm_transcript *t = &e->transcript;
    claim *map = claim_map(j->arena, j->claims, "opaque");
    for (size_t i = 0; i < t->field_count; i++) {
        const char *name = number_text(j->arena, t->fields[i].type);
        nv_add_bytes(j, e, map, name, t->fields[i].value);
    }
}

/* Texts that the library hands out end with a NUL; those of a certificate do not. */
static void add_name(job *j, claim *map, const char *name, assay_str in)
{
    if (in.ptr != NULL) {
        nv_add_text(j, map, name, arena_text(j->arena, bytes_of_str(in)));
    }
}

static void describe_certificates(job *j, const nv_evidence *e)
{
    arena *a = j->arena;
    claim *list = claim_list(a, j->claims, "certificates");
    for (size_t i = 0; i < e->certificate_count; i++) {
        const cert *c = &e->certificates[i];
        claim *map = claim_map(a, list, NULL);
        nv_add_text(j, map, "issuer_serial", e->issuer_serials[i]);
        claim_time(a, map, "not_before", c->not_before);
        claim_time(a, map, "not_after", c->not_after);
    }
}

static void describe_device(job *j, const nv_evidence *e)
{
    if (e->certificate_count == 0) {
        return;
    }
    const cert *leaf = &e->certificates[NV_LEAF];
    nv_add_text(j, j->claims, "chip", e->chip);
    nv_add_text(j, j->claims, "arch", nv_arch_name(e->arch));
    add_name(j, j->claims, "hwmodel", leaf->issuer_cn);
    add_name(j, j->claims, "leaf_cn", leaf->subject_cn);
    nv_add_text(j, j->claims, "ueid", e->ueid);
    if (e->keys[NV_BROM].ptr != NULL) {
        claim_bytes(j->arena, j->claims, "device_key", e->keys[NV_BROM]);
    }
    claim_bytes(j->arena, j->claims, "leaf_key", e->keys[NV_LEAF]);
    if (e->leaf_fwid.ptr != NULL) {
        claim_bytes(j->arena, j->claims, "leaf_fwid", e->leaf_fwid);
    }
    describe_certificates(j, e);
}

void nv_describe(job *j, const nv_evidence *e)
{
    const spdm_transcript *t = &e->transcript;
    nv_add_bytes(j, e, j->claims, "nonce", t->request_nonce);
    nv_add_bytes(j, e, j->claims, "responder_nonce", t->responder_nonce);
    describe_device(j, e);
    nv_add_text(j, j->claims, "vbios_version", e->device.vbios_version);
    nv_add_text(j, j->claims, "vbios_rim_id", e->vbios.id);
    describe_blocks(j, e);
    describe_opaque(j, e);
}

void nv_describe_revocation(job *j, revocation state)
{
    claim *map = claim_map(j->arena, j->claims, "revocation");
    claim_cstr(j->arena, map, "status", revocation_name(state));
}
