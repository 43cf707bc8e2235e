/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of findings.def. */
#ifndef ASSAY_FORMATS_SNP_FINDINGS_H
#define ASSAY_FORMATS_SNP_FINDINGS_H

#include "claims/findings.h"

enum {
#define FINDING(name, ...) name,
#include "formats/snp/findings.def"
#undef FINDING
    SNP_FINDINGS
};
extern const finding_def snp_findings[SNP_FINDINGS];

#endif
