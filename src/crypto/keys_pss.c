/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EMSA-PSS encoding with a salt as long as the hash. The salt needs no secrecy (RFC 8017 9.1): it
 * is derived, so that the same key and digest give the same signature.
 */
#include "crypto/keys_parts.h"

static assay_status derive_salt(hash_alg hash, assay_bytes modulus, assay_bytes digest,
                                uint8_t *salt)
{
    const assay_bytes parts[] = {bytes_of_text("assay-pss-salt"), modulus, digest};
    return crypto_digest(hash, parts, ARRAY_LEN(parts), salt);
}

/* MGF1 (RFC 8017 B.2.1) over `seed`, combined into `data` by exclusive or. */
static assay_status mask(hash_alg hash, assay_bytes seed, uint8_t *data, size_t len)
{
    uint8_t block[HASH_MAX];
    size_t step = hash_len(hash);
    for (size_t at = 0; at < len; at += step) {
        const uint8_t counter[4] = {0, 0, 0, (uint8_t)(at / step)}; /* never above 512 / 32 */
        const assay_bytes parts[] = {seed, bytes_of(counter, sizeof counter)};
        assay_status status = crypto_digest(hash, parts, ARRAY_LEN(parts), block);
        if (status != ASSAY_OK) {
            return status;
        }
        for (size_t i = 0; i < step && at + i < len; i++) {
            data[at + i] ^= block[i];
        }
    }
    return ASSAY_OK;
}

assay_status pss_encode(hash_alg hash, assay_bytes modulus, const uint8_t *digest, uint8_t *em)
{
    static const uint8_t zeros[8] = {0};
    size_t len = hash_len(hash), bits = rsa_bits(modulus) - 1;
    size_t lead = modulus.len - (bits + 7) / 8; /* 1 if the encoding is a byte shorter */
    size_t db_len = modulus.len - lead - len - 1;
    uint8_t *db = em + lead, *h = db + db_len, *salt = h - len;
    assay_bytes m = bytes_of(digest, len);

    memset(em, 0, modulus.len);
    assay_status status = derive_salt(hash, modulus, m, salt);
    if (status == ASSAY_OK) {
        const assay_bytes parts[] = {bytes_of(zeros, sizeof zeros), m, bytes_of(salt, len)};
        status = crypto_digest(hash, parts, ARRAY_LEN(parts), h);
    }
    salt[-1] = 1;
    h[len] = 0xbc;
    if (status == ASSAY_OK) {
        status = mask(hash, bytes_of(h, len), db, db_len);
    }
    db[0] &= (uint8_t)(0xff >> (8 * (modulus.len - lead) - bits));
    return status;
}
