/* SPDX-License-Identifier: Apache-2.0 */
/* is, min, max, max_age_s: truth values, and values that have an order. */
#include "base/time.h"
#include "policy/ops.h"

static void load_is(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    if (!json_bool(operand, &r->flag)) {
        PROBLEM(l, operand->at, "expected true or false");
    }
}

static outcome judge_is(evaluation *ev, const rule *r, const claim *c)
{
    (void)ev;
    return c->value.boolean == r->flag ? HOLDS : DIFFERS;
}

static void say_is(const rule *r, text *out)
{
    text_add_str(out, r->flag ? "is true" : "is false");
}

static void load_bound(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    literal_load(l, operand, r->schema->type, 0, &r->bound);
}

/* -1, 0, 1 as a stands to b; both of the same ordered type. */
static int order(const claim *a, const claim *b)
{
    switch (a->type) {
    case ASSAY_CLAIM_UINT:
        return (a->value.uint > b->value.uint) - (a->value.uint < b->value.uint);
    case ASSAY_CLAIM_INT:
        return (a->value.sint > b->value.sint) - (a->value.sint < b->value.sint);
    default:
        return (a->value.time > b->value.time) - (a->value.time < b->value.time);
    }
}

static outcome judge_min(evaluation *ev, const rule *r, const claim *c)
{
    (void)ev;
    return order(c, &r->bound) >= 0 ? HOLDS : DIFFERS;
}

static outcome judge_max(evaluation *ev, const rule *r, const claim *c)
{
    (void)ev;
    return order(c, &r->bound) <= 0 ? HOLDS : DIFFERS;
}

static void say_bound(const rule *r, text *out, const char *number, const char *time)
{
    bool is_time = r->bound.type == ASSAY_CLAIM_TIME;
    const char *bound = claim_show(out->arena, &r->bound);
    text_addf(out, "%s %s", is_time ? time : number, bound != NULL ? bound : "");
}

static void say_min(const rule *r, text *out)
{
    say_bound(r, out, "is at least", "is not before");
}

static void say_max(const rule *r, text *out)
{
    say_bound(r, out, "is at most", "is not after");
}

#define SECONDS_MAX ((uint64_t)100 * 366 * 86400)

static bool load_seconds(loader *l, const json *node, int64_t *out)
{
    uint64_t n;
    if (!json_uint(node, &n) || n > SECONDS_MAX) {
        PROBLEM(l, node->at, "expected a number of seconds, at most a hundred years");
        return false;
    }
    *out = (int64_t)n;
    return true;
}

static void load_age(loader *l, const json *operand, const json *whole, rule *r)
{
    const json *skew = json_member(whole, "skew_s");
    load_seconds(l, operand, &r->age);
    if (skew != NULL) {
        load_seconds(l, skew, &r->skew);
    }
}

static outcome judge_age(evaluation *ev, const rule *r, const claim *c)
{
    assay_time at = ev->c->at, t = c->value.time;
    bool holds = t >= time_add(at, -r->age) && t <= time_add(at, r->skew);
    if (!holds) {
        ev->expected = arena_format(ev->c->arena, "from %s to %s",
                                    time_text(ev->c->arena, time_add(at, -r->age)),
                                    time_text(ev->c->arena, time_add(at, r->skew)));
    }
    return holds ? HOLDS : DIFFERS;
}

static void say_age(const rule *r, text *out)
{
    text_addf(out, "is at most %lld seconds old", (long long)r->age);
    if (r->skew > 0) {
        text_addf(out, ", and at most %lld seconds ahead", (long long)r->skew);
    }
}

#define ORDERED (TYPE(UINT) | TYPE(INT) | TYPE(TIME))

const rule_op op_is = {.name = "is",
                       .operand = "true or false",
                       .doc = "it is so",
                       .types = TYPE(BOOL),
                       .load = load_is,
                       .judge = judge_is,
                       .say = say_is};
const rule_op op_min = {.name = "min",
                        .operand = "a number or a time",
                        .doc = "it is not below this",
                        .types = ORDERED,
                        .load = load_bound,
                        .judge = judge_min,
                        .say = say_min};
const rule_op op_max = {.name = "max",
                        .operand = "a number or a time",
                        .doc = "it is not above this",
                        .types = ORDERED,
                        .load = load_bound,
                        .judge = judge_max,
                        .say = say_max};
const rule_op op_max_age = {
    .name = "max_age_s",
    .operand = "a number of seconds",
    .doc = "it was at most so long before the time of the appraisal; skew_s: how far beyond it",
    .types = TYPE(TIME),
    .options = {"skew_s"},
    .load = load_age,
    .judge = judge_age,
    .say = say_age};
