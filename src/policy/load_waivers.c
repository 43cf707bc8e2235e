/* SPDX-License-Identifier: Apache-2.0 */
/* Waivers: findings by name that are lowered to warnings, each with a reason and an end. */
#include "base/error.h"
#include "base/text.h"
#include "policy/loader.h"

/* Every finding there is: those that formats share, then those of the formats. */
static const finding_def *finding_at_index(const loader *l, size_t index)
{
    if (index < COMMON_FINDINGS) {
        return &common_findings[index];
    }
    index -= COMMON_FINDINGS;
    for (size_t i = 0; i < l->known.count; i++) {
        const format *f = l->known.list[i];
        if (index < f->finding_count) {
            return &f->findings[index];
        }
        index -= f->finding_count;
    }
    return NULL;
}

static const finding_def *finding_named(loader *l, const json *node)
{
    const finding_def *def;
    size_t n = 0;
    while ((def = finding_at_index(l, n)) != NULL && !str_is(node->text, def->id)) {
        n++;
    }
    if (def != NULL) {
        return def;
    }
    const char **names = ARENA_ARRAY(l->arena, n + 1, const char *);
    assay_error *e = PROBLEM(l, node->at, "there is no finding \"%s\"", shown(l, node->text));
    for (size_t i = 0; i < n && names != NULL; i++) {
        names[i] = finding_at_index(l, i)->id;
    }
    if (names != NULL) {
        suggest(l, e, node->text, names, n);
    }
    return NULL;
}

static const finding_def *load_finding(loader *l, const json *node)
{
    const json *name = typed_member(l, node, "finding", JSON_STRING);
    const finding_def *def = name != NULL ? finding_named(l, name) : NULL;
    if (def != NULL && !def->waivable) {
        assay_error *e = PROBLEM(l, name->at, "\"%s\" cannot be waived", def->id);
        error_hint(e, "%s", def->remedy);
        return NULL;
    }
    return def;
}

static bool leaves(const format *f, const finding_def *def)
{
    bool common = def >= common_findings && def < common_findings + COMMON_FINDINGS;
    return common || (def >= f->findings && def < f->findings + f->finding_count);
}

/* A claim of that name: of the piece, or of an element of one of its lists. */
static const claim_schema *row_named(const format *f, assay_str name)
{
    const claim_schema *row;
    for (size_t i = 0; (row = format_claim_at(f, i)) != NULL; i++) {
        const char *last = strrchr(row->pointer, '/');
        bool root = last == row->pointer;
        bool element = !root && last >= row->pointer + 2 && memcmp(last - 2, "/*", 2) == 0;
        if ((root || element) && str_is(name, last + 1)) {
            return row;
        }
    }
    return NULL;
}

/* The row in a format that leaves this finding; NULL: reported. */
static const claim_schema *narrowed_row(loader *l, const json *m, const finding_def *def)
{
    const format *asked = NULL;
    for (size_t i = 0; i < l->known.count; i++) {
        const format *f = l->known.list[i];
        const claim_schema *row = leaves(f, def) ? row_named(f, m->name) : NULL;
        asked = asked == NULL && leaves(f, def) ? f : asked;
        if (row != NULL) {
            return row;
        }
    }
    assay_error *e = PROBLEM(l, m->name_at, "no evidence that \"%s\" is about has a claim \"%s\"",
                             def->id, shown(l, m->name));
    if (asked != NULL) {
        suggest_claim(l, e, m->name, asked);
    }
    return NULL;
}

/* One value, or a list of them. */
static const claim *load_wanted(loader *l, const json *m, const claim_schema *row)
{
    bool list = m->type == JSON_ARRAY;
    claim *first = NULL, **end = &first;
    if (list && !list_filled(l, m)) {
        return NULL;
    }
    for (const json *v = list ? m->first : m; v != NULL; v = list ? v->next : NULL) {
        claim *c = ARENA_NEW(l->arena, claim);
        if (c != NULL && literal_load(l, v, row->type, row->length, c)) {
            *end = c;
            end = &c->next;
        }
    }
    return first;
}

static void load_only(loader *l, const json *only, const finding_def *def, narrowing **end)
{
    if (!typed(l, only, JSON_OBJECT)) {
        return;
    }
    if (only->first == NULL) {
        PROBLEM(l, only->at, "\"only\" narrows nothing");
    }
    for (const json *m = only->first; m != NULL; m = m->next) {
        const claim_schema *row = narrowed_row(l, m, def);
        narrowing *n = row != NULL ? ARENA_NEW(l->arena, narrowing) : NULL;
        if (n != NULL) {
            *n = (narrowing){shown(l, m->name), load_wanted(l, m, row), NULL};
            *end = n;
            end = &n->next;
        }
    }
}

static waiver *load_waiver(loader *l, const json *node)
{
    static const member_shape members[] = {
        {"finding", true}, {"reason", true}, {"until", true}, {"only", false}};
    waiver *w = ARENA_NEW(l->arena, waiver);
    if (!shape_check(l, node, "a waiver", members, ARRAY_LEN(members)) || w == NULL) {
        return NULL;
    }
    const finding_def *def = load_finding(l, node);
    const json *only = json_member(node, "only");
    if (only != NULL && def != NULL) {
        load_only(l, only, def, &w->only);
    }
    w->at = node;
    w->finding = def != NULL ? def->id : NULL;
    w->reason = text_member(l, node, "reason");
    bool ends = time_member(l, node, "until", &w->until);
    return ends && w->finding != NULL && w->reason != NULL ? w : NULL;
}

void load_waivers(loader *l, const json *node)
{
    waiver **end = &l->policy->waivers;
    if (!list_filled(l, node)) {
        return;
    }
    for (const json *m = node->first; m != NULL; m = m->next) {
        waiver *w = load_waiver(l, m);
        if (w != NULL) {
            *end = w;
            end = &w->next;
        }
    }
}
