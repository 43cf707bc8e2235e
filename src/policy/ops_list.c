/* SPDX-License-Identifier: Apache-2.0 */
/* contains, only, exactly: what a list holds. */
#include "base/error.h"
#include "policy/operands.h"

static void load_contains(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    r->operands = load_operand(l, operand, r->element, true, false);
}

static void load_only(loader *l, const json *operand, const json *whole, rule *r)
{
    static const char *const words[] = {"pass"};
    const json *empty = json_member(whole, "empty");
    operands_of_list(l, operand, r->element, false, r);
    r->flag = empty != NULL && word_of(l, empty, words, ARRAY_LEN(words)) == 0;
}

static void load_exactly(loader *l, const json *operand, const json *whole, rule *r)
{
    const json *ordered = json_member(whole, "ordered");
    operands_of_list(l, operand, r->element, false, r);
    if (ordered != NULL && !json_bool(ordered, &r->flag)) {
        PROBLEM(l, ordered->at, "expected true or false");
    }
}

/* One pending or ill-typed element leaves open, or spoils, what the list holds. */
static outcome judge_elements(evaluation *ev, const rule *r, const claim *list)
{
    outcome worst = HOLDS;
    for (const claim *i = list->first; i != NULL; i = i->next) {
        outcome one = i->pending ? UNKNOWN : well_typed(i, r->element) ? HOLDS : BROKEN;
        worst = one > worst ? one : worst;
    }
    if (worst != HOLDS) {
        say_found(ev, NULL,
                  worst == BROKEN ? "an element of another type" : "an element not known");
    }
    return worst;
}

#define ELEMENTS_SHOWN 16

static void say_elements(evaluation *ev, const claim *list)
{
    text t = text_new(ev->c->arena, LIMIT_POLICY_BYTES);
    size_t n = 0;
    for (const claim *i = list->first; i != NULL && n < ELEMENTS_SHOWN; i = i->next, n++) {
        const char *one = claim_show(ev->c->arena, i);
        text_addf(&t, "%s%s", n > 0 ? ", " : "", one != NULL ? one : "");
    }
    say_found(ev, NULL, list->count == 0 ? "empty" : text_done(&t).ptr);
}

/* Does an element of the list equal the value? One that is pending may yet. */
static outcome has_value(evaluation *ev, const claim *list, const expression *e)
{
    found_value v = value_of(ev, e);
    bool found = false, pending = false;
    if (v.state != HOLDS) {
        say_found(ev, NULL, v.why);
        return v.state;
    }
    for (const claim *i = list->first; i != NULL; i = i->next) {
        found = same_value(i, v.claim) || found;
        pending = pending || i->pending;
    }
    if (e->next == NULL) {
        expect_value(ev, e, v.claim);
    }
    return found ? HOLDS : pending ? UNKNOWN : DIFFERS;
}

static outcome worse(outcome a, outcome b)
{
    return a > b ? a : b;
}

static outcome judge_contains(evaluation *ev, const rule *r, const claim *c)
{
    say_elements(ev, c);
    return worse(judge_elements(ev, r, c), has_value(ev, c, r->operands));
}

static outcome all_among(evaluation *ev, const rule *r, const claim *list)
{
    outcome worst = HOLDS;
    for (const claim *i = list->first; i != NULL; i = i->next) {
        bool found;
        outcome known = among(ev, r->operands, i, &found);
        found = found || i->pending;
        worst = worse(worst, known != HOLDS ? known : found ? HOLDS : DIFFERS);
    }
    return worst;
}

static outcome judge_only(evaluation *ev, const rule *r, const claim *c)
{
    say_elements(ev, c);
    if (c->count == 0) {
        return r->flag ? HOLDS : DIFFERS;
    }
    return worse(judge_elements(ev, r, c), all_among(ev, r, c));
}

static outcome same_order(evaluation *ev, const rule *r, const claim *list)
{
    const claim *i = list->first;
    const expression *e = r->operands;
    for (; i != NULL && e != NULL; i = i->next, e = e->next) {
        found_value v = value_of(ev, e);
        if (v.state != HOLDS || (!i->pending && !same_value(i, v.claim))) {
            return v.state != HOLDS ? v.state : DIFFERS;
        }
    }
    return i == NULL && e == NULL ? HOLDS : DIFFERS;
}

static outcome judge_exactly(evaluation *ev, const rule *r, const claim *c)
{
    say_elements(ev, c);
    outcome worst = judge_elements(ev, r, c);
    if (r->flag) {
        return worse(worst, same_order(ev, r, c));
    }
    worst = worse(worst, all_among(ev, r, c));
    for (const expression *e = r->operands; e != NULL; e = e->next) {
        worst = worse(worst, has_value(ev, c, e));
    }
    return worst;
}

static void say_contains(const rule *r, text *out)
{
    text_addf(out, "contains %s", r->operands->root->shown);
}

static void say_only(const rule *r, text *out)
{
    text_addf(out,
              r->flag ? "is empty or holds nothing but " : "holds at least one of, and only, ");
    say_operands(r->operands, out);
}

static void say_exactly(const rule *r, text *out)
{
    text_add_str(out, r->flag ? "is, in this order, " : "holds exactly, in any order, ");
    say_operands(r->operands, out);
}

const rule_op op_contains = {.name = "contains",
                             .operand = "a literal or an expression",
                             .doc = "the list holds this",
                             .types = TYPE(LIST),
                             .identifies = true,
                             .load = load_contains,
                             .judge = judge_contains,
                             .say = say_contains};
const rule_op op_only = {
    .name = "only",
    .operand = "a list",
    .doc = "the list holds nothing but these; \"empty\": \"pass\" lets an empty one through",
    .types = TYPE(LIST),
    .options = {"empty"},
    .load = load_only,
    .judge = judge_only,
    .say = say_only};
const rule_op op_exactly = {
    .name = "exactly",
    .operand = "a list",
    .doc = "the list holds these and no other; \"ordered\": true minds the order",
    .types = TYPE(LIST),
    .options = {"ordered"},
    .identifies = true,
    .load = load_exactly,
    .judge = judge_exactly,
    .say = say_exactly};
