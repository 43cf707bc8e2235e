/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct arena_block {
    struct arena_block *older;
    size_t size, used; /* of the data that follows this header */
};

#define ALIGNMENT _Alignof(max_align_t)
#define HEADER ((sizeof(struct arena_block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

static void *default_alloc(void *user, size_t size)
{
    (void)user;
    return malloc(size);
}

static void default_release(void *user, void *ptr, size_t size)
{
    (void)user;
    (void)size;
    free(ptr);
}

const assay_allocator allocator_default = {default_alloc, default_release, NULL};

void arena_init(arena *a, const assay_allocator *allocator, size_t budget)
{
    *a = (arena){.allocator = allocator != NULL ? allocator : &allocator_default, .budget = budget};
}

void arena_release(arena *a)
{
    while (a->block != NULL) {
        struct arena_block *older = a->block->older;
        a->allocator->release(a->allocator->user, a->block, HEADER + a->block->size);
        a->block = older;
    }
    *a = (arena){.allocator = a->allocator, .budget = a->budget};
}

static bool add_block(arena *a, size_t size)
{
    size_t data = size > LIMIT_ARENA_BLOCK ? size : LIMIT_ARENA_BLOCK;
    size_t left = a->budget - a->reserved;
    if (data + HEADER > left) {
        data = size;
    }
    if (data + HEADER > left) {
        a->state = ARENA_OVER_BUDGET;
        return false;
    }
    struct arena_block *b = a->allocator->alloc(a->allocator->user, HEADER + data);
    if (b == NULL) {
        a->state = ARENA_NO_MEMORY;
        return false;
    }
    memset(b, 0, HEADER + data);
    *b = (struct arena_block){.older = a->block, .size = data};
    a->block = b;
    a->reserved += HEADER + data;
    return true;
}

void *arena_alloc(arena *a, size_t size)
{
    if (a->state != ARENA_OK) {
        return NULL;
    }
    if (size > SIZE_MAX / 2) {
        a->state = ARENA_OVER_BUDGET;
        return NULL;
    }
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if ((a->block == NULL || size > a->block->size - a->block->used) && !add_block(a, size)) {
        return NULL;
    }
    uint8_t *p = (uint8_t *)a->block + HEADER + a->block->used;
    a->block->used += size;
    return p;
}

void *arena_array(arena *a, size_t n, size_t size)
{
    if (size > 0 && n > SIZE_MAX / size) {
        a->state = a->state != ARENA_OK ? a->state : ARENA_OVER_BUDGET;
        return NULL;
    }
    return arena_alloc(a, n * size);
}

char *arena_text(arena *a, assay_bytes in)
{
    char *out = in.len < SIZE_MAX ? arena_alloc(a, in.len + 1) : NULL;
    if (out != NULL && in.len > 0) {
        memcpy(out, in.ptr, in.len);
    }
    return out;
}

assay_bytes arena_copy(arena *a, assay_bytes in)
{
    char *out = arena_text(a, in);
    return bytes_of(out, out != NULL ? in.len : 0);
}

#define FORMAT_USUAL 128

const char *arena_format(arena *a, const char *format, ...)
{
    char usual[FORMAT_USUAL];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(usual, sizeof usual, format, args);
    va_end(args);
    char *out = len < 0 ? NULL : arena_alloc(a, (size_t)len + 1);
    if (out != NULL && (size_t)len < sizeof usual) {
        memcpy(out, usual, (size_t)len + 1);
    } else if (out != NULL) {
        vsnprintf(out, (size_t)len + 1, format, again);
    }
    va_end(again);
    return out;
}

assay_status arena_status(const arena *a)
{
    return a->state == ARENA_NO_MEMORY ? ASSAY_E_MEMORY : ASSAY_OK;
}
