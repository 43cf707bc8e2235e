/* SPDX-License-Identifier: Apache-2.0 */
/* One head of a CBOR item, with the bytes of a definite string: what libcbor's streaming decoder
 * yields in one call. */
#ifndef ASSAY_CODEC_CBOR_HEAD_H
#define ASSAY_CODEC_CBOR_HEAD_H

#include "codec/cbor.h"

typedef struct {
    cbr_type type;
    bool indefinite, is_break;
    uint64_t value; /* argument: number, count, tag, length */
    double real;
    assay_bytes string;
    size_t at;
} cbr_head;

/* False with the fault set when the bytes are no head, or one that is longer than it need be. */
bool cbr_read_head(cursor *c, cbr_head *out, const char *what);

#endif
