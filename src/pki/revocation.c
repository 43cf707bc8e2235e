/* SPDX-License-Identifier: Apache-2.0 */
/* What several revocation lists say together about one certificate. */
#include "pki/crl.h"

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

revocation_result revocation_of(const cert *subject, const revocation_request *request)
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
            revoked = (revocation_result){REVOCATION_REVOKED, c, when};
        }
    }
    if (revoked.by != NULL) {
        return revoked;
    }
    bool good = newest != NULL && is_fresh(newest, request->known_at);
    return (revocation_result){.state = good ? REVOCATION_GOOD : REVOCATION_NOT_ESTABLISHED,
                               .by = newest};
}
