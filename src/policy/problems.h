/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that is wrong with one text, each with line, column, JSON pointer and hint. */
#ifndef ASSAY_POLICY_PROBLEMS_H
#define ASSAY_POLICY_PROBLEMS_H

#include "base/limits.h"
#include "codec/json.h"

#include <assay/policy.h>

struct assay_problems {
    size_t count;
    assay_error list[LIMIT_POLICY_PROBLEMS];
};

/* What problems are told about. `root` is NULL until the text is known to be JSON. */
typedef struct {
    assay_problems *problems;
    arena *arena;
    const char *name;
    assay_bytes text;
    const json *root;
    size_t reported; /* also those that found no room, or were said elsewhere */
} problem_sink;

/* NULL when memory failed; freed by assay_problems_free. */
assay_problems *problems_new(void);
/* Adds a problem at an offset of the text; the same one is kept once. The result takes hints and
 * may be NULL (beyond the limit). Untrusted texts go through text_printable. */
__attribute__((format(printf, 4, 5))) assay_error *
problem_add(problem_sink *sink, assay_status status, size_t at, const char *format, ...);
/* In the order of the text. */
void problems_sort(assay_problems *p);

#endif
