/* SPDX-License-Identifier: Apache-2.0 */
/* Many threads verify with one shared key, without any set-up before. */
#include "check.h"
#include "crypto/crypto.h"
#include "crypto/hex.h"
#include "crypto/rsa_vectors.h"

#include <pthread.h>

enum { THREADS = 8, ROUNDS = 40 };

typedef struct {
    public_key ec, rsa;
    uint8_t sample[HASH_MAX], assay[HASH_MAX];
    assay_bytes ec_signature, rsa_signature;
} shared;

typedef struct {
    const shared *with;
    unsigned wrong;
} job;

static bool round_holds(const shared *s)
{
    uint8_t other[HASH_MAX], digest[HASH_MAX];
    assay_bytes message = bytes_of_text("sample");
    memcpy(other, s->sample, sizeof other);
    other[0] ^= 1;
    return crypto_digest(HASH_SHA384, &message, 1, digest) == ASSAY_OK &&
           memcmp(digest, s->sample, 48) == 0 &&
           crypto_verify(SIG_ECDSA_P384_SHA384, &s->ec, s->sample, s->ec_signature) == ASSAY_OK &&
           crypto_verify(SIG_ECDSA_P384_SHA384, &s->ec, other, s->ec_signature) == ASSAY_REJECTED &&
           crypto_verify(SIG_RSA_PSS_SHA384, &s->rsa, s->assay, s->rsa_signature) == ASSAY_OK &&
           crypto_random(other, sizeof other) == ASSAY_OK;
}

static void *run(void *argument)
{
    job *j = argument;
    for (int i = 0; i < ROUNDS; i++) {
        j->wrong += !round_holds(j->with);
    }
    assay_thread_end();
    return NULL;
}

static void threads_share_a_key(void)
{
    static const uint8_t f4[] = {1, 0, 1};
    hex_value x = hex("EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64"
                      "DEF8F0EA9055866064A254515480BC13");
    hex_value y = hex("8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1"
                      "288B231C3AE0D4FE7344FD2533264720");
    hex_value rs = hex("94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C"
                       "81A648152E44ACF96E36DD1E80FABE46"
                       "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94F"
                       "A329C145786E679E7B82C71A38628AC8");
    hex_value n = hex(RSA2048_N), pss = hex(PSS_SHA384);
    shared s = {.ec = {KEY_EC_P384, hex_view(&x), hex_view(&y)},
                .rsa = {KEY_RSA, hex_view(&n), bytes_of(f4, sizeof f4)},
                .ec_signature = hex_view(&rs),
                .rsa_signature = hex_view(&pss)};
    assay_bytes sample = bytes_of_text("sample"), assay = bytes_of_text("assay");
    CHECK_UINT(crypto_digest(HASH_SHA384, &sample, 1, s.sample), ASSAY_OK);
    CHECK_UINT(crypto_digest(HASH_SHA384, &assay, 1, s.assay), ASSAY_OK);

    pthread_t threads[THREADS];
    job jobs[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        jobs[i] = (job){&s, 0};
        if (!CHECK(pthread_create(&threads[i], NULL, run, &jobs[i]) == 0)) {
            exit(EXIT_FAILURE);
        }
    }
    for (size_t i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK_UINT(jobs[i].wrong, 0);
    }
}

/* With the cache freed, the next verification starts afresh. */
static void thread_end_may_be_called_at_any_time(void)
{
    assay_thread_end();
    threads_share_a_key();
    assay_thread_end();
    assay_thread_end();
}

int main(void)
{
    RUN(threads_share_a_key);
    RUN(thread_end_may_be_called_at_any_time);
    return DONE();
}
