/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reference values: the driver's and the VBIOS's together, against the blocks of a report. Index i
 * of a RIM is block i + 1.
 */
#ifndef ASSAY_FORMATS_SPDM_REFERENCE_H
#define ASSAY_FORMATS_SPDM_REFERENCE_H

#include "formats/spdm/evidence.h"

/*
 * Compares with what the store has for the products and versions that the report names, and leaves
 * findings, claims, and needs for what it has not. Part of the default tests: no other item makes a
 * measurement right that differs.
 */
void nv_compare(job *j, const nv_evidence *e);

#endif
