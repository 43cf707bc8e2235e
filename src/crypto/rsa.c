/* SPDX-License-Identifier: Apache-2.0 */
/* Which RSA keys are taken, and the DigestInfo of PKCS#1 v1.5 signatures (RFC 8017). */
#include "crypto/rsa.h"

/* RFC 8017 9.2 note 1: the three prefixes differ in lengths and in the last arc of the OID
 * 2.16.840.1.101.3.4.2.x. */
enum { PREFIX = 19, AT_LENGTH = 1, AT_HASH = 14, AT_HASH_LENGTH = 18 };
static const uint8_t DIGEST_INFO_PREFIX[PREFIX] = {0x30, 0,    0x30, 0x0d, 0x06, 0x09, 0x60,
                                                   0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                                                   0,    0x05, 0x00, 0x04, 0};

static uint8_t hash_arc(hash_alg alg)
{
    static const uint8_t arcs[] = {[HASH_SHA256] = 1, [HASH_SHA384] = 2, [HASH_SHA512] = 3};
    return arcs[alg];
}

size_t rsa_bits(assay_bytes modulus)
{
    size_t bits = modulus.len * 8;
    for (unsigned mask = 0x80; modulus.len > 0 && mask > modulus.ptr[0]; mask >>= 1) {
        bits--;
    }
    return bits;
}

static bool odd_number(assay_bytes n)
{
    return n.len > 0 && n.ptr[0] != 0 && (n.ptr[n.len - 1] & 1) == 1;
}

bool rsa_public_key(const public_key *key)
{
    if (key->type != KEY_RSA || !odd_number(key->a) || !odd_number(key->b)) {
        return false;
    }
    bool one = key->b.len == 1 && key->b.ptr[0] == 1;
    return key->a.len <= RSA_BYTES_MAX && rsa_bits(key->a) >= LIMIT_RSA_BITS_MIN &&
           key->b.len <= 4 && !one;
}

static unsigned remainder_of(assay_bytes n, unsigned divisor)
{
    unsigned rest = 0;
    for (size_t i = 0; i < n.len; i++) {
        rest = (rest << 8 | n.ptr[i]) % divisor;
    }
    return rest;
}

/* Is `value` a power of 65537 modulo the prime? */
static bool is_power(unsigned value, unsigned prime)
{
    unsigned power = 1;
    do {
        if (power == value) {
            return true;
        }
        power = power * (65537u % prime) % prime;
    } while (power != 1);
    return false;
}

/* Nemec et al., The Return of Coppersmith's Attack (2017), 2.3: both primes, hence the modulus, are
 * powers of 65537 modulo every small prime. These are the primes modulo which not every number is
 * one; of other keys about one in 2^27 passes all of them. */
bool rsa_roca(assay_bytes modulus)
{
    static const uint8_t primes[] = {11, 13, 17,  19,  37,  53,  61,  71, 73,
                                     79, 97, 103, 107, 109, 127, 151, 157};
    for (size_t i = 0; i < sizeof primes; i++) {
        if (!is_power(remainder_of(modulus, primes[i]), primes[i])) {
            return false;
        }
    }
    return true;
}

size_t rsa_digest_info(hash_alg alg, const uint8_t *digest, uint8_t out[DIGEST_INFO_MAX])
{
    size_t len = hash_len(alg);
    memcpy(out, DIGEST_INFO_PREFIX, PREFIX);
    out[AT_LENGTH] = (uint8_t)(PREFIX - 2 + len);
    out[AT_HASH] = hash_arc(alg);
    out[AT_HASH_LENGTH] = (uint8_t)len;
    memcpy(out + PREFIX, digest, len);
    return PREFIX + len;
}
