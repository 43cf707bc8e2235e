/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What are these bytes? Evidence may be given raw, with the end of its only line, once encoded as
 * PEM, hex or base64 text, or inside a container. Every reading is tried; exactly one may make
 * sense. A container may hold several pieces.
 */
#ifndef ASSAY_APPRAISE_IDENTIFY_H
#define ASSAY_APPRAISE_IDENTIFY_H

#include "formats/format.h"

typedef struct {
    const format *format; /* of the first reading that makes sense; NULL: none does, or several
                             pieces are inside */
    const dissector *dissector; /* or this, instead of a format; only of identify_input */
    const char *decoded;     /* "line", "hex", "base64", "pem", a container's id; NULL: as it was */
    assay_bytes bytes;       /* the evidence itself */
    size_t readings;         /* how many make sense */
    const unwrapped *pieces; /* of a container that makes sense: what is inside */
    size_t piece_count;
    const container *damaged; /* looks like one and holds nothing sound; NULL: there is none */
    fault fault;              /* what is wrong with it */
} identified;

/*
 * `named` is a format's or container's id, or NULL: then each format that `meant` says yes to is
 * probed, also on what text decodes to. Bytes whose format is named are that format taken raw, also
 * when they do not look like it: its parser says best what is wrong with them.
 */
identified identify_bytes(arena *a, assay_bytes in, const char *named,
                          bool (*meant)(const void *context, const char *format_id),
                          const void *context);
/* For inspection: every format, container and dissector. `id`: what it was taken for. */
identified identify_input(arena *a, assay_bytes in, const char *named);
const char *identified_id(const identified *i); /* NULL: nothing */

#endif
