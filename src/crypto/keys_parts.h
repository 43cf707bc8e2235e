/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of keys.h that need no backend: key files, RFC 6979, EMSA-PSS. */
#ifndef ASSAY_CRYPTO_KEYS_PARTS_H
#define ASSAY_CRYPTO_KEYS_PARTS_H

#include "crypto/ec.h"
#include "crypto/keys.h"
#include "crypto/rsa.h"

/* Views into the key file. */
typedef struct {
    key_type type;
    assay_bytes scalar; /* EC: as wide as the curve */
    assay_bytes point;  /* EC: 04 || x || y when the file has it, else absent */
    assay_bytes rsa;    /* RSA: the RSAPrivateKey element */
    assay_bytes modulus, exponent;
} key_parts;

/* PKCS#8 (RFC 5958), SEC1 (RFC 5915) or PKCS#1 (RFC 8017 A.1.2), exactly. */
bool key_parse(assay_bytes der, key_parts *out);

/* k of RFC 6979 3.2 for a hash as wide as the curve. Both results are OK or E_MEMORY. */
assay_status rfc6979_k(const ec_curve *curve, hash_alg hash, const uint8_t *scalar,
                       const uint8_t *digest, uint8_t *k);
/* EMSA-PSS (RFC 8017 9.1.1), `modulus.len` bytes; the salt is derived from modulus and digest. */
assay_status pss_encode(hash_alg hash, assay_bytes modulus, const uint8_t *digest, uint8_t *em);

/* Clears what a compiler could prove to be dead. */
static inline void wipe(void *ptr, size_t len)
{
    volatile uint8_t *p = ptr;
    for (size_t i = 0; i < len; i++) {
        p[i] = 0;
    }
}

#endif
