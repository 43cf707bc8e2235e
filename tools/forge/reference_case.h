/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Devices whose reference values are in the store, or not, or not as they should be: cases of
 * reports with RIMs that are made for them, and OCSP answers about who signed those.
 */
#ifndef ASSAY_FORGE_REFERENCE_CASE_H
#define ASSAY_FORGE_REFERENCE_CASE_H

#include "forge/cases.h"
#include "forge/key_ring.h"

/* Adds them all to a document; their files go into "devices/". */
void fref_sink_all(case_sink *s, key_ring *ring, size_t *count);
void fref_list(void);

#endif
