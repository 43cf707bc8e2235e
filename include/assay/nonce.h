/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Single-use nonces: issue one, hand it to the attester, and let the engine spend it when authentic
 * evidence carries it. A store may be shared by any number of threads; a sqlite file by processes.
 *
 * A store belongs to the process that opened it. After fork every call in the child is refused
 * (E_ARGUMENT) and free releases next to nothing there. Open stores after fork, in each process:
 * sqlite cannot safely open a file again in a child whose parent had it open when it forked.
 */
#ifndef ASSAY_NONCE_H
#define ASSAY_NONCE_H

#include <assay/sys/nonce.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_nonces assay_nonces;

/* At most `capacity` (1 to 1048576) nonces at once, in this process; lost when it ends. A spent one
 * counts until its lifetime ends, so that a replay is told apart from an unknown nonce; issuing
 * into a full store is E_IO. */
ASSAY_API assay_status assay_nonces_memory(assay_nonces **out, size_t capacity,
                                           assay_error *err) ASSAY_MUST_CHECK;
/* A database file, made with mode 0600 when it does not exist; synchronous=FULL, so that a spent nonce
 * stays spent after a crash. E_CONFIG for a symbolic link, a file that others may write or that
 * belongs to another user, and for a database that is not a nonce store of a known version. A
 * database that stays locked for 10 s is E_IO. E_UNSUPPORTED when built without sqlite. */
ASSAY_API assay_status assay_nonces_sqlite(assay_nonces **out, const char *path,
                                           assay_error *err) ASSAY_MUST_CHECK;
/* A store of your own; the vtable is copied. On success `user` belongs to the store. */
ASSAY_API assay_status assay_nonces_new(assay_nonces **out, const assay_nonce_store *store,
                                        assay_error *err) ASSAY_MUST_CHECK;
ASSAY_API void assay_nonces_free(assay_nonces *nonces); /* NULL is fine */

/* `len` random bytes (16 to 64; 32 is right for every format), live for `ttl_s` seconds (1 to 86400)
 * from the store's clock. policy, audience, session may be NULL; audience and session are 1 to 256
 * bytes of UTF-8. On failure `out` is zeroed. */
ASSAY_API assay_status assay_nonce_issue(assay_nonces *nonces, uint8_t *out, size_t len,
                                         const uint8_t *policy_sha256, const char *audience,
                                         const char *session, uint32_t ttl_s,
                                         assay_error *err) ASSAY_MUST_CHECK;
/* Advisory: what spending it would say now. */
ASSAY_API assay_status assay_nonce_peek(assay_nonces *nonces, const uint8_t *nonce, size_t len,
                                        const uint8_t *policy_sha256, const char *audience,
                                        const char *session, assay_nonce_state *state,
                                        assay_error *err) ASSAY_MUST_CHECK;
/* Forgets those whose lifetime ended, spent or not: from then on they are unknown. */
ASSAY_API assay_status assay_nonces_purge(assay_nonces *nonces, uint64_t *count,
                                          assay_error *err) ASSAY_MUST_CHECK;
/* "live", "spent", "expired", "unknown", "foreign", "wrong-time"; "none" for everything else. */
ASSAY_API const char *assay_nonce_state_name(assay_nonce_state state);

#ifdef __cplusplus
}
#endif
#endif
