/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Single-use nonces: issue one, hand it to the attester, and let the engine spend it when authentic
 * evidence carries it. A store may be shared by any number of threads; the sqlite one by processes.
 */
#ifndef ASSAY_NONCE_H
#define ASSAY_NONCE_H

#include <assay/sys/nonce.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_nonces assay_nonces;

/* At most `capacity` nonces at once, in this process; lost when it ends. */
ASSAY_API assay_status assay_nonces_memory(assay_nonces **out, size_t capacity,
                                           assay_error *err) ASSAY_MUST_CHECK;
/* A database file, made with mode 0600 when it does not exist; synchronous=FULL, so that a spent nonce
 * stays spent after a crash. E_UNSUPPORTED when built without sqlite. */
ASSAY_API assay_status assay_nonces_sqlite(assay_nonces **out, const char *path,
                                           assay_error *err) ASSAY_MUST_CHECK;
/* A store of your own; the vtable is copied. */
ASSAY_API assay_status assay_nonces_new(assay_nonces **out, const assay_nonce_store *store,
                                        assay_error *err) ASSAY_MUST_CHECK;
ASSAY_API void assay_nonces_free(assay_nonces *nonces); /* NULL is fine */

/* `len` random bytes (16 to 64; 32 is right for every format), live for `ttl_s` seconds (1 to 86400)
 * from the store's clock. policy, audience, session may be NULL. */
ASSAY_API assay_status assay_nonce_issue(assay_nonces *nonces, uint8_t *out, size_t len,
                                         const uint8_t *policy_sha256, const char *audience,
                                         const char *session, uint32_t ttl_s,
                                         assay_error *err) ASSAY_MUST_CHECK;
/* Advisory: what spending it would say now. */
ASSAY_API assay_status assay_nonce_peek(assay_nonces *nonces, const uint8_t *nonce, size_t len,
                                        const uint8_t *policy_sha256, const char *audience,
                                        const char *session, assay_nonce_state *state,
                                        assay_error *err) ASSAY_MUST_CHECK;
ASSAY_API assay_status assay_nonces_purge(assay_nonces *nonces, uint64_t *count,
                                          assay_error *err) ASSAY_MUST_CHECK;
ASSAY_API const char *assay_nonce_state_name(assay_nonce_state state);

#ifdef __cplusplus
}
#endif
#endif
