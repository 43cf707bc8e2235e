/* SPDX-License-Identifier: Apache-2.0 */
/* Every finding of this build, whatever table it stands in. */
#ifndef ASSAY_APPRAISE_CATALOG_H
#define ASSAY_APPRAISE_CATALOG_H

#include "claims/findings.h"

/* In a fixed order; NULL past the end. */
const finding_def *catalog_at(size_t index);
const finding_def *catalog_find(const char *id);

#endif
