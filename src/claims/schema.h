/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a format's claims are: the one table from which policies are type-checked, results are
 * described and documentation is printed.
 */
#ifndef ASSAY_CLAIMS_SCHEMA_H
#define ASSAY_CLAIMS_SCHEMA_H

#include "claims/claim.h"

typedef enum {
    CHOSEN_BY_MAKER = 1, /* the vendor, or the verifier's own evaluation */
    CHOSEN_BY_PLATFORM,  /* host, firmware, loader: covered by the launch or the platform's key */
    CHOSEN_BY_ATTESTER   /* whatever runs inside: readable only when the policy releases it */
} claim_chooser;

typedef struct {
    const char *name; /* "DEBUG" */
    unsigned bit;     /* 0 is the least significant */
} claim_bit;

/* One component of a security version vector: byte `at` of the claim when `variant` holds. */
typedef struct {
    const char *variant;   /* value of the claim `svn_by`: "Milan"; NULL: always */
    const char *component; /* "snp" */
    size_t at;
} claim_svn;

typedef struct {
    const char *pointer; /* "/reported_tcb"; a step "*" is any member or element */
    assay_claim_type type;
    size_t length;       /* of BYTES, exact; 0: any */
    const char *unit;    /* "seconds"; NULL: none */
    claim_chooser chooser;
    bool single_is_list; /* LIST: a single value stands for a list of that one */
    bool identifies;     /* a rule on it can identify the peer: measurement, image, key, owner */
    const char *affects; /* AR4SI claim: "hardware", "executables", ..; NULL: none */
    const claim_bit *bits;
    size_t bit_count; /* > 0: a flag word, for `bits` */
    const claim_svn *svn;
    size_t svn_count;   /* > 0: a version vector, for `svn_min` */
    const char *svn_by; /* pointer of the claim that chooses the variant; NULL: none */
    const char *doc, *reference;
} claim_schema;

bool schema_matches(const claim_schema *row, assay_bytes pointer);
/* The first row that matches a claim pointer, or NULL. */
const claim_schema *schema_find(const claim_schema *rows, size_t count, assay_bytes pointer);
/* A claim as its row presents it: `c` itself, or, where single_is_list says so, a list of one that
 * holds it. NULL for NULL, or when memory failed. */
const claim *schema_view(arena *a, const claim_schema *row, const claim *c);
const char *claim_type_name(assay_claim_type type); /* "bytes", "unsigned integer", ... */

#endif
