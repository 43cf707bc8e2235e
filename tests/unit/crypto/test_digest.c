/* SPDX-License-Identifier: Apache-2.0 */
/* Digests, equality, random bytes and the algorithm tables. */
#include "check.h"
#include "crypto/crypto.h"
#include "crypto/hex.h"

/* FIPS 180-4 examples, message "abc". */
static const struct {
    hash_alg alg;
    const char *digest;
} ABC[] = {
    {HASH_SHA256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {HASH_SHA384, "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                  "8086072ba1e7cc2358baeca134c825a7"},
    {HASH_SHA512, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                  "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
};

static void digest_of_parts(void)
{
    const assay_bytes parts[] = {bytes_of_text("a"), {NULL, 0}, bytes_of_text("bc")};
    for (size_t i = 0; i < ARRAY_LEN(ABC); i++) {
        hex_value wanted = hex(ABC[i].digest);
        uint8_t found[HASH_MAX];
        CHECK_UINT(hash_len(ABC[i].alg), wanted.len);
        CHECK_UINT(crypto_digest(ABC[i].alg, parts, ARRAY_LEN(parts), found), ASSAY_OK);
        CHECK(memcmp(found, wanted.bytes, wanted.len) == 0);
    }
}

static void sha256_of_nothing(void)
{
    hex_value wanted = hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    uint8_t found[32];
    CHECK_UINT(crypto_sha256((assay_bytes){NULL, 0}, found), ASSAY_OK);
    CHECK(memcmp(found, wanted.bytes, 32) == 0);
}

static void no_digest_without_algorithm(void)
{
    assay_bytes part = bytes_of_text("abc");
    uint8_t found[HASH_MAX];
    CHECK_UINT(hash_len(HASH_NONE), 0);
    CHECK_UINT(hash_len((hash_alg)99), 0);
    CHECK(crypto_digest(HASH_NONE, &part, 1, found) != ASSAY_OK);
}

static void equality(void)
{
    CHECK(crypto_equal(bytes_of_text("nonce"), bytes_of_text("nonce")));
    CHECK(!crypto_equal(bytes_of_text("nonce"), bytes_of_text("noncf")));
    CHECK(!crypto_equal(bytes_of_text("nonce"), bytes_of_text("Nonce")));
    CHECK(!crypto_equal(bytes_of_text("nonce"), bytes_of_text("nonc")));
    CHECK(!crypto_equal(bytes_of_text("nonc"), bytes_of_text("nonce")));
    CHECK(crypto_equal((assay_bytes){NULL, 0}, bytes_of_text("")));
}

static void random_bytes(void)
{
    static uint8_t a[70000], b[70000];
    CHECK_UINT(crypto_random(a, sizeof a), ASSAY_OK);
    CHECK_UINT(crypto_random(b, sizeof b), ASSAY_OK);
    CHECK(memcmp(a, b, 32) != 0);
    CHECK(!bytes_all(bytes_of(a + sizeof a - 32, 32), 0)); /* the last block was filled */
}

static void tables(void)
{
    CHECK_UINT(sig_hash(SIG_ECDSA_P384_SHA384), HASH_SHA384);
    CHECK_UINT(sig_key(SIG_ECDSA_P256_SHA256), KEY_EC_P256);
    CHECK_UINT(sig_key(SIG_RSA_PSS_SHA512), KEY_RSA);
    CHECK_TEXT(sig_name(SIG_ECDSA_P384_SHA384), "ecdsa-p384-sha384");
    CHECK_TEXT(sig_name(SIG_RSA_PSS_SHA384), "rsa-pss-sha384");
    CHECK_TEXT(sig_name(SIG_NONE), "none");
    CHECK_TEXT(sig_name((sig_alg)99), "none");
    CHECK_UINT(sig_hash((sig_alg)99), HASH_NONE);
    CHECK_UINT(sig_key((sig_alg)99), KEY_NONE);
    CHECK(strncmp(crypto_backend(), "wolfSSL ", 8) == 0);
}

int main(void)
{
    RUN(digest_of_parts);
    RUN(sha256_of_nothing);
    RUN(no_digest_without_algorithm);
    RUN(equality);
    RUN(random_bytes);
    RUN(tables);
    return DONE();
}
