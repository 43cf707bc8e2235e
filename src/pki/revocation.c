/* SPDX-License-Identifier: Apache-2.0 */
/* What several revocation lists and OCSP responses say together about one certificate. */
#include "pki/crl.h"

const char *revocation_name(revocation state)
{
    static const char *const names[] = {[REVOCATION_NOT_ESTABLISHED] = "not-established",
                                        [REVOCATION_GOOD] = "good",
                                        [REVOCATION_REVOKED] = "revoked",
                                        [REVOCATION_HELD] = "on-hold"};
    return names[state];
}

/* CRL numbers are magnitudes without leading zeros; no number comes before every number. */
static bool is_newer(const crl *a, const crl *b)
{
    if (a->number.len != b->number.len) {
        return a->number.len > b->number.len;
    }
    int order = bytes_order(a->number, b->number);
    return order != 0 ? order > 0 : a->this_update > b->this_update;
}

static bool concerns(const crl *c, const cert *subject, const revocation_request *r)
{
    return bytes_equal(c->issuer, subject->issuer) && c->this_update <= r->known_at;
}

static bool revokes(const crl *c, const cert *subject, const revocation_request *r,
                    assay_time *when)
{
    return crl_lists(c, subject->serial, when) && (!r->as_of_at || *when <= r->at);
}

/* A list without nextUpdate is never fresh: UNSET comes before every time. */
static bool is_fresh(const crl *c, assay_time known_at)
{
    return known_at <= c->next_update;
}

static revocation_result ask_lists(const cert *subject, const revocation_request *request)
{
    const crl *newest = NULL;
    revocation_result revoked = {.state = REVOCATION_NOT_ESTABLISHED};
    for (size_t i = 0; i < request->count; i++) {
        const crl *c = request->crls[i];
        assay_time when;
        if (!concerns(c, subject, request)) {
            continue;
        }
        if (newest == NULL || is_newer(c, newest)) {
            newest = c;
        }
        if (revokes(c, subject, request, &when) &&
            (revoked.by == NULL || is_newer(c, revoked.by))) {
            revoked = (revocation_result){.state = REVOCATION_REVOKED, .by = c, .revoked_at = when};
        }
    }
    if (revoked.by != NULL) {
        return revoked;
    }
    bool good = newest != NULL && is_fresh(newest, request->known_at);
    return (revocation_result){.state = good ? REVOCATION_GOOD : REVOCATION_NOT_ESTABLISHED,
                               .by = newest};
}

/* Still valid, and on no list of the issuer, who is that of the certificate, too. */
static bool responder_stands(const cert *responder, const revocation_request *r)
{
    bool stands = responder == NULL ||
                  (responder->not_before <= r->known_at && r->known_at <= responder->not_after);
    for (size_t i = 0; stands && responder != NULL && i < r->count; i++) {
        assay_time when;
        stands = !concerns(r->crls[i], responder, r) || !revokes(r->crls[i], responder, r, &when);
    }
    return stands;
}

/* A hold may be lifted: of it, the newest statement tells. */
static revocation state_of(const ocsp_statement *s, const revocation_request *r)
{
    bool dated = !r->as_of_at || s->says.revoked_at <= r->at;
    switch (s->says.status) {
    case OCSP_REVOKED:
        return !dated                               ? REVOCATION_NOT_ESTABLISHED
               : s->says.reason == OCSP_REASON_HOLD ? REVOCATION_HELD
                                                    : REVOCATION_REVOKED;
    case OCSP_GOOD:
        return r->known_at <= s->says.next_update && responder_stands(s->responder, r)
                   ? REVOCATION_GOOD
                   : REVOCATION_NOT_ESTABLISHED;
    default:
        return REVOCATION_NOT_ESTABLISHED;
    }
}

/* From the weakest answer to the one that wins. */
static int weight(revocation state)
{
    static const int weights[] = {[REVOCATION_NOT_ESTABLISHED] = 0,
                                  [REVOCATION_GOOD] = 1,
                                  [REVOCATION_HELD] = 2,
                                  [REVOCATION_REVOKED] = 3};
    return weights[state];
}

/* Of two of one moment, the one that says worse: who sent which first says nothing. */
static bool newer(const ocsp_statement *s, const ocsp_statement *than, const revocation_request *r)
{
    return than == NULL || s->says.this_update > than->says.this_update ||
           (s->says.this_update == than->says.this_update &&
            weight(state_of(s, r)) > weight(state_of(than, r)));
}

static revocation_result ask_responders(const revocation_request *r)
{
    const ocsp_statement *newest = NULL;
    for (size_t i = 0; i < r->statement_count; i++) {
        const ocsp_statement *s = &r->statements[i];
        if (s->says.this_update > r->known_at) {
            continue;
        }
        if (state_of(s, r) == REVOCATION_REVOKED) {
            return (revocation_result){
                .state = REVOCATION_REVOKED, .stated = s, .revoked_at = s->says.revoked_at};
        }
        newest = newer(s, newest, r) ? s : newest;
    }
    if (newest == NULL) {
        return (revocation_result){.state = REVOCATION_NOT_ESTABLISHED};
    }
    return (revocation_result){
        .state = state_of(newest, r), .stated = newest, .revoked_at = newest->says.revoked_at};
}

revocation_result revocation_of(const cert *subject, const revocation_request *request)
{
    revocation_result listed = ask_lists(subject, request), stated = ask_responders(request);
    if (weight(stated.state) > weight(listed.state) ||
        (listed.by == NULL && stated.stated != NULL)) {
        return stated;
    }
    return listed;
}
