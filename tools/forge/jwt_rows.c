/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of tokens as one, and the list of those that are good. */
#include "forge/jwt_rows.h"

#define NOTHING_FOUND .finding = "jwt.gcp-cs.no-hardware-report"
#define ROW(name_, does_) .name = name_, .does = does_
#define AUTHENTIC .outcome = FJWT_AUTHENTIC
#define STRICT .outcome = FJWT_ACCEPTED, .strict = true

#define NONCE_URL "L4rRYJw3S-UBfvRdspbIE-pAeyxZD9iGMaW-ZJ8Sx30"
#define NONCE_HEX "2f8ad1609c374be5017ef45db296c813ea407b2c590fd88631a5be649f12c77d"

#define GPU(number)                                                                                \
    "{\"hwmodel\":\"GH100\",\"ueid\":\"48123" number                                               \
    "\",\"driver_version\":\"570.172.08\",\"vbios_version\":\"96.00.D0.00.03\"}"

static const fjwt_row good[] = {
    {ROW("good-oidc-tdx", "a production image on TDX, key from the issuer's set"), AUTHENTIC,
     NOTHING_FOUND},
    {ROW("good-oidc-tdx-strict", "the same under a policy that names the image"), STRICT},
    {ROW("good-pki-tdx", "a production image on TDX, key under the pinned root"), AUTHENTIC,
     NOTHING_FOUND, .pki = true},
    {ROW("good-pki-tdx-strict", "the same under a policy that names the image"), STRICT,
     .pki = true},
    {ROW("good-pki-no-root", "the header leaves out the root, which the store has"), AUTHENTIC,
     .pki = true, .no_root = true},
    {ROW("good-oidc-sev", "a production image on AMD SEV"), AUTHENTIC, NOTHING_FOUND,
     .edits = {{FJWT_CLAIMS, "hwmodel", "\"GCP_AMD_SEV\""},
               {FJWT_CLAIMS, "attester_tcb", "[\"AMD\"]"}}},
    {ROW("good-nonce-base64url", "the nonce in base64url"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "eat_nonce", "\"" NONCE_URL "\""}}},
    {ROW("good-nonce-list", "the nonce is not the first of several"), STRICT,
     .edits = {{FJWT_CLAIMS, "eat_nonce", "[\"0123456789abcdef\",\"" NONCE_HEX "\"]"}}},
    {ROW("good-aud-list", "two audiences"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "aud", "[\"https://scoring.example\",\"https://other.example\"]"}}},
    {ROW("good-nbf-absent", "no nbf"), AUTHENTIC, .edits = {{FJWT_CLAIMS, "nbf", NULL}}},
    {ROW("good-nbf-within-skew", "nbf a minute ahead"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "nbf", "1748736060"}}},
    {ROW("good-typ-absent", "no type"), AUTHENTIC, .edits = {{FJWT_HEADER, "typ", NULL}}},
    {ROW("good-jku", "a jku, which is not used"), AUTHENTIC, .finding = "jwt.header.key-hint",
     .edits = {{FJWT_HEADER, "jku", "\"https://evil.example/keys\""}}},
    {ROW("good-kid-odd", "a kid with every character that names have"), AUTHENTIC,
     .edits = {{FJWT_HEADER, "kid", "\"a+b/c==.-_~\""}, {FJWT_KEY, "kid", "\"a+b/c==.-_~\""}}},
    {ROW("good-key-no-alg", "the issuer's set names no algorithm"), AUTHENTIC,
     .edits = {{FJWT_KEY, "alg", NULL}, {FJWT_KEY, "use", NULL}}},
    {ROW("good-gpu", "a GPU in confidential mode beside it"), AUTHENTIC,
     .edits = {{FJWT_SUBMODS, "nvidia_gpu",
                "{\"cc_mode\":\"ON\",\"cc_feature\":\"SPT\",\"gpus\":[{\"hwmodel\":\"GH100\","
                "\"ueid\":\"481231\",\"driver_version\":\"570.172.08\","
                "\"vbios_version\":\"96.00.D0.00.03\"}]}"}}},
    {ROW("good-gpu-8", "eight GPUs in confidential mode beside it"), AUTHENTIC,
     .edits =
         {{FJWT_SUBMODS, "nvidia_gpu",
           "{\"cc_mode\":\"ON\",\"cc_feature\":\"MPT\",\"gpus\":[" GPU("1") "," GPU("2") "," GPU(
               "3") "," GPU("4") "," GPU("5") "," GPU("6") "," GPU("7") "," GPU("8") "]}"}}},
    {ROW("good-tdx-status", "a TDX machine whose firmware is up to date"), AUTHENTIC,
     .edits = {{FJWT_SUBMODS, "intel_tdx",
                "{\"gcp_attester_tcb_status\":\"UpToDate\",\"gcp_attester_tcb_date\":"
                "\"2025-02-12T00:00:00Z\"}"}}},
    {ROW("good-custom-claim", "a claim that nobody has a schema for"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "x.y/z", "{\"deep\":[1,-2,3.5,null,true]}"}}},
};
const fjwt_row_list fjwt_rows_good = {good, ARRAY_LEN(good)};

static const fjwt_row_list *const lists[] = {&fjwt_rows_good,  &fjwt_rows_form,  &fjwt_rows_key,
                                             &fjwt_rows_chain, &fjwt_rows_claim, &fjwt_rows_maa,
                                             &fjwt_rows_ita,   &fjwt_rows_ear};

const fjwt_row *fjwt_row_at(size_t index)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (index < lists[i]->count) {
            return &lists[i]->rows[index];
        }
        index -= lists[i]->count;
    }
    return NULL;
}

const fjwt_row *fjwt_row_find(const char *name)
{
    for (size_t i = 0; fjwt_row_at(i) != NULL; i++) {
        if (strcmp(fjwt_row_at(i)->name, name) == 0) {
            return fjwt_row_at(i);
        }
    }
    return NULL;
}

void fjwt_row_apply(const fjwt_row *row, fjwt_recipe *r, arena *a)
{
    if (row->form != NULL) {
        fjwt_recipe_begin(r, a, row->form);
    } else {
        fjwt_recipe_init(r, a, row->pki);
    }
    if (row->timed) {
        fjwt_recipe_times(r, a, r->at + row->issued, r->at + row->ends);
    }
    for (size_t i = 0; i < FJWT_EDITS_MAX && row->edits[i].name != NULL; i++) {
        fjwt_set(&r->objects[row->edits[i].place], row->edits[i].name, row->edits[i].value);
    }
    r->after = row->after;
    r->signer = row->signer != NULL ? row->signer : r->signer;
    r->alg = row->alg != SIG_NONE ? row->alg : r->alg;
    r->raw_header = row->raw_header;
    r->raw_claims = row->raw_claims;
    r->x5c = row->x5c;
    r->no_keys = row->no_keys;
    r->no_root = row->no_root;
    r->revoked = row->revoked;
    if (row->spoil != NULL) {
        row->spoil(r, a);
    }
}

const char *fjwt_expectation(const fjwt_row *row)
{
    static const char *const names[] = {[FJWT_REJECTED] = "rejected",
                                        [FJWT_DEBUG] = "debug",
                                        [FJWT_UNDECIDED] = "undecided",
                                        [FJWT_AUTHENTIC] = "authentic",
                                        [FJWT_ACCEPTED] = "accepted"};
    return names[row->outcome];
}
