/* SPDX-License-Identifier: Apache-2.0 */
/* An allocator that refuses one allocation and all after it, and counts what is still held. */
#ifndef ASSAY_TESTS_FAILING_H
#define ASSAY_TESTS_FAILING_H

#include <assay/values.h>
#include <stdlib.h>

typedef struct {
    size_t left; /* allocations that still succeed */
    size_t held; /* bytes given out and not yet returned */
} failing;

static inline void *failing_alloc(void *user, size_t size)
{
    failing *f = user;
    if (f->left == 0) {
        return NULL;
    }
    void *p = malloc(size);
    f->left--;
    f->held += p != NULL ? size : 0;
    return p;
}

static inline void failing_release(void *user, void *ptr, size_t size)
{
    failing *f = user;
    f->held -= size;
    free(ptr);
}

static inline assay_allocator failing_allocator(failing *f)
{
    return (assay_allocator){failing_alloc, failing_release, f};
}

#endif
