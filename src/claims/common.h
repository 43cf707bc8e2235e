/* SPDX-License-Identifier: Apache-2.0 */
/* The findings that belong to no format: chain, revocation, freshness, policy, limits (common.def). */
#ifndef ASSAY_CLAIMS_COMMON_H
#define ASSAY_CLAIMS_COMMON_H

#include "claims/findings.h"

enum {
#define FINDING(name, ...) name,
#include "claims/common.def"
#undef FINDING
    COMMON_FINDINGS
};
extern const finding_def common_findings[COMMON_FINDINGS];

#endif
