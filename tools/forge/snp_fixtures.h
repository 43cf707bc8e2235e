/* SPDX-License-Identifier: Apache-2.0 */
/* Every good kind of SEV-SNP evidence and every defect, as a folder of cases. */
#ifndef ASSAY_FORGE_SNP_FIXTURES_H
#define ASSAY_FORGE_SNP_FIXTURES_H

#include "forge/snp_case.h"

/* Good evidence of each model, version and form; NULL behind the last. */
const fsnp_defect *fsnp_good_at(size_t index);

/* Writes `root`/cases.json and all that it names; *count of cases. */
assay_status fsnp_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err);

#endif
