/* SPDX-License-Identifier: Apache-2.0 */
/* Azure VMs: 64 Milan chips, and a vTPM's quote of its own for each, all under one attestation key:
 * quotes are not remembered. */
#include "bench/snp.h"
#include "forge/hcl_forge.h"

static const bench_policy policies[] = {
    {"any-genuine", "testing/any-genuine.json", true, NULL},
};

/* The key ring does not live as long as the attester. */
static public_key kept_key(arena *a, key_ring *ring, const char *name)
{
    public_key key = key_ring_public(ring, name);
    return (public_key){key.type, arena_copy(a, key.a), arena_copy(a, key.b)};
}

static assay_status make_vm(arena *a, key_ring *ring, fhcl_recipe *r, unsigned number,
                            fhcl_evidence *made, bench_attester *out)
{
    fhcl_recipe_init(r, a, ring, FSNP_DEFAULT_AT, (assay_bytes){NULL, 0});
    fsnp_put_le(r->registers, number, 4);
    assay_status status =
        bench_snp_chip(a, ring, &r->snp, number) ? fhcl_make(r, a, ring, made) : ASSAY_E_MEMORY;
    if (status != ASSAY_OK) {
        return status;
    }
    *out = (bench_attester){.evidence = made->blob,
                            .nonce = arena_copy(a, bytes_of(r->extra, r->extra_len)),
                            .attached = {{"vcek", "vcek.der", made->snp.vek},
                                         {"tpm-quote", "quote.bin", made->quote},
                                         {"tpm-quote-signature", "quote.sig", made->signature},
                                         {"tpm-pcrs", "pcrs.bin", made->registers}},
                            .attached_count = 4,
                            .digests = {{HASH_SHA256, r->runtime}, {HASH_SHA256, made->registers}},
                            .digest_count = 2};
    if (!bench_snp_signatures(a, &made->snp, out)) {
        return ASSAY_E_INTERNAL;
    }
    out->signatures[out->signature_count++] =
        (bench_signature){.alg = SIG_RSA_PKCS1_SHA256,
                          .key = kept_key(a, ring, "azure-ak"),
                          .covers = made->quote,
                          .value = made->signature};
    return arena_status(a);
}

static assay_status make(arena *a, bench_subject *out)
{
    key_ring *ring = key_ring_new();
    fhcl_recipe *r = ARENA_NEW(a, fhcl_recipe);
    fhcl_evidence made = {.blob = {NULL, 0}};
    assay_status status = ring != NULL && r != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    for (unsigned i = 0; status == ASSAY_OK && i < BENCH_ATTESTERS; i++) {
        status = make_vm(a, ring, r, i, &made, &out->attesters[i]);
    }
    key_ring_free(ring);
    bench_snp_trust(&made.snp, out);
    return status;
}

const bench_format bench_hcl = {.id = "azure-hcl-snp",
                                .scope = "amd",
                                .ratio = 0.90,
                                .make = make,
                                .policies = policies,
                                .policy_count = ARRAY_LEN(policies)};
