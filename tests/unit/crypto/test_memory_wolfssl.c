/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each allocation inside wolfCrypt failed in turn: the answer is then "no memory", never "the
 * signature is bad" and never "it is good"; and the next call is right again.
 */
#include "check.h"
#include "crypto/hex.h"
#include "crypto/keys.h"
#include "crypto/keys_vectors.h"
#include "crypto/rsa_vectors.h"

#include <wolfssl/options.h>
#include <wolfssl/wolfcrypt/settings.h>
#include <wolfssl/wolfcrypt/memory.h>

static long made, fails_at = -1;

static bool fails(void)
{
    return made++ == fails_at;
}

static void *failing_malloc(size_t size)
{
    return fails() ? NULL : malloc(size);
}

static void *failing_realloc(void *ptr, size_t size)
{
    return fails() ? NULL : realloc(ptr, size);
}

typedef struct {
    private_key *key;
    sig_alg alg;
    unsigned seen; /* how often wolfCrypt has seen the key: it caches points from the second on */
    uint8_t digest[HASH_MAX], signature[512];
    size_t len;
} job;

static assay_status verify(const job *j)
{
    public_key key = key_public(j->key);
    return crypto_verify(j->alg, &key, j->digest, bytes_of(j->signature, j->len));
}

static assay_status sign(const job *j)
{
    uint8_t out[512];
    size_t len = sizeof out;
    return key_sign(j->key, j->alg, j->digest, out, &len);
}

static assay_status read_again(const job *j)
{
    hex_value der = hex(j->alg == SIG_ECDSA_P384_SHA384 ? P384_SEC1 : RSA2048_PKCS1);
    private_key *key = NULL;
    assay_status status = key_read(hex_view(&der), &key);
    key_free(key);
    return status;
}

static void prepare(const job *j)
{
    assay_thread_end();
    for (unsigned i = 0; i < j->seen; i++) {
        CHECK_UINT(verify(j), ASSAY_OK);
    }
}

/* Runs the operation with allocation 0, 1, 2, ... failing until none is left to fail. */
static void sweep(const job *j, assay_status (*operation)(const job *))
{
    for (long at = 0;; at++) {
        prepare(j);
        made = 0;
        fails_at = at;
        assay_status status = operation(j);
        fails_at = -1;
        if (made <= at) {
            CHECK_UINT(status, ASSAY_OK);
            return;
        }
        if (!CHECK(status == ASSAY_E_MEMORY) || !CHECK(verify(j) == ASSAY_OK)) {
            fprintf(stderr, "  %s, allocation %ld: %s\n", sig_name(j->alg), at,
                    assay_status_name(status));
        }
    }
}

static job job_of(const char *der, sig_alg alg)
{
    hex_value v = hex(der);
    job j = {.alg = alg, .digest = {1, 2, 3}, .len = sizeof j.signature};
    CHECK_UINT(key_read(hex_view(&v), &j.key), ASSAY_OK);
    CHECK_UINT(key_sign(j.key, alg, j.digest, j.signature, &j.len), ASSAY_OK);
    return j;
}

static void ecdsa(void)
{
    job j = job_of(P384_SEC1, SIG_ECDSA_P384_SHA384);
    for (j.seen = 0; j.seen < 3; j.seen++) {
        sweep(&j, verify);
    }
    j.seen = 0;
    sweep(&j, sign);
    sweep(&j, read_again);
    key_free(j.key);
}

static void rsa(void)
{
    static const sig_alg algs[] = {SIG_RSA_PKCS1_SHA256, SIG_RSA_PSS_SHA384};
    for (size_t i = 0; i < ARRAY_LEN(algs); i++) {
        job j = job_of(RSA2048_PKCS1, algs[i]);
        sweep(&j, verify);
        sweep(&j, sign);
        sweep(&j, read_again);
        key_free(j.key);
    }
}

int main(void)
{
    CHECK(wolfSSL_SetAllocators(failing_malloc, free, failing_realloc) == 0);
    RUN(ecdsa);
    RUN(rsa);
    assay_thread_end();
    return DONE();
}
