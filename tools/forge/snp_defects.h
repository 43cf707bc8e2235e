/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be wrong with SEV-SNP evidence, one row each: how a good recipe is spoiled, and what a
 * verifier must say about it. Rows that must be accepted are here too: unusual and right.
 */
#ifndef ASSAY_FORGE_SNP_DEFECTS_H
#define ASSAY_FORGE_SNP_DEFECTS_H

#include "forge/snp_forge.h"

typedef enum {
    FSNP_REJECTED = 0,
    FSNP_DEBUG,     /* authentic, and rejected by default for being debuggable */
    FSNP_UNDECIDED, /* a named item is missing or stale */
    FSNP_ACCEPTED,
    FSNP_EITHER
} fsnp_outcome;

/* The file that a case is about. */
typedef enum { FSNP_REPORT = 0, FSNP_EXT, FSNP_RSP, FSNP_CRL_FILE } fsnp_form;

typedef struct fsnp_defect fsnp_defect;
struct fsnp_defect {
    const char *name, *does;
    fsnp_outcome outcome;
    const char *class;   /* as in cases.json; NULL: "ok" */
    const char *finding; /* id that must be among the findings; NULL: none in particular */
    void (*spoil)(fsnp_recipe *r, arena *a, const fsnp_defect *d); /* NULL: nothing is wrong */
    size_t at, size; /* what they mean is the spoiler's matter */
    uint64_t value;
    const char *text;
    /* The recipe it is shown on. */
    const char *model; /* NULL: Milan */
    uint32_t version;  /* 0: 5 */
    bool vlek;
    fsnp_form form;
    const char *policy; /* name of a policy beside the cases; NULL: any-genuine */
};

typedef struct {
    const fsnp_defect *rows;
    size_t count;
} fsnp_defect_list;
extern const fsnp_defect_list fsnp_defects_report, fsnp_defects_signature, fsnp_defects_vek,
    fsnp_defects_chain, fsnp_defects_crl, fsnp_defects_transport;

/* All of them, in the order of the lists; NULL behind the last. */
const fsnp_defect *fsnp_defect_at(size_t index);
const fsnp_defect *fsnp_defect_find(const char *name);
/* The good recipe of the row's model, version and kind of key. */
void fsnp_defect_base(const fsnp_defect *d, fsnp_recipe *r);
/* Calls the row's spoiler on a derived recipe. */
void fsnp_defect_apply(const fsnp_defect *d, fsnp_recipe *r, arena *a);

/* All at once: base, derive, apply, make. The recipe is the caller's, and large. */
assay_status fsnp_defect_make(const fsnp_defect *d, arena *a, key_ring *ring, fsnp_recipe *r,
                              fsnp_evidence *out);

/* Spoilers that several lists use: a little-endian number in the report, before and after signing;
 * the report's length. */
void fsnp_spoil_signed(fsnp_recipe *r, arena *a, const fsnp_defect *d);
void fsnp_spoil_unsigned(fsnp_recipe *r, arena *a, const fsnp_defect *d);
void fsnp_spoil_length(fsnp_recipe *r, arena *a, const fsnp_defect *d);

#endif
