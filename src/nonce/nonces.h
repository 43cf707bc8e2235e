/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nonce stores inside the library: what the engine and the tools call, and what the stores share.
 */
#ifndef ASSAY_NONCE_NONCES_H
#define ASSAY_NONCE_NONCES_H

#include <assay/nonce.h>

#include "base/bytes.h"

#include <unistd.h>

struct assay_nonces {
    assay_nonce_store store;   /* what was given */
    assay_nonce_store guarded; /* the same behind the checks of nonces.c */
    pid_t owner;
};

/* What appraisals and tools ask: it refuses another process and a bad scope (E_ARGUMENT), and an
 * answer that a store may not give is E_IO. *state is ASSAY_NONCE_NONE whenever the status is not
 * OK. Lives as long as `nonces`. */
const assay_nonce_store *nonces_store(const assay_nonces *nonces);

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
