/* SPDX-License-Identifier: Apache-2.0 */
/* see claims_given.h */
#include "claims_given.h"
#include "base/limits.h"
#include "policy/loader.h"

/* As it is written, when the schema has nothing to say. */
static void take_plain(const json *node, claim *out)
{
    bool truth;
    if (json_bool(node, &truth)) {
        out->type = ASSAY_CLAIM_BOOL;
        out->value.boolean = truth;
    } else if (json_uint(node, &out->value.uint)) {
        out->type = ASSAY_CLAIM_UINT;
    } else if (json_int(node, &out->value.sint)) {
        out->type = ASSAY_CLAIM_INT;
    } else {
        out->type = node->type == JSON_NUMBER ? ASSAY_CLAIM_NUMBER : ASSAY_CLAIM_TEXT;
        out->value.text = node->text;
    }
}

static void take_scalar(arena *a, const json *node, const claim_schema *row, claim *out)
{
    claim typed = {0};
    const char *why;
    out->pending = str_is(node->text, "@pending");
    out->type = ASSAY_CLAIM_NONE;
    if (out->pending || node->type == JSON_NULL) {
        return;
    }
    if (row != NULL && literal_read(a, node, row->type, 0, &typed, &why)) {
        out->type = typed.type;
        out->value = typed.value;
        return;
    }
    take_plain(node, out);
}

/* A claim being filled, and the value whose turn it is. */
typedef struct {
    const json *node;
    claim *claim;
    const char *pointer;
    const json *next; /* member to come */
} step;

static claim *add_member(arena *a, claim *parent, const json *m)
{
    const char *name = m->name.ptr != NULL ? arena_text(a, bytes_of_str(m->name)) : NULL;
    return claim_null(a, parent, parent->type == ASSAY_CLAIM_MAP ? name : NULL);
}

static step enter(arena *a, const json *node, claim *out, const char *pointer, const format *f)
{
    bool nests = node->type == JSON_OBJECT || node->type == JSON_ARRAY;
    claim *next = out->next;
    assay_str name = out->name;
    *out = (claim){.name = name, .next = next};
    if (nests) {
        out->type = node->type == JSON_OBJECT ? ASSAY_CLAIM_MAP : ASSAY_CLAIM_LIST;
    } else {
        take_scalar(a, node, format_claim(f, bytes_of_text(pointer)), out);
    }
    return (step){node, out, pointer, nests ? node->first : NULL};
}

/* What JSON of bounded depth says, into a claim that keeps its name and its place. */
static bool fill(arena *a, const json *node, claim *out, const char *pointer, const format *f)
{
    step stack[LIMIT_JSON_DEPTH + 1];
    size_t depth = 0;
    stack[depth++] = enter(a, node, out, pointer, f);
    while (depth > 0) {
        step *s = &stack[depth - 1];
        const json *m = s->next;
        if (m == NULL || depth > LIMIT_JSON_DEPTH) {
            depth--;
            continue;
        }
        s->next = m->next;
        claim *made = add_member(a, s->claim, m);
        const char *below = made == NULL ? NULL
                            : made->name.ptr != NULL
                                ? arena_format(a, "%s/%s", s->pointer, made->name.ptr)
                                : arena_format(a, "%s/%zu", s->pointer, s->claim->count - 1);
        if (below == NULL) {
            return false;
        }
        stack[depth++] = enter(a, m, made, below, f);
    }
    return true;
}

/* The tree is the test's own. */
static claim *own(const claim *c)
{
    return (claim *)(uintptr_t)c;
}

bool claims_put(arena *a, claim *root, const char *pointer, const json *node, const format *f)
{
    claim *there = own(claim_at(root, bytes_of_text(pointer)));
    const char *last = strrchr(pointer, '/');
    if (there == NULL && last != NULL) {
        claim *parent = own(claim_at(root, bytes_of(pointer, (size_t)(last - pointer))));
        bool map = parent != NULL && parent->type == ASSAY_CLAIM_MAP;
        const char *name = map ? arena_text(a, bytes_of_text(last + 1)) : NULL;
        there = name != NULL ? claim_null(a, parent, name) : NULL;
    }
    return there != NULL && fill(a, node, there, pointer, f);
}

bool claims_put_all(arena *a, claim *root, const json *members, const format *f, const json **at)
{
    for (const json *m = members != NULL ? members->first : NULL; m != NULL; m = m->next) {
        bool pointer = m->name.len > 0 && m->name.ptr[0] == '/';
        const char *name = arena_text(a, bytes_of_str(m->name));
        const char *where = pointer || name == NULL ? name : arena_format(a, "/%s", name);
        *at = m;
        if (where == NULL || !claims_put(a, root, where, m, f)) {
            return false;
        }
    }
    return true;
}
