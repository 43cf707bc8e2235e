/* SPDX-License-Identifier: Apache-2.0 */
/* Repeating an appraisal out of its case file. */
#include "appraise/case.h"
#include "base/error.h"

/* The clock and the nonce store that the case recorded. */
static assay_time recorded_clock(void *user)
{
    return ((const case_record *)user)->clock;
}

static assay_status recorded_answer(void *user, const uint8_t sha256[32],
                                    const assay_nonce_scope *scope, assay_nonce_state *state,
                                    assay_error *err)
{
    const case_answer *answer = &((const case_record *)user)->answer;
    (void)sha256;
    (void)scope;
    *state = answer->state;
    if (!answer->asked) {
        return error_set(err, ASSAY_E_IO, "the nonce store was not asked then");
    }
    return answer->failure == NULL ? ASSAY_OK : error_set(err, ASSAY_E_IO, "%s", answer->failure);
}

static assay_status add_policy(const case_record *c, const case_entry *entry, assay_request *r,
                               const assay_trust *t, assay_error *err)
{
    assay_policy *p = NULL;
    assay_policy_options options = {.struct_size = sizeof options,
                                    .name = entry->name,
                                    .trust = t,
                                    .allow_any_genuine = c->any_genuine};
    assay_status s = policy_load(entry->bytes, &options, &p, NULL, err);
    if (s == ASSAY_OK && assay_request_policy(r, p) != ASSAY_OK) {
        s = error_set(err, ASSAY_E_CONFIG, "holds more policies than a request does");
    }
    policy_release(p);
    return s;
}

static assay_status add_evidence(assay_request *r, const case_entry *e)
{
    return assay_request_evidence(r, e->name, e->detail, e->bytes.ptr, e->bytes.len);
}

static assay_status add_attachment(assay_request *r, const case_entry *e)
{
    return assay_request_attach(r, e->name, e->detail, e->bytes.ptr, e->bytes.len);
}

static assay_status add_input(assay_request *r, const case_entry *e)
{
    return assay_request_input(r, e->name, e->bytes.ptr, e->bytes.len);
}

static assay_status add_param(assay_request *r, const case_entry *e)
{
    return assay_request_param(r, e->name, e->detail);
}

static assay_status add_waiver(assay_request *r, const case_entry *e)
{
    return assay_request_waive(r, e->name, e->detail);
}

static assay_status (*const adders[CASE_LISTS])(assay_request *r, const case_entry *e) = {
    [CASE_EVIDENCE] = add_evidence, [CASE_ATTACHMENTS] = add_attachment, [CASE_INPUTS] = add_input,
    [CASE_PARAMS] = add_param,      [CASE_WAIVERS] = add_waiver,
};

static assay_status refused(assay_status s, const char *list, size_t index, assay_error *err)
{
    if (s == ASSAY_E_MEMORY) {
        return error_set(err, s, "no memory for the case");
    }
    return error_set(err, ASSAY_E_CONFIG, "%s %zu is refused", list, index);
}

static assay_status add_lists(const case_record *c, assay_request *r, const assay_trust *t,
                              assay_error *err)
{
    for (size_t i = 0; i < c->lists[CASE_POLICIES].count; i++) {
        assay_status s = add_policy(c, &c->lists[CASE_POLICIES].entries[i], r, t, err);
        if (s != ASSAY_OK) {
            return s;
        }
    }
    for (size_t part = CASE_POLICIES + 1; part < CASE_LISTS; part++) {
        for (size_t i = 0; i < c->lists[part].count; i++) {
            assay_status s = adders[part](r, &c->lists[part].entries[i]);
            if (s != ASSAY_OK) {
                return refused(s, case_shapes[part].list, i, err);
            }
        }
    }
    return ASSAY_OK;
}

static assay_status set_nonce(const case_record *c, assay_request *r)
{
    if (c->nonce.ptr != NULL && c->no_nonce == NULL) {
        return assay_request_nonce(r, c->nonce.ptr, c->nonce.len, c->audience, c->session);
    }
    if (c->no_nonce != NULL && c->nonce.ptr == NULL) {
        return assay_request_no_nonce(r, c->no_nonce);
    }
    return c->overflowed && c->nonce.ptr == NULL ? ASSAY_OK : ASSAY_E_ARGUMENT;
}

static assay_status set_moment(const case_record *c, assay_request *r)
{
    assay_status s = ASSAY_E_ARGUMENT;
    switch (c->moment) {
    case MOMENT_AT:
        return assay_request_at(r, c->at, c->known_at);
    case MOMENT_NOW:
        s = assay_request_at_now(r);
        break;
    case MOMENT_EVIDENCE:
        s = assay_request_at_evidence(r);
        break;
    case MOMENT_UNSET:
        break;
    }
    return c->at == ASSAY_TIME_UNSET && c->known_at == ASSAY_TIME_UNSET ? s : ASSAY_E_ARGUMENT;
}

static assay_status fill_request(const case_record *c, assay_request *r, const assay_trust *t,
                                 assay_error *err)
{
    assay_status s = add_lists(c, r, t, err);
    if (s != ASSAY_OK) {
        return s;
    }
    if (set_nonce(c, r) != ASSAY_OK || set_moment(c, r) != ASSAY_OK) {
        return error_set(err, ASSAY_E_CONFIG, "nonce or moment are none that a request can have");
    }
    if (r->overflowed && !c->overflowed) {
        return error_set(err, ASSAY_E_CONFIG, "holds more than a request does");
    }
    r->overflowed = c->overflowed;
    r->spend_later = c->spend_later;
    return ASSAY_OK;
}

/* What would be the caller's mistake is the case's. */
static assay_status as_config(assay_status s, assay_error *err)
{
    bool mistake = s == ASSAY_E_ARGUMENT || s == ASSAY_E_UNSUPPORTED;
    if (mistake && err != NULL) {
        err->status = ASSAY_E_CONFIG;
    }
    return mistake ? ASSAY_E_CONFIG : s;
}

static assay_status conclude(const case_record *c, assay_appraisal *a, assay_error *err)
{
    if (!c->concluded) {
        return ASSAY_OK;
    }
    assay_status s = assay_appraisal_conclude(a, c->spent_now, err);
    return s == ASSAY_E_ARGUMENT || s == ASSAY_E_MEMORY ? s : ASSAY_OK;
}

static assay_status run(case_record *c, const assay_request *r, assay_trust *t,
                        assay_appraisal **out, assay_error *err)
{
    assay_appraisal *a = NULL;
    c->store = (assay_nonce_store){
        .struct_size = sizeof c->store, .name = "recorded", .user = c, .consume = recorded_answer};
    appraise_environment env = {.allocator = &allocator_default,
                                .trust = t,
                                .nonces = c->answer.present ? &c->store : NULL,
                                .clock = c->clock != ASSAY_TIME_UNSET ? recorded_clock : NULL,
                                .clock_user = c,
                                .clock_skew = (uint32_t)c->clock_skew,
                                .max_evidence = (size_t)c->max_evidence,
                                .max_memory = (size_t)c->max_memory};
    assay_status s = appraise(&env, r, &a, err);
    if (s == ASSAY_OK) {
        s = conclude(c, a, err);
    }
    *out = s == ASSAY_OK ? a : NULL;
    if (s != ASSAY_OK) {
        assay_appraisal_free(a);
    }
    return as_config(s, err);
}

assay_status case_replay(case_record *c, assay_appraisal **out, assay_error *err)
{
    assay_trust *t = NULL;
    assay_request *r = NULL;
    *out = NULL;
    assay_status s = trust_reopen(&c->trust, format_roles, &t, err);
    if (s == ASSAY_OK && assay_request_new(&r, LIMIT_CASE_BYTES) != ASSAY_OK) {
        s = error_set(err, ASSAY_E_MEMORY, "no memory for a request");
    }
    if (s == ASSAY_OK) {
        s = fill_request(c, r, t, err);
    }
    if (s == ASSAY_OK) {
        s = run(c, r, t, out, err);
    }
    assay_request_free(r);
    trust_release(t);
    return s;
}
