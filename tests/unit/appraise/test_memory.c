/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running out of memory. Beyond the budget is the evidence's doing: a rejection. What the allocator
 * refuses is nobody's: an error, or a complete answer, and nothing is leaked either way.
 */
#include "failing.h"
#include "world.h"

#define FILLS 64
#define MEMORY_MIN ((size_t)64 << 10)

static void beyond_the_budget_is_rejected(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    size_t accepted = 0, rejected = 0;
    for (size_t budget = MEMORY_MIN; budget <= 4 * MEMORY_MIN; budget += 2048) {
        w.options.max_memory = budget;
        world_engine(&w);
        assay_request *q = ask_fresh(&w, STRICT, &e);
        for (int i = 0; i < 200; i++) { /* what an attacker may add: certificates to be read */
            CHECK(assay_request_attach(q, NULL, "ask", e.ask.ptr, e.ask.len) == ASSAY_OK);
        }
        assay_appraisal *a = answer(&w, q);
        bool over = has(a, "limit.memory");
        CHECK(over ? is(a, REJECTED) : is(a, ACCEPTED));
        CHECK(!over || assay_claims(a, "cpu") == NULL);
        CHECK(!over || rejected == 0 || accepted == 0); /* more memory is never worse */
        rejected += over;
        accepted += !over;
        assay_appraisal_free(a);
    }
    if (!CHECK(rejected > 0 && accepted > 0)) {
        fprintf(stderr, "  %zu rejected, %zu accepted\n", rejected, accepted);
    }
    world_close(&w);
}

static void each_allocation_may_fail(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    failing memory = {.left = SIZE_MAX};
    assay_allocator allocator = failing_allocator(&memory);
    w.options.allocator = &allocator;
    for (int cached = 0; cached < 2; cached++) {
        w.options.no_cache = cached == 0;
        memory.left = SIZE_MAX;
        world_engine(&w);
        size_t idle = memory.held, n = 0;
        for (bool whole = false; !whole && n < 1000; n++) {
            assay_appraisal *a = NULL;
            assay_request *q = ask_fresh(&w, STRICT, &e);
            memory.left = n;
            assay_status s = assay_appraise(w.engine, q, &a, &w.err);
            whole = memory.left > 0;
            CHECK(s == ASSAY_OK ? a != NULL : s == ASSAY_E_MEMORY && a == NULL);
            CHECK(!whole || is(a, ACCEPTED));
            bool readable = a == NULL || assay_claims(a, "cpu") != NULL || memory.left == 0;
            CHECK(readable);
            assay_str json = assay_appraisal_document(a, "json");
            CHECK(json.ptr == NULL || json.len == strlen(json.ptr));
            assay_appraisal_free(a);
            assay_request_free(q);
            CHECK(cached == 1 || memory.held == idle);
        }
        CHECK(n > 3 && n < 1000);
    }
    world_close(&w);
    CHECK_UINT(memory.held, 0);
}

/* Concluding needs memory too, now and then: without it the answer is no, and stays so. */
static void concluding_without_memory_is_no(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    failing memory = {.left = SIZE_MAX};
    assay_allocator allocator = failing_allocator(&memory);
    w.options.allocator = &allocator;
    world_engine(&w);
    size_t refused = 0;
    for (size_t fill = 0; fill < FILLS; fill++) { /* until nothing is left of a block */
        assay_request *q = ask_fresh(&w, STRICT, &e);
        for (size_t i = 0; i < fill; i++) {
            CHECK(assay_request_attach(q, NULL, "crl", e.ask.ptr, 1) == ASSAY_OK);
        }
        CHECK(assay_request_spend_later(q) == ASSAY_OK);
        assay_appraisal *a = answer(&w, q);
        memory.left = 0;
        assay_status s = assay_appraisal_conclude(a, true, &w.err);
        memory.left = SIZE_MAX;
        refused += s == ASSAY_E_MEMORY;
        CHECK(s == ASSAY_OK ? is(a, ACCEPTED) && assay_claims(a, "cpu") != NULL
                            : s == ASSAY_E_MEMORY && is(a, REJECTED));
        CHECK(s == ASSAY_OK || assay_claims(a, "cpu") == NULL);
        assay_appraisal_free(a);
    }
    CHECK(refused > 0 && refused < FILLS);
    world_close(&w);
    CHECK_UINT(memory.held, 0);
}

/* An engine needs memory for its cache. */
static void an_engine_without_memory_is_not_made(void)
{
    for (size_t n = 0; n < 3; n++) {
        failing memory = {.left = n};
        assay_allocator allocator = failing_allocator(&memory);
        assay_engine_options o;
        assay_engine_options_init(&o, sizeof o);
        o.allocator = &allocator;
        assay_engine *engine = NULL;
        assay_status s = assay_engine_new(&engine, &o, NULL);
        CHECK(s == ASSAY_OK ? engine != NULL : s == ASSAY_E_MEMORY && engine == NULL);
        CHECK(n > 0 || s == ASSAY_E_MEMORY);
        assay_engine_free(engine);
        CHECK_UINT(memory.held, 0);
    }
}

int main(void)
{
    RUN(beyond_the_budget_is_rejected);
    RUN(each_allocation_may_fail);
    RUN(concluding_without_memory_is_no);
    RUN(an_engine_without_memory_is_not_made);
    return DONE();
}
