/* SPDX-License-Identifier: Apache-2.0 */
/* Is what came of a case what its test says; and can each rule fail at all? */
#include "base/limits.h"
#include "policy_suite.h"

bool rule_failed(const outcome_of_case *o, const char *rule)
{
    for (const finding *f = o->context.findings->first; f != NULL; f = f->next) {
        bool wrong = f->view.severity == ASSAY_FAIL || f->view.severity == ASSAY_WARN;
        if (wrong && f->view.rule != NULL && strcmp(f->view.rule, rule) == 0) {
            return true;
        }
    }
    return false;
}

static bool listed(const json *list, const char *name)
{
    for (const json *m = list != NULL ? list->first : NULL; m != NULL; m = m->next) {
        if (str_is(json_text(m), name)) {
            return true;
        }
    }
    return false;
}

/* A finding that fails is named by its rule, or by its id. */
static const char *name_of_failure(const finding *f)
{
    return f->view.severity <= ASSAY_WARN ? NULL : f->view.rule != NULL ? f->view.rule : f->view.id;
}

static bool failed(const outcome_of_case *o, assay_str name)
{
    for (const finding *f = o->context.findings->first; f != NULL; f = f->next) {
        const char *wrong = name_of_failure(f);
        if (wrong != NULL && str_is(name, wrong)) {
            return true;
        }
    }
    return false;
}

static void judge_status(const json *test, const outcome_of_case *o, text *out)
{
    const json *expect = json_member(test, "expect");
    if (!str_is(json_text(expect), status_word(o->status))) {
        text_add_str(out, "expected ");
        text_add_printable(out, bytes_of_str(json_text(expect)));
        text_addf(out, ", found %s\n", status_word(o->status));
    }
}

static void judge_failures(const json *test, bool only, const outcome_of_case *o, text *out)
{
    const json *fails = json_member(test, "fails");
    for (const json *m = fails != NULL ? fails->first : NULL; m != NULL; m = m->next) {
        if (!failed(o, json_text(m))) {
            text_add_printable(out, bytes_of_str(json_text(m)));
            text_add_str(out, " does not fail\n");
        }
    }
    for (const finding *f = o->context.findings->first; f != NULL && only; f = f->next) {
        const char *wrong = name_of_failure(f);
        if (wrong != NULL && !listed(fails, wrong)) {
            text_addf(out, "%s fails, too: expected %s, found %s\n", wrong,
                      f->view.expected != NULL ? f->view.expected : "otherwise",
                      f->view.found != NULL ? f->view.found : "nothing");
        }
    }
}

static const char *row_of(const outcome_of_case *o, assay_str rule)
{
    for (const matched_row *r = o->context.rows; r != NULL; r = r->next) {
        if (str_is(rule, r->rule)) {
            return r->row;
        }
    }
    return NULL;
}

static void judge_rows(const json *test, const outcome_of_case *o, text *out)
{
    const json *rows = json_member(test, "row");
    for (const json *m = rows != NULL ? rows->first : NULL; m != NULL; m = m->next) {
        const char *row = row_of(o, m->name);
        if (row == NULL || !str_is(json_text(m), row)) {
            text_add_printable(out, bytes_of_str(m->name));
            text_add_str(out, " was expected to match the row ");
            text_add_printable(out, bytes_of_str(json_text(m)));
            text_addf(out, ", and matched %s\n", row != NULL ? row : "none");
        }
    }
}

const char *suite_judge(const suite *s, const json *test, const outcome_of_case *o)
{
    text out = text_new(&s->cli->arena, LIMIT_POLICY_BYTES);
    bool only = false;
    const json *own = json_member(test, "only");
    json_bool(own != NULL ? own : json_member(s->d.root, "only"), &only);
    judge_status(test, o, &out);
    judge_failures(test, only, o, &out);
    judge_rows(test, o, &out);
    return text_done(&out).ptr;
}

/* Other values of a claim. False: memory failed. */

static bool other_bytes(arena *a, claim *c, uint8_t keep, uint8_t flip)
{
    assay_bytes old = c->value.bytes;
    uint8_t *made = ARENA_ARRAY(a, old.len, uint8_t);
    for (size_t i = 0; i < old.len && made != NULL; i++) {
        made[i] = (uint8_t)((old.ptr[i] & keep) ^ (i == 0 || keep == 0 ? flip : 0));
    }
    c->value.bytes = bytes_of(made, old.len);
    return made != NULL;
}

static bool flip_first(arena *a, claim *c)
{
    return other_bytes(a, c, 0xff, 1);
}

static bool all_zeros(arena *a, claim *c)
{
    return other_bytes(a, c, 0, 0);
}

static bool all_ones(arena *a, claim *c)
{
    return other_bytes(a, c, 0, 0xff);
}

static bool to_zero(arena *a, claim *c)
{
    (void)a;
    c->value.uint = 0;
    return true;
}

static bool to_greatest(arena *a, claim *c)
{
    (void)a;
    c->value.sint = INT64_MAX;
    return true;
}

static bool negate(arena *a, claim *c)
{
    (void)a;
    c->value.boolean = !c->value.boolean;
    return true;
}

static bool to_other_text(arena *a, claim *c)
{
    (void)a;
    c->type = ASSAY_CLAIM_TEXT;
    c->value.text = str_of("another");
    return true;
}

static bool to_long_ago(arena *a, claim *c)
{
    (void)a;
    c->value.time = 0;
    return true;
}

static bool to_far_future(arena *a, claim *c)
{
    (void)a;
    c->value.time = INT64_MAX / 2;
    return true;
}

static bool to_empty(arena *a, claim *c)
{
    (void)a;
    c->first = c->last = NULL;
    c->count = 0;
    return true;
}

static bool to_foreign(arena *a, claim *c)
{
    to_empty(a, c);
    return claim_cstr(a, c, NULL, "another") != NULL;
}

#define TYPE(t) (1u << ASSAY_CLAIM_##t)
#define WHOLE (TYPE(UINT) | TYPE(INT))
static const struct {
    unsigned types; /* of the claims that it changes */
    bool (*apply)(arena *a, claim *c);
} mutations[] = {
    {TYPE(BYTES), flip_first},   {TYPE(BYTES), all_zeros},
    {TYPE(BYTES), all_ones},     {WHOLE, to_zero},
    {WHOLE, to_greatest},        {TYPE(BOOL), negate},
    {TYPE(TEXT), to_other_text}, {TYPE(TIME), to_long_ago},
    {TYPE(TIME), to_far_future}, {TYPE(LIST) | TYPE(MAP), to_empty},
    {TYPE(LIST), to_foreign},    {TYPE(NONE) | TYPE(NULL), to_other_text},
};

static bool fails_now(const suite *s, const outcome_of_case *o, const char *rule)
{
    findings left = {.arena = &s->cli->arena, .stage = 7};
    outcome_of_case trial = {.context = o->context};
    trial.context.arena = &s->cli->arena;
    trial.context.findings = &left;
    trial.context.rows = NULL;
    policy_evaluate(s->policy, &trial.context);
    return rule_failed(&trial, rule);
}

/* The claim, made where there is none, so that one can stand there. */
static claim *looked_at(const suite *s, const policy_piece *of, const char *pointer)
{
    const claim *there = claim_at(of->claims, bytes_of_text(pointer));
    const char *last = strrchr(pointer, '/');
    const claim *parent =
        last != NULL ? claim_at(of->claims, bytes_of(pointer, (size_t)(last - pointer))) : NULL;
    if (there == NULL && parent != NULL && parent->type == ASSAY_CLAIM_MAP) {
        return claim_null(&s->cli->arena, (claim *)(uintptr_t)parent, last + 1);
    }
    return (claim *)(uintptr_t)there; /* of an outcome, which is the tool's own */
}

static bool fails_when(const suite *s, const outcome_of_case *o, const char *rule, claim *c,
                       size_t mutation)
{
    claim before = *c;
    bool fails = (mutations[mutation].types & 1u << c->type) != 0 &&
                 mutations[mutation].apply(&s->cli->arena, c) && fails_now(s, o, rule);
    *c = before;
    return fails;
}

bool rule_can_fail(const suite *s, outcome_of_case *o, size_t rule)
{
    const char *id = policy_rule_id(s->policy, rule), *pointer;
    for (size_t i = 0; (pointer = policy_rule_claim(s->policy, rule, i)) != NULL; i++) {
        for (size_t k = 0; k < o->context.piece_count; k++) {
            claim *c = looked_at(s, &o->context.pieces[k], pointer);
            for (size_t m = 0; m < ARRAY_LEN(mutations) && c != NULL; m++) {
                if (fails_when(s, o, id, c, m)) {
                    return true;
                }
            }
        }
    }
    return false;
}
