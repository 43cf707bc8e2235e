/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening a nonce database: whose file it is, how it is locked and synced, and which schema it has.
 */
#include "nonce/sqlite.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/limits.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID "1095979353" /* 'A' 'S' 'A' 'Y' */
#define SCHEMA_VERSION "1"
#define PATH_MEMORY (64u * 1024u)

/* `spent` is when; the row stays until its lifetime ends, so that a replay is called one. */
static const char CREATE[] = "CREATE TABLE nonce("
                             "sha256 BLOB NOT NULL PRIMARY KEY CHECK(length(sha256) = 32),"
                             "expires INTEGER NOT NULL,"
                             "spent INTEGER,"
                             "policy BLOB CHECK(policy IS NULL OR length(policy) = 32),"
                             "audience TEXT,"
                             "session TEXT) STRICT, WITHOUT ROWID;"
                             "CREATE INDEX nonce_expires ON nonce(expires);"
                             "PRAGMA application_id = " APPLICATION_ID ";"
                             "PRAGMA user_version = " SCHEMA_VERSION;

static const char IDENTIFY[] =
    "SELECT CASE WHEN application_id = " APPLICATION_ID " THEN iif(user_version = " SCHEMA_VERSION
    ", 'nonces', 'version') "
    "WHEN application_id = 0 AND user_version = 0 "
    "AND NOT EXISTS (SELECT 1 FROM sqlite_schema) THEN 'empty' ELSE 'foreign' END "
    "FROM pragma_application_id, pragma_user_version";
#define ANSWER 16 /* room for every answer to the statements here */

/* UNDECIDED: the caller knows which. */
static const struct {
    int result;
    assay_status status;
    const char *hint;
} FAILURES[] = {
    {SQLITE_BUSY, ASSAY_E_IO, "another process holds it; try again, or look for a hung one"},
    {SQLITE_FULL, ASSAY_E_IO, "make room on the disk"},
    {SQLITE_NOMEM, ASSAY_E_MEMORY, ""},
    {SQLITE_ERROR, ASSAY_UNDECIDED, "its tables are not those of a nonce store"},
    {SQLITE_CORRUPT, ASSAY_UNDECIDED, "move it away; a new one knows none of its nonces"},
    {SQLITE_NOTADB, ASSAY_UNDECIDED, "move it away; a new one knows none of its nonces"},
};

assay_status sqlite_failed(const sqlite_store *s, int result, assay_status damaged,
                           assay_error *err)
{
    assay_status status = ASSAY_E_IO;
    const char *hint = "";
    for (size_t i = 0; i < ARRAY_LEN(FAILURES); i++) {
        if (FAILURES[i].result == (result & 0xff)) {
            status = FAILURES[i].status == ASSAY_UNDECIDED ? damaged : FAILURES[i].status;
            hint = FAILURES[i].hint;
        }
    }
    error_set(err, status, "%s", sqlite3_errstr(result));
    error_at(err, s->path, NULL, 0, 0);
    error_hint(err, "%s", hint);
    return status;
}

static assay_status refuse(const sqlite_store *s, assay_error *err, const char *message,
                           const char *hint)
{
    error_set(err, ASSAY_E_CONFIG, "%s", message);
    error_at(err, s->path, NULL, 0, 0);
    error_hint(err, "%s", hint);
    return ASSAY_E_CONFIG;
}

static assay_status failed_by_errno(const sqlite_store *s, assay_error *err, const char *message)
{
    char reason[128];
    if (strerror_r(errno, reason, sizeof reason) != 0) {
        reason[0] = '\0';
    }
    error_set(err, ASSAY_E_IO, "%s: %s", message, reason);
    error_at(err, s->path, NULL, 0, 0);
    return ASSAY_E_IO;
}

/*
 * Made elsewhere and linked into place: closing a file drops every POSIX lock that this process has
 * on it, also those of another connection, so the database itself is never opened here.
 */
static assay_status create(const sqlite_store *s, assay_error *err)
{
    arena a;
    arena_init(&a, NULL, PATH_MEMORY);
    assay_status status = ASSAY_OK;
    const char *template = arena_format(&a, "%s.XXXXXX", s->path);
    char *name = template != NULL ? arena_text(&a, bytes_of_text(template)) : NULL;
    if (name == NULL) {
        status = error_set(err, ASSAY_E_MEMORY, "out of memory");
        goto out;
    }
    int fd = mkstemp(name); /* mode 0600 */
    if (fd < 0) {
        status = failed_by_errno(s, err, "cannot create the database");
        goto out;
    }
    close(fd);
    if (link(name, s->path) != 0 && errno != EEXIST) {
        status = failed_by_errno(s, err, "cannot create the database");
    }
    unlink(name);
out:
    arena_release(&a);
    return status;
}

/* Who may write the database decides what is spent; its log and index are part of it. */
static assay_status check_file(const sqlite_store *s, const char *path, bool *exists,
                               assay_error *err)
{
    struct stat st;
    *exists = lstat(path, &st) == 0;
    if (!*exists) {
        return errno == ENOENT ? ASSAY_OK : failed_by_errno(s, err, "cannot look at the database");
    }
    if (!S_ISREG(st.st_mode)) {
        return refuse(s, err, "the database, its log or its index is not a regular file",
                      "name the file itself, not a symbolic link");
    }
    if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return refuse(s, err, "others may write the database, its log or its index",
                      "chmod go-w, after a look at who could have spent or revived nonces");
    }
    if (st.st_uid != geteuid() && geteuid() != 0) {
        return refuse(s, err, "the database, its log or its index belongs to another user", "");
    }
    return ASSAY_OK;
}

static assay_status check_files(const sqlite_store *s, assay_error *err)
{
    static const char *const SUFFIXES[] = {"-wal", "-shm", "-journal"};
    bool exists;
    assay_status status = check_file(s, s->path, &exists, err);
    if (status == ASSAY_OK && !exists) {
        status = create(s, err);
        status = status == ASSAY_OK ? check_file(s, s->path, &exists, err) : status;
    }
    arena a;
    arena_init(&a, NULL, PATH_MEMORY);
    for (size_t i = 0; i < ARRAY_LEN(SUFFIXES) && status == ASSAY_OK; i++) {
        const char *path = arena_format(&a, "%s%s", s->path, SUFFIXES[i]);
        status = path != NULL ? check_file(s, path, &exists, err)
                              : error_set(err, ASSAY_E_MEMORY, "out of memory");
    }
    arena_release(&a);
    return status;
}

static int64_t since_ms(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)(now.tv_sec - start->tv_sec) * 1000 + (now.tv_nsec - start->tv_nsec) / 1000000;
}

/* Short, even naps: sqlite's own growing ones let whoever came late starve for seconds. */
static void take_nap(int tries)
{
    const struct timespec nap = {0, tries < 8 ? 200000 : 2000000};
    nanosleep(&nap, NULL);
}

static int wait_for_lock(void *user, int tries)
{
    sqlite_store *s = user;
    if (tries == 0) {
        clock_gettime(CLOCK_MONOTONIC, &s->waiting_since);
    }
    if (since_ms(&s->waiting_since) >= s->options.busy_ms) {
        return 0;
    }
    take_nap(tries);
    return 1;
}

static int keep_answer(void *answer, int columns, char **values, char **names)
{
    (void)names;
    if (columns > 0 && values[0] != NULL) {
        snprintf(answer, ANSWER, "%s", values[0]);
    }
    return 0;
}

/* The first column of the last row goes to `answer`. Tries again by itself, because sqlite does not
 * call the busy handler when a database is switched to WAL. */
static int execute(sqlite_store *s, const char *sql, char answer[ANSWER])
{
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    answer[0] = '\0';
    int result = sqlite3_exec(s->db, sql, keep_answer, answer, NULL);
    for (int i = 0; result == SQLITE_BUSY && since_ms(&start) < s->options.busy_ms; i++) {
        take_nap(i);
        result = sqlite3_exec(s->db, sql, keep_answer, answer, NULL);
    }
    return result;
}

/* Asked again inside the transaction: another process may have been faster. */
static int install(sqlite_store *s)
{
    char answer[ANSWER];
    int result = execute(s, "BEGIN IMMEDIATE", answer);
    if (result != SQLITE_OK) {
        return result;
    }
    result = execute(s, IDENTIFY, answer);
    if (result == SQLITE_OK && strcmp(answer, "empty") == 0) {
        result = execute(s, CREATE, answer);
    }
    int ended = execute(s, result == SQLITE_OK ? "COMMIT" : "ROLLBACK", answer);
    return result == SQLITE_OK ? ended : result;
}

/* What is not ours stays as it is. */
static assay_status check_identity(const sqlite_store *s, const char *identity, assay_error *err)
{
    if (strcmp(identity, "foreign") == 0) {
        return refuse(s, err, "the file is a database, but not of nonces", "name another file");
    }
    if (strcmp(identity, "version") == 0) {
        return refuse(s, err, "the nonce database is of an unknown version",
                      "it was made by another release; use that one");
    }
    return ASSAY_OK;
}

/* Without WAL a commit may come undone in a power failure: the journal's removal is not synced. */
static assay_status prepare_schema(sqlite_store *s, assay_error *err)
{
    char identity[ANSWER], mode[ANSWER];
    int result = execute(s, IDENTIFY, identity);
    if (result != SQLITE_OK) {
        return sqlite_failed(s, result, ASSAY_E_CONFIG, err);
    }
    assay_status status = check_identity(s, identity, err);
    if (status != ASSAY_OK) {
        return status;
    }
    result = execute(s, "PRAGMA journal_mode = WAL", mode);
    if (result == SQLITE_OK && strcmp(mode, "wal") != 0) {
        return refuse(s, err, "the database cannot keep a write-ahead log here",
                      "put it on a local file system");
    }
    if (result == SQLITE_OK && strcmp(identity, "empty") == 0) {
        result = install(s);
    }
    return result == SQLITE_OK ? ASSAY_OK : sqlite_failed(s, result, ASSAY_E_CONFIG, err);
}

/* Nothing that somebody put into the file may run. */
static int configure(sqlite_store *s)
{
    char answer[ANSWER];
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_busy_handler(s->db, wait_for_lock, s);
    return execute(s,
                   "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;"
                   "PRAGMA cell_size_check = ON",
                   answer);
}

assay_status sqlite_database_open(sqlite_store *s, assay_error *err)
{
    assay_status status = check_files(s, err);
    if (status != ASSAY_OK) {
        return status;
    }
    int result =
        sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (result == SQLITE_OK && sqlite3_db_readonly(s->db, "main") == 1) {
        result = SQLITE_READONLY; /* sqlite falls back to reading without a word */
    }
    if (result == SQLITE_OK) {
        result = configure(s);
    }
    if (result != SQLITE_OK) {
        return sqlite_failed(s, result, ASSAY_E_CONFIG, err);
    }
    return prepare_schema(s, err);
}
