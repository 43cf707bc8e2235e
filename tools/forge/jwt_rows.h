/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens, one row each: how a good recipe is changed, and what a verifier must say about it. Most
 * rows are edits of members; what is more than that has a function.
 */
#ifndef ASSAY_FORGE_JWT_ROWS_H
#define ASSAY_FORGE_JWT_ROWS_H

#include "forge/jwt_forge.h"

typedef enum {
    FJWT_REJECTED = 0,
    FJWT_DEBUG, /* authentic, and rejected by default for being a debug image */
    FJWT_UNDECIDED,
    FJWT_AUTHENTIC,
    FJWT_ACCEPTED /* under the strict policy */
} fjwt_outcome;

#define FJWT_EDITS_MAX 3
typedef struct fjwt_row fjwt_row;
struct fjwt_row {
    const char *name, *does;
    fjwt_outcome outcome;
    const char *class;   /* as in cases.json; NULL: "ok" */
    const char *finding; /* id that must be among the findings; NULL: none in particular */
    bool strict;         /* appraised under the strict policy */
    bool pki;
    const fjwt_form *form;             /* NULL: Confidential Space */
    fjwt_member edits[FJWT_EDITS_MAX]; /* ended by a NULL name */
    bool timed;
    int64_t issued, ends; /* timed: seconds after the appraisal */
    fjwt_after after;
    const char *signer; /* NULL: as it should be */
    sig_alg alg;        /* SIG_NONE: RS256 */
    const char *raw_header, *raw_claims, *x5c;
    bool no_keys, no_root, revoked;
    void (*spoil)(fjwt_recipe *r, arena *a);
};

typedef struct {
    const fjwt_row *rows;
    size_t count;
} fjwt_row_list;
extern const fjwt_row_list fjwt_rows_good, fjwt_rows_form, fjwt_rows_key, fjwt_rows_chain,
    fjwt_rows_claim, fjwt_rows_maa, fjwt_rows_ita, fjwt_rows_ear;

/* All of them, in the order of the lists; NULL behind the last. */
const fjwt_row *fjwt_row_at(size_t index);
const fjwt_row *fjwt_row_find(const char *name);
/* The good recipe of the row, changed. */
void fjwt_row_apply(const fjwt_row *row, fjwt_recipe *r, arena *a);
/* "rejected", "authentic", ... */
const char *fjwt_expectation(const fjwt_row *row);

#endif
