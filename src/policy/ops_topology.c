/* SPDX-License-Identifier: Apache-2.0 */
/* topology: the GPUs and switches are those of one board, wired to each other as their reports say.
 */
#include "base/error.h"
#include "policy/ops.h"

static const struct {
    const char *name;
    size_t endpoints, switches;
} profiles[] = {{"hgx-8x4", 8, 4}};

/* "8+4": any number of each. */
static bool read_counts(assay_str in, size_t *endpoints, size_t *switches)
{
    const char *plus = in.ptr != NULL ? memchr(in.ptr, '+', in.len) : NULL;
    uint64_t n = 0, m = 0;
    if (plus == NULL) {
        return false;
    }
    size_t left = (size_t)(plus - in.ptr);
    bool good = uint_parse(bytes_of(in.ptr, left), &n) &&
                uint_parse(bytes_of(plus + 1, in.len - left - 1), &m) && n > 0 &&
                n <= LIMIT_EVIDENCE_PIECES && m <= LIMIT_EVIDENCE_PIECES;
    *endpoints = (size_t)n;
    *switches = (size_t)m;
    return good;
}

static void load_topology(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    if (r->parent != NULL || r->of_count == 0) {
        assay_error *e = PROBLEM(l, operand->name_at, "\"topology\" stands by itself");
        error_hint(
            e, "put the rule under \"together\", with the groups of GPUs and switches as \"of\"");
        return;
    }
    if (!typed(l, operand, JSON_STRING)) {
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(profiles); i++) {
        if (str_is(operand->text, profiles[i].name)) {
            r->endpoints = profiles[i].endpoints;
            r->switches = profiles[i].switches;
            return;
        }
    }
    if (!read_counts(operand->text, &r->endpoints, &r->switches)) {
        assay_error *e = PROBLEM(l, operand->at, "\"%s\" is no topology", shown(l, operand->text));
        error_hint(e, "hgx-8x4, or GPUs and switches by number: 8+4");
    }
}

static outcome judge_topology(evaluation *ev, const rule *r, const claim *c)
{
    static const char *const said[] = {"none that could be wired", "not known yet",
                                       "not established", "their reports disagree",
                                       "their reports agree"};
    const policy_context *x = ev->c;
    (void)c;
    say_found(ev, NULL,
              arena_format(x->arena, "%zu GPUs, %zu switches: %s", x->endpoints, x->switches,
                           said[x->topology]));
    if (x->topology == TOPOLOGY_PENDING) {
        return UNKNOWN;
    }
    bool holds = x->topology == TOPOLOGY_AGREES && x->endpoints == r->endpoints &&
                 x->switches == r->switches;
    return holds ? HOLDS : DIFFERS;
}

static void say_topology(const rule *r, text *out)
{
    text_addf(out,
              "they are %zu GPUs and %zu switches, wired to each other as all their reports say",
              r->endpoints, r->switches);
}

const rule_op op_topology = {.name = "topology",
                             .operand = "\"hgx-8x4\", or numbers of GPUs and switches: \"8+4\"",
                             .doc = "the GPUs and switches are wired to each other as all their "
                                    "reports say",
                             .once = true,
                             .load = load_topology,
                             .judge = judge_topology,
                             .say = say_topology};
