/* SPDX-License-Identifier: Apache-2.0 */
/* The input is a program for a cursor over the same input: each byte an operation, the next one its
 * length. A cursor never reads outside, never goes back, and never goes on after a fault. */
#include "base/cursor.h"
#include "must.h"

#define DEPTH 8

typedef struct {
    assay_bytes in;
    cursor open[DEPTH];
    size_t depth;
} machine;

static uint64_t reverse(uint64_t v, size_t width)
{
    uint64_t out = 0;
    for (size_t i = 0; i < width; i++) {
        out = out << 8 | (v >> (8 * i) & 0xff);
    }
    return out;
}

/* Little and big endian, from the same place, are each other's mirror image. */
static void read_integers(cursor *c, size_t width)
{
    cursor other = *c;
    switch (width) {
    case 1:
        MUST(cur_u8(c, "u8") == cur_u8(&other, "u8"));
        break;
    case 2:
        MUST(cur_u16le(c, "u16") == reverse(cur_u16be(&other, "u16"), 2));
        break;
    case 4:
        MUST(cur_u32le(c, "u32") == reverse(cur_u32be(&other, "u32"), 4));
        break;
    default:
        MUST(cur_u64le(c, "u64") == reverse(cur_u64be(&other, "u64"), 8));
    }
}

static void take(const machine *m, cursor *c, size_t n)
{
    size_t at = cur_at(c), left = cur_left(c);
    assay_bytes taken = cur_take(c, n, "take");
    MUST((taken.ptr != NULL) == cur_ok(c));
    MUST(!cur_ok(c) || (n <= left && taken.len == n && taken.ptr == m->in.ptr + at));
}

static void enter(machine *m, cursor *c, size_t n)
{
    size_t at = cur_at(c);
    cursor sub = cur_sub(c, n, "sub");
    MUST(!cur_ok(c) || (cur_at(&sub) == at && cur_left(&sub) == n));
    if (m->depth < DEPTH) {
        m->open[m->depth++] = sub;
    }
}

static void leave(machine *m, bool whole)
{
    cursor *c = &m->open[m->depth - 1];
    if (whole) {
        cur_rest(c);
        MUST(cur_left(c) == 0);
    }
    bool ended = cur_end(c, "end");
    MUST(ended == cur_ok(c));
    m->depth -= m->depth > 1 ? 1 : 0;
}

static void operate(machine *m, uint8_t operation, size_t n)
{
    cursor *c = &m->open[m->depth - 1];
    bool sound = cur_ok(c);
    size_t at = cur_at(c);
    switch (operation % 8) {
    case 0:
        read_integers(c, (size_t)1 << (n % 4));
        break;
    case 1:
        take(m, c, n);
        break;
    case 2:
        take(m, c, SIZE_MAX - n);
        break;
    case 3:
    case 4:
        enter(m, c, n);
        break;
    case 5:
    case 6:
        leave(m, operation % 8 == 5);
        break;
    default:
        MUST(!cur_fail(c, at, "given up", "asked to") && !cur_ok(c));
    }
    MUST(cur_at(c) >= at && (sound || (!cur_ok(c) && cur_left(c) == 0 && cur_at(c) == at)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fault f = {0};
    static const uint8_t none[1];
    machine m = {.in = bytes_of(size > 0 ? data : none, size), .depth = 1};
    m.open[0] = cur_over(m.in, &f);
    for (size_t i = 0; i + 1 < size; i += 2) {
        fault before = f;
        operate(&m, data[i], data[i + 1]);
        MUST(before.what == NULL || memcmp(&before, &f, sizeof f) == 0); /* the first one stays */
        MUST(f.at <= size);
    }
    return 0;
}
