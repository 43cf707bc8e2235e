/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trust role `rim`: NVIDIA's reference values in the converted form that `assay trust add`
 * makes of a signed RIM, JSON with "assay_rim": 1. Its XML signature was verified then; the path of
 * its signer is verified whenever a store is opened, and judged in each appraisal.
 */
#ifndef ASSAY_FORMATS_SPDM_RIM_H
#define ASSAY_FORMATS_SPDM_RIM_H

#include "trust/store.h"

/* Values that SPDM block index + 1 may have. */
typedef struct {
    unsigned index;
    size_t count;
    const assay_bytes *values; /* of 48 bytes */
} nv_golden;

typedef struct {
    const char *product, *version; /* whose: "GH100", "550.90.07" */
    const char *sha256;            /* of the signed XML, hex */
    const cert *signers;           /* the whole path, signer first, root last */
    size_t signer_count;
    bool expired_accepted; /* the operator's choice, when it was added */
    const nv_golden *golden;
    size_t count;
} nv_rim; /* material of the role; its item's window is that of all signers together */

extern const trust_role role_rim;

#endif
