/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be wrong with an Azure VM's evidence, one row each: how a good recipe is spoiled, and
 * what a verifier must say about it. Rows that must be authentic are here too: unusual and right.
 */
#ifndef ASSAY_FORGE_HCL_DEFECTS_H
#define ASSAY_FORGE_HCL_DEFECTS_H

#include "forge/hcl_forge.h"

typedef enum { FHCL_REJECTED = 0, FHCL_DEBUG, FHCL_AUTHENTIC } fhcl_outcome;

typedef struct fhcl_defect fhcl_defect;
struct fhcl_defect {
    const char *name, *does;
    fhcl_outcome outcome;
    const char *class;   /* as in cases.json; NULL: "ok" */
    const char *finding; /* id that must be among the findings; NULL: none in particular */
    void (*spoil)(fhcl_recipe *r, arena *a, const fhcl_defect *d); /* NULL: nothing is wrong */
    /* What they mean is the spoiler's matter. */
    size_t at, size;
    uint64_t value;
    const char *text, *with;
    bool no_nonce; /* the relying party asks with none */
};

typedef struct {
    const fhcl_defect *rows;
    size_t count;
} fhcl_defect_list;
extern const fhcl_defect_list fhcl_defects_blob, fhcl_defects_quote;

/* All of them, the good ones first; NULL behind the last. */
const fhcl_defect *fhcl_defect_at(size_t index);
const fhcl_defect *fhcl_defect_find(const char *name);
/* "rejected", "authentic", ... */
const char *fhcl_expectation(const fhcl_defect *d);
/* A good recipe at the default time, spoiled, and made. The recipe is the caller's, and large. */
assay_status fhcl_defect_make(const fhcl_defect *d, arena *a, key_ring *ring, fhcl_recipe *r,
                              fhcl_evidence *out);

#endif
