/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of a policy only once all of it is loaded: does it name its peer, what is open. */
#include "base/error.h"
#include "policy/ops.h"

static bool concerns(const rule *r, const group *g)
{
    for (size_t i = 0; i < r->of_count; i++) {
        if (r->of[i] == g) {
            return true;
        }
    }
    return false;
}

static bool joint_identifies(const assay_policy *p, const group *g)
{
    for (const rule *r = p->together; r != NULL; r = r->next) {
        if (r->identifies && concerns(r, g)) {
            return true;
        }
    }
    return false;
}

static bool block_identifies(const block *b)
{
    for (const rule *r = b->first; r != NULL; r = r->next) {
        if (r->identifies) {
            return true;
        }
    }
    return false;
}

/* Whichever of its formats the evidence is of. */
static bool group_identifies(const assay_policy *p, const group *g)
{
    bool all = g->first != NULL;
    for (const block *b = g->first; b != NULL; b = b->next) {
        all = all && block_identifies(b);
    }
    return all || joint_identifies(p, g);
}

/* One group that must be there does; else each that may be there alone has to. */
static bool identifies(const assay_policy *p)
{
    bool all = p->groups != NULL;
    for (const group *g = p->groups; g != NULL; g = g->next) {
        bool names = group_identifies(p, g);
        if (names && g->min > 0) {
            return true;
        }
        all = all && names;
    }
    return all;
}

static void require_rules(loader *l)
{
    for (const group *g = l->policy->groups; g != NULL; g = g->next) {
        for (const block *b = g->first; b != NULL; b = b->next) {
            bool empty = b->first == NULL && (b->rule_list == NULL || b->rule_list->count == 0);
            if (empty && (!l->policy->any_genuine || b->has_rules)) {
                assay_error *e = PROBLEM(l, b->rule_list != NULL ? b->rule_list->at : g->at->at,
                                         "a group without rules accepts any genuine evidence");
                error_hint(e, "add rules, or leave the group out");
            }
        }
    }
}

static void require_identity(loader *l)
{
    l->policy->any_genuine = !identifies(l->policy);
    if (!l->policy->any_genuine || l->options->allow_any_genuine) {
        return;
    }
    const json *evidence = json_member(l->sink.root, "evidence");
    assay_error *e =
        PROBLEM(l, evidence != NULL ? evidence->at : 0,
                "no rule identifies the peer, so any genuine device would be accepted");
    error_hint(e, "add a rule on a measurement, image, key or owner; for tests: "
                  "--allow-any-genuine");
}

static bool table_touches(const table *t, assay_bytes pointer)
{
    for (size_t i = 0; t != NULL && i < t->column_count; i++) {
        if (pointer_covers(t->columns[i], pointer)) {
            return true;
        }
    }
    return false;
}

static bool rule_touches(const rule *top, assay_bytes pointer)
{
    for (const rule *r = top; r != NULL; r = rule_after(top, r)) {
        bool own = r->full != NULL && !r->op->leaves_open && pointer_covers(r->full, pointer);
        if (own || table_touches(r->table, pointer)) {
            return true;
        }
    }
    return false;
}

bool rules_touch(const assay_policy *p, const block *b, assay_bytes pointer)
{
    for (const rule *r = b->first; r != NULL; r = r->next) {
        if (rule_touches(r, pointer)) {
            return true;
        }
    }
    for (const rule *r = p->together; r != NULL; r = r->next) {
        if (concerns(r, b->group) && rule_touches(r, pointer)) {
            return true;
        }
    }
    return false;
}

static const char *reason_for(const group *g, assay_bytes pointer)
{
    for (const pointer_note *n = g->unconstrained; n != NULL; n = n->next) {
        if (pointer_covers(n->pointer, pointer)) {
            return n->reason;
        }
    }
    return NULL;
}

/* Claims that matter: they can identify the peer, or the platform chose them and they bear on a
 * trustworthiness claim. What only repeats another claim affects none by its schema. */
static bool matters(const claim_schema *row)
{
    bool chosen = row->chooser != CHOSEN_BY_MAKER && row->affects != NULL;
    return (row->identifies || chosen) && strchr(row->pointer, '*') == NULL &&
           row->type != ASSAY_CLAIM_MAP;
}

static void find_open(loader *l, block *b, size_t index)
{
    open_row **end = &b->open[index];
    const format *f = b->scope.formats[index];
    const claim_schema *row;
    for (size_t i = 0; (row = format_claim_at(f, i)) != NULL; i++) {
        assay_bytes pointer = bytes_of_text(row->pointer);
        open_row *made = matters(row) && !rules_touch(l->policy, b, pointer)
                             ? ARENA_NEW(l->arena, open_row)
                             : NULL;
        if (made != NULL) {
            *made = (open_row){row, reason_for(b->group, pointer), NULL};
            *end = made;
            end = &made->next;
        }
    }
}

void conclude(loader *l)
{
    require_identity(l);
    require_rules(l);
    for (group *g = l->policy->groups; g != NULL; g = g->next) {
        for (block *b = g->first; b != NULL; b = b->next) {
            b->open = ARENA_ARRAY(l->arena, b->scope.count, open_row *);
            for (size_t i = 0; i < b->scope.count && b->open != NULL; i++) {
                find_open(l, b, i);
            }
        }
    }
}
