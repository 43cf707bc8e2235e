/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens whose dates, audience, nonce or machine are wrong. */
#include "forge/jwt_rows.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define TIME_FORM .class = "malformed", .finding = "jwt.time.form"
#define EXPIRED .class = "expired", .finding = "jwt.expired"
#define EARLY(finding_) .class = "not-yet-valid", .finding = finding_
#define LIFETIME .class = "malformed", .finding = "jwt.lifetime"
#define AUDIENCE .class = "policy", .finding = "jwt.audience"
#define NONCE .class = "nonce", .finding = "nonce.mismatch"
#define STRICT .class = "policy", .finding = "policy.rule", .strict = true

#define NONCE_HEX "2f8ad1609c374be5017ef45db296c813ea407b2c590fd88631a5be649f12c77d"
#define NONCE_UPPER "2F8AD1609C374BE5017EF45DB296C813EA407B2C590FD88631A5BE649F12C77D"
#define DAY 86400

static const fjwt_row rows[] = {
    {ROW("exp-missing", "no exp"), TIME_FORM, .edits = {{FJWT_CLAIMS, "exp", NULL}}},
    {ROW("exp-text", "exp is a text"), TIME_FORM,
     .edits = {{FJWT_CLAIMS, "exp", "\"1748739540\""}}},
    {ROW("exp-fraction", "exp has a fraction"), TIME_FORM,
     .edits = {{FJWT_CLAIMS, "exp", "1748739540.5"}}},
    {ROW("exp-exponent", "exp is written with an exponent"), TIME_FORM,
     .edits = {{FJWT_CLAIMS, "exp", "174873954e1"}}},
    {ROW("exp-huge", "exp beyond 64 bits"), TIME_FORM,
     .edits = {{FJWT_CLAIMS, "exp", "18446744073709551616"}}},
    {ROW("exp-infinite", "exp beyond a double"), TIME_FORM,
     .edits = {{FJWT_CLAIMS, "exp", "1e400"}}},
    {ROW("exp-null", "exp is null"), TIME_FORM, .edits = {{FJWT_CLAIMS, "exp", "null"}}},
    {ROW("exp-case", "EXP instead of exp"), TIME_FORM,
     .edits = {{FJWT_CLAIMS, "exp", NULL}, {FJWT_CLAIMS, "EXP", "1748739540"}}},
    {ROW("iat-missing", "no iat"), TIME_FORM, .edits = {{FJWT_CLAIMS, "iat", NULL}}},
    {ROW("nbf-text", "nbf is a text"), TIME_FORM, .edits = {{FJWT_CLAIMS, "nbf", "\"0\""}}},
    {ROW("expired", "ended an hour ago"), EXPIRED, .timed = true, .issued = -7200, .ends = -3600},
    {ROW("expired-now", "ends at the time of the appraisal"), EXPIRED, .timed = true,
     .issued = -3600, .ends = 0},
    {ROW("expired-negative", "ended before 1970"), EXPIRED, .edits = {{FJWT_CLAIMS, "exp", "-1"}}},
    {ROW("nbf-later", "begins in 61 seconds"), EARLY("jwt.not-yet-valid"),
     .edits = {{FJWT_CLAIMS, "nbf", "1748736061"}}},
    {ROW("iat-later", "issued in an hour"), EARLY("jwt.issued-later"), .timed = true,
     .issued = 3600, .ends = 7200, .edits = {{FJWT_CLAIMS, "nbf", NULL}}},
    {ROW("lifetime-long", "valid for ten years"), LIFETIME, .timed = true, .issued = -60,
     .ends = 3650 * (int64_t)DAY},
    {ROW("lifetime-reversed", "ends before it was issued"), LIFETIME, .timed = true, .issued = 30,
     .ends = 20},
    {ROW("aud-missing", "no audience"), AUDIENCE, .edits = {{FJWT_CLAIMS, "aud", NULL}}},
    {ROW("aud-empty", "an empty audience"), AUDIENCE, .edits = {{FJWT_CLAIMS, "aud", "\"\""}}},
    {ROW("aud-number", "the audience is a number"), AUDIENCE, .edits = {{FJWT_CLAIMS, "aud", "7"}}},
    {ROW("aud-empty-list", "no audience in a list"), AUDIENCE,
     .edits = {{FJWT_CLAIMS, "aud", "[]"}}},
    {ROW("aud-list-number", "a number among the audiences"), AUDIENCE,
     .edits = {{FJWT_CLAIMS, "aud", "[\"https://scoring.example\",7]"}}},
    {ROW("nonce-missing", "no nonce"), NONCE, .edits = {{FJWT_CLAIMS, "eat_nonce", NULL}}},
    {ROW("nonce-other", "another nonce"), NONCE,
     .edits = {{FJWT_CLAIMS, "eat_nonce", "\"00112233445566778899aabbccddeeff\""}}},
    {ROW("nonce-upper", "the nonce in capital letters"), NONCE,
     .edits = {{FJWT_CLAIMS, "eat_nonce", "\"" NONCE_UPPER "\""}}},
    {ROW("nonce-longer", "the nonce, and more"), NONCE,
     .edits = {{FJWT_CLAIMS, "eat_nonce", "\"" NONCE_HEX "00\""}}},
    {ROW("nonce-number", "the nonce is a number"), NONCE,
     .edits = {{FJWT_CLAIMS, "eat_nonce", "1"}}},
    {ROW("nonce-empty-list", "an empty list"), NONCE, .edits = {{FJWT_CLAIMS, "eat_nonce", "[]"}}},
    {ROW("nonce-nested", "the nonce in a list in a list"), NONCE,
     .edits = {{FJWT_CLAIMS, "eat_nonce", "[[\"" NONCE_HEX "\"]]"}}},
    {ROW("nonce-name", "the nonce under another name"), NONCE,
     .edits = {{FJWT_CLAIMS, "eat_nonce", NULL}, {FJWT_CLAIMS, "nonce", "\"" NONCE_HEX "\""}}},
    {ROW("debug", "a debug image"), .outcome = FJWT_DEBUG, .class = "debug",
     .finding = "jwt.gcp-cs.debug",
     .edits = {{FJWT_CLAIMS, "dbgstat", "\"enabled\""}, {FJWT_SPACE, "support_attributes", NULL}}},
    {ROW("debug-pki", "a debug image, key under the pinned root"), .outcome = FJWT_DEBUG,
     .class = "debug", .finding = "jwt.gcp-cs.debug", .pki = true,
     .edits = {{FJWT_CLAIMS, "dbgstat", "\"enabled\""}, {FJWT_SPACE, "support_attributes", NULL}}},
    {ROW("debug-absent", "no word of debugging"), .outcome = FJWT_DEBUG, .class = "debug",
     .finding = "jwt.gcp-cs.debug", .edits = {{FJWT_CLAIMS, "dbgstat", NULL}}},
    {ROW("debug-no-keys", "a debug image, and no keys: none would cure it"), .class = "policy",
     .finding = "jwt.gcp-cs.debug", .no_keys = true,
     .edits = {{FJWT_CLAIMS, "dbgstat", "\"enabled\""}}},
    {ROW("nonce-no-keys", "another nonce, and no keys: none would cure it"), NONCE, .no_keys = true,
     .edits = {{FJWT_CLAIMS, "eat_nonce", "\"00112233445566778899aabbccddeeff\""}}},
    {ROW("shielded", "a Shielded VM"), .class = "policy", .finding = "jwt.gcp-cs.not-confidential",
     .edits = {{FJWT_CLAIMS, "hwmodel", "\"GCP_SHIELDED_VM\""}}},
    {ROW("hwmodel-unknown", "a machine of another kind"), .outcome = FJWT_AUTHENTIC,
     .finding = "jwt.gcp-cs.hwmodel.unknown",
     .edits = {{FJWT_CLAIMS, "hwmodel", "\"GCP_ARM_CCA\""}}},
    {ROW("swname-gce", "another image than Confidential Space"), .outcome = FJWT_AUTHENTIC,
     .finding = "jwt.gcp-cs.software", .edits = {{FJWT_CLAIMS, "swname", "\"GCE\""}}},
    {ROW("strict-image", "another container image"), STRICT,
     .edits = {{FJWT_CONTAINER, "image_digest",
                "\"sha256:0000000000000000000000000000000000000000000000000000000000000000\""}}},
    {ROW("strict-image-absent", "no image digest"), STRICT,
     .edits = {{FJWT_CONTAINER, "image_digest", NULL}}},
    {ROW("strict-audience", "another audience"), STRICT,
     .edits = {{FJWT_CLAIMS, "aud", "\"https://other.example\""}}},
    {ROW("strict-override", "the operator set a variable"), STRICT,
     .edits = {{FJWT_CONTAINER, "env_override", "{\"LD_PRELOAD\":\"/tmp/x.so\"}"}}},
    {ROW("strict-not-stable", "an image that is no longer supported"), STRICT,
     .edits = {{FJWT_SPACE, "support_attributes", "[\"EXPERIMENTAL\"]"}}},
    {ROW("strict-old-image", "an image older than the policy allows"), STRICT,
     .edits = {{FJWT_CLAIMS, "swversion", "[\"240800\"]"}}},
};
const fjwt_row_list fjwt_rows_claim = {rows, ARRAY_LEN(rows)};
