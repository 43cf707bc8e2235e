/* SPDX-License-Identifier: Apache-2.0 */
/* see assay/request.h */
#include "appraise/request.h"
#include "appraise/catalog.h"

#include <assay/roles.h>
#include <stdlib.h>

assay_status assay_request_new(assay_request **out, size_t max_bytes)
{
    if (out == NULL) {
        return ASSAY_E_ARGUMENT;
    }
    *out = calloc(1, sizeof **out);
    if (*out == NULL) {
        return ASSAY_E_MEMORY;
    }
    arena_init(&(*out)->arena, NULL, max_bytes > 0 ? max_bytes : LIMIT_REQUEST_BYTES);
    (*out)->refs = 1;
    (*out)->at = (*out)->known_at = ASSAY_TIME_UNSET;
    return ASSAY_OK;
}

/* The count is the only thing that changes in a request under appraisal. */
assay_request *request_retain(const assay_request *r)
{
    union {
        const assay_request *in;
        assay_request *out;
    } shared = {r};
    __atomic_add_fetch(&shared.out->refs, 1, __ATOMIC_RELAXED);
    return shared.out;
}

void request_release(assay_request *r)
{
    if (r == NULL || __atomic_sub_fetch(&r->refs, 1, __ATOMIC_ACQ_REL) > 0) {
        return;
    }
    for (size_t i = 0; i < r->policy_count; i++) {
        policy_release(r->policies[i]);
    }
    arena_release(&r->arena);
    free(r);
}

void assay_request_free(assay_request *r)
{
    request_release(r);
}

/* What did not fit is the request's size, which the appraisal rejects; what malloc refused is not.
 */
static assay_status kept(assay_request *r)
{
    if (r->arena.state == ARENA_OVER_BUDGET) {
        r->overflowed = true;
        return ASSAY_OK;
    }
    return arena_status(&r->arena);
}

assay_status assay_request_policy(assay_request *r, assay_policy *policy)
{
    if (r == NULL || policy == NULL || r->policy_count == LIMIT_POLICIES) {
        return ASSAY_E_ARGUMENT;
    }
    r->policies[r->policy_count++] = policy_retain(policy);
    return ASSAY_OK;
}

static bool label_valid(const char *label)
{
    size_t len = label != NULL ? strlen(label) : 0;
    if (len == 0 || len > LIMIT_LABEL || label[0] < 'a' || label[0] > 'z') {
        return false;
    }
    return strspn(label, "abcdefghijklmnopqrstuvwxyz0123456789_-") == len;
}

static const request_piece *piece_of(const assay_request *r, const char *label)
{
    for (const request_piece *p = r->pieces; p != NULL; p = p->next) {
        if (strcmp(p->label, label) == 0) {
            return p;
        }
    }
    return NULL;
}

static bool format_known(const char *id)
{
    return id == NULL || format_find(id) != NULL || container_find(id) != NULL;
}

assay_status assay_request_evidence(assay_request *r, const char *label, const char *id,
                                    const uint8_t *ptr, size_t len)
{
    if (r == NULL || !label_valid(label) || (ptr == NULL && len > 0)) {
        return ASSAY_E_ARGUMENT;
    }
    if (!format_known(id)) {
        return ASSAY_E_UNSUPPORTED;
    }
    if (piece_of(r, label) != NULL) {
        return ASSAY_E_ARGUMENT;
    }
    if (r->piece_count == LIMIT_EVIDENCE_PIECES) {
        r->overflowed = true;
        return ASSAY_OK;
    }
    request_piece *made = ARENA_NEW(&r->arena, request_piece);
    const char *own_label = arena_text(&r->arena, bytes_of_text(label));
    const char *own_format = id == NULL ? NULL : arena_text(&r->arena, bytes_of_text(id));
    assay_bytes own = arena_copy(&r->arena, bytes_of(ptr, len));
    if (made == NULL ||
        own.ptr == NULL) { /* the arena's failure is sticky: the last tells of all */
        return kept(r);
    }
    *made = (request_piece){.label = own_label, .format = own_format, .bytes = own};
    request_piece **last = &r->pieces;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = made;
    r->piece_count++;
    return kept(r);
}

assay_status assay_request_attach(assay_request *r, const char *label, const char *role,
                                  const uint8_t *ptr, size_t len)
{
    const assay_role *known = role != NULL ? assay_role_find(role) : NULL;
    bool argued = (ptr != NULL || len == 0) && known != NULL && known->attachable;
    if (r == NULL || !argued || (label != NULL && !label_valid(label))) {
        return ASSAY_E_ARGUMENT;
    }
    if (r->attachment_count == LIMIT_ATTACHMENTS) {
        r->overflowed = true;
        return ASSAY_OK;
    }
    request_attachment *made = ARENA_NEW(&r->arena, request_attachment);
    const char *own_label = label == NULL ? NULL : arena_text(&r->arena, bytes_of_text(label));
    assay_bytes own = arena_copy(&r->arena, bytes_of(ptr, len));
    if (made == NULL || own.ptr == NULL) {
        return kept(r);
    }
    made->view = (attachment){.label = own_label, .role = known->name, .bytes = own};
    request_attachment **last = &r->attachments;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = made;
    r->attachment_count++;
    return kept(r);
}

assay_status assay_request_bundle(assay_request *r, const uint8_t *ptr, size_t len)
{
    (void)len;
    return r == NULL || ptr == NULL ? ASSAY_E_ARGUMENT : ASSAY_E_UNSUPPORTED;
}

static assay_status add_value(assay_request *r, request_value **list, size_t *count,
                              const char *name, assay_bytes value)
{
    request_value **last = list;
    for (; *last != NULL; last = &(*last)->next) {
        if (strcmp((*last)->name, name) == 0) {
            return ASSAY_E_ARGUMENT;
        }
    }
    request_value *made = ARENA_NEW(&r->arena, request_value);
    const char *own_name = arena_text(&r->arena, bytes_of_text(name));
    assay_bytes own = arena_copy(&r->arena, value);
    if (made == NULL || own_name == NULL || own.ptr == NULL) {
        return kept(r);
    }
    *made = (request_value){.name = own_name, .value = own};
    *last = made;
    (*count)++;
    return ASSAY_OK;
}

assay_status assay_request_input(assay_request *r, const char *name, const uint8_t *ptr, size_t len)
{
    if (r == NULL || name == NULL || (ptr == NULL && len > 0) ||
        r->input_count == LIMIT_POLICY_INPUTS) {
        return ASSAY_E_ARGUMENT;
    }
    return add_value(r, &r->inputs, &r->input_count, name, bytes_of(ptr, len));
}

assay_status assay_request_param(assay_request *r, const char *name, const char *json)
{
    if (r == NULL || name == NULL || json == NULL) {
        return ASSAY_E_ARGUMENT;
    }
    return add_value(r, &r->params, &r->param_count, name, bytes_of_text(json));
}

/* An empty text is no scope and no absence of one. */
static bool scope_valid(const char *given)
{
    return given == NULL || (given[0] != '\0' && strlen(given) <= LIMIT_NONCE_SCOPE);
}

assay_status assay_request_nonce(assay_request *r, const uint8_t *ptr, size_t len,
                                 const char *audience, const char *session)
{
    bool set = r != NULL && (r->nonce.ptr != NULL || r->no_nonce != NULL);
    if (r == NULL || set || ptr == NULL || len == 0 || len > LIMIT_CHALLENGE) {
        return ASSAY_E_ARGUMENT;
    }
    if (!scope_valid(audience) || !scope_valid(session)) {
        return ASSAY_E_ARGUMENT;
    }
    r->nonce = arena_copy(&r->arena, bytes_of(ptr, len));
    r->audience = audience == NULL ? NULL : arena_text(&r->arena, bytes_of_text(audience));
    r->session = session == NULL ? NULL : arena_text(&r->arena, bytes_of_text(session));
    return kept(r);
}

assay_status assay_request_no_nonce(assay_request *r, const char *reason)
{
    if (r == NULL || reason == NULL || reason[0] == '\0' || r->nonce.ptr != NULL ||
        r->no_nonce != NULL) {
        return ASSAY_E_ARGUMENT;
    }
    r->no_nonce = arena_text(&r->arena, bytes_of_text(reason));
    return kept(r);
}

assay_status assay_request_spend_later(assay_request *r)
{
    if (r == NULL) {
        return ASSAY_E_ARGUMENT;
    }
    r->spend_later = true;
    return ASSAY_OK;
}

assay_status assay_request_waive(assay_request *r, const char *finding_id, const char *reason)
{
    const finding_def *def = finding_id != NULL ? catalog_find(finding_id) : NULL;
    bool argued = reason != NULL && reason[0] != '\0' && def != NULL && def->waivable;
    if (r == NULL || !argued) {
        return ASSAY_E_ARGUMENT;
    }
    request_waiver *made = ARENA_NEW(&r->arena, request_waiver);
    const char *own = arena_text(&r->arena, bytes_of_text(reason));
    if (made == NULL || own == NULL) {
        return kept(r);
    }
    *made = (request_waiver){.finding = def->id, .reason = own};
    request_waiver **last = &r->waivers;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = made;
    return ASSAY_OK;
}

static assay_status set_moment(assay_request *r, request_moment moment)
{
    if (r == NULL || r->moment != MOMENT_UNSET) {
        return ASSAY_E_ARGUMENT;
    }
    r->moment = moment;
    return ASSAY_OK;
}

assay_status assay_request_at(assay_request *r, assay_time at, assay_time known_at)
{
    if (at == ASSAY_TIME_UNSET || set_moment(r, MOMENT_AT) != ASSAY_OK) {
        return ASSAY_E_ARGUMENT;
    }
    r->at = at;
    r->known_at = known_at;
    return ASSAY_OK;
}

assay_status assay_request_at_now(assay_request *r)
{
    return set_moment(r, MOMENT_NOW);
}

assay_status assay_request_at_evidence(assay_request *r)
{
    return set_moment(r, MOMENT_EVIDENCE);
}
