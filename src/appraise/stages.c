/* SPDX-License-Identifier: Apache-2.0 */
/* Stages 1, 3, 4, 5 and 7: those that hand each piece to its format, or everything to the policies.
 */
#include "appraise/appraisal.h"
#include "base/time.h"

void stage_bound(assay_appraisal *a)
{
    stage_check(a, 1, NULL, F_SIZE_REQUEST, !a->request->overflowed);
    for (size_t i = 0; i < a->piece_count; i++) {
        piece *p = &a->pieces[i];
        bool fits = p->bytes.len <= a->env.max_evidence;
        finding *no = stage_check(a, 1, p->label, F_SIZE_EVIDENCE, fits);
        if (!fits) {
            finding_says(no, arena_format(&a->arena, "at most %zu bytes", a->env.max_evidence),
                         arena_format(&a->arena, "%zu bytes", p->bytes.len));
            p->bytes = (assay_bytes){NULL, 0};
        }
    }
}

static void set_time_of(assay_appraisal *a, piece *p)
{
    if (a->request->moment != MOMENT_EVIDENCE) {
        return;
    }
    bool has = p->doc != NULL && p->format->signed_time != NULL;
    stage_check(a, 3, p->label, F_TIME_NONE, has);
    if (has) {
        p->job.at = p->format->signed_time(p->doc);
        p->job.known_at =
            a->request->known_at != ASSAY_TIME_UNSET ? a->request->known_at : p->job.at;
        /* For policies, the moment is that of the youngest piece. */
        if (p->job.at > a->at) {
            a->at = p->job.at;
            a->known_at = p->job.known_at;
            a->now = a->at > a->now ? a->at : a->now;
        }
    }
}

void stage_parse(assay_appraisal *a)
{
    for (size_t i = 0; i < a->piece_count; i++) {
        piece *p = &a->pieces[i];
        if (p->format == NULL || p->bytes.ptr == NULL) {
            continue;
        }
        bool fits = p->bytes.len <= p->format->max_bytes;
        stage_check(a, 3, p->label, F_SIZE_EVIDENCE, fits);
        if (!fits) {
            continue;
        }
        p->doc = p->format->parse(&p->job, p->bytes);
        if (p->doc != NULL) {
            p->format->describe(&p->job, p->doc);
        }
        set_time_of(a, p);
    }
}

/* The worst that a firm check up to stage 4 said of this piece. */
static assay_severity worst_of(const assay_appraisal *a, const char *label)
{
    assay_severity worst = ASSAY_SEVERITY_NONE;
    for (const finding *f = a->findings.first; f != NULL; f = f->next) {
        bool worse = f->view.severity > worst && !f->def->waivable;
        if (worse && (f->view.label == NULL || strcmp(f->view.label, label) == 0)) {
            worst = f->view.severity;
        }
    }
    return worst;
}

void stage_authenticate(assay_appraisal *a)
{
    for (size_t i = 0; i < a->piece_count; i++) {
        piece *p = &a->pieces[i];
        if (p->doc == NULL) {
            continue;
        }
        a->findings.stage = 4;
        a->findings.label = p->label;
        bool held = p->format->authenticate(&p->job, p->doc);
        assay_severity worst = worst_of(a, p->label);
        p->authentic = held && worst < ASSAY_UNDECIDABLE && a->arena.state == ARENA_OK;
        p->pending = worst == ASSAY_UNDECIDABLE;
    }
}

static void consult_deny_list(assay_appraisal *a, const piece *p)
{
    for (size_t i = 0; i < p->job.identity_count; i++) {
        const identity *id = &p->job.identities[i];
        const trust_denied *entry = trust_denies(&a->seen, id->kind, id->value);
        finding *no = stage_check(a, 5, p->label, F_DENY_LISTED, entry == NULL);
        if (entry != NULL) {
            finding_detail(&a->findings, no, entry->reason);
            finding_says(no, arena_format(&a->arena, "no entry for this %s", id->kind),
                         entry->date);
        }
    }
}

void stage_evaluate(assay_appraisal *a)
{
    for (size_t i = 0; i < a->piece_count; i++) {
        piece *p = &a->pieces[i];
        a->findings.stage = 5;
        a->findings.label = p->label;
        if ((p->authentic || p->pending) && p->format->default_tests != NULL) {
            p->format->default_tests(&p->job, p->doc);
        }
        if (p->authentic) {
            p->format->evaluate(&p->job, p->doc);
            consult_deny_list(a, p); /* of all names, also of those that stage 5 established */
        }
    }
}

/* Revocation that the policies do not insist on: said, listed, and no hindrance. */
static void lower(assay_appraisal *a, int def, assay_severity to)
{
    for (finding *f = a->findings.first; f != NULL; f = f->next) {
        if (f->def == &common_findings[def] && f->view.severity > to) {
            f->view.severity = to;
        }
    }
}

static void waive_by_request(assay_appraisal *a)
{
    for (const request_waiver *w = a->request->waivers; w != NULL; w = w->next) {
        bool used = false;
        for (finding *f = a->findings.first; f != NULL; f = f->next) {
            bool lowers = f->view.severity > ASSAY_WARN && f->def->waivable;
            if (lowers && strcmp(f->view.id, w->finding) == 0) {
                f->view.severity = ASSAY_WARN;
                f->view.waived = used = true;
            }
        }
        if (used) {
            relax(a, w->finding, w->reason);
        }
    }
}

/* What failed before stage 5 may be waived; until it is, the piece is not what it should be. */
static void settle_authentic(assay_appraisal *a)
{
    for (size_t i = 0; i < a->piece_count; i++) {
        piece *p = &a->pieces[i];
        p->authentic = p->authentic && findings_worst(&a->findings, p->label, 4) < ASSAY_FAIL;
    }
}

/* What a guest signs for is bound to it, as far as its word goes. */
static void bind_devices(assay_appraisal *a)
{
    for (size_t i = 0; i < a->piece_count; i++) {
        job *j = &a->pieces[i].job;
        for (size_t k = 0; k < j->not_established_count && a->policy.pieces[i].vouched; k++) {
            if (strcmp(j->not_established[k], DEVICE_UNBOUND) == 0) {
                j->not_established[k] = DEVICE_VOUCHED;
            }
        }
    }
}

void stage_policy(assay_appraisal *a)
{
    for (size_t i = 0; i < a->request->policy_count; i++) {
        policy_evaluate(a->request->policies[i], &a->policy);
    }
    bind_devices(a);
    if (a->revocation_optional) {
        lower(a, F_REVOCATION_MISSING, ASSAY_NOTE);
    }
    if (a->reference_values_optional) {
        lower(a, F_REFERENCE_MISSING, ASSAY_NOTE);
        lower(a, F_REFERENCE_UNNAMED, ASSAY_NOTE);
    }
    if (a->known_nonces_allowed) {
        lower(a, F_NONCE_KNOWN, ASSAY_WARN);
        lower(a, F_NONCE_CONSTANT, ASSAY_WARN);
        lower(a, F_NONCE_SHORT, ASSAY_WARN);
    }
    for (size_t i = 0; i < a->request->policy_count; i++) {
        policy_waive(a->request->policies[i], &a->policy);
    }
    waive_by_request(a);
    settle_authentic(a);
}
