/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens whose chain in the header is wrong. */
#include "forge/jwt_rows.h"
#include "pki/cert.h"

#define ROW(name_, does_) .name = name_, .does = does_, .pki = true
#define X5C .class = "malformed", .finding = "jwt.x5c"
#define SIGNER .class = "chain", .finding = "jwt.x5c.signer"

static void spoil_ca_leaf(fjwt_recipe *r, arena *a)
{
    xw_find(&r->leaf.extensions, xw_oid_basic_constraints)->value = xw_value_ca(a, true, -1);
}

static void spoil_usage(fjwt_recipe *r, arena *a)
{
    xw_extend(&r->leaf.extensions, xw_oid_key_usage, true,
              xw_value_key_usage(a, KEY_USAGE_CRL_SIGN));
}

static void spoil_leaf_type(fjwt_recipe *r, arena *a)
{
    (void)a;
    r->leaf.key = r->signer = "vcek-p256";
    r->alg = SIG_ECDSA_P256_SHA256;
}

static void spoil_ended(fjwt_recipe *r, arena *a)
{
    (void)a;
    r->leaf.not_after = r->at - 1;
}

static void spoil_not_begun(fjwt_recipe *r, arena *a)
{
    (void)a;
    r->intermediate.not_before = r->at + 1;
}

static void spoil_issuer_key(fjwt_recipe *r, arena *a)
{
    (void)a;
    r->leaf.signer = "rogue-cs";
}

static void spoil_not_ca(fjwt_recipe *r, arena *a)
{
    xw_find(&r->intermediate.extensions, xw_oid_basic_constraints)->value =
        xw_value_ca(a, false, -1);
}

/* Everything by the attacker, in Google's names. */
static void spoil_all(fjwt_recipe *r, arena *a)
{
    (void)a;
    r->root.key = r->root.signer = r->intermediate.signer = "rogue-ark";
    r->intermediate.key = r->leaf.signer = "rogue-ask";
    r->leaf.key = r->signer = "rogue-cs";
}

static void spoil_self_signed(fjwt_recipe *r, arena *a)
{
    (void)a;
    r->leaf.issuer = r->leaf.subject;
    r->leaf.key = r->leaf.signer = r->signer = "rogue-cs";
}

static void spoil_root_alone(fjwt_recipe *r, arena *a)
{
    (void)a;
    r->leaf = r->root;
    r->signer = "cs-root";
}

/* Six certificates that are all right. */
static void spoil_count(fjwt_recipe *r, arena *a)
{
    (void)a;
    r->more_roots = 3;
}

static void spoil_pin(fjwt_recipe *r, arena *a)
{
    (void)a;
    r->pinned.key = r->pinned.signer = "ark-milan";
}

static const fjwt_row rows[] = {
    {ROW("x5c-no-base64", "a certificate that is no base64"), X5C, .x5c = "[\"MII*\"]"},
    {ROW("x5c-no-certificate", "a certificate that is none"), X5C, .x5c = "[\"MAA=\",\"MAA=\"]"},
    {ROW("x5c-many", "more certificates than the limit"), X5C, .spoil = spoil_count},
    {ROW("x5c-text", "one certificate outside a list"), .class = "malformed",
     .finding = "jwt.header", .x5c = "\"MAA=\""},
    {ROW("x5c-empty", "an empty list"), .class = "malformed", .finding = "jwt.header", .x5c = "[]"},
    {ROW("x5c-leaf-ca", "an issuer's certificate signed the token"), SIGNER,
     .spoil = spoil_ca_leaf},
    {ROW("x5c-leaf-usage", "a certificate for something else signed the token"), SIGNER,
     .spoil = spoil_usage},
    {ROW("x5c-leaf-type", "the certificate's key is of another kind"), SIGNER,
     .spoil = spoil_leaf_type},
    {ROW("x5c-root-signs", "the pinned root itself signed the token"), SIGNER,
     .spoil = spoil_root_alone},
    {ROW("x5c-ended", "the leaf had ended"), .class = "expired", .finding = "chain.expired",
     .spoil = spoil_ended},
    {ROW("x5c-not-begun", "the intermediate had not begun"), .class = "not-yet-valid",
     .finding = "chain.not-yet-valid", .spoil = spoil_not_begun},
    {ROW("x5c-issuer-key", "the leaf is not signed by the intermediate"), .class = "signature",
     .finding = "chain.signature", .spoil = spoil_issuer_key},
    {ROW("x5c-not-ca", "the intermediate is no CA"), .class = "chain", .finding = "chain.not-ca",
     .spoil = spoil_not_ca},
    {ROW("x5c-forged", "an attacker's chain in Google's names"), .class = "chain",
     .finding = "chain.foreign-root", .spoil = spoil_all},
    {ROW("x5c-self-signed", "the leaf signed itself"), .class = "chain",
     .finding = "chain.foreign-root", .spoil = spoil_self_signed},
    {ROW("x5c-root-not-pinned", "the store pins another root of that name"), .class = "chain",
     .finding = "chain.foreign-root", .spoil = spoil_pin},
    {ROW("x5c-revoked", "the intermediate is revoked"), .class = "revoked",
     .finding = "revocation.revoked", .revoked = true},
    {ROW("x5c-rogue", "the right chain, and an attacker's signature"), .class = "signature",
     .finding = "jwt.signature", .signer = "rogue-cs"},
};
const fjwt_row_list fjwt_rows_chain = {rows, ARRAY_LEN(rows)};
