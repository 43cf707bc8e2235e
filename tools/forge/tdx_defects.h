/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be wrong with a quote, one row each: how a good recipe is spoiled, and what a verifier
 * must say about it. Rows that must be authentic are here too: unusual and right.
 */
#ifndef ASSAY_FORGE_TDX_DEFECTS_H
#define ASSAY_FORGE_TDX_DEFECTS_H

#include "forge/tdx_forge.h"

typedef enum { FTDX_REJECTED = 0, FTDX_DEBUG, FTDX_UNDECIDED, FTDX_AUTHENTIC } ftdx_outcome;

typedef struct ftdx_defect ftdx_defect;
struct ftdx_defect {
    const char *name, *does;
    ftdx_outcome outcome;
    const char *class;   /* as in cases.json; NULL: "ok" */
    const char *finding; /* id that must be among the findings; NULL: none in particular */
    /* On the platform and the body, before certificates are derived; NULL: nothing. */
    void (*shape)(ftdx_recipe *r, const ftdx_defect *d);
    /* On everything else, after that. */
    void (*spoil)(ftdx_recipe *r, arena *a, const ftdx_defect *d);
    uint16_t version; /* 0: 4 */
    ftdx_body body;   /* 0: TD 1.0 */
    /* What they mean is the spoiler's matter. */
    const char *text;
    int64_t value;
    size_t at;
    unsigned given;
    const char *status;     /* that the TCB has; NULL: not said */
    const char *advisories; /* with commas between them; NULL: none */
    bool strict;            /* under the policy of the fixtures instead of any-genuine */
};

typedef struct {
    const ftdx_defect *rows;
    size_t count;
} ftdx_defect_list;
extern const ftdx_defect_list ftdx_good, ftdx_defects_form, ftdx_defects_chain,
    ftdx_defects_signature, ftdx_defects_collateral, ftdx_defects_tcb, ftdx_defects_log;

/* All of them, the good ones first; NULL behind the last. */
const ftdx_defect *ftdx_defect_at(size_t index);
const ftdx_defect *ftdx_defect_find(const char *name);
const char *ftdx_expectation(const ftdx_defect *d);
/* Spoils what is there in the row's two steps. */
void ftdx_defect_shape(const ftdx_defect *d, ftdx_recipe *r);
void ftdx_defect_spoil(const ftdx_defect *d, ftdx_recipe *r, arena *a);
/* A good recipe of the row's kind, spoiled, and made. */
assay_status ftdx_row_make(const ftdx_defect *d, ftdx_recipe *r, arena *a, key_ring *ring,
                           ftdx_evidence *out);

/* Little-endian numbers inside the recipe's bytes. */
void ftdx_put_le(uint8_t *out, uint64_t value, size_t size);
/* A bit of the attributes of a TD or an enclave. */
void ftdx_flip_attribute(ftdx_recipe *r, const ftdx_defect *d);

#endif
