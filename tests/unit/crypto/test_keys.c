/* SPDX-License-Identifier: Apache-2.0 */
/* Private keys: reading, and signatures that are the same each time. */
#include "check.h"
#include "crypto/hex.h"
#include "crypto/keys.h"
#include "crypto/keys_parts.h"
#include "crypto/keys_vectors.h"
#include "crypto/rsa_vectors.h"

static private_key *read_key(const char *der)
{
    hex_value v = hex(der);
    private_key *key = NULL;
    CHECK_UINT(key_read(hex_view(&v), &key), ASSAY_OK);
    return key;
}

/* RFC 6979 A.2.5 and A.2.6. */
static const struct {
    const char *key;
    sig_alg alg;
    const char *message, *r, *s;
} SIGNED[] = {
    {P256_SEC1, SIG_ECDSA_P256_SHA256, "sample",
     "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
     "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"},
    {P256_PKCS8, SIG_ECDSA_P256_SHA256, "test",
     "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
     "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"},
    {P384_SEC1, SIG_ECDSA_P384_SHA384, "sample",
     "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C"
     "81A648152E44ACF96E36DD1E80FABE46",
     "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94F"
     "A329C145786E679E7B82C71A38628AC8"},
    {P384_PKCS8, SIG_ECDSA_P384_SHA384, "test",
     "8203B63D3C853E8D77227FB377BCF7B7B772E97892A80F36AB775D509D7A5FEB"
     "0542A7F0812998DA8F1DD3CA3CF023DB",
     "DDD0760448D42D8A43AF45AF836FCE4DE8BE06B485E9B61B827C2F13173923E0"
     "6A739F040649A667BF3B828246BAA5A5"},
};

static void ecdsa_known_answers(void)
{
    for (size_t i = 0; i < ARRAY_LEN(SIGNED); i++) {
        hex_value r = hex(SIGNED[i].r), s = hex(SIGNED[i].s);
        private_key *key = read_key(SIGNED[i].key);
        assay_bytes message = bytes_of_text(SIGNED[i].message);
        uint8_t digest[HASH_MAX], found[2 * EC_WIDTH_MAX + 1];
        size_t len = sizeof found;
        CHECK_UINT(crypto_digest(sig_hash(SIGNED[i].alg), &message, 1, digest), ASSAY_OK);
        CHECK_UINT(key_sign(key, SIGNED[i].alg, digest, found, &len), ASSAY_OK);
        CHECK_UINT(len, r.len + s.len);
        CHECK(memcmp(found, r.bytes, r.len) == 0);
        CHECK(memcmp(found + r.len, s.bytes, s.len) == 0);
        key_free(key);
    }
}

/* An order of 2^255 + 1 makes each candidate fail with probability 1/2; here the fifth fits. The
 * digest is above the order. Wanted: an independent computation. */
static void k_is_drawn_again_when_out_of_range(void)
{
    const ec_curve curve = {32, {[0] = 0x80, [31] = 0x01}};
    static const uint8_t scalar[32] = {[31] = 7};
    hex_value wanted = hex("6c8e197353ca09219c946f763e866098846348b899a69e448c38d663c78d9622");
    uint8_t digest[32], k[32];
    CHECK_UINT(crypto_sha256(bytes_of_text("14"), digest), ASSAY_OK);
    CHECK_UINT(rfc6979_k(&curve, HASH_SHA256, scalar, digest, k), ASSAY_OK);
    CHECK(memcmp(k, wanted.bytes, 32) == 0);
    CHECK(rfc6979_k(&curve, HASH_SHA384, scalar, digest, k) != ASSAY_OK);
}

static const sig_alg RSA_ALGS[] = {SIG_RSA_PKCS1_SHA256, SIG_RSA_PKCS1_SHA384, SIG_RSA_PKCS1_SHA512,
                                   SIG_RSA_PSS_SHA256,   SIG_RSA_PSS_SHA384,   SIG_RSA_PSS_SHA512};

static void rsa_signatures_verify_and_repeat(void)
{
    private_key *key = read_key(RSA2048_PKCS1);
    public_key public = key_public(key);
    uint8_t digest[HASH_MAX], first[RSA_BYTES_MAX], second[RSA_BYTES_MAX];
    for (size_t i = 0; i < ARRAY_LEN(RSA_ALGS); i++) {
        size_t len = sizeof first, again = 256;
        memset(digest, (int)i, sizeof digest);
        CHECK_UINT(key_sign(key, RSA_ALGS[i], digest, first, &len), ASSAY_OK);
        CHECK_UINT(len, 256);
        CHECK_UINT(crypto_verify(RSA_ALGS[i], &public, digest, bytes_of(first, len)), ASSAY_OK);
        CHECK_UINT(key_sign(key, RSA_ALGS[i], digest, second, &again), ASSAY_OK);
        CHECK(memcmp(first, second, len) == 0);
    }
    key_free(key);
}

/* PKCS#1 v1.5 has only one signature, so openssl's is ours. */
static void rsa_known_answer(void)
{
    private_key *key = read_key(RSA2048_PKCS1);
    hex_value wanted = hex(PKCS1_SHA384);
    assay_bytes message = bytes_of_text("assay");
    uint8_t digest[HASH_MAX], found[RSA_BYTES_MAX];
    size_t len = sizeof found;
    CHECK_UINT(crypto_digest(HASH_SHA384, &message, 1, digest), ASSAY_OK);
    CHECK_UINT(key_sign(key, SIG_RSA_PKCS1_SHA384, digest, found, &len), ASSAY_OK);
    CHECK(len == wanted.len && memcmp(found, wanted.bytes, len) == 0);
    key_free(key);
}

/* The encoding has one bit less than the modulus: for 2049 bits, one byte less. Wanted: SHA-256 of
 * an independent computation. */
static void pss_encoding_fills_the_modulus(void)
{
    static const struct {
        const char *modulus, *wanted;
    } cases[] = {
        {RSA2048_N, "9abb1223d7b0ba48e30a428df6cb6de380930917f8eaf234bb76448da935a581"},
        {RSA2049_N, "992474543badd0bc5840a3dbcaa4e918618edaffa380692898d1093bc05d92eb"},
    };
    static const uint8_t digest[32] = {1, 2, 3};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        hex_value n = hex(cases[i].modulus), wanted = hex(cases[i].wanted);
        uint8_t em[RSA_BYTES_MAX], found[32];
        CHECK_UINT(pss_encode(HASH_SHA256, hex_view(&n), digest, em), ASSAY_OK);
        CHECK_UINT(crypto_sha256(bytes_of(em, n.len), found), ASSAY_OK);
        CHECK(memcmp(found, wanted.bytes, 32) == 0);
    }
}

static void public_parts(void)
{
    hex_value x = hex("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6");
    hex_value y = hex("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299");
    hex_value n = hex(RSA2048_N);
    static const char *const files[] = {P256_SEC1, P256_PKCS8, P256_PKCS8_BARE, P256_PKCS8_V2};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        private_key *key = read_key(files[i]);
        public_key public = key_public(key);
        CHECK_UINT(public.type, KEY_EC_P256);
        CHECK(bytes_equal(public.a, hex_view(&x)) && bytes_equal(public.b, hex_view(&y)));
        key_free(key);
    }
    private_key *key = read_key(RSA2048_PKCS1);
    public_key public = key_public(key);
    static const uint8_t f4[] = {1, 0, 1};
    CHECK_UINT(public.type, KEY_RSA);
    CHECK(bytes_equal(public.a, hex_view(&n)));
    CHECK(bytes_equal(public.b, bytes_of(f4, sizeof f4)));
    key_free(key);
}

static void files_that_are_no_keys(void)
{
    for (size_t i = 0; i < ARRAY_LEN(NOT_KEYS); i++) {
        hex_value v = hex(NOT_KEYS[i].der);
        private_key *key = NULL;
        if (!CHECK(key_read(hex_view(&v), &key) == ASSAY_E_CONFIG)) {
            fprintf(stderr, "  %s\n", NOT_KEYS[i].why);
        }
        CHECK(key == NULL);
    }
}

static void every_truncation_is_refused(void)
{
    static const char *const files[] = {P256_SEC1, P384_PKCS8, RSA2048_PKCS1};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        hex_value v = hex(files[i]);
        for (size_t len = 0; len < v.len; len++) {
            private_key *key = NULL;
            CHECK_UINT(key_read(bytes_of(v.bytes, len), &key), ASSAY_E_CONFIG);
        }
    }
}

static void misuse_of_signing(void)
{
    static const uint8_t digest[HASH_MAX] = {0};
    uint8_t out[RSA_BYTES_MAX];
    private_key *key = read_key(P256_SEC1);
    size_t len = 63;
    CHECK_UINT(key_sign(key, SIG_ECDSA_P256_SHA256, digest, out, &len), ASSAY_E_ARGUMENT);
    len = sizeof out;
    CHECK_UINT(key_sign(key, SIG_ECDSA_P384_SHA384, digest, out, &len), ASSAY_E_ARGUMENT);
    CHECK_UINT(key_sign(key, SIG_RSA_PSS_SHA256, digest, out, &len), ASSAY_E_ARGUMENT);
    CHECK_UINT(key_sign(key, SIG_NONE, digest, out, &len), ASSAY_E_ARGUMENT);
    key_free(key);
    key_free(NULL);
}

/* With a wrong qInv a signature would be right modulo one prime only, and give the key away. */
static void faulty_signature_does_not_leave(void)
{
    static const uint8_t digest[HASH_MAX] = {0};
    private_key *key = read_key(RSA2048_BAD_QINV);
    uint8_t out[RSA_BYTES_MAX];
    memset(out, 0xaa, sizeof out);
    size_t len = sizeof out;
    CHECK_UINT(key_sign(key, SIG_RSA_PSS_SHA256, digest, out, &len), ASSAY_E_CONFIG);
    CHECK(bytes_all(bytes_of(out, 256), 0));
    key_free(key);
}

int main(void)
{
    RUN(ecdsa_known_answers);
    RUN(k_is_drawn_again_when_out_of_range);
    RUN(rsa_signatures_verify_and_repeat);
    RUN(rsa_known_answer);
    RUN(pss_encoding_fills_the_modulus);
    RUN(public_parts);
    RUN(files_that_are_no_keys);
    RUN(every_truncation_is_refused);
    RUN(misuse_of_signing);
    RUN(faulty_signature_does_not_leave);
    assay_thread_end();
    return DONE();
}
