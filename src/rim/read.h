/* SPDX-License-Identifier: Apache-2.0 */
/* The two halves of reading a RIM. Each: OK, REJECTED with *why, or E_MEMORY. */
#ifndef ASSAY_RIM_READ_H
#define ASSAY_RIM_READ_H

#include "rim/rim.h"

/* Verifies the one signature of the document; *covered gets the canonical bytes that it is over. */
assay_status rim_verify_signature(arena *a, const xml *x, rim *out, assay_bytes *covered,
                                  rim_refusal *why);
/* Reads the tag itself from a document that a signature covers as a whole. */
assay_status rim_read_tag(arena *a, const xml *x, rim *out, rim_refusal *why);

static inline assay_status rim_refuse(rim_refusal *why, const char *name, const char *words)
{
    *why = (rim_refusal){name, words};
    return ASSAY_REJECTED;
}

#endif
