/* SPDX-License-Identifier: Apache-2.0 */
/* Building a request: what is taken, what is refused at once, and what only the appraisal refuses.
 */
#include "appraise/request.h"
#include "failing.h"
#include "world.h"

static const uint8_t byte = 1;

static assay_request *fresh(size_t max_bytes)
{
    assay_request *r = NULL;
    CHECK(assay_request_new(&r, max_bytes) == ASSAY_OK);
    return r;
}

static void labels_are_short_lower_case_words(void)
{
    static const char *const good[] = {"a", "cpu", "gpu-0", "a_b", "z9"};
    static const char *const bad[] = {"",  "A",   "0a",  "-a",  "_a", "cpu ",
                                      "é", "a.b", "a/b", "cPu", "a\n"};
    assay_request *r = fresh(0);
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        CHECK(assay_request_evidence(r, good[i], NULL, &byte, 1) == ASSAY_OK);
        CHECK(assay_request_evidence(r, good[i], NULL, &byte, 1) == ASSAY_E_ARGUMENT);
    }
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        CHECK(assay_request_evidence(r, bad[i], NULL, &byte, 1) == ASSAY_E_ARGUMENT);
        CHECK(assay_request_attach(r, bad[i], "vcek", &byte, 1) == ASSAY_E_ARGUMENT);
    }
    char longest[LIMIT_LABEL + 2];
    memset(longest, 'a', sizeof longest);
    longest[LIMIT_LABEL + 1] = '\0';
    CHECK(assay_request_evidence(r, longest, NULL, &byte, 1) == ASSAY_E_ARGUMENT);
    longest[LIMIT_LABEL] = '\0';
    CHECK(assay_request_evidence(r, longest, NULL, &byte, 1) == ASSAY_OK);
    CHECK_UINT(r->piece_count, ARRAY_LEN(good) + 1);
    assay_request_free(r);
}

static void formats_and_roles_must_exist(void)
{
    assay_request *r = fresh(0);
    CHECK(assay_request_evidence(r, "a", "snp-report", &byte, 1) == ASSAY_OK);
    CHECK(assay_request_evidence(r, "b", "snp-msg-report-rsp", &byte, 1) == ASSAY_OK);
    CHECK(assay_request_evidence(r, "c", "snp", &byte, 1) == ASSAY_E_UNSUPPORTED);
    CHECK(assay_request_evidence(r, "c", "", &byte, 1) == ASSAY_E_UNSUPPORTED);
    CHECK(assay_request_attach(r, NULL, "vcek", &byte, 1) == ASSAY_OK);
    CHECK(assay_request_attach(r, "a", "vcek", &byte, 1) == ASSAY_OK);
    CHECK(assay_request_attach(r, "a", "vcek", &byte, 0) == ASSAY_OK);
    CHECK(assay_request_attach(r, "a", "VCEK", &byte, 1) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_attach(r, "a", "x509-root", &byte, 1) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_attach(r, "a", "deny", &byte, 1) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_bundle(r, &byte, 1) == ASSAY_E_UNSUPPORTED);
    CHECK_UINT(r->attachment_count, 3);
    assay_request_free(r);
}

static void what_is_set_twice_is_refused(void)
{
    uint8_t nonce[LIMIT_CHALLENGE + 1] = {1};
    assay_request *r = fresh(0);
    CHECK(assay_request_nonce(r, nonce, LIMIT_CHALLENGE + 1, NULL, NULL) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_nonce(r, nonce, 32, "", NULL) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_nonce(r, nonce, 32, NULL, "") == ASSAY_E_ARGUMENT);
    char scope[LIMIT_NONCE_SCOPE + 2];
    memset(scope, 's', sizeof scope);
    scope[LIMIT_NONCE_SCOPE + 1] = '\0';
    CHECK(assay_request_nonce(r, nonce, 32, scope, NULL) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_nonce(r, nonce, 32, NULL, scope) == ASSAY_E_ARGUMENT);
    scope[LIMIT_NONCE_SCOPE] = '\0';
    CHECK(assay_request_nonce(r, nonce, LIMIT_CHALLENGE, scope, scope) == ASSAY_OK);
    CHECK(assay_request_nonce(r, nonce, 32, NULL, NULL) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_no_nonce(r, "why") == ASSAY_E_ARGUMENT);
    assay_request_free(r);

    r = fresh(0);
    CHECK(assay_request_no_nonce(r, "why") == ASSAY_OK);
    CHECK(assay_request_no_nonce(r, "why") == ASSAY_E_ARGUMENT);
    CHECK(assay_request_nonce(r, nonce, 32, NULL, NULL) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_at(r, ASSAY_TIME_UNSET, ASSAY_TIME_UNSET) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_at(r, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    CHECK(assay_request_at(r, AT, ASSAY_TIME_UNSET) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_at_now(r) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_at_evidence(r) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_input(r, "x", &byte, 1) == ASSAY_OK);
    CHECK(assay_request_input(r, "x", &byte, 1) == ASSAY_E_ARGUMENT);
    CHECK(assay_request_param(r, "x", "1") == ASSAY_OK);
    CHECK(assay_request_param(r, "x", "2") == ASSAY_E_ARGUMENT);
    assay_request_free(r);
}

static void counts_are_bounded(void)
{
    world w;
    world_open(&w, 0, NULL, NULL);
    assay_request *r = fresh(0);
    assay_policy *p = policy_of(&w, STRICT, false);
    for (size_t i = 0; i < LIMIT_POLICIES; i++) {
        CHECK(assay_request_policy(r, p) == ASSAY_OK);
    }
    CHECK(assay_request_policy(r, p) == ASSAY_E_ARGUMENT);
    assay_policy_release(p);
    char name[16];
    for (unsigned i = 0; i < LIMIT_POLICY_INPUTS; i++) {
        snprintf(name, sizeof name, "i%u", i);
        CHECK(assay_request_input(r, name, &byte, 1) == ASSAY_OK);
    }
    CHECK(assay_request_input(r, "more", &byte, 1) == ASSAY_E_ARGUMENT);
    CHECK(!r->overflowed);
    assay_request_free(r);
    world_close(&w);
}

static bool rejected_for_size(world *w, assay_request *r)
{
    CHECK(r->overflowed);
    assay_appraisal *a = answer(w, r);
    bool yes = is(a, REJECTED) && has(a, "size.request") && !assay_appraisal_authentic(a, NULL);
    CHECK(assay_appraisal_document(a, "json").ptr != NULL);
    assay_appraisal_free(a);
    return yes;
}

/* What does not fit is the sender's doing as likely as the caller's: it rejects, and is no error.
 */
static void what_does_not_fit_rejects(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    static uint8_t large[70000];
    assay_request *pieces = ask_fresh(&w, STRICT, &e), *files = ask_fresh(&w, STRICT, &e);
    char label[16];
    for (unsigned i = 0; i < LIMIT_EVIDENCE_PIECES; i++) {
        snprintf(label, sizeof label, "p%u", i);
        CHECK(assay_request_evidence(pieces, label, NULL, &byte, 1) == ASSAY_OK);
    }
    for (unsigned i = 0; i < LIMIT_ATTACHMENTS; i++) {
        CHECK(assay_request_attach(files, NULL, "vcek", &byte, 1) == ASSAY_OK);
    }
    CHECK(rejected_for_size(&w, pieces) && rejected_for_size(&w, files));

    for (int what = 0; what < 3; what++) { /* evidence, attachment, nonce */
        assay_request *r = fresh(65536);
        add_policy(&w, r, STRICT);
        CHECK(assay_request_at(r, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
        if (what != 0) {
            add_piece(r, "cpu", &e);
        }
        if (what != 2) {
            with_nonce(r, forged_nonce(&e));
        }
        assay_status s = what == 0 ? assay_request_evidence(r, "cpu", NULL, large, sizeof large)
                                   : assay_request_attach(r, NULL, "vcek", large, sizeof large);
        CHECK(s == ASSAY_OK);
        CHECK(what != 2 || assay_request_nonce(r, large, 32, NULL, NULL) == ASSAY_OK);
        CHECK(rejected_for_size(&w, r));
    }
    world_close(&w);
}

/* Every call under an allocator that refuses the n-th block: E_MEMORY, and never an appraisal. */
static void want_of_memory_is_an_error(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    for (size_t n = 0; n < 4; n++) {
        failing memory = {.left = n};
        assay_allocator allocator = failing_allocator(&memory);
        assay_request *r = fresh(0);
        r->arena.allocator = &allocator;
        add_policy(&w, r, STRICT);
        assay_bytes nonce = forged_nonce(&e);
        bool refused = assay_request_nonce(r, nonce.ptr, nonce.len, NULL, NULL) == ASSAY_E_MEMORY;
        refused |= assay_request_evidence(r, "cpu", NULL, e.report.ptr, e.report.len) != ASSAY_OK;
        refused |= assay_request_attach(r, "cpu", "vcek", e.vek.ptr, e.vek.len) != ASSAY_OK;
        refused |= assay_request_attach(r, "cpu", "ask", e.ask.ptr, e.ask.len) != ASSAY_OK;
        CHECK(assay_request_at(r, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
        assay_appraisal *a = NULL;
        assay_status s = assay_appraise(w.engine, r, &a, &w.err);
        CHECK(refused ? s == ASSAY_E_MEMORY && a == NULL : s == ASSAY_OK);
        CHECK(n < 3 || !refused);
        assay_appraisal_free(a);
        assay_request_free(r);
        CHECK_UINT(memory.held, 0);
    }
    world_close(&w);
}

static void refused(world *w, assay_request *r, const char *message)
{
    assay_appraisal *a = NULL;
    CHECK(assay_appraise(w->engine, r, &a, &w->err) == ASSAY_E_ARGUMENT && a == NULL);
    if (!CHECK(strstr(w->err.message, message) != NULL)) {
        fprintf(stderr, "  %s\n", w->err.message);
    }
    assay_request_free(r);
}

static assay_request *with_input(world *w, const fsnp_evidence *e, const char *policy,
                                 const char *input, const char *param)
{
    assay_request *r = ask_fresh(w, policy, e);
    CHECK(input == NULL || assay_request_input(r, input, &byte, 1) == ASSAY_OK);
    CHECK(param == NULL || assay_request_param(r, param, "\"x\"") == ASSAY_OK);
    return r;
}

#define DECLARES                                                                                   \
    POLICY(ACCEPT_BEST "\"inputs\":{\"key\":{\"type\":\"bytes\",\"len\":1,\"doc\":\"d\"}},"        \
                       "\"params\":{\"name\":{\"type\":\"text\",\"doc\":\"d\"}},",                 \
           "1", IMAGE_RULE)

static void an_incomplete_request_is_an_argument_error(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    refused(&w, ask_fresh(&w, NULL, &e), "no policy");
    assay_request *r = ask(&w, STRICT, NULL);
    with_nonce(r, forged_nonce(&e));
    CHECK(assay_request_at(r, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    refused(&w, r, "no evidence");
    r = ask(&w, STRICT, &e);
    CHECK(assay_request_at(r, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    refused(&w, r, "no nonce");
    r = ask(&w, STRICT, &e);
    with_nonce(r, forged_nonce(&e));
    refused(&w, r, "does not say when");
    r = ask(&w, STRICT, &e);
    with_nonce(r, forged_nonce(&e));
    CHECK(assay_request_at_now(r) == ASSAY_OK);
    refused(&w, r, "no clock");
    r = ask_fresh(&w, STRICT, &e);
    CHECK(assay_request_attach(r, "gpu", "vcek", &byte, 1) == ASSAY_OK);
    refused(&w, r, "\"gpu\"");
    refused(&w, with_input(&w, &e, STRICT, "key", NULL), "no policy declares an input \"key\"");
    refused(&w, with_input(&w, &e, STRICT, NULL, "name"), "no policy declares a param \"name\"");
    refused(&w, with_input(&w, &e, DECLARES, NULL, "name"), "key");
    refused(&w, with_input(&w, &e, DECLARES, "key", NULL), "name");
    world_close(&w);
}

static assay_time always(void *user)
{
    return *(const assay_time *)user;
}

static void now_is_the_engine_s(void)
{
    static assay_time now = AT, unset = ASSAY_TIME_UNSET;
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_time *clocks[] = {&now, &unset};
    for (size_t i = 0; i < ARRAY_LEN(clocks); i++) {
        w.options.clock = always;
        w.options.clock_user = clocks[i];
        world_engine(&w);
        assay_request *r = ask(&w, STRICT, &e);
        with_nonce(r, forged_nonce(&e));
        CHECK(assay_request_at_now(r) == ASSAY_OK);
        assay_appraisal *a = answer(&w, r);
        CHECK(i == 0 ? is(a, ACCEPTED) : is(a, REJECTED)); /* a clock that failed is no time */
        CHECK(strstr(assay_appraisal_document(a, "json-line").ptr,
                     i == 0 ? "\"at\":\"2026-06-01T00:00:00Z\"" : "\"at\":null") != NULL);
        assay_appraisal_free(a);
    }
    world_close(&w);
}

/* What is known about revocation is asked at known_at, windows at `at`. */
static void known_at_is_apart_from_at(void)
{
    static const struct {
        assay_time at, known_at;
        assay_status status;
    } cases[] = {{AT, AT, ASSAY_OK},
                 {AT, AT - 400 * 86400, ASSAY_UNDECIDED}, /* no list had been issued yet */
                 {AT, AT + 3000 * (assay_time)86400, ASSAY_UNDECIDED}, /* the list had ended */
                 {AT + 3000 * (assay_time)86400, AT, ASSAY_REJECTED}}; /* the VCEK had */
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assay_request *r = ask(&w, STRICT, &e);
        with_nonce(r, forged_nonce(&e));
        CHECK(assay_request_at(r, cases[i].at, cases[i].known_at) == ASSAY_OK);
        assay_appraisal *a = answer(&w, r);
        CHECK_UINT(assay_appraisal_status(a), cases[i].status);
        assay_appraisal_free(a);
    }
    world_close(&w);
}

/* The caller's buffers may go as soon as they were handed over, and so may the request. */
static void everything_is_copied(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_request *r = ask(&w, STRICT, NULL);
    char label[] = "cpu", format_id[] = "snp-report", session[] = "session";
    uint8_t nonce[FSNP_NONCE_LEN];
    memcpy(nonce, forged_nonce(&e).ptr, sizeof nonce);
    uint8_t *report = arena_alloc(&w.arena, e.report.len);
    memcpy(report, e.report.ptr, e.report.len);
    CHECK(assay_request_evidence(r, label, format_id, report, e.report.len) == ASSAY_OK);
    CHECK(assay_request_attach(r, label, "vcek", e.vek.ptr, e.vek.len) == ASSAY_OK);
    CHECK(assay_request_attach(r, NULL, "ask", e.ask.ptr, e.ask.len) == ASSAY_OK);
    CHECK(assay_request_nonce(r, nonce, sizeof nonce, NULL, session) == ASSAY_OK);
    CHECK(assay_request_at(r, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    memset(report, 0, e.report.len);
    memset(nonce, 0, sizeof nonce);
    memset(label, 'x', 3);
    memset(format_id, 'x', 3);
    memset(session, 'x', 3);
    assay_appraisal *a = answer(&w, r);
    CHECK(is(a, ACCEPTED) && assay_claims(a, "cpu") != NULL);
    assay_appraisal_free(a);
    world_close(&w);
}

int main(void)
{
    RUN(labels_are_short_lower_case_words);
    RUN(formats_and_roles_must_exist);
    RUN(what_is_set_twice_is_refused);
    RUN(counts_are_bounded);
    RUN(what_does_not_fit_rejects);
    RUN(want_of_memory_is_an_error);
    RUN(an_incomplete_request_is_an_argument_error);
    RUN(now_is_the_engine_s);
    RUN(known_at_is_apart_from_at);
    RUN(everything_is_copied);
    return DONE();
}
