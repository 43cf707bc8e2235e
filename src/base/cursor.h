/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one reader of untrusted bytes. A cursor is sticky: the first read that does not fit names its
 * field in the shared fault, and every later read yields zeros, so a parser reads like the layout
 * table of its specification and asks cur_ok() once at the end. Sub-cursors share the fault of the
 * cursor they came from, and know where in the whole input they stand.
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

cursor cur_over(assay_bytes in, fault *f);
bool cur_ok(const cursor *c);
size_t cur_left(const cursor *c);
/* Offset of the next byte in the outermost input. */
size_t cur_at(const cursor *c);

/* The next n bytes, or {NULL, 0} after a fault. */
assay_bytes cur_take(cursor *c, size_t n, const char *what);
cursor cur_sub(cursor *c, size_t n, const char *what);
/* Everything that is left; possibly empty, never a fault. */
assay_bytes cur_rest(cursor *c);

uint8_t cur_u8(cursor *c, const char *what);
uint16_t cur_u16le(cursor *c, const char *what);
uint32_t cur_u32le(cursor *c, const char *what);
uint64_t cur_u64le(cursor *c, const char *what);
uint16_t cur_u16be(cursor *c, const char *what);
uint32_t cur_u32be(cursor *c, const char *what);
uint64_t cur_u64be(cursor *c, const char *what);

/* Records a fault of the caller's own finding at `at` (an absolute offset). Always false. */
bool cur_fail(cursor *c, size_t at, const char *what, const char *why);
/* The input must end here. */
bool cur_end(cursor *c, const char *what);

#endif
