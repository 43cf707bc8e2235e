/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of findings.def. */
#ifndef ASSAY_FORMATS_NSM_FINDINGS_H
#define ASSAY_FORMATS_NSM_FINDINGS_H

#include "claims/findings.h"

enum {
#define FINDING(name, ...) name,
#include "formats/nsm/findings.def"
#undef FINDING
    NSM_FINDINGS
};
extern const finding_def nsm_findings[NSM_FINDINGS];

#endif
