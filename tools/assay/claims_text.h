/* SPDX-License-Identifier: Apache-2.0 */
/* A claim tree for people. */
#ifndef ASSAY_TOOL_CLAIMS_TEXT_H
#define ASSAY_TOOL_CLAIMS_TEXT_H

#include "out.h"

#include <assay/claim.h>

void out_claims(cli *c, const assay_claim *root, size_t indent);

#endif
