/* SPDX-License-Identifier: Apache-2.0 */
/* The memory store, and what every store gets from the functions around it. */
#include "nonce/stores.h"

static assay_nonces *open_store(void)
{
    assay_nonces *n = NULL;
    CHECK_UINT(nonces_memory_open(&n, 200, &FAKE, NULL), ASSAY_OK);
    return n;
}

static void bounds_the_capacity(void)
{
    assay_nonces *n = NULL;
    CHECK_UINT(assay_nonces_memory(&n, 0, NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonces_memory(&n, LIMIT_NONCE_CAPACITY + 1, NULL), ASSAY_E_ARGUMENT);
    CHECK(n == NULL);
    CHECK_UINT(assay_nonces_memory(NULL, 1, NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonces_memory(&n, LIMIT_NONCE_CAPACITY, NULL), ASSAY_OK);
    check_try(n, issue_for(n, NULL, NULL, NULL, 60), scope(NULL, NULL, NULL), "live");
    assay_nonces_free(n);
    assay_nonces_free(NULL);
}

static void full_until_something_ends(void)
{
    assay_nonces *n = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    CHECK_UINT(nonces_memory_open(&n, 3, &FAKE, NULL), ASSAY_OK);
    nonce v[3], out;
    for (size_t i = 0; i < 3; i++) {
        v[i] = issue_for(n, NULL, i == 1 ? "a" : NULL, NULL, 10 + (uint32_t)i);
    }
    CHECK_TEXT(consume(n, v[0], scope(NULL, NULL, NULL)), "live");
    CHECK_UINT(assay_nonce_issue(n, out.bytes, 32, NULL, NULL, NULL, 9, &err), ASSAY_E_IO);
    CHECK_TEXT(err.message, "the nonce store is full");
    CHECK_TEXT(consume(n, v[0], scope(NULL, NULL, NULL)), "spent");
    now_is = NOON + 10;
    nonce next = issue_for(n, NULL, NULL, NULL, 60);
    CHECK_UINT(assay_nonce_issue(n, out.bytes, 32, NULL, NULL, NULL, 9, NULL), ASSAY_E_IO);
    CHECK_TEXT(consume(n, v[0], scope(NULL, NULL, NULL)), "unknown");
    CHECK_TEXT(consume(n, v[1], scope(NULL, "a", NULL)), "live");
    CHECK_TEXT(consume(n, v[2], scope(NULL, NULL, NULL)), "live");
    CHECK_TEXT(consume(n, next, scope(NULL, NULL, NULL)), "live");
    now_is = NOON;
    assay_nonces_free(n);
}

/* Many rounds through few entries: buckets and the list of free ones stay whole. */
static void entries_are_used_again(void)
{
    assay_nonces *n = NULL;
    CHECK_UINT(nonces_memory_open(&n, 8, &FAKE, NULL), ASSAY_OK);
    for (uint32_t round = 0; round < 50; round++) {
        nonce v[8];
        for (uint32_t i = 0; i < 8; i++) {
            v[i] = issue_for(n, NULL, "a", i % 2 ? "s" : NULL, 1 + i % 3);
        }
        for (size_t i = round % 8; i < 8; i++) {
            CHECK_TEXT(consume(n, v[i], scope(NULL, "a", "s")), "live");
        }
        now_is += 3;
    }
    now_is = NOON;
    assay_nonces_free(n);
}

static void system_clock(void)
{
    assay_nonces *n = NULL;
    CHECK_UINT(assay_nonces_memory(&n, 4, NULL), ASSAY_OK);
    assay_nonce_scope s = scope(NULL, NULL, NULL);
    s.now = (assay_time)time(NULL);
    CHECK_TEXT(consume(n, issue_for(n, NULL, NULL, NULL, 60), s), "live");
    s.now += 1000;
    CHECK_TEXT(consume(n, issue_for(n, NULL, NULL, NULL, 60), s), "wrong-time");
    assay_nonces_free(n);
}

/* A store that answers as the test says, and counts. */
typedef struct {
    assay_status status;
    assay_nonce_state state;
    unsigned refusals, issued, closed;
    uint8_t last[32];
    bool repeated;
} puppet;

static assay_status puppet_issue(void *user, const uint8_t sha256[32], const assay_nonce_scope *s,
                                 uint32_t ttl_s, assay_error *err)
{
    puppet *p = user;
    (void)s, (void)ttl_s, (void)err;
    p->repeated = p->repeated || (p->issued > 0 && memcmp(p->last, sha256, 32) == 0);
    memcpy(p->last, sha256, 32);
    return p->issued++ < p->refusals ? ASSAY_REJECTED : p->status;
}

static assay_status puppet_answer(void *user, const uint8_t sha256[32], const assay_nonce_scope *s,
                                  assay_nonce_state *state, assay_error *err)
{
    puppet *p = user;
    (void)sha256, (void)s, (void)err;
    *state = p->state;
    return p->status;
}

static assay_status puppet_purge(void *user, assay_time before, uint64_t *count, assay_error *err)
{
    puppet *p = user;
    (void)err;
    *count = before == ASSAY_TIME_UNSET ? 5 : 6;
    return p->status;
}

static assay_status puppet_list(void *user,
                                bool (*each)(void *context, const uint8_t sha256[32],
                                             const assay_nonce_scope *scope),
                                void *context, assay_error *err)
{
    puppet *p = user;
    (void)each, (void)context, (void)err;
    return p->status;
}

static void puppet_close(void *user)
{
    ((puppet *)user)->closed++;
}

static assay_nonce_store puppet_store(puppet *p)
{
    return (assay_nonce_store){sizeof(assay_nonce_store),
                               "puppet",
                               p,
                               puppet_issue,
                               puppet_answer,
                               puppet_answer,
                               puppet_purge,
                               puppet_list,
                               puppet_close};
}

static void issues_another_on_collision(void)
{
    puppet p = {.refusals = 2};
    assay_nonce_store store = puppet_store(&p);
    assay_nonces *n = NULL;
    CHECK_UINT(assay_nonces_new(&n, &store, NULL), ASSAY_OK);
    issue_for(n, NULL, NULL, NULL, 60);
    CHECK(p.issued == 3 && !p.repeated);
    p = (puppet){.refusals = 1000};
    uint8_t out[32];
    CHECK_UINT(assay_nonce_issue(n, out, 32, NULL, NULL, NULL, 60, NULL), ASSAY_E_IO);
    CHECK(bytes_all(bytes_of(out, 32), 0) && p.issued < 10);
    p = (puppet){.status = ASSAY_E_MEMORY};
    CHECK_UINT(assay_nonce_issue(n, out, 32, NULL, NULL, NULL, 60, NULL), ASSAY_E_MEMORY);
    CHECK(bytes_all(bytes_of(out, 32), 0) && p.issued == 1);
    uint64_t count = 0;
    p = (puppet){.status = ASSAY_OK};
    CHECK_UINT(assay_nonces_purge(n, &count, NULL), ASSAY_OK);
    CHECK_UINT(count, 5);
    assay_nonces_free(n);
    CHECK_UINT(p.closed, 1);
}

/* What a child closes may be what its parent still uses. */
static void closes_only_its_own(void)
{
    puppet p = {.status = ASSAY_OK};
    assay_nonce_store store = puppet_store(&p);
    assay_nonces *n = NULL;
    CHECK_UINT(assay_nonces_new(&n, &store, NULL), ASSAY_OK);
    pid_t child = fork();
    if (child == 0) {
        assay_nonces_free(n);
        _exit(p.closed == 0 ? 0 : 1);
    }
    int how = -1;
    CHECK(child > 0 && waitpid(child, &how, 0) == child && how == 0);
    assay_nonces_free(n);
    CHECK_UINT(p.closed, 1);
}

static void distrusts_odd_answers(void)
{
    static const struct {
        assay_status status;
        assay_nonce_state state;
        const char *wanted;
    } CASES[] = {
        {ASSAY_OK, ASSAY_NONCE_LIVE, "live"},
        {ASSAY_OK, ASSAY_NONCE_NONE, "E_IO"},
        {ASSAY_OK, (assay_nonce_state)(ASSAY_NONCE_WRONG_TIME + 1), "E_IO"},
        {ASSAY_REJECTED, ASSAY_NONCE_LIVE, "E_IO"},
        {ASSAY_E_MEMORY, ASSAY_NONCE_LIVE, "E_MEMORY"},
    };
    puppet p = {.status = ASSAY_OK};
    assay_nonce_store store = puppet_store(&p);
    assay_nonces *n = NULL;
    CHECK_UINT(assay_nonces_new(&n, &store, NULL), ASSAY_OK);
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        p.status = CASES[i].status;
        p.state = CASES[i].state;
        CHECK_TEXT(consume(n, (nonce){{7}}, scope(NULL, NULL, NULL)), CASES[i].wanted);
        CHECK_TEXT(peek(n, (nonce){{7}}, scope(NULL, NULL, NULL)), CASES[i].wanted);
    }
    assay_nonces_free(n);
}

static void refuses_half_a_vtable(void)
{
    puppet p = {.status = ASSAY_OK};
    assay_nonces *n = NULL;
    assay_nonce_store bad[7];
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        bad[i] = puppet_store(&p);
    }
    bad[0].struct_size--;
    bad[1].name = NULL;
    bad[2].issue = NULL;
    bad[3].peek = NULL;
    bad[4].consume = NULL;
    bad[5].purge = NULL;
    bad[6].list = NULL;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        CHECK_UINT(assay_nonces_new(&n, &bad[i], NULL), ASSAY_E_ARGUMENT);
        CHECK(n == NULL);
    }
    CHECK_UINT(assay_nonces_new(&n, NULL, NULL), ASSAY_E_ARGUMENT);
    assay_nonce_store no_close = puppet_store(&p);
    no_close.close = NULL;
    CHECK_UINT(assay_nonces_new(NULL, &no_close, NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonces_new(&n, &no_close, NULL), ASSAY_OK);
    assay_nonces_free(n);
    CHECK_UINT(p.closed, 0);
}

static void refuses_bad_arguments(void)
{
    assay_nonces *n = open_store();
    uint8_t out[32] = {0};
    assay_nonce_scope s = scope(NULL, NULL, NULL), old = s, nul = s, half = s;
    assay_nonce_state state;
    old.struct_size--;
    nul.session = (assay_str){"a\0b", 3};
    half.audience = (assay_str){NULL, 1};
    CHECK_TEXT(consume(n, (nonce){{7}}, s), "unknown");
    CHECK_TEXT(consume(n, (nonce){{7}}, old), "E_ARGUMENT");
    CHECK_TEXT(consume(n, (nonce){{7}}, nul), "E_ARGUMENT");
    CHECK_TEXT(consume(n, (nonce){{7}}, half), "E_ARGUMENT");
    CHECK_UINT(nonces_store(n)->consume(nonces_store(n)->user, out, NULL, &state, NULL),
               ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonce_peek(n, out, 0, NULL, NULL, NULL, &state, NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonce_peek(n, out, 32, NULL, NULL, NULL, NULL, NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonce_peek(n, NULL, 32, NULL, NULL, NULL, &state, NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonce_peek(NULL, out, 32, NULL, NULL, NULL, &state, NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonce_peek(n, out, 32, NULL, NULL, NULL, &state, NULL), ASSAY_OK);
    CHECK_UINT(state, ASSAY_NONCE_UNKNOWN);
    CHECK_UINT(assay_nonce_issue(n, NULL, 32, NULL, NULL, NULL, 60, NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonce_issue(NULL, out, 32, NULL, NULL, NULL, 60, NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonces_purge(NULL, NULL, NULL), ASSAY_E_ARGUMENT);
    assay_nonces_free(n);
}

static void names_states(void)
{
    static const char *const NAMES[] = {"none",    "live",    "spent",     "expired",
                                        "unknown", "foreign", "wrong-time"};
    for (size_t i = 0; i < ARRAY_LEN(NAMES); i++) {
        CHECK_TEXT(assay_nonce_state_name((assay_nonce_state)i), NAMES[i]);
    }
    CHECK_TEXT(assay_nonce_state_name((assay_nonce_state)99), "none");
}

int main(void)
{
    run_for_every_store();
    RUN(bounds_the_capacity);
    RUN(full_until_something_ends);
    RUN(entries_are_used_again);
    RUN(system_clock);
    RUN(issues_another_on_collision);
    RUN(closes_only_its_own);
    RUN(distrusts_odd_answers);
    RUN(refuses_half_a_vtable);
    RUN(refuses_bad_arguments);
    RUN(names_states);
    return DONE();
}
