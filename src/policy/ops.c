/* SPDX-License-Identifier: Apache-2.0 */
/* The table of operators. */
#include "policy/ops.h"

const rule_op *const rule_ops[] = {
    &op_eq,      &op_ne,      &op_in,       &op_not_in,  &op_is,       &op_min,
    &op_max,     &op_svn_min, &op_bits,     &op_version, &op_max_age,  &op_contains,
    &op_only,    &op_exactly, &op_some,     &op_every,   &op_present,  &op_absent_or_empty,
    &op_matches, &op_equal,   &op_topology, &op_any_of,  &op_at_least,
};
const size_t rule_op_count = ARRAY_LEN(rule_ops);

const rule_op *rule_op_find(assay_str name)
{
    for (size_t i = 0; i < rule_op_count; i++) {
        if (str_is(name, rule_ops[i]->name)) {
            return rule_ops[i];
        }
    }
    return NULL;
}
