/* SPDX-License-Identifier: Apache-2.0 */
/* Lowering the findings that a policy waives by name, until the waiver's end. */
#include "claims/common.h"
#include "policy/params.h"

static const claim *claims_of(const policy_context *c, const char *label)
{
    for (size_t i = 0; i < c->piece_count && label != NULL; i++) {
        if (strcmp(c->pieces[i].label, label) == 0) {
            return c->pieces[i].claims;
        }
    }
    return NULL;
}

/* What the finding points at says it, else the piece does; what nobody says narrows to nothing. */
static bool narrows(const narrowing *n, const finding *f, const claim *claims)
{
    const claim *about =
        f->view.claim != NULL ? claim_at(claims, bytes_of_text(f->view.claim)) : NULL;
    const claim *said = about != NULL ? claim_member(about, n->name) : NULL;
    said = said != NULL ? said : claim_member(claims, n->name);
    for (const claim *v = n->values; v != NULL && said != NULL; v = v->next) {
        if (claim_equal(said, v)) {
            return true;
        }
    }
    return false;
}

static bool lowers(const waiver *w, const finding *f, const policy_context *c)
{
    if (f->view.severity <= ASSAY_WARN || !f->def->waivable ||
        strcmp(f->view.id, w->finding) != 0) {
        return false;
    }
    const claim *claims = claims_of(c, f->view.label);
    for (const narrowing *n = w->only; n != NULL; n = n->next) {
        if (claims == NULL || !narrows(n, f, claims)) {
            return false;
        }
    }
    return true;
}

static bool needed(const waiver *w, const policy_context *c)
{
    for (const finding *f = c->findings->first; f != NULL; f = f->next) {
        if (lowers(w, f, c)) {
            return true;
        }
    }
    return false;
}

static void lower_all(const waiver *w, policy_context *c)
{
    for (finding *f = c->findings->first; f != NULL; f = f->next) {
        if (lowers(w, f, c)) {
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
