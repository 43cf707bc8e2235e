/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interface of a nonce database. A store keeps the SHA-256 of nonces only, and uses its own
 * clock for lifetimes. Every function must be safe from every thread that appraises.
 */
#ifndef ASSAY_SYS_NONCE_H
#define ASSAY_SYS_NONCE_H

#include <assay/values.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a nonce is bound to when it is issued, and must be again when it is spent: whatever it was
 * issued with has to be the same then; what it was issued without may be anything. */
typedef struct {
    size_t struct_size;
    const uint8_t *policy_sha256; /* 32 bytes, or NULL: any policy */
    assay_str audience, session;  /* 1 to 256 bytes each, without NUL; {NULL, 0}: none */
    assay_time now;               /* the request's moment, to be refused beyond the skew; UNSET: none */
    assay_time expires;           /* list: end of life; otherwise ignored */
} assay_nonce_scope;

/* Where several hold, the first of WRONG_TIME, UNKNOWN, FOREIGN, SPENT, EXPIRED is the answer. */
typedef enum {
    ASSAY_NONCE_NONE = 0, /* never an answer */
    ASSAY_NONCE_LIVE,     /* issued, unspent, in its lifetime and scope; consume: spent just now */
    ASSAY_NONCE_SPENT,
    ASSAY_NONCE_EXPIRED,
    ASSAY_NONCE_UNKNOWN,  /* never issued here, or purged */
    ASSAY_NONCE_FOREIGN,  /* issued for another policy, audience or session */
    ASSAY_NONCE_WRONG_TIME /* the request's explicit time is over 300 s off the store's clock */
} assay_nonce_state;

typedef struct {
    size_t struct_size;
    const char *name; /* "memory", "sqlite", ...: stands in results */
    void *user;
    /* Each returns OK with the answer in *state, or E_IO / E_MEMORY with *err filled. */
    /* Live for ttl_s seconds of the store's clock. REJECTED, and nothing changed, when that hash is
     * there already in whatever state. */
    assay_status (*issue)(void *user, const uint8_t sha256[32], const assay_nonce_scope *scope,
                          uint32_t ttl_s, assay_error *err);
    assay_status (*peek)(void *user, const uint8_t sha256[32], const assay_nonce_scope *scope,
                         assay_nonce_state *state, assay_error *err);
    /* One atomic statement that re-checks hash, expiry, policy, audience, session and "unspent":
     * LIVE for exactly one caller, ever. */
    assay_status (*consume)(void *user, const uint8_t sha256[32], const assay_nonce_scope *scope,
                            assay_nonce_state *state, assay_error *err);
    /* Forgets those whose lifetime ended at or before `before` (UNSET, or later than the store's
     * clock: now), spent or not; *count of them. */
    assay_status (*purge)(void *user, assay_time before, uint64_t *count, assay_error *err);
    /* Calls `each` for every live nonce until it returns false. `each` may not call the store. */
    assay_status (*list)(void *user,
                         bool (*each)(void *context, const uint8_t sha256[32],
                                      const assay_nonce_scope *scope),
                         void *context, assay_error *err);
    void (*close)(void *user); /* may be NULL */
} assay_nonce_store;

#ifdef __cplusplus
}
#endif
#endif
