/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A path from a certificate to a pinned anchor at a given time (RFC 5280 6.1, cut down to what the
 * vendors of TEEs use: no policies, no name constraints; either is an unknown critical extension).
 *
 * An anchor is the digest of a SubjectPublicKeyInfo. A path ends at the first certificate whose key
 * is pinned; that certificate lends the bytes of the pinned key and its own window, nothing else.
 * Issuers are chosen by name and signature from a pool that may hold hostile certificates.
 */
#ifndef ASSAY_PKI_CHAIN_H
#define ASSAY_PKI_CHAIN_H

#include "base/limits.h"
#include "pki/cert.h"
#include "pki/sigcache.h"

typedef struct {
    const char *family; /* scope: "amd", "intel", ..., or an issuer URL */
    const char *name;   /* for people: "ARK-Milan" */
    uint8_t spki_sha256[32];
    assay_time valid_from, valid_to; /* of the pin; UNSET: no bound */
    int32_t path_len;                /* CA certificates allowed below it; -1: any */
    const char *origin, *date;       /* where the pin was read, and when */
} anchor;

/* A certificate that may issue others, with the digest of its key. A trust store also remembers
 * which key was seen to have signed it when the store was opened; so does the cache. */
typedef struct {
    const cert *cert;
    uint8_t spki_sha256[32];
    bool signer_known;
    uint8_t signer_sha256[32];
    bool hashed; /* for the cache */
    uint8_t digest[32];
} issuer;
/* With what the cache, which may be NULL, has of it. OK or E_MEMORY. */
assay_status issuer_of(const cert *c, sig_cache *cache, issuer *out);

/* What is wrong with one certificate of a path; bits. */
typedef enum {
    CHAIN_EXPIRED = 1u << 0,
    CHAIN_NOT_YET_VALID = 1u << 1,
    CHAIN_SIGNATURE = 1u << 2,    /* not signed by any certificate of its issuer's name */
    CHAIN_ALGORITHM = 1u << 3,    /* signature or key of a kind that is not used */
    CHAIN_NOT_CA = 1u << 4,       /* issues, without basicConstraints CA */
    CHAIN_KEY_USAGE = 1u << 5,    /* issues, without keyCertSign */
    CHAIN_PATH_LEN = 1u << 6,     /* more certificates below it than it (or the pin) allows */
    CHAIN_CRITICAL = 1u << 7,     /* a critical extension that is not understood */
    CHAIN_NO_ISSUER = 1u << 8,    /* nothing in the pool has its issuer's name */
    CHAIN_FOREIGN_ROOT = 1u << 9, /* names itself as issuer and is no pin of this scope */
    CHAIN_TOO_LONG = 1u << 10,    /* LIMIT_PATH_DEPTH or LIMIT_PATH_CHECKS reached */
    CHAIN_PIN_WINDOW = 1u << 11   /* the pin itself is outside its validity */
} chain_flaw;

typedef struct {
    const cert *cert;
    unsigned flaws;
} chain_link;

/* links[0] is the end entity; the last one is the anchor's certificate when `anchor` is set. */
typedef struct {
    chain_link links[LIMIT_PATH_DEPTH + 1];
    size_t count;
    const anchor *anchor; /* NULL: none was reached */
    bool skewed;          /* a window begins after `at`, within the skew */
    unsigned flaws;       /* all of them together; 0 and anchor set: the path holds */
} chain;

typedef struct {
    const cert *leaf;
    const issuer *known; /* the leaf as a store remembers it; NULL: nothing is known of it */
    const issuer *pool;
    size_t pool_count;
    const anchor *const *anchors;
    size_t anchor_count;
    assay_time at;
    uint32_t skew;    /* seconds after `at` in which a window may begin: the clock may be behind */
    sig_cache *cache; /* may be NULL */
} chain_request;

/* Fills *out whatever it finds: OK or E_MEMORY. Each flaw is recorded, all as far as can be seen.
 */
assay_status chain_build(const chain_request *request, chain *out);
static inline bool chain_holds(const chain *c)
{
    return c->anchor != NULL && c->flaws == 0;
}

#endif
