/* SPDX-License-Identifier: Apache-2.0 */
/* NVIDIA: 64 H100 of one family, with both RIMs and the revocation lists in the store. Each brings
 * its chain, of which leaf and boot ROM are its own. */
#include "bench/bench.h"
#include "base/text.h"
#include "forge/nv_forge.h"
#include "forge/rim_forge.h"
#include "formats/spdm/transcript.h"
#include "pki/cert.h"

static const bench_policy policies[] = {
    {"any-genuine", "testing/any-genuine.json", true, NULL},
    {"own-family", NULL, true, NULL},
};

/* The signature of the certificate `which`, which the one above made. */
static bool add_link(arena *a, key_ring *ring, const fnv_recipe *r, size_t which,
                     bench_attester *out)
{
    fault f = {0};
    cert *c = ARENA_NEW(a, cert), *issuer = ARENA_NEW(a, cert);
    if (c == NULL || issuer == NULL ||
        !cert_parse(xw_make_cert(a, ring, &r->chain[which]), c, &f) ||
        !cert_parse(xw_make_cert(a, ring, &r->chain[which + 1]), issuer, &f)) {
        return false;
    }
    out->signatures[out->signature_count++] =
        (bench_signature){.alg = c->signature.alg,
                          .key = issuer->key,
                          .covers = c->tbs,
                          .value = pki_signature_bytes(&c->signature),
                          .remembered = true,
                          .shared = which >= FNV_ICA};
    return true;
}

static bool add_report(arena *a, key_ring *ring, const fnv_recipe *r, bench_attester *out)
{
    fault f = {0};
    cursor c = cur_over(out->evidence, &f);
    cert *leaf = ARENA_NEW(a, cert);
    spdm_transcript *t = ARENA_NEW(a, spdm_transcript);
    if (t == NULL || leaf == NULL || !spdm_transcript_parse(&c, t) ||
        !cert_parse(xw_make_cert(a, ring, &r->chain[FNV_LEAF]), leaf, &f)) {
        return false;
    }
    out->signatures[out->signature_count++] = (bench_signature){.alg = SIG_ECDSA_P384_SHA384,
                                                                .key = leaf->key,
                                                                .covers = t->signed_bytes,
                                                                .value = t->signature};
    return true;
}

/* Keys of one letter are few, so each gets a name of its own. */
static bool name_device(arena *a, key_ring *ring, fnv_recipe *r, unsigned number)
{
    const char *leaf = arena_format(a, "nv-bench-leaf-%u", number);
    const char *brom = arena_format(a, "nv-bench-brom-%u", number);
    if (leaf == NULL || brom == NULL || !key_ring_generate(ring, leaf) ||
        !key_ring_generate(ring, brom)) {
        return false;
    }
    r->chain[FNV_LEAF].key = r->signer = leaf;
    r->chain[FNV_BROM].key = r->chain[FNV_LEAF].signer = brom;
    r->chain[FNV_LEAF].serial += 0x10000u * (number + 1);
    r->chain[FNV_BROM].serial += 0x10000u * (number + 1);
    return true;
}

static assay_status make_device(arena *a, fnv_recipe *r, unsigned number, bench_subject *out)
{
    key_ring *ring = key_ring_new(); /* one for all would have too many keys */
    fnv_evidence made;
    bench_attester *to = &out->attesters[number];
    assay_bytes none = {NULL, 0};
    bool good = ring != NULL && fnv_recipe_init(r, a, ring, FNV_H100, 'a', FNV_DEFAULT_AT, none) &&
                name_device(a, ring, r, number) && fnv_make(r, a, ring, &made) == ASSAY_OK;
    if (good) {
        *to = (bench_attester){.evidence = made.report, .nonce = r->nonce, .attached_count = 1};
        to->attached[0] = (bench_material){.role = "cert-chain", .bytes = made.chain};
    }
    for (size_t i = FNV_LEAF; good && i < FNV_ROOT; i++) {
        good = add_link(a, ring, r, i, to);
    }
    good = good && add_report(a, ring, r, to);
    key_ring_free(ring);
    return good ? ASSAY_OK : ASSAY_E_MEMORY;
}

static void keep(bench_subject *out, const char *role, const char *name, assay_bytes bytes,
                 const char *scope)
{
    out->trust[out->trust_count++] = (bench_material){role, name, bytes, scope};
}

/* The driver speaks of 21 measurements, the VBIOS of 12 others, as those of H100 do. */
static bool is_of_driver(unsigned index)
{
    return index == 7 || (index >= 21 && index <= 40);
}

static bool is_of_vbios(unsigned index)
{
    return index <= 12 && index != 7;
}

static assay_bytes make_rim(arena *a, key_ring *ring, const char *version, bool (*is)(unsigned))
{
    frim_recipe *r = ARENA_NEW(a, frim_recipe);
    assay_bytes none = {NULL, 0};
    if (r == NULL || !frim_recipe_init(r, a, ring, FRIM_DEFAULT_AT)) {
        return none;
    }
    r->version = version;
    for (unsigned i = 0; i < r->count; i++) {
        r->measurements[i].active = is(i);
        r->measurements[i].count = 1;
        fnv_block(FNV_H100, i + 1, r->measurements[i].values[0]);
    }
    return frim_make(r, a, ring);
}

/* Reference values are kept where RIMs can be imported. */
static bool make_rims(arena *a, key_ring *ring, bench_subject *out)
{
#ifdef ASSAY_RIM
    frim_recipe *r = ARENA_NEW(a, frim_recipe);
    assay_bytes driver = make_rim(a, ring, "550.90.07", is_of_driver);
    assay_bytes vbios = make_rim(a, ring, "96.00.9F.00.01", is_of_vbios);
    bool good = driver.ptr != NULL && vbios.ptr != NULL && r != NULL &&
                frim_recipe_init(r, a, ring, FRIM_DEFAULT_AT);
    if (good) {
        keep(out, "x509-root", "rim-root.der", frim_certificate(r, a, ring, FRIM_ROOT),
             "nvidia-rim");
        keep(out, "rim", "driver.xml", driver, "nvidia-rim");
        keep(out, "rim", "vbios.xml", vbios, "nvidia-rim");
    }
    return good;
#else
    (void)a;
    (void)ring;
    (void)out;
    return true;
#endif
}

static bool make_trust(arena *a, fnv_recipe *r, bench_subject *out)
{
    key_ring *ring = key_ring_new();
    fnv_evidence made;
    assay_bytes none = {NULL, 0};
    bool good = ring != NULL && fnv_recipe_init(r, a, ring, FNV_H100, 'a', FNV_DEFAULT_AT, none);
    if (good) {
        r->lists[0] = fnv_list(r, a, FNV_ROOT, 0);
        r->lists[1] = fnv_list(r, a, FNV_IDENTITY, 0);
        good = fnv_make(r, a, ring, &made) == ASSAY_OK;
    }
    if (good) {
        keep(out, "x509-root", "root.der", made.pinned, NULL);
        keep(out, "issuer-chain", "identity.pem", made.identity, NULL);
        keep(out, "crl", "root.crl", made.lists[0], NULL);
        keep(out, "crl", "identity.crl", made.lists[1], NULL);
    }
    good = good && make_rims(a, ring, out);
    key_ring_free(ring);
    return good;
}

static assay_status make(arena *a, bench_subject *out)
{
    fnv_recipe *r = ARENA_NEW(a, fnv_recipe);
    assay_status status = r != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    for (unsigned i = 0; status == ASSAY_OK && i < BENCH_ATTESTERS; i++) {
        status = make_device(a, r, i, out);
    }
    out->at = FNV_DEFAULT_AT;
    return status == ASSAY_OK && !make_trust(a, r, out) ? ASSAY_E_MEMORY : status;
}

const bench_format bench_nvidia_gpu = {.id = "nvidia-gpu",
                                       .scope = "nvidia-device",
                                       .ratio = 0.9,
                                       .make = make,
                                       .policies = policies,
                                       .policy_count = ARRAY_LEN(policies)};
