/* SPDX-License-Identifier: Apache-2.0 */
/* Value expressions over what is given: nonce, inputs, params, claims of another piece. */
#include "base/error.h"
#include "policy/values.h"

static void load_nonce(loader *l, value *v)
{
    uint64_t n;
    if (!json_uint(v->operand, &n) || n < LIMIT_NONCE_MIN || n > LIMIT_NONCE_MAX) {
        PROBLEM(l, v->operand->at, "expected the nonce's length in bytes, %d to %d",
                LIMIT_NONCE_MIN, LIMIT_NONCE_MAX);
        return;
    }
    v->n = (size_t)n;
}

static void settle_nonce(loader *l, value *v)
{
    value_is_bytes(v, v->n, true);
    value_shown(v, arena_format(l->arena, "the nonce of %zu bytes", v->n));
}

static found_value nonce(evaluation *ev, const value *v, const claim *const *results)
{
    (void)results;
    assay_bytes given = ev->c->nonce;
    if (given.ptr == NULL) {
        return value_lacks(BROKEN, "no nonce was given");
    }
    if (given.len != v->n) {
        return value_lacks(BROKEN, arena_format(ev->c->arena, "the nonce has %zu bytes, not %zu",
                                                given.len, v->n));
    }
    return value_octets(ev, ASSAY_CLAIM_BYTES, given);
}

static void load_named(loader *l, value *v, declared *list, const char *what)
{
    const char *names[LIMIT_POLICY_PARAMS];
    size_t n = 0;
    if (!typed(l, v->operand, JSON_STRING)) {
        return;
    }
    v->declared = declared_named(list, v->operand->text);
    if (v->declared != NULL) {
        v->declared->named = true;
        return;
    }
    assay_error *e =
        PROBLEM(l, v->operand->at, "%s \"%s\" is not declared", what, shown(l, v->operand->text));
    for (declared *d = list; d != NULL && n < ARRAY_LEN(names); d = d->next) {
        names[n++] = d->name;
    }
    suggest(l, e, v->operand->text, names, n);
}

static void load_input(loader *l, value *v)
{
    load_named(l, v, l->policy->inputs, "input");
}

static void load_param(loader *l, value *v)
{
    load_named(l, v, l->policy->params, "param");
}

static void settle_declared(loader *l, value *v)
{
    v->type = v->declared->type;
    v->list = v->declared->list;
    v->length = v->declared->length;
    v->fixed = v->length > 0;
    value_shown(v, arena_format(l->arena, "%s %s", v->op->name, v->declared->name));
}

static found_value input(evaluation *ev, const value *v, const claim *const *results)
{
    (void)results;
    for (size_t i = 0; i < ev->c->input_count; i++) {
        policy_value *given = &ev->c->inputs[i];
        if (strcmp(given->name, v->declared->name) == 0) {
            given->used = true;
            return value_octets(ev, v->declared->type, given->value);
        }
    }
    return value_lacks(BROKEN,
                       arena_format(ev->c->arena, "no input %s was given", v->declared->name));
}

static found_value param(evaluation *ev, const value *v, const claim *const *results)
{
    (void)results;
    const claim *set = ev->params != NULL ? ev->params[v->declared->index] : NULL;
    if (set == NULL) {
        return value_lacks(BROKEN,
                           arena_format(ev->c->arena, "param %s is not set", v->declared->name));
    }
    return value_result(set);
}

/* A claim of the one piece of another group. */

static bool load_of(loader *l, value *v)
{
    const json *of = json_member(v->at, "of");
    if (of == NULL) {
        assay_error *e = PROBLEM(l, v->at->at, "a claim of which group?");
        error_hint(e, "add \"of\": the name of a group");
        return false;
    }
    group **one = ARENA_ARRAY(l->arena, 1, group *);
    if (one == NULL || (one[0] = group_wanted(l, of)) == NULL) {
        return false;
    }
    if (one[0]->max != 1) {
        assay_error *e = PROBLEM(l, of->at, "\"%s\" may select several pieces", one[0]->name);
        error_hint(e, "give the group a count of 1");
        return false;
    }
    v->of = one;
    v->of_count = 1;
    return true;
}

static void load_claim(loader *l, value *v)
{
    if (!typed(l, v->operand, JSON_STRING) || !load_of(l, v)) {
        return;
    }
    v->pointer = shown(l, v->operand->text);
    for (const block *b = v->of[0]->first; b != NULL; b = b->next) {
        const claim_schema *row = schema_of(l, &b->scope, v->pointer, v->operand);
        bool other = row != NULL && v->schema != NULL &&
                     (row->type != v->schema->type || row->length != v->schema->length);
        if (other) {
            PROBLEM(l, v->operand->at, "\"%s\" is not the same in all formats of \"%s\"",
                    v->pointer, v->of[0]->name);
        }
        v->schema = row != NULL ? row : v->schema;
    }
}

static void settle_claim(loader *l, value *v)
{
    v->type = v->schema != NULL ? v->schema->type : ASSAY_CLAIM_NONE;
    v->length = v->schema != NULL ? v->schema->length : 0;
    v->fixed = v->length > 0;
    value_shown(v, arena_format(l->arena, "%s of %s", v->pointer, v->of[0]->name));
}

static found_value other_claim(evaluation *ev, const value *v, const claim *const *results)
{
    (void)results;
    const policy_piece *p = next_of(ev->policy, ev->c, v->of, v->of_count, NULL);
    const claim *c = NULL;
    sight seen =
        p != NULL ? look_as(ev, p->claims, v->pointer, p->authentic, v->schema, &c) : ABSENT;
    if (seen == PENDING) {
        return value_lacks(UNKNOWN, arena_format(ev->c->arena, "%s is not known yet", v->shown));
    }
    if (seen == ABSENT || !well_typed(c, v->schema)) {
        return value_lacks(BROKEN, arena_format(ev->c->arena, "%s is %s", v->shown,
                                                seen == ABSENT ? "absent" : "ill-typed"));
    }
    return value_result(c);
}

const value_op value_nonce = {"nonce",      NULL,  PARTS_NONE, load_nonce,
                              settle_nonce, nonce, "a length", "the nonce, which has this length"};
const value_op value_input = {"input",         NULL,  PARTS_NONE, load_input,
                              settle_declared, input, "a name",   "the input that was handed over"};
const value_op value_param = {"param",         NULL,  PARTS_NONE, load_param,
                              settle_declared, param, "a name",   "the param, or its default"};
const value_op value_claim = {"claim",
                              "of",
                              PARTS_NONE,
                              load_claim,
                              settle_claim,
                              other_claim,
                              "a pointer; \"of\": a group",
                              "a claim of that group"};
