/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The token around the claims: JWS in compact form (RFC 7515 7.1), ES256 or ES384 by the key's
 * curve, its thumbprint (RFC 7638) as kid. Nothing is handed out that the key does not verify.
 */
#include "appraise/ear.h"
#include "base/error.h"
#include "base/text.h"
#include "codec/json_write.h"
#include "codec/pem.h"
#include "crypto/ec.h"
#include "pki/cert.h"

typedef struct {
    key_type type;
    sig_alg signature;
    const char *alg, *curve; /* RFC 7518 3.1 and 6.2.1.1 */
} key_kind;

static const key_kind kinds[] = {
    {KEY_EC_P256, SIG_ECDSA_P256_SHA256, "ES256", "P-256"},
    {KEY_EC_P384, SIG_ECDSA_P384_SHA384, "ES384", "P-384"},
};

static const key_kind *kind_of(key_type type)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (kinds[i].type == type) {
            return &kinds[i];
        }
    }
    return NULL;
}

/* The content of the first PEM block that is so labelled; the input itself when it is no PEM;
 * {NULL, 0}: it has no such block. */
static assay_bytes unwrap(arena *a, assay_bytes in, const char *const *labels, size_t count)
{
    if (!pem_probe(in)) {
        return in;
    }
    fault f = {0};
    cursor c = cur_over(in, &f);
    assay_str label;
    assay_bytes der;
    while (pem_next(&c, a, &label, &der)) {
        for (size_t i = 0; i < count; i++) {
            if (str_is(label, labels[i])) {
                return der;
            }
        }
    }
    return (assay_bytes){NULL, 0};
}

bool ear_public_key(arena *a, assay_bytes in, public_key *out)
{
    static const char *const labels[] = {"PUBLIC KEY"};
    fault f = {0};
    assay_bytes der = unwrap(a, in, labels, ARRAY_LEN(labels));
    return der.ptr != NULL && spki_parse(der, out, &f) && kind_of(out->type) != NULL;
}

assay_status ear_private_key(arena *a, assay_bytes in, private_key **out)
{
    static const char *const labels[] = {"PRIVATE KEY", "EC PRIVATE KEY"};
    *out = NULL;
    assay_bytes der = unwrap(a, in, labels, ARRAY_LEN(labels));
    assay_status s = der.ptr != NULL ? key_read(der, out) : ASSAY_E_CONFIG;
    if (s == ASSAY_OK && kind_of(key_public(*out).type) == NULL) {
        key_free(*out);
        *out = NULL;
        s = ASSAY_E_CONFIG;
    }
    return arena_status(a) != ASSAY_OK ? ASSAY_E_MEMORY : s;
}

const char *ear_key_json(arena *a, const public_key *key, const char *kid)
{
    const char *x = base64url_encode(a, key->a), *y = base64url_encode(a, key->b);
    if (x == NULL || y == NULL || kid == NULL) {
        return NULL;
    }
    return arena_format(a, "{%s%s%s\"crv\":\"%s\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}",
                        kid[0] != '\0' ? "\"kid\":\"" : "", kid, kid[0] != '\0' ? "\"," : "",
                        kind_of(key->type)->curve, x, y);
}

/* RFC 7638 3: the members that make the key, in the order of their names, without spaces. */
const char *ear_key_id(arena *a, const public_key *key)
{
    uint8_t sha256[32];
    const char *plain = ear_key_json(a, key, "");
    if (plain == NULL || crypto_sha256(bytes_of_text(plain), sha256) != ASSAY_OK) {
        a->state = ARENA_NO_MEMORY;
        return NULL;
    }
    return base64url_encode(a, bytes_of(sha256, sizeof sha256));
}

static const char *header_of(arena *a, const public_key *key)
{
    const key_kind *kind = kind_of(key->type);
    const char *kid = ear_key_id(a, key);
    const char *header =
        kid != NULL
            ? arena_format(a, "{\"alg\":\"%s\",\"typ\":\"JWT\",\"kid\":\"%s\"}", kind->alg, kid)
            : NULL;
    return header != NULL ? base64url_encode(a, bytes_of_text(header)) : NULL;
}

/* Formatting is bounded; claims are not. */
static assay_str joined(arena *a, assay_bytes left, assay_bytes right)
{
    text t = text_new(a, LIMIT_JSON_BYTES);
    text_add(&t, left);
    text_add_str(&t, ".");
    text_add(&t, right);
    return text_done(&t);
}

assay_str ear_signing_input(arena *a, const public_key *key, assay_str claims)
{
    const char *header = header_of(a, key);
    const char *payload = base64url_encode(a, bytes_of_str(claims));
    if (header == NULL || payload == NULL) {
        return (assay_str){NULL, 0};
    }
    return joined(a, bytes_of_text(header), bytes_of_text(payload));
}

static bool begins_with_header(assay_str input, const char *header)
{
    size_t len = strlen(header);
    return input.len > len && memcmp(input.ptr, header, len) == 0 && input.ptr[len] == '.' &&
           memchr(input.ptr + len + 1, '.', input.len - len - 1) == NULL;
}

/* Devices answer with r||s, or with an ECDSA-Sig-Value of DER. */
static assay_bytes plain_signature(const public_key *key, assay_bytes in, pki_signature *store)
{
    const key_kind *kind = kind_of(key->type);
    *store = (pki_signature){.alg = kind->signature};
    if (in.len == 2 * key->a.len || !pki_signature_read(in, store)) {
        return in;
    }
    return pki_signature_bytes(store);
}

assay_status ear_seal(arena *a, assay_str input, const public_key *key, assay_bytes signature,
                      assay_str *out, assay_error *err)
{
    const key_kind *kind = kind_of(key->type);
    const char *header = header_of(a, key);
    uint8_t digest[HASH_MAX];
    pki_signature decoded;
    assay_bytes plain = plain_signature(key, signature, &decoded), covered = bytes_of_str(input);
    assay_status s = header == NULL ? ASSAY_E_MEMORY : ASSAY_OK;
    *out = (assay_str){NULL, 0};
    if (s == ASSAY_OK && !begins_with_header(input, header)) {
        return error_set(err, ASSAY_E_ARGUMENT, "the signing input is for another key");
    }
    if (s == ASSAY_OK) {
        s = crypto_digest(sig_hash(kind->signature), &covered, 1, digest);
    }
    if (s == ASSAY_OK) {
        s = crypto_verify(kind->signature, key, digest, plain);
    }
    if (s == ASSAY_REJECTED) {
        return error_set(err, ASSAY_E_ARGUMENT, "the key does not verify the signature");
    }
    const char *encoded = s == ASSAY_OK ? base64url_encode(a, plain) : NULL;
    if (encoded != NULL) {
        *out = joined(a, covered, bytes_of_text(encoded));
    }
    return out->ptr != NULL ? ASSAY_OK : error_set(err, ASSAY_E_MEMORY, "no memory for the result");
}

assay_status ear_sign(arena *a, const private_key *key, assay_str claims, assay_str *out,
                      assay_error *err)
{
    public_key public = key_public(key);
    const key_kind *kind = kind_of(public.type);
    assay_str input = ear_signing_input(a, &public, claims);
    assay_bytes covered = bytes_of_str(input);
    uint8_t digest[HASH_MAX], signature[2 * EC_WIDTH_MAX];
    size_t len = sizeof signature;
    assay_status s = input.ptr == NULL
                         ? ASSAY_E_MEMORY
                         : crypto_digest(sig_hash(kind->signature), &covered, 1, digest);
    if (s == ASSAY_OK) {
        s = key_sign(key, kind->signature, digest, signature, &len);
    }
    if (s != ASSAY_OK) {
        return error_set(err, s,
                         s == ASSAY_E_IO ? "no random bytes" : "the result cannot be signed");
    }
    return ear_seal(a, input, &public, bytes_of(signature, len), out, err);
}
