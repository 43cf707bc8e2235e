/* SPDX-License-Identifier: Apache-2.0 */
/* Recipes of Azure VMs, and making them: layout as in OpenHCL's IgvmAttestRequestBase, quotes as in
 * TPM 2.0 Part 2, TPMS_ATTEST. */
#include "forge/hcl_forge.h"

#include "base/text.h"

#define QUOTE_MAX 512
#define ALG_RSASSA 0x0014

static const char *key_text(arena *a, key_ring *ring, const char *kid, const char *name,
                            const char *use)
{
    public_key key = key_ring_public(ring, name);
    const char *e = base64url_encode(a, key.b), *n = base64url_encode(a, key.a);
    return e == NULL || n == NULL
               ? NULL
               : arena_format(a,
                              "{\"kid\":\"%s\",\"key_ops\":[\"%s\"],\"kty\":\"RSA\","
                              "\"e\":\"%s\",\"n\":\"%s\"}",
                              kid, use, e, n);
}

/* Members in the order of real runtime data. */
static assay_bytes runtime_text(arena *a, key_ring *ring)
{
    const char *ak = key_text(a, ring, "HCLAkPub", "azure-ak", "sign");
    const char *ek = key_text(a, ring, "HCLEkPub", "azure-ek", "encrypt");
    uint8_t zeros[64] = {0};
    const char *user_data = text_hex(a, bytes_of(zeros, sizeof zeros));
    if (ak == NULL || ek == NULL || user_data == NULL) {
        return (assay_bytes){NULL, 0};
    }
    const char *made =
        arena_format(a,
                     "{\"keys\":[%s,%s],\"vm-configuration\":{\"console-enabled\":true,"
                     "\"secure-boot\":true,\"tpm-enabled\":true,"
                     "\"vmUniqueId\":\"00000000-7E57-4A55-A100-000000000001\"},"
                     "\"user-data\":\"%s\"}",
                     ak, ek, user_data);
    return made == NULL ? (assay_bytes){NULL, 0} : bytes_of_text(made);
}

/* Values that look random and are the same every time. */
static void fill_registers(uint8_t *registers)
{
    for (uint8_t i = 0; i < FHCL_REGISTERS; i++) {
        (void)crypto_sha256(bytes_of(&i, 1), registers + (size_t)i * FHCL_REGISTER_LEN);
    }
}

void fhcl_recipe_init(fhcl_recipe *r, arena *a, key_ring *ring, assay_time at, assay_bytes nonce)
{
    *r = (fhcl_recipe){.blob_len = FHCL_BLOB_LEN,
                       .magic = 0xff544347,
                       .type = 0x8018,
                       .safe = 1,
                       .selections = {{FHCL_BANK_SHA256, 3, 0xffffff}},
                       .selection_count = 1,
                       .digested = 0xffffff,
                       .signer = "azure-ak",
                       .alg = SIG_RSA_PKCS1_SHA256,
                       .registers_len = sizeof r->registers};
    fsnp_recipe_init(&r->snp, fsnp_model_find("Milan"), 5, false);
    r->snp.at = at;
    if (nonce.ptr != NULL) {
        fsnp_recipe_nonce(&r->snp, nonce);
    }
    memcpy(r->extra, r->snp.nonce, r->snp.nonce_len);
    r->extra_len = r->snp.nonce_len;
    r->runtime = runtime_text(a, ring);
    fill_registers(r->registers);
    fsnp_recipe_derive(&r->snp, a, ring);
}

void fhcl_replace(fhcl_recipe *r, arena *a, const char *what, const char *with)
{
    text t = text_new(a, 2 * FHCL_BLOB_LEN);
    const char *all = (const char *)r->runtime.ptr, *found = all != NULL ? strstr(all, what) : NULL;
    if (found == NULL) {
        r->runtime = (assay_bytes){NULL, 0};
        return;
    }
    text_addf(&t, "%.*s%s%s", (int)(found - all), all, with, found + strlen(what));
    assay_str done = text_done(&t);
    r->runtime = done.ptr == NULL ? (assay_bytes){NULL, 0} : bytes_of_str(done);
}

void fhcl_patch_later(fhcl_recipe *r, size_t at, size_t size, uint64_t value)
{
    if (r->patch_count < FSNP_PATCH_MAX) {
        r->patches[r->patch_count++] = (fsnp_patch){at, size, value};
    }
}

static assay_bytes make_blob(const fhcl_recipe *r, arena *a, assay_bytes report)
{
    size_t whole = FHCL_AT_RUNTIME + r->runtime.len;
    size_t cap = whole > r->blob_len ? whole : r->blob_len;
    uint8_t *out = arena_alloc(a, cap);
    if (out == NULL || report.len != FSNP_REPORT_LEN) {
        return (assay_bytes){NULL, 0};
    }
    memcpy(out, "HCLA", 4);
    fsnp_put_le(out + 0x04, 1, 4);
    fsnp_put_le(out + 0x08, whole, 4);
    fsnp_put_le(out + 0x0c, 2, 4);
    memcpy(out + FHCL_AT_REPORT, report.ptr, report.len);
    fsnp_put_le(out + FHCL_AT_DATA, 20 + r->runtime.len, 4);
    fsnp_put_le(out + FHCL_AT_DATA + 4, 1, 4);
    fsnp_put_le(out + FHCL_AT_DATA + 8, 2, 4);
    fsnp_put_le(out + FHCL_AT_DATA + 12, 1, 4);
    fsnp_put_le(out + FHCL_AT_DATA + 16, r->runtime.len, 4);
    memcpy(out + FHCL_AT_RUNTIME, r->runtime.ptr, r->runtime.len);
    for (size_t i = 0; i < r->patch_count; i++) {
        fsnp_put_le(out + r->patches[i].at, r->patches[i].value, r->patches[i].size);
    }
    return bytes_of(out, r->blob_len);
}

/* A big-endian writer over a buffer that is large enough for every recipe. */
typedef struct {
    uint8_t *at;
} writer;

static void put_be(writer *w, uint64_t value, size_t size)
{
    for (size_t i = size; i > 0; i--) {
        *w->at++ = (uint8_t)(value >> (8 * (i - 1)));
    }
}

static void put_sized(writer *w, const uint8_t *ptr, size_t len)
{
    put_be(w, len, 2);
    memcpy(w->at, ptr, len);
    w->at += len;
}

static bool pcr_digest(const fhcl_recipe *r, uint8_t out[32])
{
    assay_bytes parts[FHCL_REGISTERS];
    size_t count = 0;
    for (size_t i = 0; i < FHCL_REGISTERS; i++) {
        if ((r->digested >> i & 1) != 0) {
            parts[count++] = bytes_of(r->registers + i * FHCL_REGISTER_LEN, FHCL_REGISTER_LEN);
        }
    }
    return crypto_digest(HASH_SHA256, parts, count, out) == ASSAY_OK;
}

static assay_bytes make_quote(const fhcl_recipe *r, arena *a)
{
    uint8_t *out = arena_alloc(a, QUOTE_MAX), digest[32], name[34] = {0x00, 0x0b};
    writer w = {out};
    if (out == NULL || !pcr_digest(r, digest) ||
        crypto_sha256(bytes_of_text("qualified name"), name + 2) != ASSAY_OK) {
        return (assay_bytes){NULL, 0};
    }
    put_be(&w, r->magic, 4);
    put_be(&w, r->type, 2);
    put_sized(&w, name, sizeof name);
    put_sized(&w, r->extra, r->extra_len);
    put_be(&w, 556049, 8); /* clock */
    put_be(&w, 3, 4);
    put_be(&w, 0, 4);
    put_be(&w, r->safe, 1);
    put_be(&w, 0x2020031200120003, 8);
    put_be(&w, r->selection_count, 4);
    for (size_t i = 0; i < r->selection_count; i++) {
        const fhcl_selection *s = &r->selections[i];
        put_be(&w, s->bank, 2);
        put_be(&w, s->len, 1);
        for (size_t byte = 0; byte < s->len; byte++) {
            put_be(&w, byte < 4 ? s->bits >> (8 * byte) & 0xff : 0, 1);
        }
    }
    put_sized(&w, digest, sizeof digest);
    return bytes_of(out, r->quote_len != 0 ? r->quote_len : (size_t)(w.at - out));
}

static assay_bytes make_signature(const fhcl_recipe *r, arena *a, key_ring *ring, assay_bytes quote)
{
    assay_bytes bare = key_ring_sign(ring, a, r->signer, r->alg, quote);
    uint8_t *out = arena_alloc(a, bare.len + 6);
    writer w = {out};
    if (bare.ptr == NULL || out == NULL) {
        return (assay_bytes){NULL, 0};
    }
    if (r->wrapped) {
        put_be(&w, ALG_RSASSA, 2);
        put_be(&w, FHCL_BANK_SHA256, 2);
        put_be(&w, bare.len, 2);
    }
    memcpy(w.at, bare.ptr, bare.len);
    if (r->flip_signature != 0) {
        w.at[r->flip_signature - 1] ^= 1;
    }
    return bytes_of(out, (size_t)(w.at - out) + bare.len);
}

static assay_bytes make_registers(const fhcl_recipe *r, arena *a)
{
    uint8_t *out = arena_alloc(a, sizeof r->registers + 1);
    if (out == NULL) {
        return (assay_bytes){NULL, 0};
    }
    memcpy(out, r->registers, sizeof r->registers);
    if (r->flip_register != 0) {
        out[r->flip_register - 1] ^= 1;
    }
    return bytes_of(out, r->registers_len);
}

assay_status fhcl_make(fhcl_recipe *r, arena *a, key_ring *ring, fhcl_evidence *out)
{
    uint8_t *report_data = r->snp.report + FSNP_AT_REPORT_DATA;
    memset(report_data, 0, 64);
    report_data[32] = r->report_data_rest;
    if (r->runtime.ptr == NULL || crypto_sha256(r->runtime, report_data) != ASSAY_OK) {
        return ASSAY_E_MEMORY;
    }
    assay_status status = fsnp_make(&r->snp, a, ring, &out->snp);
    if (status != ASSAY_OK) {
        return status;
    }
    out->blob = make_blob(r, a, out->snp.report);
    out->quote = make_quote(r, a);
    out->signature = make_signature(r, a, ring, out->quote);
    out->registers = make_registers(r, a);
    bool whole = out->blob.ptr != NULL && out->quote.ptr != NULL && out->signature.ptr != NULL &&
                 out->registers.ptr != NULL;
    return whole ? ASSAY_OK : ASSAY_E_MEMORY;
}
