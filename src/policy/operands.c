/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/operands.h"

void operands_of_list(loader *l, const json *list, const claim_schema *row, bool expressions,
                      rule *r)
{
    if (!list_filled(l, list)) {
        return;
    }
    expression *first = NULL, **end = &first;
    for (const json *m = list->first; m != NULL; m = m->next) {
        expression *e = load_operand(l, m, row, expressions, false);
        if (e != NULL) {
            *end = e;
            end = &e->next;
        }
    }
    r->operands = first;
}

static bool is_value(const claim *wanted, const claim *c)
{
    if (wanted->type != ASSAY_CLAIM_LIST) {
        return same_value(c, wanted);
    }
    bool found = false;
    for (const claim *i = wanted->first; i != NULL; i = i->next) {
        found = same_value(c, i) || found;
    }
    return found;
}

outcome among(evaluation *ev, const expression *operands, const claim *c, bool *found)
{
    outcome worst = HOLDS;
    *found = false;
    for (const expression *e = operands; e != NULL; e = e->next) {
        found_value v = value_of(ev, e);
        if (v.state != HOLDS) {
            say_found(ev, NULL, v.why);
            worst = v.state > worst ? v.state : worst;
            continue;
        }
        if (e == operands && e->next == NULL) {
            expect_value(ev, e, v.claim);
        }
        *found = is_value(v.claim, c) || *found;
    }
    return worst;
}

void say_operands(const expression *operands, text *out)
{
    for (const expression *e = operands; e != NULL; e = e->next) {
        text_addf(out, "%s%s", e != operands ? ", " : "", e->root->shown);
    }
}

#define VALUES_SHOWN 4

static const char *show_values(arena *a, const claim *c)
{
    text out = text_new(a, LIMIT_POLICY_BYTES);
    size_t n = 0;
    if (c->type != ASSAY_CLAIM_LIST) {
        return claim_show(a, c);
    }
    for (const claim *i = c->first; i != NULL && n < VALUES_SHOWN; i = i->next, n++) {
        const char *one = claim_show(a, i);
        text_addf(&out, "%s%s", n > 0 ? ", " : "", one != NULL ? one : "");
    }
    if (c->count > n) {
        text_addf(&out, " or one of %zu others", c->count - n);
    }
    return text_done(&out).ptr;
}

void expect_value(evaluation *ev, const expression *e, const claim *computed)
{
    if (e->root->op == &value_literal) {
        return;
    }
    ev->expected =
        arena_format(ev->c->arena, "%s (%s)", show_values(ev->c->arena, computed), e->root->shown);
}
