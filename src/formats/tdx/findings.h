/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of findings.def. */
#ifndef ASSAY_FORMATS_TDX_FINDINGS_H
#define ASSAY_FORMATS_TDX_FINDINGS_H

#include "claims/findings.h"

enum {
#define FINDING(name, ...) name,
#include "formats/tdx/findings.def"
#undef FINDING
    QUOTE_FINDINGS
};
extern const finding_def quote_findings[QUOTE_FINDINGS];

#endif
