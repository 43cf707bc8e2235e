/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/jwt/jwk.h"
#include "base/limits.h"
#include "base/text.h"
#include "crypto/ec.h"
#include "crypto/rsa.h"

#define RSA_EXPONENT_MIN 65537u

sig_alg jwk_sig_alg(jws_alg alg)
{
    static const sig_alg algs[] = {
        [JWS_ALG_NONE] = SIG_NONE,           [JWS_RS256] = SIG_RSA_PKCS1_SHA256,
        [JWS_RS384] = SIG_RSA_PKCS1_SHA384,  [JWS_RS512] = SIG_RSA_PKCS1_SHA512,
        [JWS_PS256] = SIG_RSA_PSS_SHA256,    [JWS_PS384] = SIG_RSA_PSS_SHA384,
        [JWS_PS512] = SIG_RSA_PSS_SHA512,    [JWS_ES256] = SIG_ECDSA_P256_SHA256,
        [JWS_ES384] = SIG_ECDSA_P384_SHA384,
    };
    return algs[alg];
}

/* A number or coordinate: base64url of big-endian bytes. */
static bool read_bytes(arena *a, const json *node, const char *name, assay_bytes *out)
{
    const json *member = json_member(node, name);
    return json_is(member, JSON_STRING) &&
           base64url_decode(a, bytes_of_str(json_text(member)), out) && out->len > 0;
}

static assay_bytes without_zeros(assay_bytes n)
{
    while (n.len > 0 && n.ptr[0] == 0) {
        n = bytes_of(n.ptr + 1, n.len - 1);
    }
    return n;
}

static uint64_t small_number(assay_bytes n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n.len && i < sizeof value; i++) {
        value = value << 8 | n.ptr[i];
    }
    return n.len <= sizeof value ? value : UINT64_MAX;
}

static const char *judge_rsa(const public_key *key)
{
    if (rsa_bits(key->a) < LIMIT_RSA_BITS_MIN) {
        return "an RSA key below 2048 bits";
    }
    if (small_number(key->b) < RSA_EXPONENT_MIN) {
        return "an RSA key whose exponent is below 65537";
    }
    if (!rsa_public_key(key)) {
        return "an RSA key of a size or exponent that is not used";
    }
    return rsa_roca(key->a) ? "a weak RSA key (CVE-2017-15361)" : NULL;
}

/* RFC 7518 6.3.1. */
static const char *read_rsa(arena *a, const json *node, jwk *out)
{
    assay_bytes n, e;
    if (!read_bytes(a, node, "n", &n) || !read_bytes(a, node, "e", &e)) {
        return "an RSA key without modulus or exponent in base64url";
    }
    out->key = (public_key){KEY_RSA, without_zeros(n), without_zeros(e)};
    out->unusable = judge_rsa(&out->key);
    return NULL;
}

/* RFC 7518 6.2.1: coordinates as wide as the field. That the point is on the curve is seen by every
 * verification. */
static const char *read_ec(arena *a, const json *node, jwk *out)
{
    assay_str crv = json_text(json_member(node, "crv"));
    key_type type = str_is(crv, "P-256")   ? KEY_EC_P256
                    : str_is(crv, "P-384") ? KEY_EC_P384
                                           : KEY_NONE;
    assay_bytes x, y;
    if (crv.ptr == NULL) {
        return "a key without its curve";
    }
    if (type == KEY_NONE) {
        out->unusable = "a key on a curve that is not used";
        return NULL;
    }
    if (!read_bytes(a, node, "x", &x) || !read_bytes(a, node, "y", &y)) {
        return "a key without coordinates in base64url";
    }
    size_t width = ec_curve_of(type)->width;
    if (x.len != width || y.len != width) {
        out->unusable = "a key whose coordinates are not as wide as the curve";
        return NULL;
    }
    out->key = (public_key){type, x, y};
    return NULL;
}

/* A text where it is present. */
static bool read_text(const json *node, const char *name, assay_str *out)
{
    const json *member = json_member(node, name);
    *out = json_text(member);
    return member == NULL || member->type == JSON_STRING;
}

static bool verifies(const json *key_ops)
{
    bool found = key_ops == NULL;
    for (const json *i = key_ops != NULL ? key_ops->first : NULL; i != NULL; i = i->next) {
        found = found || str_is(json_text(i), "verify");
    }
    return found;
}

/* RFC 7517 4.2 to 4.4: what the key is for. */
static const char *judge_purpose(const json *node, const jwk *k, assay_str use)
{
    jws_alg alg = jws_alg_find(k->alg);
    if (use.ptr != NULL && !str_is(use, "sig")) {
        return "a key that is not for signatures";
    }
    if (!verifies(json_member(node, "key_ops"))) {
        return "a key that is not for verifying";
    }
    if (k->alg.ptr != NULL && alg == JWS_ALG_NONE) {
        return "a key for an algorithm that is not used";
    }
    bool fits = k->alg.ptr == NULL || sig_key(jwk_sig_alg(alg)) == k->key.type;
    return fits ? NULL : "a key of another kind than its algorithm's";
}

static const char *read_members(const json *node, jwk *out, assay_str *kty, assay_str *use)
{
    const json *ops = json_member(node, "key_ops");
    if (!json_is(node, JSON_OBJECT)) {
        return "no JSON object";
    }
    if (!read_text(node, "kty", kty) || kty->ptr == NULL) {
        return "a key without its type";
    }
    if (!read_text(node, "kid", &out->kid) || !read_text(node, "alg", &out->alg) ||
        !read_text(node, "use", use) || (ops != NULL && ops->type != JSON_ARRAY)) {
        return "a key with a member of a wrong type";
    }
    return out->kid.len > LIMIT_TOKEN_KID ? "a key whose kid is too long" : NULL;
}

const char *jwk_read(arena *a, const json *node, jwk *out)
{
    assay_str kty, use;
    *out = (jwk){0};
    const char *refused = read_members(node, out, &kty, &use);
    if (refused != NULL) {
        return refused;
    }
    if (json_member(node, "d") != NULL) {
        return "a private key";
    }
    if (str_is(kty, "RSA")) {
        refused = read_rsa(a, node, out);
    } else if (str_is(kty, "EC")) {
        refused = read_ec(a, node, out);
    } else {
        out->unusable = str_is(kty, "oct") ? "a shared secret" : "a key of a type that is not used";
    }
    if (refused == NULL && out->unusable == NULL) {
        out->unusable = judge_purpose(node, out, use);
    }
    if (refused == NULL && out->unusable == NULL) {
        jwk_read_certificates(a, node, out);
    }
    return refused;
}

static bool same_text(assay_str a, assay_str b)
{
    return a.ptr != NULL && b.ptr != NULL && bytes_equal(bytes_of_str(a), bytes_of_str(b));
}

/* Would some kid and alg select both? */
static bool clash(const jwk *a, const jwk *b)
{
    bool both_say = a->alg.ptr != NULL && b->alg.ptr != NULL;
    return same_text(a->kid, b->kid) && (!both_say || same_text(a->alg, b->alg));
}

static const char *read_keys(arena *a, const json *first, size_t count, jwk_set *out,
                             const json **where)
{
    jwk *keys = ARENA_ARRAY(a, count, jwk);
    for (const json *i = first; keys != NULL && out->count < count; i = i->next) {
        jwk *made = &keys[out->count++];
        *where = i;
        const char *refused = jwk_read(a, i, made);
        if (refused != NULL) {
            return refused;
        }
        for (const jwk *k = keys; k < made; k++) {
            if (clash(k, made)) {
                return "a key with the kid and algorithm of another key";
            }
        }
        out->usable += made->unusable == NULL;
    }
    out->keys = keys;
    return NULL;
}

const char *jwk_set_read(arena *a, const json *root, bool single, jwk_set *out, const json **where)
{
    *out = (jwk_set){0};
    *where = root;
    if (single) {
        return read_keys(a, root, 1, out, where);
    }
    const json *list = json_member(root, "keys");
    if (!json_is(list, JSON_ARRAY)) {
        return "no set of keys: a member \"keys\" with a list is missing";
    }
    *where = list;
    if (list->count == 0 || list->count > LIMIT_JWKS_KEYS) {
        return list->count == 0 ? "a set without keys" : "a set of too many keys";
    }
    return read_keys(a, list->first, list->count, out, where);
}

/* Why this key is not for the algorithm; NULL: it is. */
static const char *misfit(const jwk *k, jws_alg alg)
{
    if (k->unusable != NULL) {
        return k->unusable;
    }
    if (k->alg.ptr != NULL && jws_alg_find(k->alg) != alg) {
        return "a key for another algorithm";
    }
    return sig_key(jwk_sig_alg(alg)) == k->key.type ? NULL : "a key of another kind";
}

const jwk *jwk_find(const jwk_set *set, assay_str kid, jws_alg alg, const char **unusable)
{
    *unusable = NULL;
    for (size_t i = 0; i < set->count; i++) {
        const jwk *k = &set->keys[i];
        bool nameless = kid.ptr == NULL && k->kid.ptr == NULL && set->count == 1;
        if (!nameless && !same_text(k->kid, kid)) {
            continue;
        }
        const char *why = misfit(k, alg);
        if (why == NULL) {
            return k;
        }
        *unusable = why;
    }
    return NULL;
}
