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

/* A guest's client hands JSON to the service, which encodes each value in base64. */
static const nonce_place maa_nonces[] = {
    {"/x-ms-runtime/client-payload", NONCE_BASE64 | NONCE_BASE64_HEX | NONCE_BASE64_URL},
    {"/x-ms-runtime/nonce", NONCE_HEX | NONCE_BASE64URL | NONCE_BASE64},
    {"/nonce", NONCE_HEX | NONCE_BASE64URL | NONCE_BASE64}};

/* Eight hours are usual. */
const jwt_profile jwt_maa = {.issuer = "https://<instance>.<region>.attest.azure.net",
                             .scope = maa_scope,
                             .algs = JWT_ALG(RS256),
                             .keys = KEYS_PINNED_SET,
                             .keys_url = "/certs",
                             .nonces = maa_nonces,
                             .nonce_count = ARRAY_LEN(maa_nonces),
                             .lifetime = 86400,
                             .skew = 60,
                             .schema = maa_schema,
                             .schema_count = MAA_CLAIMS,
                             .default_tests = maa_default_tests,
                             .evaluate = maa_evaluate};

/* The service's nonce is 64 bytes, whose base64 text it treats as the bytes of the nonce. */
#define ITA_NONCE NONCE_BASE64 | NONCE_BASE64_TWICE
static const nonce_place ita_nonces[] = {{"/verifier_nonce/val", ITA_NONCE},
                                         {"/tdx/verifier_nonce/val", ITA_NONCE},
                                         {"/sgx/verifier_nonce/val", ITA_NONCE},
                                         {"/sevsnp/verifier_nonce/val", ITA_NONCE}};

/* Five minutes are usual. */
const jwt_profile jwt_ita = {.issuer = JWT_ISSUER_ITA,
                             .scope = ita_scope,
                             .algs = JWT_ALG(PS384) | JWT_ALG(RS256),
                             .keys = KEYS_PINNED_SET,
                             .keys_url = "/certs",
                             .home = JWT_ISSUER_ITA_URL,
                             .nonces = ita_nonces,
                             .nonce_count = ARRAY_LEN(ita_nonces),
                             .lifetime = 86400,
                             .skew = 60,
                             .schema = ita_schema,
                             .schema_count = ITA_CLAIMS,
                             .present = ita_present,
                             .default_tests = ita_default_tests,
                             .evaluate = ita_evaluate};

static const nonce_place ear_nonces[] = {
    {"/eat_nonce", NONCE_HEX | NONCE_BASE64URL | NONCE_BASE64}};

const jwt_profile jwt_ear = {.issuer = "an https URL, or none",
                             .scope = ear_scope,
                             .algs = JWT_ALG(ES256) | JWT_ALG(ES384) | JWT_ALG(PS256) |
                                     JWT_ALG(PS384) | JWT_ALG(RS256) | JWT_ALG(RS384),
                             .keys = KEYS_PINNED_SET,
                             .nonces = ear_nonces,
                             .nonce_count = ARRAY_LEN(ear_nonces),
                             .times = TIMES_ENDLESS | TIMES_DECIMAL,
                             .lifetime = 366 * 86400,
                             .skew = 60,
                             .schema = ear_schema,
                             .schema_count = EAR_CLAIMS,
                             .default_tests = ear_default_tests,
                             .evaluate = ear_evaluate};
