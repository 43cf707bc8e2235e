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

static const char *load_finding(loader *l, const json *node)
{
    const json *name = typed_member(l, node, "finding", JSON_STRING);
    const finding_def *def = name != NULL ? finding_named(l, name) : NULL;
    if (def == NULL) {
        return NULL;
    }
    if (!def->waivable) {
        assay_error *e = PROBLEM(l, name->at, "\"%s\" cannot be waived", def->id);
        error_hint(e, "%s", def->remedy);
        return NULL;
    }
    return def->id;
}

static waiver *load_waiver(loader *l, const json *node)
{
    static const member_shape members[] = {
        {"finding", true}, {"reason", true}, {"until", true}, {"only", false}};
    waiver *w = ARENA_NEW(l->arena, waiver);
    if (!shape_check(l, node, "a waiver", members, ARRAY_LEN(members)) || w == NULL) {
        return NULL;
    }
    const json *only = json_member(node, "only");
    if (only != NULL) {
        unsupported(l, only->name_at, "a waiver with `only`");
    }
    w->at = node;
    w->finding = load_finding(l, node);
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
