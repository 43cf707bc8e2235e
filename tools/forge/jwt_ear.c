/* SPDX-License-Identifier: Apache-2.0 */
/* Attestation results of other verifiers, in the profiles of 2023, 2024 and 2026. */
#include "base/text.h"
#include "forge/jwt_rows.h"

#define VECTOR "{\"instance-identity\":2,\"configuration\":2,\"executables\":3,\"hardware\":2}"
#define VERIFIER "{\"build\":\"vts 0.0.1\",\"developer\":\"https://verifier.example\"}"
#define TRUSTEE "\"tag:github.com,2024:confidential-containers/Trustee\""

static const fjwt_member common[] = {
    {FJWT_HEADER, "alg", "\"ES256\""}, {FJWT_HEADER, "typ", "\"JWT\""},
    {FJWT_CLAIMS, "iat", NULL},        {FJWT_CLAIMS, "jti", "\"55b8b3fad8dd1d8eac4e48f117fe508b\""},
    {FJWT_KEY, "kty", "\"EC\""},
};
static const fjwt_member dotted[] = {
    {FJWT_CLAIMS, "eat_profile", "\"tag:github.com,2023:veraison/ear\""},
    {FJWT_CLAIMS, "ear.verifier-id", VERIFIER},
    {FJWT_TEE, "ear.status", "\"affirming\""},
    {FJWT_TEE, "ear.trustworthiness-vector", VECTOR},
    {FJWT_TEE, "ear.appraisal-policy-id", "\"https://verifier.example/policy/1\""},
};
static const fjwt_member scored[] = {
    {FJWT_CLAIMS, "eat_profile", "\"tag:ietf.org,2026:rats/ear#03\""},
    {FJWT_CLAIMS, "ear_verifier_id", VERIFIER},
    {FJWT_TEE, "ear_status", "\"affirming\""},
    {FJWT_TEE, "ear_trustworthiness_vector", VECTOR},
    {FJWT_TEE, "ear_appraisal_policy_ids", "[\"https://verifier.example/policy/1\"]"},
};

static const char *claims(const fjwt_recipe *r, arena *a)
{
    text t = text_new(a, FJWT_DOCUMENT_MAX);
    text_add_str(&t, "{");
    fjwt_put_members(&t, &r->objects[FJWT_CLAIMS], true);
    text_add_str(&t, ",\"submods\":{");
    if (r->objects[FJWT_TEE].count > 0) {
        text_add_str(&t, "\"cpu0\":{");
        fjwt_put_members(&t, &r->objects[FJWT_TEE], true);
        text_add_str(&t, "}");
    }
    fjwt_put_members(&t, &r->objects[FJWT_SUBMODS], r->objects[FJWT_TEE].count == 0);
    text_add_str(&t, "}}");
    return text_done(&t).ptr;
}

static void put_nonce(fjwt_recipe *r, arena *a, assay_bytes nonce)
{
    const char *value = base64url_encode(a, nonce);
    fjwt_set(&r->objects[FJWT_CLAIMS], "eat_nonce",
             value != NULL ? arena_format(a, "\"%s\"", value) : NULL);
}

#define FORM(issuer_, role_, own_)                                                                 \
    {                                                                                              \
        .format = "jwt-ear", .issuer = issuer_, .role = role_, .signer = "ear",                    \
        .alg = SIG_ECDSA_P256_SHA256, .policy = "policies/strict-ear.json",                        \
        .members = {common, own_}, .counts = {ARRAY_LEN(common), ARRAY_LEN(own_)},                 \
        .claims = claims, .nonce = put_nonce                                                       \
    }
static const fjwt_form form_dotted = FORM(NULL, "jwk", dotted);
static const fjwt_form form_scored = FORM(NULL, "jwk", scored);
static const fjwt_form form_issuer = FORM("https://verifier.example", "jwks", scored);
const fjwt_form *const fjwt_ear_scored = &form_scored;

#define ROW(name_, form_, does_) .name = "ear-" name_, .form = &form_, .does = does_
#define AUTHENTIC .outcome = FJWT_AUTHENTIC, .finding = "jwt.statement"
#define POLICY .class = "policy"
#define STATUS(value)                                                                              \
    {                                                                                              \
        FJWT_TEE, "ear_status", value                                                              \
    }
#define CLAIMS_ARE(value)                                                                          \
    {                                                                                              \
        FJWT_TEE, "ear_trustworthiness_vector", value                                              \
    }

static void without_parts(fjwt_recipe *r, arena *a)
{
    (void)a;
    r->objects[FJWT_TEE].count = 0;
}

static const fjwt_row rows[] = {
    {ROW("dotted", form_dotted, "a result in the profile of 2023"), AUTHENTIC},
    {ROW("trustee", form_dotted, "a result in the profile of 2024"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "eat_profile", TRUSTEE}}},
    {ROW("draft-03", form_scored, "a result in the profile of draft 3"), AUTHENTIC},
    {ROW("draft-03-strict", form_scored,
         "the same under a policy that names the verifier's policy"),
     .outcome = FJWT_ACCEPTED, .strict = true},
    {ROW("draft-04", form_scored, "a result in the profile of draft 4"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "eat_profile", "\"tag:ietf.org,2026:rats/ear#04\""}}},
    {ROW("issuer", form_issuer, "a verifier with an address, whose keys have a kid"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "iss", "\"https://verifier.example\""},
               {FJWT_HEADER, "kid", "\"k1\""},
               {FJWT_KEY, "kid", "\"k1\""}}},
    {ROW("issuer-other", form_issuer, "another verifier's address, whose keys nobody pinned"),
     .outcome = FJWT_UNDECIDED, .finding = "jwt.keys.missing",
     .edits = {{FJWT_CLAIMS, "iss", "\"https://other.example\""}}},
    {ROW("issuer-none", form_issuer, "no issuer, and the keys of one that has an address"),
     .outcome = FJWT_UNDECIDED, .finding = "jwt.keys.missing"},
    {ROW("issuer-name", form_scored, "a verifier whose name is no address"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "iss", "\"CoCo-Attestation-Service\""}}},
    {ROW("issuer-number", form_scored, "a number for an issuer"), .class = "chain",
     .finding = "jwt.issuer", .edits = {{FJWT_CLAIMS, "iss", "5"}}},
    {ROW("endless", form_scored, "no end"), AUTHENTIC, .edits = {{FJWT_CLAIMS, "exp", NULL}}},
    {ROW("endless-decimal", form_dotted, "no end, and times as decimals"), AUTHENTIC,
     .edits = {{FJWT_CLAIMS, "exp", NULL},
               {FJWT_CLAIMS, "iat", "1.748735940e+09"},
               {FJWT_CLAIMS, "nbf", "1748735940.0"}}},
    {ROW("decimal-fraction", form_scored, "a time between two seconds"), .class = "malformed",
     .finding = "jwt.time.form", .edits = {{FJWT_CLAIMS, "iat", "1748735940.5"}}},
    {ROW("endless-old", form_scored, "no end, and two days old"), POLICY, .finding = "jwt.ear.age",
     .edits = {{FJWT_CLAIMS, "exp", NULL}, {FJWT_CLAIMS, "iat", "1748563200"}}},
    {ROW("endless-least", form_scored, "no end, and iat is the least of all numbers"),
     .class = "malformed", .finding = "jwt.time.form",
     .edits = {{FJWT_CLAIMS, "exp", NULL}, {FJWT_CLAIMS, "iat", "-9223372036854775808"}}},
    {ROW("iat-missing", form_scored, "no word of when it was issued"), .class = "malformed",
     .finding = "jwt.time.form", .edits = {{FJWT_CLAIMS, "iat", NULL}}},
    {ROW("expired", form_scored, "ended an hour ago"), .class = "expired", .finding = "jwt.expired",
     .timed = true, .issued = -7200, .ends = -3600},
    {ROW("profile-unknown", form_scored, "a profile that nobody knows"), POLICY,
     .finding = "jwt.ear.profile",
     .edits = {{FJWT_CLAIMS, "eat_profile", "\"tag:ietf.org,2026:rats/ear#99\""}}},
    {ROW("profile-missing", form_scored, "no profile"), POLICY, .finding = "jwt.ear.profile",
     .edits = {{FJWT_CLAIMS, "eat_profile", NULL}}},
    {ROW("profile-spelling", form_scored, "the profile of 2023 with the names of 2026"), POLICY,
     .finding = "jwt.ear.spelling",
     .edits = {{FJWT_CLAIMS, "eat_profile", "\"tag:github.com,2023:veraison/ear\""}}},
    {ROW("spelling-both", form_scored, "a tier in each spelling"), POLICY,
     .finding = "jwt.ear.spelling", .edits = {{FJWT_TEE, "ear.status", "\"affirming\""}}},
    {ROW("spelling-vector", form_scored, "claims in the other spelling"), POLICY,
     .finding = "jwt.ear.spelling", .edits = {{FJWT_TEE, "ear.trustworthiness-vector", "{}"}}},
    {ROW("submods-empty", form_scored, "about nothing"), POLICY, .finding = "jwt.ear.submods",
     .spoil = without_parts},
    {ROW("contraindicated", form_dotted, "a perfectly signed no"), POLICY,
     .finding = "jwt.ear.contraindicated",
     .edits = {{FJWT_TEE, "ear.status", "\"contraindicated\""}}},
    {ROW("contraindicated-no-key", form_dotted, "the same, and no key: none would cure it"), POLICY,
     .finding = "jwt.ear.contraindicated", .no_keys = true,
     .edits = {{FJWT_TEE, "ear.status", "\"contraindicated\""}}},
    {ROW("contraindicated-other", form_scored, "one of two parts"), POLICY,
     .finding = "jwt.ear.contraindicated",
     .edits = {{FJWT_SUBMODS, "gpu0", "{\"ear_status\":\"contraindicated\"}"}}},
    {ROW("contraindicated-whole", form_scored, "all parts together"), POLICY,
     .finding = "jwt.ear.contraindicated",
     .edits = {{FJWT_CLAIMS, "ear_status", "\"contraindicated\""}}},
    {ROW("status-none", form_scored, "no verdict"), POLICY, .finding = "jwt.ear.no-verdict",
     .edits = {STATUS("\"none\"")}},
    {ROW("status-missing", form_scored, "no tier"), POLICY, .finding = "jwt.ear.no-verdict",
     .edits = {STATUS(NULL)}},
    {ROW("status-number", form_scored, "a number for a tier"), POLICY,
     .finding = "jwt.ear.no-verdict", .edits = {STATUS("2")}},
    {ROW("part-text", form_scored, "a part that is a text"), POLICY,
     .finding = "jwt.ear.no-verdict", .edits = {{FJWT_SUBMODS, "gpu0", "\"affirming\""}}},
    {ROW("warning", form_scored, "a warning"), .outcome = FJWT_AUTHENTIC,
     .finding = "jwt.ear.warning",
     .edits = {STATUS("\"warning\""), CLAIMS_ARE("{\"executables\":33}")}},
    {ROW("warning-whole", form_scored, "a warning about all parts together"),
     .outcome = FJWT_AUTHENTIC, .finding = "jwt.ear.warning",
     .edits = {{FJWT_CLAIMS, "ear_status", "\"warning\""}}},
    {ROW("inconsistent", form_scored, "better than the worst of its claims"), POLICY,
     .finding = "jwt.ear.inconsistent", .edits = {CLAIMS_ARE("{\"executables\":33}")}},
    {ROW("inconsistent-least", form_scored, "better than a claim that just warns"), POLICY,
     .finding = "jwt.ear.inconsistent", .edits = {CLAIMS_ARE("{\"executables\":32}")}},
    {ROW("inconsistent-worse", form_scored, "better than a claim that just contraindicates"),
     POLICY, .finding = "jwt.ear.inconsistent",
     .edits = {STATUS("\"warning\""), CLAIMS_ARE("{\"executables\":96}")}},
    {ROW("inconsistent-below", form_scored, "better than the worst of its claims, below zero"),
     POLICY, .finding = "jwt.ear.inconsistent", .edits = {CLAIMS_ARE("{\"hardware\":-97}")}},
    {ROW("inconsistent-range", form_scored, "a claim that is out of range"), POLICY,
     .finding = "jwt.ear.inconsistent", .edits = {CLAIMS_ARE("{\"hardware\":200}")}},
    {ROW("claims-below", form_scored, "claims below zero that affirm, or say nothing"), AUTHENTIC,
     .edits = {CLAIMS_ARE("{\"hardware\":-32,\"executables\":-1,\"file-system\":0}")}},
    {ROW("nonce-other", form_scored, "another nonce"), .class = "nonce",
     .finding = "nonce.mismatch",
     .edits = {{FJWT_CLAIMS, "eat_nonce", "\"ABEiM0RVZneImaq7zN3u_w\""}}},
    {ROW("signature-flipped", form_scored, "a bit of the signature"), .class = "signature",
     .finding = "jwt.signature", .after = FJWT_FLIPPED},
    {ROW("signature-rogue", form_scored, "signed by an attacker's key"), .class = "signature",
     .finding = "jwt.signature", .signer = "vcek-p256"},
    {ROW("kid", form_scored, "a kid that the pinned key does not have"), .class = "chain",
     .finding = "jwt.kid.unknown", .edits = {{FJWT_HEADER, "kid", "\"other\""}}},
    {ROW("strict-policy", form_scored, "another of the verifier's policies"), POLICY,
     .finding = "policy.rule", .strict = true,
     .edits = {{FJWT_TEE, "ear_appraisal_policy_ids", "[\"https://verifier.example/policy/2\"]"}}},
};
const fjwt_row_list fjwt_rows_ear = {rows, ARRAY_LEN(rows)};
