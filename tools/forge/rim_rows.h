/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be wrong with a signed RIM, or with an OCSP response about its signers: one row each,
 * how a good one is spoiled, and the name by which it must be refused. And the fixtures made of
 * them.
 */
#ifndef ASSAY_FORGE_RIM_ROWS_H
#define ASSAY_FORGE_RIM_ROWS_H

#include "forge/cases.h"
#include "forge/options.h"
#include "forge/rim_forge.h"

typedef struct frim_row frim_row;
struct frim_row {
    const char *name, *does;
    const char *class;   /* as in cases.json; NULL: "ok", and it must be authentic */
    const char *refusal; /* the name of the refusal; NULL: none in particular */
    void (*spoil)(frim_recipe *r, arena *a, key_ring *ring,
                  const frim_row *row); /* NULL: nothing */
    frim_edit tag, info, file, also;    /* also: of the file, too */
    int64_t value;                      /* what it means is the spoiler's matter */
    frim_answer answer; /* status not '\0': the case is an OCSP response, about this recipe */
};

/* NULL behind the last. */
const frim_row *frim_row_at(size_t index);
const frim_row *frim_row_find(const char *name);
/* The recipe of a row at the default time. False when a key or memory failed. */
bool frim_row_recipe(const frim_row *row, frim_recipe *r, arena *a, key_ring *ring);
/* The RIM or the response; {NULL, 0} when memory or a key failed. */
assay_bytes frim_row_make(const frim_row *row, const frim_recipe *r, arena *a, key_ring *ring);

/* The command `rim`. */
extern const option frim_options[];
assay_status frim_run(const options *o, arena *a, assay_error *err);
/* Writes `root`/cases.json and all that it names; *count of cases. */
assay_status frim_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err);
void frim_list(void);

#endif
