/* SPDX-License-Identifier: Apache-2.0 */
/* Stages 4 and 5 of TCB evaluation. */
#include "formats/tdx/tcb.h"
#include "base/time.h"
#include "formats/tdx/evidence.h"
#include "formats/tdx/pcs.h"
#include "formats/tdx/tcb_claims.h"

static finding *judge(job *j, int def, bool holds, const char *claim_pointer)
{
    finding *no = check(j->findings, &quote_findings[def], holds);
    finding_at(no, claim_pointer, 0, 0);
    return no;
}

/* Why it cannot be used, for people. */
static const char *state_text(job *j, const collateral_pick *p)
{
    arena *a = j->arena;
    switch (p->state) {
    case COLLATERAL_MISSING:
        return "none";
    case COLLATERAL_NOT_YET:
        return arena_format(a, "none yet: the first at hand was issued at %s",
                            time_text(a, p->data->issued));
    default:
        return arena_format(a, "number %ju, from %s to %s", (uintmax_t)p->data->number,
                            time_text(a, p->data->issued), time_text(a, p->data->next_update));
    }
}

static const char *wanted_text(job *j, const collateral_pick *p)
{
    return arena_format(j->arena, "%s of %s", p->kind->title, time_text(j->arena, j->known_at));
}

static const char *signer_text(job *j, const signer_judgement *g)
{
    arena *a = j->arena;
    if (g->cert == NULL) {
        return "no certificate of its signer's key";
    }
    if (g->revocation.state == REVOCATION_REVOKED) {
        return arena_format(a, "its signer's certificate, revoked at %s",
                            time_text(a, g->revocation.revoked_at));
    }
    return arena_format(a, "its signer's certificate, from %s to %s",
                        time_text(a, g->cert->not_before), time_text(a, g->cert->not_after));
}

static void report_missing(job *j, int def, const collateral_pick *p, const tcb_subject *s)
{
    finding *no = judge(j, def, false, NULL);
    finding_says(no, wanted_text(j, p),
                 p->state < COLLATERAL_STALE || signer_in_force(&p->signer)
                     ? state_text(j, p)
                     : signer_text(j, &p->signer));
    pcs_need_collateral(j, p->kind, s, 0);
}

/* So that one round of fetching is enough. */
static void need_info_too(job *j, const tcb_choice *c)
{
    if (!pick_usable(&c->info) || c->info.state == COLLATERAL_STALE) {
        pcs_need_collateral(j, c->info.kind, c->subject, 0);
    }
}

static const char *mismatch_of(const tcb_choice *c)
{
    const collateral_pick *p = &c->identity;
    return pick_usable(p) ? qe_mismatch(&p->data->identity, c->subject) : NULL;
}

bool tcb_knows_enclave(const tcb_choice *c)
{
    const collateral_pick *p = &c->identity;
    return pick_usable(p) && (mismatch_of(c) == NULL || p->state == COLLATERAL_CURRENT);
}

bool tcb_authenticate(job *j, const tcb_choice *c)
{
    const collateral_pick *p = &c->identity;
    const char *mismatch = mismatch_of(c);
    if (!tcb_knows_enclave(c)) {
        report_missing(j, F_QUOTE_QE_UNKNOWN, p, c->subject);
        need_info_too(j, c);
        return false;
    }
    judge(j, F_QUOTE_QE_UNKNOWN, true, NULL);
    finding *no = judge(j, F_QUOTE_QE_IDENTITY, mismatch == NULL, NULL);
    finding_says(no,
                 arena_format(j->arena, "as in %s %ju", p->kind->title, (uintmax_t)p->data->number),
                 arena_format(j->arena, "another %s", mismatch != NULL ? mismatch : "enclave"));
    return mismatch == NULL;
}

static bool is_current(const collateral_pick *p)
{
    return pick_usable(p) && p->state == COLLATERAL_CURRENT;
}

/* A trust domain is what it was launched under; but a module that Intel gave up runs it now. */
static tcb_status status_of(const tcb_verdict *v)
{
    tcb_status now = v->current.status;
    if (!v->has_current) {
        return v->launch.status;
    }
    bool given_up = now == TCB_REVOKED || now == TCB_NOT_SUPPORTED;
    return given_up && v->launch.status != TCB_REVOKED ? now : tcb_relaunch(v->launch.status, now);
}

static tcb_verdict reach_verdict(const tcb_choice *c)
{
    const tcb_subject *s = c->subject;
    tcb_verdict v = {.choice = c, .known = pick_usable(&c->info)};
    v.waits = !is_current(&c->info) || !is_current(&c->identity) ||
              c->info.data->number != c->identity.data->number;
    const enclave_identity *qe = pick_usable(&c->identity) ? &c->identity.data->identity : NULL;
    if (!v.known) {
        v.launch = tcb_assess(NULL, qe, s, s->tee_tcb_svn);
        return v;
    }
    const tcb_info *info = &c->info.data->info;
    v.launch = tcb_assess(info, qe, s, s->tee_tcb_svn);
    v.has_current = s->td && s->tee_tcb_svn2.ptr != NULL;
    if (v.has_current) {
        v.current = tcb_assess(info, qe, s, s->tee_tcb_svn2);
    }
    v.status = status_of(&v);
    return v;
}

static bool is_revoked(const tcb_level *l)
{
    return l != NULL && l->status == TCB_REVOKED;
}

static bool revokes(const tcb_assessment *a)
{
    return is_revoked(a->platform) || is_revoked(a->module) || is_revoked(a->qe);
}

/* Each level for itself: what else is missing, or unsupported, makes none of them good again. */
static void judge_revoked(job *j, const tcb_verdict *v)
{
    bool revoked = revokes(&v->launch) || (v->has_current && revokes(&v->current));
    judge(j, F_QUOTE_TCB_REVOKED, !revoked, v->known ? "/tcb/status" : NULL);
}

static bool is_supported(const tcb_verdict *v)
{
    return v->launch.status != TCB_NOT_SUPPORTED &&
           (!v->has_current || v->current.status != TCB_NOT_SUPPORTED);
}

static bool lacks_module(const tcb_assessment *a)
{
    return a->asks_module && a->identity == NULL;
}

/* Unlike what is revoked, these defects count as such by current data alone: what is not may lack
 * something that Intel has published since. */
static void judge_support(job *j, const tcb_verdict *v)
{
    const tcb_subject *s = v->choice->subject;
    bool unknown = lacks_module(&v->launch) || (v->has_current && lacks_module(&v->current));
    bool supported = is_supported(v);
    bool signer = !s->td || module_signer_holds(&v->choice->info.data->info, &v->launch, s);
    judge(j, F_QUOTE_MODULE_UNKNOWN, !unknown || v->waits, "/tee_tcb_svn");
    judge(j, F_QUOTE_TCB_UNSUPPORTED, supported || v->waits, "/tcb/status");
    judge(j, F_QUOTE_MODULE_SIGNER, signer || v->waits, "/mrsignerseam");
    if (v->waits) {
        judge(j, F_QUOTE_TCB_UNSETTLED, supported && signer && !unknown, "/tcb/status");
    }
}

static void judge_status(job *j, const tcb_verdict *v)
{
    bool advised = v->status == TCB_SW_HARDENING_NEEDED || v->status == TCB_CONFIGURATION_NEEDED ||
                   v->status == TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED;
    bool judged =
        v->status == TCB_UP_TO_DATE || v->status == TCB_REVOKED || v->status == TCB_NOT_SUPPORTED;
    finding *no = judge(j, F_QUOTE_TCB_OUT_OF_DATE, advised || judged, "/tcb/status");
    finding_says(no, "UpToDate", tcb_status_name(v->status));
    no = judge(j, F_QUOTE_TCB_ADVISED, !advised, "/tcb/status");
    finding_says(no, "UpToDate", tcb_status_name(v->status));
}

void tcb_default_tests(job *j, const tcb_choice *c)
{
    if (c == NULL) {
        claim_pending(j->arena, j->claims, "tcb");
        claim_pending(j->arena, j->claims, "collateral");
        return;
    }
    tcb_verdict v = reach_verdict(c);
    tcb_describe(j, &v);
    judge_revoked(j, &v);
    if (v.known) {
        judge_support(j, &v);
        judge_status(j, &v);
    }
}

static void judge_stale(job *j, const tcb_choice *c, const collateral_pick *p)
{
    bool stale = p->state == COLLATERAL_STALE;
    finding *no = judge(j, F_QUOTE_COLLATERAL_STALE, !stale, NULL);
    finding_detail(j->findings, no, p->kind->title);
    finding_says(no, wanted_text(j, p), state_text(j, p));
    if (stale) {
        pcs_need_collateral(j, p->kind, c->subject, 0);
    }
}

static bool judge_signer(job *j, const tcb_choice *c, const collateral_pick *p)
{
    bool in_force = signer_in_force(&p->signer);
    finding *no = judge(j, F_QUOTE_COLLATERAL_SIGNER, in_force, NULL);
    finding_detail(j->findings, no, p->kind->title);
    finding_says(no, arena_format(j->arena, "in force at %s", time_text(j->arena, j->known_at)),
                 signer_text(j, &p->signer));
    if (!in_force) {
        pcs_need_collateral(j, p->kind, c->subject, 0);
    }
    return in_force;
}

/* Both are signed by one certificate as a rule, and it is said once. */
static void judge_revocation(job *j, const collateral_pick *p, const cert *said)
{
    const signer_judgement *g = &p->signer;
    if (g->cert == said) {
        return;
    }
    revocation_report_missing(j->findings, g->cert, &g->revocation);
    if (g->revocation.state != REVOCATION_GOOD) {
        quote_need_root_crl(j);
        job_not_established(j, "revocation of Intel's TCB signing key");
    }
}

static void judge_numbers(job *j, const tcb_choice *c)
{
    uintmax_t info = c->info.data->number, qe = c->identity.data->number;
    finding *no = judge(j, F_QUOTE_COLLATERAL_NUMBERS, info == qe, "/tcb/evaluation_data_number");
    finding_says(no, arena_format(j->arena, "%ju of both", info > qe ? info : qe),
                 arena_format(j->arena, "TCB info %ju, QE identity %ju", info, qe));
    if (info < qe) {
        pcs_need_collateral(j, c->info.kind, c->subject, qe);
    } else if (info > qe) {
        pcs_need_collateral(j, c->identity.kind, c->subject, info);
    }
}

/* Authentic evidence: the identity may be used. */
void tcb_evaluate(job *j, const tcb_choice *c)
{
    judge_stale(j, c, &c->identity);
    judge_revocation(j, &c->identity, NULL);
    if (c->info.state < COLLATERAL_STALE) {
        report_missing(j, F_QUOTE_TCB_MISSING, &c->info, c->subject);
        return;
    }
    judge(j, F_QUOTE_TCB_MISSING, true, NULL);
    judge_stale(j, c, &c->info);
    if (judge_signer(j, c, &c->info)) {
        judge_revocation(j, &c->info, c->identity.signer.cert);
    }
    judge_numbers(j, c);
}
