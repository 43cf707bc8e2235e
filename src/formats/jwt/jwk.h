/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Public keys as JSON (RFC 7517, RFC 7518 6). A set keeps the keys that cannot be used, with the
 * reason, so that a token which names one can be told why it is refused.
 */
#ifndef ASSAY_FORMATS_JWT_JWK_H
#define ASSAY_FORMATS_JWT_JWK_H

#include "codec/jws.h"
#include "pki/chain.h"

typedef struct {
    assay_str kid;        /* {NULL, 0}: none */
    assay_str alg;        /* as written; {NULL, 0}: any that fits the key */
    public_key key;       /* views into the arena */
    const char *unusable; /* why nothing is verified with it; NULL: it is usable */
    issuer *certs;        /* of x5c, its own first; none when there are none that can be read */
    size_t cert_count;
    bool anchored; /* they were seen to lead to an anchor of the issuer's scope */
} jwk;

typedef struct {
    jwk *keys;
    size_t count, usable;
} jwk_set;

/* What the algorithm is in crypto.h; SIG_NONE for JWS_ALG_NONE. */
sig_alg jwk_sig_alg(jws_alg alg);

/* NULL when read; else why it is no public key that a store may hold (static text): not of the
 * form, or with private parts. */
const char *jwk_read(arena *a, const json *node, jwk *out);

/* The certificates of x5c, when all can be read; a key that is not its own certificate's is not
 * usable (RFC 7517 4.7). */
void jwk_read_certificates(arena *a, const json *node, jwk *out);
/* Sees whether the certificates lead to one of the anchors, whatever the time. OK or E_MEMORY. */
assay_status jwk_anchor(jwk *k, const anchor *const *anchors, size_t count);

/*
 * A set: {"keys": [..]}, or, for `single`, one key by itself. NULL when read; else why not, and
 * *where. No two keys may have the same kid unless each names an algorithm of its own: a set from
 * which a token's kid and alg do not select one key has no meaning.
 */
const char *jwk_set_read(arena *a, const json *root, bool single, jwk_set *out, const json **where);

/* The usable key of that kid for that algorithm, or NULL. kid {NULL, 0} finds the only key of a set
 * of one that has no kid. *unusable (NULL: no such kid) says why the key of that kid is none for
 * this algorithm. */
const jwk *jwk_find(const jwk_set *set, assay_str kid, jws_alg alg, const char **unusable);

#endif
