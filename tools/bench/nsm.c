/* SPDX-License-Identifier: Apache-2.0 */
/* AWS Nitro: 64 enclaves, each with a leaf of its own below one instance, which no store knows: the
 * whole path comes with the document. */
#include "bench/bench.h"
#include "base/text.h"
#include "codec/cose.h"
#include "forge/nsm_forge.h"
#include "pki/cert.h"

static const bench_policy policies[] = {
    {"any-genuine", "testing/any-genuine.json", true, NULL},
    {"own-family", NULL, true, NULL},
};

#define ABOVE 4 /* root, regional, zonal, instance */

/* The signature of `subject`, which `by` made. */
static bool add_link(arena *a, key_ring *ring, const xw_cert *subject, const xw_cert *by,
                     bench_attester *out)
{
    fault f = {0};
    cert *c = ARENA_NEW(a, cert);
    cert *issuer = ARENA_NEW(a, cert);
    if (c == NULL || issuer == NULL || !cert_parse(xw_make_cert(a, ring, subject), c, &f) ||
        !cert_parse(xw_make_cert(a, ring, by), issuer, &f)) {
        return false;
    }
    out->signatures[out->signature_count++] =
        (bench_signature){.alg = c->signature.alg,
                          .key = issuer->key,
                          .covers = c->tbs,
                          .value = pki_signature_bytes(&c->signature),
                          .remembered = true};
    return true;
}

/* The floor hashes one view: the Sig_structure in one piece. */
static bool add_document(arena *a, key_ring *ring, const fnsm_recipe *r, assay_bytes document,
                         bench_attester *out)
{
    fault f = {0};
    cursor c = cur_over(document, &f);
    cose_sign1 s;
    cose_to_be_signed tbs;
    text whole = text_new(a, 2 * document.len);
    if (!cose_sign1_parse(&c, &s)) {
        return false;
    }
    cose_sign1_to_be_signed(&s, &tbs);
    for (size_t i = 0; i < COSE_PARTS; i++) {
        text_add(&whole, tbs.parts[i]);
    }
    out->signatures[out->signature_count++] =
        (bench_signature){.alg = SIG_ECDSA_P384_SHA384,
                          .key = key_ring_public(ring, r->signer),
                          .covers = bytes_of_str(text_done(&whole)),
                          .value = s.signature};
    return !whole.failed;
}

static bool sign_off(arena *a, key_ring *ring, const fnsm_recipe *r, assay_bytes document,
                     bench_attester *out)
{
    bool good = add_link(a, ring, &r->leaf, &r->above[FNSM_INSTANCE], out);
    for (size_t i = ABOVE - 1; good && i > 0; i--) {
        good = add_link(a, ring, &r->above[i], &r->above[i - 1], out);
    }
    return good && add_document(a, ring, r, document, out);
}

static assay_status make_enclave(arena *a, key_ring *ring, fnsm_recipe *r, unsigned number,
                                 fnsm_evidence *made, bench_attester *out)
{
    const char *name = arena_format(a, "enclave-%u", number);
    fnsm_recipe_init(r, a, false, FNSM_DEFAULT_AT, (assay_bytes){NULL, 0});
    if (name == NULL || !key_ring_generate(ring, name)) {
        return ASSAY_E_MEMORY;
    }
    r->leaf.key = r->signer = name;
    assay_status status = fnsm_make(r, a, ring, made);
    if (status != ASSAY_OK) {
        return status;
    }
    *out = (bench_attester){.evidence = made->document, .nonce = r->nonce};
    return sign_off(a, ring, r, made->document, out) ? ASSAY_OK : ASSAY_E_INTERNAL;
}

/* Keys are views into the ring, which is let go. */
static assay_status keep_keys(arena *a, bench_subject *out)
{
    for (size_t i = 0; i < BENCH_ATTESTERS; i++) {
        bench_signature *last =
            &out->attesters[i].signatures[out->attesters[i].signature_count - 1];
        last->key.a = arena_copy(a, last->key.a);
        last->key.b = arena_copy(a, last->key.b);
    }
    return arena_status(a);
}

static assay_status make(arena *a, bench_subject *out)
{
    key_ring *ring = key_ring_new();
    fnsm_recipe *r = ARENA_NEW(a, fnsm_recipe);
    fnsm_evidence made = {.document = {NULL, 0}};
    assay_status status = ring != NULL && r != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    for (unsigned i = 0; status == ASSAY_OK && i < BENCH_ATTESTERS; i++) {
        status = make_enclave(a, ring, r, i, &made, &out->attesters[i]);
    }
    status = status == ASSAY_OK ? keep_keys(a, out) : status;
    key_ring_free(ring);
    out->image = "[]";
    out->at = FNSM_DEFAULT_AT;
    out->trust[0] = (bench_material){"x509-root", "root.der", made.pinned, NULL};
    out->trust_count = 1;
    return status;
}

const bench_format bench_nsm = {.id = "nsm-document",
                                .scope = "aws",
                                .make = make,
                                .policies = policies,
                                .policy_count = ARRAY_LEN(policies)};
