/* SPDX-License-Identifier: Apache-2.0 */
/* What the formats of a scope say a claim is. */
#include "base/error.h"
#include "base/text.h"
#include "policy/loader.h"

static bool same_bits(const claim_schema *a, const claim_schema *b)
{
    if (a->bit_count != b->bit_count) {
        return false;
    }
    for (size_t i = 0; i < a->bit_count; i++) {
        if (a->bits[i].bit != b->bits[i].bit || strcmp(a->bits[i].name, b->bits[i].name) != 0) {
            return false;
        }
    }
    return true;
}

static bool same_name(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_svn(const claim_schema *a, const claim_schema *b)
{
    if (a->svn_count != b->svn_count || !same_name(a->svn_by, b->svn_by)) {
        return false;
    }
    for (size_t i = 0; i < a->svn_count; i++) {
        const claim_svn *x = &a->svn[i], *y = &b->svn[i];
        if (x->at != y->at || !same_name(x->variant, y->variant) ||
            !same_name(x->component, y->component)) {
            return false;
        }
    }
    return true;
}

static bool same_meaning(const claim_schema *a, const claim_schema *b)
{
    return a == b ||
           (a->type == b->type && a->length == b->length && same_bits(a, b) && same_svn(a, b));
}

void suggest_claim(loader *l, assay_error *problem, assay_str word, const format *f)
{
    size_t count = 0;
    const claim_schema *row;
    while (format_claim_at(f, count) != NULL) {
        count++;
    }
    const char **names = ARENA_ARRAY(l->arena, count + 1, const char *);
    if (names == NULL) {
        return;
    }
    for (size_t i = 0; (row = format_claim_at(f, i)) != NULL; i++) {
        names[i] = row->pointer;
    }
    suggest(l, problem, word, names, count);
}

static void unknown_claim(loader *l, const format *f, const char *pointer, size_t at)
{
    assay_error *e = PROBLEM(l, at, "%s has no claim \"%s\"", f->id, pointer);
    suggest_claim(l, e, str_of(pointer), f);
}

const claim_schema *schema_of(loader *l, const scope *s, const char *pointer, const json *at)
{
    const claim_schema *first = NULL;
    for (size_t i = 0; i < s->count; i++) {
        const format *f = s->formats[i];
        const claim_schema *row = format_claim(f, bytes_of_text(pointer));
        if (row == NULL) {
            unknown_claim(l, f, pointer, at->at);
            return NULL;
        }
        if (first != NULL && !same_meaning(first, row)) {
            assay_error *e = PROBLEM(l, at->at, "\"%s\" is not the same in %s and %s", pointer,
                                     s->formats[0]->id, f->id);
            error_hint(e, "write a rule for each format, under one_of");
            return NULL;
        }
        first = first != NULL ? first : row;
    }
    return first;
}

const claim_schema *schema_element(const scope *s, const char *pointer)
{
    char below[LIMIT_LABEL * 8];
    size_t len = strlen(pointer);
    if (s->count == 0 || len + 3 > sizeof below) {
        return NULL;
    }
    memcpy(below, pointer, len);
    memcpy(below + len, "/*", 3);
    return format_claim(s->formats[0], bytes_of_text(below));
}
