/* SPDX-License-Identifier: Apache-2.0 */
/* One attestation token on its way through the stages, the same for every family. */
#ifndef ASSAY_FORMATS_JWT_TOKEN_H
#define ASSAY_FORMATS_JWT_TOKEN_H

#include "formats/jwt/findings.h"
#include "formats/jwt/profile.h"

/* What stage 4 learned. */
typedef struct {
    const cert *leaf;   /* of a chain in the header; NULL: the key is from a pinned set */
    revocation signers; /* of the chain's certificates, the worst of them */
} jwt_established;

typedef struct jwt_token {
    const jwt_profile *profile;
    jws jws;
    const json *claims; /* an object */
    jwt_established *established;
} jwt_token;

/* Stage 3. */
const void *jwt_parse(job *j, assay_bytes in, const jwt_profile *p);
void jwt_describe(job *j, const void *doc);
/* Stages 4 to 6. */
bool jwt_authenticate(job *j, const void *doc);
void jwt_default_tests(job *j, const void *doc);
void jwt_evaluate(job *j, const void *doc);
void jwt_carries(job *j, const void *doc, const challenge *asked, carriage *out);
assay_time jwt_signed_time(const void *doc); /* iat */

/* A check of the family; the finding, with the claim's pointer, when it does not hold. */
finding *jwt_check(job *j, int def, bool holds, const char *pointer);

/* times.c: exp, nbf and iat. */
bool jwt_check_times(job *j, const jwt_token *t);

/* keys.c: the key to verify with, from where the profile allows; false, with findings and needs,
 * when there is none. */
bool jwt_pinned_key(job *j, const jwt_token *t, public_key *out);
/* x5c.c: that of the header's chain. */
bool jwt_chain_key(job *j, const jwt_token *t, public_key *out);

#endif
