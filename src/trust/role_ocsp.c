/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ocsp: verified under the certificate of its issuer where the store has it. Evidence brings its
 * issuers along, and a pin is no certificate; so a response whose issuer is not here is kept as it
 * is, and says nothing to an appraisal before it was verified there.
 */
#include "base/limits.h"
#include "trust/load.h"
#include "trust/paths.h"

typedef struct {
    const cert *issuer, *responder;
    const char *family, *second; /* second: another family in which it verifies as well */
    const cert *named;           /* whom it is about, and did not sign it */
} search;

static assay_status try_candidate(const candidate *one, const ocsp *response, const char *scope,
                                  search *s)
{
    const cert *by = NULL;
    const char *family = one->item->view.family;
    bool known = s->family != NULL && strcmp(s->family, family) == 0;
    if (known || (scope != NULL && strcmp(scope, family) != 0)) {
        return ASSAY_OK;
    }
    assay_status status = ocsp_verify(response, one->issuer->cert, NULL, &by);
    if (status == ASSAY_REJECTED) {
        status = ocsp_names(response, one->issuer->cert);
        s->named = status == ASSAY_OK ? one->issuer->cert : s->named;
        return status == ASSAY_REJECTED ? ASSAY_OK : status;
    }
    if (status != ASSAY_OK) {
        return status;
    }
    if (s->family != NULL) {
        s->second = family;
        return ASSAY_OK;
    }
    s->issuer = one->issuer->cert;
    s->responder = by;
    s->family = family;
    return ASSAY_OK;
}

static assay_status find_issuer(trust_load *load, const trust_item *item, const ocsp *response,
                                search *s, assay_error *err)
{
    for (size_t i = 0; i < load->candidate_count; i++) {
        assay_status status = try_candidate(&load->candidates[i], response, item_scope(item), s);
        if (status != ASSAY_OK) {
            return error_set(err, status, "cannot verify a signature");
        }
    }
    if (s->second != NULL) {
        error_set(err, ASSAY_E_CONFIG, "its issuer serves '%s' and '%s'", s->family, s->second);
        error_hint(err, "say which with for=SCOPE");
        return ASSAY_E_CONFIG;
    }
    if (s->family == NULL && s->named != NULL) {
        const char *name = path_name(trust_load_arena(load), s->named);
        return error_set(err, ASSAY_E_CONFIG, "is signed neither by %s nor by a responder of its",
                         name != NULL ? name : "its issuer");
    }
    return ASSAY_OK;
}

static const char *const names[] = {[OCSP_NONE] = "", "good", "revoked", "unknown"};

static void describe(trust_load *load, trust_item *item, const ocsp *response, const search *s)
{
    arena *a = trust_load_arena(load);
    ocsp_entry first = ocsp_first(response);
    const char *by = s->issuer != NULL ? path_name(a, s->issuer)
                                       : "an issuer that the store lacks (verified when used)";
    const char *more =
        response->response_count > 1
            ? arena_format(a, ", and of %zu more certificates", response->response_count - 1)
            : "";
    item->view.subject = arena_format(a, "serial %s is %s%s, says %s", text_hex(a, first.serial),
                                      names[first.says.status], more, by);
    item->view.family = s->family != NULL ? s->family : item->view.family;
    item->view.valid_from = first.says.this_update;
    item->view.valid_to = first.says.next_update;
    item->view.state = s->family != NULL ? ASSAY_TRUST_VERIFIED : ASSAY_TRUST_ASSERTED;
}

static assay_status verify_ocsp(trust_load *load, trust_item *item, assay_error *err)
{
    fault f = {0};
    search s = {0};
    ocsp *response = ARENA_NEW(trust_load_arena(load), ocsp);
    if (response == NULL) {
        return load_memory(load, err);
    }
    if (!ocsp_parse(item->bytes, response, &f)) {
        return error_set(err, ASSAY_E_CONFIG, "is no OCSP response: %s: %s, at byte %zu", f.what,
                         f.why, f.at);
    }
    assay_status status = find_issuer(load, item, response, &s, err);
    if (status != ASSAY_OK) {
        return status;
    }
    if (s.issuer != NULL) { /* so that no appraisal verifies it again */
        response->issuer_spki = s.issuer->spki;
        response->responder = s.responder;
    }
    item->material = response;
    describe(load, item, response, &s);
    return load_memory(load, err);
}

const trust_role role_ocsp = {.name = "ocsp", .rank = RANK_UNDER_ISSUER, .verify = verify_ocsp};
