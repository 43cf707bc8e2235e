/* SPDX-License-Identifier: Apache-2.0 */
/* The command `assay-forge nsm`. */
#ifndef ASSAY_FORGE_NSM_COMMAND_H
#define ASSAY_FORGE_NSM_COMMAND_H

#include "base/arena.h"
#include "forge/options.h"

extern const option fnsm_options[];
assay_status fnsm_run(const options *o, arena *a, assay_error *err);
/* What can be spoiled, a line each. */
void fnsm_list(void);

#endif
