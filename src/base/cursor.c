/* SPDX-License-Identifier: Apache-2.0 */
/* Invariant of every cursor: pos <= len. cur_over establishes it, only cur_take moves pos. */
#include "base/cursor.h"

cursor cur_over(assay_bytes in, fault *f)
{
    return (cursor){.ptr = in.ptr, .len = in.len, .fault = f};
}

bool cur_ok(const cursor *c)
{
    return c->fault->what == NULL;
}

size_t cur_left(const cursor *c)
{
    return cur_ok(c) ? c->len - c->pos : 0;
}

size_t cur_at(const cursor *c)
{
    return c->origin + c->pos;
}

bool cur_fail(cursor *c, size_t at, const char *what, const char *why)
{
    if (cur_ok(c)) {
        *c->fault = (fault){.what = what, .why = why, .at = at};
    }
    return false;
}

/* Reviewers: this is the only pointer arithmetic on input, and its only bounds test. */
assay_bytes cur_take(cursor *c, size_t n, const char *what)
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

cursor cur_sub(cursor *c, size_t n, const char *what)
{
    size_t origin = cur_at(c);
    assay_bytes in = cur_take(c, n, what);
    return (cursor){.ptr = in.ptr, .len = in.len, .origin = origin, .fault = c->fault};
}

assay_bytes cur_rest(cursor *c)
{
    return cur_take(c, cur_left(c), "rest");
}

static uint64_t read_le(cursor *c, size_t n, const char *what)
{
    assay_bytes b = cur_take(c, n, what);
    uint64_t v = 0;
    for (size_t i = b.len; i > 0; i--) {
        v = v << 8 | b.ptr[i - 1];
    }
    return v;
}

static uint64_t read_be(cursor *c, size_t n, const char *what)
{
    assay_bytes b = cur_take(c, n, what);
    uint64_t v = 0;
    for (size_t i = 0; i < b.len; i++) {
        v = v << 8 | b.ptr[i];
    }
    return v;
}

uint8_t cur_u8(cursor *c, const char *what)
{
    return (uint8_t)read_le(c, 1, what);
}

uint16_t cur_u16le(cursor *c, const char *what)
{
    return (uint16_t)read_le(c, 2, what);
}

uint32_t cur_u32le(cursor *c, const char *what)
{
    return (uint32_t)read_le(c, 4, what);
}

uint64_t cur_u64le(cursor *c, const char *what)
{
    return read_le(c, 8, what);
}

uint16_t cur_u16be(cursor *c, const char *what)
{
    return (uint16_t)read_be(c, 2, what);
}

uint32_t cur_u32be(cursor *c, const char *what)
{
    return (uint32_t)read_be(c, 4, what);
}

uint64_t cur_u64be(cursor *c, const char *what)
{
    return read_be(c, 8, what);
}

bool cur_end(cursor *c, const char *what)
{
    if (!cur_ok(c)) {
        return false;
    }
    if (c->pos != c->len) {
        return cur_fail(c, cur_at(c), what, "trailing bytes");
    }
    return true;
}
