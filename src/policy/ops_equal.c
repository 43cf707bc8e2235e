/* SPDX-License-Identifier: Apache-2.0 */
/* eq, ne, in, not_in: the claim is, or is not, a value that the policy states. */
#include "policy/operands.h"

static void load_one(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    r->operands = load_operand(l, operand, r->schema, true, false);
}

static void load_several(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    if (operand->type == JSON_OBJECT) {
        r->operands = load_operand(l, operand, r->schema, true, true);
        return;
    }
    operands_of_list(l, operand, r->schema, true, r);
}

static outcome judge_is(evaluation *ev, const rule *r, const claim *c)
{
    bool found;
    outcome known = among(ev, r->operands, c, &found);
    return known != HOLDS ? known : found ? HOLDS : DIFFERS;
}

static outcome judge_is_not(evaluation *ev, const rule *r, const claim *c)
{
    bool found;
    outcome known = among(ev, r->operands, c, &found);
    return known != HOLDS ? known : found ? DIFFERS : HOLDS;
}

static void say_eq(const rule *r, text *out)
{
    text_addf(out, "is %s", r->operands->root->shown);
}

static void say_ne(const rule *r, text *out)
{
    text_addf(out, "is not %s", r->operands->root->shown);
}

static void say_in(const rule *r, text *out)
{
    text_add_str(out, "is one of ");
    say_operands(r->operands, out);
}

static void say_not_in(const rule *r, text *out)
{
    text_add_str(out, "is none of ");
    say_operands(r->operands, out);
}

const rule_op op_eq = {.name = "eq",
                       .operand = "a literal or an expression",
                       .doc = "it is this value",
                       .types = SCALARS,
                       .identifies = true,
                       .load = load_one,
                       .judge = judge_is,
                       .say = say_eq};
const rule_op op_ne = {.name = "ne",
                       .operand = "a literal or an expression",
                       .doc = "it is not this value",
                       .types = SCALARS,
                       .load = load_one,
                       .judge = judge_is_not,
                       .say = say_ne};
const rule_op op_in = {.name = "in",
                       .operand = "a list, or a param",
                       .doc = "it is one of these",
                       .types = SCALARS,
                       .identifies = true,
                       .load = load_several,
                       .judge = judge_is,
                       .say = say_in};
const rule_op op_not_in = {.name = "not_in",
                           .operand = "a list, or a param",
                           .doc = "it is none of these",
                           .types = SCALARS,
                           .load = load_several,
                           .judge = judge_is_not,
                           .say = say_not_in};
