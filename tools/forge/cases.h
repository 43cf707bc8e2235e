/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cases on disk: the files of each, and cases.json (assay-cases/1), which says what a verifier must
 * make of them. Beside that schema: `finding`, an id that must be among the findings; `policy`, a
 * file to appraise under instead of any-genuine; `expect` may be "accepted" (under that policy) and
 * "undecided". What a case holds is its family's matter.
 */
#ifndef ASSAY_FORGE_CASES_H
#define ASSAY_FORGE_CASES_H

#include "codec/json_write.h"

/* Files that several cases share, so that each is written once. */
#define CASES_SHARED_MAX 32
typedef struct {
    const char *path;
    assay_bytes bytes;
} shared_file;

typedef struct {
    const char *root; /* folder of cases.json */
    arena *arena;
    json_writer *json; /* inside the array "cases" */
    shared_file shared[CASES_SHARED_MAX];
    size_t shared_count;
    assay_status status; /* the first failure */
    assay_error *err;
} case_sink;

/* Opens a document; sink->status says how it went. */
void cases_open(case_sink *s, const char *root, arena *a, assay_error *err);
/* Writes cases.json. */
assay_status cases_close(case_sink *s);

/* A path below the root, for writing and for cases.json; "" when memory failed. */
const char *cases_path(case_sink *s, const char *folder, const char *name);
void cases_write(case_sink *s, const char *path, assay_bytes bytes);
/* Writes a file that cases share; the bytes must live as long as the sink. Once per path. */
void cases_share(case_sink *s, const char *path, assay_bytes bytes);
/* Where these bytes are: among the shared files, or now in the case's folder. */
const char *cases_place(case_sink *s, const char *folder, const char *name, assay_bytes bytes);
/* {"role", "file"}; and, unless NULL, a third member. */
void cases_put_file(case_sink *s, const char *role, const char *path, const char *name,
                    const char *value);

#endif
