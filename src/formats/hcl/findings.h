/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of findings.def. */
#ifndef ASSAY_FORMATS_HCL_FINDINGS_H
#define ASSAY_FORMATS_HCL_FINDINGS_H

#include "claims/findings.h"

enum {
#define FINDING(name, ...) name,
#include "formats/hcl/findings.def"
#undef FINDING
    HCL_FINDINGS
};
extern const finding_def hcl_findings[HCL_FINDINGS];

#endif
