/* SPDX-License-Identifier: Apache-2.0 */
/* Answers of NVIDIA's service, one row each: how a good one is changed, and what a verifier must
 * say. */
#ifndef ASSAY_FORGE_NRAS_ROWS_H
#define ASSAY_FORGE_NRAS_ROWS_H

#include "forge/nras_forge.h"

typedef enum {
    FNRAS_REJECTED = 0,
    FNRAS_DEBUG, /* authentic, and rejected by default because a device can be debugged */
    FNRAS_UNDECIDED,
    FNRAS_AUTHENTIC,
    FNRAS_ACCEPTED /* under the strict policy */
} fnras_outcome;

typedef struct {
    fnras_place place;
    const char *name, *value;
} fnras_edit;

#define FNRAS_EDITS_MAX 2
typedef struct {
    const char *name, *does;
    fnras_outcome outcome;
    const char *class;     /* as in cases.json; NULL: "ok" */
    const char *finding;   /* id that must be among the findings; NULL: none in particular */
    bool strict;           /* appraised under the strict policy */
    unsigned version;      /* of the claims; 0: 3 */
    size_t gpus, switches; /* none: two GPUs, or one in version 1 */
    fnras_edit edits[FNRAS_EDITS_MAX]; /* ended by a NULL name */
    bool timed;
    int64_t issued, ends; /* timed: seconds after the appraisal */
    fnras_form form;      /* FNRAS_BUNDLE: as the version has it */
    fnras_tamper tamper;
    fnras_pin pin;
    const char *signer, *x5c, *deny, *digest_name; /* NULL: as they should be */
    sig_alg alg;                                   /* SIG_NONE: ES384 */
    bool no_keys, no_x5c, revoked, error, flipped;
    void (*spoil)(fnras_recipe *r, arena *a);
} fnras_row;

typedef struct {
    const fnras_row *rows;
    size_t count;
} fnras_row_list;
extern const fnras_row_list fnras_rows_good, fnras_rows_form, fnras_rows_key, fnras_rows_verdict;

/* All of them, in the order of the lists; NULL behind the last. */
const fnras_row *fnras_row_at(size_t index);
const fnras_row *fnras_row_find(const char *name);
/* The good recipe of the row, changed. */
void fnras_row_apply(const fnras_row *row, fnras_recipe *r, arena *a);
const char *fnras_expectation(const fnras_row *row);

#endif
