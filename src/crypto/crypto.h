/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Assay needs of cryptography to verify: digests, signatures over digests, equality, random
 * bytes. One backend file implements it (crypto_wolfssl.c). Signing lives in keys.h and is not part
 * of the verifying library's core.
 */
#ifndef ASSAY_CRYPTO_CRYPTO_H
#define ASSAY_CRYPTO_CRYPTO_H

#include "base/bytes.h"

/* SHA-1 names things (RFC 6960 4.1.1), and is of no signature. */
typedef enum { HASH_NONE = 0, HASH_SHA256, HASH_SHA384, HASH_SHA512, HASH_SHA1 } hash_alg;
#define HASH_MAX 64
size_t hash_len(hash_alg alg); /* 0 for HASH_NONE */

/* Digest of the parts one after the other, hash_len(alg) bytes into out. OK or E_MEMORY. */
assay_status crypto_digest(hash_alg alg, const assay_bytes *parts, size_t count, uint8_t *out);
/* SHA-256 of one view; zeroes *out and returns E_MEMORY on failure. */
assay_status crypto_sha256(assay_bytes in, uint8_t out[32]);

typedef enum { KEY_NONE = 0, KEY_EC_P256, KEY_EC_P384, KEY_RSA } key_type;

/* A public key, borrowed: EC: a = x, b = y, each exactly the field's width; RSA: a = modulus,
 * b = exponent, big-endian without leading zeros. */
typedef struct {
    key_type type;
    assay_bytes a, b;
} public_key;

/* ECDSA signatures are fixed-width r||s. PSS: MGF1 with the same hash, salt as long as the hash. */
typedef enum {
    SIG_NONE = 0,
    SIG_ECDSA_P256_SHA256,
    SIG_ECDSA_P384_SHA384,
    SIG_RSA_PKCS1_SHA256,
    SIG_RSA_PKCS1_SHA384,
    SIG_RSA_PKCS1_SHA512,
    SIG_RSA_PSS_SHA256,
    SIG_RSA_PSS_SHA384,
    SIG_RSA_PSS_SHA512
} sig_alg;
hash_alg sig_hash(sig_alg alg);
key_type sig_key(sig_alg alg);
const char *sig_name(sig_alg alg); /* "ecdsa-p384-sha384", ...; "none" */

/*
 * ASSAY_OK: the signature is valid; ASSAY_REJECTED: it is not, or key and signature are not of the
 * algorithm's form (curve, sizes, point off the curve, RSA outside LIMIT_RSA_BITS, even modulus, even
 * exponent or one below 3 or above 32 bits); ASSAY_E_MEMORY. `digest` holds hash_len(sig_hash(alg)) bytes. Safe from any thread.
 */
assay_status crypto_verify(sig_alg alg, const public_key *key, const uint8_t *digest,
                           assay_bytes signature);

/* Constant time in the contents; lengths are public. */
bool crypto_equal(assay_bytes a, assay_bytes b);
/* OK or E_IO. */
assay_status crypto_random(uint8_t *out, size_t len);
/* Backend name and version, for assay_version. */
const char *crypto_backend(void);

#endif
