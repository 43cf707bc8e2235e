/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assay-mutate CASES.json [--only GLOB] [--bits N]: flips bits of each authentic case's evidence,
 * and of the quote that travels with it, one at a time, and appraises: never accepted, never
 * authentic. N evenly spread bits of each file; 0: every bit.
 */
#include "base/limits.h"
#include "runner.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const char *cases, *only;
    size_t bits;
} options;

static bool accepted(run *r, assay_engine *e, const replacement *instead)
{
    assay_request *q = case_request(r, instead, false);
    assay_appraisal *a = case_appraise(r, e, q);
    bool yes = a == NULL || assay_appraisal_status(a) == ASSAY_OK ||
               (instead != NULL && assay_appraisal_authentic(a, NULL));
    assay_appraisal_free(a);
    assay_request_free(q);
    return yes;
}

static size_t flip_all(run *r, assay_engine *e, const char *role, assay_bytes original,
                       size_t wanted)
{
    size_t all = original.len * 8, flipped = 0;
    size_t step = wanted == 0 || wanted >= all ? 1 : all / wanted;
    uint8_t *copy = malloc(original.len);
    replacement changed = {role, bytes_of(copy, original.len)};
    memcpy(copy, original.ptr, original.len);
    for (size_t bit = 0; bit < all && r->why.len == 0; bit += step, flipped++) {
        /* The requests made for one flip are not needed for the next. */
        arena memory, *outer = r->arena;
        arena_init(&memory, NULL, LIMIT_STORE_MEMORY);
        r->arena = &memory;
        copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
        bool yes = accepted(r, e, &changed);
        copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
        r->arena = outer;
        arena_release(&memory);
        if (yes) {
            disagree(r, "accepted with bit %zu of byte 0x%zx of %s flipped", bit % 8, bit / 8,
                     role != NULL ? role : "the evidence");
        }
    }
    free(copy);
    return flipped;
}

/* Attachments that nothing but the evidence's own key vouches for. */
static size_t flip_quote(run *r, assay_engine *e, size_t bits)
{
    const json *list = json_member(r->spec, "endorsements");
    size_t flipped = 0;
    for (const json *i = list != NULL ? list->first : NULL; i != NULL; i = i->next) {
        const char *role = arena_text(r->arena, bytes_of_str(json_text(json_member(i, "role"))));
        if (role != NULL && strncmp(role, "tpm-", 4) == 0) {
            assay_bytes original = case_file(r, json_text(json_member(i, "file")));
            flipped += flip_all(r, e, role, original, bits);
        }
    }
    return flipped;
}

static size_t mutate(run *r, size_t bits)
{
    assay_trust *t = case_trust(r, family_of(case_text(r, "format")));
    assay_engine *e = t != NULL ? case_engine(r, t) : NULL;
    assay_bytes original = case_file(r, json_text(json_member(r->spec, "evidence")));
    size_t flipped = 0;
    r->policy = r->any_genuine;
    if (e != NULL && original.ptr != NULL) {
        if (!accepted(r, e, NULL)) {
            disagree(r, "not accepted as it is, so flipping bits shows nothing");
        }
        flipped = flip_all(r, e, NULL, original, bits) + flip_quote(r, e, bits);
    }
    assay_engine_free(e);
    assay_trust_release(t);
    return flipped;
}

static bool run_all(const options *o, const json *cases, run *r)
{
    size_t flips = 0;
    unsigned passed = 0, failed = 0;
    for (const json *c = cases->first; c != NULL; c = c->next) {
        arena memory;
        arena_init(&memory, NULL, LIMIT_STORE_MEMORY);
        r->arena = &memory;
        r->spec = c;
        r->why = text_new(&memory, LIMIT_JSON_BYTES);
        bool wanted = fnmatch(o->only, case_text(r, "id"), 0) == 0 &&
                      strcmp(case_text(r, "expect"), "authentic") == 0;
        flips += wanted ? mutate(r, o->bits) : 0;
        if (r->why.len > 0) {
            printf("%s: %.*s\n", case_text(r, "id"), (int)r->why.len, r->why.ptr);
        }
        passed += wanted && r->why.len == 0;
        failed += r->why.len > 0;
        arena_release(&memory);
    }
    printf("%zu bits flipped\n%u passed, %u failed\n", flips, passed, failed);
    return failed == 0 && passed > 0;
}

static bool read_arguments(int argc, char **argv, options *o)
{
    *o = (options){.only = "*", .bits = 500};
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (strcmp(argv[i], "--only") == 0 && more) {
            o->only = argv[++i];
        } else if (strcmp(argv[i], "--bits") == 0 && more) {
            o->bits = strtoul(argv[++i], NULL, 10);
        } else if (o->cases == NULL && argv[i][0] != '-') {
            o->cases = argv[i];
        } else {
            return false;
        }
    }
    return o->cases != NULL;
}

int main(int argc, char **argv)
{
    options o;
    if (!read_arguments(argc, argv, &o)) {
        fprintf(stderr, "usage: assay-mutate CASES.json [--only GLOB] [--bits N]\n");
        return 2;
    }
    arena memory;
    arena_init(&memory, NULL, LIMIT_STORE_MEMORY);
    const json *cases = NULL;
    run r = {.shared = "../shared"};
    bool good = run_open(&r, &memory, o.cases, &cases) && run_all(&o, cases, &r);
    assay_policy_release(r.any_genuine);
    arena_release(&memory);
    assay_thread_end();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
