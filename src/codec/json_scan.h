/* SPDX-License-Identifier: Apache-2.0 */
/* The tokens of JSON over the sticky cursor. Each function takes exactly its token or faults. */
#ifndef ASSAY_CODEC_JSON_SCAN_H
#define ASSAY_CODEC_JSON_SCAN_H

#include "base/arena.h"
#include "base/cursor.h"

void scan_space(cursor *c);
/* The next byte without taking it; 0, which starts no token, at the end and after a fault. */
uint8_t scan_peek(const cursor *c);
/* Takes the next byte if it is `wanted`. */
bool scan_accept(cursor *c, uint8_t wanted);
void scan_literal(cursor *c, const char *wanted);
/* RFC 8259 6, as written. */
assay_str scan_number(cursor *c);
/* RFC 8259 7, unescaped: a view of the input where nothing was escaped, otherwise in `a`. */
assay_str scan_string(cursor *c, arena *a, const char *what);

#endif
