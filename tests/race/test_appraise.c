/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Eight threads appraise two shared requests with one engine while its trust is swapped again and
 * again; every answer is the right one. Meant for ThreadSanitizer, true everywhere.
 */
#include "base/limits.h"
#include "check.h"
#include "vectors/runner.h"

#include <pthread.h>

#define THREADS 8
#define ROUNDS 40

typedef struct {
    assay_engine *engine;
    assay_request *good, *bad;
    assay_trust *trust;
    unsigned wrong;
} shared;

static unsigned answer_is(assay_engine *e, const assay_request *q, assay_status wanted)
{
    assay_appraisal *a = NULL;
    assay_status s = assay_appraise(e, q, &a, NULL);
    assay_str document = assay_appraisal_document(a, "json-line");
    unsigned wrong = s != wanted || document.len == 0;
    assay_appraisal_free(a);
    return wrong;
}

static void *appraise_many(void *context)
{
    shared *s = context;
    unsigned wrong = 0;
    for (int i = 0; i < ROUNDS; i++) {
        wrong += answer_is(s->engine, s->good, ASSAY_OK);
        wrong += answer_is(s->engine, s->bad, ASSAY_REJECTED);
    }
    __atomic_add_fetch(&s->wrong, wrong, __ATOMIC_RELAXED);
    assay_thread_end();
    return NULL;
}

static void *swap_trust(void *context)
{
    shared *s = context;
    for (int i = 0; i < 10 * ROUNDS; i++) {
        unsigned wrong = assay_engine_set_trust(s->engine, s->trust, NULL) != ASSAY_OK;
        __atomic_add_fetch(&s->wrong, wrong, __ATOMIC_RELAXED);
    }
    assay_thread_end();
    return NULL;
}

static const json *case_of(const json *cases, const char *id)
{
    for (const json *c = cases->first; c != NULL; c = c->next) {
        if (str_is(json_text(json_member(c, "id")), id)) {
            return c;
        }
    }
    return NULL;
}

static assay_request *request_of(run *r, const json *cases, const char *id)
{
    r->spec = case_of(cases, id);
    return r->spec != NULL ? case_request(r, NULL, false) : NULL;
}

static void race(shared *s)
{
    pthread_t threads[THREADS + 1];
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, appraise_many, s) == 0);
    }
    CHECK(pthread_create(&threads[THREADS], NULL, swap_trust, s) == 0);
    for (int i = 0; i <= THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK_UINT(s->wrong, 0);
}

static void threads_share_an_engine(void)
{
    arena memory;
    arena_init(&memory, NULL, LIMIT_STORE_MEMORY);
    run r = {.shared = "."};
    const json *cases = NULL;
    CHECK(run_open(&r, &memory, ASSAY_SOURCE_DIR "/fixtures/snp/cases.json", &cases));
    r.arena = &memory;
    r.policy = r.any_genuine;
    r.why = text_new(&memory, LIMIT_JSON_BYTES);
    shared s = {.bad = request_of(&r, cases, "forge-snp/measurement-flipped"),
                .good = request_of(&r, cases, "forge-snp/good-milan-v5")};
    s.trust = case_trust(&r, "amd");
    s.engine = case_engine(&r, s.trust);
    if (CHECK(s.good != NULL && s.bad != NULL && s.engine != NULL)) {
        race(&s);
    }
    CHECK_UINT(r.why.len, 0);
    assay_request_free(s.good);
    assay_request_free(s.bad);
    assay_engine_free(s.engine);
    assay_trust_release(s.trust);
    assay_policy_release(r.any_genuine);
    arena_release(&memory);
}

int main(void)
{
    RUN(threads_share_an_engine);
    return DONE();
}
