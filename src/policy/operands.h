/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of operands, shared by the operators that compare for equality. */
#ifndef ASSAY_POLICY_OPERANDS_H
#define ASSAY_POLICY_OPERANDS_H

#include "policy/ops.h"

/* The members of a list that is not empty, as operands for claims of this kind. */
void operands_of_list(loader *l, const json *list, const claim_schema *row, bool expressions,
                      rule *r);
/* Is `c` one of the values? The worst of the values' own states when one is not known. */
outcome among(evaluation *ev, const expression *operands, const claim *c, bool *found);
void say_operands(const expression *operands, text *out);
/* The value that was computed, for the finding, when it does not stand in the policy as it is. */
void expect_value(evaluation *ev, const expression *e, const claim *computed);

#endif
