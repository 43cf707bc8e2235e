/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of SEV-SNP: files and cases.json. */
#ifndef ASSAY_FORGE_SNP_CASE_H
#define ASSAY_FORGE_SNP_CASE_H

#include "forge/cases.h"
#include "forge/snp_defects.h"

/* Writes the certificates and the list of a good recipe to trust/. */
void fsnp_sink_share(case_sink *s, const fsnp_recipe *r, const fsnp_evidence *e);
/* Writes the policy that cases name, and cases.json. */
assay_status fsnp_sink_close(case_sink *s);

/* One case. `folder` is its files' place below root, "" or with a final slash. `d` says what to
 * expect. */
void fsnp_sink_case(case_sink *s, const char *folder, const fsnp_defect *d, const fsnp_recipe *r,
                    const fsnp_evidence *e);
/* "rejected", "authentic", ... */
const char *fsnp_expectation(const fsnp_defect *d);

#endif
