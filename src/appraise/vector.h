/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trustworthiness vector of AR4SI: of each piece of evidence what its findings say of the eight
 * claims, the worst tier first; and which findings set it.
 */
#ifndef ASSAY_APPRAISE_VECTOR_H
#define ASSAY_APPRAISE_VECTOR_H

#include "appraise/appraisal.h"
#include "claims/ar4si.h"

typedef struct cause {
    const finding *finding;
    struct cause *next;
} cause;

typedef struct {
    int value;     /* -128 to 127; 0: nothing is asserted */
    cause *causes; /* the findings that set it, in their order */
} trust_claim;

/* NONE: undecided. */
typedef struct {
    assay_verdict tier; /* of the piece; no better than any of its claims */
    trust_claim claims[AR4SI_CLAIMS];
    const cause *causes; /* of the tier, unless it is affirming */
} trust_vector;

/* The tier that a value stands for. */
assay_verdict ar4si_tier(int value);
/* Of one piece, in a->documents. */
trust_vector vector_of(assay_appraisal *a, const piece *p);
/* Does it say anything of any claim? */
bool vector_asserts(const trust_vector *v);
/* Of all pieces together: of each claim the worst value, and a good one only where every piece has
 * a good one. Causes of the tier alone, and those that are of no piece. */
trust_vector vector_of_whole(assay_appraisal *a);

/* A row of the table that ar4si.def is, for those who print it; NULL past the end. */
typedef struct {
    const char *finding;
    unsigned claims; /* bits */
    int held, warned, failed;
} vector_row;
const vector_row *vector_row_at(size_t index);
/* What a policy's rule means for a claim that it bears on. */
const vector_row *vector_rule_at(size_t index);

#endif
