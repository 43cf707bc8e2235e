/* SPDX-License-Identifier: Apache-2.0 */
/* The command `assay-forge nvidia`. */
#ifndef ASSAY_FORGE_NV_COMMAND_H
#define ASSAY_FORGE_NV_COMMAND_H

#include "base/arena.h"
#include "forge/options.h"

extern const option fnv_options[];
assay_status fnv_run(const options *o, arena *a, assay_error *err);
/* What can be spoiled, a line each. */
void fnv_list_rows(void);

#endif
