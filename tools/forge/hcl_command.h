/* SPDX-License-Identifier: Apache-2.0 */
/* The command `assay-forge hcl`. */
#ifndef ASSAY_FORGE_HCL_COMMAND_H
#define ASSAY_FORGE_HCL_COMMAND_H

#include "base/arena.h"
#include "forge/options.h"

extern const option fhcl_options[];
assay_status fhcl_run(const options *o, arena *a, assay_error *err);
/* What can be spoiled, a line each. */
void fhcl_list(void);

#endif
