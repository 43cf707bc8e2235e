/* SPDX-License-Identifier: Apache-2.0 */
/* RSA verification: known answers and each reason to refuse. */
#include "check.h"
#include "crypto/hex.h"
#include "crypto/rsa.h"
#include "crypto/rsa_vectors.h"

static const uint8_t F4[] = {0x01, 0x00, 0x01};

static assay_status verify_with(sig_alg alg, const char *modulus, assay_bytes exponent,
                                const char *signature)
{
    hex_value n = hex(modulus), s = hex(signature);
    public_key key = {KEY_RSA, hex_view(&n), exponent};
    assay_bytes message = bytes_of_text("assay");
    uint8_t digest[HASH_MAX];
    CHECK_UINT(crypto_digest(sig_hash(alg), &message, 1, digest), ASSAY_OK);
    return crypto_verify(alg, &key, digest, hex_view(&s));
}

static assay_status verify(sig_alg alg, const char *modulus, const char *signature)
{
    return verify_with(alg, modulus, bytes_of(F4, sizeof F4), signature);
}

static const struct {
    sig_alg alg;
    const char *signature;
} VALID[] = {
    {SIG_RSA_PKCS1_SHA256, PKCS1_SHA256}, {SIG_RSA_PKCS1_SHA384, PKCS1_SHA384},
    {SIG_RSA_PKCS1_SHA512, PKCS1_SHA512}, {SIG_RSA_PSS_SHA256, PSS_SHA256},
    {SIG_RSA_PSS_SHA384, PSS_SHA384},     {SIG_RSA_PSS_SHA512, PSS_SHA512},
};

/* Each signature holds for its own algorithm only. */
static void known_answers(void)
{
    for (size_t i = 0; i < ARRAY_LEN(VALID); i++) {
        for (size_t j = 0; j < ARRAY_LEN(VALID); j++) {
            CHECK_UINT(verify(VALID[i].alg, RSA2048_N, VALID[j].signature),
                       i == j ? ASSAY_OK : ASSAY_REJECTED);
        }
    }
}

static void every_flipped_bit_is_refused(void)
{
    hex_value n = hex(RSA2048_N);
    public_key key = {KEY_RSA, hex_view(&n), bytes_of(F4, sizeof F4)};
    assay_bytes message = bytes_of_text("assay");
    for (size_t i = 0; i < ARRAY_LEN(VALID); i++) {
        hex_value s = hex(VALID[i].signature);
        uint8_t digest[HASH_MAX];
        CHECK_UINT(crypto_digest(sig_hash(VALID[i].alg), &message, 1, digest), ASSAY_OK);
        for (size_t bit = 0; bit < s.len * 8; bit += 61) {
            s.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
            CHECK_UINT(crypto_verify(VALID[i].alg, &key, digest, hex_view(&s)), ASSAY_REJECTED);
            s.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        digest[hash_len(sig_hash(VALID[i].alg)) - 1] ^= 1;
        CHECK_UINT(crypto_verify(VALID[i].alg, &key, digest, hex_view(&s)), ASSAY_REJECTED);
    }
}

static void bad_padding_is_refused(void)
{
    static const char *const pkcs1[] = {PKCS1_NO_NULL,   PKCS1_TRAILING,    PKCS1_BLOCK_TYPE_2,
                                        PKCS1_OTHER_OID, PKCS1_LONG_LENGTH, PKCS1_BARE_DIGEST,
                                        PKCS1_EMPTY};
    static const char *const pss[] = {PSS_SALT_20,   PSS_SALT_33, PSS_SALT_0,
                                      PSS_MGF1_SHA1, PSS_TRAILER, PSS_SEPARATOR};
    for (size_t i = 0; i < ARRAY_LEN(pkcs1); i++) {
        CHECK_UINT(verify(SIG_RSA_PKCS1_SHA256, RSA2048_N, pkcs1[i]), ASSAY_REJECTED);
    }
    for (size_t i = 0; i < ARRAY_LEN(pss); i++) {
        CHECK_UINT(verify(SIG_RSA_PSS_SHA256, RSA2048_N, pss[i]), ASSAY_REJECTED);
    }
}

static void signature_above_the_modulus_is_refused(void)
{
    CHECK_UINT(verify(SIG_RSA_PSS_SHA256, RSA2048_N, PSS_PLUS_N), ASSAY_REJECTED);
}

/* Memory of the exact size, so that a sanitizer sees a read or copy beyond it. */
static void signature_of_another_length_is_refused(void)
{
    static const size_t lengths[] = {0, 1, 255, 257, 512, 513, 100000};
    hex_value n = hex(RSA2048_N), s = hex(PKCS1_SHA256);
    public_key key = {KEY_RSA, hex_view(&n), bytes_of(F4, sizeof F4)};
    static const uint8_t digest[HASH_MAX] = {0};
    for (size_t i = 0; i < ARRAY_LEN(lengths); i++) {
        uint8_t *copy = calloc(1, lengths[i] + 1);
        if (!CHECK(copy != NULL)) {
            return;
        }
        memcpy(copy + 1, s.bytes, lengths[i] < s.len ? lengths[i] : s.len);
        assay_bytes signature = bytes_of(copy + 1, lengths[i]);
        CHECK_UINT(crypto_verify(SIG_RSA_PKCS1_SHA256, &key, digest, signature), ASSAY_REJECTED);
        CHECK_UINT(crypto_verify(SIG_RSA_PSS_SHA256, &key, digest, signature), ASSAY_REJECTED);
        free(copy);
    }
}

static void key_sizes(void)
{
    CHECK_UINT(verify(SIG_RSA_PKCS1_SHA256, RSA2049_N, RSA2049_PKCS1), ASSAY_OK);
    CHECK_UINT(verify(SIG_RSA_PSS_SHA256, RSA2049_N, RSA2049_PSS), ASSAY_OK);
    CHECK_UINT(verify(SIG_RSA_PKCS1_SHA256, RSA2047_N, RSA2047_PKCS1), ASSAY_REJECTED);
    CHECK_UINT(verify(SIG_RSA_PSS_SHA256, RSA2047_N, RSA2047_PSS), ASSAY_REJECTED);
    CHECK_UINT(verify(SIG_RSA_PKCS1_SHA256, RSA4097_N, RSA4097_PKCS1), ASSAY_REJECTED);
    CHECK_UINT(verify(SIG_RSA_PSS_SHA256, RSA4097_N, RSA4097_PSS), ASSAY_REJECTED);
}

static void exponents(void)
{
    static const uint8_t one[] = {1}, two[] = {2}, padded[] = {0, 1, 0, 1}, zero[] = {0};
    static const uint8_t f33[] = {1, 0, 0, 0, 1};
    CHECK_UINT(
        verify_with(SIG_RSA_PKCS1_SHA256, RSA_E33_N, bytes_of(f33, sizeof f33), RSA_E33_PKCS1),
        ASSAY_REJECTED);
    CHECK_UINT(verify_with(SIG_RSA_PKCS1_SHA256, RSA2048_N, bytes_of(one, 1), RSA_E1_PKCS1),
               ASSAY_REJECTED);
    CHECK_UINT(verify_with(SIG_RSA_PKCS1_SHA256, RSA2048_N, bytes_of(padded, 4), PKCS1_SHA256),
               ASSAY_REJECTED);
    CHECK_UINT(verify_with(SIG_RSA_PKCS1_SHA256, RSA2048_N, (assay_bytes){NULL, 0}, PKCS1_SHA256),
               ASSAY_REJECTED);

    hex_value n = hex(RSA2048_N);
    public_key key = {KEY_RSA, hex_view(&n), bytes_of(F4, sizeof F4)};
    CHECK(rsa_public_key(&key));
    key.b = bytes_of(two, 1);
    CHECK(!rsa_public_key(&key));
    key.b = bytes_of(zero, 1);
    CHECK(!rsa_public_key(&key));
}

static void modulus_forms(void)
{
    hex_value n = hex("00"
                      "00");
    public_key key = {KEY_RSA, hex_view(&n), bytes_of(F4, sizeof F4)};
    CHECK(!rsa_public_key(&key));
    n = hex(RSA2048_N);
    key.a = hex_view(&n);
    n.bytes[n.len - 1] ^= 1; /* even */
    CHECK(!rsa_public_key(&key));

    char padded[sizeof RSA2048_N + 2];
    char signature[sizeof PKCS1_SHA256 + 2];
    snprintf(padded, sizeof padded, "00%s", RSA2048_N);
    snprintf(signature, sizeof signature, "00%s", PKCS1_SHA256);
    CHECK_UINT(verify(SIG_RSA_PKCS1_SHA256, padded, signature), ASSAY_REJECTED);
    CHECK_UINT(verify(SIG_RSA_PKCS1_SHA256, "", ""), ASSAY_REJECTED);
}

static void bits(void)
{
    static const uint8_t small[] = {0x01, 0xff}, full[] = {0xff, 0xff};
    CHECK_UINT(rsa_bits(bytes_of(small, 2)), 9);
    CHECK_UINT(rsa_bits(bytes_of(full, 2)), 16);
    CHECK_UINT(rsa_bits((assay_bytes){NULL, 0}), 0);
}

int main(void)
{
    RUN(known_answers);
    RUN(every_flipped_bit_is_refused);
    RUN(bad_padding_is_refused);
    RUN(signature_above_the_modulus_is_refused);
    RUN(signature_of_another_length_is_refused);
    RUN(key_sizes);
    RUN(exponents);
    RUN(modulus_forms);
    RUN(bits);
    return DONE();
}
