/* SPDX-License-Identifier: Apache-2.0 */
/* present, absent_or_empty: the two operators that see that a claim is not there. */
#include "policy/ops.h"

static void load_true(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    (void)r;
    if (operand->type != JSON_TRUE) {
        PROBLEM(l, operand->at, "expected true");
    }
}

static outcome judge_present(evaluation *ev, const rule *r, const claim *c)
{
    (void)ev;
    (void)r;
    return c != NULL ? HOLDS : DIFFERS;
}

static bool is_empty(const claim *c)
{
    switch (c->type) {
    case ASSAY_CLAIM_BYTES:
        return c->value.bytes.len == 0;
    case ASSAY_CLAIM_TEXT:
        return c->value.text.len == 0;
    case ASSAY_CLAIM_LIST:
    case ASSAY_CLAIM_MAP:
        return c->count == 0;
    default:
        return false;
    }
}

static outcome judge_nothing(evaluation *ev, const rule *r, const claim *c)
{
    (void)ev;
    (void)r;
    return c == NULL || is_empty(c) ? HOLDS : DIFFERS;
}

static void say_present(const rule *r, text *out)
{
    (void)r;
    text_add_str(out, "is there");
}

static void say_nothing(const rule *r, text *out)
{
    (void)r;
    text_add_str(out, "is absent or empty");
}

const rule_op op_present = {.name = "present",
                            .operand = "true",
                            .doc = "the claim is there",
                            .types = ANY_TYPE,
                            .sees_absence = true,
                            .load = load_true,
                            .judge = judge_present,
                            .say = say_present};
const rule_op op_absent_or_empty = {.name = "absent_or_empty",
                                    .operand = "true",
                                    .doc = "the claim is not there, or empty",
                                    .types = ANY_TYPE,
                                    .sees_absence = true,
                                    .load = load_true,
                                    .judge = judge_nothing,
                                    .say = say_nothing};
