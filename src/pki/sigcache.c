/* SPDX-License-Identifier: Apache-2.0 */
/* A fixed table of small sets; the oldest fact of a full set makes room. A fact is a digest, so
 * its first bytes choose the set evenly. */
#include "pki/sigcache.h"
#include "base/arena.h"

#include <pthread.h>

#define WAYS 4

typedef struct {
    sig_fact facts[WAYS];
    uint8_t count, next;
} fact_set;

struct sig_cache {
    pthread_mutex_t mutex;
    const assay_allocator *allocator;
    size_t set_count;
    fact_set sets[];
};

static size_t size_for(size_t sets)
{
    return sizeof(sig_cache) + sets * sizeof(fact_set);
}

sig_cache *sig_cache_new(size_t facts, const assay_allocator *allocator)
{
    const assay_allocator *from = allocator != NULL ? allocator : &allocator_default;
    size_t sets = facts / WAYS + 1;
    if (sets > (SIZE_MAX - sizeof(sig_cache)) / sizeof(fact_set)) {
        return NULL;
    }
    sig_cache *cache = from->alloc(from->user, size_for(sets));
    if (cache == NULL) {
        return NULL;
    }
    memset(cache, 0, size_for(sets));
    cache->allocator = from;
    cache->set_count = sets;
    if (pthread_mutex_init(&cache->mutex, NULL) != 0) {
        from->release(from->user, cache, size_for(sets));
        return NULL;
    }
    return cache;
}

void sig_cache_free(sig_cache *cache)
{
    if (cache != NULL) {
        pthread_mutex_destroy(&cache->mutex);
        cache->allocator->release(cache->allocator->user, cache, size_for(cache->set_count));
    }
}

static fact_set *set_of(sig_cache *cache, const uint8_t digest[32])
{
    uint32_t start;
    memcpy(&start, digest, sizeof start);
    return &cache->sets[start % cache->set_count];
}

static bool set_has(const fact_set *set, const sig_fact *fact)
{
    for (size_t i = 0; i < set->count; i++) {
        if (memcmp(&set->facts[i], fact, sizeof *fact) == 0) {
            return true;
        }
    }
    return false;
}

bool sig_cache_has(sig_cache *cache, const sig_fact *fact)
{
    if (cache == NULL) {
        return false;
    }
    pthread_mutex_lock(&cache->mutex);
    bool found = set_has(set_of(cache, fact->bytes), fact);
    pthread_mutex_unlock(&cache->mutex);
    return found;
}

void sig_cache_put(sig_cache *cache, const sig_fact *fact)
{
    if (cache == NULL) {
        return;
    }
    pthread_mutex_lock(&cache->mutex);
    fact_set *set = set_of(cache, fact->bytes);
    if (!set_has(set, fact)) {
        set->facts[set->next] = *fact;
        set->next = (uint8_t)((set->next + 1) % WAYS);
        set->count = (uint8_t)(set->count < WAYS ? set->count + 1 : WAYS);
    }
    pthread_mutex_unlock(&cache->mutex);
}

bool sig_cache_find(sig_cache *cache, const uint8_t digest[32], sig_fact *out)
{
    bool found = false;
    if (cache == NULL) {
        return false;
    }
    pthread_mutex_lock(&cache->mutex);
    const fact_set *set = set_of(cache, digest);
    for (size_t i = 0; i < set->count && !found; i++) {
        found = memcmp(set->facts[i].bytes, digest, sizeof out->bytes) == 0;
        if (found) {
            *out = set->facts[i];
        }
    }
    pthread_mutex_unlock(&cache->mutex);
    return found;
}

/* SHA-384, cut to the size of a fact, is the faster one on machines of 64 bits. */
static assay_status digest_of(const assay_bytes *parts, size_t count, uint8_t out[32])
{
    uint8_t whole[HASH_MAX];
    assay_status status = crypto_digest(HASH_SHA384, parts, count, whole);
    memcpy(out, whole, 32);
    return status;
}

assay_status sig_digest_certificate(assay_bytes der, uint8_t out[32])
{
    return digest_of(&der, 1, out);
}

/* Each part's length stands before all parts, so that no two claims have the same bytes; and the
 * algorithm before that, with which no certificate begins. */
static assay_status fact_of(const sig_claim *claim, const uint8_t *digest, sig_fact *out)
{
    size_t digest_len = hash_len(sig_hash(claim->alg));
    const uint64_t frame[] = {claim->alg, digest_len, claim->signature.len};
    const assay_bytes parts[] = {bytes_of(frame, sizeof frame), bytes_of(claim->key_sha256, 32),
                                 bytes_of(digest, digest_len), claim->signature};
    return digest_of(parts, ARRAY_LEN(parts), out->bytes);
}

assay_status sig_verify(sig_cache *cache, const sig_claim *claim, sig_fact *out)
{
    hash_alg hash = sig_hash(claim->alg);
    uint8_t digest[HASH_MAX];
    *out = (sig_fact){.bytes = {0}};
    if (hash == HASH_NONE) {
        return ASSAY_REJECTED;
    }
    assay_status status = crypto_digest(hash, &claim->signed_bytes, 1, digest);
    if (status == ASSAY_OK && claim->key_sha256 != NULL) {
        status = fact_of(claim, digest, out);
        if (status == ASSAY_OK && sig_cache_has(cache, out)) {
            return ASSAY_OK;
        }
    }
    return status != ASSAY_OK ? status
                              : crypto_verify(claim->alg, claim->key, digest, claim->signature);
}
