/* SPDX-License-Identifier: Apache-2.0 */
/* An operator's JSON file of the store: read strictly, refused with line and column. */
#ifndef ASSAY_TRUST_DOCUMENT_H
#define ASSAY_TRUST_DOCUMENT_H

#include "base/error.h"
#include "base/text.h"
#include "codec/json.h"

typedef struct document {
    arena *arena;
    assay_bytes bytes;
    const json *root; /* an object */
    assay_error *err; /* where refusals go; may be NULL */
} document;

/* Reads an object whose member `kind` is 1, such as {"assay_deny":1,..}. E_CONFIG, E_MEMORY. */
assay_status document_read(arena *a, assay_bytes in, const char *kind, document *out,
                           assay_error *err);
/* Refuses a root that is no object, or whose member `kind` is not 1. */
assay_status document_kind(const document *d, const char *kind);
/* Refuses because of this value: E_CONFIG with its place. `message` NULL: memory failed. */
assay_status document_refuse(const document *d, const json *node, const char *message);
/* Refuses members of `object` that are not in the list. */
assay_status document_members(const document *d, const json *object, const char *const *names,
                              size_t count);
/* The text of a member, printable or not, NUL-terminated; refuses its absence and other types. */
assay_status document_text(const document *d, const json *object, const char *name, assay_str *out);
/* The array of that name. */
assay_status document_array(const document *d, const char *name, const json **out);

#endif
