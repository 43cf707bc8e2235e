/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The certificates and lists at hand for one report: from the store, from what travels with the
 * evidence, and from its certificate table. None is trusted for being here.
 */
#ifndef ASSAY_FORMATS_SNP_MATERIAL_H
#define ASSAY_FORMATS_SNP_MATERIAL_H

#include "formats/format.h"
#include "formats/snp/evidence.h"

#define SNP_CRLS 8 /* lists that one report may bring along */

typedef struct {
    const cert *vek; /* the one that fits the report best; NULL: none */
    snp_vek says;    /* what it says, when `unread` is clear */
    fault unread;    /* why it could not be read whole */
    unsigned fit;
    bool proven;  /* its key was seen to verify the report */
    bool offered; /* something was sent as a VEK and is no certificate: */
    fault damage; /* why */
    issuer pool[LIMIT_PATH_POOL];
    size_t pool_count;
    const crl *lists[SNP_CRLS];
    size_t list_count;
} snp_material;

/* NULL when memory failed. What cannot be read is left out and noted. */
snp_material *snp_gather(job *j, const snp_evidence *e);

#endif
