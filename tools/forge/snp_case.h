/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cases on disk: the files of each, and cases.json (assay-cases/1), which says what a verifier must
 * make of them. Beside that schema: `finding`, an id that must be among the findings; `policy`, a
 * file to appraise under instead of any-genuine; `expect` may be "accepted" (under that policy) and
 * "undecided".
 */
#ifndef ASSAY_FORGE_SNP_CASE_H
#define ASSAY_FORGE_SNP_CASE_H

#include "codec/json_write.h"
#include "forge/snp_defects.h"

/* Files that several cases share, so that each is written once. */
#define FSNP_SHARED_MAX 32
typedef struct {
    const char *path;
    assay_bytes bytes;
} fsnp_shared;

typedef struct {
    const char *root; /* folder of cases.json */
    arena *arena;
    json_writer *json; /* inside the array "cases" */
    fsnp_shared shared[FSNP_SHARED_MAX];
    size_t shared_count;
    assay_status status; /* the first failure */
    assay_error *err;
} fsnp_sink;

/* Opens a document; sink->status says how it went. */
void fsnp_sink_open(fsnp_sink *s, const char *root, arena *a, assay_error *err);
/* Writes the certificates and the list of a good recipe to trust/. */
void fsnp_sink_share(fsnp_sink *s, const fsnp_recipe *r, const fsnp_evidence *e);
/* Writes cases.json and the policies that cases name. */
assay_status fsnp_sink_close(fsnp_sink *s);

/* One case. `folder` is its files' place below root, "" or with a final slash. `d` says what to
 * expect. */
void fsnp_sink_case(fsnp_sink *s, const char *folder, const fsnp_defect *d, const fsnp_recipe *r,
                    const fsnp_evidence *e);
/* "rejected", "authentic", ... */
const char *fsnp_expectation(const fsnp_defect *d);

#endif
