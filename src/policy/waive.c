/* SPDX-License-Identifier: Apache-2.0 */
/* Lowering the findings that a policy waives by name, until the waiver's end. */
#include "claims/common.h"
#include "policy/params.h"

static bool lowers(const waiver *w, const finding *f)
{
    return f->view.severity > ASSAY_WARN && f->def->waivable && strcmp(f->view.id, w->finding) == 0;
}

static bool needed(const waiver *w, const policy_context *c)
{
    for (const finding *f = c->findings->first; f != NULL; f = f->next) {
        if (lowers(w, f)) {
            return true;
        }
    }
    return false;
}

static void lower_all(const waiver *w, policy_context *c)
{
    for (finding *f = c->findings->first; f != NULL; f = f->next) {
        if (lowers(w, f)) {
            f->view.severity = ASSAY_WARN;
            f->view.waived = true;
            finding_detail(c->findings, f,
                           arena_format(c->arena, "waived until %s: %s",
                                        time_text(c->arena, w->until), w->reason));
        }
    }
}

/* A waiver that has ended is said only where it would have counted. */
static void say_ended(const waiver *w, policy_context *c, bool counts)
{
    finding *no = check(c->findings, &common_findings[F_POLICY_WAIVER_ENDED], counts);
    finding_detail(c->findings, no, w->finding);
    finding_says(no,
                 no != NULL ? window_text(c->arena, &(window){ASSAY_TIME_UNSET, w->until}) : NULL,
                 no != NULL ? time_text(c->arena, c->now) : NULL);
}

void policy_waive(const assay_policy *p, policy_context *c)
{
    const char *label = c->findings->label;
    int stage = c->findings->stage;
    c->findings->label = NULL;
    c->findings->stage = 7;
    for (const waiver *w = p->waivers; w != NULL; w = w->next) {
        bool ended = c->now > w->until;
        say_ended(w, c, !ended || !needed(w, c));
        if (!ended) {
            lower_all(w, c);
        }
    }
    c->findings->label = label;
    c->findings->stage = stage;
}
