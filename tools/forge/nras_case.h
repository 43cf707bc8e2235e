/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of NRAS answers: files and cases.json, and the command that makes one. */
#ifndef ASSAY_FORGE_NRAS_CASE_H
#define ASSAY_FORGE_NRAS_CASE_H

#include "forge/cases.h"
#include "forge/nras_rows.h"
#include "forge/options.h"

/* One case. `folder` is its files' place below the root, "" or with a final slash. */
void fnras_case(case_sink *s, const char *folder, const fnras_row *row, const fnras_recipe *r,
                const fnras_evidence *e);

/* The fixtures of answers below `root`, and how many. */
assay_status fnras_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err);

extern const option fnras_options[];
assay_status fnras_run(const options *o, arena *a, assay_error *err);
/* The rows, a line each. */
void fnras_list(void);

#endif
