/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nonce stores inside the library: what the engine and the tools call, and what the stores share.
 */
#ifndef ASSAY_NONCE_NONCES_H
#define ASSAY_NONCE_NONCES_H

#include <assay/nonce.h>

#include "base/bytes.h"

#include <unistd.h>

/* Only the functions here and in nonce.h call the store: they refuse another process. */
struct assay_nonces {
    assay_nonce_store store;
    pid_t owner;
};

/* OK with the answer in *state, which is ASSAY_NONCE_NONE for every other status. Consume answers
 * LIVE once, ever, and the nonce is spent then. */
assay_status nonces_consume(assay_nonces *nonces, assay_bytes nonce, const assay_nonce_scope *scope,
                            assay_nonce_state *state, assay_error *err);
assay_status nonces_peek(assay_nonces *nonces, assay_bytes nonce, const assay_nonce_scope *scope,
                         assay_nonce_state *state, assay_error *err);
assay_status nonces_list(assay_nonces *nonces,
                         bool (*each)(void *context, const uint8_t sha256[32],
                                      const assay_nonce_scope *scope),
                         void *context, assay_error *err);

/* What tests choose; zeroed: what users get. */
typedef struct {
    assay_time (*clock)(void *user); /* NULL: the system's */
    void *clock_user;
    uint32_t busy_ms; /* how long a locked database is waited for; 0: LIMIT_NONCE_BUSY_MS */
} nonce_options;
assay_time nonce_clock(const nonce_options *options);

assay_status nonces_memory_open(assay_nonces **out, size_t capacity, const nonce_options *options,
                                assay_error *err);
assay_status nonces_sqlite_open(assay_nonces **out, const char *path, const nonce_options *options,
                                assay_error *err);

/* False: ASSAY_NONCE_WRONG_TIME. */
bool nonce_in_time(const assay_nonce_scope *given, assay_time clock);
/* The state of a nonce that is there, for one who gives this scope in time. */
assay_nonce_state nonce_judge(const assay_nonce_scope *issued, bool spent,
                              const assay_nonce_scope *given, assay_time clock);

#endif
