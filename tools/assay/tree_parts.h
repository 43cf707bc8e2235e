/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the verdict tree share. */
#ifndef ASSAY_TOOL_TREE_PARTS_H
#define ASSAY_TOOL_TREE_PARTS_H

#include "codec/json.h"
#include "tree.h"

typedef struct {
    cli *cli;
    const json *root;
    bool all;
} tree;

/* The findings of one label ({NULL, 0}: those of the request): worst first, then a count. */
void tree_findings(const tree *t, assay_str label);

/* A member's text for printing; "" when absent. */
const char *tree_member(const tree *t, const json *object, const char *name);

#endif
