/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What distinguishes one token family from another: a row per family. Everything that a row does
 * not say is the same for all of them and stands in the engine (token.c, authenticate.c, ..).
 */
#ifndef ASSAY_FORMATS_JWT_PROFILE_H
#define ASSAY_FORMATS_JWT_PROFILE_H

#include "formats/format.h"
#include "codec/jws.h"

enum {                            /* jwt_profile.keys: where the signer's key may come from */
       KEYS_PINNED_SET = 1u << 0, /* roles jwks and jwk, scoped by the issuer */
       KEYS_X5C = 1u << 1,        /* the header's chain, up to a pinned anchor of that scope */
       KEYS_CERTIFIED = 1u << 2 /* a key of a set counts only under a pinned anchor of that scope */
};

enum {                      /* jwt_profile.nonce_forms: how the nonce's bytes become text */
       NONCE_HEX = 1u << 0, /* lower case */
       NONCE_BASE64URL = 1u << 1
};

#define JWT_ALG(alg) (1u << JWS_##alg)

#define JWT_ISSUER_GCP_CS "https://confidentialcomputing.googleapis.com"

struct jwt_token;

typedef struct {
    const char *issuer;        /* `iss`, exactly; and the scope of its keys and anchors */
    unsigned algs;             /* JWT_ALG bits: all that are allowed */
    unsigned keys;             /* KEYS_ bits */
    const char *keys_url;      /* where the issuer publishes them, for needs */
    const char *kid_prefix;    /* of every kid of this issuer; NULL: any */
    const char *signer_prefix; /* KEYS_CERTIFIED: of the common name of every key's certificate */
    const char *nonce; /* pointer of the claim that carries it: a text, or a list of texts */
    unsigned nonce_forms;
    int64_t lifetime; /* seconds: exp may lie so far behind iat, and no farther */
    int64_t skew;     /* seconds: iat and nbf may lie so far behind the time of the appraisal */
    bool audience;    /* `aud` must be there */
    /* Stage 5 of the family, as in formats/format.h. */
    void (*default_tests)(job *j, const struct jwt_token *t);
    void (*evaluate)(job *j, const struct jwt_token *t);
} jwt_profile;

extern const jwt_profile jwt_gcp_cs; /* profiles.c */

#endif
