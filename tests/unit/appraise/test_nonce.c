/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 6 and 8: what a nonce must be like, where it must stand, and when it is spent. */
#include "nonce/nonces.h"
#include "world.h"

static assay_time now; /* of the stores of this program */

static assay_time clock_of_test(void *user)
{
    (void)user;
    return now;
}

static assay_nonces *memory_store(void)
{
    assay_nonces *n = NULL;
    now = AT;
    nonce_options o = {.clock = clock_of_test};
    CHECK(nonces_memory_open(&n, 16, &o, NULL) == ASSAY_OK);
    return n;
}

/* A world whose engine spends in a memory store, and evidence for a nonce of that store. */
typedef struct {
    world w;
    assay_nonces *store;
    uint8_t nonce[FSNP_NONCE_LEN];
    fsnp_evidence e;
} spent_world;

static void spent_open(spent_world *s, unsigned with, const char *const *set)
{
    world_open(&s->w, with, NULL, NULL);
    s->store = memory_store();
    s->w.options.nonces = s->store;
    world_engine(&s->w);
    CHECK(assay_nonce_issue(s->store, s->nonce, sizeof s->nonce, NULL, NULL, NULL, 60, NULL) ==
          ASSAY_OK);
    s->e = forged(&s->w, bytes_of(s->nonce, sizeof s->nonce), set);
}

static void spent_close(spent_world *s)
{
    world_close(&s->w);
    assay_nonces_free(s->store);
}

static assay_nonce_state state_of(spent_world *s)
{
    assay_nonce_state state = ASSAY_NONCE_NONE;
    CHECK(assay_nonce_peek(s->store, s->nonce, sizeof s->nonce, NULL, NULL, NULL, &state, NULL) ==
          ASSAY_OK);
    return state;
}

static assay_appraisal *answer_to(spent_world *s, const char *policy)
{
    return answer(&s->w, ask_fresh(&s->w, policy, &s->e));
}

static void another_nonce_is_a_mismatch(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    uint8_t other[FSNP_NONCE_LEN + 1] = {0};
    memcpy(other, forged_nonce(&e).ptr, FSNP_NONCE_LEN);
    static const size_t lengths[] = {FSNP_NONCE_LEN - 1, FSNP_NONCE_LEN};
    for (size_t i = 0; i < ARRAY_LEN(lengths); i++) {
        assay_request *q = ask(&w, STRICT, &e);
        other[FSNP_NONCE_LEN - 1] ^= (uint8_t)i; /* the second has one bit flipped */
        with_nonce(q, bytes_of(other, lengths[i]));
        CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
        assay_appraisal *a = answer(&w, q);
        CHECK(is(a, REJECTED) && has(a, "nonce.mismatch"));
        const assay_finding *f = finding_of(a, "nonce.mismatch");
        CHECK_TEXT(f->claim, "/report_data");
        CHECK(f->offset == FSNP_AT_REPORT_DATA && f->length == 64);
        assay_appraisal_free(a);
    }
    world_close(&w);
}

static void no_nonce_must_be_said_and_warns(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_request *q = ask(&w, LENIENT, &e);
    CHECK(assay_request_no_nonce(q, "an audit") == ASSAY_OK);
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, WARNED) && has(a, "nonce.none"));
    uint8_t sha256[32];
    CHECK(!assay_appraisal_nonce_sha256(a, sha256));
    const char *json = assay_appraisal_document(a, "json-line").ptr;
    CHECK(strstr(json, "{\"what\":\"nonce.none\",\"reason\":\"an audit\"}") != NULL);
    assay_appraisal_free(a);
    world_close(&w);
}

#define KNOWN "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define KNOWN_ALLOWED                                                                              \
    POLICY(ACCEPT_BOTH "\"settings\":{\"known_nonces\":\"allow\"},", "1", IMAGE_RULE)

static void weak_nonces_are_rejected(void)
{
    static const struct {
        const char *hex, *finding;
    } weak[] = {
        {KNOWN, "nonce.known"},
        {"931d8dd0add203ac3d8b4fbde75e115278eefcdceac5b87671a748f32364dfcb", "nonce.known"},
        {"0000000000000000000000000000000000000000000000000000000000000000", "nonce.constant"},
        {"a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5", "nonce.constant"},
        {"0102030405060708090a0b0c0d0e0f", "nonce.short"}};
    world w;
    world_open(&w, WITH_CRL | WITH_NONCES, NULL,
               "{\"assay_known_nonces\":1,\"nonces\":[\"" KNOWN "\"]}");
    for (size_t i = 0; i < ARRAY_LEN(weak); i++) {
        assay_bytes nonce = {NULL, 0};
        CHECK(hex_decode(&w.arena, bytes_of_text(weak[i].hex), &nonce));
        fsnp_evidence e = forged(&w, nonce, NULL);
        for (int waived = 0; waived < 3; waived++) {
            assay_request *q = ask(&w, waived == 2 ? KNOWN_ALLOWED : LENIENT, &e);
            with_nonce(q, nonce);
            CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
            CHECK(waived != 1 || assay_request_waive(q, weak[i].finding, "a drill") == ASSAY_OK);
            assay_appraisal *a = answer(&w, q);
            CHECK(waived == 0 ? is(a, REJECTED) : is(a, WARNED));
            CHECK(has(a, weak[i].finding));
            assay_appraisal_free(a);
        }
    }
    world_close(&w);
}

static void a_nonce_is_spent_once(void)
{
    spent_world s;
    spent_open(&s, WITH_CRL, NULL);
    assay_appraisal *first = answer_to(&s, STRICT);
    CHECK(is(first, ACCEPTED) && state_of(&s) == ASSAY_NONCE_SPENT);
    CHECK(!has(first, "nonce.single-use-not-checked"));
    uint8_t sha256[32];
    CHECK(!assay_appraisal_nonce_sha256(first, sha256)); /* not the caller's to spend */
    assay_appraisal *second = answer_to(&s, STRICT);
    CHECK(is(second, REJECTED) && has(second, "nonce.replayed"));
    CHECK(assay_claims(second, "cpu") == NULL);
    const char *json = assay_appraisal_document(second, "json-line").ptr;
    CHECK(strstr(json, "\"session\":{\"spent_by\":\"store\",\"store\":\"memory\","
                       "\"spent_now\":false") != NULL);
    assay_appraisal_free(first);
    assay_appraisal_free(second);
    spent_close(&s);
}

static void what_the_store_does_not_know_is_refused(void)
{
    spent_world s;
    spent_open(&s, WITH_CRL, NULL);
    s.e = forged(&s.w, (assay_bytes){NULL, 0}, NULL); /* of a nonce that nobody issued */
    assay_appraisal *a = answer_to(&s, STRICT);
    CHECK(is(a, REJECTED) && has(a, "nonce.unknown"));
    assay_appraisal_free(a);
    spent_close(&s);
}

static void a_nonce_s_lifetime_ends(void)
{
    spent_world s;
    spent_open(&s, WITH_CRL, NULL);
    now = AT + 61;
    assay_appraisal *a = answer_to(&s, STRICT);
    CHECK(is(a, REJECTED) && has(a, "nonce.expired"));
    assay_appraisal_free(a);
    spent_close(&s);
}

static void an_explicit_time_must_be_the_store_s(void)
{
    spent_world s;
    spent_open(&s, WITH_CRL, NULL);
    now = AT + 301;
    assay_appraisal *a = answer_to(&s, STRICT);
    CHECK(is(a, REJECTED) && has(a, "nonce.explicit-time"));
    assay_appraisal_free(a);
    now = AT; /* refusing did not spend it */
    a = answer_to(&s, STRICT);
    CHECK(is(a, ACCEPTED));
    assay_appraisal_free(a);
    spent_close(&s);
}

typedef struct {
    const char *audience, *session;
    bool this_policy;
} scope;

static assay_appraisal *within(spent_world *s, const scope *issued, const scope *given)
{
    assay_policy *p = policy_of(&s->w, STRICT, false);
    uint8_t digest[32];
    assay_policy_digest(p, digest);
    digest[0] ^= !issued->this_policy;
    CHECK(assay_nonce_issue(s->store, s->nonce, sizeof s->nonce, digest, issued->audience,
                            issued->session, 60, NULL) == ASSAY_OK);
    s->e = forged(&s->w, bytes_of(s->nonce, sizeof s->nonce), NULL);
    assay_request *q = ask(&s->w, NULL, &s->e);
    CHECK(assay_request_policy(q, p) == ASSAY_OK);
    assay_policy_release(p);
    CHECK(assay_request_nonce(q, s->nonce, sizeof s->nonce, given->audience, given->session) ==
          ASSAY_OK);
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    return answer(&s->w, q);
}

static void a_nonce_stays_in_its_scope(void)
{
    static const struct {
        scope issued, given;
        bool same;
    } cases[] = {
        {{"a", "s", true}, {"a", "s", true}, true},   {{"a", "s", true}, {"b", "s", true}, false},
        {{"a", "s", true}, {"a", "t", true}, false},  {{"a", "s", true}, {NULL, NULL, true}, false},
        {{"a", "s", false}, {"a", "s", true}, false}, {{NULL, NULL, true}, {"a", "s", true}, true},
    };
    spent_world s;
    spent_open(&s, WITH_CRL, NULL);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assay_appraisal *a = within(&s, &cases[i].issued, &cases[i].given);
        CHECK(cases[i].same ? is(a, ACCEPTED) : is(a, REJECTED));
        CHECK(has(a, "nonce.foreign") == !cases[i].same);
        assay_appraisal_free(a);
    }
    spent_close(&s);
}

static void a_policy_s_no_spends_the_nonce_too(void)
{
    spent_world s;
    spent_open(&s, WITH_CRL, NULL);
    assay_appraisal *a = answer_to(&s, STRICT_OTHER);
    CHECK(is(a, REJECTED) && has(a, "policy.rule") && state_of(&s) == ASSAY_NONCE_SPENT);
    assay_appraisal_free(a);
    a = answer_to(&s, STRICT); /* no second try under a kinder policy */
    CHECK(is(a, REJECTED) && has(a, "nonce.replayed"));
    assay_appraisal_free(a);
    spent_close(&s);
}

static void what_is_not_authentic_spends_nothing(void)
{
    spent_world s;
    spent_open(&s, WITH_CRL, NULL);
    uint8_t *forged_byte = arena_alloc(&s.w.arena, s.e.report.len);
    memcpy(forged_byte, s.e.report.ptr, s.e.report.len);
    forged_byte[FSNP_AT_MEASUREMENT] ^= 1;
    assay_bytes genuine = s.e.report;
    s.e.report.ptr = forged_byte;
    assay_appraisal *a = answer_to(&s, STRICT);
    CHECK(is(a, REJECTED) && !assay_appraisal_authentic(a, NULL));
    CHECK_UINT(state_of(&s), ASSAY_NONCE_LIVE);
    assay_appraisal_free(a);
    s.e.report = genuine;
    a = answer_to(&s, STRICT);
    CHECK(is(a, ACCEPTED));
    assay_appraisal_free(a);
    spent_close(&s);
}

static void what_is_undecided_spends_nothing(void)
{
    spent_world s;
    spent_open(&s, 0, NULL); /* without the revocation list */
    assay_appraisal *a = answer_to(&s, STRICT);
    CHECK(is(a, UNDECIDED) && assay_appraisal_authentic(a, NULL));
    CHECK_UINT(state_of(&s), ASSAY_NONCE_LIVE);
    assay_appraisal_free(a);
    a = answer_to(&s, NO_REVOCATION); /* the same evidence, now decided */
    CHECK(is(a, ACCEPTED));
    CHECK_UINT(state_of(&s), ASSAY_NONCE_SPENT);
    assay_appraisal_free(a);
    spent_close(&s);
}

static void evidence_of_another_challenge_spends_nothing(void)
{
    spent_world s;
    spent_open(&s, WITH_CRL, NULL);
    fsnp_evidence other = forged(&s.w, (assay_bytes){NULL, 0}, NULL);
    assay_request *q = ask(&s.w, STRICT, &other);
    with_nonce(q, bytes_of(s.nonce, sizeof s.nonce));
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_appraisal *a = answer(&s.w, q);
    CHECK(is(a, REJECTED) && has(a, "nonce.mismatch"));
    CHECK_UINT(state_of(&s), ASSAY_NONCE_LIVE);
    assay_appraisal_free(a);
    spent_close(&s);
}

#define PAIR POLICY(ACCEPT_BEST, "2", IMAGE_RULE)

static void every_piece_must_carry_the_nonce(void)
{
    static const char *const other_chip[] = {"chip_id=0123456789", "report_id=01", NULL};
    spent_world s;
    spent_open(&s, WITH_CRL, NULL);
    fsnp_evidence stale = forged(&s.w, (assay_bytes){NULL, 0}, other_chip);
    fsnp_evidence fresh = forged(&s.w, bytes_of(s.nonce, sizeof s.nonce), other_chip);
    assay_request *q = ask_fresh(&s.w, PAIR, &s.e);
    add_piece(q, "other", &stale);
    assay_appraisal *a = answer(&s.w, q);
    CHECK(is(a, REJECTED) && state_of(&s) == ASSAY_NONCE_LIVE);
    CHECK_TEXT(finding_of(a, "nonce.mismatch")->label, "other");
    assay_appraisal_free(a);
    q = ask_fresh(&s.w, PAIR, &s.e);
    add_piece(q, "other", &fresh);
    a = answer(&s.w, q);
    CHECK(is(a, ACCEPTED) && state_of(&s) == ASSAY_NONCE_SPENT);
    assay_appraisal_free(a);
    spent_close(&s);
}

/* A database that fails, or says what is no answer. */
static assay_status failing_consume(void *user, const uint8_t sha256[32],
                                    const assay_nonce_scope *asked, assay_nonce_state *state,
                                    assay_error *err)
{
    (void)sha256;
    (void)asked;
    *state = ASSAY_NONCE_LIVE;
    snprintf(err->message, sizeof err->message, "the disk is full");
    return *(const assay_status *)user;
}

static assay_status no_issue(void *user, const uint8_t sha256[32], const assay_nonce_scope *asked,
                             uint32_t ttl_s, assay_error *err)
{
    (void)user, (void)sha256, (void)asked, (void)ttl_s, (void)err;
    return ASSAY_E_IO;
}

static assay_status no_purge(void *user, assay_time before, uint64_t *count, assay_error *err)
{
    (void)user, (void)before, (void)count, (void)err;
    return ASSAY_E_IO;
}

static assay_status no_list(void *user,
                            bool (*each)(void *context, const uint8_t sha256[32],
                                         const assay_nonce_scope *asked),
                            void *context, assay_error *err)
{
    (void)user, (void)each, (void)context, (void)err;
    return ASSAY_E_IO;
}

static assay_appraisal *with_broken_store(assay_status status, const char *policy)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    assay_nonce_store broken = {.struct_size = sizeof broken,
                                .name = "broken",
                                .user = &status,
                                .issue = no_issue,
                                .peek = failing_consume,
                                .consume = failing_consume,
                                .purge = no_purge,
                                .list = no_list};
    assay_nonces *store = NULL;
    CHECK(assay_nonces_new(&store, &broken, NULL) == ASSAY_OK);
    w.options.nonces = store;
    world_engine(&w);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, policy, &e));
    world_close(&w);
    assay_nonces_free(store);
    return a;
}

static void a_store_that_fails_leaves_it_undecided(void)
{
    static const assay_status wrong[] = {ASSAY_E_IO, ASSAY_E_MEMORY, ASSAY_REJECTED,
                                         (assay_status)-1000};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        assay_appraisal *a = with_broken_store(wrong[i], STRICT);
        CHECK(is(a, UNDECIDED) && has(a, "nonce.store-unavailable"));
        assay_appraisal_free(a);
    }
    assay_appraisal *a = with_broken_store(ASSAY_E_IO, STRICT);
    CHECK(strstr(finding_of(a, "nonce.store-unavailable")->message, "disk is full") != NULL);
    assay_appraisal_free(a);
    a = with_broken_store(ASSAY_E_IO, STRICT_OTHER);
    CHECK(is(a, REJECTED) && has(a, "nonce.store-unavailable"));
    assay_appraisal_free(a);
}

static assay_appraisal *pending(world *w, const fsnp_evidence *e, const char *policy)
{
    assay_request *q = ask_fresh(w, policy, e);
    CHECK(assay_request_spend_later(q) == ASSAY_OK);
    return answer(w, q);
}

static void the_caller_may_spend_it(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    for (int spent = 0; spent < 2; spent++) {
        assay_appraisal *a = pending(&w, &e, STRICT);
        uint8_t due[32], wanted[32];
        CHECK(crypto_sha256(forged_nonce(&e), wanted) == ASSAY_OK);
        CHECK(is(a, PENDING) && assay_claims(a, "cpu") == NULL);
        CHECK(assay_appraisal_nonce_sha256(a, due) && memcmp(due, wanted, 32) == 0);
        CHECK_UINT(assay_appraisal_conclude(a, spent, &w.err), spent ? ASSAY_OK : ASSAY_REJECTED);
        CHECK(spent ? is(a, ACCEPTED) : is(a, REJECTED) && has(a, "nonce.replayed"));
        CHECK((assay_claims(a, "cpu") != NULL) == (spent == 1));
        CHECK(!assay_appraisal_nonce_sha256(a, due));
        CHECK_UINT(assay_appraisal_conclude(a, true, &w.err), ASSAY_E_ARGUMENT);
        CHECK(spent ? is(a, ACCEPTED) : is(a, REJECTED));
        assay_appraisal_free(a);
    }
    world_close(&w);
}

static void the_caller_spends_for_a_policy_s_no_too(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    uint8_t due[32];
    assay_appraisal *a = pending(&w, &e, STRICT_OTHER);
    CHECK(is(a, REJECTED) && assay_appraisal_nonce_sha256(a, due));
    CHECK_UINT(assay_appraisal_conclude(a, true, &w.err), ASSAY_REJECTED);
    CHECK(is(a, REJECTED));
    assay_appraisal_free(a);
    e.vek = e.ask; /* not authentic: nothing to spend */
    a = pending(&w, &e, STRICT);
    CHECK(!assay_appraisal_nonce_sha256(a, due));
    CHECK_UINT(assay_appraisal_conclude(a, true, &w.err), ASSAY_E_ARGUMENT);
    CHECK(assay_appraisal_status(a) != ASSAY_OK);
    assay_appraisal_free(a);
    world_close(&w);
}

#define STATED                                                                                     \
    "{\"assay_policy\":1,\"id\":\"p\",\"version\":1," ACCEPT_BEST                                  \
    "\"evidence\":{\"cpu\":{\"format\":[\"snp-report\"],\"count\":1,\"rules\":[" IMAGE_RULE        \
    "]}},\"together\":[{\"id\":\"fresh\",\"of\":[\"cpu\"],\"claim\":\"/report_data\","             \
    "\"eq\":{\"zero_pad\":{\"nonce\":32},\"to\":64}}]}"

/* A policy that states where the nonce stands takes the place of the default form. */
static void a_stated_place_is_spent_for_as_well(void)
{
    spent_world s;
    spent_open(&s, WITH_CRL, NULL);
    fsnp_evidence genuine = s.e;
    s.e = forged(&s.w, (assay_bytes){NULL, 0}, NULL);
    assay_request *q = ask(&s.w, STATED, &s.e);
    with_nonce(q, bytes_of(s.nonce, sizeof s.nonce));
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_appraisal *a = answer(&s.w, q);
    CHECK(is(a, REJECTED) && state_of(&s) == ASSAY_NONCE_LIVE);
    assay_appraisal_free(a);
    s.e = genuine;
    a = answer_to(&s, STATED);
    CHECK(is(a, ACCEPTED) && state_of(&s) == ASSAY_NONCE_SPENT);
    assay_appraisal_free(a);
    spent_close(&s);
}

#define WITH_INPUT                                                                                 \
    POLICY(ACCEPT_BEST "\"inputs\":{\"key\":{\"type\":\"bytes\",\"doc\":\"d\"}},", "1", IMAGE_RULE)

/* SHA-512 of nonce and inputs, each behind its length (DESIGN section 8). */
static void inputs_are_bound_with_the_nonce(void)
{
    static const uint8_t key[5] = {'k', 'e', 'y', '-', '1'};
    static const uint8_t lengths[2][4] = {{0, 0, 0, FSNP_NONCE_LEN}, {0, 0, 0, sizeof key}};
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    uint8_t nonce[FSNP_NONCE_LEN], digest[64];
    for (size_t i = 0; i < sizeof nonce; i++) {
        nonce[i] = (uint8_t)(i * 7);
    }
    assay_bytes parts[] = {bytes_of(lengths[0], 4), bytes_of(nonce, sizeof nonce),
                           bytes_of(lengths[1], 4), bytes_of(key, sizeof key)};
    CHECK(crypto_digest(HASH_SHA512, parts, 4, digest) == ASSAY_OK);
    fsnp_evidence e = forged(&w, bytes_of(digest, sizeof digest), NULL);
    for (size_t len = sizeof key; len >= sizeof key - 1; len--) {
        assay_request *q = ask(&w, WITH_INPUT, &e);
        with_nonce(q, bytes_of(nonce, sizeof nonce));
        CHECK(assay_request_input(q, "key", key, len) == ASSAY_OK);
        CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
        assay_appraisal *a = answer(&w, q);
        CHECK(len == sizeof key ? is(a, ACCEPTED) : is(a, REJECTED) && has(a, "nonce.mismatch"));
        assay_appraisal_free(a);
    }
    world_close(&w);
}

static void an_input_that_nothing_binds_is_refused(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_request *q = ask(&w, WITH_INPUT, &e);
    CHECK(assay_request_input(q, "key", (const uint8_t *)"k", 1) == ASSAY_OK);
    CHECK(assay_request_no_nonce(q, "an audit") == ASSAY_OK); /* so no default form takes it */
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, REJECTED) && has(a, "input.unused"));
    CHECK_TEXT(finding_of(a, "input.unused")->found, "key");
    assay_appraisal_free(a);
    world_close(&w);
}

int main(void)
{
    RUN(another_nonce_is_a_mismatch);
    RUN(no_nonce_must_be_said_and_warns);
    RUN(weak_nonces_are_rejected);
    RUN(a_nonce_is_spent_once);
    RUN(what_the_store_does_not_know_is_refused);
    RUN(a_nonce_s_lifetime_ends);
    RUN(an_explicit_time_must_be_the_store_s);
    RUN(a_nonce_stays_in_its_scope);
    RUN(a_policy_s_no_spends_the_nonce_too);
    RUN(what_is_not_authentic_spends_nothing);
    RUN(what_is_undecided_spends_nothing);
    RUN(evidence_of_another_challenge_spends_nothing);
    RUN(every_piece_must_carry_the_nonce);
    RUN(a_store_that_fails_leaves_it_undecided);
    RUN(the_caller_may_spend_it);
    RUN(the_caller_spends_for_a_policy_s_no_too);
    RUN(a_stated_place_is_spent_for_as_well);
    RUN(inputs_are_bound_with_the_nonce);
    RUN(an_input_that_nothing_binds_is_refused);
    return DONE();
}
