/* SPDX-License-Identifier: Apache-2.0 */
/* The token families. */
#include "formats/jwt/families.h"

#define GOOGLE_SIGNER                                                                              \
    "https://www.googleapis.com/service_accounts/v1/metadata/jwk/"                                 \
    "signer@confidentialspace-sign.iam.gserviceaccount.com"

/* Google issues tokens for an hour; a day is what can never be right. */
const jwt_profile jwt_gcp_cs = {.issuer = JWT_ISSUER_GCP_CS,
                                .algs = JWT_ALG(RS256),
                                .keys = KEYS_PINNED_SET | KEYS_X5C,
                                .keys_url = GOOGLE_SIGNER,
                                .nonce = "/eat_nonce",
                                .nonce_forms = NONCE_HEX | NONCE_BASE64URL,
                                .lifetime = 86400,
                                .skew = 60,
                                .audience = true,
                                .default_tests = gcp_cs_default_tests,
                                .evaluate = gcp_cs_evaluate};
