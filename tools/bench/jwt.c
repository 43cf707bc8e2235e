/* SPDX-License-Identifier: Apache-2.0 */
/* Confidential Space: 64 VMs whose tokens of about 5 kB are signed with the issuer's one key. */
#include "bench/bench.h"
#include "base/text.h"
#include "codec/jws.h"
#include "forge/jwt_forge.h"

#define VARIABLES 24 /* of the workload's environment, to bring a token to its usual size */

static const bench_policy policies[] = {{"any-genuine", "testing/any-genuine.json", true, NULL}};

static const char *environment(arena *a)
{
    text t = text_new(a, 16u << 10);
    text_add_str(&t, "{\"HOSTNAME\":\"score\"");
    for (int i = 0; i < VARIABLES; i++) {
        text_addf(&t, ",\"SERVICE_SETTING_%d\":\"value-%d-of-a-setting-that-is-some-words-long\"",
                  i, i);
    }
    text_add_str(&t, "}");
    return text_done(&t).ptr;
}

static bool sign_off(arena *a, key_ring *ring, const fjwt_evidence *e, bench_attester *out)
{
    fault f = {0};
    jws token;
    if (jws_parse(a, e->token, &token, &f) != JWS_SOUND) {
        return false;
    }
    public_key key = key_ring_public(ring, "cs-oidc");
    out->signatures[out->signature_count++] =
        (bench_signature){.alg = SIG_RSA_PKCS1_SHA256,
                          .key = {key.type, arena_copy(a, key.a), arena_copy(a, key.b)},
                          .covers = token.signing_input,
                          .value = token.signature};
    return true;
}

static assay_status make_vm(arena *a, key_ring *ring, fjwt_recipe *r, unsigned number,
                            fjwt_evidence *made, bench_attester *out)
{
    fjwt_recipe_init(r, a, false);
    fjwt_set(&r->objects[FJWT_GCE], "instance_id", arena_format(a, "\"%u\"", 1000000 + number));
    fjwt_set(&r->objects[FJWT_CONTAINER], "env", environment(a));
    assay_status status = fjwt_make(r, a, ring, made);
    if (status != ASSAY_OK) {
        return status;
    }
    *out = (bench_attester){.evidence = made->token,
                            .nonce = arena_copy(a, bytes_of(r->nonce, r->nonce_len))};
    return sign_off(a, ring, made, out) ? ASSAY_OK : ASSAY_E_INTERNAL;
}

static assay_status make(arena *a, bench_subject *out)
{
    key_ring *ring = key_ring_new();
    fjwt_recipe *r = ARENA_NEW(a, fjwt_recipe);
    fjwt_evidence made = {.token = {NULL, 0}};
    assay_status status = ring != NULL && r != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    for (unsigned i = 0; status == ASSAY_OK && i < BENCH_ATTESTERS; i++) {
        status = make_vm(a, ring, r, i, &made, &out->attesters[i]);
    }
    key_ring_free(ring);
    if (status != ASSAY_OK) {
        return status;
    }
    out->at = FJWT_DEFAULT_AT;
    out->trust[0] = (bench_material){"jwks", "keys.json", made.keys};
    out->trust_count = 1;
    return arena_status(a);
}

const bench_format bench_jwt_gcp_cs = {.id = "jwt-gcp-cs",
                                       .scope = FJWT_ISSUER,
                                       .ratio = 0.65,
                                       .make = make,
                                       .policies = policies,
                                       .policy_count = ARRAY_LEN(policies)};
