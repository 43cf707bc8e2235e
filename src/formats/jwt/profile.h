/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What distinguishes one token family from another: a row per family. Everything that a row does
 * not say is the same for all of them and stands in the engine (token.c, authenticate.c, ..).
 */
#ifndef ASSAY_FORMATS_JWT_PROFILE_H
#define ASSAY_FORMATS_JWT_PROFILE_H

#include "formats/format.h"
#include "codec/jws.h"

/* jwt_profile.keys: where the signer's key may come from */
enum {
    KEYS_PINNED_SET = 1u << 0, /* roles jwks and jwk, scoped by the issuer */
    KEYS_X5C = 1u << 1,        /* the header's chain, up to a pinned anchor of that scope */
    KEYS_CERTIFIED = 1u << 2   /* a key of a set counts only under a pinned anchor of that scope */
};

/* nonce_place.forms: how the nonce's bytes become text */
enum {
    NONCE_HEX = 1u << 0,       /* lower case */
    NONCE_BASE64URL = 1u << 1, /* without padding */
    NONCE_BASE64 = 1u << 2,    /* with padding */
    /* Base64 of one of these texts. */
    NONCE_BASE64_TWICE = 1u << 3,
    NONCE_BASE64_HEX = 1u << 4,
    NONCE_BASE64_URL = 1u << 5
};
#define NONCE_FORMS 6

/* A claim that may carry the nonce: a text, or a list or an object with texts. */
typedef struct {
    const char *pointer;
    unsigned forms; /* NONCE_ bits */
} nonce_place;

/* jwt_profile.times: what a family's issuers leave out or add */
enum {
    TIMES_ENDLESS = 1u, /* no exp */
    TIMES_DECIMAL = 2u  /* seconds written with a fraction or an exponent */
};

#define JWT_ALG(alg) (1u << JWS_##alg)

#define JWT_ISSUER_NRAS "https://nras.attestation.nvidia.com"
#define JWT_ISSUER_GCP_CS "https://confidentialcomputing.googleapis.com"
#define JWT_ISSUER_ITA "Intel Trust Authority"
#define JWT_ISSUER_ITA_URL "https://portal.trustauthority.intel.com"
#define JWT_SCOPE_EAR "ear" /* of results that name no issuer by its URL */
#define EAR_PROFILE_GITHUB "tag:github.com,202"
#define EAR_PROFILE_VERAISON EAR_PROFILE_GITHUB "3:veraison/ear"
#define EAR_PROFILE_TRUSTEE EAR_PROFILE_GITHUB "4:confidential-containers/Trustee"
#define EAR_PROFILE_IETF "tag:ietf.org,2026:rats/ear#" /* and the number of the draft */

struct jwt_token;

typedef struct {
    const char *issuer; /* `iss`, exactly; or, with `scope`, what it is like */
    /* The scope of keys and anchors that may verify a token with this `iss` ({NULL, 0}: it has
     * none); NULL: it is no issuer of the family. Without the function: `issuer` itself. */
    const char *(*scope)(arena *a, assay_str iss);
    unsigned algs;             /* JWT_ALG bits: all that are allowed */
    unsigned keys;             /* KEYS_ bits */
    const char *keys_url;      /* where the issuer publishes them, for needs; below the issuer when
                                * it begins with a slash; NULL: nowhere */
    const char *home;          /* ..or below this, for an issuer whose name is no address */
    const char *kid_prefix;    /* of every kid of this issuer; NULL: any */
    const char *signer_prefix; /* KEYS_CERTIFIED: of the common name of every key's certificate */
    const nonce_place *nonces;
    size_t nonce_count;
    unsigned times;   /* TIMES_ bits */
    int64_t lifetime; /* seconds: exp may lie so far behind iat, and no farther */
    int64_t skew;     /* seconds: iat and nbf may lie so far behind the time of the appraisal */
    bool audience;    /* `aud` must be there */
    const claim_schema *schema; /* its BYTES are hex text in the token */
    size_t schema_count;
    /* Changes claims that are named otherwise than in the token; NULL: all have their names. */
    void (*present)(job *j);
    /* Stage 5 of the family, as in formats/format.h; NULL: the format has its own. */
    void (*default_tests)(job *j, const struct jwt_token *t);
    void (*evaluate)(job *j, const struct jwt_token *t);
} jwt_profile;

extern const jwt_profile jwt_gcp_cs, jwt_nras, jwt_maa, jwt_ita, jwt_ear; /* profiles.c */

#endif
