/* SPDX-License-Identifier: Apache-2.0 */
/* Indefinite lengths are resolved by walking the elements inside up to the matching end. */
#include "codec/ber.h"
#include "base/limits.h"

#define LENGTH_INDEFINITE 0x80u
#define TAG_CONSTRUCTED 0x20u

/* Is the next element of indefinite length? */
static bool is_indefinite(const cursor *c)
{
    cursor ahead = *c;
    assay_bytes head = cur_left(c) >= 2 ? cur_take(&ahead, 2, "head") : (assay_bytes){NULL, 0};
    return head.ptr != NULL && (head.ptr[0] & TAG_CONSTRUCTED) != 0 &&
           head.ptr[1] == LENGTH_INDEFINITE;
}

static bool is_end(const cursor *c)
{
    cursor ahead = *c;
    return cur_left(c) >= 2 && bytes_all(cur_take(&ahead, 2, "end"), 0);
}

/* Bytes up to the end-of-contents octets that belong to the element that was just begun. */
static size_t length_inside(cursor *c, const char *what)
{
    size_t begin = cur_at(c), depth = 1, end = begin;
    while (depth > 0 && cur_ok(c)) {
        end = cur_at(c);
        if (is_end(c)) {
            cur_take(c, 2, what);
            depth--;
        } else if (is_indefinite(c)) {
            cur_take(c, 2, what);
            if (++depth > LIMIT_BER_DEPTH) {
                cur_fail(c, end, what, "nested too deep");
            }
        } else {
            unsigned tag;
            der_any(c, &tag, what);
        }
    }
    return cur_ok(c) ? end - begin : 0;
}

cursor ber_enter(cursor *c, unsigned tag, const char *what)
{
    if (!is_indefinite(c) || !der_peek(c, tag)) {
        return der_enter(c, tag, what);
    }
    cur_take(c, 2, what);
    cursor inside = *c;
    size_t len = length_inside(c, what);
    return cur_sub(&inside, len, what);
}
