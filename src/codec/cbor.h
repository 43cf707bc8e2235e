/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CBOR (RFC 8949) over the sticky cursor, on libcbor's streaming decoder. Reading an item checks it
 * whole, however deep: well-formed, shortest heads (4.2.1), valid UTF-8, no key twice in a map,
 * counts and depth bounded. Arrays, maps and strings may be of definite or indefinite length. Map
 * keys are integers or strings of definite length. Simple values other than false, true, null and
 * undefined are refused.
 */
#ifndef ASSAY_CODEC_CBOR_H
#define ASSAY_CODEC_CBOR_H

#include "base/cursor.h"

typedef enum {
    CBR_NONE = 0, /* after a fault */
    CBR_UINT,
    CBR_NINT,
    CBR_BYTES,
    CBR_TEXT,
    CBR_ARRAY,
    CBR_MAP,
    CBR_TAG,
    CBR_FLOAT,
    CBR_BOOL,
    CBR_NULL,
    CBR_UNDEFINED
} cbr_type;

typedef struct {
    cbr_type type;
    bool indefinite;    /* array or map ended by a break, or string in chunks */
    uint64_t value;     /* UINT; NINT: -1 - value; TAG: its number; BOOL: 0 or 1 */
    double real;        /* FLOAT */
    size_t count;       /* children: elements, keys and values, chunks, the tagged item */
    size_t at;          /* where it begins, in the outermost input */
    assay_bytes whole;  /* as it is encoded */
    assay_bytes string; /* BYTES, TEXT; {NULL, 0} when in chunks */
    cursor contents;    /* the children; of a string its bytes */
} cbr_item;

/* The next item with all that is in it. */
cbr_item cbr_next(cursor *c, const char *what);

/* The next item when it is of the given type; each faults with "unexpected type" otherwise, and
 * yields nothing then. Strings in chunks are refused here. */
uint64_t cbr_uint(cursor *c, const char *what);
assay_bytes cbr_bytes(cursor *c, const char *what);
assay_str cbr_text(cursor *c, const char *what); /* not NUL-terminated */
/* Children are read until nothing is left. */
cursor cbr_array(cursor *c, const char *what);
cursor cbr_map(cursor *c, const char *what);

#endif
