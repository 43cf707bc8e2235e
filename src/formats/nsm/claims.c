/* SPDX-License-Identifier: Apache-2.0 */
/* Claims of a document, named as AWS names its fields; `nitrotpm_pcrs` are `pcrs` too. */
#include "formats/nsm/evidence.h"
#include "base/text.h"

assay_time nsm_signed_time(const void *doc)
{
    return (assay_time)(((const nsm_evidence *)doc)->fields.timestamp_ms / 1000);
}

bool nsm_debug(const nsm_fields *f)
{
    size_t seen = 0;
    for (size_t i = 0; i <= 2; i++) {
        if (f->pcrs[i].ptr == NULL) {
            continue;
        }
        if (!bytes_all(f->pcrs[i], 0)) {
            return false;
        }
        seen++;
    }
    return f->kind == NSM_ENCLAVE && seen > 0;
}

/* Views lie in the evidence, so where they were read is known. */
static void span(const nsm_evidence *e, claim *c, assay_bytes at)
{
    claim_span(c, (size_t)(at.ptr - e->raw.ptr), at.len);
}

static void add_bytes(job *j, const nsm_evidence *e, claim *map, const char *name, assay_bytes in)
{
    if (in.ptr != NULL) {
        span(e, claim_bytes(j->arena, map, name, in), in);
    }
}

/* Texts that the library hands out end with a NUL; those of a document do not. */
static void add_text(job *j, const nsm_evidence *e, const char *name, assay_str in)
{
    const char *copy = arena_text(j->arena, bytes_of_str(in));
    if (copy != NULL) {
        claim *made = claim_text(j->arena, j->claims, name, (assay_str){copy, in.len});
        span(e, made, bytes_of_str(in));
    }
}

static void describe_pcrs(job *j, const nsm_evidence *e)
{
    static const char *const numbers[LIMIT_NSM_PCRS] = {
        "0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",  "10",
        "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21",
        "22", "23", "24", "25", "26", "27", "28", "29", "30", "31"};
    claim *map = claim_map(j->arena, j->claims, "pcrs");
    for (size_t i = 0; i < LIMIT_NSM_PCRS; i++) {
        add_bytes(j, e, map, numbers[i], e->fields.pcrs[i]);
    }
}

static void describe_public_key(job *j, assay_bytes spki)
{
    if (spki.ptr == NULL) {
        return;
    }
    fault f = {0};
    public_key key = {.type = KEY_NONE};
    bool read = spki_parse(spki, &key, &f);
    claim *map = claim_map(j->arena, j->claims, "public_key_info");
    if (!read || key.type == KEY_NONE) {
        claim_cstr(j->arena, map, "type", "other");
        return;
    }
    claim_cstr(j->arena, map, "type", key.type == KEY_RSA ? "rsa" : "ec");
    unsigned top = key.a.ptr[0], unused = 0;
    while (key.type == KEY_RSA && top < 0x80 && unused < 7) {
        top <<= 1;
        unused++;
    }
    claim_uint(j->arena, map, "bits", key.a.len * 8 - unused);
}

static void describe_certificates(job *j, const nsm_evidence *e)
{
    arena *a = j->arena;
    claim *list = claim_list(a, j->claims, "certificates");
    for (size_t i = 0; i < e->certificate_count; i++) {
        const cert *c = &e->certificates[i];
        claim *map = claim_map(a, list, NULL);
        span(e, map, c->der);
        if (e->issuer_serials[i] != NULL) {
            claim_cstr(a, map, "issuer_serial", e->issuer_serials[i]);
        }
        claim_time(a, map, "not_before", c->not_before);
        claim_time(a, map, "not_after", c->not_after);
    }
}

void nsm_describe(job *j, const void *doc)
{
    const nsm_evidence *e = doc;
    const nsm_fields *f = &e->fields;
    claim_cstr(j->arena, j->claims, "kind", nsm_kind_name(f->kind));
    add_text(j, e, "module_id", f->module_id);
    add_text(j, e, "digest", f->digest);
    claim_time(j->arena, j->claims, "timestamp", nsm_signed_time(doc));
    claim_uint(j->arena, j->claims, "timestamp_ms", f->timestamp_ms);
    if (f->kind == NSM_ENCLAVE) {
        claim_bool(j->arena, j->claims, "debug", nsm_debug(f));
    }
    describe_pcrs(j, e);
    add_bytes(j, e, j->claims, "public_key", f->public_key);
    describe_public_key(j, f->public_key);
    add_bytes(j, e, j->claims, "user_data", f->user_data);
    add_bytes(j, e, j->claims, "nonce", f->nonce);
    describe_certificates(j, e);
}

void nsm_describe_revocation(job *j, revocation state)
{
    claim *map = claim_map(j->arena, j->claims, "revocation");
    claim_cstr(j->arena, map, "status", revocation_name(state));
}
