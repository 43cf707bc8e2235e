/* SPDX-License-Identifier: Apache-2.0 */
/* The cache of verified signatures: what it keeps, what it forgets, from several threads. */
#include "forge.h"

#include <pthread.h>

typedef struct {
    size_t taken;
    bool fails;
} account;

static void *counted_alloc(void *user, size_t size)
{
    account *a = user;
    a->taken += a->fails ? 0 : size;
    return a->fails ? NULL : malloc(size);
}

static void counted_release(void *user, void *ptr, size_t size)
{
    account *a = user;
    a->taken -= size;
    free(ptr);
}

static sig_fact fact_number(uint32_t n)
{
    sig_fact f = {.bytes = {0}};
    CHECK(crypto_sha256(bytes_of(&n, sizeof n), f.bytes) == ASSAY_OK);
    return f;
}

static void facts_are_kept(void)
{
    sig_cache *cache = sig_cache_new(64, NULL);
    sig_fact one = fact_number(1), two = fact_number(2);
    CHECK(!sig_cache_has(cache, &one));
    sig_cache_put(cache, &one);
    sig_cache_put(cache, &one);
    CHECK(sig_cache_has(cache, &one) && !sig_cache_has(cache, &two));
    sig_fact zero = {.bytes = {0}};
    CHECK(!sig_cache_has(cache, &zero));
    sig_cache_free(cache);
}

static void no_cache_is_an_empty_one(void)
{
    sig_fact one = fact_number(1);
    sig_cache_put(NULL, &one);
    CHECK(!sig_cache_has(NULL, &one));
    sig_cache_free(NULL);
}

static void memory_is_the_allocators_and_bounded(void)
{
    account a = {0};
    assay_allocator counted = {counted_alloc, counted_release, &a};
    sig_cache *cache = sig_cache_new(100, &counted);
    size_t taken = a.taken;
    CHECK(taken > 100 * sizeof(sig_fact) && taken < 200 * sizeof(sig_fact));
    for (uint32_t i = 0; i < 1000; i++) {
        sig_fact f = fact_number(i);
        sig_cache_put(cache, &f);
        CHECK(sig_cache_has(cache, &f));
    }
    size_t kept = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        sig_fact f = fact_number(i);
        kept += sig_cache_has(cache, &f);
    }
    CHECK(kept > 80 && kept < 200);
    CHECK(a.taken == taken);
    sig_cache_free(cache);
    CHECK(a.taken == 0);
    a.fails = true;
    CHECK(sig_cache_new(100, &counted) == NULL);
    CHECK(sig_cache_new(SIZE_MAX, NULL) == NULL);
}

/* One set holds four; the oldest makes room for the fifth. */
static void the_oldest_fact_of_a_set_goes_first(void)
{
    sig_cache *cache = sig_cache_new(0, NULL);
    sig_fact f[5];
    for (uint32_t i = 0; i < 5; i++) {
        f[i] = fact_number(i);
        sig_cache_put(cache, &f[i]);
    }
    CHECK(!sig_cache_has(cache, &f[0]));
    for (size_t i = 1; i < 5; i++) {
        CHECK(sig_cache_has(cache, &f[i]));
        sig_cache_put(cache, &f[4]); /* nothing is put in twice */
    }
    for (size_t i = 1; i < 5; i++) {
        CHECK(sig_cache_has(cache, &f[i]));
    }
    sig_cache_free(cache);
}

/* A fact that is in the cache is believed; anything else about it is another fact. */
static void facts_are_about_everything(void)
{
    sig_cache *cache = sig_cache_new(16, NULL);
    assay_bytes text = bytes_of_text("signed"), other = bytes_of_text("Signed");
    uint8_t digest[32], out[64], no[64];
    size_t len = sizeof out;
    sig_fact fact, unlike;
    public_key key = key_public(forge_keys[LEAF]), wrong = key_public(forge_keys[OTHER]);
    CHECK(crypto_sha256(text, digest) == ASSAY_OK);
    CHECK(key_sign(forge_keys[LEAF], SIG_ECDSA_P256_SHA256, digest, out, &len) == ASSAY_OK);
    assay_bytes signature = bytes_of(out, len);
    memcpy(no, out, sizeof no);
    no[63] ^= 1;
    uint8_t name[32] = {1}, other_name[32] = {2};
    const sig_claim good = {SIG_ECDSA_P256_SHA256, &key, name, text, signature};
    sig_claim c = good;
    c.signature = bytes_of(no, sizeof no);
    CHECK(sig_verify(cache, &c, &unlike) == ASSAY_REJECTED);
    CHECK(sig_verify(cache, &good, &fact) == ASSAY_OK);
    CHECK(memcmp(&fact, &unlike, sizeof fact) != 0);
    CHECK(!sig_cache_has(cache, &fact)); /* the caller puts it in, later */
    sig_cache_put(cache, &unlike);
    CHECK(sig_verify(cache, &c, &unlike) == ASSAY_OK);
    c.key_sha256 = NULL; /* not asked about */
    CHECK(sig_verify(cache, &c, &unlike) == ASSAY_REJECTED);
    sig_cache_put(cache, &fact);
    CHECK(sig_verify(cache, &good, &fact) == ASSAY_OK);
    c = good;
    c.signed_bytes = other;
    CHECK(sig_verify(cache, &c, &fact) == ASSAY_REJECTED);
    c = good;
    c.key = &wrong;
    c.key_sha256 = other_name;
    CHECK(sig_verify(cache, &c, &fact) == ASSAY_REJECTED);
    c = good;
    c.alg = SIG_RSA_PKCS1_SHA256;
    CHECK(sig_verify(cache, &c, &fact) == ASSAY_REJECTED);
    c.alg = SIG_NONE;
    CHECK(sig_verify(cache, &c, &fact) == ASSAY_REJECTED);
    sig_cache_free(cache);
}

static void *put_and_ask(void *shared)
{
    for (uint32_t i = 0; i < 2000; i++) {
        sig_fact f = {.bytes = {0}};
        uint32_t n = i % 300;
        if (crypto_sha256(bytes_of(&n, sizeof n), f.bytes) != ASSAY_OK) {
            return NULL;
        }
        sig_cache_put(shared, &f);
        sig_cache_has(shared, &f);
    }
    return shared;
}

static void threads_share_it(void)
{
    sig_cache *cache = sig_cache_new(64, NULL);
    pthread_t threads[4];
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        CHECK(pthread_create(&threads[i], NULL, put_and_ask, cache) == 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        void *result;
        CHECK(pthread_join(threads[i], &result) == 0 && result == cache);
    }
    sig_cache_free(cache);
}

int main(void)
{
    forge_begin();
    RUN(facts_are_kept);
    RUN(no_cache_is_an_empty_one);
    RUN(memory_is_the_allocators_and_bounded);
    RUN(the_oldest_fact_of_a_set_goes_first);
    RUN(facts_are_about_everything);
    RUN(threads_share_it);
    forge_end();
    return DONE();
}
