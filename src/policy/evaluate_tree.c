/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One rule for one piece of evidence. Every rule below it is judged, also when the answer is clear;
 * the stack is as deep as the language lets rules stand.
 */
#include "policy/ops.h"

typedef struct {
    const rule *rule;
    const claim *root;    /* what its rules look at */
    const claim *element; /* the one that is judged, and */
    outcome worst;        /* how bad its rules are so far */
    const rule *next;     /* to be judged */
    size_t total;
    size_t seen[BROKEN + 1]; /* outcomes, of rules or of elements */
} frame;

static const char *type_trouble(evaluation *ev, const rule *r, const claim *c)
{
    if (c->type == r->schema->type) {
        return arena_format(ev->c->arena, "of %zu bytes, not %zu", c->value.bytes.len,
                            r->schema->length);
    }
    return arena_format(ev->c->arena, "of type %s, not %s", claim_type_name(c->type),
                        claim_type_name(r->schema->type));
}

/* Flag words are read in hex. */
static const char *show_claim(evaluation *ev, const rule *r, const claim *c)
{
    if (c->type == ASSAY_CLAIM_UINT && r->schema->bit_count > 0) {
        return text_hex_u64(ev->c->arena, c->value.uint);
    }
    return claim_show(ev->c->arena, c);
}

/* The claim of a rule: HOLDS when it is there and well-typed, or absent under sees_absence. */
static outcome find_claim(evaluation *ev, const rule *r, const claim *root, const claim **out)
{
    const char *name = ev->nested ? r->full : NULL;
    sight seen = look_as(ev, root, r->claim, ev->piece->authentic, r->schema, out);
    if (ev->looked_at == NULL) {
        ev->looked_at = *out;
    }
    if (seen == PENDING) {
        say_found(ev, name, "not known for want of a trust item");
        return UNKNOWN;
    }
    if (seen == ABSENT) {
        say_found(ev, name, "absent");
        return r->op->sees_absence ? HOLDS : BROKEN;
    }
    if (!well_typed(*out, r->schema)) {
        say_found(ev, name, type_trouble(ev, r, *out));
        return BROKEN;
    }
    say_found(ev, name, show_claim(ev, r, *out));
    return HOLDS;
}

static outcome judge_leaf(evaluation *ev, const rule *r, const claim *root)
{
    const claim *c = NULL;
    if (r->op->types == 0) {
        return r->op->judge(ev, r, NULL);
    }
    outcome there = find_claim(ev, r, root, &c);
    if (there == BROKEN && c == NULL && r->absent_passes) {
        return HOLDS;
    }
    return there == HOLDS ? r->op->judge(ev, r, c) : there;
}

/* True: a frame was pushed. False: *out is the outcome. */
static bool enter(evaluation *ev, const rule *r, const claim *root, frame *stack, size_t *depth,
                  outcome *out)
{
    frame f = {.rule = r, .root = root, .next = r->first};
    if (r->op->nests == NESTS_NOTHING) {
        *out = judge_leaf(ev, r, root);
        return false;
    }
    if (r->op->nests == NESTS_ELEMENTS) {
        const claim *list = NULL;
        outcome there = find_claim(ev, r, root, &list);
        if (there != HOLDS) {
            *out = there == BROKEN && list == NULL && r->absent_passes ? HOLDS : there;
            return false;
        }
        f.root = f.element = list->first;
        f.next = f.element != NULL ? r->first : NULL;
    }
    stack[(*depth)++] = f;
    return true;
}

static void add(frame *f, outcome o)
{
    if (f->rule->op->nests == NESTS_ELEMENTS) {
        f->worst = o > f->worst ? o : f->worst;
        return;
    }
    f->seen[o]++;
    f->total++;
}

/* The rules were judged for one element: begin with the next one, if there is one. */
static bool next_element(frame *f)
{
    if (f->element == NULL) {
        return false;
    }
    f->seen[f->worst]++;
    f->total++;
    f->worst = HOLDS;
    f->root = f->element = f->element->next;
    f->next = f->element != NULL ? f->rule->first : NULL;
    return f->element != NULL;
}

static outcome conclude_frame(const frame *f)
{
    size_t needed = f->rule->at_least;
    if (needed == COUNT_ANY) {
        needed = f->total > 0 ? f->total : 1;
    }
    if (f->seen[BROKEN] > 0) {
        return BROKEN;
    }
    if (f->seen[HOLDS] + f->seen[UNKNOWN] < needed) {
        return DIFFERS;
    }
    return f->seen[UNKNOWN] > 0 ? UNKNOWN : HOLDS;
}

outcome evaluate_tree(evaluation *ev, const rule *top)
{
    frame stack[LIMIT_POLICY_DEPTH + 1];
    size_t depth = 0;
    outcome last = BROKEN;
    ev->nested = top->op->nests != NESTS_NOTHING;
    if (!enter(ev, top, ev->piece->claims, stack, &depth, &last)) {
        return last;
    }
    while (depth > 0) {
        frame *f = &stack[depth - 1];
        if (f->next != NULL) {
            const rule *r = f->next;
            f->next = r->next;
            if (!enter(ev, r, f->root, stack, &depth, &last)) {
                add(f, last);
            }
        } else if (!next_element(f)) {
            last = conclude_frame(f);
            depth--;
            if (depth > 0) {
                add(&stack[depth - 1], last);
            }
        }
    }
    return last;
}
