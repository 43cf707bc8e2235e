/* SPDX-License-Identifier: Apache-2.0 */
/* The command `assay-forge tdx`. */
#ifndef ASSAY_FORGE_TDX_COMMAND_H
#define ASSAY_FORGE_TDX_COMMAND_H

#include "base/arena.h"
#include "forge/options.h"

extern const option ftdx_options[];
assay_status ftdx_run(const options *o, arena *a, assay_error *err);
/* What can be spoiled, and the fields that --set takes, a line each. */
void ftdx_list(void);
void ftdx_list_fields(void);

#endif
