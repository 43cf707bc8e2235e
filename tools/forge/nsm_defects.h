/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be wrong with a Nitro document, one row each: how a good recipe is spoiled, and what a
 * verifier must say about it. Rows that must be authentic are here too: unusual and right.
 */
#ifndef ASSAY_FORGE_NSM_DEFECTS_H
#define ASSAY_FORGE_NSM_DEFECTS_H

#include "forge/nsm_forge.h"

typedef enum { FNSM_REJECTED = 0, FNSM_DEBUG, FNSM_AUTHENTIC, FNSM_EITHER } fnsm_outcome;

typedef struct fnsm_defect fnsm_defect;
struct fnsm_defect {
    const char *name, *does;
    fnsm_outcome outcome;
    const char *class;   /* as in cases.json; NULL: "ok" */
    const char *finding; /* id that must be among the findings; NULL: none in particular */
    void (*spoil)(fnsm_recipe *r, arena *a, const fnsm_defect *d); /* NULL: nothing is wrong */
    /* What they mean is the spoiler's matter. */
    const char *text;
    const char *hex; /* encoded CBOR */
    size_t at, size;
    int64_t value;
    bool tpm; /* shown on a document of NitroTPM */
};

typedef struct {
    const fnsm_defect *rows;
    size_t count;
} fnsm_defect_list;
extern const fnsm_defect_list fnsm_good, fnsm_defects_payload, fnsm_defects_cose,
    fnsm_defects_chain;

/* All of them, the good ones first; NULL behind the last. */
const fnsm_defect *fnsm_defect_at(size_t index);
const fnsm_defect *fnsm_defect_find(const char *name);
/* "rejected", "authentic", ... */
const char *fnsm_expectation(const fnsm_defect *d);

/* A good recipe of the row's kind at the default time, spoiled, and made. */
assay_status fnsm_row_make(const fnsm_defect *d, fnsm_recipe *r, arena *a, key_ring *ring,
                           fnsm_evidence *out);

/* The bytes of a row's hex, in `a`. */
assay_bytes fnsm_row_bytes(arena *a, const fnsm_defect *d);

#endif
