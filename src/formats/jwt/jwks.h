/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of a token issuer in the trust store: roles `jwks` (a snapshot of what the issuer
 * publishes) and `jwk` (one key, pinned). Each serves one issuer only. They are the operator's
 * word, unless every key has a certificate that leads to a pinned anchor of the issuer's scope.
 */
#ifndef ASSAY_FORMATS_JWT_JWKS_H
#define ASSAY_FORMATS_JWT_JWKS_H

#include "formats/jwt/jwk.h"
#include "trust/store.h"

extern const trust_role role_jwks, role_jwk; /* material: const jwk_set * */

#define JWKS_STALE_AFTER (30 * 86400) /* seconds, for a snapshot without an end */

typedef enum {
    JWKS_FOUND = 0,
    JWKS_UNSUITABLE, /* a set that counts has the kid, but the key is none for the algorithm */
    JWKS_UNKNOWN,    /* no set that counts has it */
    JWKS_STALE,      /* the store has keys of the issuer, none of which counts at that time */
    JWKS_MISSING     /* the store has no keys of the issuer */
} jwks_answer;

typedef struct {
    jwks_answer answer;
    const jwk *key;         /* JWKS_FOUND */
    const char *unusable;   /* JWKS_UNSUITABLE */
    const trust_item *item; /* it stands in; JWKS_STALE: the newest of those that do not count */
} jwks_search;

/*
 * Looks in the issuer's sets that count at `at`. A set that states its end counts until then. One
 * that does not counts until the next such set was retrieved, and at most JWKS_STALE_AFTER; the
 * first of them also counts before it was retrieved.
 */
jwks_search jwks_find(const assay_trust *t, const char *iss, assay_time at, assay_str kid,
                      jws_alg alg);
#endif
