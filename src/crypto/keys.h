/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private keys: reading and signing. Signatures are deterministic (RFC 6979 for ECDSA; PSS with a
 * salt derived from key and digest), so the same input gives the same bytes.
 */
#ifndef ASSAY_CRYPTO_KEYS_H
#define ASSAY_CRYPTO_KEYS_H

#include "crypto/crypto.h"

typedef struct private_key private_key;

/* PKCS#8 or SEC1/PKCS#1 DER. E_CONFIG when it is no key of a supported type. Free with key_free. */
assay_status key_read(assay_bytes der, private_key **out);
void key_free(private_key *key);
/* Views into the key, valid until key_free. */
public_key key_public(const private_key *key);

/*
 * ECDSA: 2 * width bytes r||s; RSA: modulus bytes. *len is capacity in, length out. E_ARGUMENT: the
 * algorithm is not of the key's type, or the capacity is too small; E_CONFIG: the parts of an RSA
 * key do not belong together; E_IO: no random bytes for blinding; E_MEMORY.
 */
assay_status key_sign(const private_key *key, sig_alg alg, const uint8_t *digest, uint8_t *out,
                      size_t *len);

#endif
