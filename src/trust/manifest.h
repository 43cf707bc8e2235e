/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store.json: {"assay_store":1,"revision":N,"items":[{role, scope, subject, file, sha256, origin,
 * retrieved_at, valid_from, valid_to, verified}]}. Role, file and sha256 must be there; the others
 * may be null or absent. Subject, window and `verified` are for people who read the file: opening
 * finds them anew, but for windows that a role has no other source for.
 */
#ifndef ASSAY_TRUST_MANIFEST_H
#define ASSAY_TRUST_MANIFEST_H

#include "base/error.h"
#include "base/text.h"
#include "codec/json_write.h"

#include <assay/trust.h>

typedef struct {
    uint64_t revision;
    assay_trust_item *items; /* family is the scope; unknown texts "", times UNSET, state NONE */
    size_t count;
} manifest;

/* E_CONFIG with line and column; E_MEMORY. Texts live in `a`. */
assay_status manifest_read(arena *a, assay_bytes in, manifest *out, assay_error *err);
/* The same, of a manifest inside a larger document: d->root is it. */
struct document;
assay_status manifest_take(const struct document *d, manifest *out);
/* The document, in `a`; {NULL, 0} when memory failed. */
assay_str manifest_write(arena *a, const manifest *m);
/* Its members, into the object that is open. */
void manifest_put(json_writer *w, const manifest *m);

/* "pinned", "verified", "asserted"; NULL for NONE. */
const char *trust_state_name(int state);

#endif
