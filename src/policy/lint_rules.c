/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that say nothing by themselves, or say less than they seem to. */
#include "policy/lints.h"

#define DAY 86400

static bool all_zero(const rule *r)
{
    for (size_t i = 0; i < r->svn_count; i++) {
        if (r->svn[i].min > 0) {
            return false;
        }
    }
    return r->svn_count > 0;
}

static bool holds_anyway(const rule *r)
{
    const claim *b = &r->bound;
    if (r->op == &op_min) {
        return (b->type == ASSAY_CLAIM_UINT && b->value.uint == 0) ||
               (b->type == ASSAY_CLAIM_INT && b->value.sint == INT64_MIN);
    }
    if (r->op == &op_max) {
        return (b->type == ASSAY_CLAIM_UINT && b->value.uint == UINT64_MAX) ||
               (b->type == ASSAY_CLAIM_INT && b->value.sint == INT64_MAX);
    }
    return all_zero(r) || (r->op == &op_present && r->absent_passes);
}

static void check_vacuous(linter *l, const rule *r)
{
    if (holds_anyway(r)) {
        assay_error *e = note(l, LINT_VACUOUS, r->at->at, "\"%s\" holds whatever \"%s\" is",
                              r->op->name, r->full);
        error_hint(e, "raise the bound, or use \"present\" if that is what is meant");
    }
    bool choice = r->op == &op_any_of || r->op == &op_at_least;
    if (choice && r->count == 1) {
        note(l, LINT_LONE, r->at->at, "\"%s\" of one rule is no choice", r->op->name);
    }
}

static void check_absence(linter *l, const rule *r)
{
    if (r->absent_passes && r->schema != NULL && r->schema->identifies) {
        assay_error *e = note(l, LINT_ABSENT_PASSES, r->at->at,
                              "evidence without \"%s\" passes this rule", r->full);
        error_hint(e, "leave out \"absent\"");
    }
}

static void check_age(linter *l, const rule *r)
{
    if (r->op == &op_max_age && r->age > DAY && r->full != NULL &&
        strstr(r->full, "collateral") == NULL) {
        assay_error *e = note(l, LINT_OLD_EVIDENCE, r->at->at,
                              "evidence of more than a day is taken by \"%s\"", r->full);
        error_hint(e, "300 seconds suffice for an answer to a challenge");
    }
}

/* One byte over and over: a value to be filled in, or a debugged guest's measurement. */
static bool is_placeholder(assay_bytes b)
{
    return b.len >= 4 && bytes_all(b, b.ptr[0]);
}

static void check_operands(linter *l, const rule *r)
{
    static const char *const tests[] = {"stg", "staging", "sandbox", "test."};
    bool wanted = r->op == &op_eq || r->op == &op_in;
    for (const expression *e = r->operands; e != NULL && wanted; e = e->next) {
        const claim *c = &e->root->literal;
        if (e->root->op != &value_literal) {
            continue;
        }
        if (c->type == ASSAY_CLAIM_BYTES && r->schema->identifies &&
            is_placeholder(c->value.bytes)) {
            note(l, LINT_PLACEHOLDER, r->at->at, "\"%s\" is one byte over and over", r->full);
        }
        for (size_t i = 0; i < ARRAY_LEN(tests); i++) {
            bool named = r->full != NULL && strcmp(r->full, "/iss") == 0;
            if (named && c->type == ASSAY_CLAIM_TEXT && c->value.text.ptr != NULL &&
                strstr(claim_show(l->sink.arena, c), tests[i]) != NULL) {
                note(l, LINT_STAGING, r->at->at, "this issuer's tokens are for tests");
                break;
            }
        }
    }
}

void lint_rule(linter *l, const rule *top)
{
    for (const rule *r = top; r != NULL; r = rule_after(top, r)) {
        check_vacuous(l, r);
        check_absence(l, r);
        check_age(l, r);
        check_operands(l, r);
    }
    if (top->warns && l->policy->accepts_warning) {
        assay_error *e = note(l, LINT_NEVER_REJECTS, top->at->at,
                              "the rule only warns, and a verdict of warning is accepted");
        error_hint(e, "leave out \"severity\"");
    }
    if (top->why != NULL && strncmp(top->why, "REVIEW", 6) == 0) {
        note(l, LINT_UNREVIEWED, top->at->at, "the draft's mark is still there");
    }
}
