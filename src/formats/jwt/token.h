/* SPDX-License-Identifier: Apache-2.0 */
/* One attestation token on its way through the stages, the same for every family. */
#ifndef ASSAY_FORMATS_JWT_TOKEN_H
#define ASSAY_FORMATS_JWT_TOKEN_H

#include "formats/jwt/findings.h"
#include "formats/jwt/jwk.h"
#include "formats/jwt/profile.h"

/* What stage 4 learned. */
typedef struct {
    const cert *leaf;               /* that vouches for the key; NULL: the operator does */
    const uint8_t *leaf_key_sha256; /* of its SubjectPublicKeyInfo; NULL: not known yet */
    revocation signers;             /* of the chain's certificates, the worst of them */
    public_key key;                 /* that was verified with */
    bool vouched;                   /* for the key, by the store */
} jwt_established;

typedef struct jwt_token {
    const jwt_profile *profile;
    jws jws;
    const json *claims; /* an object */
    const char *scope;  /* whose keys may verify it, by its iss; NULL: no issuer of the family */
    jwt_established *established;
    const char *place; /* pointer of its claims: "", or "/devices/3" in a document of several */
    size_t at;         /* its offset in the document */
} jwt_token;

/* One token of a document; false after a failed check. The profile may be of the document. */
bool jwt_read(job *j, assay_bytes in, const jwt_profile *p, const char *place, size_t at,
              jwt_token *out);
/* Stage 4 of one token. `like`, if not NULL, was authenticated before: a token of its kid and time
 * has its key. */
bool jwt_authenticate_one(job *j, const jwt_token *t, const jwt_token *like);
/* The names of its key, for the deny list. */
void jwt_establish(job *j, const jwt_token *t);
/* A claim below `root`, to change it; NULL: there is none. The names in the pointer are plain. */
claim *jwt_claim(claim *root, const char *pointer);
/* Its claims and header below `at`. */
void jwt_describe_one(job *j, const jwt_token *t, claim *at);

/* Stage 3. */
const void *jwt_parse(job *j, assay_bytes in, const jwt_profile *p);
void jwt_describe(job *j, const void *doc);
/* Stages 4 to 6. */
bool jwt_authenticate(job *j, const void *doc);
void jwt_default_tests(job *j, const void *doc);
void jwt_evaluate(job *j, const void *doc);
void jwt_carries(job *j, const void *doc, const challenge *asked, carriage *out);
assay_time jwt_signed_time(const void *doc); /* iat */

/* A check of the engine: `pointer` is relative to the token. */
finding *jwt_token_check(job *j, const jwt_token *t, int def, bool holds, const char *pointer);
/* What was expected, and the claim as it stands in the token; both may be NULL, `no` too. */
void jwt_says(job *j, finding *no, const char *expected, const json *found);
/* A check of the family; the finding, with the claim's pointer, when it does not hold. */
finding *jwt_check(job *j, int def, bool holds, const char *pointer);

/* times.c: exp, nbf and iat. */
bool jwt_check_times(job *j, const jwt_token *t);
/* A time as the family writes it; UNSET when it is none. */
assay_time jwt_time(const jwt_token *t, const json *node);

/* The token's iat, or UNSET. */
assay_time jwt_issued(const jwt_token *t);

/* keys.c: where the issuer publishes its keys; NULL: nowhere. */
const char *jwt_keys_url(arena *a, const jwt_profile *p, const char *scope);
/* The key to verify with, from where the profile allows; false, with findings and needs,
 * when there is none. */
bool jwt_pinned_key(job *j, const jwt_token *t, public_key *out);
/* x5c.c: that of the header's chain. */
bool jwt_chain_key(job *j, const jwt_token *t, public_key *out);
/* Does the path's end entity sign tokens, and is none of its certificates revoked? */
bool jwt_signer_holds(job *j, const jwt_token *t, const chain *path);
/* certified.c: does the key's own certificate lead to a pin, and is it for tokens of this family?
 */
bool jwt_certified(job *j, const jwt_token *t, const jwk *key);

#endif
