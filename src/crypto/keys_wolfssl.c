/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private keys on wolfCrypt. The arithmetic on secrets is blinded with fresh random numbers, which
 * do not show in the result; and no signature leaves that does not verify.
 */
#include "crypto/keys.h"
#include "crypto/keys_parts.h"

#include <stdlib.h>
#include <wolfssl/options.h>
#include <wolfssl/wolfcrypt/settings.h>
#include <wolfssl/wolfcrypt/asn_public.h>
#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/error-crypt.h>
#include <wolfssl/wolfcrypt/random.h>
#include <wolfssl/wolfcrypt/rsa.h>

struct private_key {
    key_type type;
    uint8_t scalar[EC_WIDTH_MAX], x[EC_WIDTH_MAX], y[EC_WIDTH_MAX];
    assay_bytes modulus, exponent; /* into rsa */
    size_t rsa_len;
    uint8_t rsa[]; /* RSAPrivateKey, decoded for each signature: wolfCrypt writes into its keys */
};

/* The numbers that wolfCrypt is given fit their curve or modulus. So it can fail for want of
 * memory, which it reports under many names, or of random bytes. */
static assay_status failure(int rc)
{
    return rc == RNG_FAILURE_E ? ASSAY_E_IO : ASSAY_E_MEMORY;
}

static assay_status start_random(WC_RNG *rng)
{
    int rc = wc_InitRng(rng);
    if (rc != 0) {
        return rc == MEMORY_E ? ASSAY_E_MEMORY : ASSAY_E_IO;
    }
    return ASSAY_OK;
}

typedef struct {
    WC_RNG rng;
    ecc_key key;
    mp_int n, r, s, b, d, t;
} ec_work;

static assay_status work_new(ec_work **out)
{
    ec_work *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return ASSAY_E_MEMORY;
    }
    assay_status status = start_random(&w->rng);
    if (status != ASSAY_OK) {
        free(w);
        return status;
    }
    *out = w;
    return ASSAY_OK;
}

static void work_free(ec_work *w)
{
    wc_FreeRng(&w->rng);
    wipe(w, sizeof *w);
    free(w);
}

/* The point scalar * G. */
static int base_times(ec_work *w, key_type type, const uint8_t *scalar, uint8_t *x, uint8_t *y)
{
    word32 width = (word32)ec_curve_of(type)->width, x_len = width, y_len = width;
    int id = type == KEY_EC_P256 ? ECC_SECP256R1 : ECC_SECP384R1;
    int rc = wc_ecc_init(&w->key);
    if (rc != 0) {
        return rc;
    }
    rc = wc_ecc_import_private_key_ex(scalar, width, NULL, 0, &w->key, id);
    if (rc == 0) {
        rc = wc_ecc_make_pub_ex(&w->key, NULL, &w->rng);
    }
    if (rc == 0) {
        rc = wc_ecc_export_public_raw(&w->key, x, &x_len, y, &y_len);
    }
    wc_ecc_free(&w->key);
    return rc;
}

/* A number below n, not zero. */
static int draw_blind(ec_work *w, word32 width)
{
    uint8_t random[EC_WIDTH_MAX];
    int rc = wc_RNG_GenerateBlock(&w->rng, random, width);
    if (rc == 0) {
        rc = mp_read_unsigned_bin(&w->b, random, width);
    }
    if (rc == 0) {
        rc = mp_mod(&w->b, &w->n, &w->b);
    }
    wipe(random, sizeof random);
    return rc == 0 && mp_iszero(&w->b) ? RNG_FAILURE_E : rc;
}

/* s = (k b)^-1 (z b + r d b) mod n: FIPS 186-5 6.4.1 step 9, each secret multiplied by b. On entry
 * s is k, t is z. */
static int blinded_s(ec_work *w)
{
    mp_int *n = &w->n, *b = &w->b;
    int rc = mp_mulmod(&w->s, b, n, &w->s);
    if (rc == 0) {
        rc = mp_invmod(&w->s, n, &w->s);
    }
    if (rc == 0) {
        rc = mp_mulmod(&w->d, b, n, &w->d);
    }
    if (rc == 0) {
        rc = mp_mulmod(&w->d, &w->r, n, &w->d);
    }
    if (rc == 0) {
        rc = mp_mulmod(&w->t, b, n, &w->t);
    }
    if (rc == 0) {
        rc = mp_addmod(&w->t, &w->d, n, &w->t);
    }
    return rc == 0 ? mp_mulmod(&w->t, &w->s, n, &w->s) : rc;
}

static int load_numbers(ec_work *w, const private_key *key, const uint8_t *k, const uint8_t *x,
                        const uint8_t *digest)
{
    const ec_curve *curve = ec_curve_of(key->type);
    const struct {
        mp_int *to;
        const uint8_t *from;
    } numbers[] = {
        {&w->n, curve->order}, {&w->r, x}, {&w->s, k}, {&w->d, key->scalar}, {&w->t, digest}};
    int rc = mp_init_multi(&w->n, &w->r, &w->s, &w->b, &w->d, &w->t);
    for (size_t i = 0; rc == 0 && i < ARRAY_LEN(numbers); i++) {
        rc = mp_read_unsigned_bin(numbers[i].to, numbers[i].from, (word32)curve->width);
    }
    return rc == 0 ? mp_mod(&w->r, &w->n, &w->r) : rc;
}

static assay_status ecdsa_sign(ec_work *w, const private_key *key, sig_alg alg,
                               const uint8_t *digest, uint8_t *out)
{
    const ec_curve *curve = ec_curve_of(key->type);
    uint8_t k[EC_WIDTH_MAX], x[EC_WIDTH_MAX], y[EC_WIDTH_MAX];
    int width = (int)curve->width;
    assay_status status = rfc6979_k(curve, sig_hash(alg), key->scalar, digest, k);
    if (status != ASSAY_OK) {
        return status;
    }
    int rc = base_times(w, key->type, k, x, y);
    if (rc == 0) {
        rc = load_numbers(w, key, k, x, digest);
    }
    wipe(k, sizeof k);
    if (rc == 0) {
        rc = draw_blind(w, (word32)width);
    }
    if (rc == 0) {
        rc = blinded_s(w);
    }
    if (rc == 0) {
        rc = mp_to_unsigned_bin_len(&w->r, out, width);
    }
    if (rc == 0) {
        rc = mp_to_unsigned_bin_len(&w->s, out + width, width);
    }
    return rc == 0 ? ASSAY_OK : failure(rc);
}

static assay_status ec_sign(const private_key *key, sig_alg alg, const uint8_t *digest,
                            uint8_t *out)
{
    ec_work *w;
    assay_status status = work_new(&w);
    if (status != ASSAY_OK) {
        return status;
    }
    status = ecdsa_sign(w, key, alg, digest, out);
    work_free(w);
    return status;
}

static assay_status rsa_encode(sig_alg alg, assay_bytes modulus, const uint8_t *digest, uint8_t *em)
{
    if (alg == SIG_RSA_PSS_SHA256 || alg == SIG_RSA_PSS_SHA384 || alg == SIG_RSA_PSS_SHA512) {
        return pss_encode(sig_hash(alg), modulus, digest, em);
    }
    uint8_t info[DIGEST_INFO_MAX];
    size_t len = rsa_digest_info(sig_hash(alg), digest, info);
    memset(em, 0xff, modulus.len);
    em[0] = 0;
    em[1] = 1;
    em[modulus.len - len - 1] = 0;
    memcpy(em + modulus.len - len, info, len);
    return ASSAY_OK;
}

typedef struct {
    WC_RNG rng;
    RsaKey key;
} rsa_work;

static int rsa_private(rsa_work *w, const private_key *key, uint8_t *em, uint8_t *out)
{
    word32 at = 0, len = (word32)key->modulus.len;
    int rc = wc_InitRsaKey(&w->key, NULL);
    if (rc != 0) {
        return rc;
    }
    rc = wc_RsaPrivateKeyDecode(key->rsa, &at, &w->key, (word32)key->rsa_len);
    if (rc == 0) {
        rc = wc_RsaDirect(em, len, out, &len, &w->key, RSA_PRIVATE_ENCRYPT, &w->rng);
    }
    wc_FreeRsaKey(&w->key);
    return rc < 0 ? rc : 0;
}

static assay_status rsa_sign(const private_key *key, sig_alg alg, const uint8_t *digest,
                             uint8_t *out)
{
    uint8_t em[RSA_BYTES_MAX];
    assay_status status = rsa_encode(alg, key->modulus, digest, em);
    if (status != ASSAY_OK) {
        return status;
    }
    rsa_work *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return ASSAY_E_MEMORY;
    }
    status = start_random(&w->rng);
    if (status == ASSAY_OK) {
        int rc = rsa_private(w, key, em, out);
        status = rc == 0 ? ASSAY_OK : failure(rc);
        wc_FreeRng(&w->rng);
    }
    wipe(w, sizeof *w);
    free(w);
    return status;
}

/* The public point is computed; one that the file has must agree. */
static assay_status derive_point(private_key *key, assay_bytes claimed)
{
    size_t width = ec_curve_of(key->type)->width;
    ec_work *w;
    assay_status status = work_new(&w);
    if (status != ASSAY_OK) {
        return status;
    }
    int rc = base_times(w, key->type, key->scalar, key->x, key->y);
    work_free(w);
    if (rc != 0) {
        return failure(rc);
    }
    bool agrees = claimed.ptr == NULL || (claimed.len == 1 + 2 * width && claimed.ptr[0] == 4 &&
                                          memcmp(claimed.ptr + 1, key->x, width) == 0 &&
                                          memcmp(claimed.ptr + 1 + width, key->y, width) == 0);
    return agrees ? ASSAY_OK : ASSAY_E_CONFIG;
}

static assay_status fill(private_key *key, const key_parts *parts)
{
    key->type = parts->type;
    if (parts->type != KEY_RSA) {
        memcpy(key->scalar, parts->scalar.ptr, parts->scalar.len);
        return ec_scalar(ec_curve_of(key->type), key->scalar) ? derive_point(key, parts->point)
                                                              : ASSAY_E_CONFIG;
    }
    const uint8_t *from = parts->rsa.ptr;
    memcpy(key->rsa, from, parts->rsa.len);
    key->rsa_len = parts->rsa.len;
    key->modulus = bytes_of(key->rsa + (parts->modulus.ptr - from), parts->modulus.len);
    key->exponent = bytes_of(key->rsa + (parts->exponent.ptr - from), parts->exponent.len);
    return ASSAY_OK;
}

assay_status key_read(assay_bytes der, private_key **out)
{
    key_parts parts;
    if (!key_parse(der, &parts)) {
        return ASSAY_E_CONFIG;
    }
    private_key *key = calloc(1, sizeof *key + parts.rsa.len);
    if (key == NULL) {
        return ASSAY_E_MEMORY;
    }
    assay_status status = fill(key, &parts);
    if (status != ASSAY_OK) {
        key_free(key);
        return status;
    }
    *out = key;
    return ASSAY_OK;
}

void key_free(private_key *key)
{
    if (key != NULL) {
        wipe(key, sizeof *key + key->rsa_len);
        free(key);
    }
}

public_key key_public(const private_key *key)
{
    if (key->type == KEY_RSA) {
        return (public_key){KEY_RSA, key->modulus, key->exponent};
    }
    size_t width = ec_curve_of(key->type)->width;
    return (public_key){key->type, bytes_of(key->x, width), bytes_of(key->y, width)};
}

assay_status key_sign(const private_key *key, sig_alg alg, const uint8_t *digest, uint8_t *out,
                      size_t *len)
{
    public_key public = key_public(key);
    size_t needed = key->type == KEY_RSA ? public.a.len : 2 * public.a.len;
    if (key->type != sig_key(alg) || *len < needed) {
        return ASSAY_E_ARGUMENT;
    }
    assay_status status = (key->type == KEY_RSA ? rsa_sign : ec_sign)(key, alg, digest, out);
    if (status == ASSAY_OK) {
        status = crypto_verify(alg, &public, digest, bytes_of(out, needed));
    }
    if (status != ASSAY_OK) {
        wipe(out, needed); /* a faulty signature can give an RSA key away */
        return status == ASSAY_REJECTED ? ASSAY_E_CONFIG : status;
    }
    *len = needed;
    return ASSAY_OK;
}
