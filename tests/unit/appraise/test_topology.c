/* SPDX-License-Identifier: Apache-2.0 */
/* The fabric of GPUs and switches: what their reports must agree on, and what is said when not all
 * of them are there. */
#include "fake_formats.h"
#include "world.h"

#define POLICY_OF(rules)                                                                           \
    "{\"assay_policy\":1,\"id\":\"f\",\"version\":1," ACCEPT_BOTH                                  \
    "\"evidence\":{\"g\":{\"format\":[\"gpu\"],\"count\":{\"min\":0}},"                            \
    "\"s\":{\"format\":[\"switch\"],\"count\":{\"min\":0}}}" rules "}"
#define ANY POLICY_OF("")
#define BOARD POLICY_OF(",\"together\":[{\"id\":\"b\",\"of\":[\"g\",\"s\"],\"topology\":\"3+2\"}]")

static world w;

#define PIECES 8
typedef const char *const pieces_of[PIECES];

static assay_appraisal *appraised(const char *policy, pieces_of pieces)
{
    assay_request *q = NULL;
    CHECK(assay_request_new(&q, 0) == ASSAY_OK);
    assay_policy *p = policy_of(&w, policy, true);
    CHECK(assay_request_policy(q, p) == ASSAY_OK);
    assay_policy_release(p);
    for (size_t i = 0; i < PIECES && pieces[i] != NULL; i++) {
        char label[8];
        snprintf(label, sizeof label, "e%zu", i);
        CHECK(assay_request_evidence(q, label, NULL, (const uint8_t *)pieces[i],
                                     strlen(pieces[i])) == ASSAY_OK);
    }
    CHECK(assay_request_no_nonce(q, "a test") == ASSAY_OK);
    CHECK(assay_request_at(q, FAKE_TIME, ASSAY_TIME_UNSET) == ASSAY_OK);
    return answer(&w, q);
}

#define GPUS "g1AAB", "g2ABA", "g3BAB"
static const struct {
    pieces_of pieces;
    const char *finding; /* NULL: the fabric agrees */
    const char *label;
} fabrics[] = {
    {{GPUS, "sA123:012", "sB321:0.12"}, NULL, NULL},
    {{"g1BA", "sA1:0", "sB1:0"}, NULL, NULL},
    {{"g1AAB", "g2ABA", "g3BAA", "sA123:012"}, "topology.endpoint", "e0"}, /* a switch is missing */
    {{"g1A", "g2AB", "g3AB", "sA123:012", "sB123:012"},
     "topology.endpoint",
     "e0"}, /* hidden link */
    {{"g1AB", "g2AB", "g3AC", "sA123:012", "sB123:012"}, "topology.endpoint", "e2"},
    {{"g1AB", "g2AB", "g3", "sA123:012", "sB123:012"}, "topology.endpoint", "e2"},
    {{"g1A", "g2A", "g3A", "sA123:012", "sC123:012"}, "topology.endpoint", "e0"},
    {{"g1AB", "g2AB", "sA123:012", "sB123:012"}, "topology.members", "e2"}, /* a GPU is missing */
    {{GPUS, "sA122:011", "sB123:012"}, "topology.members", "e3"},           /* the same one twice */
    {{GPUS, "sA12:01", "sB123:012"}, "topology.members", "e3"},
    {{GPUS, "sA", "sB123:012"}, "topology.members", "e3"},
    {{GPUS, "sA123:012", "sB124:012"}, "topology.disagreement", "e4"},
    {{GPUS, "sA123:0123", "sB123:012"}, "topology.ports", "e3"}, /* to one that it does not name */
    {{GPUS, "sA123:0.1", "sB123:012"}, "topology.ports", "e3"},  /* none to one that it names */
    {{"g1=1AB", "g2=2AB", "g3=3AB", "sA123:012", "sB321:012"}, NULL, NULL},
    {{"g1=1AB", "g2AB", "g3=3AB", "sA123:012", "sB321:012"}, NULL, NULL}, /* one has no name */
    {{"g1=1AB", "g2=2AB", "g3=4AB", "sA123:012", "sB123:012"}, "topology.stranger", "e2"},
    {{"g1AB", "g2AB", "g3=4AB", "sA123:012", "sB123:012"}, "topology.stranger", "e2"},
    {{"g1=1AB", "g2=2AB", "g3=3AB", "sA123:012", "sB124:012"}, "topology.stranger", "e2"},
    {{"g1=1AB", "g2=2AB", "g3=2AB", "sA123:012", "sB123:012"}, "topology.repeated", "e2"},
    {{GPUS, "sA123:012", "sB123:012", "sC=B123:012"}, "topology.repeated", "e5"},
};

static bool shows(assay_appraisal *a, const char *part)
{
    return strstr(assay_appraisal_document(a, "json-line").ptr, part) != NULL;
}

static void reports_agree_or_those_that_differ_are_named(void)
{
    for (size_t i = 0; i < ARRAY_LEN(fabrics); i++) {
        assay_appraisal *a = appraised(ANY, fabrics[i].pieces);
        const char *id = fabrics[i].finding;
        const assay_finding *no = id != NULL ? finding_of(a, id) : NULL;
        bool good = id == NULL ? is(a, WARNED) && shows(a, "\"topology\":{\"agrees\":true")
                               : is(a, REJECTED) && no != NULL &&
                                     strcmp(no->label, fabrics[i].label) == 0 &&
                                     shows(a, "\"topology\":{\"agrees\":false");
        if (!CHECK(good)) {
            fprintf(stderr, "  %zu: %s\n%s\n", i, id != NULL ? id : "agrees",
                    assay_appraisal_document(a, "terse").ptr);
        }
        assay_appraisal_free(a);
    }
}

static void links_are_counted(void)
{
    static pieces_of pieces = {GPUS, "sA123:012", "sB321:0.12"};
    assay_appraisal *a = appraised(ANY, pieces);
    CHECK(shows(a, "\"gpus\":[\"e0\",\"e1\",\"e2\"],\"switches\":[\"e3\",\"e4\"],"
                   "\"links\":[[2,1],[2,1],[1,2]]}"));
    assay_appraisal_free(a);
}

/* One kind of device says nothing of what it is wired to; and what names nobody needs nobody. */
static void one_kind_leaves_it_open(void)
{
    static pieces_of gpus = {"g1AB", "g2"}, switches = {"sA12:01"}, lonely = {"g1", "g2", "g3"};
    assay_appraisal *a = appraised(ANY, gpus);
    CHECK(is(a, WARNED) && has(a, "topology.not-established"));
    CHECK_TEXT(finding_of(a, "topology.not-established")->label, "e0");
    CHECK(shows(a, "{\"label\":\"e0\",\"what\":\"topology not established") &&
          !shows(a, "\"topology\":{"));
    assay_appraisal_free(a);
    a = appraised(ANY, switches);
    CHECK(is(a, WARNED) && has(a, "topology.not-established"));
    assay_appraisal_free(a);
    a = appraised(ANY, lonely);
    CHECK(is(a, WARNED) && !has(a, "topology.not-established"));
    assay_appraisal_free(a);
}

static bool rule_says(const assay_appraisal *a, assay_severity severity)
{
    const assay_finding *f =
        finding_of(a, severity == ASSAY_UNDECIDABLE ? "policy.rule.undecided" : "policy.rule");
    return f != NULL && f->severity == severity && strcmp(f->rule, "b") == 0;
}

static void a_profile_is_a_rule_of_the_policy(void)
{
    static pieces_of whole = {GPUS, "sA123:012", "sB321:0.12"}, small = {"g1BA", "sA1:0", "sB1:0"},
                     open = {"g1AB", "g2AB", "g3AB"},
                     pending = {"g1AB", "g2AB", "g3AB?", "sA123:012", "sB123:012"},
                     forged = {"g1AB", "g2AB", "g3AB!", "sA123:012", "sB123:012"};
    assay_appraisal *a = appraised(BOARD, whole);
    CHECK(is(a, WARNED) && !has(a, "policy.rule"));
    assay_appraisal_free(a);
    a = appraised(BOARD, small);
    CHECK(is(a, REJECTED) && rule_says(a, ASSAY_FAIL));
    assay_appraisal_free(a);
    a = appraised(BOARD, open);
    CHECK(is(a, REJECTED) && rule_says(a, ASSAY_FAIL));
    assay_appraisal_free(a);
    /* A missing item may yet complete the board: nothing is held against the others. */
    a = appraised(BOARD, pending);
    CHECK(is(a, UNDECIDED) && rule_says(a, ASSAY_UNDECIDABLE) && !has(a, "topology.members"));
    assay_appraisal_free(a);
    a = appraised(BOARD, forged);
    CHECK(is(a, REJECTED) && rule_says(a, ASSAY_FAIL) && !has(a, "topology.members"));
    assay_appraisal_free(a);
}

int main(void)
{
    world_open(&w, 0, NULL, NULL);
    RUN(reports_agree_or_those_that_differ_are_named);
    RUN(links_are_counted);
    RUN(one_kind_leaves_it_open);
    RUN(a_profile_is_a_rule_of_the_policy);
    world_close(&w);
    return DONE();
}
