/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that is freed all at once, under a budget. An arena never moves what it gave out. Its first
 * failure is sticky and says which kind it was, because the two have different answers: running over
 * the budget is the evidence's doing (a finding), running out of memory is not (an error).
 */
#ifndef ASSAY_BASE_ARENA_H
#define ASSAY_BASE_ARENA_H

#include "base/bytes.h"

typedef enum { ARENA_OK = 0, ARENA_OVER_BUDGET, ARENA_NO_MEMORY } arena_state;

typedef struct {
    const assay_allocator *allocator;
    size_t budget;   /* bytes that blocks may take in all */
    size_t reserved; /* bytes that blocks take now, headers included */
    struct arena_block *block;
    arena_state state;
} arena;

/* malloc and free, for those who have no allocator of their own. */
extern const assay_allocator allocator_default;

void arena_init(arena *a, const assay_allocator *allocator, size_t budget);
void arena_release(arena *a);

/* Zeroed, aligned for any type; NULL once the state is not ARENA_OK. n * size may not overflow. */
void *arena_alloc(arena *a, size_t size);
void *arena_array(arena *a, size_t n, size_t size);
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

/* Copies; text gets a final NUL. An empty copy is {non-NULL, 0}. */
assay_bytes arena_copy(arena *a, assay_bytes in);
char *arena_text(arena *a, assay_bytes in);
/* A formatted text; NULL when memory failed. Never pass untrusted bytes without text_printable. */
__attribute__((format(printf, 2, 3))) const char *arena_format(arena *a, const char *format, ...);
assay_status arena_status(const arena *a);

#endif
