/* SPDX-License-Identifier: Apache-2.0 */
/* equal: pieces of evidence agree on a claim, whatever it says. */
#include "base/error.h"
#include "policy/ops.h"

static const rule *top_of(const rule *r)
{
    while (r->parent != NULL) {
        r = r->parent;
    }
    return r;
}

static void load_equal(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    if (top_of(r)->of_count == 0) {
        assay_error *e = PROBLEM(l, operand->name_at, "\"equal\" compares pieces of evidence");
        error_hint(e, "put the rule under \"together\", and name the groups with \"of\"");
        return;
    }
    if (!load_pointer(l, r, operand)) {
        l->sink.reported++;
        return;
    }
    r->schema = schema_of(l, &l->scope, r->full, operand);
    l->sink.reported += r->schema == NULL ? 1 : 0;
}

/* HOLDS with the claim of one piece. */
static outcome find(evaluation *ev, const rule *r, const policy_piece *piece, const claim **out)
{
    sight seen = look_as(ev, piece->claims, r->claim, piece->authentic, r->schema, out);
    bool typed = seen == SEEN && well_typed(*out, r->schema);
    const char *is = seen == PENDING  ? "not known for want of a trust item"
                     : seen == ABSENT ? "absent"
                     : typed          ? claim_show(ev->c->arena, *out)
                                      : "ill-typed";
    say_found(ev, piece->label, is);
    return seen == PENDING ? UNKNOWN : typed ? HOLDS : BROKEN;
}

/* Each piece is held against the first one, so that those that differ are named. */
static outcome judge_equal(evaluation *ev, const rule *r, const claim *c)
{
    const rule *top = top_of(r);
    const claim *own = NULL, *wanted = NULL;
    const policy_piece *first = next_of(ev->policy, ev->c, top->of, top->of_count, NULL);
    (void)c;
    outcome state = find(ev, r, ev->piece, &own);
    ev->looked_at = own;
    if (first == ev->piece || first == NULL) {
        return state;
    }
    outcome other = find(ev, r, first, &wanted);
    if (state != HOLDS || other != HOLDS) {
        return state > other ? state : other;
    }
    return same_value(own, wanted) ? HOLDS : DIFFERS;
}

static void say_equal(const rule *r, text *out)
{
    (void)r;
    text_add_str(out, "is the same in all of them");
}

const rule_op op_equal = {.name = "equal",
                          .operand = "a claim; under \"together\"",
                          .doc = "the pieces of these groups agree on the claim",
                          .leaves_open = true,
                          .load = load_equal,
                          .judge = judge_equal,
                          .say = say_equal};
