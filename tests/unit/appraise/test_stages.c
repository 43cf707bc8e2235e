/* SPDX-License-Identifier: Apache-2.0 */
/* What the stages do with formats that real ones are not, or not yet. */
#include "fake_formats.h"
#include "world.h"

#define GROUP                                                                                      \
    "\"evidence\":{\"g\":{\"format\":[\"plain\",\"both\",\"timed\",\"flood\",\"silent\",\"hog\","  \
    "\"named\"]"
#define ANY "{\"assay_policy\":1,\"id\":\"f\",\"version\":1," ACCEPT_BOTH GROUP "}}}"
#define KIND                                                                                       \
    "{\"assay_policy\":1,\"id\":\"f\",\"version\":1," ACCEPT_BOTH GROUP                            \
    ",\"rules\":[{\"id\":\"kind\",\"claim\":\"/kind\",\"eq\":{\"hex\":\"5031\"}}]}}}"

static world w;

static assay_request *ask_of(const char *policy, const char *evidence)
{
    assay_request *q = NULL;
    CHECK(assay_request_new(&q, 0) == ASSAY_OK);
    assay_policy *p = policy_of(&w, policy, true);
    CHECK(assay_request_policy(q, p) == ASSAY_OK);
    assay_policy_release(p);
    CHECK(assay_request_evidence(q, "e", NULL, (const uint8_t *)evidence, strlen(evidence)) ==
          ASSAY_OK);
    return q;
}

/* At FAKE_TIME, without a nonce. */
static assay_appraisal *appraised(const char *policy, const char *evidence)
{
    assay_request *q = ask_of(policy, evidence);
    CHECK(assay_request_no_nonce(q, "a test") == ASSAY_OK);
    CHECK(assay_request_at(q, FAKE_TIME, ASSAY_TIME_UNSET) == ASSAY_OK);
    return answer(&w, q);
}

static void text_is_decoded_and_noted(void)
{
    assay_appraisal *a = appraised(KIND, "5031");
    CHECK(is(a, WARNED) && has(a, "format.decoded"));
    CHECK_TEXT(finding_of(a, "format.decoded")->found, "hex");
    CHECK(strstr(assay_appraisal_document(a, "json-line").ptr,
                 "\"decoded\":\"hex\",\"bytes\":2,") != NULL);
    assay_appraisal_free(a);
    a = appraised(KIND, "P1");
    CHECK(is(a, WARNED) && !has(a, "format.decoded"));
    assay_appraisal_free(a);
}

static bool shows(assay_appraisal *a, const char *part)
{
    return strstr(assay_appraisal_document(a, "json-line").ptr, part) != NULL;
}

static void members_of_a_container_stand_for_it(void)
{
    assay_appraisal *a = appraised(ANY, "BP1|P3+LL");
    CHECK_TEXT(assay_appraisal_label(a, 0), "e.0");
    CHECK_TEXT(assay_appraisal_label(a, 1), "e.1");
    CHECK(assay_appraisal_label(a, 2) == NULL && assay_appraisal_authentic(a, "e.1"));
    CHECK(!assay_appraisal_authentic(a, "e"));
    CHECK(shows(a, "\"label\":\"e.1\",\"format\":\"plain\",\"decoded\":\"box\",\"bytes\":2,"));
    CHECK(shows(a, "\"attachments\":[{\"label\":\"e.1\",\"role\":\"crl\","));
    assay_appraisal_free(a);
    a = appraised(KIND, "BP1");
    CHECK(is(a, WARNED) && assay_appraisal_authentic(a, "e"));
    assay_appraisal_free(a);
    a = appraised(KIND, "BP1|P3"); /* a rule holds for each of them */
    CHECK(is(a, REJECTED));
    assay_appraisal_free(a);
}

static void damaged_and_crowded_containers_reject(void)
{
    assay_appraisal *a = appraised(ANY, "B!P1");
    CHECK(is(a, REJECTED) && has(a, "format.container") && !has(a, "format.unknown"));
    CHECK_TEXT(finding_of(a, "format.container")->expected, "box");
    assay_appraisal_free(a);
    char many[2 * LIMIT_EVIDENCE_PIECES + 1] = "B";
    for (size_t i = 1; i < 2 * LIMIT_EVIDENCE_PIECES; i++) {
        many[i] = i % 2 == 1 ? 'P' : '|';
    }
    assay_request *q = ask_of(ANY, many);
    CHECK(assay_request_evidence(q, "o", NULL, (const uint8_t *)"P1", 2) == ASSAY_OK);
    CHECK(assay_request_no_nonce(q, "a test") == ASSAY_OK);
    CHECK(assay_request_at(q, FAKE_TIME, ASSAY_TIME_UNSET) == ASSAY_OK);
    a = answer(&w, q);
    CHECK(is(a, REJECTED) && has(a, "size.request"));
    assay_appraisal_free(a);
}

static void two_readings_reject(void)
{
    assay_appraisal *a = appraised(ANY, "P2");
    CHECK(is(a, REJECTED) && has(a, "format.ambiguous"));
    CHECK(assay_appraisal_format(a, "e") == NULL && !assay_appraisal_authentic(a, "e"));
    assay_appraisal_free(a);
}

static void a_nonce_that_the_format_cannot_carry_is_refused(void)
{
    assay_request *q = ask_of(KIND, "P1");
    CHECK(assay_request_nonce(q, (const uint8_t *)"0123456789abcdef", 16, NULL, NULL) == ASSAY_OK);
    CHECK(assay_request_at(q, FAKE_TIME, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, REJECTED) && has(a, "nonce.unchecked"));
    assay_appraisal_free(a);
}

static assay_appraisal *pair_of(const char *evidence)
{
    assay_request *q = ask_of(ANY, evidence);
    CHECK(assay_request_evidence(q, "other", NULL, (const uint8_t *)evidence, strlen(evidence)) ==
          ASSAY_OK);
    CHECK(assay_request_no_nonce(q, "a test") == ASSAY_OK);
    CHECK(assay_request_at(q, FAKE_TIME, ASSAY_TIME_UNSET) == ASSAY_OK);
    return answer(&w, q);
}

static void a_format_that_says_no_without_a_word_is_not_overruled(void)
{
    assay_appraisal *a = appraised(ANY, "S");
    CHECK(is(a, REJECTED) && !assay_appraisal_authentic(a, "e")); /* no item would change it */
    assay_appraisal_free(a);
}

/* Only authentic names that are of one device alone tell that two pieces are of the same. */
static void devices_are_told_apart_by_authentic_names(void)
{
    assay_appraisal *cloud = pair_of("P1"), *unauthentic = pair_of("S");
    CHECK(is(cloud, WARNED) && !has(cloud, "duplicate.device"));
    CHECK(is(unauthentic, REJECTED) && !has(unauthentic, "duplicate.device"));
    assay_appraisal_free(cloud);
    assay_appraisal_free(unauthentic);
}

/* Whatever stage establishes a name. */
static void the_deny_list_is_asked_of_every_name(void)
{
    world other_store = w;
    world_open(&w, WITH_DENY,
               "{\"assay_deny\":1,\"entries\":[{\"kind\":\"instance_id\",\"value\":\"late\","
               "\"reason\":\"stolen\",\"date\":\"2016-05-01\"}]}",
               NULL);
    assay_appraisal *denied = appraised(ANY, "#"), *other = appraised(ANY, "P1");
    CHECK(is(denied, REJECTED) && has(denied, "deny.listed"));
    CHECK(is(other, WARNED));
    assay_appraisal_free(denied);
    assay_appraisal_free(other);
    world_close(&w);
    w = other_store;
}

static void too_many_findings_reject(void)
{
    assay_appraisal *a = appraised(ANY, "F");
    CHECK(is(a, REJECTED) && has(a, "limit.findings"));
    CHECK_UINT(assay_findings_count(a), LIMIT_FINDINGS + 1);
    CHECK(assay_findings_at(a, LIMIT_FINDINGS) != NULL);
    CHECK(assay_findings_at(a, LIMIT_FINDINGS + 1) == NULL);
    CHECK(assay_appraisal_document(a, "json").ptr != NULL);
    assay_appraisal_free(a);
}

static void too_much_memory_rejects_and_is_no_error(void)
{
    assay_appraisal *a = appraised(ANY, "H");
    CHECK(is(a, REJECTED) && has(a, "limit.memory"));
    const char *json = assay_appraisal_document(a, "json").ptr; /* of a budget of its own */
    CHECK(json != NULL && strstr(json, "\"id\": \"limit.memory\"") != NULL);
    CHECK(strstr(assay_appraisal_document(a, "terse").ptr, "limit.memory") != NULL);
    assay_appraisal_free(a);
}

static void evidence_beyond_its_format_is_not_parsed(void)
{
    char large[66] = {0};
    memset(large, 'P', 65);
    assay_appraisal *a = appraised(ANY, large);
    CHECK(is(a, REJECTED) && has(a, "size.evidence"));
    CHECK(assay_claims_of_rejected(a, "e") == NULL);
    assay_appraisal_free(a);
}

static assay_appraisal *archived(const char *policy, const char *evidence)
{
    assay_request *q = ask_of(policy, evidence);
    CHECK(assay_request_no_nonce(q, "a test") == ASSAY_OK);
    CHECK(assay_request_at_evidence(q) == ASSAY_OK);
    return answer(&w, q);
}

#define BEGUN                                                                                      \
    "{\"assay_policy\":1,\"id\":\"f\",\"version\":1,\"valid\":{\"from\":\"2017-07-14T00:00:00Z\"," \
    "\"to\":\"2017-07-15T00:00:00Z\"}," ACCEPT_BOTH GROUP "}}}"

static void archived_evidence_is_appraised_at_its_own_time(void)
{
    assay_appraisal *a = archived(BEGUN, "T!"); /* FAKE_TIME + 33 */
    CHECK(is(a, WARNED) && has(a, "time.archived"));
    const char *json = assay_appraisal_document(a, "json-line").ptr;
    CHECK(strstr(json, "\"at\":\"2017-07-14T02:40:33Z\",\"known_at\":\"2017-07-14T02:40:33Z\","
                       "\"archived\":true") != NULL);
    assay_appraisal_free(a);
    a = archived(ANY, "P1");
    CHECK(is(a, REJECTED) && has(a, "time.no-signed-time"));
    assay_appraisal_free(a);
    a = appraised(ANY, "T!");
    CHECK(!has(a, "time.archived") && is(a, WARNED));
    assay_appraisal_free(a);
}

static void archives_spend_no_nonce(void)
{
    assay_request *q = ask_of(ANY, "T!");
    CHECK(assay_request_nonce(q, (const uint8_t *)"0123456789abcdef", 16, NULL, NULL) == ASSAY_OK);
    CHECK(assay_request_spend_later(q) == ASSAY_OK && assay_request_at_evidence(q) == ASSAY_OK);
    assay_appraisal *a = NULL;
    CHECK(assay_appraise(w.engine, q, &a, &w.err) == ASSAY_E_ARGUMENT && a == NULL);
    assay_request_free(q);
}

/* The list of the public interface: the containers behind the formats. */
static void formats_are_listed(void)
{
    assay_format_info info;
    CHECK(assay_format_at(0, &info) && !info.container);
    CHECK_TEXT(info.id, "plain");
    CHECK_TEXT(info.media_type, "application/plain");
    CHECK(assay_format_at(format_count, &info) && info.container && info.media_type == NULL);
    CHECK_TEXT(info.id, "box");
    CHECK(!assay_format_at(format_count + 1, &info));
}

int main(void)
{
    arena_init(&w.arena, NULL, SIZE_MAX);
    assay_error_init(&w.err, sizeof w.err);
    CHECK(assay_engine_new(&w.engine, NULL, &w.err) == ASSAY_OK);
    RUN(text_is_decoded_and_noted);
    RUN(members_of_a_container_stand_for_it);
    RUN(damaged_and_crowded_containers_reject);
    RUN(two_readings_reject);
    RUN(a_nonce_that_the_format_cannot_carry_is_refused);
    RUN(a_format_that_says_no_without_a_word_is_not_overruled);
    RUN(devices_are_told_apart_by_authentic_names);
    RUN(the_deny_list_is_asked_of_every_name);
    RUN(too_many_findings_reject);
    RUN(too_much_memory_rejects_and_is_no_error);
    RUN(evidence_beyond_its_format_is_not_parsed);
    RUN(archived_evidence_is_appraised_at_its_own_time);
    RUN(archives_spend_no_nonce);
    RUN(formats_are_listed);
    assay_engine_free(w.engine);
    arena_release(&w.arena);
    assay_thread_end();
    return DONE();
}
