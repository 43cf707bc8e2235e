/* SPDX-License-Identifier: Apache-2.0 */
/* What every nonce store must do; test_memory and test_sqlite run it over theirs. */
#ifndef ASSAY_TESTS_NONCE_STORES_H
#define ASSAY_TESTS_NONCE_STORES_H

#include "check.h"
#include "nonce/nonces.h"
#include "base/limits.h"
#include "crypto/crypto.h"

#include <pthread.h>
#include <sys/wait.h>

#define NOON 1750000000

static assay_time now_is = NOON;
static assay_time fake_clock(void *user)
{
    (void)user;
    return now_is;
}
static const nonce_options FAKE = {fake_clock, NULL, 50};

/* A new, empty store on the fake clock; each test program has its own. */
static assay_nonces *open_store(void);

typedef struct {
    uint8_t bytes[32];
} nonce;

static const uint8_t POLICY_A[32] = {1}, POLICY_B[32] = {2};

static assay_nonce_scope scope(const uint8_t *policy, const char *audience, const char *session)
{
    return (assay_nonce_scope){.struct_size = sizeof(assay_nonce_scope),
                               .policy_sha256 = policy,
                               .audience = audience ? str_of(audience) : (assay_str){NULL, 0},
                               .session = session ? str_of(session) : (assay_str){NULL, 0},
                               .now = ASSAY_TIME_UNSET};
}

static nonce issue_for(assay_nonces *n, const uint8_t *policy, const char *audience,
                       const char *session, uint32_t ttl_s)
{
    nonce out;
    CHECK_UINT(assay_nonce_issue(n, out.bytes, 32, policy, audience, session, ttl_s, NULL),
               ASSAY_OK);
    return out;
}

/* The state, or the status when there is none. */
static const char *consume(assay_nonces *n, nonce v, assay_nonce_scope s)
{
    const assay_nonce_store *store = nonces_store(n);
    assay_nonce_state state = ASSAY_NONCE_LIVE;
    uint8_t sha256[32];
    CHECK_UINT(crypto_sha256(bytes_of(v.bytes, 32), sha256), ASSAY_OK);
    assay_status status = store->consume(store->user, sha256, &s, &state, NULL);
    CHECK((state == ASSAY_NONCE_NONE) == (status != ASSAY_OK));
    return status == ASSAY_OK ? assay_nonce_state_name(state) : assay_status_name(status);
}

static const char *peek(assay_nonces *n, nonce v, assay_nonce_scope s)
{
    const assay_nonce_store *store = nonces_store(n);
    assay_nonce_state state = ASSAY_NONCE_LIVE;
    uint8_t sha256[32];
    CHECK_UINT(crypto_sha256(bytes_of(v.bytes, 32), sha256), ASSAY_OK);
    assay_status status = store->peek(store->user, sha256, &s, &state, NULL);
    CHECK((state == ASSAY_NONCE_NONE) == (status != ASSAY_OK));
    return status == ASSAY_OK ? assay_nonce_state_name(state) : assay_status_name(status);
}

static assay_status list(assay_nonces *n,
                         bool (*each)(void *context, const uint8_t sha256[32],
                                      const assay_nonce_scope *scope),
                         void *context)
{
    return nonces_store(n)->list(nonces_store(n)->user, each, context, NULL);
}

/* Peek, consume and peek again: the first two must agree, the third tells what consume did. */
static void check_try(assay_nonces *n, nonce v, assay_nonce_scope s, const char *wanted)
{
    CHECK_TEXT(peek(n, v, s), wanted);
    CHECK_TEXT(consume(n, v, s), wanted);
    CHECK_TEXT(peek(n, v, s), strcmp(wanted, "live") == 0 ? "spent" : wanted);
}

static void spends_once(void)
{
    assay_nonces *n = open_store();
    nonce v = issue_for(n, NULL, NULL, NULL, 60), other = issue_for(n, NULL, NULL, NULL, 60);
    CHECK(memcmp(v.bytes, other.bytes, 32) != 0);
    check_try(n, v, scope(NULL, NULL, NULL), "live");
    CHECK_TEXT(consume(n, v, scope(NULL, NULL, NULL)), "spent");
    CHECK_TEXT(consume(n, other, scope(NULL, NULL, NULL)), "live");
    check_try(n, (nonce){{7}}, scope(NULL, NULL, NULL), "unknown");
    assay_nonces_free(n);
}

static void holds_to_the_scope(void)
{
    assay_nonces *n = open_store();
    nonce v = issue_for(n, POLICY_A, "relying party", "s1", 60);
    check_try(n, v, scope(POLICY_B, "relying party", "s1"), "foreign");
    check_try(n, v, scope(NULL, "relying party", "s1"), "foreign");
    check_try(n, v, scope(POLICY_A, "relying part", "s1"), "foreign");
    check_try(n, v, scope(POLICY_A, "relying party2", "s1"), "foreign");
    check_try(n, v, scope(POLICY_A, NULL, "s1"), "foreign");
    check_try(n, v, scope(POLICY_A, "relying party", "s2"), "foreign");
    check_try(n, v, scope(POLICY_A, "relying party", NULL), "foreign");
    check_try(n, v, scope(POLICY_A, "relying party", "s1"), "live");
    CHECK_TEXT(consume(n, v, scope(POLICY_B, "relying party", "s1")), "foreign");

    check_try(n, issue_for(n, NULL, NULL, NULL, 60), scope(POLICY_A, "any", "any"), "live");
    v = issue_for(n, NULL, "a", NULL, 60);
    check_try(n, v, scope(NULL, NULL, "a"), "foreign");
    check_try(n, v, scope(POLICY_B, "a", "any"), "live");
    check_try(n, issue_for(n, NULL, NULL, "a", 60), scope(NULL, "a", NULL), "foreign");
    assay_nonces_free(n);
}

static void ends_with_its_lifetime(void)
{
    assay_nonces *n = open_store();
    nonce late = issue_for(n, NULL, NULL, NULL, 60), spent = issue_for(n, NULL, NULL, NULL, 60),
          in_time = issue_for(n, NULL, NULL, NULL, 60);
    CHECK_TEXT(consume(n, spent, scope(NULL, NULL, NULL)), "live");
    now_is = NOON + 59;
    check_try(n, in_time, scope(NULL, NULL, NULL), "live");
    now_is = NOON + 60;
    check_try(n, late, scope(NULL, NULL, NULL), "expired");
    check_try(n, spent, scope(NULL, NULL, NULL), "spent");
    check_try(n, late, scope(NULL, NULL, NULL), "expired");
    now_is = NOON;
    assay_nonces_free(n);
}

static void refuses_another_time(void)
{
    static const struct {
        int off;
        const char *state;
    } CASES[] = {{-301, "wrong-time"}, {301, "wrong-time"}, {-300, "live"}, {300, "live"}};
    assay_nonces *n = open_store();
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        nonce v = issue_for(n, NULL, NULL, NULL, 60);
        assay_nonce_scope s = scope(NULL, NULL, NULL);
        s.now = NOON + CASES[i].off;
        check_try(n, v, s, CASES[i].state);
    }
    assay_nonce_scope s = scope(NULL, NULL, NULL);
    s.now = INT64_MAX;
    CHECK_TEXT(consume(n, (nonce){{7}}, s), "wrong-time");
    s.now = ASSAY_TIME_UNSET + 1;
    CHECK_TEXT(consume(n, (nonce){{7}}, s), "wrong-time");
    assay_nonces_free(n);
}

static void purges_what_ended(void)
{
    assay_nonces *n = open_store();
    nonce spent = issue_for(n, NULL, NULL, NULL, 10), unspent = issue_for(n, NULL, NULL, NULL, 10),
          live = issue_for(n, NULL, "a", NULL, 20), replay = issue_for(n, NULL, NULL, NULL, 20);
    CHECK_TEXT(consume(n, spent, scope(NULL, NULL, NULL)), "live");
    CHECK_TEXT(consume(n, replay, scope(NULL, NULL, NULL)), "live");
    uint64_t count = 99;
    CHECK_UINT(assay_nonces_purge(n, &count, NULL), ASSAY_OK);
    CHECK_UINT(count, 0);
    now_is = NOON + 10;
    CHECK_UINT(assay_nonces_purge(n, &count, NULL), ASSAY_OK);
    CHECK_UINT(count, 2);
    CHECK_TEXT(consume(n, spent, scope(NULL, NULL, NULL)), "unknown");
    CHECK_TEXT(consume(n, unspent, scope(NULL, NULL, NULL)), "unknown");
    CHECK_TEXT(consume(n, replay, scope(NULL, NULL, NULL)), "spent");
    CHECK_TEXT(consume(n, live, scope(NULL, "a", NULL)), "live");
    CHECK_UINT(assay_nonces_purge(n, NULL, NULL), ASSAY_OK);
    now_is = NOON;
    assay_nonces_free(n);
}

typedef struct {
    unsigned seen, wanted;
    bool all_right;
} listing;

static bool count_listed(void *context, const uint8_t sha256[32], const assay_nonce_scope *s)
{
    listing *l = context;
    l->all_right = l->all_right && sha256 != NULL && str_is(s->audience, "aud") &&
                   str_is(s->session, "ses") && s->policy_sha256 != NULL &&
                   memcmp(s->policy_sha256, POLICY_A, 32) == 0 && s->expires == NOON + 20;
    return ++l->seen < l->wanted;
}

static void lists_the_live(void)
{
    assay_nonces *n = open_store();
    for (int i = 0; i < 3; i++) {
        issue_for(n, POLICY_A, "aud", "ses", 20);
    }
    issue_for(n, NULL, NULL, NULL, 10);
    nonce spent = issue_for(n, NULL, NULL, NULL, 20);
    CHECK_TEXT(consume(n, spent, scope(NULL, NULL, NULL)), "live");
    now_is = NOON + 10;
    listing all = {0, 99, true}, first = {0, 1, true};
    CHECK_UINT(list(n, count_listed, &all), ASSAY_OK);
    CHECK(all.seen == 3 && all.all_right);
    CHECK_UINT(list(n, count_listed, &first), ASSAY_OK);
    CHECK_UINT(first.seen, 1);
    now_is = NOON;
    assay_nonces_free(n);
}

static void bounds_what_is_issued(void)
{
    static const struct {
        size_t len;
        uint32_t ttl_s;
        assay_status status;
    } CASES[] = {{15, 60, ASSAY_E_ARGUMENT}, {16, 60, ASSAY_OK},
                 {64, 86400, ASSAY_OK},      {65, 60, ASSAY_E_ARGUMENT},
                 {32, 0, ASSAY_E_ARGUMENT},  {32, 86401, ASSAY_E_ARGUMENT}};
    assay_nonces *n = open_store();
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        uint8_t out[65];
        memset(out, 0xaa, sizeof out);
        CHECK_UINT(assay_nonce_issue(n, out, CASES[i].len, NULL, NULL, NULL, CASES[i].ttl_s, NULL),
                   CASES[i].status);
        CHECK(bytes_all(bytes_of(out, CASES[i].len), 0) == (CASES[i].status != ASSAY_OK));
    }
    char longest[LIMIT_NONCE_SCOPE + 2];
    memset(longest, 'x', sizeof longest);
    longest[LIMIT_NONCE_SCOPE] = '\0';
    check_try(n, issue_for(n, NULL, longest, longest, 60), scope(NULL, longest, longest), "live");
    longest[LIMIT_NONCE_SCOPE] = 'x';
    longest[LIMIT_NONCE_SCOPE + 1] = '\0';
    const char *const bad[] = {"", "\xff", longest};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        uint8_t out[32];
        CHECK_UINT(assay_nonce_issue(n, out, 32, NULL, bad[i], NULL, 60, NULL), ASSAY_E_ARGUMENT);
        CHECK_UINT(assay_nonce_issue(n, out, 32, NULL, NULL, bad[i], 60, NULL), ASSAY_E_ARGUMENT);
        CHECK_TEXT(consume(n, (nonce){{7}}, scope(NULL, bad[i], NULL)), "E_ARGUMENT");
    }
    assay_nonces_free(n);
}

/* Straight at the vtable, because random numbers do not repeat when one waits for it. */
static void never_overwrites(void)
{
    assay_nonces *n = open_store();
    const assay_nonce_store *store = nonces_store(n);
    const uint8_t sha256[32] = {3};
    assay_nonce_scope a = scope(NULL, "a", NULL), b = scope(NULL, "b", NULL);
    assay_nonce_state state = ASSAY_NONCE_NONE;
    CHECK_UINT(store->issue(store->user, sha256, &a, 60, NULL), ASSAY_OK);
    CHECK_UINT(store->issue(store->user, sha256, &b, 60, NULL), ASSAY_REJECTED);
    CHECK_UINT(store->consume(store->user, sha256, &b, &state, NULL), ASSAY_OK);
    CHECK_UINT(state, ASSAY_NONCE_FOREIGN);
    CHECK_UINT(store->consume(store->user, sha256, &a, &state, NULL), ASSAY_OK);
    CHECK_UINT(state, ASSAY_NONCE_LIVE);
    CHECK_UINT(store->issue(store->user, sha256, &a, 60, NULL), ASSAY_REJECTED);
    CHECK_UINT(store->consume(store->user, sha256, &a, &state, NULL), ASSAY_OK);
    CHECK_UINT(state, ASSAY_NONCE_SPENT);
    assay_nonces_free(n);
}

/* Two copies of one store would each let the same nonce pass. */
static void refuses_after_fork(void)
{
    assay_nonces *n = open_store();
    nonce v = issue_for(n, NULL, NULL, NULL, 60);
    pid_t child = fork();
    if (child == 0) {
        uint8_t out[32];
        assay_error err;
        assay_error_init(&err, sizeof err);
        bool refused =
            strcmp(consume(n, v, scope(NULL, NULL, NULL)), "E_ARGUMENT") == 0 &&
            strcmp(peek(n, v, scope(NULL, NULL, NULL)), "E_ARGUMENT") == 0 &&
            assay_nonce_issue(n, out, 32, NULL, NULL, NULL, 60, NULL) == ASSAY_E_ARGUMENT &&
            list(n, count_listed, NULL) == ASSAY_E_ARGUMENT &&
            assay_nonces_purge(n, NULL, &err) == ASSAY_E_ARGUMENT && err.hint[0] != '\0';
        assay_nonces_free(n);
        _exit(refused ? 0 : 1);
    }
    int how = -1;
    CHECK(child > 0 && waitpid(child, &how, 0) == child && how == 0);
    check_try(n, v, scope(NULL, NULL, NULL), "live");
    assay_nonces_free(n);
}

#define THREADS 4
#define CONTESTED 64

typedef struct {
    assay_nonces *store;
    const nonce *nonces;
    unsigned wins;
} contender;

static void *contend(void *context)
{
    contender *c = context;
    for (size_t i = 0; i < CONTESTED; i++) {
        c->wins += strcmp(consume(c->store, c->nonces[i], scope(NULL, NULL, NULL)), "live") == 0;
    }
    assay_thread_end();
    return NULL;
}

static void one_thread_wins(void)
{
    assay_nonces *n = open_store();
    nonce nonces[CONTESTED];
    for (size_t i = 0; i < CONTESTED; i++) {
        nonces[i] = issue_for(n, NULL, NULL, NULL, 60);
    }
    contender contenders[THREADS];
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        contenders[i] = (contender){n, nonces, 0};
        CHECK(pthread_create(&threads[i], NULL, contend, &contenders[i]) == 0);
    }
    unsigned wins = 0;
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        wins += contenders[i].wins;
    }
    CHECK_UINT(wins, CONTESTED);
    assay_nonces_free(n);
}

static void run_for_every_store(void)
{
    RUN(spends_once);
    RUN(holds_to_the_scope);
    RUN(ends_with_its_lifetime);
    RUN(refuses_another_time);
    RUN(purges_what_ended);
    RUN(lists_the_live);
    RUN(bounds_what_is_issued);
    RUN(never_overwrites);
    RUN(refuses_after_fork);
    RUN(one_thread_wins);
}

#endif
