/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crypto.h on wolfCrypt. wolfCrypt_Init is not called: what is used here needs none of it (no
 * crypto callbacks, no curve cache; the fixed-point cache is per thread), and its counter is not
 * safe against threads. A key object is made for each call, because verifying writes into it.
 */
#include "crypto/crypto.h"
#include "crypto/ec.h"
#include "crypto/rsa.h"

#include <stdlib.h>
#include <wolfssl/options.h>
#include <wolfssl/version.h>
#include <wolfssl/wolfcrypt/settings.h>
#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/error-crypt.h>
#include <wolfssl/wolfcrypt/hash.h>
#include <wolfssl/wolfcrypt/random.h>
#include <wolfssl/wolfcrypt/rsa.h>

#if defined(FP_ECC) && !defined(HAVE_THREAD_LS)
#error                                                                                             \
    "this wolfSSL shares its point cache between threads behind a mutex that only wolfCrypt_Init makes"
#endif
#if defined(ECC_CACHE_CURVE)
#error "this wolfSSL has a curve cache that only wolfCrypt_Init makes safe between threads"
#endif

enum { UPDATE_MAX = 1 << 30 }; /* wolfCrypt counts in 32 bits */

static const struct {
    enum wc_HashType type;
    int mgf;
} WOLF_HASHES[] = {
    [HASH_NONE] = {WC_HASH_TYPE_NONE, WC_MGF1NONE},
    [HASH_SHA256] = {WC_HASH_TYPE_SHA256, WC_MGF1SHA256},
    [HASH_SHA384] = {WC_HASH_TYPE_SHA384, WC_MGF1SHA384},
    [HASH_SHA512] = {WC_HASH_TYPE_SHA512, WC_MGF1SHA512},
    [HASH_SHA1] = {WC_HASH_TYPE_SHA, WC_MGF1NONE},
};

const char *crypto_backend(void)
{
    return "wolfSSL " LIBWOLFSSL_VERSION_STRING;
}

void assay_thread_end(void)
{
#ifdef FP_ECC
    wc_ecc_fp_free();
#endif
}

assay_status crypto_random(uint8_t *out, size_t len)
{
    WC_RNG rng;
    if (wc_InitRng(&rng) != 0) {
        return ASSAY_E_IO;
    }
    int rc = 0;
    for (size_t done = 0; rc == 0 && done < len;) {
        size_t n = len - done < RNG_MAX_BLOCK_LEN ? len - done : RNG_MAX_BLOCK_LEN;
        rc = wc_RNG_GenerateBlock(&rng, out + done, (word32)n);
        done += n;
    }
    wc_FreeRng(&rng);
    return rc == 0 ? ASSAY_OK : ASSAY_E_IO;
}

static int update(wc_HashAlg *hash, enum wc_HashType type, assay_bytes part)
{
    int rc = 0;
    for (size_t done = 0; rc == 0 && done < part.len;) {
        size_t n = part.len - done < UPDATE_MAX ? part.len - done : UPDATE_MAX;
        rc = wc_HashUpdate(hash, type, part.ptr + done, (word32)n);
        done += n;
    }
    return rc;
}

assay_status crypto_digest(hash_alg alg, const assay_bytes *parts, size_t count, uint8_t *out)
{
    size_t len = hash_len(alg);
    if (len == 0) {
        return ASSAY_E_INTERNAL;
    }
    enum wc_HashType type = WOLF_HASHES[alg].type;
    wc_HashAlg hash;
    int rc = wc_HashInit(&hash, type);
    if (rc == 0) {
        for (size_t i = 0; rc == 0 && i < count; i++) {
            rc = update(&hash, type, parts[i]);
        }
        if (rc == 0) {
            rc = wc_HashFinal(&hash, type, out);
        }
        wc_HashFree(&hash, type);
    }
    if (rc != 0) {
        memset(out, 0, len);
        return ASSAY_E_MEMORY;
    }
    return ASSAY_OK;
}

/*
 * What wolfCrypt says of a signature, point or padding that is not right. Any other failure is a
 * want of memory, which it reports under many names (MP_READ_E, ASN_GETINT_E, MP_EXPTMOD_E): sizes
 * and ranges were checked before it was asked.
 */
static bool refused(int rc)
{
    static const int codes[] = {IS_POINT_E,   ECC_OUT_OF_RANGE_E, ECC_INF_E,    RSA_PAD_E,
                                RSA_BUFFER_E, BAD_PADDING_E,      PSS_SALTLEN_E};
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        if (rc == codes[i]) {
            return true;
        }
    }
    return false;
}

static assay_status verdict(int rc, bool valid)
{
    if (rc == 0) {
        return valid ? ASSAY_OK : ASSAY_REJECTED;
    }
    return refused(rc) ? ASSAY_REJECTED : ASSAY_E_MEMORY;
}

typedef struct {
    ecc_key key;
    mp_int r, s;
} ecdsa_work;

/* wolfCrypt imports points off the curve; both curves have cofactor 1, so a point on the curve
 * other than infinity (which x and y cannot express) is of the right order. */
static int import_point(ecc_key *key, const public_key *from)
{
    int id = from->type == KEY_EC_P256 ? ECC_SECP256R1 : ECC_SECP384R1;
    int rc = wc_ecc_import_unsigned(key, from->a.ptr, from->b.ptr, NULL, id);
    return rc == 0 ? wc_ecc_point_is_on_curve(&key->pubkey, key->idx) : rc;
}

static int ecdsa_check(ecdsa_work *w, const public_key *key, size_t width, const uint8_t *digest,
                       const uint8_t *rs, int *valid)
{
    int rc = import_point(&w->key, key);
    if (rc == 0) {
        rc = mp_init_multi(&w->r, &w->s, NULL, NULL, NULL, NULL);
    }
    if (rc == 0) {
        rc = mp_read_unsigned_bin(&w->r, rs, (word32)width);
    }
    if (rc == 0) {
        rc = mp_read_unsigned_bin(&w->s, rs + width, (word32)width);
    }
    return rc == 0 ? wc_ecc_verify_hash_ex(&w->r, &w->s, digest, (word32)width, valid, &w->key)
                   : rc;
}

/* Each curve is used with the hash of its own width only, so that the digest is `width` long. */
static assay_status ecdsa_verify(const public_key *key, const uint8_t *digest, assay_bytes rs)
{
    const ec_curve *curve = ec_curve_of(key->type);
    if (key->a.len != curve->width || key->b.len != curve->width || rs.len != 2 * curve->width ||
        !ec_scalar(curve, rs.ptr) || !ec_scalar(curve, rs.ptr + curve->width)) {
        return ASSAY_REJECTED;
    }
    ecdsa_work *w = malloc(sizeof *w);
    if (w == NULL) {
        return ASSAY_E_MEMORY;
    }
    int valid = 0;
    int rc = wc_ecc_init(&w->key);
    if (rc == 0) {
        rc = ecdsa_check(w, key, curve->width, digest, rs.ptr, &valid);
        wc_ecc_free(&w->key);
    }
    free(w);
    return verdict(rc, valid == 1);
}

typedef struct {
    RsaKey key;
    uint8_t signature[RSA_BYTES_MAX]; /* wolfCrypt decodes in place */
} rsa_work;

/* The decoded content is compared as a whole, so padding of any other length cannot pass. */
static int pkcs1_check(rsa_work *w, size_t len, hash_alg hash, const uint8_t *digest, bool *valid)
{
    uint8_t wanted[DIGEST_INFO_MAX];
    size_t wanted_len = rsa_digest_info(hash, digest, wanted);
    byte *content = NULL;
    int rc = wc_RsaSSL_VerifyInline(w->signature, (word32)len, &content, &w->key);
    if (rc < 0) {
        return rc;
    }
    *valid =
        content != NULL && bytes_equal(bytes_of(content, (size_t)rc), bytes_of(wanted, wanted_len));
    return 0;
}

static int pss_check(rsa_work *w, size_t len, hash_alg hash, const uint8_t *digest, bool *valid)
{
    enum wc_HashType type = WOLF_HASHES[hash].type;
    word32 salt = (word32)hash_len(hash);
    byte *content = NULL;
    int rc = wc_RsaPSS_VerifyInline_ex(w->signature, (word32)len, &content, type,
                                       WOLF_HASHES[hash].mgf, (int)salt, &w->key);
    if (rc < 0) {
        return rc;
    }
    rc = wc_RsaPSS_CheckPadding_ex(digest, salt, content, (word32)rc, type, (int)salt,
                                   mp_count_bits(&w->key.n));
    *valid = rc == 0;
    return rc;
}

static bool is_pss(sig_alg alg)
{
    return alg == SIG_RSA_PSS_SHA256 || alg == SIG_RSA_PSS_SHA384 || alg == SIG_RSA_PSS_SHA512;
}

/* The signature representative has to be below the modulus (RFC 8017 5.2.2); wolfCrypt reduces it
 * silently. */
static assay_status rsa_verify(sig_alg alg, const public_key *key, const uint8_t *digest,
                               assay_bytes signature)
{
    if (!rsa_public_key(key) || signature.len != key->a.len ||
        !number_below(signature.ptr, key->a.ptr, key->a.len)) {
        return ASSAY_REJECTED;
    }
    rsa_work *w = malloc(sizeof *w);
    if (w == NULL) {
        return ASSAY_E_MEMORY;
    }
    memcpy(w->signature, signature.ptr, signature.len);
    bool valid = false;
    int rc = wc_InitRsaKey(&w->key, NULL);
    if (rc == 0) {
        rc = wc_RsaPublicKeyDecodeRaw(key->a.ptr, (word32)key->a.len, key->b.ptr,
                                      (word32)key->b.len, &w->key);
        if (rc == 0) {
            rc = (is_pss(alg) ? pss_check : pkcs1_check)(w, signature.len, sig_hash(alg), digest,
                                                         &valid);
        }
        wc_FreeRsaKey(&w->key);
    }
    free(w);
    return verdict(rc, valid);
}

assay_status crypto_verify(sig_alg alg, const public_key *key, const uint8_t *digest,
                           assay_bytes signature)
{
    if (key->type != sig_key(alg)) {
        return ASSAY_REJECTED;
    }
    switch (key->type) {
    case KEY_EC_P256:
    case KEY_EC_P384:
        return ecdsa_verify(key, digest, signature);
    case KEY_RSA:
        return rsa_verify(alg, key, digest, signature);
    case KEY_NONE:
        break;
    }
    return ASSAY_REJECTED;
}
