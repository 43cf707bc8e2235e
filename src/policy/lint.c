/* SPDX-License-Identifier: Apache-2.0 */
/* What a valid policy leaves undone or says in vain: as a whole, and group by group. */
#include "policy/lints.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *id, *meaning;
} kinds[LINTS] = {
#define LINT(name, id, meaning) [LINT_##name] = {id, meaning},
#include "policy/lints.def"
#undef LINT
};

const char *policy_lint_kind(size_t index, const char **meaning)
{
    *meaning = index < LINTS ? kinds[index].meaning : NULL;
    return index < LINTS ? kinds[index].id : NULL;
}

assay_error *note(linter *l, lint_kind kind, size_t at, const char *said_as, ...)
{
    char said[1024];
    va_list args;
    if (json_member(json_member(l->policy->root, "lint"), kinds[kind].id) != NULL) {
        return NULL;
    }
    va_start(args, said_as);
    vsnprintf(said, sizeof said, said_as, args);
    va_end(args);
    return problem_add(&l->sink, ASSAY_OK, at, "%s [%s]", said, kinds[kind].id);
}

static void lint_window(linter *l)
{
    const json *valid = json_member(l->policy->root, "valid");
    assay_time to = l->policy->valid.to;
    if (to == ASSAY_TIME_UNSET) {
        assay_error *e =
            note(l, LINT_NO_END, valid != NULL ? valid->at : 0, "the policy never ends");
        error_hint(e,
                   "add \"valid\": {\"from\": .., \"to\": ..}, so that an old copy stops counting");
    } else if (l->now != ASSAY_TIME_UNSET && to < l->now) {
        assay_error *e = note(l, LINT_ENDED, valid->at, "the policy has ended");
        error_hint(e, "review it, and move its end");
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
        assay_error *e = note(l, LINT_ACCEPTS_WARNING, accept->at,
                              "a verdict of warning is accepted, and with it every relaxation and "
                              "every waived finding");
        error_hint(e, "accept only \"affirming\", unless the format cannot reach it");
    }
    if (!l->policy->accepts_warning && wary != NULL) {
        assay_error *e = note(l, LINT_UNREACHABLE, accept->at,
                              "evidence of %s never gets better than a warning, which is not "
                              "accepted",
                              wary->id);
        error_hint(e, "add \"warning\" if that suffices");
    }
}

static void lint_settings(linter *l)
{
    const assay_policy *p = l->policy;
    const json *settings = json_member(p->root, "settings");
    if (p->known_nonces_allowed) {
        assay_error *e = note(l, LINT_KNOWN_NONCES, json_member(settings, "known_nonces")->at,
                              "published nonces are allowed, and with them replays");
        error_hint(e, "allow them in tests only");
    }
    if (p->revocation_optional) {
        assay_error *e = note(l, LINT_REVOCATION, json_member(p->root, "revocation")->at,
                              "revoked keys are noticed only by chance");
        error_hint(e, "leave \"revocation\" out, and keep the makers' lists in the store");
    }
    if (p->revocation_as_of_at) {
        assay_error *e = note(l, LINT_REVOCATION, json_member(settings, "revocation_as_of")->at,
                              "a key that was revoked after the time of the appraisal counts");
        error_hint(e, "leave it out but for audits of the past");
    }
    if (p->reference_values_optional) {
        note(l, LINT_REFERENCE_VALUES, json_member(settings, "reference_values")->at,
             "firmware that the maker never measured is taken");
    }
    if (p->issue == ISSUE_ANY) {
        note(l, LINT_REFERENCE_VALUES, json_member(settings, "rim_issue")->at,
             "reference values that the maker has replaced still count");
    }
}

static void lint_identity(linter *l)
{
    const json *evidence = json_member(l->policy->root, "evidence");
    if (l->policy->any_genuine) {
        note(l, LINT_ANY_GENUINE, evidence->at,
             "no rule identifies the peer: any genuine device is accepted");
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
            assay_error *e = note(l, LINT_FRESHNESS, b->group->at->at,
                                  "nothing says that evidence of %s is fresh", f->id);
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
                assay_error *e =
                    note(l, LINT_OPEN, b->group->at->at, "no rule looks at \"%s\" of %s",
                         o->schema->pointer, b->scope.formats[i]->id);
                error_hint(e, "add a rule, or say why not under \"unconstrained\"");
            }
        }
    }
}

/* Does the format have security versions, and is there a rule on one of them? */
static void lint_tcb(linter *l, const block *b)
{
    for (size_t i = 0; i < b->scope.count && !l->policy->any_genuine; i++) {
        const claim_schema *row, *first = NULL;
        bool ruled = rules_touch(l->policy, b, bytes_of_text("/tcb"));
        for (size_t k = 0; (row = format_claim_at(b->scope.formats[i], k)) != NULL; k++) {
            bool versions =
                row->svn_count > 0 || pointer_covers("/tcb", bytes_of_text(row->pointer));
            first = first == NULL && versions ? row : first;
            ruled = ruled || (versions && rules_touch(l->policy, b, bytes_of_text(row->pointer)));
        }
        if (first != NULL && !ruled && !same_claims_before(b, i)) {
            assay_error *e =
                note(l, LINT_NO_TCB, b->group->at->at,
                     "no rule sets a least security version of %s", b->scope.formats[i]->id);
            error_hint(e, "add one on \"%s\", say", first->pointer);
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
            note(l, LINT_UNUSED, n->at->name_at,
                 "\"%s\" is said to be open, and a rule looks at it", n->pointer);
        }
    }
}

static void lint_count(linter *l, const group *g)
{
    if (g->min == 0 && !l->policy->any_genuine) {
        assay_error *e =
            note(l, LINT_OPTIONAL_GROUP, g->at->at, "evidence of \"%s\" may be left out", g->name);
        error_hint(e, "give it a count of at least 1, unless that is meant");
    }
}

static void lint_groups(linter *l)
{
    for (const group *g = l->policy->groups; g != NULL; g = g->next) {
        lint_count(l, g);
        for (const block *b = g->first; b != NULL; b = b->next) {
            lint_freshness(l, b);
            lint_open(l, b);
            lint_tcb(l, b);
            lint_block(l, b);
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
            assay_error *e = note(l, LINT_UNUSED, at->name_at, "no rule uses \"%s\"", d->name);
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
            note(l, LINT_UNUSED, r->at->name_at, "no rule matches the table \"%s\"", r->name);
        }
    }
}

static void lint_waivers(linter *l)
{
    for (const waiver *w = l->policy->waivers; w != NULL; w = w->next) {
        if (l->now != ASSAY_TIME_UNSET && w->until < l->now) {
            assay_error *e =
                note(l, LINT_STALE_WAIVER, w->at->at, "the waiver of \"%s\" has ended", w->finding);
            error_hint(e, "take it out, or find out whether it is still needed");
        }
    }
}

static void lint_title(linter *l)
{
    const json *title = json_member(l->policy->root, "title");
    if (str_begins(json_text(title), "REVIEW")) {
        note(l, LINT_UNREVIEWED, title->at, "the draft's title is still there");
    }
}

static void (*const lints[])(linter *) = {
    lint_window, lint_accept, lint_settings,   lint_identity, lint_groups, lint_tables,
    lint_inputs, lint_params, lint_references, lint_waivers,  lint_title,
};

size_t policy_lint(const assay_policy *p, assay_time now, assay_problems **problems)
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
    linter l = {p, now, {*problems, &scratch, p->name, p->text, p->root, 0}};
    for (size_t i = 0; i < ARRAY_LEN(lints); i++) {
        lints[i](&l);
    }
    problems_sort(*problems);
    arena_release(&scratch);
    return (*problems)->count - before;
}
