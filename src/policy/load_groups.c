/* SPDX-License-Identifier: Apache-2.0 */
/* Groups of evidence: which formats each selects, how many pieces, and what stands beside it. */
#include "base/error.h"
#include "base/text.h"
#include "policy/loader.h"

group *group_named(const loader *l, assay_str name)
{
    group *g = l->policy->groups;
    while (g != NULL && !str_is(name, g->name)) {
        g = g->next;
    }
    return g;
}

static const char **group_names(loader *l, size_t *n)
{
    *n = 0;
    for (const group *g = l->policy->groups; g != NULL; g = g->next) {
        ++*n;
    }
    const char **names = ARENA_ARRAY(l->arena, *n + 1, const char *);
    size_t i = 0;
    for (const group *g = l->policy->groups; g != NULL && names != NULL; g = g->next) {
        names[i++] = g->name;
    }
    return names;
}

static group *named_or_reported(loader *l, assay_str name, size_t at)
{
    group *g = group_named(l, name);
    size_t n;
    if (g != NULL) {
        return g;
    }
    const char **names = group_names(l, &n);
    assay_error *e = PROBLEM(l, at, "there is no group \"%s\" under evidence", shown(l, name));
    if (names != NULL) {
        suggest(l, e, name, names, n);
    }
    return NULL;
}

group *group_wanted(loader *l, const json *node)
{
    return typed(l, node, JSON_STRING) ? named_or_reported(l, node->text, node->at) : NULL;
}

group **groups_wanted(loader *l, const json *list, size_t *count)
{
    *count = 0;
    group **of = list_filled(l, list) ? ARENA_ARRAY(l->arena, list->count, group *) : NULL;
    const json **texts = of != NULL ? ARENA_ARRAY(l->arena, list->count, const json *) : NULL;
    for (const json *m = list->first; m != NULL && texts != NULL; m = m->next) {
        group *g = group_wanted(l, m);
        if (g != NULL) {
            texts[*count] = m;
            of[(*count)++] = g;
        }
    }
    if (texts != NULL) {
        distinct(l, texts, *count, "groups");
    }
    return of;
}

static bool load_bound(loader *l, const json *object, const char *name, size_t *out)
{
    const json *m = json_member(object, name);
    uint64_t n;
    if (m == NULL) {
        return true;
    }
    if (!json_uint(m, &n) || n > LIMIT_EVIDENCE_PIECES) {
        PROBLEM(l, m->at, "expected a number of pieces from 0 to %d", LIMIT_EVIDENCE_PIECES);
        return false;
    }
    *out = (size_t)n;
    return true;
}

static void load_count(loader *l, const json *node, group *g)
{
    static const member_shape members[] = {{"min", false}, {"max", false}};
    const json *count = json_member(node, "count");
    g->min = 1;
    g->max = COUNT_ANY;
    if (count == NULL) {
        return;
    }
    bool good = true;
    if (count->type == JSON_NUMBER) {
        good = load_bound(l, node, "count", &g->min);
        g->max = g->min;
    } else if (shape_check(l, count, "a count", members, ARRAY_LEN(members))) {
        good = load_bound(l, count, "min", &g->min) && load_bound(l, count, "max", &g->max);
    }
    if (good && (g->max == 0 || g->min > g->max)) {
        assay_error *e = PROBLEM(l, count->at, "no number of pieces satisfies this count");
        error_hint(e, g->max == 0 ? "leave the group out: other evidence is refused anyway"
                                  : "min may not be above max");
    }
}

static const format *format_known(const loader *l, assay_str id)
{
    for (size_t i = 0; i < l->known.count; i++) {
        if (str_is(id, l->known.list[i]->id)) {
            return l->known.list[i];
        }
    }
    return NULL;
}

static void unknown_format(loader *l, const json *node)
{
    const char **names = ARENA_ARRAY(l->arena, l->known.count + 1, const char *);
    for (size_t i = 0; i < l->known.count && names != NULL; i++) {
        names[i] = l->known.list[i]->id;
    }
    assay_error *e =
        PROBLEM(l, node->at, "there is no evidence format \"%s\"", shown(l, node->text));
    if (names != NULL) {
        suggest(l, e, node->text, names, l->known.count);
    }
}

static const format *load_format(loader *l, const json *node, const block *b)
{
    if (!typed(l, node, JSON_STRING)) {
        return NULL;
    }
    const format *f = format_known(l, node->text);
    if (f == NULL) {
        unknown_format(l, node);
        return NULL;
    }
    const block *taken = policy_block(l->policy, f->id);
    for (size_t i = 0; i < b->scope.count; i++) {
        taken = b->scope.formats[i] == f ? b : taken;
    }
    if (taken != NULL) {
        PROBLEM(l, node->at, "\"%s\" is selected by \"%s\" already", f->id, taken->group->name);
        return NULL;
    }
    return f;
}

static void load_formats(loader *l, const json *node, block *b)
{
    const json *list = json_member(node, "format");
    if (list == NULL || !list_filled(l, list)) {
        return;
    }
    const format **found = ARENA_ARRAY(l->arena, list->count, const format *);
    b->scope.formats = found;
    for (const json *m = list->first; m != NULL && found != NULL; m = m->next) {
        const format *f = load_format(l, m, b);
        if (f != NULL) {
            found[b->scope.count++] = f;
        }
    }
}

/* The block becomes visible to policy_block only when its formats are known. */
static void load_block(loader *l, const json *node, group *g)
{
    block *b = ARENA_NEW(l->arena, block);
    if (b == NULL) {
        return;
    }
    b->group = g;
    load_formats(l, node, b);
    b->rule_list = typed_member(l, node, "rules", JSON_ARRAY);
    b->has_rules = json_member(node, "rules") != NULL;
    if (g->last != NULL) {
        g->last->next = b;
    } else {
        g->first = b;
    }
    g->last = b;
}

static void load_alternatives(loader *l, const json *node, group *g)
{
    static const member_shape in_group[] = {{"count", false}, {"one_of", true}};
    static const member_shape in_block[] = {{"format", true}, {"rules", false}};
    shape_check(l, node, "a group with one_of", in_group, ARRAY_LEN(in_group));
    const json *list = json_member(node, "one_of");
    if (!list_filled(l, list)) {
        return;
    }
    for (const json *m = list->first; m != NULL; m = m->next) {
        if (shape_check(l, m, "an alternative", in_block, ARRAY_LEN(in_block))) {
            load_block(l, m, g);
        }
    }
}

static void load_group(loader *l, const json *node, group *g)
{
    static const member_shape members[] = {
        {"format", true}, {"count", false}, {"rules", false}, {"one_of", false}};
    if (json_member(node, "one_of") != NULL) {
        load_alternatives(l, node, g);
    } else if (shape_check(l, node, "a group", members, ARRAY_LEN(members))) {
        load_block(l, node, g);
    }
    load_count(l, node, g);
}

void load_groups(loader *l, const json *node)
{
    group **end = &l->policy->groups;
    if (!typed(l, node, JSON_OBJECT)) {
        return;
    }
    if (node->count == 0) {
        PROBLEM(l, node->at, "a policy selects at least one group of evidence");
    }
    for (const json *m = node->first; m != NULL; m = m->next) {
        group *g = ARENA_NEW(l->arena, group);
        if (g == NULL) {
            return;
        }
        const char *name = name_of(l, m, m->name, m->name_at);
        g->name = name != NULL ? name : "";
        g->at = m;
        *end = g;
        end = &g->next;
        load_group(l, m, g);
    }
}

/* A claim that at least one format of the group has. */
static bool group_has_claim(loader *l, const group *g, assay_bytes pointer)
{
    for (const block *b = g->first; b != NULL; b = b->next) {
        for (size_t i = 0; i < b->scope.count; i++) {
            const format *f = b->scope.formats[i];
            if (format_claim(f, pointer) != NULL) {
                return true;
            }
        }
    }
    return l->arena->state != ARENA_OK;
}

static void unknown_claim(loader *l, const group *g, assay_str pointer, size_t at)
{
    const format *f =
        g->first != NULL && g->first->scope.count > 0 ? g->first->scope.formats[0] : NULL;
    assay_error *e =
        PROBLEM(l, at, "no format of \"%s\" has a claim \"%s\"", g->name, shown(l, pointer));
    if (f != NULL) {
        suggest_claim(l, e, pointer, f);
    }
}

/* A problem with the formats was reported already, so nothing can be said of claims. */
static bool no_formats(const group *g)
{
    bool none = true;
    for (const block *b = g->first; b != NULL; b = b->next) {
        none = none && b->scope.count == 0;
    }
    return none;
}

static void add_note(loader *l, const group *g, pointer_note ***end, assay_str pointer, size_t at,
                     const json *node, const char *reason)
{
    if (no_formats(g)) {
        return;
    }
    if (!group_has_claim(l, g, bytes_of_str(pointer))) {
        unknown_claim(l, g, pointer, at);
        return;
    }
    pointer_note *note = ARENA_NEW(l->arena, pointer_note);
    if (note != NULL) {
        *note = (pointer_note){shown(l, pointer), reason, node, NULL};
        **end = note;
        *end = &note->next;
    }
}

static void release_group(loader *l, const json *list, group *g)
{
    pointer_note **end = &g->released;
    if (!list_filled(l, list)) {
        return;
    }
    for (const json *m = list->first; m != NULL; m = m->next) {
        if (typed(l, m, JSON_STRING)) {
            add_note(l, g, &end, m->text, m->at, m, NULL);
        }
    }
}

void load_released(loader *l, const json *node)
{
    for (const json *m = typed(l, node, JSON_OBJECT) ? node->first : NULL; m != NULL; m = m->next) {
        group *g = named_or_reported(l, m->name, m->name_at);
        if (g != NULL) {
            release_group(l, m, g);
        }
    }
}

static void leave_open(loader *l, const json *claims, group *g)
{
    pointer_note **end = &g->unconstrained;
    for (const json *m = typed(l, claims, JSON_OBJECT) ? claims->first : NULL; m != NULL;
         m = m->next) {
        if (!typed(l, m, JSON_STRING)) {
            continue;
        }
        if (m->text.len == 0) {
            PROBLEM(l, m->at, "a claim that is left open needs a reason");
            continue;
        }
        add_note(l, g, &end, m->name, m->name_at, m, shown(l, m->text));
    }
}

void load_unconstrained(loader *l, const json *node)
{
    for (const json *m = typed(l, node, JSON_OBJECT) ? node->first : NULL; m != NULL; m = m->next) {
        group *g = named_or_reported(l, m->name, m->name_at);
        if (g != NULL) {
            leave_open(l, m, g);
        }
    }
}
