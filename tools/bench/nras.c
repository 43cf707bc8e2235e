/* SPDX-License-Identifier: Apache-2.0 */
/* NVIDIA's attestation service: answers about 64 machines with eight GPUs each, or with one. */
#include "bench/bench.h"
#include "codec/jws.h"
#include "forge/nras_forge.h"

#define SCRATCH (8u << 20)

static const bench_policy policies[] = {{"any-genuine", "testing/any-genuine.json", true, NULL}};

static bool add_token(arena *a, assay_bytes compact, key_ring *ring, bench_attester *out)
{
    fault f = {0};
    jws token;
    if (out->signature_count == BENCH_SIGNATURES ||
        jws_parse(a, compact, &token, &f) != JWS_SOUND) {
        return false;
    }
    public_key key = key_ring_public(ring, "nras-leaf");
    out->signatures[out->signature_count++] =
        (bench_signature){.alg = SIG_ECDSA_P384_SHA384,
                          .key = {key.type, arena_copy(a, key.a), arena_copy(a, key.b)},
                          .covers = token.signing_input,
                          .value = token.signature};
    return true;
}

/* The tokens of an answer: the first one covers the digests of the others. */
static bool sign_off(arena *a, key_ring *ring, assay_bytes answer, bench_attester *out)
{
    fault f = {0};
    const json *root = json_parse(a, answer, &f);
    const json *head = root != NULL ? root->first : NULL;
    if (json_is(head, JSON_STRING)) {
        return add_token(a, bytes_of_str(json_text(head)), ring, out);
    }
    if (head == NULL || head->count != 2 || head->next == NULL ||
        !add_token(a, bytes_of_str(json_text(head->first->next)), ring, out)) {
        return false;
    }
    for (const json *i = head->next->first; i != NULL; i = i->next) {
        assay_bytes token = bytes_of_str(json_text(i));
        if (out->digest_count == BENCH_DIGESTS || !add_token(a, token, ring, out)) {
            return false;
        }
        out->digests[out->digest_count++] = (bench_digest){.alg = HASH_SHA256, .covers = token};
    }
    return true;
}

static assay_status make_machine(arena *a, key_ring *ring, unsigned version, unsigned number,
                                 bench_subject *out)
{
    arena scratch;
    fnras_evidence made;
    arena_init(&scratch, NULL, SCRATCH);
    fnras_recipe *r = ARENA_NEW(&scratch, fnras_recipe);
    assay_status status = r != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    if (status == ASSAY_OK) {
        fnras_recipe_init(r, &scratch, version);
        r->gpus = version == 1 ? 1 : 8;
        r->first_ueid += 8 * number;
        status = fnras_make(r, &scratch, ring, &made);
    }
    if (status == ASSAY_OK) {
        bench_attester *attester = &out->attesters[number];
        *attester = (bench_attester){.evidence = arena_copy(a, made.answer),
                                     .nonce = arena_copy(a, bytes_of(r->nonce, sizeof r->nonce))};
        out->trust[0] = (bench_material){"spki-pin", "pin.txt", arena_copy(a, made.pin), NULL};
        out->trust[1] = (bench_material){"jwks", "keys.json", arena_copy(a, made.keys), NULL};
        status = sign_off(a, ring, attester->evidence, attester) ? ASSAY_OK : ASSAY_E_INTERNAL;
    }
    arena_release(&scratch);
    return status;
}

static assay_status make(arena *a, unsigned version, bench_subject *out)
{
    key_ring *ring = key_ring_new();
    assay_status status = ring != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    for (unsigned i = 0; status == ASSAY_OK && i < BENCH_ATTESTERS; i++) {
        status = make_machine(a, ring, version, i, out);
    }
    key_ring_free(ring);
    out->at = FNRAS_DEFAULT_AT;
    out->trust_count = 2;
    return status == ASSAY_OK ? arena_status(a) : status;
}

static assay_status make_bundles(arena *a, bench_subject *out)
{
    return make(a, 3, out);
}

static assay_status make_singles(arena *a, bench_subject *out)
{
    return make(a, 1, out);
}

const bench_format bench_jwt_nras = {.id = "jwt-nras",
                                     .scope = FNRAS_ISSUER,
                                     .ratio = 0.9,
                                     .make = make_bundles,
                                     .policies = policies,
                                     .policy_count = ARRAY_LEN(policies)};
const bench_format bench_jwt_nras_single = {.id = "jwt-nras-single",
                                            .scope = FNRAS_ISSUER,
                                            .ratio = 0.95,
                                            .make = make_singles,
                                            .policies = policies,
                                            .policy_count = ARRAY_LEN(policies)};
