/* SPDX-License-Identifier: Apache-2.0 */
/* A case as a request, and its appraisal, through the public API. */
#include "base/limits.h"
#include "runner.h"

#define REQUEST_BYTES ((size_t)64 << 20)

static assay_bytes bytes_for(run *r, assay_str file, const char *role, const replacement *instead)
{
    bool evidence = role == NULL && instead != NULL && instead->role == NULL;
    bool attached = role != NULL && instead != NULL && instead->role != NULL &&
                    strcmp(role, instead->role) == 0;
    return evidence || attached ? instead->bytes : case_file(r, file);
}

static void attach_all(run *r, assay_request *q, const char *label, const json *list,
                       const replacement *instead)
{
    for (const json *i = list != NULL ? list->first : NULL; i != NULL; i = i->next) {
        const char *role = arena_text(r->arena, bytes_of_str(json_text(json_member(i, "role"))));
        assay_bytes file = bytes_for(r, json_text(json_member(i, "file")), role, instead);
        assay_status s = assay_request_attach(q, label, role, file.ptr, file.len);
        if (s != ASSAY_OK) {
            disagree(r, "attachment of role %s is refused (%s)", role, assay_status_name(s));
        }
    }
}

static void add_piece(run *r, assay_request *q, const char *label, const json *piece,
                      const replacement *instead)
{
    assay_bytes file = bytes_for(r, json_text(json_member(piece, "evidence")), NULL, instead);
    const char *id = arena_text(r->arena, bytes_of_str(json_text(json_member(piece, "format"))));
    assay_status s = assay_request_evidence(q, label, id, file.ptr, file.len);
    if (s != ASSAY_OK) {
        disagree(r, "evidence is refused (%s)", assay_status_name(s));
    }
    attach_all(r, q, label, json_member(piece, "endorsements"), instead);
}

static void add_pieces(run *r, assay_request *q, const replacement *instead)
{
    const json *members = json_member(r->spec, "members");
    if (members == NULL) {
        add_piece(r, q, "evidence", r->spec, instead);
        return;
    }
    for (const json *m = members->first; m != NULL; m = m->next) {
        const char *label = arena_text(r->arena, bytes_of_str(json_text(json_member(m, "label"))));
        add_piece(r, q, label, m, NULL);
    }
}

static void set_nonce(run *r, assay_request *q)
{
    assay_bytes nonce = {NULL, 0};
    assay_str wanted = json_text(json_member(r->spec, "nonce"));
    assay_status s;
    if (wanted.ptr != NULL && hex_decode(r->arena, bytes_of_str(wanted), &nonce)) {
        s = assay_request_nonce(q, nonce.ptr, nonce.len, NULL, NULL);
    } else {
        s = assay_request_no_nonce(q, "the case has none");
    }
    if (s != ASSAY_OK) {
        disagree(r, "nonce is refused (%s)", assay_status_name(s));
    }
}

/* Every waivable finding whose id ends in ".debug", as --allow-debug does. */
static void allow_debug(assay_request *q)
{
    assay_finding_help help;
    for (size_t i = 0; assay_finding_help_at(i, &help); i++) {
        size_t len = strlen(help.id);
        if (help.waivable && len > 6 && strcmp(help.id + len - 6, ".debug") == 0) {
            (void)assay_request_waive(q, help.id, "the case allows debug");
        }
    }
}

assay_policy *case_policy(run *r)
{
    assay_str name = json_text(json_member(r->spec, "policy"));
    if (name.ptr == NULL) {
        return assay_policy_retain(r->any_genuine);
    }
    assay_policy *p = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_bytes none = {NULL, 0};
    if (assay_policy_load(&p, case_file(r, name), none, NULL, NULL, &err) != ASSAY_OK) {
        disagree(r, "the policy does not load: line %u: %s", err.line, err.message);
    }
    return p;
}

assay_engine *case_engine(run *r, assay_trust *t)
{
    assay_engine_options options;
    assay_engine_options_init(&options, sizeof options);
    options.trust = t;
    assay_engine *e = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    if (assay_engine_new(&e, &options, &err) != ASSAY_OK) {
        disagree(r, "no engine: %s", err.message);
    }
    return e;
}

assay_request *case_request(run *r, const replacement *instead, bool debug_allowed)
{
    assay_request *q = NULL;
    bool built = assay_request_new(&q, REQUEST_BYTES) == ASSAY_OK &&
                 assay_request_policy(q, r->policy) == ASSAY_OK &&
                 assay_request_at(q, case_at(r), ASSAY_TIME_UNSET) == ASSAY_OK;
    if (!built) {
        disagree(r, "the request cannot be built");
        return q;
    }
    add_pieces(r, q, instead);
    set_nonce(r, q);
    if (debug_allowed) {
        allow_debug(q);
    }
    return q;
}

assay_appraisal *case_appraise(run *r, assay_engine *e, const assay_request *q)
{
    assay_appraisal *a = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s = assay_appraise(e, q, &a, &err);
    if (a == NULL) {
        disagree(r, "error %s: %s", assay_status_name(s), err.message);
    }
    return a;
}
