/* SPDX-License-Identifier: Apache-2.0 */
#include "claims/claim_json.h"
#include "base/limits.h"

typedef struct {
    const json *next;
    claim *parent;
} level;

/* Texts that claims hand out end with a NUL; those of a document do not. */
static assay_str kept(arena *a, assay_str in)
{
    const char *copy = arena_text(a, bytes_of_str(in));
    return (assay_str){copy, copy != NULL ? in.len : 0};
}

static claim *add_number(arena *a, claim *parent, const char *name, const json *from)
{
    uint64_t u;
    int64_t i;
    if (json_uint(from, &u)) {
        return claim_uint(a, parent, name, u);
    }
    if (json_int(from, &i)) {
        return claim_int(a, parent, name, i);
    }
    return claim_number(a, parent, name, kept(a, from->text));
}

/* Containers are added empty. */
static claim *add_value(arena *a, claim *parent, const json *from)
{
    const char *name = from->name.ptr != NULL ? kept(a, from->name).ptr : NULL;
    switch (from->type) {
    case JSON_OBJECT:
        return claim_map(a, parent, name);
    case JSON_ARRAY:
        return claim_list(a, parent, name);
    case JSON_STRING:
        return claim_text(a, parent, name, kept(a, from->text));
    case JSON_NUMBER:
        return add_number(a, parent, name, from);
    case JSON_TRUE:
    case JSON_FALSE:
        return claim_bool(a, parent, name, from->type == JSON_TRUE);
    default:
        return claim_null(a, parent, name);
    }
}

bool claim_add_json(arena *a, claim *parent, const json *from, size_t max)
{
    level open[LIMIT_JSON_DEPTH + 1];
    size_t depth = 0, added = 0;
    open[depth++] = (level){from->first, parent};
    while (depth > 0) {
        level *l = &open[depth - 1];
        const json *value = l->next;
        if (value == NULL) {
            depth--;
            continue;
        }
        if (added++ == max) {
            return false;
        }
        l->next = value->next;
        claim *made = add_value(a, l->parent, value);
        if (value->first != NULL) {
            open[depth++] = (level){value->first, made};
        }
    }
    return true;
}
