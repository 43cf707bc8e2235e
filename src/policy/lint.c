/* SPDX-License-Identifier: Apache-2.0 */
/* What a valid policy leaves undone or says in vain. */
#include "base/error.h"
#include "policy/ops.h"
#include "policy/params.h"

typedef struct {
    const assay_policy *policy;
    problem_sink sink;
} linter;

#define NOTE(l, at, ...) problem_add(&(l)->sink, ASSAY_OK, (at), __VA_ARGS__)

static void lint_window(linter *l)
{
    const json *valid = json_member(l->policy->root, "valid");
    if (l->policy->valid.to == ASSAY_TIME_UNSET) {
        assay_error *e = NOTE(l, valid != NULL ? valid->at : 0, "the policy never ends");
        error_hint(e,
                   "add \"valid\": {\"from\": .., \"to\": ..}, so that an old copy stops counting");
    }
}

/* A format that the policy selects and of which no evidence is better than a warning; or NULL. */
static const format *wary_format(const assay_policy *p)
{
    for (const group *g = p->groups; g != NULL; g = g->next) {
        for (const block *b = g->first; b != NULL; b = b->next) {
            for (size_t i = 0; i < b->scope.count; i++) {
                if (b->scope.formats[i]->at_most_warning) {
                    return b->scope.formats[i];
                }
            }
        }
    }
    return NULL;
}

static void lint_accept(linter *l)
{
    const json *accept = json_member(l->policy->root, "accept");
    const format *wary = wary_format(l->policy);
    if (l->policy->accepts_warning && wary == NULL) {
        assay_error *e = NOTE(l, accept->at,
                              "a verdict of warning is accepted, and with it every "
                              "relaxation and every waived finding");
        error_hint(e, "accept only \"affirming\", unless the format cannot reach it");
    }
    if (!l->policy->accepts_warning && wary != NULL) {
        assay_error *e = NOTE(l, accept->at,
                              "evidence of %s never gets better than a warning, "
                              "which is not accepted",
                              wary->id);
        error_hint(e, "add \"warning\" if that suffices");
    }
}

static void lint_settings(linter *l)
{
    const json *settings = json_member(l->policy->root, "settings");
    const json *nonces = json_member(settings, "known_nonces");
    const json *optional = json_member(l->policy->root, "revocation");
    if (l->policy->known_nonces_allowed) {
        assay_error *e = NOTE(l, nonces->at, "published nonces are allowed, and with them replays");
        error_hint(e, "allow them in tests only");
    }
    if (l->policy->revocation_optional) {
        assay_error *e = NOTE(l, optional->at, "revoked keys are noticed only by chance");
        error_hint(e, "leave \"revocation\" out, and keep the makers' lists in the store");
    }
}

static void lint_identity(linter *l)
{
    const json *evidence = json_member(l->policy->root, "evidence");
    if (l->policy->any_genuine) {
        NOTE(l, evidence->at, "no rule identifies the peer: any genuine device is accepted");
    }
}

static bool states_nonce(const assay_policy *p, const block *b)
{
    for (const rule *r = b->first; r != NULL; r = r->next) {
        if (r->states_nonce) {
            return true;
        }
    }
    for (const rule *r = p->together; r != NULL; r = r->next) {
        for (size_t i = 0; i < r->of_count; i++) {
            if (r->states_nonce && r->of[i] == b->group) {
                return true;
            }
        }
    }
    return false;
}

/* A format that carries no nonce by itself is fresh only if a rule says where one stands. */
static void lint_freshness(linter *l, const block *b)
{
    for (size_t i = 0; i < b->scope.count; i++) {
        const format *f = b->scope.formats[i];
        if (f->carries == NULL && !states_nonce(l->policy, b)) {
            assay_error *e =
                NOTE(l, b->group->at->at, "nothing says that evidence of %s is fresh", f->id);
            error_hint(e, "state where the nonce stands, with a rule under together");
        }
    }
}

static void lint_open(linter *l, const block *b)
{
    for (size_t i = 0; i < b->scope.count && !l->policy->any_genuine; i++) {
        for (const open_row *o = b->open[i]; o != NULL; o = o->next) {
            bool said = same_claims_before(b, i);
            if (o->schema->identifies && o->reason == NULL && !said) {
                assay_error *e = NOTE(l, b->group->at->at, "no rule looks at \"%s\" of %s",
                                      o->schema->pointer, b->scope.formats[i]->id);
                error_hint(e, "add a rule, or say why not under \"unconstrained\"");
            }
        }
    }
}

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

static void lint_rule(linter *l, const rule *top)
{
    for (const rule *r = top; r != NULL; r = rule_after(top, r)) {
        if (holds_anyway(r)) {
            assay_error *e =
                NOTE(l, r->at->at, "\"%s\" holds whatever \"%s\" is", r->op->name, r->full);
            error_hint(e, "raise the bound, or use \"present\" if that is what is meant");
        }
    }
}

static void lint_notes(linter *l, const group *g)
{
    for (const pointer_note *n = g->unconstrained; n != NULL; n = n->next) {
        bool open = false;
        for (const block *b = g->first; b != NULL; b = b->next) {
            open = open || !rules_touch(l->policy, b, bytes_of_text(n->pointer));
        }
        if (!open) {
            NOTE(l, n->at->name_at, "\"%s\" is said to be open, and a rule looks at it",
                 n->pointer);
        }
    }
}

static void lint_groups(linter *l)
{
    for (const group *g = l->policy->groups; g != NULL; g = g->next) {
        for (const block *b = g->first; b != NULL; b = b->next) {
            lint_freshness(l, b);
            lint_open(l, b);
            for (const rule *r = b->first; r != NULL; r = r->next) {
                lint_rule(l, r);
            }
        }
        lint_notes(l, g);
    }
    for (const rule *r = l->policy->together; r != NULL; r = r->next) {
        lint_rule(l, r);
    }
}

static void lint_unused(linter *l, const declared *list, const char *member)
{
    const json *all = json_member(l->policy->root, member);
    for (const declared *d = list; d != NULL; d = d->next) {
        const json *at = json_member(all, d->name);
        if (!d->named && at != NULL) {
            assay_error *e = NOTE(l, at->name_at, "no rule uses \"%s\"", d->name);
            error_hint(e, "use it in a rule, or leave it out");
        }
    }
}

/* The default form of the nonce takes the inputs that no rule binds. */
static void lint_inputs(linter *l)
{
    bool stated = true;
    for (const group *g = l->policy->groups; g != NULL; g = g->next) {
        for (const block *b = g->first; b != NULL; b = b->next) {
            stated = stated && states_nonce(l->policy, b);
        }
    }
    if (stated) {
        lint_unused(l, l->policy->inputs, "inputs");
    }
}

static void lint_params(linter *l)
{
    lint_unused(l, l->policy->params, "params");
}

static void lint_references(linter *l)
{
    for (const reference *r = l->policy->references; r != NULL; r = r->next) {
        if (!r->used) {
            NOTE(l, r->at->name_at, "no rule matches the table \"%s\"", r->name);
        }
    }
}

static void (*const lints[])(linter *) = {
    lint_window, lint_accept, lint_settings, lint_identity,
    lint_groups, lint_inputs, lint_params,   lint_references,
};

size_t policy_lint(const assay_policy *p, assay_problems **problems)
{
    arena scratch;
    if (*problems == NULL) {
        *problems = problems_new();
    }
    if (*problems == NULL) {
        return 0;
    }
    size_t before = (*problems)->count;
    arena_init(&scratch, NULL, LIMIT_POLICY_MEMORY);
    linter l = {p, {*problems, &scratch, p->name, p->text, p->root, 0}};
    for (size_t i = 0; i < ARRAY_LEN(lints); i++) {
        lints[i](&l);
    }
    problems_sort(*problems);
    arena_release(&scratch);
    return (*problems)->count - before;
}
