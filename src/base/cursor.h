/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one reader of untrusted bytes. A cursor is sticky: the first read that does not fit names its
 * field in the shared fault, and every later read yields zeros, so a parser reads like the layout
 * table of its specification and asks cur_ok() once at the end. Sub-cursors share the fault of the
 * cursor they came from, and know where in the whole input they stand. Invariant: pos <= len;
 * cur_over establishes it, only cur_take moves pos.
 */
#ifndef ASSAY_BASE_CURSOR_H
#define ASSAY_BASE_CURSOR_H

#include "base/bytes.h"

/* What went wrong first, and where in the outermost input. `what` is NULL while all is well. */
typedef struct {
    const char *what; /* field name, static text: "header.version" */
    const char *why;  /* static text: "truncated", "trailing bytes", "not minimal" */
    size_t at;
} fault;

typedef struct {
    const uint8_t *ptr;
    size_t len, pos;
    size_t origin; /* offset of ptr[0] in the outermost input */
    fault *fault;
} cursor;

static inline cursor cur_over(assay_bytes in, fault *f)
{
    return (cursor){.ptr = in.ptr, .len = in.len, .fault = f};
}

static inline bool cur_ok(const cursor *c)
{
    return c->fault->what == NULL;
}

static inline size_t cur_left(const cursor *c)
{
    return cur_ok(c) ? c->len - c->pos : 0;
}

/* Offset of the next byte in the outermost input. */
static inline size_t cur_at(const cursor *c)
{
    return c->origin + c->pos;
}

/* Records a fault of the caller's own finding at `at` (an absolute offset). Always false. */
bool cur_fail(cursor *c, size_t at, const char *what, const char *why);

/* The next n bytes, or {NULL, 0} after a fault.
 * Reviewers: this is the only bounds test of input, and the only pointer arithmetic on it but for
 * the two functions below. */
static inline assay_bytes cur_take(cursor *c, size_t n, const char *what)
{
    if (!cur_ok(c)) {
        return (assay_bytes){NULL, 0};
    }
    if (n > c->len - c->pos) {
        cur_fail(c, cur_at(c), what, "truncated");
        return (assay_bytes){NULL, 0};
    }
    assay_bytes taken = {c->ptr == NULL ? NULL : c->ptr + c->pos, n};
    c->pos += n;
    return taken;
}

/* Everything that is left, without taking it; {NULL, 0} after a fault. */
static inline assay_bytes cur_ahead(const cursor *c)
{
    bool some = cur_left(c) > 0;
    return (assay_bytes){some ? c->ptr + c->pos : NULL, some ? c->len - c->pos : 0};
}

/* What was taken since cur_at was `at`; {NULL, 0} after a fault. */
static inline assay_bytes cur_since(const cursor *c, size_t at)
{
    bool some = cur_ok(c) && c->ptr != NULL;
    return (assay_bytes){some ? c->ptr + (at - c->origin) : NULL, some ? cur_at(c) - at : 0};
}

static inline cursor cur_sub(cursor *c, size_t n, const char *what)
{
    cursor in = {.origin = cur_at(c), .fault = c->fault};
    assay_bytes taken = cur_take(c, n, what);
    in.ptr = taken.ptr;
    in.len = taken.len;
    return in;
}

/* Everything that is left; possibly empty, never a fault. */
static inline assay_bytes cur_rest(cursor *c)
{
    return cur_take(c, cur_left(c), "rest");
}

static inline uint8_t cur_u8(cursor *c, const char *what)
{
    assay_bytes one = cur_take(c, 1, what);
    return one.len == 1 ? one.ptr[0] : 0;
}

uint16_t cur_u16le(cursor *c, const char *what);
uint32_t cur_u32le(cursor *c, const char *what);
uint64_t cur_u64le(cursor *c, const char *what);
uint16_t cur_u16be(cursor *c, const char *what);
uint32_t cur_u32be(cursor *c, const char *what);
uint64_t cur_u64be(cursor *c, const char *what);

/* The input must end here. */
bool cur_end(cursor *c, const char *what);

#endif
