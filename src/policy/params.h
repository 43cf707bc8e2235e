/* SPDX-License-Identifier: Apache-2.0 */
/* Texts and values that evaluation, rendering and lint share. */
#ifndef ASSAY_POLICY_PARAMS_H
#define ASSAY_POLICY_PARAMS_H

#include "base/text.h"
#include "base/time.h"
#include "policy/model.h"

/* By declared.index: what each param is set to, its default, or NULL. */
const claim *const *params_set(const assay_policy *p, policy_context *c);

/* "exactly 1", "1 to 8", "at least 1". */
const char *count_text(arena *a, const group *g);
/* "from 2026-11-01T00:00:00Z to ..", "at any time". */
const char *window_text(arena *a, const window *w);

#endif
