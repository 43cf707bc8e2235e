/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/limits.h"
#include "check.h"

/* Counts what is out, and fails from the (left + 1)th request on. */
typedef struct {
    size_t left, bytes_out;
} counting;

static void *counting_alloc(void *user, size_t size)
{
    counting *c = user;
    if (c->left == 0) {
        return NULL;
    }
    c->left--;
    c->bytes_out += size;
    return malloc(size);
}

static void counting_release(void *user, void *ptr, size_t size)
{
    ((counting *)user)->bytes_out -= size;
    free(ptr);
}

static void zeroed_aligned_and_stable(void)
{
    arena a;
    arena_init(&a, NULL, 1 << 20);
    uint8_t *first = arena_alloc(&a, 3);
    memset(first, 0xee, 3);
    uint8_t *second = arena_alloc(&a, 100);
    CHECK(bytes_all(bytes_of(second, 100), 0));
    CHECK((uintptr_t)first % _Alignof(max_align_t) == 0);
    CHECK((uintptr_t)second % _Alignof(max_align_t) == 0);
    CHECK(second >= first + 3);
    for (int i = 0; i < 100; i++) {
        uint8_t *p = arena_alloc(&a, 1000);
        CHECK(bytes_all(bytes_of(p, 1000), 0));
        memset(p, 0xff, 1000);
    }
    CHECK(bytes_all(bytes_of(first, 3), 0xee));
    CHECK(arena_alloc(&a, 0) != NULL);
    arena_release(&a);
}

static void budget_is_a_state_not_an_error(void)
{
    arena a;
    arena_init(&a, NULL, 8192);
    CHECK(arena_alloc(&a, 9000) == NULL);
    CHECK(a.state == ARENA_OVER_BUDGET);
    CHECK(arena_status(&a) == ASSAY_OK);
    CHECK(arena_alloc(&a, 1) == NULL); /* sticky */
    CHECK(arena_text(&a, bytes_of("x", 1)) == NULL);
    arena_release(&a);
    CHECK(a.state == ARENA_OK && a.reserved == 0); /* usable again */
    CHECK(arena_alloc(&a, 1) != NULL);
    arena_release(&a);
}

static void budget_can_be_used_up(void)
{
    arena a;
    arena_init(&a, NULL, 3 * LIMIT_ARENA_BLOCK);
    size_t given = 0;
    while (arena_alloc(&a, 256) != NULL) {
        given += 256;
        CHECK(a.reserved <= a.budget);
    }
    CHECK(given > 2 * LIMIT_ARENA_BLOCK && given < 3 * LIMIT_ARENA_BLOCK);
    arena_release(&a);
    arena_init(&a, NULL, 200); /* below one block */
    CHECK(arena_alloc(&a, 64) != NULL);
    CHECK(arena_alloc(&a, 256) == NULL);
    arena_release(&a);
}

static void sizes_that_would_wrap(void)
{
    arena a;
    arena_init(&a, NULL, SIZE_MAX);
    CHECK(arena_alloc(&a, SIZE_MAX) == NULL);
    CHECK(a.state == ARENA_OVER_BUDGET);
    arena_release(&a);
    CHECK(arena_array(&a, SIZE_MAX / 8 + 2, 8) == NULL);
    CHECK(a.state == ARENA_OVER_BUDGET);
    arena_release(&a);
    CHECK(ARENA_ARRAY(&a, 0, uint64_t) != NULL);
    CHECK(arena_array(&a, 4, 0) != NULL);
    arena_release(&a);
}

static void failing_allocator(void)
{
    for (size_t n = 0; n < 4; n++) {
        counting count = {.left = n};
        assay_allocator allocator = {counting_alloc, counting_release, &count};
        arena a;
        arena_init(&a, &allocator, 1 << 20);
        size_t got = 0;
        while (got < 10 && arena_alloc(&a, LIMIT_ARENA_BLOCK) != NULL) {
            got++;
        }
        CHECK_UINT(got, n);
        CHECK(a.state == ARENA_NO_MEMORY);
        CHECK(arena_status(&a) == ASSAY_E_MEMORY);
        arena_array(&a, SIZE_MAX, 8);
        CHECK(a.state == ARENA_NO_MEMORY); /* the first failure stays */
        arena_release(&a);
        CHECK_UINT(count.bytes_out, 0); /* sizes given back are those asked for */
    }
}

static void copies_and_formats(void)
{
    arena a;
    arena_init(&a, NULL, 1 << 16);
    assay_bytes copy = arena_copy(&a, bytes_of("ab\0c", 4));
    CHECK(bytes_equal(copy, bytes_of("ab\0c", 4)));
    CHECK(copy.ptr[4] == 0);
    assay_bytes empty = arena_copy(&a, bytes_of(NULL, 0));
    CHECK(empty.ptr != NULL && empty.len == 0);
    CHECK_TEXT(arena_format(&a, "%s-%d", "x", 7), "x-7");
    arena_release(&a);
    arena_init(&a, NULL, 0);
    CHECK(arena_copy(&a, bytes_of("ab", 2)).ptr == NULL);
    CHECK(arena_copy(&a, bytes_of("ab", 2)).len == 0);
    CHECK(arena_format(&a, "x") == NULL);
    arena_release(&a);
}

int main(void)
{
    RUN(zeroed_aligned_and_stable);
    RUN(budget_is_a_state_not_an_error);
    RUN(budget_can_be_used_up);
    RUN(sizes_that_would_wrap);
    RUN(failing_allocator);
    RUN(copies_and_formats);
    return DONE();
}
