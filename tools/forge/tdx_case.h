/* SPDX-License-Identifier: Apache-2.0 */
/* Quotes as cases, and the fixtures made of them. */
#ifndef ASSAY_FORGE_TDX_CASE_H
#define ASSAY_FORGE_TDX_CASE_H

#include "forge/cases.h"
#include "forge/tdx_defects.h"

/* One case; its files are named after it, below `folder` ("" or with a final slash). */
void ftdx_sink_case(case_sink *s, const char *folder, const ftdx_defect *d, const ftdx_recipe *r,
                    const ftdx_evidence *e);
/* The policy that strict rows are appraised under. */
void ftdx_sink_policy(case_sink *s);
/* Writes `root`/cases.json and all that it names; *count of cases. */
assay_status ftdx_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err);

#endif
