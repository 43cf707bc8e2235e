/* SPDX-License-Identifier: Apache-2.0 */
/* Integers, and what goes wrong. */
#include "base/cursor.h"

bool cur_fail(cursor *c, size_t at, const char *what, const char *why)
{
    if (cur_ok(c)) {
        *c->fault = (fault){.what = what, .why = why, .at = at};
    }
    return false;
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
