/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of findings.def. */
#ifndef ASSAY_FORMATS_JWT_FINDINGS_H
#define ASSAY_FORMATS_JWT_FINDINGS_H

#include "claims/findings.h"

enum {
#define FINDING(name, ...) name,
#include "formats/jwt/findings.def"
#undef FINDING
    JWT_FINDINGS
};
extern const finding_def jwt_findings[JWT_FINDINGS];

#endif
