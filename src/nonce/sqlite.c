/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store in a database file, for any number of processes. A nonce is spent by one UPDATE that
 * re-checks everything; only when that changed nothing is the row read, to say why.
 */
#include "nonce/sqlite.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/time.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

/* ?1 hash, ?2 now, ?3 policy, ?4 audience, ?5 session, ?6 end of life, the same in all of them. */
static const char *const SQL[SQL_COUNT] = {
    [SQL_ISSUE] = "INSERT INTO nonce(sha256, policy, audience, session, expires) "
                  "VALUES(?1, ?3, ?4, ?5, ?6) ON CONFLICT(sha256) DO NOTHING",
    [SQL_CONSUME] = "UPDATE nonce SET spent = ?2 "
                    "WHERE sha256 = ?1 AND spent IS NULL AND expires > ?2 "
                    "AND (policy IS NULL OR policy = ?3) "
                    "AND (audience IS NULL OR audience = ?4) "
                    "AND (session IS NULL OR session = ?5)",
    [SQL_LOOK] = "SELECT sha256, policy, audience, session, expires, spent FROM nonce "
                 "WHERE sha256 = ?1",
    [SQL_PURGE] = "DELETE FROM nonce WHERE sha256 IN "
                  "(SELECT sha256 FROM nonce WHERE expires <= ?2 LIMIT ?6)",
    [SQL_LIST] = "SELECT sha256, policy, audience, session, expires, spent FROM nonce "
                 "WHERE spent IS NULL AND expires > ?2",
};
enum {
    COLUMN_SHA256,
    COLUMN_POLICY,
    COLUMN_AUDIENCE,
    COLUMN_SESSION,
    COLUMN_EXPIRES,
    COLUMN_SPENT
};

static bool bind_text(sqlite3_stmt *statement, int index, assay_str text)
{
    return text.ptr == NULL ||
           sqlite3_bind_text(statement, index, text.ptr, (int)text.len, SQLITE_STATIC) == SQLITE_OK;
}

static bool bind_scope(sqlite3_stmt *statement, const assay_nonce_scope *scope)
{
    return (scope->policy_sha256 == NULL || sqlite3_bind_blob(statement, 3, scope->policy_sha256,
                                                              32, SQLITE_STATIC) == SQLITE_OK) &&
           bind_text(statement, 4, scope->audience) && bind_text(statement, 5, scope->session);
}

static bool bind_hash(sqlite3_stmt *statement, const uint8_t sha256[32])
{
    return sqlite3_bind_blob(statement, 1, sha256, 32, SQLITE_STATIC) == SQLITE_OK;
}

/* Runs a statement that gives no rows; the rows it changed. */
static assay_status change(sqlite_store *s, int index, int *rows, assay_error *err)
{
    sqlite3_stmt *statement = s->statements[index];
    int result = sqlite3_step(statement);
    *rows = result == SQLITE_DONE ? sqlite3_changes(s->db) : 0;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return result == SQLITE_DONE ? ASSAY_OK : sqlite_failed(s, result, ASSAY_E_IO, err);
}

/* A file put in the place of an open one holds nonces that could be spent in both. */
static assay_status enter(sqlite_store *s, assay_error *err)
{
    int moved = 0;
    pthread_mutex_lock(&s->mutex);
    sqlite3_file_control(s->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (moved == 0) {
        return ASSAY_OK;
    }
    error_set(err, ASSAY_E_IO, "the database was moved, removed or replaced while it was open");
    error_at(err, s->path, NULL, 0, 0);
    error_hint(err, "open the nonce store again, in every process that uses it");
    return ASSAY_E_IO;
}

static assay_status leave(sqlite_store *s, assay_status status)
{
    pthread_mutex_unlock(&s->mutex);
    return status;
}

static assay_status no_memory(assay_error *err)
{
    return error_set(err, ASSAY_E_MEMORY, "out of memory");
}

static assay_status issue(void *user, const uint8_t sha256[32], const assay_nonce_scope *scope,
                          uint32_t ttl_s, assay_error *err)
{
    sqlite_store *s = user;
    assay_status status = enter(s, err);
    if (status != ASSAY_OK) {
        return leave(s, status);
    }
    sqlite3_stmt *statement = s->statements[SQL_ISSUE];
    assay_time expires = time_add(nonce_clock(&s->options), ttl_s);
    if (!bind_hash(statement, sha256) || !bind_scope(statement, scope) ||
        sqlite3_bind_int64(statement, 6, expires) != SQLITE_OK) {
        sqlite3_clear_bindings(statement);
        return leave(s, no_memory(err));
    }
    int rows;
    status = change(s, SQL_ISSUE, &rows, err);
    return leave(s, status == ASSAY_OK && rows == 0 ? ASSAY_REJECTED : status);
}

static assay_str column_text(sqlite3_stmt *row, int column)
{
    const char *ptr = (const char *)sqlite3_column_text(row, column);
    return (assay_str){ptr, ptr != NULL ? (size_t)sqlite3_column_bytes(row, column) : 0};
}

static assay_nonce_scope scope_of(sqlite3_stmt *row)
{
    return (assay_nonce_scope){.struct_size = sizeof(assay_nonce_scope),
                               .policy_sha256 = sqlite3_column_blob(row, COLUMN_POLICY),
                               .audience = column_text(row, COLUMN_AUDIENCE),
                               .session = column_text(row, COLUMN_SESSION),
                               .now = ASSAY_TIME_UNSET,
                               .expires = sqlite3_column_int64(row, COLUMN_EXPIRES)};
}

static assay_status look(sqlite_store *s, const uint8_t sha256[32], const assay_nonce_scope *scope,
                         assay_time now, assay_nonce_state *state, assay_error *err)
{
    sqlite3_stmt *row = s->statements[SQL_LOOK];
    if (!bind_hash(row, sha256)) {
        return no_memory(err);
    }
    int result = sqlite3_step(row);
    if (result == SQLITE_ROW) {
        assay_nonce_scope issued = scope_of(row);
        bool spent = sqlite3_column_type(row, COLUMN_SPENT) != SQLITE_NULL;
        *state = nonce_judge(&issued, spent, scope, now);
    } else {
        *state = ASSAY_NONCE_UNKNOWN;
    }
    sqlite3_reset(row);
    sqlite3_clear_bindings(row);
    return result == SQLITE_ROW || result == SQLITE_DONE
               ? ASSAY_OK
               : sqlite_failed(s, result, ASSAY_E_IO, err);
}

static assay_status peek(void *user, const uint8_t sha256[32], const assay_nonce_scope *scope,
                         assay_nonce_state *state, assay_error *err)
{
    sqlite_store *s = user;
    assay_status status = enter(s, err);
    if (status != ASSAY_OK) {
        return leave(s, status);
    }
    assay_time now = nonce_clock(&s->options);
    if (!nonce_in_time(scope, now)) {
        *state = ASSAY_NONCE_WRONG_TIME;
        return leave(s, ASSAY_OK);
    }
    return leave(s, look(s, sha256, scope, now, state, err));
}

static assay_status spend(sqlite_store *s, const uint8_t sha256[32], const assay_nonce_scope *scope,
                          assay_time now, int *rows, assay_error *err)
{
    sqlite3_stmt *statement = s->statements[SQL_CONSUME];
    if (!bind_hash(statement, sha256) || !bind_scope(statement, scope) ||
        sqlite3_bind_int64(statement, 2, now) != SQLITE_OK) {
        sqlite3_clear_bindings(statement);
        return no_memory(err);
    }
    return change(s, SQL_CONSUME, rows, err);
}

static assay_status consume_locked(sqlite_store *s, const uint8_t sha256[32],
                                   const assay_nonce_scope *scope, assay_nonce_state *state,
                                   assay_error *err)
{
    assay_time now = nonce_clock(&s->options);
    if (!nonce_in_time(scope, now)) {
        *state = ASSAY_NONCE_WRONG_TIME;
        return ASSAY_OK;
    }
    int rows;
    assay_status status = spend(s, sha256, scope, now, &rows, err);
    if (status != ASSAY_OK) {
        return status;
    }
    if (rows == 1) {
        *state = ASSAY_NONCE_LIVE;
        return ASSAY_OK;
    }
    status = look(s, sha256, scope, now, state, err);
    if (*state == ASSAY_NONCE_LIVE) {
        *state = ASSAY_NONCE_UNKNOWN; /* issued since, by someone with the same nonce: not spent */
    }
    return status;
}

static assay_status consume(void *user, const uint8_t sha256[32], const assay_nonce_scope *scope,
                            assay_nonce_state *state, assay_error *err)
{
    sqlite_store *s = user;
    assay_status status = enter(s, err);
    return leave(s, status == ASSAY_OK ? consume_locked(s, sha256, scope, state, err) : status);
}

/* At most LIMIT_NONCE_PURGE rows, so that nobody waits long for the lock. */
static assay_status purge_some(sqlite_store *s, assay_time before, int *rows, assay_error *err)
{
    assay_status status = enter(s, err);
    if (status != ASSAY_OK) {
        return leave(s, status);
    }
    sqlite3_stmt *statement = s->statements[SQL_PURGE];
    assay_time now = nonce_clock(&s->options);
    assay_time until = before == ASSAY_TIME_UNSET || before > now ? now : before;
    if (sqlite3_bind_int64(statement, 2, until) != SQLITE_OK ||
        sqlite3_bind_int(statement, 6, LIMIT_NONCE_PURGE) != SQLITE_OK) {
        return leave(s, no_memory(err));
    }
    return leave(s, change(s, SQL_PURGE, rows, err));
}

static assay_status purge(void *user, assay_time before, uint64_t *count, assay_error *err)
{
    assay_status status = ASSAY_OK;
    int rows = LIMIT_NONCE_PURGE;
    *count = 0;
    while (status == ASSAY_OK && rows == LIMIT_NONCE_PURGE) {
        rows = 0;
        status = purge_some(user, before, &rows, err);
        *count += (uint64_t)rows;
    }
    return status;
}

static assay_status list_locked(sqlite_store *s,
                                bool (*each)(void *context, const uint8_t sha256[32],
                                             const assay_nonce_scope *scope),
                                void *context, assay_error *err)
{
    sqlite3_stmt *row = s->statements[SQL_LIST];
    int result = sqlite3_bind_int64(row, 2, nonce_clock(&s->options));
    if (result == SQLITE_OK) {
        result = sqlite3_step(row);
    }
    while (result == SQLITE_ROW) {
        assay_nonce_scope scope = scope_of(row);
        const uint8_t *sha256 = sqlite3_column_blob(row, COLUMN_SHA256);
        bool more = sha256 != NULL && each(context, sha256, &scope);
        result = more ? sqlite3_step(row) : SQLITE_DONE;
    }
    sqlite3_reset(row);
    return result == SQLITE_DONE ? ASSAY_OK : sqlite_failed(s, result, ASSAY_E_IO, err);
}

static assay_status list(void *user,
                         bool (*each)(void *context, const uint8_t sha256[32],
                                      const assay_nonce_scope *scope),
                         void *context, assay_error *err)
{
    sqlite_store *s = user;
    assay_status status = enter(s, err);
    return leave(s, status == ASSAY_OK ? list_locked(s, each, context, err) : status);
}

static void close_store(void *user)
{
    sqlite_store *s = user;
    for (size_t i = 0; i < SQL_COUNT; i++) {
        sqlite3_finalize(s->statements[i]);
    }
    sqlite3_close(s->db);
    pthread_mutex_destroy(&s->mutex);
    free(s->path);
    free(s);
}

static assay_status prepare(sqlite_store *s, assay_error *err)
{
    for (size_t i = 0; i < SQL_COUNT; i++) {
        int result = sqlite3_prepare_v3(s->db, SQL[i], -1, SQLITE_PREPARE_PERSISTENT,
                                        &s->statements[i], NULL);
        if (result != SQLITE_OK) {
            return sqlite_failed(s, result, ASSAY_E_CONFIG, err);
        }
    }
    return ASSAY_OK;
}

/* sqlite gives ":memory:" and "file:..." meanings of its own, which no path with a slash first has.
 */
static char *plain_path(const char *path)
{
    size_t size = strlen(path) + sizeof "./";
    char *out = malloc(size);
    if (out != NULL) {
        snprintf(out, size, "%s%s", path[0] == '/' ? "" : "./", path);
    }
    return out;
}

static sqlite_store *new_store(const char *path, const nonce_options *options)
{
    sqlite_store *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return NULL;
    }
    s->options = *options;
    if (s->options.busy_ms == 0) {
        s->options.busy_ms = LIMIT_NONCE_BUSY_MS;
    }
    s->path = plain_path(path);
    if (s->path == NULL || pthread_mutex_init(&s->mutex, NULL) != 0) {
        free(s->path);
        free(s);
        return NULL;
    }
    return s;
}

assay_status nonces_sqlite_open(assay_nonces **out, const char *path, const nonce_options *options,
                                assay_error *err)
{
    if (out == NULL || path == NULL || path[0] == '\0') {
        return error_set(err, ASSAY_E_ARGUMENT, "no path or no place for the nonce store");
    }
    *out = NULL;
    sqlite_store *s = new_store(path, options);
    if (s == NULL) {
        return no_memory(err);
    }
    const assay_nonce_store store = {sizeof store, "sqlite", s,    issue,      peek,
                                     consume,      purge,    list, close_store};
    assay_status status = sqlite_database_open(s, err);
    if (status == ASSAY_OK) {
        status = prepare(s, err);
    }
    if (status == ASSAY_OK) {
        status = assay_nonces_new(out, &store, err);
    }
    if (status != ASSAY_OK) {
        close_store(s);
    }
    return status;
}
