/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The deterministic k of RFC 6979. wolfCrypt derives one for SHA-256 only, and Debian's build
 * leaves out bits2octets; so it is done here, on plain digests.
 */
#include "crypto/keys_parts.h"

enum { BLOCK_MAX = 128 };

typedef struct {
    hash_alg hash;
    size_t len; /* of K, V and digests */
    uint8_t k[HASH_MAX], v[HASH_MAX];
} generator;

static size_t block_len(hash_alg hash)
{
    return hash == HASH_SHA256 ? 64 : BLOCK_MAX; /* FIPS 180-4, figure 1 */
}

/* HMAC (RFC 2104) of `count` <= 4 parts under K. */
static assay_status hmac(const generator *g, const assay_bytes *parts, size_t count, uint8_t *out)
{
    uint8_t pad[BLOCK_MAX], inner[HASH_MAX];
    assay_bytes all[5] = {bytes_of(pad, block_len(g->hash))};
    for (size_t i = 0; i < count; i++) {
        all[i + 1] = parts[i];
    }
    memset(pad, 0x36, sizeof pad);
    for (size_t i = 0; i < g->len; i++) {
        pad[i] ^= g->k[i];
    }
    assay_status status = crypto_digest(g->hash, all, count + 1, inner);
    for (size_t i = 0; i < sizeof pad; i++) {
        pad[i] ^= 0x36 ^ 0x5c;
    }
    all[1] = bytes_of(inner, g->len);
    if (status == ASSAY_OK) {
        status = crypto_digest(g->hash, all, 2, out);
    }
    wipe(pad, sizeof pad);
    wipe(inner, sizeof inner);
    return status;
}

/* V = HMAC_K(V): 3.2 e, g and h.2. */
static assay_status next_v(generator *g)
{
    assay_bytes v = bytes_of(g->v, g->len);
    return hmac(g, &v, 1, g->v);
}

/* K = HMAC_K(V || mark || seed), V = HMAC_K(V): 3.2 d to g and h.3. */
static assay_status reseed(generator *g, uint8_t mark, const assay_bytes seed[2])
{
    const assay_bytes parts[] = {bytes_of(g->v, g->len), bytes_of(&mark, 1), seed[0], seed[1]};
    assay_status status = hmac(g, parts, seed[0].len > 0 ? 4 : 2, g->k);
    return status == ASSAY_OK ? next_v(g) : status;
}

/* bits2octets (2.3.4); the orders have their top bit set, so one subtraction reduces. */
static void reduce(const ec_curve *curve, uint8_t *number)
{
    if (number_below(number, curve->order, curve->width)) {
        return;
    }
    unsigned borrow = 0;
    for (size_t i = curve->width; i-- > 0;) {
        unsigned d = (unsigned)number[i] - curve->order[i] - borrow;
        number[i] = (uint8_t)d;
        borrow = d >> 8 & 1;
    }
}

static assay_status generate(generator *g, const ec_curve *curve, const assay_bytes seed[2],
                             uint8_t *k)
{
    static const assay_bytes none[2] = {{NULL, 0}, {NULL, 0}};
    assay_status status = reseed(g, 0, seed);
    if (status == ASSAY_OK) {
        status = reseed(g, 1, seed);
    }
    while (status == ASSAY_OK) {
        status = next_v(g);
        if (status != ASSAY_OK || ec_scalar(curve, g->v)) {
            break;
        }
        status = reseed(g, 0, none);
    }
    memcpy(k, g->v, curve->width);
    return status;
}

assay_status rfc6979_k(const ec_curve *curve, hash_alg hash, const uint8_t *scalar,
                       const uint8_t *digest, uint8_t *k)
{
    generator g = {.hash = hash, .len = hash_len(hash)};
    if (g.len != curve->width) {
        return ASSAY_E_INTERNAL;
    }
    memset(g.v, 1, sizeof g.v);
    uint8_t reduced[EC_WIDTH_MAX];
    memcpy(reduced, digest, curve->width);
    reduce(curve, reduced);
    const assay_bytes seed[2] = {bytes_of(scalar, curve->width), bytes_of(reduced, curve->width)};
    assay_status status = generate(&g, curve, seed, k);
    wipe(&g, sizeof g);
    return status;
}
