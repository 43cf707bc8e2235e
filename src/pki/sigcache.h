/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facts "this signature is valid for this algorithm, key and digest", and nothing else. Of a
 * certificate, whose own bytes say all but the key, the digest of the whole stands for the rest, so
 * that one that was seen before is hashed once. Bounded and safe from every thread. A fact is put
 * in only once the path it belongs to reached a live anchor, so that strangers cannot wash the
 * cache. Windows, constraints, scope and revocation are never cached.
 */
#ifndef ASSAY_PKI_SIGCACHE_H
#define ASSAY_PKI_SIGCACHE_H

#include "crypto/crypto.h"

typedef struct sig_cache sig_cache;
typedef struct {
    uint8_t bytes[32];  /* digest of the framed claim, or of a certificate */
    uint8_t signer[32]; /* of a certificate: the key that verifies it, */
    uint8_t key[32];    /* and its own; SHA-256 of SubjectPublicKeyInfo */
} sig_fact;

/* NULL when memory failed. Every function below takes a NULL cache as one that is always empty. */
sig_cache *sig_cache_new(size_t facts, const assay_allocator *allocator);
void sig_cache_free(sig_cache *cache);
bool sig_cache_has(sig_cache *cache, const sig_fact *fact);
void sig_cache_put(sig_cache *cache, const sig_fact *fact);
/* A fact about a certificate by its digest, which sig_digest_certificate makes. */
bool sig_cache_find(sig_cache *cache, const uint8_t digest[32], sig_fact *out);
assay_status sig_digest_certificate(assay_bytes der, uint8_t out[32]);

typedef struct {
    sig_alg alg;
    const public_key *key;
    const uint8_t *key_sha256; /* of its SubjectPublicKeyInfo; stands for the key in a fact */
    assay_bytes signed_bytes, signature;
} sig_claim;

/* crypto_verify over the digest of the signed bytes, unless the cache has the fact (a digest of the
 * framed algorithm, key, digest and signature). The fact goes to *out for sig_cache_put later; a
 * claim without key_sha256 has none, and asks no cache. OK, REJECTED or E_MEMORY. */
assay_status sig_verify(sig_cache *cache, const sig_claim *claim, sig_fact *out);

#endif
