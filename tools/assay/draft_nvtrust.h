/* SPDX-License-Identifier: Apache-2.0 */
/* What the claims of NVIDIA's appraisal policies mean here. docs/nvtrust.md shows the same table. */
#ifndef ASSAY_TOOL_DRAFT_NVTRUST_H
#define ASSAY_TOOL_DRAFT_NVTRUST_H

#include <stddef.h>

typedef enum {
    NVTRUST_ALWAYS, /* no rule: nothing is accepted that lacks it */
    NVTRUST_RULE,   /* a rule of its own, or one that several share */
    NVTRUST_EQUAL,  /* a rule that the claim has the value that stands there */
    NVTRUST_TOKEN   /* of the token that states the rest; nothing here has it */
} nvtrust_meaning;

typedef struct {
    /* NVIDIA's, where "*" is gpu or switch. */
    const char *claim;
    nvtrust_meaning meaning;
    const char *wanted; /* the only value that can be asked for: "true", "success"; NULL: any */
    const char *here;   /* ALWAYS: the check that sees to it; else the claim */
    const char *rule;   /* id of the rule, behind "gpu." or "switch." */
} nvtrust_claim;

extern const nvtrust_claim nvtrust_claims[];
extern const size_t nvtrust_claim_count;

#endif
