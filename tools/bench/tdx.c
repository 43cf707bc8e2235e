/* SPDX-License-Identifier: Apache-2.0 */
/* Intel TDX: 64 platforms, each with a PCK and an attestation key of its own below one CA; the
 * collateral of all is in the store, which verified it when it was opened. */
#include "base/text.h"
#include "bench/bench.h"
#include "forge/tdx_forge.h"
#include "formats/tdx/quote.h"
#include "pki/cert.h"

static const bench_policy policies[] = {
    {"any-genuine", "testing/any-genuine.json", true, NULL},
    {"own-family", NULL, true, NULL},
};

static void add(bench_attester *out, const public_key *key, assay_bytes covers, assay_bytes value,
                bool remembered)
{
    out->signatures[out->signature_count++] = (bench_signature){.alg = SIG_ECDSA_P256_SHA256,
                                                                .key = *key,
                                                                .covers = covers,
                                                                .value = value,
                                                                .remembered = remembered};
}

static const cert *kept(arena *a, key_ring *ring, const xw_cert *written)
{
    fault f = {0};
    cert *c = ARENA_NEW(a, cert);
    return c != NULL && cert_parse(xw_make_cert(a, ring, written), c, &f) ? c : NULL;
}

/* The PCK certificate, the quoting enclave's report, the quote: the store has verified what is
 * above.
 */
static bool add_signatures(arena *a, key_ring *ring, const ftdx_recipe *r, assay_bytes bytes,
                           bench_attester *out)
{
    const cert *pck = kept(a, ring, &r->pki.pck), *ca = kept(a, ring, &r->pki.pck_ca);
    fault f = {0};
    quote q;
    if (pck == NULL || ca == NULL || !quote_parse(bytes, &q, &f)) {
        return false;
    }
    add(out, &ca->key, pck->tbs, pki_signature_bytes(&pck->signature), true);
    public_key attestation = {.type = KEY_EC_P256,
                              .a = bytes_of(q.attestation_key.ptr, 32),
                              .b = bytes_of(q.attestation_key.ptr + 32, 32)};
    add(out, &pck->key, q.qe.raw, q.qe_signature, true);
    add(out, &attestation, q.signed_bytes, q.signature, false);
    text bound = text_new(a, 1024);
    text_add(&bound, q.attestation_key);
    text_add(&bound, q.qe_auth);
    out->digests[out->digest_count++] =
        (bench_digest){HASH_SHA256, bytes_of_str(text_done(&bound))};
    return !bound.failed;
}

static assay_status make_platform(arena *a, key_ring *ring, ftdx_recipe *r, unsigned number,
                                  ftdx_evidence *made, bench_attester *out)
{
    const char *pck = arena_format(a, "pck-%u", number);
    const char *attestation = arena_format(a, "attestation-%u", number);
    if (pck == NULL || attestation == NULL || !key_ring_generate_p256(ring, pck) ||
        !key_ring_generate_p256(ring, attestation)) {
        return ASSAY_E_MEMORY;
    }
    ftdx_recipe_init(r, 4, FTDX_TD10);
    r->platform.ppid[15] = (uint8_t)number;
    r->platform.instance_id[15] = (uint8_t)number;
    r->attestation_key = r->quote_signer = attestation;
    r->qe_signer = pck;
    ftdx_recipe_derive(r, a, ring);
    r->pki.pck.key = pck;
    r->pki.pck.serial += number;
    assay_status status = ftdx_make(r, a, ring, made);
    if (status != ASSAY_OK) {
        return status;
    }
    *out = (bench_attester){.evidence = made->quote,
                            .nonce = arena_copy(a, bytes_of(r->nonce, r->nonce_len))};
    return add_signatures(a, ring, r, made->quote, out) ? ASSAY_OK : ASSAY_E_INTERNAL;
}

static void fill_store(const ftdx_evidence *made, bench_subject *out)
{
    const bench_material all[] = {
        {"x509-root", "root.der", made->pinned, NULL},
        {"issuer-chain", "issuers.pem", made->issuers, NULL},
        {"issuer-chain", "tcb-chain.pem", made->collateral.chain, NULL},
        {"crl", "pck-crl.der", made->pck_crl, NULL},
        {"crl", "root-crl.der", made->root_crl, NULL},
        {"tdx-tcb-info", "tcb-info.json", made->collateral.docs[0], NULL},
        {"tdx-qe-identity", "qe-identity.json", made->collateral.docs[1], NULL},
    };
    out->trust_count = ARRAY_LEN(all);
    memcpy(out->trust, all, sizeof all);
}

static assay_status make(arena *a, bench_subject *out)
{
    key_ring *ring = key_ring_new();
    ftdx_recipe *r = ARENA_NEW(a, ftdx_recipe);
    ftdx_evidence made = {.quote = {NULL, 0}};
    assay_status status = ring != NULL && r != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    for (unsigned i = 0; status == ASSAY_OK && i < BENCH_ATTESTERS; i++) {
        status = make_platform(a, ring, r, i, &made, &out->attesters[i]);
    }
    key_ring_free(ring);
    out->image = "[]";
    out->at = FTDX_DEFAULT_AT;
    fill_store(&made, out);
    return status;
}

const bench_format bench_tdx = {.id = "tdx-quote",
                                .scope = "intel",
                                .ratio = 0.90,
                                .make = make,
                                .policies = policies,
                                .policy_count = ARRAY_LEN(policies)};
