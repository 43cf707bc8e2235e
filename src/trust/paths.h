/* SPDX-License-Identifier: Apache-2.0 */
/* Paths of stored certificates to the store's anchors, without regard to time. */
#ifndef ASSAY_TRUST_PATHS_H
#define ASSAY_TRUST_PATHS_H

#include "trust/load.h"

/* A certificate's common name, or its whole name, printable; NULL when memory failed. */
const char *path_name(arena *a, const cert *c);
/* Does this certificate lead to an anchor of `family` (NULL: of any, which must then be the only
 * one with that key)? E_CONFIG says which certificate stands in the way, and why. */
assay_status path_verify(trust_load *load, issuer *leaf, const char *family, const anchor **reached,
                         assay_error *err);

/* The scope of a key that the operator pins: what the item says, but a built-in pin keeps its own.
 * E_CONFIG when they disagree, or nothing says it. */
assay_status scope_of_key(const trust_item *item, const uint8_t spki_sha256[32], const char *name,
                          const char **family, assay_error *err);
/* An anchor that looks like the item. */
assay_status add_anchor(trust_load *load, const trust_item *item, const uint8_t spki_sha256[32],
                        int32_t path_len, assay_error *err);

#endif
