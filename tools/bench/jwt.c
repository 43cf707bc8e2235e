/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of 64 attesters, signed with their issuer's one key. Those of Confidential Space have
 * about 5 kB, those of Azure Attestation 4 kB. */
#include "bench/bench.h"
#include "base/text.h"
#include "codec/jws.h"
#include "forge/jwt_rows.h"

#define VARIABLES 24 /* of the workload's environment, to bring a token to its usual size */

static const bench_policy policies[] = {{"any-genuine", "testing/any-genuine.json", true, NULL},
                                        {"own-family", NULL, true, NULL}};

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

static bool sign_off(arena *a, key_ring *ring, const fjwt_recipe *r, const fjwt_evidence *e,
                     bench_attester *out)
{
    fault f = {0};
    jws token;
    if (jws_parse(a, e->token, &token, &f) != JWS_SOUND) {
        return false;
    }
    public_key key = key_ring_public(ring, r->form->signer);
    out->signatures[out->signature_count++] =
        (bench_signature){.alg = r->form->alg,
                          .key = {key.type, arena_copy(a, key.a), arena_copy(a, key.b)},
                          .covers = token.signing_input,
                          .value = token.signature};
    return true;
}

static assay_status make_one(arena *a, key_ring *ring, fjwt_recipe *r, fjwt_evidence *made,
                             bench_attester *out)
{
    assay_status status = fjwt_make(r, a, ring, made);
    if (status != ASSAY_OK) {
        return status;
    }
    *out = (bench_attester){.evidence = made->token,
                            .nonce = arena_copy(a, bytes_of(r->nonce, r->nonce_len))};
    return sign_off(a, ring, r, made, out) ? ASSAY_OK : ASSAY_E_INTERNAL;
}

/* Attesters of a form, each changed by its number. */
static assay_status make_all(arena *a, const fjwt_form *form,
                             void (*number)(fjwt_recipe *r, arena *a, unsigned n),
                             bench_subject *out)
{
    key_ring *ring = key_ring_new();
    fjwt_recipe *r = ARENA_NEW(a, fjwt_recipe);
    fjwt_evidence made = {.token = {NULL, 0}};
    assay_status status = ring != NULL && r != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    for (unsigned i = 0; status == ASSAY_OK && i < BENCH_ATTESTERS; i++) {
        fjwt_recipe_begin(r, a, form);
        number(r, a, i);
        status = make_one(a, ring, r, &made, &out->attesters[i]);
    }
    key_ring_free(ring);
    if (status != ASSAY_OK) {
        return status;
    }
    out->at = FJWT_DEFAULT_AT;
    out->trust[0] = (bench_material){form->role, "keys.json", made.keys, NULL};
    out->trust_count = 1;
    return arena_status(a);
}

static void number_space(fjwt_recipe *r, arena *a, unsigned n)
{
    fjwt_set(&r->objects[FJWT_GCE], "instance_id", arena_format(a, "\"%u\"", 1000000 + n));
    fjwt_set(&r->objects[FJWT_CONTAINER], "env", environment(a));
}

static assay_status make_space(arena *a, bench_subject *out)
{
    return make_all(a, &fjwt_gcp_cs, number_space, out);
}

static void number_vm(fjwt_recipe *r, arena *a, unsigned n)
{
    fjwt_set(&r->objects[FJWT_CLAIMS], "x-ms-azurevm-vmid",
             arena_format(a, "\"2F1E7C80-5B3D-4A96-8C02-D4E7F1A9%04X\"", n));
    fjwt_set(&r->objects[FJWT_TEE], "x-ms-sevsnpvm-reportid", arena_format(a, "\"%064x\"", n));
}

static assay_status make_vm(arena *a, bench_subject *out)
{
    return make_all(a, fjwt_maa_guest, number_vm, out);
}

static void number_token(fjwt_recipe *r, arena *a, unsigned n)
{
    fjwt_set(&r->objects[FJWT_CLAIMS], "jti", arena_format(a, "\"%u\"", n));
}

static assay_status make_td(arena *a, bench_subject *out)
{
    return make_all(a, fjwt_ita_tdx, number_token, out);
}

static assay_status make_result(arena *a, bench_subject *out)
{
    return make_all(a, fjwt_ear_scored, number_token, out);
}

#define TOKENS(id_, scope_, ratio_, make_)                                                         \
    {                                                                                              \
        .id = id_, .scope = scope_, .ratio = ratio_, .make = make_, .policies = policies,          \
        .policy_count = ARRAY_LEN(policies)                                                        \
    }
const bench_format bench_jwt_gcp_cs = TOKENS("jwt-gcp-cs", FJWT_ISSUER, 0.65, make_space);
const bench_format bench_jwt_maa =
    TOKENS("jwt-maa", "https://sharedtest.tst.attest.azure.net", 0.65, make_vm);
const bench_format bench_jwt_ita = TOKENS("jwt-ita", "Intel Trust Authority", 0.65, make_td);
const bench_format bench_jwt_ear = TOKENS("jwt-ear", "ear", 0.9, make_result);
