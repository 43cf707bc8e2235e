/* SPDX-License-Identifier: Apache-2.0 */
/* Reports of NVIDIA devices as cases, and the fixtures made of them. */
#ifndef ASSAY_FORGE_NV_CASE_H
#define ASSAY_FORGE_NV_CASE_H

#include "forge/cases.h"
#include "forge/nv_rows.h"

/* One case; its files are named after it, below `folder` ("" or with a final slash). */
void fnv_sink_case(case_sink *s, const char *folder, const fnv_row *row, const fnv_recipe *r,
                   const fnv_evidence *e);
/* Write `root`/cases.json and all that it names, of GPUs and lists, or of switches; *count of
 * cases.
 */
assay_status fnv_gpu_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err);
assay_status fnv_switch_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err);

#endif
