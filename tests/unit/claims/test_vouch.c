/* SPDX-License-Identifier: Apache-2.0 */
/* Copying a claim tree without what may not be read. */
#include "base/limits.h"
#include "base/text.h"
#include "check.h"
#include "claims/vouch.h"
#include "failing.h"

typedef struct {
    const char *refused; /* this pointer is left out */
    text *seen;          /* all pointers that were asked about */
} reader;

static bool keep(const void *context, assay_bytes pointer)
{
    const reader *r = context;
    if (r->seen != NULL) {
        text_add(r->seen, pointer);
        text_add_str(r->seen, " ");
    }
    return r->refused == NULL || !bytes_equal(pointer, bytes_of_text(r->refused));
}

static claim *sample(arena *a)
{
    claim *root = claim_root(a);
    claim_uint(a, root, "a/b", 1);
    claim *map = claim_map(a, root, "m~");
    claim_uint(a, map, "x", 2);
    claim *list = claim_list(a, map, "l");
    for (size_t i = 0; i < 11; i++) {
        claim_uint(a, list, NULL, i);
    }
    claim_uint(a, root, "last", 3);
    return root;
}

static void everything_is_copied_when_nothing_is_refused(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    const claim *root = sample(&a);
    text seen = text_new(&a, 4096);
    reader r = {NULL, &seen};
    claim *copy = claim_copy_if(&a, root, keep, &r);
    CHECK(copy != root && claim_equal(copy, root));
    CHECK(copy->first != root->first && copy->first->next != root->first->next);
    CHECK_TEXT(text_done(&seen).ptr,
               "/a~1b /m~0 /m~0/x /m~0/l /m~0/l/0 /m~0/l/1 /m~0/l/2 /m~0/l/3 /m~0/l/4 /m~0/l/5 "
               "/m~0/l/6 /m~0/l/7 /m~0/l/8 /m~0/l/9 /m~0/l/10 /last ");
    CHECK(claim_copy_if(&a, claim_root(&a), keep, &r)->count == 0);
    arena_release(&a);
}

static void what_is_refused_is_left_out_with_all_below(void)
{
    static const struct {
        const char *refused;
        size_t count;
    } cases[] = {{"/a~1b", 2}, {"/m~0", 2}, {"/m~0/l", 3}, {"/m~0/l/10", 3}, {"/last", 2}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        arena a;
        arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
        const claim *root = sample(&a);
        reader r = {cases[i].refused, NULL};
        claim *copy = claim_copy_if(&a, root, keep, &r);
        CHECK_UINT(copy->count, cases[i].count);
        CHECK(claim_at(root, bytes_of_text(cases[i].refused)) != NULL);
        CHECK(claim_at(copy, bytes_of_text(cases[i].refused)) == NULL);
        CHECK((claim_at(copy, bytes_of_text("/m~0/x")) != NULL) == (i != 1));
        arena_release(&a);
    }
}

/* A refused element moves those behind it forward, but they are asked about by their own place. */
static void a_refused_element_does_not_shift_the_pointers(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    text seen = text_new(&a, 4096);
    reader r = {"/m~0/l/0", &seen};
    claim *copy = claim_copy_if(&a, sample(&a), keep, &r);
    CHECK(strstr(text_done(&seen).ptr, "/m~0/l/10 ") != NULL);
    CHECK_UINT(claim_at(copy, bytes_of_text("/m~0/l"))->count, 10);
    arena_release(&a);
}

static claim *nested(arena *a, size_t nodes, const char *name)
{
    claim *root = claim_root(a), *c = root;
    for (size_t i = 1; i < nodes; i++) {
        c = claim_map(a, c, name);
    }
    claim_uint(a, c, "leaf", 7);
    return root;
}

static void a_tree_beyond_the_limits_is_not_copied(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    reader r = {NULL, NULL};
    const claim *deep = nested(&a, LIMIT_CLAIM_DEPTH, "m");
    CHECK(claim_equal(claim_copy_if(&a, deep, keep, &r), deep));
    CHECK(claim_copy_if(&a, nested(&a, LIMIT_CLAIM_DEPTH + 1, "m"), keep, &r) == NULL);
    char *name = arena_alloc(&a, LIMIT_CLAIM_POINTER + 1);
    memset(name, '~', LIMIT_CLAIM_POINTER / 2);
    CHECK(claim_copy_if(&a, nested(&a, 2, name), keep, &r) == NULL);
    memset(name, 'x', LIMIT_CLAIM_POINTER / 2);
    CHECK(claim_copy_if(&a, nested(&a, 2, name), keep, &r) != NULL);
    arena_release(&a);
}

static void want_of_memory_yields_no_partial_copy(void)
{
    arena source;
    arena_init(&source, NULL, LIMIT_APPRAISAL_MEMORY);
    claim *root = claim_root(&source);
    for (size_t i = 0; i < 200; i++) {
        claim_uint(&source, root, arena_format(&source, "member-%zu", i), i);
    }
    reader r = {NULL, NULL};
    size_t n = 0;
    for (bool whole = false; !whole && n < 100; n++) {
        failing memory = {.left = n};
        assay_allocator allocator = failing_allocator(&memory);
        arena a;
        arena_init(&a, &allocator, LIMIT_APPRAISAL_MEMORY);
        claim *copy = claim_copy_if(&a, root, keep, &r);
        whole = copy != NULL;
        CHECK(whole == (arena_status(&a) == ASSAY_OK));
        CHECK(!whole || claim_equal(copy, root));
        arena_release(&a);
        CHECK_UINT(memory.held, 0);
    }
    CHECK(n > 2 && n < 100);
    arena_release(&source);
}

int main(void)
{
    RUN(everything_is_copied_when_nothing_is_refused);
    RUN(what_is_refused_is_left_out_with_all_below);
    RUN(a_refused_element_does_not_shift_the_pointers);
    RUN(a_tree_beyond_the_limits_is_not_copied);
    RUN(want_of_memory_yields_no_partial_copy);
    return DONE();
}
