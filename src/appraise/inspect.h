/* SPDX-License-Identifier: Apache-2.0 */
/* Dissecting evidence without judging it: what its format reads in it, nothing verified. */
#ifndef ASSAY_APPRAISE_INSPECT_H
#define ASSAY_APPRAISE_INSPECT_H

#include "appraise/identify.h"

/* One of several pieces out of a container; findings about it have its place as label: "0", .. */
typedef struct {
    const char *label;
    const format *format;
    assay_bytes bytes;
    const claim *claims; /* NULL: it could not be parsed */
} inspected;

typedef struct {
    identified what;
    const claim *claims;      /* NULL: it could not be parsed, or there are members */
    const inspected *members; /* NULL: there is one piece */
    size_t member_count;
    findings findings; /* of stages 2 and 3 */
    bool damaged;      /* a container's wrapping is */
    fault fault;       /* what is wrong with it */
} inspection;

/* `named` as for identify_bytes. Everything is made in `a`. */
void inspect_bytes(arena *a, assay_bytes in, const char *named, inspection *out);

#endif
