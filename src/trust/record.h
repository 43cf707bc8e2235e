/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a store that an appraisal looked at: kept in a case file, and opened again from
 * there. Its digest and revision are those of the whole store, which nobody can compute from a
 * part.
 */
#ifndef ASSAY_TRUST_RECORD_H
#define ASSAY_TRUST_RECORD_H

#include "trust/manifest.h"
#include "trust/store.h"

typedef struct {
    uint8_t digest[32];
    manifest manifest;        /* the whole store's revision; the items that were looked at */
    const assay_bytes *files; /* one for each item */
    const anchor **pins;      /* built-in ones */
    size_t pin_count;
} trust_record;

/* What was noted in a view, and the issuers that these items were verified under. Borrows from the
 * store; lists are made in `a`. OK or E_MEMORY. */
assay_status trust_record_of(const assay_trust *view, arena *a, trust_record *out);
/* A store of these items and pins alone, verified as any store is. It borrows the record's texts
 * and bytes. E_CONFIG: an item does not verify, or is not what its digest says; E_MEMORY. */
assay_status trust_reopen(const trust_record *r, const trust_role *const *roles, assay_trust **out,
                          assay_error *err);

#endif
