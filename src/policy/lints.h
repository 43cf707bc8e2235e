/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of lint share: its table, and where its notes go. */
#ifndef ASSAY_POLICY_LINTS_H
#define ASSAY_POLICY_LINTS_H

#include "base/error.h"
#include "policy/ops.h"

typedef enum {
#define LINT(name, id, meaning) LINT_##name,
#include "policy/lints.def"
#undef LINT
    LINTS
} lint_kind;

typedef struct {
    const assay_policy *policy;
    assay_time now; /* UNSET: not known, and nothing is said to have ended */
    problem_sink sink;
} linter;

/* A note at an offset of the text, unless the policy silences its kind. NULL: silenced, or no room.
 */
__attribute__((format(printf, 4, 5))) assay_error *note(linter *l, lint_kind kind, size_t at,
                                                        const char *format, ...);

/* One block's rules by themselves, and beside each other (lint_rules.c, lint_pairs.c). */
void lint_rule(linter *l, const rule *top);
void lint_block(linter *l, const block *b);
void lint_tables(linter *l);

#endif
