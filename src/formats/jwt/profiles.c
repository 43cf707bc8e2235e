/* SPDX-License-Identifier: Apache-2.0 */
/* The token families. */
#include "formats/jwt/families.h"

#define GOOGLE_SIGNER                                                                              \
    "https://www.googleapis.com/service_accounts/v1/metadata/jwk/"                                 \
    "signer@confidentialspace-sign.iam.gserviceaccount.com"

static const nonce_place eat_nonce[] = {{"/eat_nonce", NONCE_HEX | NONCE_BASE64URL}};

static const nonce_place hex_nonce[] = {{"/eat_nonce", NONCE_HEX}};

/* Google issues tokens for an hour; a day is what can never be right. */
const jwt_profile jwt_gcp_cs = {.issuer = JWT_ISSUER_GCP_CS,
                                .algs = JWT_ALG(RS256),
                                .keys = KEYS_PINNED_SET | KEYS_X5C,
                                .keys_url = GOOGLE_SIGNER,
                                .nonces = eat_nonce,
                                .nonce_count = ARRAY_LEN(eat_nonce),
                                .lifetime = 86400,
                                .skew = 60,
                                .audience = true,
                                .schema = gcp_cs_schema,
                                .schema_count = GCP_CS_CLAIMS,
                                .default_tests = gcp_cs_default_tests,
                                .evaluate = gcp_cs_evaluate};

/* NVIDIA's keys live for two days each, so it is the intermediate that issues their certificates
 * which is pinned. Tokens last for an hour. */
const jwt_profile jwt_nras = {.issuer = JWT_ISSUER_NRAS,
                              .algs = JWT_ALG(ES384),
                              .keys = KEYS_PINNED_SET | KEYS_CERTIFIED,
                              .keys_url = JWT_ISSUER_NRAS "/.well-known/jwks.json",
                              .kid_prefix = "nv-eat-kid-prod-",
                              .signer_prefix = "NVIDIA Attestation Service GPU",
                              .nonces = hex_nonce,
                              .nonce_count = ARRAY_LEN(hex_nonce),
                              .lifetime = 86400,
                              .skew = 60};
