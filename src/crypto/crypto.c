/* SPDX-License-Identifier: Apache-2.0 */
/* The algorithms' tables, and what needs no backend. */
#include "crypto/crypto.h"

static const size_t HASH_LENGTHS[] = {
    [HASH_NONE] = 0, [HASH_SHA256] = 32, [HASH_SHA384] = 48, [HASH_SHA512] = 64, [HASH_SHA1] = 20};

static const struct {
    hash_alg hash;
    key_type key;
    const char *name;
} SIGNATURES[] = {
    [SIG_NONE] = {HASH_NONE, KEY_NONE, "none"},
    [SIG_ECDSA_P256_SHA256] = {HASH_SHA256, KEY_EC_P256, "ecdsa-p256-sha256"},
    [SIG_ECDSA_P384_SHA384] = {HASH_SHA384, KEY_EC_P384, "ecdsa-p384-sha384"},
    [SIG_RSA_PKCS1_SHA256] = {HASH_SHA256, KEY_RSA, "rsa-pkcs1-sha256"},
    [SIG_RSA_PKCS1_SHA384] = {HASH_SHA384, KEY_RSA, "rsa-pkcs1-sha384"},
    [SIG_RSA_PKCS1_SHA512] = {HASH_SHA512, KEY_RSA, "rsa-pkcs1-sha512"},
    [SIG_RSA_PSS_SHA256] = {HASH_SHA256, KEY_RSA, "rsa-pss-sha256"},
    [SIG_RSA_PSS_SHA384] = {HASH_SHA384, KEY_RSA, "rsa-pss-sha384"},
    [SIG_RSA_PSS_SHA512] = {HASH_SHA512, KEY_RSA, "rsa-pss-sha512"},
};

/* An unknown value is read as none. */
static size_t index_of(sig_alg alg)
{
    return (size_t)alg < ARRAY_LEN(SIGNATURES) ? (size_t)alg : SIG_NONE;
}

size_t hash_len(hash_alg alg)
{
    return (size_t)alg < ARRAY_LEN(HASH_LENGTHS) ? HASH_LENGTHS[alg] : 0;
}

hash_alg sig_hash(sig_alg alg)
{
    return SIGNATURES[index_of(alg)].hash;
}

key_type sig_key(sig_alg alg)
{
    return SIGNATURES[index_of(alg)].key;
}

const char *sig_name(sig_alg alg)
{
    return SIGNATURES[index_of(alg)].name;
}

assay_status crypto_sha256(assay_bytes in, uint8_t out[32])
{
    return crypto_digest(HASH_SHA256, &in, 1, out);
}

bool crypto_equal(assay_bytes a, assay_bytes b)
{
    if (a.len != b.len) {
        return false;
    }
    /* volatile: the compiler may not leave the loop at the first difference. */
    volatile uint8_t difference = 0;
    for (size_t i = 0; i < a.len; i++) {
        difference = (uint8_t)(difference | (a.ptr[i] ^ b.ptr[i]));
    }
    return difference == 0;
}
