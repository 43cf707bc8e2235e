/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 8: spend the nonce, and draw one answer from all findings: rejected beats undecided beats
 * accepted.
 */
#include "appraise/appraisal.h"
#include "base/error.h"

static bool all_carry(const assay_appraisal *a)
{
    for (size_t i = 0; i < a->piece_count; i++) {
        bool stated = a->policy.pieces[i].nonce_stated && !a->policy.pieces[i].nonce_failed;
        if (!a->pieces[i].authentic || (!stated && !a->pieces[i].carries_nonce)) {
            return false;
        }
    }
    return a->piece_count > 0;
}

static const struct {
    assay_nonce_state state;
    int finding;
} refusals[] = {
    {ASSAY_NONCE_SPENT, F_NONCE_REPLAYED},  {ASSAY_NONCE_EXPIRED, F_NONCE_EXPIRED},
    {ASSAY_NONCE_UNKNOWN, F_NONCE_UNKNOWN}, {ASSAY_NONCE_FOREIGN, F_NONCE_FOREIGN},
    {ASSAY_NONCE_WRONG_TIME, F_NONCE_TIME},
};

static assay_str scope_text(const char *given)
{
    return given != NULL ? str_of(given) : (assay_str){NULL, 0};
}

static void spend_in_store(assay_appraisal *a)
{
    const assay_request *r = a->request;
    policy_facts first = policy_describe(r->policies[0]);
    assay_nonce_scope scope = {.struct_size = sizeof scope,
                               .policy_sha256 = first.sha256,
                               .audience = scope_text(r->audience),
                               .session = scope_text(r->session),
                               .now = r->moment == MOMENT_AT ? a->at : ASSAY_TIME_UNSET,
                               .expires = ASSAY_TIME_UNSET};
    const assay_nonce_store *store = a->env.nonces;
    assay_error err;
    assay_error_init(&err, sizeof err);
    a->spending = SPENDING_BY_STORE;
    assay_status s = store->consume(store->user, a->nonce_sha256, &scope, &a->nonce_state, &err);
    finding *no = stage_check(a, 8, NULL, F_NONCE_STORE, s == ASSAY_OK);
    if (s != ASSAY_OK) {
        a->nonce_state = ASSAY_NONCE_NONE;
        a->store_failure = arena_text(&a->arena, bytes_of_text(err.message));
        finding_detail(&a->findings, no, a->store_failure);
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        stage_check(a, 8, NULL, refusals[i].finding, a->nonce_state != refusals[i].state);
    }
    if (a->nonce_state == ASSAY_NONCE_NONE) {
        stage_check(a, 8, NULL, F_NONCE_UNKNOWN, false);
    }
}

/* What a trust item may yet decide keeps its nonce: the same evidence is appraised again then. */
static void spend(assay_appraisal *a)
{
    const assay_request *r = a->request;
    bool undecided = findings_worst(&a->findings, NULL, 8) == ASSAY_UNDECIDABLE;
    a->nonce_due = r->nonce.ptr != NULL && a->policy.pieces != NULL && all_carry(a) && !undecided;
    if (!a->nonce_due) {
        return;
    }
    if (!r->spend_later && a->env.nonces == NULL) {
        stage_check(a, 8, NULL, F_NONCE_SINGLE_USE, false);
        return;
    }
    if (crypto_sha256(r->nonce, a->nonce_sha256) != ASSAY_OK) {
        a->arena.state = ARENA_NO_MEMORY;
        return;
    }
    if (r->spend_later) {
        a->spending = SPENDING_BY_CALLER;
        return;
    }
    spend_in_store(a);
}

/* Not authentic, and no item is named that could change it. */
static bool any_lost(const assay_appraisal *a)
{
    for (size_t i = 0; i < a->piece_count; i++) {
        if (!a->pieces[i].authentic && !a->pieces[i].pending) {
            return true;
        }
    }
    return a->piece_count == 0;
}

static bool all_authentic(const assay_appraisal *a)
{
    for (size_t i = 0; i < a->piece_count; i++) {
        if (!a->pieces[i].authentic) {
            return false;
        }
    }
    return a->piece_count > 0;
}

/* Only of authentic evidence can it be said that no check used an input. */
static void check_inputs_used(assay_appraisal *a)
{
    for (size_t i = 0; i < a->policy.input_count && all_authentic(a); i++) {
        const policy_value *v = &a->policy.inputs[i];
        finding *no = stage_check(a, 6, NULL, F_INPUT_UNUSED, v->used);
        finding_says(no, "a check that uses it", v->name);
    }
}

static bool caps_tier(const finding *f)
{
    return f->view.severity == ASSAY_WARN && (f->view.waived || !f->def->spares_tier);
}

static assay_verdict tier_of(const assay_appraisal *a)
{
    if (a->relaxations != NULL || a->request->moment == MOMENT_EVIDENCE) {
        return ASSAY_VERDICT_WARNING;
    }
    for (const finding *f = a->findings.first; f != NULL; f = f->next) {
        if (caps_tier(f)) {
            return ASSAY_VERDICT_WARNING;
        }
    }
    return ASSAY_VERDICT_AFFIRMING;
}

static void check_tier(assay_appraisal *a, assay_verdict tier)
{
    for (size_t i = 0; i < a->request->policy_count; i++) {
        policy_facts facts = policy_describe(a->request->policies[i]);
        bool accepts =
            tier == ASSAY_VERDICT_WARNING ? facts.accepts_warning : facts.accepts_affirming;
        finding *no = stage_check(a, 7, NULL, F_POLICY_TIER, accepts);
        finding_detail(&a->findings, no, facts.id);
        finding_says(no, facts.accepts_affirming ? "affirming" : "warning", verdict_word(tier));
    }
}

/* There may be no memory, or no room, for a finding that says so: it was set aside at the start. */
static void add_last_word(assay_appraisal *a)
{
    bool over = a->arena.state == ARENA_OVER_BUDGET;
    finding *f = a->last_word;
    if ((!over && !a->findings.overflowed) || f == NULL) {
        return;
    }
    const finding_def *def = &common_findings[over ? F_LIMIT_MEMORY : F_LIMIT_FINDINGS];
    *f = (finding){.def = def,
                   .view = {.struct_size = sizeof(assay_finding),
                            .id = def->id,
                            .severity = def->severity,
                            .stage = 1,
                            .message = def->text,
                            .reference = def->reference,
                            .remedy = def->remedy}};
    if (a->findings.last != NULL) {
        a->findings.last->next = f;
    } else {
        a->findings.first = f;
    }
    a->findings.last = f;
    a->findings.count++;
    a->last_word = NULL;
}

static void conclude_as(assay_appraisal *a, assay_status status, assay_verdict verdict)
{
    a->status = status;
    a->verdict = verdict;
}

void verdict_reach(assay_appraisal *a)
{
    add_last_word(a);
    assay_severity worst = findings_worst(&a->findings, NULL, 8);
    bool lost = a->arena.state != ARENA_OK || a->findings.overflowed;
    if (worst == ASSAY_FAIL || lost || any_lost(a)) {
        conclude_as(a, ASSAY_REJECTED, ASSAY_VERDICT_CONTRAINDICATED);
        return;
    }
    if (worst == ASSAY_UNDECIDABLE || !all_authentic(a)) {
        conclude_as(a, ASSAY_UNDECIDED, ASSAY_VERDICT_NONE);
        return;
    }
    if (a->spending == SPENDING_BY_CALLER && !a->concluded) {
        conclude_as(a, ASSAY_PENDING, ASSAY_VERDICT_NONE);
        return;
    }
    conclude_as(a, ASSAY_OK, tier_of(a));
}

void stage_conclude(assay_appraisal *a)
{
    if (a->request->moment == MOMENT_EVIDENCE) {
        stage_check(a, 6, NULL, F_TIME_ARCHIVED, false);
    }
    check_inputs_used(a);
    assay_severity worst = findings_worst(&a->findings, NULL, 8);
    if (worst < ASSAY_UNDECIDABLE) {
        check_tier(a, tier_of(a));
    }
    spend(a);
    verdict_reach(a);
}

assay_status assay_appraisal_conclude(assay_appraisal *a, bool nonce_was_spent_now,
                                      assay_error *err)
{
    if (a == NULL || a->spending != SPENDING_BY_CALLER || a->concluded) {
        return error_set(err, ASSAY_E_ARGUMENT, "there is no nonce to conclude about");
    }
    a->concluded = true;
    a->nonce_state = nonce_was_spent_now ? ASSAY_NONCE_LIVE : ASSAY_NONCE_SPENT;
    stage_check(a, 8, NULL, F_NONCE_REPLAYED, nonce_was_spent_now);
    verdict_reach(a);
    if (arena_status(&a->arena) != ASSAY_OK) { /* and the verdict that was reached is no */
        return error_set(err, ASSAY_E_MEMORY, "memory ran out");
    }
    return a->status;
}
