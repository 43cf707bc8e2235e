/* SPDX-License-Identifier: Apache-2.0 */
/* The public face of nonce stores: argument checks and hashing before, a sane answer after. */
#include "nonce/nonces.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "crypto/crypto.h"

#include <stdlib.h>

#define ISSUE_TRIES 4 /* a repeated 128-bit random number already means a broken generator */

/* A copy that fork made would let each process spend the same nonce. */
static assay_status usable(const assay_nonces *nonces, assay_error *err)
{
    if (nonces == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "no nonce store");
    }
    if (nonces->owner != getpid()) {
        error_set(err, ASSAY_E_ARGUMENT, "the nonce store was opened by another process");
        error_hint(err, "open it after fork, in the process that uses it");
        return ASSAY_E_ARGUMENT;
    }
    return ASSAY_OK;
}

static bool part_is_valid(assay_str part)
{
    if (part.ptr == NULL) {
        return part.len == 0;
    }
    return part.len > 0 && part.len <= LIMIT_NONCE_SCOPE && utf8_valid(bytes_of_str(part)) &&
           memchr(part.ptr, 0, part.len) == NULL;
}

static assay_status check_scope(const assay_nonce_scope *scope, assay_error *err)
{
    if (scope == NULL || scope->struct_size < sizeof *scope) {
        return error_set(err, ASSAY_E_ARGUMENT, "no scope for the nonce");
    }
    if (!part_is_valid(scope->audience) || !part_is_valid(scope->session)) {
        return error_set(err, ASSAY_E_ARGUMENT, "the %s is not 1 to %d bytes of UTF-8",
                         part_is_valid(scope->audience) ? "session" : "audience",
                         LIMIT_NONCE_SCOPE);
    }
    return ASSAY_OK;
}

/* A store that says something else than its contract allows has said nothing. */
static assay_status settle(assay_status status, assay_nonce_state *state, assay_error *err)
{
    if (status > ASSAY_OK ||
        (status == ASSAY_OK && (*state <= ASSAY_NONCE_NONE || *state > ASSAY_NONCE_WRONG_TIME))) {
        status = error_set(err, ASSAY_E_IO, "the nonce store gave no valid answer");
    }
    if (status != ASSAY_OK) {
        *state = ASSAY_NONCE_NONE;
    }
    return status;
}

static assay_status guard(const assay_nonces *nonces, const assay_nonce_scope *scope,
                          assay_error *err)
{
    assay_status status = usable(nonces, err);
    return status == ASSAY_OK ? check_scope(scope, err) : status;
}

static assay_status guarded_issue(void *user, const uint8_t sha256[32],
                                  const assay_nonce_scope *scope, uint32_t ttl_s, assay_error *err)
{
    const assay_nonces *n = user;
    assay_status status = guard(n, scope, err);
    return status == ASSAY_OK ? n->store.issue(n->store.user, sha256, scope, ttl_s, err) : status;
}

static assay_status guarded_peek(void *user, const uint8_t sha256[32],
                                 const assay_nonce_scope *scope, assay_nonce_state *state,
                                 assay_error *err)
{
    const assay_nonces *n = user;
    *state = ASSAY_NONCE_NONE;
    assay_status status = guard(n, scope, err);
    if (status == ASSAY_OK) {
        status = n->store.peek(n->store.user, sha256, scope, state, err);
    }
    return settle(status, state, err);
}

static assay_status guarded_consume(void *user, const uint8_t sha256[32],
                                    const assay_nonce_scope *scope, assay_nonce_state *state,
                                    assay_error *err)
{
    const assay_nonces *n = user;
    *state = ASSAY_NONCE_NONE;
    assay_status status = guard(n, scope, err);
    if (status == ASSAY_OK) {
        status = n->store.consume(n->store.user, sha256, scope, state, err);
    }
    return settle(status, state, err);
}

static assay_status guarded_purge(void *user, assay_time before, uint64_t *count, assay_error *err)
{
    const assay_nonces *n = user;
    assay_status status = usable(n, err);
    return status == ASSAY_OK ? n->store.purge(n->store.user, before, count, err) : status;
}

static assay_status guarded_list(void *user,
                                 bool (*each)(void *context, const uint8_t sha256[32],
                                              const assay_nonce_scope *scope),
                                 void *context, assay_error *err)
{
    const assay_nonces *n = user;
    assay_status status = usable(n, err);
    return status == ASSAY_OK ? n->store.list(n->store.user, each, context, err) : status;
}

const assay_nonce_store *nonces_store(const assay_nonces *nonces)
{
    return &nonces->guarded;
}

assay_status assay_nonces_new(assay_nonces **out, const assay_nonce_store *store, assay_error *err)
{
    if (out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "no place for the nonce store");
    }
    *out = NULL;
    if (store == NULL || store->struct_size != sizeof *store || store->name == NULL ||
        store->issue == NULL || store->peek == NULL || store->consume == NULL ||
        store->purge == NULL || store->list == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "the nonce store lacks a name or a function");
    }
    assay_nonces *n = malloc(sizeof *n);
    if (n == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "out of memory");
    }
    *n = (assay_nonces){.store = *store, .owner = getpid()};
    n->guarded = (assay_nonce_store){sizeof *store, store->name,  n,
                                     guarded_issue, guarded_peek, guarded_consume,
                                     guarded_purge, guarded_list, NULL};
    *out = n;
    return ASSAY_OK;
}

/* A child may not close what its parent still uses: sqlite would drop the parent's log. */
void assay_nonces_free(assay_nonces *nonces)
{
    if (nonces != NULL && nonces->store.close != NULL && nonces->owner == getpid()) {
        nonces->store.close(nonces->store.user);
    }
    free(nonces);
}

static assay_status hash(assay_bytes nonce, uint8_t sha256[32], assay_error *err)
{
    assay_status status = crypto_sha256(nonce, sha256);
    return status == ASSAY_OK ? status : error_set(err, status, "cannot hash the nonce");
}

static assay_nonce_scope scope_of(const uint8_t *policy_sha256, const char *audience,
                                  const char *session)
{
    const assay_str none = {NULL, 0};
    return (assay_nonce_scope){.struct_size = sizeof(assay_nonce_scope),
                               .policy_sha256 = policy_sha256,
                               .audience = audience != NULL ? str_of(audience) : none,
                               .session = session != NULL ? str_of(session) : none,
                               .now = ASSAY_TIME_UNSET,
                               .expires = ASSAY_TIME_UNSET};
}

/* REJECTED: the store has this one already. */
static assay_status issue_once(assay_nonces *nonces, uint8_t *out, size_t len,
                               const assay_nonce_scope *scope, uint32_t ttl_s, assay_error *err)
{
    if (crypto_random(out, len) != ASSAY_OK) {
        return error_set(err, ASSAY_E_IO, "no random numbers");
    }
    uint8_t sha256[32];
    assay_status status = hash(bytes_of(out, len), sha256, err);
    return status == ASSAY_OK ? nonces->guarded.issue(nonces, sha256, scope, ttl_s, err) : status;
}

static assay_status issue(assay_nonces *nonces, uint8_t *out, size_t len,
                          const assay_nonce_scope *scope, uint32_t ttl_s, assay_error *err)
{
    assay_status status = ASSAY_REJECTED;
    for (int i = 0; i < ISSUE_TRIES && status == ASSAY_REJECTED; i++) {
        status = issue_once(nonces, out, len, scope, ttl_s, err);
    }
    if (status > ASSAY_OK) {
        status = error_set(err, ASSAY_E_IO, "random numbers repeat");
    }
    if (status != ASSAY_OK) {
        memset(out, 0, len);
    }
    return status;
}

assay_status assay_nonce_issue(assay_nonces *nonces, uint8_t *out, size_t len,
                               const uint8_t *policy_sha256, const char *audience,
                               const char *session, uint32_t ttl_s, assay_error *err)
{
    if (out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "no place for the nonce");
    }
    memset(out, 0, len);
    if (len < LIMIT_NONCE_MIN || len > LIMIT_NONCE_MAX) {
        return error_set(err, ASSAY_E_ARGUMENT, "a nonce has %d to %d bytes", LIMIT_NONCE_MIN,
                         LIMIT_NONCE_MAX);
    }
    if (ttl_s == 0 || ttl_s > LIMIT_NONCE_TTL) {
        return error_set(err, ASSAY_E_ARGUMENT, "a nonce lives 1 to %d seconds", LIMIT_NONCE_TTL);
    }
    assay_nonce_scope scope = scope_of(policy_sha256, audience, session);
    assay_status status = guard(nonces, &scope, err);
    return status == ASSAY_OK ? issue(nonces, out, len, &scope, ttl_s, err) : status;
}

assay_status assay_nonce_peek(assay_nonces *nonces, const uint8_t *nonce, size_t len,
                              const uint8_t *policy_sha256, const char *audience,
                              const char *session, assay_nonce_state *state, assay_error *err)
{
    if (state == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "no place for the state");
    }
    *state = ASSAY_NONCE_NONE;
    if (nonces == NULL || nonce == NULL || len == 0) {
        return error_set(err, ASSAY_E_ARGUMENT, "no nonce or no nonce store");
    }
    assay_nonce_scope scope = scope_of(policy_sha256, audience, session);
    uint8_t sha256[32];
    assay_status status = hash(bytes_of(nonce, len), sha256, err);
    return status == ASSAY_OK ? nonces->guarded.peek(nonces, sha256, &scope, state, err) : status;
}

assay_status assay_nonces_purge(assay_nonces *nonces, uint64_t *count, assay_error *err)
{
    uint64_t ignored;
    uint64_t *result = count != NULL ? count : &ignored;
    *result = 0;
    return nonces != NULL ? nonces->guarded.purge(nonces, ASSAY_TIME_UNSET, result, err)
                          : error_set(err, ASSAY_E_ARGUMENT, "no nonce store");
}

#ifndef ASSAY_SQLITE
assay_status nonces_sqlite_open(assay_nonces **out, const char *path, const nonce_options *options,
                                assay_error *err)
{
    (void)options;
    if (out != NULL) {
        *out = NULL;
    }
    error_set(err, ASSAY_E_UNSUPPORTED, "built without sqlite");
    error_at(err, path, NULL, 0, 0);
    return ASSAY_E_UNSUPPORTED;
}
#endif

assay_status assay_nonces_memory(assay_nonces **out, size_t capacity, assay_error *err)
{
    return nonces_memory_open(out, capacity, &(nonce_options){0}, err);
}

assay_status assay_nonces_sqlite(assay_nonces **out, const char *path, assay_error *err)
{
    return nonces_sqlite_open(out, path, &(nonce_options){0}, err);
}
