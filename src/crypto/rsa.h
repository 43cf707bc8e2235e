/* SPDX-License-Identifier: Apache-2.0 */
/* RSA facts that do not depend on the backend. */
#ifndef ASSAY_CRYPTO_RSA_H
#define ASSAY_CRYPTO_RSA_H

#include "crypto/crypto.h"
#include "base/limits.h"

#define RSA_BYTES_MAX (LIMIT_RSA_BITS_MAX / 8)
#define DIGEST_INFO_MAX (19 + HASH_MAX)

/* Bits of a modulus without leading zeros. */
size_t rsa_bits(assay_bytes modulus);
/* Modulus odd and within LIMIT_RSA_BITS, exponent odd, at least 3 and at most 32 bits. */
bool rsa_public_key(const public_key *key);
/* Has the modulus the fingerprint of keys made by a flawed smart-card library (CVE-2017-15361)? */
bool rsa_roca(assay_bytes modulus);
/* DigestInfo (RFC 8017 9.2 note 1), parameters NULL; its length. */
size_t rsa_digest_info(hash_alg alg, const uint8_t *digest, uint8_t out[DIGEST_INFO_MAX]);

#endif
