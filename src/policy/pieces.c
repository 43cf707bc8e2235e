/* SPDX-License-Identifier: Apache-2.0 */
/* Which pieces of evidence the groups of a policy select. */
#include "policy/ops.h"

const block *block_of(const assay_policy *p, const policy_piece *piece)
{
    return piece->format != NULL ? policy_block(p, piece->format->id) : NULL;
}

bool selects(const assay_policy *p, group *const *of, size_t count, const policy_piece *piece)
{
    const block *b = block_of(p, piece);
    for (size_t i = 0; i < count && b != NULL; i++) {
        if (of[i] == b->group) {
            return true;
        }
    }
    return false;
}

policy_piece *next_of(const assay_policy *p, const policy_context *c, group *const *of,
                      size_t count, const policy_piece *after)
{
    for (size_t i = after != NULL ? (size_t)(after - c->pieces) + 1 : 0; i < c->piece_count; i++) {
        if (selects(p, of, count, &c->pieces[i])) {
            return &c->pieces[i];
        }
    }
    return NULL;
}
