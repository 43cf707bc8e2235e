/* SPDX-License-Identifier: Apache-2.0 */
/* NRAS answers of the wrong algorithm, issuer, key or time, and keys without a pin above them. */
#include "forge/nras_rows.h"
#include "pki/cert.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define ALG .class = "signature", .finding = "jwt.alg"
#define SIGNATURE .class = "signature", .finding = "jwt.signature"
#define CERTIFICATE .class = "chain", .finding = "jwt.key.certificate"
#define SIGNER .class = "chain", .finding = "jwt.x5c.signer"
#define DENIED .class = "policy", .finding = "deny.listed"
#define STAGING "https://nras.attestation-stg.nvidia.com"
#define STAGING_KID "\"nv-eat-kid-stg-20250627231638491-8672ea89-c14a-4202-924a-4e4297b7c7f1\""
#define NEXT_KID "\"nv-eat-kid-prod-20260531204420841-76f21b92-77b7-4512-ac4d-88a1c50f7e93\""
#define OTHER_KID "\"nv-eat-kid-prod-20260531194659977-104939a0-6d37-4e50-b121-3794f51ab797\""

static void spoil_subject(fnras_recipe *r, arena *a)
{
    (void)a;
    r->leaf.subject.parts[2].text = "NVIDIA RIM Signer";
}

static void spoil_ca(fnras_recipe *r, arena *a)
{
    xw_extend(&r->leaf.extensions, xw_oid_basic_constraints, true, xw_value_ca(a, true, -1));
}

static void spoil_usage(fnras_recipe *r, arena *a)
{
    xw_find(&r->leaf.extensions, xw_oid_key_usage)->value =
        xw_value_key_usage(a, KEY_USAGE_CRL_SIGN);
}

static void spoil_ended(fnras_recipe *r, arena *a)
{
    (void)a;
    r->leaf.not_after = r->issued - 1;
}

static void spoil_not_begun(fnras_recipe *r, arena *a)
{
    (void)a;
    r->leaf.not_before = r->issued + 1;
}

/* For the overall token, and not for a device's that was issued before. */
static void spoil_just_begun(fnras_recipe *r, arena *a)
{
    (void)a;
    r->leaf.not_before = r->issued - 5;
}

/* Valid when the token was issued, and no longer. */
static void spoil_just_ended(fnras_recipe *r, arena *a)
{
    (void)a;
    r->leaf.not_after = r->issued;
}

static void spoil_issuer_key(fnras_recipe *r, arena *a)
{
    (void)a;
    r->leaf.signer = "rogue-nras";
}

static void spoil_not_ca(fnras_recipe *r, arena *a)
{
    xw_find(&r->intermediate.extensions, xw_oid_basic_constraints)->value =
        xw_value_ca(a, false, -1);
}

/* Everything by the attacker, in NVIDIA's names. */
static void spoil_all(fnras_recipe *r, arena *a)
{
    (void)a;
    r->intermediate.key = r->leaf.signer = "rogue-nras";
}

/* The set's key is the attacker's, and the certificate another's. */
static void spoil_leaf_key(fnras_recipe *r, arena *a)
{
    (void)a;
    r->leaf.key = "nras-next";
}

/* The pinned intermediate itself is said to be the token's key. */
static void spoil_anchor_signs(fnras_recipe *r, arena *a)
{
    (void)a;
    r->leaf = r->intermediate;
    r->entry = "nras-intermediate";
}

static const fnras_row rows[] = {
    {ROW("good-key-ended", "the key's certificate ended when the token was issued"),
     .outcome = FNRAS_AUTHENTIC, .spoil = spoil_just_ended},
    {ROW("good-key-next", "a device's token signed with the set's other key"),
     .outcome = FNRAS_AUTHENTIC, .tamper = FNRAS_NEXT,
     .edits = {{FNRAS_DEVICE_HEADER, "kid", NEXT_KID}}},
    {ROW("issuer-staging", "NVIDIA's staging service"), .class = "chain", .finding = "jwt.issuer",
     .edits = {{FNRAS_OVERALL, "iss", "\"" STAGING "\""}, {FNRAS_EVERY, "iss", "\"" STAGING "\""}}},
    {ROW("issuer-staging-device", "a device's token of the staging service"), .class = "chain",
     .finding = "jwt.issuer", .edits = {{FNRAS_DEVICE, "iss", "\"" STAGING "\""}}},
    {ROW("issuer-staging-no-keys", "the staging service, and no keys: none would cure it"),
     .class = "chain", .finding = "jwt.issuer", .no_keys = true,
     .edits = {{FNRAS_OVERALL, "iss", "\"" STAGING "\""}}},
    {ROW("kid-staging", "a key of the staging service"), .class = "chain",
     .finding = "jwt.kid.class",
     .edits = {{FNRAS_HEADER, "kid", STAGING_KID}, {FNRAS_KEY, "kid", STAGING_KID}}},
    {ROW("kid-missing", "no kid"), .class = "chain", .finding = "jwt.kid.class",
     .edits = {{FNRAS_HEADER, "kid", NULL}}},
    {ROW("kid-unknown", "a kid that the set does not have"), .class = "chain",
     .finding = "jwt.kid.unknown", .edits = {{FNRAS_HEADER, "kid", OTHER_KID}}},
    {ROW("kid-unknown-device", "a device's kid that the set does not have"), .class = "chain",
     .finding = "jwt.kid.unknown", .edits = {{FNRAS_DEVICE_HEADER, "kid", OTHER_KID}}},
    {ROW("keys-missing", "the store has no keys"), .outcome = FNRAS_UNDECIDED,
     .finding = "jwt.keys.missing", .no_keys = true},
    {ROW("alg-hs256", "a shared secret, as NVIDIA's local mode signs"), ALG,
     .edits = {{FNRAS_HEADER, "alg", "\"HS256\""}}},
    {ROW("alg-hs256-device", "a device's token with a shared secret"), ALG,
     .edits = {{FNRAS_DEVICE_HEADER, "alg", "\"HS256\""}}},
    {ROW("alg-none-device", "a device's token that says it is not signed"), ALG,
     .edits = {{FNRAS_DEVICE_HEADER, "alg", "\"none\""}}},
    {ROW("alg-rs256", "RSA, which this issuer does not use"), ALG,
     .edits = {{FNRAS_HEADER, "alg", "\"RS256\""}}},
    {ROW("signature-flipped", "a bit of the overall token's signature"), SIGNATURE,
     .flipped = true},
    {ROW("signature-flipped-device", "a bit of a device's signature, under its digest"), SIGNATURE,
     .tamper = FNRAS_FLIPPED},
    {ROW("signature-rogue", "signed by an attacker's key under the right kid"), SIGNATURE,
     .signer = "rogue-nras"},
    {ROW("signature-rogue-device", "a device's token of an attacker, under its digest"), SIGNATURE,
     .tamper = FNRAS_ROGUE},
    {ROW("signature-next", "signed by the set's other key"), SIGNATURE, .signer = "nras-next"},
    {ROW("key-no-x5c", "the key comes without a certificate"), CERTIFICATE, .no_x5c = true},
    {ROW("key-x5c-damaged", "the key's certificate cannot be read"), CERTIFICATE,
     .x5c = "[\"MAA=\",\"MAA=\"]"},
    {ROW("key-x5c-text", "the key's certificate outside a list"), CERTIFICATE, .x5c = "\"MAA=\""},
    {ROW("key-x5c-empty", "an empty list of certificates"), CERTIFICATE, .x5c = "[]"},
    {ROW("key-x5c-many", "more certificates than the limit"), CERTIFICATE,
     .x5c = "[\"MAA=\",\"MAA=\",\"MAA=\",\"MAA=\",\"MAA=\",\"MAA=\"]"},
    {ROW("key-not-its-own", "the key is not its certificate's"), .class = "signature",
     .finding = "jwt.key", .spoil = spoil_leaf_key},
    {ROW("key-no-pin", "nothing is pinned for the issuer but NVIDIA's own"), .class = "chain",
     .finding = "chain.no-issuer", .pin = FNRAS_NO_PIN},
    {ROW("key-other-pin", "another key is pinned"), .class = "chain", .finding = "chain.no-issuer",
     .pin = FNRAS_OTHER_PIN},
    {ROW("key-leaf-pin", "the key itself is pinned, and not what issues its certificate"), SIGNER,
     .pin = FNRAS_LEAF_PIN},
    {ROW("key-forged", "an attacker's chain in NVIDIA's names"), .class = "chain",
     .finding = "chain.no-issuer", .spoil = spoil_all},
    {ROW("key-issuer", "the leaf is not signed by the intermediate"), .class = "signature",
     .finding = "chain.signature", .spoil = spoil_issuer_key},
    {ROW("key-not-ca", "the intermediate is no CA"), .class = "chain", .finding = "chain.not-ca",
     .spoil = spoil_not_ca},
    {ROW("key-ended", "the key's certificate had ended when the token was issued"),
     .class = "expired", .finding = "chain.expired", .spoil = spoil_ended},
    {ROW("key-not-begun", "the key's certificate had not begun when the token was issued"),
     .class = "not-yet-valid", .finding = "chain.not-yet-valid", .spoil = spoil_not_begun},
    {ROW("key-not-begun-device", "it had not begun when a device's token was issued"),
     .class = "not-yet-valid", .finding = "chain.not-yet-valid",
     .edits = {{FNRAS_DEVICE, "iat", "1780271930"}}, .spoil = spoil_just_begun},
    {ROW("key-subject", "a certificate of another service of NVIDIA's"), SIGNER,
     .spoil = spoil_subject},
    {ROW("key-ca", "the certificate of an issuer"), SIGNER, .spoil = spoil_ca},
    {ROW("key-usage", "a certificate that may not sign tokens"), SIGNER, .spoil = spoil_usage},
    {ROW("key-anchor", "the pinned intermediate signed the tokens"), SIGNER,
     .signer = "nras-intermediate", .spoil = spoil_anchor_signs},
    {ROW("key-revoked", "the key's certificate is revoked"), .class = "revoked",
     .finding = "revocation.revoked", .revoked = true},
    {ROW("deny-kid", "the kid is on the deny list"), DENIED,
     .deny = "{\"assay_deny\":1,\"entries\":[{\"kind\":\"kid\",\"value\":"
             "\"nv-eat-kid-prod-20260531194659976-104939a0-6d37-4e50-b121-3794f51ab797\","
             "\"reason\":\"leaked\",\"date\":\"2026-05-31\"}]}"},
    {ROW("deny-kid-device", "the kid of a device's token is on the deny list"), DENIED,
     .edits = {{FNRAS_DEVICE_HEADER, "kid", NEXT_KID}}, .tamper = FNRAS_NEXT,
     .deny = "{\"assay_deny\":1,\"entries\":[{\"kind\":\"kid\",\"value\":" NEXT_KID
             ",\"reason\":\"leaked\",\"date\":\"2026-05-31\"}]}"},
    {ROW("deny-key", "the key itself is on the deny list"), DENIED,
     .deny = "{\"assay_deny\":1,\"entries\":[{\"kind\":\"device_key\",\"value\":"
             "\"bdbe94445dbd2e3a4378fc8308c869a8dc26c437234501822db9e7edd877a907\","
             "\"reason\":\"leaked\",\"date\":\"2026-05-31\"}]}"},
    {ROW("deny-ueid", "a device is on the deny list"), DENIED,
     .deny = "{\"assay_deny\":1,\"entries\":[{\"kind\":\"ueid\",\"value\":"
             "\"478176379286082186618948445787393647364802107250\","
             "\"reason\":\"stolen\",\"date\":\"2026-05-31\"}]}"},
    {ROW("expired", "ended an hour ago"), .class = "expired", .finding = "jwt.expired",
     .timed = true, .issued = -7200, .ends = -3600},
    {ROW("expired-device", "a device's token ended"), .class = "expired", .finding = "jwt.expired",
     .edits = {{FNRAS_DEVICE, "exp", "1780271999"}}},
    {ROW("iat-later", "issued in an hour"), .class = "not-yet-valid", .finding = "jwt.issued-later",
     .timed = true, .issued = 3600, .ends = 7200},
    {ROW("lifetime", "valid for a month"), .class = "malformed", .finding = "jwt.lifetime",
     .timed = true, .issued = -60, .ends = 30 * (int64_t)86400},
    {ROW("iat-missing-device", "a device's token without iat"), .class = "malformed",
     .finding = "jwt.time.form", .edits = {{FNRAS_DEVICE, "iat", NULL}}},
};
const fnras_row_list fnras_rows_key = {rows, ARRAY_LEN(rows)};
