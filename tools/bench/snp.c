/* SPDX-License-Identifier: Apache-2.0 */
/* SEV-SNP: 64 Milan chips, each with a VCEK of its own below one ASK, which the store knows. */
#include "bench/snp.h"
#include "base/text.h"
#include "formats/snp/report.h"
#include "pki/cert.h"

static const bench_policy policies[] = {
    {"any-genuine", "testing/any-genuine.json", true, NULL},
    {"snp-production", "snp-production.json", false, "measurements"},
};

static bool parse_kept(arena *a, assay_bytes der, const cert **out)
{
    fault f = {0};
    cert *c = ARENA_NEW(a, cert);
    *out = c;
    return c != NULL && cert_parse(der, c, &f);
}

bool bench_snp_signatures(arena *a, const fsnp_evidence *e, bench_attester *out)
{
    fault f = {0};
    snp_report report;
    const cert *vek, *ask;
    uint8_t rs[2 * SNP_SCALAR_USED];
    cursor c = cur_over(e->report, &f);
    if (!parse_kept(a, e->vek, &vek) || !parse_kept(a, e->ask, &ask) ||
        !snp_report_parse(&c, &report) || !snp_report_signature(&report, rs)) {
        return false;
    }
    out->signatures[out->signature_count++] =
        (bench_signature){.alg = vek->signature.alg,
                          .key = ask->key,
                          .covers = vek->tbs,
                          .value = pki_signature_bytes(&vek->signature),
                          .remembered = true};
    out->signatures[out->signature_count++] =
        (bench_signature){.alg = SIG_ECDSA_P384_SHA384,
                          .key = vek->key,
                          .covers = report.signed_part,
                          .value = arena_copy(a, bytes_of(rs, sizeof rs))};
    return true;
}

bool bench_snp_chip(arena *a, key_ring *ring, fsnp_recipe *r, unsigned number)
{
    const char *name = arena_format(a, "chip-%u", number);
    uint8_t *chip_id = r->report + FSNP_AT_CHIP_ID;
    assay_bytes seed = name != NULL ? bytes_of_text(name) : (assay_bytes){NULL, 0};
    if (name == NULL || !key_ring_generate(ring, name) ||
        crypto_digest(HASH_SHA512, &seed, 1, chip_id) != ASSAY_OK) {
        return false;
    }
    r->report_signer = name;
    fsnp_recipe_derive(r, a, ring);
    return true;
}

static assay_status make_chip(arena *a, key_ring *ring, fsnp_recipe *r, unsigned number,
                              fsnp_evidence *made, bench_attester *out)
{
    fsnp_recipe_init(r, fsnp_model_find("Milan"), 5, false);
    assay_status status =
        bench_snp_chip(a, ring, r, number) ? fsnp_make(r, a, ring, made) : ASSAY_E_MEMORY;
    if (status != ASSAY_OK) {
        return status;
    }
    *out = (bench_attester){.evidence = made->report,
                            .nonce = arena_copy(a, bytes_of(r->nonce, r->nonce_len)),
                            .attached = {{"vcek", "vcek.der", made->vek}},
                            .attached_count = 1};
    return bench_snp_signatures(a, made, out) ? ASSAY_OK : ASSAY_E_INTERNAL;
}

void bench_snp_trust(const fsnp_evidence *made, bench_subject *out)
{
    out->at = FSNP_DEFAULT_AT;
    out->trust[0] = (bench_material){"x509-root", "ark.der", made->pinned, NULL};
    out->trust[1] = (bench_material){"issuer-chain", "ask.der", made->ask, NULL};
    out->trust[2] = (bench_material){"crl", "crl.der", made->crl, NULL};
    out->trust_count = 3;
}

static assay_status make(arena *a, bench_subject *out)
{
    key_ring *ring = key_ring_new();
    fsnp_recipe *r = ARENA_NEW(a, fsnp_recipe);
    fsnp_evidence made = {.report = {NULL, 0}};
    assay_status status = ring != NULL && r != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    for (unsigned i = 0; status == ASSAY_OK && i < BENCH_ATTESTERS; i++) {
        status = make_chip(a, ring, r, i, &made, &out->attesters[i]);
    }
    key_ring_free(ring);
    if (status != ASSAY_OK) {
        return status;
    }
    const char *measurement = text_hex(a, bytes_of(r->report + FSNP_AT_MEASUREMENT, 48));
    out->image = arena_format(a, "[\"%s\"]", measurement != NULL ? measurement : "");
    bench_snp_trust(&made, out);
    return arena_status(a);
}

const bench_format bench_snp = {.id = "snp-report",
                                .scope = "amd",
                                .ratio = 0.90,
                                .make = make,
                                .policies = policies,
                                .policy_count = ARRAY_LEN(policies)};
