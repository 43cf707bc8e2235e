/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of findings.def: those of GPUs and of switches. */
#ifndef ASSAY_FORMATS_SPDM_FINDINGS_H
#define ASSAY_FORMATS_SPDM_FINDINGS_H

#include "claims/findings.h"

enum {
#define FINDING(name, ...) name,
#include "formats/spdm/findings.def"
#undef FINDING
    SPDM_FINDINGS
};
extern const finding_def spdm_findings[SPDM_FINDINGS];

#endif
