/* SPDX-License-Identifier: Apache-2.0 */
/* Azure VMs as cases, and the fixtures made of them. */
#ifndef ASSAY_FORGE_HCL_CASE_H
#define ASSAY_FORGE_HCL_CASE_H

#include "forge/cases.h"
#include "forge/hcl_defects.h"

/* One case. `folder` is its files' place below the root, "" or with a final slash. */
void fhcl_sink_case(case_sink *s, const char *folder, const fhcl_defect *d, const fhcl_recipe *r,
                    const fhcl_evidence *e);
/* Writes `root`/cases.json and all that it names; *count of cases. */
assay_status fhcl_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err);

#endif
