/* SPDX-License-Identifier: Apache-2.0 */
/* Which claims reach the caller, and what the result says of the others. */
#include "world.h"

#define RELEASING(what) POLICY(ACCEPT_BEST "\"release\":{\"cpu\":[" what "]},", "1", IMAGE_RULE)
#define REPORT_DATA RELEASING("\"/report_data\"")

static void what_the_attester_chose_is_kept_back(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    const assay_claim *claims = assay_claims(a, "cpu");
    assay_bytes value;
    CHECK(assay_claim_bytes(assay_claim_at(claims, "/measurement"), &value) && value.len == 48);
    CHECK(assay_claim_at(claims, "/report_data") == NULL);
    CHECK(assay_claim_at(assay_claims_of_rejected(a, "cpu"), "/report_data") != NULL);
    CHECK(assay_claims(a, "gpu") == NULL && assay_claims(a, NULL) == NULL);
    const char *json = assay_appraisal_document(a, "json-line").ptr;
    CHECK(strstr(json, "\"unvouched\":[{\"label\":\"cpu\",\"claim\":\"/report_data\"}]") != NULL);
    assay_appraisal_free(a);
    world_close(&w);
}

static void a_policy_may_release_it(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, REPORT_DATA, &e));
    assay_bytes value = {NULL, 0}, nonce = forged_nonce(&e);
    CHECK(is(a, ACCEPTED));
    CHECK(assay_claim_bytes(assay_claim_at(assay_claims(a, "cpu"), "/report_data"), &value));
    CHECK(value.len == 64 && memcmp(value.ptr, nonce.ptr, nonce.len) == 0);
    CHECK(strstr(assay_appraisal_document(a, "json-line").ptr, "\"unvouched\":[]") != NULL);
    assay_appraisal_free(a);
    assay_request *q = ask_fresh(&w, REPORT_DATA, &e); /* the other policy does not */
    add_policy(&w, q, STRICT);
    a = answer(&w, q);
    CHECK(is(a, ACCEPTED) && assay_claim_at(assay_claims(a, "cpu"), "/report_data") == NULL);
    assay_appraisal_free(a);
    world_close(&w);
}

static void nothing_is_released_unless_accepted(void)
{
    static const struct {
        unsigned with;
        const char *policy;
    } cases[] = {{WITH_CRL, STRICT_OTHER}, {0, REPORT_DATA}, {0, STRICT}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        world w;
        world_open(&w, cases[i].with, NULL, NULL);
        fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
        assay_appraisal *a = answer(&w, ask_fresh(&w, cases[i].policy, &e));
        CHECK(assay_appraisal_status(a) != ASSAY_OK && assay_claims(a, "cpu") == NULL);
        CHECK(assay_claims_of_rejected(a, "cpu") != NULL);
        const char *json = assay_appraisal_document(a, "json-line").ptr;
        CHECK(strstr(json, "\"unvouched\":[{\"label\":\"cpu\",\"claim\":\"\"}]") != NULL);
        assay_appraisal_free(a);
        world_close(&w);
    }
}

/* Appraisals outlive the request and the trust that they began with. */
static void claims_live_as_long_as_the_appraisal(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    assay_trust *other = world_trust(&w, 0, NULL, NULL);
    CHECK(assay_engine_set_trust(w.engine, other, &w.err) == ASSAY_OK);
    assay_trust_release(w.trust);
    w.trust = other;
    CHECK(assay_claim_count(assay_claims(a, "cpu")) > 20);
    CHECK(assay_appraisal_document(a, "json").ptr != NULL);
    assay_appraisal *later = answer(&w, ask_fresh(&w, STRICT, &e));
    CHECK(is(a, ACCEPTED) && is(later, UNDECIDED)); /* the new store has no list */
    assay_appraisal_free(a);
    assay_appraisal_free(later);
    world_close(&w);
}

int main(void)
{
    RUN(what_the_attester_chose_is_kept_back);
    RUN(a_policy_may_release_it);
    RUN(nothing_is_released_unless_accepted);
    RUN(claims_live_as_long_as_the_appraisal);
    return DONE();
}
