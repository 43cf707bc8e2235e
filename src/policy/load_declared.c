/* SPDX-License-Identifier: Apache-2.0 */
/* Inputs and params: what the relying party hands over, declared and typed. */
#include "base/error.h"
#include "base/text.h"
#include "policy/loader.h"

static const struct {
    const char *name;
    assay_claim_type type;
    bool list;
} types[] = {
    {"bytes", ASSAY_CLAIM_BYTES, false},        {"text", ASSAY_CLAIM_TEXT, false},
    {"uint", ASSAY_CLAIM_UINT, false},          {"int", ASSAY_CLAIM_INT, false},
    {"bool", ASSAY_CLAIM_BOOL, false},          {"time", ASSAY_CLAIM_TIME, false},
    {"list of bytes", ASSAY_CLAIM_BYTES, true}, {"list of text", ASSAY_CLAIM_TEXT, true},
    {"list of uint", ASSAY_CLAIM_UINT, true},   {"list of int", ASSAY_CLAIM_INT, true},
    {"list of time", ASSAY_CLAIM_TIME, true},
};
#define INPUT_TYPES 2 /* what is handed over as bytes */

declared *declared_named(declared *list, assay_str name)
{
    while (list != NULL && !str_is(name, list->name)) {
        list = list->next;
    }
    return list;
}

static void load_type(loader *l, const json *node, declared *d, bool param)
{
    const char *names[ARRAY_LEN(types)];
    size_t n = param ? ARRAY_LEN(types) : INPUT_TYPES;
    const json *type = json_member(node, "type");
    for (size_t i = 0; i < n; i++) {
        names[i] = types[i].name;
    }
    size_t found = type != NULL ? word_of(l, type, names, n) : n;
    if (found < n) {
        d->type = types[found].type;
        d->list = types[found].list;
    }
}

static void load_length(loader *l, const json *node, declared *d)
{
    const json *len = json_member(node, "len");
    uint64_t n = 0;
    if (len == NULL) {
        return;
    }
    if (d->type != ASSAY_CLAIM_BYTES) {
        PROBLEM(l, len->name_at, "only bytes have a length");
        return;
    }
    if (!json_uint(len, &n) || n == 0 || n > LIMIT_POLICY_BYTES) {
        PROBLEM(l, len->at, "expected a number of bytes, at least 1");
        return;
    }
    d->length = (size_t)n;
}

static void load_default(loader *l, const json *node, declared *d)
{
    const json *given = json_member(node, "default");
    const char *why = NULL;
    if (given == NULL || d->type == ASSAY_CLAIM_NONE) {
        return;
    }
    d->default_value = param_read(l->arena, d, given, &why);
    if (d->default_value == NULL) {
        PROBLEM(l, given->at, "the default: %s", why);
    }
}

static declared *load_one(loader *l, const json *node, bool param)
{
    static const member_shape members[] = {
        {"type", true}, {"len", false}, {"doc", false}, {"default", false}};
    const char *name = name_of(l, node, node->name, node->name_at);
    size_t n = param ? ARRAY_LEN(members) : ARRAY_LEN(members) - 1;
    declared *d = ARENA_NEW(l->arena, declared);
    if (!shape_check(l, node, param ? "a param" : "an input", members, n) || d == NULL ||
        name == NULL) {
        return NULL;
    }
    d->name = name;
    d->doc = text_member(l, node, "doc");
    load_type(l, node, d, param);
    load_length(l, node, d);
    if (param) {
        load_default(l, node, d);
    }
    return d;
}

void load_declared(loader *l, const json *node, declared **list, size_t *count, bool params)
{
    if (!typed(l, node, JSON_OBJECT)) {
        return;
    }
    size_t most = params ? LIMIT_POLICY_PARAMS : LIMIT_POLICY_INPUTS;
    if (node->count > most) {
        PROBLEM(l, node->at, "more than %zu are declared", most);
        return;
    }
    for (const json *m = node->first; m != NULL; m = m->next) {
        declared *d = load_one(l, m, params);
        if (d != NULL) {
            d->index = (*count)++;
            *list = d;
            list = &d->next;
        }
    }
}
