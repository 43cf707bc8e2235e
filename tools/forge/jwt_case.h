/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of attestation tokens: files and cases.json. */
#ifndef ASSAY_FORGE_JWT_CASE_H
#define ASSAY_FORGE_JWT_CASE_H

#include "forge/cases.h"
#include "forge/jwt_rows.h"

/* One case. `folder` is its files' place below the root, "" or with a final slash. */
void fjwt_case(case_sink *s, const char *folder, const fjwt_row *row, const fjwt_recipe *r,
               const fjwt_evidence *e);
/* Writes the policy that strict rows are appraised under. */
void fjwt_policy(case_sink *s);

/* The fixtures of tokens below `root`, and how many. */
assay_status fjwt_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err);

#endif
