/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Intel Trust Authority: what its tokens say of TDs, enclaves and what stands beside them. The
 * service issues a token also when the policies that it was asked for do not hold.
 */
#include "formats/jwt/families.h"

#define CLAIMS "Intel Trust Authority attestation token"
#include "formats/jwt/schema_rows.h"
#define PLACED(place_, name_, type_, length_, ...)                                                 \
    CLAIM("/" name_, type_, length_, __VA_ARGS__)                                                  \
    CLAIM(place_ name_, type_, length_, __VA_ARGS__)
#define NAMED(name_, type_, ...)                                                                   \
    PLACED("/tdx/", name_, type_, 0, __VA_ARGS__)                                                  \
    CLAIM("/sgx/" name_, type_, 0, __VA_ARGS__)                                                    \
    CLAIM("/sevsnp/" name_, type_, 0, __VA_ARGS__)
#define TD(name_, type_, ...) PLACED("/tdx/", name_, type_, 0, __VA_ARGS__)
#define TD_HEX(name_, length_, ...) PLACED("/tdx/", name_, BYTES, length_, __VA_ARGS__)
#define SGX(name_, type_, ...) PLACED("/sgx/", name_, type_, 0, __VA_ARGS__)
#define SGX_HEX(name_, length_, ...) PLACED("/sgx/", name_, BYTES, length_, __VA_ARGS__)

const claim_schema ita_schema[ITA_CLAIMS] = {
#include "formats/jwt/ita.def"
};

/* The first version of tokens has a name for its issuer, the second an address per region. */
const char *ita_scope(arena *a, assay_str iss)
{
    static const char *const issuers[] = {JWT_ISSUER_ITA, JWT_ISSUER_ITA_URL,
                                          "https://portal.eu.trustauthority.intel.com"};
    (void)a;
    for (size_t i = 0; i < ARRAY_LEN(issuers); i++) {
        if (str_is(iss, issuers[i])) {
            return issuers[i];
        }
    }
    return NULL;
}

/* Where a token may speak of a TEE: "" is its top. */
static const char *const places[] = {"", "/tdx", "/sgx", "/sevsnp"};

/* The service's nonce is what its member says; when it was issued, and the signature of both, stand
 * beside it. */
static void present_nonce(job *j, claim *at)
{
    claim *map = jwt_claim(at, "/verifier_nonce"), *value = jwt_claim(map, "/val");
    claim *issued = jwt_claim(map, "/iat"), *signature = jwt_claim(map, "/signature");
    if (value == NULL || value->type != ASSAY_CLAIM_TEXT) {
        return;
    }
    if (issued != NULL && issued->type == ASSAY_CLAIM_TEXT) {
        claim_text(j->arena, at, "verifier_nonce_iat", issued->value.text);
    }
    if (signature != NULL && signature->type == ASSAY_CLAIM_TEXT) {
        claim_text(j->arena, at, "verifier_nonce_signature", signature->value.text);
    }
    assay_str said = value->value.text;
    map->type = ASSAY_CLAIM_TEXT;
    map->first = map->last = NULL;
    map->count = 0;
    map->value.text = said;
}

void ita_present(job *j)
{
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        claim *at = jwt_claim(j->claims, places[i]);
        if (at != NULL && at->type == ASSAY_CLAIM_MAP) {
            present_nonce(j, at);
        }
    }
}

static const char *const debug_names[] = {"tdx_is_debuggable", "tdx_td_attributes_debug",
                                          "sgx_is_debuggable", "sevsnp_is_debuggable"};

static bool speaks_of_tee(const json *at)
{
    bool speaks = false;
    for (size_t i = 0; i < ARRAY_LEN(debug_names); i++) {
        speaks = speaks || json_member(at, debug_names[i]) != NULL;
    }
    return speaks || json_member(at, "attester_type") != NULL;
}

static const json *place_at(const jwt_token *t, size_t i)
{
    return places[i][0] == '\0' ? t->claims : jwt_member(t, places[i]);
}

/* The next place that speaks of one; `i` is where to begin, and moves on. NULL: none. */
static const json *next_tee(const jwt_token *t, size_t *i)
{
    while (*i < ARRAY_LEN(places)) {
        bool nested = places[*i][0] != '\0';
        const json *at = place_at(t, (*i)++);
        if (nested ? at != NULL : speaks_of_tee(at)) {
            return at;
        }
    }
    return NULL;
}

static void check_status(job *j, const json *at, const char *place)
{
    const json *stated = json_member(at, "dbgstat");
    bool disabled = stated == NULL || str_is(json_text(stated), "disabled");
    finding *no = jwt_check(j, F_ITA_DEBUG, disabled, arena_format(j->arena, "%s/dbgstat", place));
    jwt_says(j, no, "disabled", stated);
    jwt_tcb_default_tests(j, json_member(at, JWT_TCB_STATUS));
}

static size_t count_of(const jwt_token *t, const char *pointer)
{
    const json *list = jwt_member(t, pointer);
    return json_is(list, JSON_ARRAY) ? list->count : 0;
}

static void check_gpus(job *j, const jwt_token *t)
{
    const json *gpus = jwt_member(t, "/nvgpu"), *measres = json_member(gpus, "measres");
    bool holds = gpus == NULL || str_is(json_text(measres), "success") ||
                 str_is(json_text(measres), "comparison-successful");
    finding *no = jwt_check(j, F_ITA_GPU, holds, "/nvgpu/measres");
    jwt_says(j, no, "success", measres);
}

/* Whatever is there in place of a list of them says that some do not hold. */
static bool some_unmatched(const jwt_token *t)
{
    const json *list = jwt_member(t, "/policy_ids_unmatched");
    return list != NULL && !json_is(list, JSON_NULL) &&
           !(json_is(list, JSON_ARRAY) && list->count == 0);
}

/* What the top says of debugging and firmware counts in both layouts. */
void ita_default_tests(job *j, const jwt_token *t)
{
    const json *at;
    size_t i = 0, found = 0;
    for (; (at = next_tee(t, &i)) != NULL; found++) {
        jwt_expect_no_debug(j, F_ITA_DEBUG, at, places[i - 1], debug_names, ARRAY_LEN(debug_names));
    }
    for (i = 0; i < ARRAY_LEN(places); i++) {
        check_status(j, place_at(t, i), places[i]);
    }
    jwt_check(j, F_ITA_TYPE, found > 0, "/attester_type");
    bool some = count_of(t, "/policy_ids_matched") > 0;
    jwt_check(j, F_ITA_NONE_MATCHED, some || !some_unmatched(t), "/policy_ids_unmatched");
    check_gpus(j, t);
}

void ita_evaluate(job *j, const jwt_token *t)
{
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        jwt_tcb_evaluate(j, json_member(place_at(t, i), JWT_TCB_STATUS));
    }
    jwt_check(j, F_ITA_UNMATCHED, !some_unmatched(t), "/policy_ids_unmatched");
    jwt_check(j, F_JWT_STATEMENT, false, "/iss");
    job_not_established(j, "the TEE's hardware-signed report: the token holds Intel's verdict");
    if (count_of(t, "/policy_ids_matched") == 0) {
        job_not_established(j, "that the service held the TEE against a policy of yours");
    }
}
