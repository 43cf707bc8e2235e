/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 7: every rule for every piece that its group selects, the groups' counts, evidence that
 * nobody asked for, the policy's own window, and what stays open.
 */
#include "claims/common.h"
#include "policy/ops.h"
#include "policy/params.h"
#include "policy/values.h"

/* check(), and the finding itself also when the check held. */
static finding *record(findings *f, int def, bool holds)
{
    size_t before = f->count;
    check(f, &common_findings[def], holds);
    return f->count > before ? f->last : NULL;
}

static void report(evaluation *ev, const rule *r, outcome o)
{
    findings *sink = ev->c->findings;
    finding *f = record(sink, o == UNKNOWN ? F_POLICY_RULE_UNDECIDED : F_POLICY_RULE, o == HOLDS);
    if (f == NULL) {
        return;
    }
    f->view.rule = r->id;
    f->view.reference = r->reference;
    const claim *c = ev->looked_at;
    finding_at(f, r->full, c != NULL ? c->offset : 0, c != NULL ? c->length : 0);
    finding_says(f, ev->expected != NULL ? ev->expected : r->expected,
                 ev->found.arena != NULL ? text_done(&ev->found).ptr : NULL);
    if (o == HOLDS) {
        return;
    }
    finding_detail(sink, f, ev->detail);
    f->view.remedy = r->why != NULL ? r->why : f->view.remedy;
    f->view.severity = r->warns ? ASSAY_WARN : f->view.severity;
}

/* A claim of this piece is a digest over the evidence of those groups, whatever else is in it. */
static void vouch(evaluation *ev, const rule *r, const policy_piece *piece)
{
    for (const expression *e = r->op == &op_eq ? r->operands : NULL; e != NULL; e = e->next) {
        for (const value *v = e->root; v != NULL; v = v->later) {
            policy_piece *seen = NULL;
            while (v->op == &value_devices &&
                   (seen = next_of(ev->policy, ev->c, v->of, v->of_count, seen)) != NULL) {
                seen->vouched = seen->vouched || (piece->authentic && seen != piece);
            }
        }
    }
}

static void evaluate_rule(evaluation *ev, const rule *r, policy_piece *piece)
{
    ev->piece = piece;
    ev->rule_id = r->id;
    ev->looked_at = NULL;
    ev->found = (text){0};
    ev->expected = NULL;
    ev->detail = NULL;
    ev->c->findings->label = piece->label;
    outcome o = evaluate_tree(ev, r);
    piece->nonce_failed = piece->nonce_failed || (r->states_nonce && o != HOLDS);
    report(ev, r, o);
    if (o == HOLDS) {
        vouch(ev, r, piece);
    }
}

static void evaluate_blocks(evaluation *ev)
{
    for (size_t i = 0; i < ev->c->piece_count; i++) {
        policy_piece *piece = &ev->c->pieces[i];
        const block *b = block_of(ev->policy, piece);
        for (const rule *r = b != NULL ? b->first : NULL; r != NULL; r = r->next) {
            evaluate_rule(ev, r, piece);
        }
    }
}

static void evaluate_together(evaluation *ev)
{
    static const claim empty = {.type = ASSAY_CLAIM_MAP};
    for (const rule *r = ev->policy->together; r != NULL; r = r->next) {
        policy_piece all = {.claims = &empty};
        policy_piece *piece = NULL;
        if (r->op->once) {
            evaluate_rule(ev, r, &all);
            continue;
        }
        while ((piece = next_of(ev->policy, ev->c, r->of, r->of_count, piece)) != NULL) {
            evaluate_rule(ev, r, piece);
        }
    }
}

static size_t pieces_in(const assay_policy *p, const policy_context *c, group *g)
{
    size_t n = 0;
    const policy_piece *piece = NULL;
    while ((piece = next_of(p, c, &g, 1, piece)) != NULL) {
        n++;
    }
    return n;
}

static void check_counts(const assay_policy *p, policy_context *c)
{
    c->findings->label = NULL;
    for (group *g = p->groups; g != NULL; g = g->next) {
        size_t n = pieces_in(p, c, g);
        finding *no =
            check(c->findings, &common_findings[F_POLICY_COUNT], n >= g->min && n <= g->max);
        if (no != NULL) {
            finding_detail(c->findings, no, g->name);
            finding_says(no, count_text(c->arena, g), arena_format(c->arena, "%zu", n));
        }
    }
}

static void check_expected(const assay_policy *p, policy_context *c)
{
    for (size_t i = 0; i < c->piece_count; i++) {
        const policy_piece *piece = &c->pieces[i];
        c->findings->label = piece->label;
        finding *no =
            check(c->findings, &common_findings[F_POLICY_UNEXPECTED], block_of(p, piece) != NULL);
        finding_detail(c->findings, no, p->id);
        finding_says(no, "evidence of a format that the policy selects",
                     piece->format != NULL ? piece->format->id : "an unknown format");
    }
}

static void check_policy(const assay_policy *p, policy_context *c)
{
    c->findings->label = NULL;
    finding *no =
        check(c->findings, &common_findings[F_POLICY_WINDOW], window_holds(&p->valid, c->now));
    if (no != NULL) {
        finding_detail(c->findings, no, p->id);
        finding_says(no, window_text(c->arena, &p->valid), time_text(c->arena, c->now));
    }
    no = check(c->findings, &common_findings[F_POLICY_ANY_GENUINE], !p->any_genuine);
    finding_detail(c->findings, no, p->id);
}

static const open_row *open_of(const block *b, const format *f)
{
    for (size_t i = 0; i < b->scope.count; i++) {
        if (strcmp(b->scope.formats[i]->id, f->id) == 0) {
            return b->open[i];
        }
    }
    return NULL;
}

static open_claim **list_open(const open_row *row, const policy_piece *piece, arena *a,
                              open_claim **end)
{
    for (; row != NULL; row = row->next) {
        const claim *seen;
        if (look(piece->claims, row->schema->pointer, true, &seen) != SEEN) {
            continue;
        }
        open_claim *made = ARENA_NEW(a, open_claim);
        if (made == NULL) {
            return end;
        }
        *made = (open_claim){piece->label, row->schema->pointer, row->reason, NULL};
        *end = made;
        end = &made->next;
    }
    return end;
}

const open_claim *policy_open_claims(const assay_policy *p, const policy_context *c, arena *a)
{
    open_claim *first = NULL, **end = &first;
    for (size_t i = 0; i < c->piece_count; i++) {
        const policy_piece *piece = &c->pieces[i];
        const block *b = block_of(p, piece);
        if (b != NULL) {
            end = list_open(open_of(b, piece->format), piece, a, end);
        }
    }
    return first;
}

void policy_evaluate(const assay_policy *p, policy_context *c)
{
    const char *label = c->findings->label;
    int stage = c->findings->stage;
    evaluation ev = {.policy = p, .c = c, .params = params_set(p, c)};
    c->findings->stage = 7;
    check_policy(p, c);
    check_expected(p, c);
    check_counts(p, c);
    evaluate_blocks(&ev);
    evaluate_together(&ev);
    c->findings->label = label;
    c->findings->stage = stage;
}

static void mark_inputs(const rule *top, policy_context *c)
{
    for (const rule *r = top; r != NULL; r = rule_after(top, r)) {
        for (const expression *e = r->operands; e != NULL; e = e->next) {
            for (const value *v = e->root; v != NULL; v = v->later) {
                for (size_t i = 0; v->op == &value_input && i < c->input_count; i++) {
                    policy_value *given = &c->inputs[i];
                    given->used = given->used || strcmp(given->name, v->declared->name) == 0;
                }
            }
        }
    }
}

void policy_state_nonce(const assay_policy *p, policy_context *c)
{
    for (size_t i = 0; i < c->piece_count; i++) {
        policy_piece *piece = &c->pieces[i];
        const block *b = block_of(p, piece);
        if (b == NULL) {
            continue;
        }
        for (const rule *r = b->first; r != NULL; r = r->next) {
            piece->nonce_stated = piece->nonce_stated || r->states_nonce;
            mark_inputs(r, c);
        }
        for (const rule *r = p->together; r != NULL; r = r->next) {
            if (selects(p, r->of, r->of_count, piece)) {
                piece->nonce_stated = piece->nonce_stated || r->states_nonce;
                mark_inputs(r, c);
            }
        }
    }
}
