/* SPDX-License-Identifier: Apache-2.0 */
/* Rules and rows beside each other: what excludes, repeats or replaces what. */
#include "policy/lints.h"

static bool excludes(const rule *r)
{
    return r->op == &op_ne || r->op == &op_not_in;
}

static bool chooses(const rule *r)
{
    return r->op == &op_eq || r->op == &op_in;
}

static bool all_literal(const rule *r)
{
    for (const expression *e = r->operands; e != NULL; e = e->next) {
        if (e->root->op != &value_literal) {
            return false;
        }
    }
    return r->operands != NULL;
}

static bool shares_value(const rule *a, const rule *b)
{
    for (const expression *x = a->operands; x != NULL; x = x->next) {
        for (const expression *y = b->operands; y != NULL; y = y->next) {
            if (same_value(&x->root->literal, &y->root->literal)) {
                return true;
            }
        }
    }
    return false;
}

/* Is every value of `a` among those of `b`? */
static bool within(const rule *a, const rule *b)
{
    for (const expression *x = a->operands; x != NULL; x = x->next) {
        const expression *y = b->operands;
        while (y != NULL && !same_value(&x->root->literal, &y->root->literal)) {
            y = y->next;
        }
        if (y == NULL) {
            return false;
        }
    }
    return true;
}

static bool above(const claim *low, const claim *high)
{
    switch (low->type) {
    case ASSAY_CLAIM_UINT:
        return low->value.uint > high->value.uint;
    case ASSAY_CLAIM_INT:
        return low->value.sint > high->value.sint;
    default:
        return low->value.time > high->value.time;
    }
}

/* `a` and `b` look at the same claim. */
static bool contradict(const rule *a, const rule *b)
{
    if (all_literal(a) && all_literal(b)) {
        return (chooses(a) && chooses(b) && !shares_value(a, b)) ||
               (chooses(a) && excludes(b) && within(a, b)) ||
               (excludes(a) && chooses(b) && within(b, a));
    }
    return (a->op == &op_is && b->op == &op_is && a->flag != b->flag) ||
           (a->op == &op_min && b->op == &op_max && above(&a->bound, &b->bound)) ||
           (a->op == &op_max && b->op == &op_min && above(&b->bound, &a->bound)) ||
           (a->op == &op_present && b->op == &op_absent_or_empty) ||
           (a->op == &op_absent_or_empty && b->op == &op_present);
}

static bool says_the_same(const rule *a, const rule *b)
{
    const json *x = json_member(a->at, a->op->name), *y = json_member(b->at, b->op->name);
    return a->op == b->op && x != NULL && y != NULL && bytes_equal(x->raw, y->raw);
}

static bool same_claim(const rule *a, const rule *b)
{
    return a->full != NULL && b->full != NULL && strcmp(a->full, b->full) == 0;
}

/* Two claims that should differ have one value: a paste in the wrong line. */
static bool same_identity(const rule *a, const rule *b)
{
    return !same_claim(a, b) && all_literal(a) && all_literal(b) && chooses(a) && chooses(b) &&
           a->schema->identifies && b->schema->identifies && a->schema->type == ASSAY_CLAIM_BYTES &&
           b->schema->type == ASSAY_CLAIM_BYTES && shares_value(a, b);
}

static void lint_pair(linter *l, const rule *a, const rule *b)
{
    if (same_identity(a, b)) {
        note(l, LINT_REPEATED, b->at->at, "\"%s\" has the value that \"%s\" has", b->full, a->full);
    }
    if (!same_claim(a, b)) {
        return;
    }
    if (contradict(a, b)) {
        note(l, LINT_CONTRADICTION, b->at->at, "\"%s\" cannot hold beside \"%s\"", b->id, a->id);
    } else if (says_the_same(a, b)) {
        note(l, LINT_REPEATED, b->at->at, "\"%s\" says what \"%s\" says", b->id, a->id);
    }
}

/* Claims that can identify the peer, of which only some values are refused. */
static void lint_excluded(linter *l, const block *b, const rule *r)
{
    bool identifying = excludes(r) && r->schema != NULL && r->schema->identifies;
    for (const rule *other = b->first; other != NULL && identifying; other = other->next) {
        identifying = !same_claim(other, r) || excludes(other);
    }
    if (identifying) {
        assay_error *e = note(l, LINT_ONLY_EXCLUDES, r->at->at,
                              "every \"%s\" is accepted but those that are excluded", r->full);
        error_hint(e, "say which ones are accepted, with \"in\"");
    }
}

void lint_block(linter *l, const block *b)
{
    for (const rule *r = b->first; r != NULL; r = r->next) {
        lint_rule(l, r);
        lint_excluded(l, b, r);
        for (const rule *later = r->next; later != NULL; later = later->next) {
            lint_pair(l, r, later);
        }
    }
}

/* As far as the text says: rows are typed by each rule that uses the table. */
static bool is_window(const json *m)
{
    return str_is(m->name, "name") || str_is(m->name, "from") || str_is(m->name, "to");
}

static bool same_cells(const json *a, const json *b)
{
    for (const json *m = a->first; m != NULL; m = m->next) {
        const json *n = b->first;
        while (n != NULL && !bytes_equal(bytes_of_str(m->name), bytes_of_str(n->name))) {
            n = n->next;
        }
        if (!is_window(m) && (n == NULL || !bytes_equal(m->raw, n->raw))) {
            return false;
        }
    }
    return true;
}

static void lint_row(linter *l, const json *row)
{
    window w = {ASSAY_TIME_UNSET, ASSAY_TIME_UNSET};
    const json *to = json_member(row, "to");
    claim end = {0};
    const char *why;
    if (to != NULL && literal_read(l->sink.arena, to, ASSAY_CLAIM_TIME, 0, &end, &why)) {
        w.to = end.value.time;
    }
    if (w.to != ASSAY_TIME_UNSET && l->now != ASSAY_TIME_UNSET && w.to < l->now) {
        note(l, LINT_STALE_ROW, row->at, "this row has ended");
    }
    for (const json *m = row->first; m != NULL; m = m->next) {
        for (const json *n = m->next; n != NULL; n = n->next) {
            bool cells = !is_window(m) && !is_window(n) && m->text.len >= 8;
            if (cells && bytes_equal(m->raw, n->raw)) {
                note(l, LINT_REPEATED, n->at, "this is the value of another column");
            }
        }
    }
    for (const json *later = row->next; later != NULL; later = later->next) {
        if (same_cells(row, later)) {
            note(l, LINT_REPEATED, later->at, "this row has the values of another row");
        }
    }
}

void lint_tables(linter *l)
{
    for (const reference *r = l->policy->references; r != NULL; r = r->next) {
        for (const json *row = r->rows != NULL ? r->rows->first : NULL; row != NULL;
             row = row->next) {
            lint_row(l, row);
        }
    }
}
