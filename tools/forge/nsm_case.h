/* SPDX-License-Identifier: Apache-2.0 */
/* Nitro documents as cases, and the fixtures made of them. */
#ifndef ASSAY_FORGE_NSM_CASE_H
#define ASSAY_FORGE_NSM_CASE_H

#include "forge/cases.h"
#include "forge/nsm_defects.h"

/* One case; its files are named after it, below `folder` ("" or with a final slash). */
void fnsm_sink_case(case_sink *s, const char *folder, const fnsm_defect *d, const fnsm_recipe *r,
                    const fnsm_evidence *e);
/* Writes `root`/cases.json and all that it names; *count of cases. */
assay_status fnsm_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err);

#endif
