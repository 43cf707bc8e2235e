/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every public function with NULL and zero for its arguments, linked against the library as users
 * link it: each gives the documented answer, and none of them says yes.
 */
#include "check.h"

#include <assay/assay.h>

static const assay_bytes absent = {NULL, 0};

static void is_argument(assay_status status, const assay_error *err)
{
    CHECK_UINT(status, ASSAY_E_ARGUMENT);
    CHECK_UINT(err->status, ASSAY_E_ARGUMENT);
    CHECK(err->message[0] >= 'a' && err->message[0] <= 'z');
}

static bool zeroed(const uint8_t digest[32])
{
    static const uint8_t zero[32] = {0};
    return memcmp(digest, zero, sizeof zero) == 0;
}

static void values(void)
{
    CHECK_TEXT(assay_status_name(ASSAY_OK), "OK");
    CHECK(assay_status_name((assay_status)-12345) != NULL);
    assay_error_init(NULL, sizeof(assay_error));
    assay_error err;
    memset(&err, 0xff, sizeof err);
    assay_error_init(&err, 0);
    CHECK_UINT(err.line, UINT32_MAX);
    assay_thread_end();
    assay_thread_end();
}

static void claims(void)
{
    uint64_t u;
    int64_t i;
    bool b;
    assay_bytes bytes;
    assay_str str;
    assay_time t;
    CHECK(assay_claim_at(NULL, NULL) == NULL && assay_claim_at(NULL, "/x") == NULL);
    CHECK_UINT(assay_claim_kind(NULL), ASSAY_CLAIM_NONE);
    CHECK(assay_claim_name(NULL).ptr == NULL);
    CHECK_UINT(assay_claim_count(NULL), 0);
    CHECK(assay_claim_child(NULL) == NULL && assay_claim_next(NULL) == NULL);
    CHECK(!assay_claim_uint(NULL, &u) && !assay_claim_int(NULL, &i) && !assay_claim_bool(NULL, &b));
    CHECK(!assay_claim_bytes(NULL, &bytes) && !assay_claim_text(NULL, &str));
    CHECK(!assay_claim_time(NULL, &t) && !assay_claim_uint(NULL, NULL));
}

static void formats_and_roles(void)
{
    assay_format_info info;
    CHECK(!assay_format_at(0, NULL) && !assay_format_at(SIZE_MAX, &info));
    CHECK(assay_format_at(0, &info) && info.id != NULL && info.title != NULL);
    CHECK(assay_version() != NULL && assay_crypto_backend() != NULL);
    CHECK(assay_role_at(SIZE_MAX) == NULL && assay_role_at(0) != NULL);
    CHECK(assay_role_find(NULL) == NULL && assay_role_find("") == NULL);
}

static void trust(void)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    uint8_t digest[32];
    memset(digest, 0xff, sizeof digest);
    is_argument(assay_trust_open(NULL, NULL, &err), &err);
    assay_trust_options zero = {0};
    assay_trust *t = (assay_trust *)&err;
    is_argument(assay_trust_open(&t, &zero, &err), &err);
    CHECK(t == NULL);
    zero.struct_size = sizeof zero + 1;
    is_argument(assay_trust_open(&t, &zero, &err), &err);
    CHECK(assay_trust_retain(NULL) == NULL);
    assay_trust_release(NULL);
    assay_trust_digest(NULL, digest);
    CHECK(zeroed(digest));
    assay_trust_digest(NULL, NULL);
    CHECK_UINT(assay_trust_revision(NULL), 0);
    CHECK_UINT(assay_trust_count(NULL), 0);
    CHECK(assay_trust_at(NULL, 0) == NULL);
    CHECK_UINT(assay_trust_open(&t, NULL, NULL), ASSAY_OK);
    assay_trust_digest(t, NULL);
    CHECK(assay_trust_at(t, SIZE_MAX) == NULL);
    assay_trust_release(t);
}

static void policies(void)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    uint8_t digest[32];
    memset(digest, 0xff, sizeof digest);
    is_argument(assay_policy_load(NULL, absent, absent, NULL, NULL, &err), &err);
    assay_policy *p = (assay_policy *)&err;
    assay_problems *problems = NULL;
    CHECK(assay_policy_load(&p, absent, absent, NULL, &problems, NULL) < ASSAY_OK);
    CHECK(p == NULL);
    assay_problems_free(problems);
    assay_policy_options zero = {0};
    is_argument(assay_policy_load(&p, bytes_of_text("{}"), absent, &zero, NULL, &err), &err);
    CHECK_UINT(assay_policy_load(&p, bytes_of_text("{}"), absent, NULL, NULL, NULL),
               ASSAY_E_CONFIG);
    CHECK(p == NULL && assay_policy_retain(NULL) == NULL);
    assay_policy_release(NULL);
    CHECK(assay_policy_id(NULL) == NULL || assay_policy_id(NULL)[0] == '\0');
    CHECK_UINT(assay_policy_version(NULL), 0);
    assay_policy_digest(NULL, digest);
    CHECK(zeroed(digest));
    assay_policy_digest(NULL, NULL);
    CHECK_UINT(assay_problems_count(NULL), 0);
    CHECK(assay_problems_at(NULL, 0) == NULL);
    assay_problems_free(NULL);
}

static void nonces(void)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    uint8_t nonce[32] = {0};
    uint64_t count = 7;
    assay_nonce_state state = ASSAY_NONCE_LIVE;
    assay_nonces *n = (assay_nonces *)&err;
    is_argument(assay_nonces_memory(NULL, 1, &err), &err);
    is_argument(assay_nonces_memory(&n, 0, &err), &err);
    CHECK(n == NULL);
    is_argument(assay_nonces_sqlite(NULL, "x", &err), &err);
    is_argument(assay_nonces_sqlite(&n, NULL, &err), &err);
    is_argument(assay_nonces_new(NULL, NULL, &err), &err);
    is_argument(assay_nonces_new(&n, NULL, &err), &err);
    assay_nonce_store zero = {0};
    is_argument(assay_nonces_new(&n, &zero, &err), &err);
    is_argument(assay_nonce_issue(NULL, nonce, 32, NULL, NULL, NULL, 60, &err), &err);
    is_argument(assay_nonce_peek(NULL, nonce, 32, NULL, NULL, NULL, &state, &err), &err);
    CHECK(state != ASSAY_NONCE_LIVE);
    is_argument(assay_nonces_purge(NULL, &count, &err), &err);
    assay_nonces_free(NULL);
    CHECK(assay_nonce_state_name((assay_nonce_state)99) != NULL);
    CHECK_UINT(assay_nonces_memory(&n, 4, NULL), ASSAY_OK);
    is_argument(assay_nonce_issue(n, NULL, 32, NULL, NULL, NULL, 60, &err), &err);
    is_argument(assay_nonce_issue(n, nonce, 0, NULL, NULL, NULL, 60, &err), &err);
    is_argument(assay_nonce_issue(n, nonce, 32, NULL, NULL, NULL, 0, &err), &err);
    is_argument(assay_nonce_peek(n, NULL, 32, NULL, NULL, NULL, &state, &err), &err);
    is_argument(assay_nonce_peek(n, nonce, 32, NULL, NULL, NULL, NULL, &err), &err);
    assay_nonces_free(n);
}

static void requests(void)
{
    assay_request *r = NULL;
    const uint8_t byte = 1;
    CHECK_UINT(assay_request_new(NULL, 0), ASSAY_E_ARGUMENT);
    assay_request_free(NULL);
    for (int i = 0; i < 2; i++) {
        CHECK_UINT(assay_request_policy(r, NULL), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_evidence(r, NULL, NULL, &byte, 1), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_evidence(r, "cpu", NULL, NULL, 1), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_attach(r, NULL, NULL, &byte, 1), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_attach(r, NULL, "vcek", NULL, 1), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_bundle(r, NULL, 0), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_input(r, NULL, &byte, 1), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_input(r, "x", NULL, 1), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_param(r, NULL, "1"), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_param(r, "x", NULL), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_nonce(r, NULL, 32, NULL, NULL), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_nonce(r, &byte, 0, NULL, NULL), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_no_nonce(r, NULL), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_no_nonce(r, ""), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_waive(r, NULL, "why"), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_waive(r, "nonce.known", NULL), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_request_at(r, ASSAY_TIME_UNSET, 0), ASSAY_E_ARGUMENT);
        CHECK(r != NULL || assay_request_new(&r, 0) == ASSAY_OK);
    }
    assay_request_free(r);
    CHECK_UINT(assay_request_spend_later(NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_request_at(NULL, 0, 0), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_request_at_now(NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_request_at_evidence(NULL), ASSAY_E_ARGUMENT);
}

static void engines(void)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_engine_options zero = {0};
    assay_engine *e = (assay_engine *)&err;
    assay_engine_options_init(NULL, sizeof zero);
    assay_engine_options_init(&zero, 0);
    is_argument(assay_engine_new(NULL, NULL, &err), &err);
    is_argument(assay_engine_new(&e, &zero, &err), &err);
    CHECK(e == NULL);
    zero.struct_size = sizeof zero + 1;
    is_argument(assay_engine_new(&e, &zero, &err), &err);
    zero.struct_size = sizeof zero;
    zero.max_memory = 1;
    is_argument(assay_engine_new(&e, &zero, &err), &err);
    is_argument(assay_engine_set_trust(NULL, NULL, &err), &err);
    assay_engine_free(NULL);
    CHECK(assay_system_clock(NULL) > 0);
    CHECK_UINT(assay_engine_new(&e, NULL, NULL), ASSAY_OK);
    is_argument(assay_engine_set_trust(e, NULL, &err), &err);
    assay_appraisal *a = (assay_appraisal *)&err;
    assay_request *r = NULL;
    CHECK_UINT(assay_request_new(&r, 0), ASSAY_OK);
    is_argument(assay_appraise(e, NULL, &a, &err), &err);
    CHECK(a == NULL);
    is_argument(assay_appraise(NULL, r, &a, &err), &err);
    is_argument(assay_appraise(e, r, NULL, &err), &err);
    is_argument(assay_appraise(e, r, &a, &err), &err); /* nothing in it */
    assay_request_free(r);
    assay_engine_free(e);
}

static void appraisals(void)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    uint8_t sha256[32];
    CHECK_UINT(assay_appraisal_status(NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_appraisal_verdict(NULL), ASSAY_VERDICT_NONE);
    CHECK(!assay_appraisal_authentic(NULL, NULL) && !assay_appraisal_authentic(NULL, "cpu"));
    CHECK(!assay_appraisal_nonce_sha256(NULL, sha256) && !assay_appraisal_nonce_sha256(NULL, NULL));
    is_argument(assay_appraisal_conclude(NULL, true, &err), &err);
    assay_appraisal_free(NULL);
    CHECK_UINT(assay_findings_count(NULL), 0);
    CHECK_UINT(assay_needs_count(NULL), 0);
    CHECK(assay_findings_at(NULL, 0) == NULL && assay_needs_at(NULL, 0) == NULL);
    CHECK(assay_claims(NULL, "cpu") == NULL && assay_claims(NULL, NULL) == NULL);
    CHECK(assay_claims_of_rejected(NULL, "cpu") == NULL);
    CHECK(assay_appraisal_label(NULL, 0) == NULL && assay_appraisal_format(NULL, "cpu") == NULL);
    CHECK(assay_appraisal_document(NULL, "json").ptr == NULL);
    assay_finding_help help;
    CHECK(!assay_finding_help_at(0, NULL) && !assay_finding_help_at(SIZE_MAX, &help));
    CHECK(!assay_finding_help_find(NULL, &help));
}

int main(void)
{
    RUN(values);
    RUN(claims);
    RUN(formats_and_roles);
    RUN(trust);
    RUN(policies);
    RUN(nonces);
    RUN(requests);
    RUN(engines);
    RUN(appraisals);
    return DONE();
}
