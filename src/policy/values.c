/* SPDX-License-Identifier: Apache-2.0 */
/* The table of value expressions, literals, and the evaluation of a whole expression. */
#include "policy/values.h"

found_value value_result(const claim *c)
{
    return (found_value){c != NULL ? HOLDS : BROKEN, c, "out of memory"};
}

found_value value_lacks(outcome state, const char *why)
{
    return (found_value){state, NULL, why != NULL ? why : "out of memory"};
}

found_value value_octets(evaluation *ev, assay_claim_type type, assay_bytes b)
{
    claim *c = b.ptr != NULL ? ARENA_NEW(ev->c->arena, claim) : NULL;
    if (c != NULL && type == ASSAY_CLAIM_TEXT) {
        c->value.text = (assay_str){(const char *)b.ptr, b.len};
    } else if (c != NULL) {
        c->value.bytes = b;
    }
    if (c != NULL) {
        c->type = type;
    }
    return value_result(c);
}

assay_bytes claim_octets(const claim *c)
{
    return c->type == ASSAY_CLAIM_TEXT ? bytes_of_str(c->value.text) : c->value.bytes;
}

void value_is_bytes(value *v, size_t length, bool fixed)
{
    v->type = ASSAY_CLAIM_BYTES;
    v->length = fixed ? length : 0;
    v->fixed = fixed;
}

void value_shown(value *v, const char *as)
{
    v->shown = as != NULL ? as : "";
}

/* Literals: hex, text, and what stands in place of an expression. */

static void load_hex(loader *l, value *v)
{
    literal_load(l, v->operand, ASSAY_CLAIM_BYTES, 0, &v->literal);
}

static void load_text(loader *l, value *v)
{
    literal_load(l, v->operand, ASSAY_CLAIM_TEXT, 0, &v->literal);
}

static void settle_literal(loader *l, value *v)
{
    v->type = v->literal.type;
    if (v->type == ASSAY_CLAIM_BYTES || v->type == ASSAY_CLAIM_TEXT) {
        v->length = claim_octets(&v->literal).len;
        v->fixed = true;
    }
    const char *as = claim_show(l->arena, &v->literal);
    if (v->type == ASSAY_CLAIM_BYTES) {
        as = text_hex(l->arena, v->literal.value.bytes); /* all of it, however long */
    } else if (v->type == ASSAY_CLAIM_TEXT) {
        as = arena_format(l->arena, "\"%s\"", as != NULL ? as : "");
    }
    value_shown(v, as);
}

static found_value literal(evaluation *ev, const value *v, const claim *const *results)
{
    (void)ev;
    (void)results;
    return value_result(&v->literal);
}

const value_op value_literal = {NULL, NULL, PARTS_NONE, NULL, settle_literal, literal, NULL, NULL};

static const value_op value_hex = {"hex",          NULL,    PARTS_NONE, load_hex,
                                   settle_literal, literal, "hex",      "these bytes"};
static const value_op value_text = {"text",         NULL,    PARTS_NONE, load_text,
                                    settle_literal, literal, "text",     "this text"};

const value_op *const value_ops[] = {
    &value_hex,      &value_text,     &value_nonce,  &value_input,   &value_param,
    &value_claim,    &value_sha256,   &value_sha384, &value_sha512,  &value_base64url,
    &value_hex_text, &value_zero_pad, &value_framed, &value_devices,
};
const size_t value_op_count = ARRAY_LEN(value_ops);

/* The worst part decides; with every part at hand, the whole is evaluated. */
static found_value evaluate_node(evaluation *ev, const value *v, const claim *const *results,
                                 found_value *worst)
{
    for (const value *p = v->first; p != NULL; p = p->next) {
        if (results[p->index] == NULL) {
            return *worst;
        }
    }
    found_value made = v->op->evaluate(ev, v, results);
    if (made.state > worst->state) {
        *worst = made;
    }
    return made;
}

found_value value_of(evaluation *ev, const expression *e)
{
    if (e->root->op == &value_literal) {
        return value_result(&e->root->literal);
    }
    const claim **results = ARENA_ARRAY(ev->c->arena, e->count, const claim *);
    found_value worst = {HOLDS, NULL, NULL};
    if (results == NULL) {
        return value_lacks(BROKEN, NULL);
    }
    for (const value *v = e->last; v != NULL; v = v->before) {
        found_value made = evaluate_node(ev, v, results, &worst);
        results[v->index] = made.state == HOLDS ? made.claim : NULL;
    }
    return worst.state == HOLDS ? value_result(results[0]) : worst;
}
