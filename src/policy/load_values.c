/* SPDX-License-Identifier: Apache-2.0 */
/* Value expressions: from JSON to nodes whose types and lengths are known. */
#include "base/error.h"
#include "policy/ops.h"

static const value_op *value_op_find(assay_str name)
{
    for (size_t i = 0; i < value_op_count; i++) {
        if (str_is(name, value_ops[i]->name)) {
            return value_ops[i];
        }
    }
    return NULL;
}

static void no_operator(loader *l, const json *node)
{
    const char **names = ARENA_ARRAY(l->arena, value_op_count, const char *);
    for (size_t i = 0; names != NULL && i < value_op_count; i++) {
        names[i] = value_ops[i]->name;
    }
    assay_error *e = PROBLEM(l, node->at, "this object is no value expression");
    if (names != NULL) {
        suggest(l, e, node->first != NULL ? node->first->name : (assay_str){NULL, 0}, names,
                value_op_count);
    }
}

/* The first member that names an operator; beside it only its option may stand. */
static bool find_operator(loader *l, value *v)
{
    const json *m = v->at->first;
    while (m != NULL && (v->op = value_op_find(m->name)) == NULL) {
        m = m->next;
    }
    v->operand = m;
    if (m == NULL) {
        no_operator(l, v->at);
        return false;
    }
    for (m = v->at->first; m != NULL; m = m->next) {
        bool option = v->op->option != NULL && str_is(m->name, v->op->option);
        if (m != v->operand && !option) {
            PROBLEM(l, m->name_at, "\"%s\" cannot stand beside \"%s\"", shown(l, m->name),
                    v->op->name);
        }
    }
    return true;
}

static value *add_node(loader *l, expression *e, const json *at, size_t depth)
{
    value *v = ARENA_NEW(l->arena, value);
    if (v == NULL) {
        return NULL;
    }
    v->at = at;
    v->depth = depth;
    v->index = e->count++;
    v->shown = "";
    v->before = e->last;
    if (e->last != NULL) {
        e->last->later = v;
    } else {
        e->root = v;
    }
    e->last = v;
    return v;
}

static bool add_parts(loader *l, expression *e, value *v)
{
    if (v->op->parts == PARTS_NONE) {
        return true;
    }
    bool list = v->op->parts == PARTS_LIST;
    if (v->depth == LIMIT_VALUE_DEPTH) {
        PROBLEM(l, v->at->at, "value expressions stand more than %d deep", LIMIT_VALUE_DEPTH);
        return false;
    }
    if (list && !list_filled(l, v->operand)) {
        return false;
    }
    value **end = &v->first;
    for (const json *m = list ? v->operand->first : v->operand; m != NULL;
         m = list ? m->next : NULL) {
        *end = add_node(l, e, m, v->depth + 1);
        if (*end == NULL) {
            return false;
        }
        end = &(*end)->next;
        v->count++;
    }
    return true;
}

static bool load_node(loader *l, expression *e, value *v)
{
    size_t before = l->sink.reported;
    if (!typed(l, v->at, JSON_OBJECT) || !find_operator(l, v) || !add_parts(l, e, v)) {
        return false;
    }
    if (v->op->load != NULL) {
        v->op->load(l, v);
    }
    return l->sink.reported == before;
}

/* NULL when anything is wrong: what is not known of a part cannot be said of the whole. */
static expression *load_expression(loader *l, const json *node)
{
    expression *e = ARENA_NEW(l->arena, expression);
    value *v = e != NULL ? add_node(l, e, node, 1) : NULL;
    bool good = v != NULL;
    for (; v != NULL; v = v->later) {
        good = load_node(l, e, v) && good;
    }
    if (!good) {
        return NULL;
    }
    size_t before = l->sink.reported;
    for (v = e->last; v != NULL && l->sink.reported == before; v = v->before) {
        v->op->settle(l, v);
        e->has_nonce = e->has_nonce || (v->n > 0 && v->op->parts == PARTS_NONE);
        e->has_claim = e->has_claim || v->of_count > 0;
    }
    return l->sink.reported == before ? e : NULL;
}

static bool is_text_for_bytes(const value *v, assay_claim_type wanted)
{
    return v->type == ASSAY_CLAIM_TEXT && wanted == ASSAY_CLAIM_BYTES;
}

static bool fits(loader *l, const value *v, const claim_schema *row, bool lists)
{
    assay_claim_type wanted = row != NULL ? row->type : ASSAY_CLAIM_TEXT;
    size_t length = row != NULL ? row->length : 0;
    if (v->list && !lists) {
        assay_error *e = PROBLEM(l, v->at->at, "one value is needed here, and this is a list");
        error_hint(e, "use `in`");
        return false;
    }
    if (v->type != wanted && !is_text_for_bytes(v, wanted)) {
        assay_error *e = PROBLEM(l, v->at->at, "the claim is of type %s, and this value of type %s",
                                 claim_type_name(wanted), claim_type_name(v->type));
        if (v->type == ASSAY_CLAIM_BYTES && wanted == ASSAY_CLAIM_TEXT) {
            error_hint(e, "turn bytes into text with hex_text or base64url");
        }
        return false;
    }
    if (wanted == ASSAY_CLAIM_BYTES && length > 0 && v->fixed && v->length != length) {
        PROBLEM(l, v->at->at, "expected %zu bytes, found %zu", length, v->length);
        return false;
    }
    return true;
}

static expression *load_literal(loader *l, const json *node, const claim_schema *row)
{
    expression *e = ARENA_NEW(l->arena, expression);
    value *v = e != NULL ? add_node(l, e, node, 1) : NULL;
    assay_claim_type type = row != NULL ? row->type : ASSAY_CLAIM_TEXT;
    if (v == NULL || !literal_load(l, node, type, row != NULL ? row->length : 0, &v->literal)) {
        return NULL;
    }
    v->op = &value_literal;
    v->op->settle(l, v);
    return e;
}

expression *load_operand(loader *l, const json *node, const claim_schema *row, bool expressions,
                         bool lists)
{
    if (node->type != JSON_OBJECT || !expressions) {
        return load_literal(l, node, row);
    }
    expression *e = load_expression(l, node);
    return e != NULL && fits(l, e->root, row, lists) ? e : NULL;
}
