/* SPDX-License-Identifier: Apache-2.0 */
/* The eight stages in order, and what must be right before the first of them. */
#include "appraise/appraisal.h"
#include "base/error.h"

finding *stage_check(assay_appraisal *a, int stage, const char *label, int def, bool holds)
{
    a->findings.stage = stage;
    a->findings.label = label;
    return check(&a->findings, &common_findings[def], holds);
}

void relax(assay_appraisal *a, const char *what, const char *reason)
{
    relaxation *made = ARENA_NEW(&a->arena, relaxation);
    if (made == NULL) {
        return;
    }
    *made = (relaxation){.what = what, .reason = reason};
    relaxation **last = &a->relaxations;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = made;
}

piece *appraisal_piece(const assay_appraisal *a, const char *label)
{
    for (size_t i = 0; label != NULL && i < a->piece_count; i++) {
        if (strcmp(a->pieces[i].label, label) == 0) {
            return &a->pieces[i];
        }
    }
    return NULL;
}

static bool input_declared(const assay_request *r, const char *name)
{
    for (size_t i = 0; i < r->policy_count; i++) {
        const char *declared;
        for (size_t k = 0; (declared = policy_input(r->policies[i], k)) != NULL; k++) {
            if (strcmp(declared, name) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool param_declared(const assay_request *r, const char *name)
{
    for (size_t i = 0; i < r->policy_count; i++) {
        if (policy_declares_param(r->policies[i], name)) {
            return true;
        }
    }
    return false;
}

static assay_status check_names(const assay_request *r, assay_error *err)
{
    for (const request_value *v = r->inputs; v != NULL; v = v->next) {
        if (!input_declared(r, v->name)) {
            error_set(err, ASSAY_E_ARGUMENT, "no policy declares an input \"%s\"", v->name);
            error_hint(err, "declare it under `inputs`, or leave it out");
            return ASSAY_E_ARGUMENT;
        }
    }
    for (const request_value *v = r->params; v != NULL; v = v->next) {
        if (!param_declared(r, v->name)) {
            error_set(err, ASSAY_E_ARGUMENT, "no policy declares a param \"%s\"", v->name);
            error_hint(err, "declare it under `params`, or leave it out");
            return ASSAY_E_ARGUMENT;
        }
    }
    return ASSAY_OK;
}

static bool piece_asked(const assay_request *r, const char *label)
{
    for (const request_piece *p = r->pieces; p != NULL; p = p->next) {
        if (strcmp(p->label, label) == 0) {
            return true;
        }
    }
    return false;
}

/* A misspelt label would leave out what the caller meant to send. */
static assay_status check_attachments(const assay_request *r, assay_error *err)
{
    const request_attachment *i = r->attachments;
    for (; i != NULL && !r->overflowed; i = i->next) {
        if (i->view.label != NULL && !piece_asked(r, i->view.label)) {
            return error_set(err, ASSAY_E_ARGUMENT,
                             "an attachment is for \"%s\", which is no evidence", i->view.label);
        }
    }
    return ASSAY_OK;
}

static assay_status check_request(const appraise_environment *env, const assay_request *r,
                                  assay_error *err)
{
    if (arena_status(&r->arena) != ASSAY_OK) {
        return error_set(err, ASSAY_E_MEMORY, "memory ran out while the request was built");
    }
    if (r->policy_count == 0) {
        return error_set(err, ASSAY_E_ARGUMENT, "the request has no policy");
    }
    if (r->piece_count == 0 && !r->overflowed) {
        return error_set(err, ASSAY_E_ARGUMENT, "the request has no evidence");
    }
    if (r->nonce.ptr == NULL && r->no_nonce == NULL && !r->overflowed) {
        error_set(err, ASSAY_E_ARGUMENT, "the request has no nonce");
        error_hint(err, "give the nonce of the challenge, or say that there is none and why");
        return ASSAY_E_ARGUMENT;
    }
    if (r->moment == MOMENT_UNSET) {
        error_set(err, ASSAY_E_ARGUMENT, "the request does not say when");
        error_hint(err, "assay_request_at, or assay_request_at_now");
        return ASSAY_E_ARGUMENT;
    }
    if (r->moment == MOMENT_NOW && env->clock == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT,
                         "the request asks for now and the engine has no clock");
    }
    bool spends = r->nonce.ptr != NULL && (env->nonces != NULL || r->spend_later);
    if (r->moment == MOMENT_EVIDENCE && spends) {
        return error_set(err, ASSAY_E_ARGUMENT,
                         "archive mode does not go together with spending a nonce");
    }
    assay_status s = check_attachments(r, err);
    return s == ASSAY_OK ? check_names(r, err) : s;
}

static policy_value *copy_values(arena *a, const request_value *list, size_t count)
{
    policy_value *values = ARENA_ARRAY(a, count, policy_value);
    for (size_t i = 0; values != NULL && list != NULL; i++, list = list->next) {
        values[i] = (policy_value){.name = list->name, .value = list->value};
    }
    return values;
}

static assay_status check_policies(assay_appraisal *a, assay_error *err)
{
    const assay_request *r = a->request;
    a->revocation_optional = a->known_nonces_allowed = a->reference_values_optional = true;
    for (size_t i = 0; i < r->policy_count; i++) {
        assay_status s = policy_check_values(r->policies[i], &a->policy, err);
        if (s != ASSAY_OK) {
            return s;
        }
        policy_facts facts = policy_describe(r->policies[i]);
        a->revocation_optional &= facts.revocation_optional;
        a->known_nonces_allowed &= facts.known_nonces_allowed;
        a->reference_values_optional &= facts.reference_values_optional;
    }
    return ASSAY_OK;
}

static void set_moment(assay_appraisal *a)
{
    const assay_request *r = a->request;
    a->clock = a->env.clock != NULL ? a->env.clock(a->env.clock_user) : ASSAY_TIME_UNSET;
    a->at = r->moment == MOMENT_NOW ? a->clock : r->at; /* archived: see stage 3 */
    a->known_at = r->known_at != ASSAY_TIME_UNSET ? r->known_at : a->at;
    a->now = a->clock > a->at ? a->clock : a->at;
}

static const attachment *attachments_of(assay_appraisal *a, const char *label, size_t *count)
{
    attachment *mine = ARENA_ARRAY(&a->arena, a->request->attachment_count, attachment);
    *count = 0;
    const request_attachment *i = a->request->attachments;
    for (; mine != NULL && i != NULL; i = i->next) {
        if (i->view.label == NULL || strcmp(i->view.label, label) == 0) {
            mine[(*count)++] = i->view;
        }
    }
    return mine;
}

static bool revocation_as_of_at(const assay_request *r)
{
    for (size_t i = 0; i < r->policy_count; i++) {
        if (!policy_describe(r->policies[i]).revocation_as_of_at) {
            return false;
        }
    }
    return true;
}

/* The early stream is the stricter one. */
static bool early_stream(const assay_request *r)
{
    bool early = false;
    for (size_t i = 0; i < r->policy_count; i++) {
        early = early || policy_describe(r->policies[i]).early_stream;
    }
    return early;
}

/* Newest only, unless every policy says otherwise. */
static bool any_rim_issue(const assay_request *r)
{
    for (size_t i = 0; i < r->policy_count; i++) {
        if (!policy_describe(r->policies[i]).any_rim_issue) {
            return false;
        }
    }
    return true;
}

static void make_pieces(assay_appraisal *a)
{
    a->pieces = ARENA_ARRAY(&a->arena, a->request->piece_count, piece);
    a->policy.pieces = ARENA_ARRAY(&a->arena, a->request->piece_count, policy_piece);
    if (a->pieces == NULL || a->policy.pieces == NULL) {
        return;
    }
    for (const request_piece *from = a->request->pieces; from != NULL; from = from->next) {
        piece *p = &a->pieces[a->piece_count++];
        *p = (piece){
            .from = from, .label = from->label, .bytes = from->bytes, .lending = &a->documents};
        p->job = (job){.arena = &a->arena,
                       .trust = &a->seen,
                       .cache = a->env.cache,
                       .at = a->at,
                       .known_at = a->known_at,
                       .clock_skew = a->env.clock_skew,
                       .revocation_as_of_at = revocation_as_of_at(a->request),
                       .early_stream = early_stream(a->request),
                       .any_rim_issue = any_rim_issue(a->request),
                       .findings = &a->findings,
                       .needs = &a->needs,
                       .label = from->label,
                       .claims = claim_root(&a->arena)};
        p->job.attachments = attachments_of(a, from->label, &p->job.attachment_count);
    }
}

static assay_appraisal *appraisal_new(const appraise_environment *env, const assay_request *request)
{
    arena memory;
    arena_init(&memory, env->allocator, env->max_memory);
    assay_appraisal *a = ARENA_NEW(&memory, assay_appraisal);
    if (a == NULL) {
        return NULL;
    }
    finding *aside = ARENA_NEW(&memory, finding);
    a->arena = memory;
    a->last_word = aside;
    arena_init(&a->documents, env->allocator, env->max_memory);
    arena_init(&a->cases, env->allocator, LIMIT_CASE_MEMORY);
    a->env = *env;
    a->trust = trust_retain(env->trust);
    a->seen = trust_view(a->trust, &a->arena);
    a->request = request_retain(request);
    a->findings = (findings){.arena = &a->arena};
    a->needs = (needs){.arena = &a->arena};
    a->policy =
        (policy_context){.arena = &a->arena,
                         .findings = &a->findings,
                         .inputs = copy_values(&a->arena, request->inputs, request->input_count),
                         .params = copy_values(&a->arena, request->params, request->param_count),
                         .input_count = request->input_count,
                         .param_count = request->param_count,
                         .nonce = request->nonce};
    set_moment(a);
    make_pieces(a);
    return a;
}

void assay_appraisal_free(assay_appraisal *a)
{
    if (a == NULL) {
        return;
    }
    request_release(a->request);
    trust_release(a->trust);
    arena_release(&a->documents);
    arena_release(&a->cases);
    arena memory = a->arena; /* the appraisal itself lives in it */
    arena_release(&memory);
}

static void run_stages(assay_appraisal *a)
{
    stage_bound(a);
    stage_identify(a);
    stage_parse(a);
    stage_authenticate(a);
    stage_evaluate(a);
    stage_freshness(a);
    stage_topology(a);
    stage_policy(a);
    stage_conclude(a);
}

assay_status appraise(const appraise_environment *env, const assay_request *request,
                      assay_appraisal **out, assay_error *err)
{
    assay_status s = check_request(env, request, err);
    if (s != ASSAY_OK) {
        return s;
    }
    assay_appraisal *a = appraisal_new(env, request);
    if (a == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for an appraisal");
    }
    s = arena_status(&a->arena) != ASSAY_OK ? ASSAY_E_MEMORY : check_policies(a, err);
    if (s == ASSAY_OK) {
        run_stages(a);
        s = arena_status(&a->arena);
    }
    if (s != ASSAY_OK) {
        if (s == ASSAY_E_MEMORY) {
            error_set(err, s, "memory ran out during the appraisal");
        }
        assay_appraisal_free(a);
        return s;
    }
    *out = a;
    return ASSAY_OK;
}
