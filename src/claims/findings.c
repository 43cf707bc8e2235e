/* SPDX-License-Identifier: Apache-2.0 */
/* Recording what checks saw, and what the store lacked. */
#include "claims/findings.h"
#include "base/limits.h"

finding *check(findings *f, const finding_def *def, bool holds)
{
    if (f->count >= LIMIT_FINDINGS) {
        f->overflowed = true;
        return NULL;
    }
    finding *made = ARENA_NEW(f->arena, finding);
    if (made == NULL) {
        return NULL;
    }
    made->def = def;
    made->view = (assay_finding){.struct_size = sizeof(assay_finding),
                                 .id = def->id,
                                 .severity = holds ? ASSAY_SEVERITY_NONE : def->severity,
                                 .stage = f->stage,
                                 .label = f->label,
                                 .message = def->text,
                                 .reference = def->reference,
                                 .remedy = def->remedy,
                                 .waivable = def->waivable};
    if (f->last != NULL) {
        f->last->next = made;
    } else {
        f->first = made;
    }
    f->last = made;
    f->count++;
    return holds ? NULL : made;
}

void finding_says(finding *f, const char *expected, const char *found)
{
    if (f != NULL) {
        f->view.expected = expected;
        f->view.found = found;
    }
}

void finding_detail(findings *sink, finding *f, const char *detail)
{
    if (f == NULL || detail == NULL) {
        return;
    }
    const char *message = arena_format(sink->arena, "%s: %s", f->view.message, detail);
    if (message != NULL) {
        f->view.message = message;
    }
}

void finding_at(finding *f, const char *claim, size_t offset, size_t length)
{
    if (f != NULL) {
        f->view.claim = claim;
        f->view.offset = offset;
        f->view.length = length;
    }
}

void finding_fault(findings *sink, finding *f, const fault *seen)
{
    if (f == NULL || seen->what == NULL) {
        return;
    }
    finding_detail(sink, f, arena_format(sink->arena, "%s: %s", seen->what, seen->why));
    finding_at(f, f->view.claim, seen->at, 1);
}

static bool same_label(const finding *f, const char *label)
{
    return label == NULL || (f->view.label != NULL && strcmp(f->view.label, label) == 0);
}

assay_severity findings_worst(const findings *f, const char *label, int last_stage)
{
    assay_severity worst = ASSAY_SEVERITY_NONE;
    for (const finding *i = f->first; i != NULL; i = i->next) {
        bool counts = same_label(i, label) && i->view.stage <= last_stage && !i->view.waived;
        if (counts && i->view.severity > worst) {
            worst = i->view.severity;
        }
    }
    return worst;
}

bool findings_has(const findings *f, const char *label, const char *id)
{
    for (const finding *i = f->first; i != NULL; i = i->next) {
        if (same_label(i, label) && i->view.severity != ASSAY_SEVERITY_NONE &&
            strcmp(i->view.id, id) == 0) {
            return true;
        }
    }
    return false;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_need(const assay_need *a, const assay_need *b)
{
    return same_text(a->role, b->role) && same_text(a->id, b->id) && same_text(a->label, b->label);
}

static const char *copy_text(arena *a, const char *t)
{
    return t != NULL ? arena_text(a, bytes_of_text(t)) : NULL;
}

void need_add(needs *n, const assay_need *wanted)
{
    for (const need *i = n->first; i != NULL; i = i->next) {
        if (same_need(&i->view, wanted)) {
            return;
        }
    }
    need *made = n->count < LIMIT_NEEDS ? ARENA_NEW(n->arena, need) : NULL;
    if (made == NULL) {
        return;
    }
    made->view = *wanted;
    made->view.struct_size = sizeof(assay_need);
    made->view.role = copy_text(n->arena, wanted->role);
    made->view.id = copy_text(n->arena, wanted->id);
    made->view.url = copy_text(n->arena, wanted->url);
    made->view.label = copy_text(n->arena, wanted->label);
    if (n->arena->state != ARENA_OK) {
        return;
    }
    if (n->last != NULL) {
        n->last->next = made;
    } else {
        n->first = made;
    }
    n->last = made;
    n->count++;
}
