/* SPDX-License-Identifier: Apache-2.0 */
/* Two results: what changed, and, of two case files, which trust item did it. */
#ifndef ASSAY_TOOL_COMPARE_H
#define ASSAY_TOOL_COMPARE_H

#include "stored_result.h"

/* Draws the comparison, or writes it as assay.difference/1. */
exit_code results_compare(cli *c, const stored_result *before, const stored_result *after);

#define NOTHING "-"

/* One thing that changed. `before` and `after` are for people; NOTHING: it is not there. */
typedef struct change {
    const char *part, *name, *before, *after, *remark;
    struct change *next;
} change;
typedef struct {
    cli *cli;
    const stored_result *before, *after;
    change *first, **last;
    size_t count;
} comparison;
void change_add(comparison *to, change made);

/* The findings of both. */
void compare_findings(comparison *to);
/* The trust items and pins of two cases; says which of them decides between the two answers. */
void compare_trust(comparison *to);

#endif
