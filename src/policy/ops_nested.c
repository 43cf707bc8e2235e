/* SPDX-License-Identifier: Apache-2.0 */
/* any_of, at_least, some, every: rules about rules. They are judged by evaluate_tree. */
#include "base/error.h"
#include "policy/ops.h"

static void load_any_of(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    r->at_least = 1;
    load_nested(l, operand, r);
}

static void load_at_least(loader *l, const json *operand, const json *whole, rule *r)
{
    static const member_shape members[] = {{"n", true}, {"of", true}};
    (void)whole;
    if (!shape_check(l, operand, "at_least", members, ARRAY_LEN(members))) {
        return;
    }
    const json *n = json_member(operand, "n"), *of = json_member(operand, "of");
    uint64_t wanted = 0;
    if (of != NULL) {
        load_nested(l, of, r);
    }
    if (n == NULL || of == NULL) {
        return;
    }
    if (!json_uint(n, &wanted) || wanted == 0 || wanted > of->count) {
        PROBLEM(l, n->at, "expected a number from 1 to the %zu rules under \"of\"", of->count);
        return;
    }
    r->at_least = (size_t)wanted;
}

static void load_some(loader *l, const json *operand, const json *whole, rule *r)
{
    load_any_of(l, operand, whole, r);
}

static void load_every(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    r->at_least = COUNT_ANY;
    load_nested(l, operand, r);
}

static void say_any_of(const rule *r, text *out)
{
    text_addf(out, "at least one of these %zu holds", r->count);
}

static void say_at_least(const rule *r, text *out)
{
    text_addf(out, "at least %zu of these %zu hold", r->at_least, r->count);
}

static void say_some(const rule *r, text *out)
{
    (void)r;
    text_add_str(out, "has an element for which all of these hold");
}

static void say_every(const rule *r, text *out)
{
    (void)r;
    text_add_str(out, "has elements, and for each all of these hold");
}

const rule_op op_any_of = {.name = "any_of",
                           .operand = "rules",
                           .doc = "one of them holds",
                           .nests = NESTS_CLAIMS,
                           .load = load_any_of,
                           .say = say_any_of};
const rule_op op_at_least = {.name = "at_least",
                             .operand = "{\"n\": NUMBER, \"of\": [rules]}",
                             .doc = "so many of them hold",
                             .nests = NESTS_CLAIMS,
                             .load = load_at_least,
                             .say = say_at_least};
const rule_op op_some = {.name = "some",
                         .operand = "rules without ids",
                         .doc = "they hold for one and the same element",
                         .types = TYPE(LIST),
                         .nests = NESTS_ELEMENTS,
                         .load = load_some,
                         .say = say_some};
const rule_op op_every = {.name = "every",
                          .operand = "rules without ids",
                          .doc = "they hold for each element, and there is one",
                          .types = TYPE(LIST),
                          .nests = NESTS_ELEMENTS,
                          .load = load_every,
                          .say = say_every};
