/* SPDX-License-Identifier: Apache-2.0 */
/* The tokens of JSON over the sticky cursor. Each function takes exactly its token or faults. */
#ifndef ASSAY_CODEC_JSON_SCAN_H
#define ASSAY_CODEC_JSON_SCAN_H

#include "base/arena.h"
#include "base/cursor.h"

static inline void scan_space(cursor *c)
{
    assay_bytes rest = cur_ahead(c);
    size_t n = 0;
    while (n < rest.len && (rest.ptr[n] == ' ' || rest.ptr[n] == '\t' || rest.ptr[n] == '\n' ||
                            rest.ptr[n] == '\r')) {
        n++;
    }
    cur_take(c, n, "json");
}

/* The next byte without taking it; 0, which starts no token, at the end and after a fault. */
static inline uint8_t scan_peek(const cursor *c)
{
    assay_bytes rest = cur_ahead(c);
    return rest.len > 0 ? rest.ptr[0] : 0;
}

/* Takes the next byte if it is `wanted`. */
static inline bool scan_accept(cursor *c, uint8_t wanted)
{
    bool there = cur_left(c) > 0 && scan_peek(c) == wanted;
    cur_take(c, there ? 1 : 0, "json");
    return there;
}

void scan_literal(cursor *c, const char *wanted);
/* RFC 8259 6, as written. */
assay_str scan_number(cursor *c);
/* RFC 8259 7, unescaped: a view of the input where nothing was escaped, otherwise in `a`. */
assay_str scan_string(cursor *c, arena *a, const char *what);

#endif
