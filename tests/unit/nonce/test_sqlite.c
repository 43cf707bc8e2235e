/* SPDX-License-Identifier: Apache-2.0 */
/* The sqlite store: what every store does, and what a file and other processes add. */
#include "check.h"
#include "nonce/nonces.h"

#ifndef ASSAY_SQLITE
static void says_that_it_is_not_there(void)
{
    assay_nonces *n = NULL;
    CHECK_UINT(assay_nonces_sqlite(&n, "x.db", NULL), ASSAY_E_UNSUPPORTED);
    CHECK(n == NULL);
}

int main(void)
{
    RUN(says_that_it_is_not_there);
    return DONE();
}
#else
#include "nonce/stores.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/assay-nonce-XXXXXX";
static char path[64], log_path[72];

static void remove_database(void)
{
    static const char *const SUFFIXES[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < ARRAY_LEN(SUFFIXES); i++) {
        char name[80];
        snprintf(name, sizeof name, "%s%s", path, SUFFIXES[i]);
        unlink(name);
    }
}

static assay_nonces *reopen(void)
{
    assay_nonces *n = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    if (!CHECK(nonces_sqlite_open(&n, path, &FAKE, &err) == ASSAY_OK)) {
        fprintf(stderr, "  %s: %s\n", err.source, err.message);
    }
    return n;
}

static assay_nonces *open_store(void)
{
    remove_database();
    return reopen();
}

/* A second connection, as another process would have it. */
static sqlite3 *raw(void)
{
    sqlite3 *db = NULL;
    CHECK_UINT(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

static void run_sql(sqlite3 *db, const char *sql)
{
    if (!CHECK(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)) {
        fprintf(stderr, "  %s: %s\n", sql, sqlite3_errmsg(db));
    }
}

static void check_refused(assay_status wanted, const char *message)
{
    assay_nonces *n = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    CHECK_UINT(nonces_sqlite_open(&n, path, &FAKE, &err), wanted);
    CHECK_TEXT(err.message, message);
    CHECK_TEXT(err.source, path);
    CHECK(n == NULL);
    assay_nonces_free(n);
}

static void survives_closing(void)
{
    assay_nonces *n = open_store();
    nonce spent = issue_for(n, NULL, NULL, NULL, 60), live = issue_for(n, POLICY_A, "a", "s", 60);
    CHECK_TEXT(consume(n, spent, scope(NULL, NULL, NULL)), "live");
    assay_nonces_free(n);
    n = reopen();
    check_try(n, spent, scope(NULL, NULL, NULL), "spent");
    check_try(n, live, scope(POLICY_A, "b", "s"), "foreign");
    check_try(n, live, scope(POLICY_A, "a", "s"), "live");
    assay_nonces_free(n);
}

static void shares_a_file(void)
{
    assay_nonces *a = open_store(), *b = reopen();
    nonce v = issue_for(a, NULL, NULL, NULL, 60);
    CHECK_TEXT(consume(b, v, scope(NULL, NULL, NULL)), "live");
    CHECK_TEXT(consume(a, v, scope(NULL, NULL, NULL)), "spent");
    assay_nonces_free(a);
    v = issue_for(b, NULL, NULL, NULL, 60);
    CHECK_TEXT(consume(b, v, scope(NULL, NULL, NULL)), "live");
    assay_nonces_free(b);
}

static void keeps_hashes_only(void)
{
    assay_nonces *n = open_store();
    nonce v = issue_for(n, NULL, "relying party", NULL, 60);
    assay_nonces_free(n);
    assay_bytes file = read_file(path);
    bool audience = false, secret = false;
    for (size_t i = 0; i + 32 <= file.len; i++) {
        audience = audience || memcmp(file.ptr + i, "relying party", 13) == 0;
        secret = secret || memcmp(file.ptr + i, v.bytes, 32) == 0;
    }
    CHECK(audience && !secret);
    free((void *)(uintptr_t)file.ptr);
}

static mode_t mode_of(const char *name)
{
    struct stat st;
    return lstat(name, &st) == 0 ? st.st_mode & 07777 : 0;
}

static void is_private(void)
{
    mode_t before = umask(0);
    assay_nonces *n = open_store();
    CHECK_UINT(mode_of(path), 0600);
    CHECK_UINT(mode_of(log_path), 0600);
    umask(before);
    assay_nonces_free(n);
}

static void keeps_a_synced_log(void)
{
    assay_nonces *n = open_store();
    sqlite3 *db = raw();
    sqlite3_stmt *statement = NULL;
    CHECK_UINT(sqlite3_prepare_v2(db, "PRAGMA journal_mode", -1, &statement, NULL), SQLITE_OK);
    CHECK_UINT(sqlite3_step(statement), SQLITE_ROW);
    CHECK_TEXT((const char *)sqlite3_column_text(statement, 0), "wal");
    sqlite3_finalize(statement);
    sqlite3_close(db);
    assay_nonces_free(n);
}

static void refuses_what_others_may_write(void)
{
    static const mode_t MODES[] = {0620, 0602, 0666};
    assay_nonces_free(open_store());
    for (size_t i = 0; i < ARRAY_LEN(MODES); i++) {
        CHECK(chmod(path, MODES[i]) == 0);
        check_refused(ASSAY_E_CONFIG, "others may write the database, its log or its index");
    }
    CHECK(chmod(path, 0640) == 0);
    assay_nonces_free(reopen());
    int fd = open(log_path, O_CREAT | O_WRONLY, 0600);
    CHECK(fd >= 0 && fchmod(fd, 0666) == 0 && close(fd) == 0);
    check_refused(ASSAY_E_CONFIG, "others may write the database, its log or its index");
}

static void refuses_what_is_no_file(void)
{
    char target[80];
    remove_database();
    snprintf(target, sizeof target, "%s.real", path);
    CHECK(symlink(target, path) == 0);
    check_refused(ASSAY_E_CONFIG, "the database, its log or its index is not a regular file");
    CHECK(access(target, F_OK) != 0);
    remove_database();
    CHECK(mkdir(path, 0700) == 0);
    check_refused(ASSAY_E_CONFIG, "the database, its log or its index is not a regular file");
    CHECK(rmdir(path) == 0);
}

static void refuses_another_users_file(void)
{
    if (geteuid() != 0) {
        return;
    }
    assay_nonces_free(open_store());
    CHECK(chmod(path, 0644) == 0 && chmod(folder, 0777) == 0);
    pid_t child = fork();
    if (child == 0) {
        unsigned before = checks_failed;
        CHECK(setuid(65534) == 0);
        check_refused(ASSAY_E_CONFIG, "the database, its log or its index belongs to another user");
        _exit(checks_failed == before ? 0 : 1);
    }
    int how = -1;
    CHECK(child > 0 && waitpid(child, &how, 0) == child && how == 0);
    CHECK(chmod(folder, 0700) == 0);
}

static void says_where_it_cannot_be_made(void)
{
    assay_nonces *n = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    CHECK_UINT(assay_nonces_sqlite(&n, "/nowhere/at/all.db", &err), ASSAY_E_IO);
    CHECK_TEXT(err.message, "cannot create the database: No such file or directory");
    CHECK_UINT(assay_nonces_sqlite(&n, "", NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonces_sqlite(&n, NULL, NULL), ASSAY_E_ARGUMENT);
    CHECK_UINT(assay_nonces_sqlite(NULL, path, NULL), ASSAY_E_ARGUMENT);
}

/* To sqlite this name means a database that ends with the connection. */
static void takes_names_as_they_are(void)
{
    assay_nonces *n = NULL;
    CHECK(chdir(folder) == 0);
    CHECK_UINT(assay_nonces_sqlite(&n, ":memory:", NULL), ASSAY_OK);
    nonce v = issue_for(n, NULL, NULL, NULL, 60);
    CHECK(chdir("/") == 0); /* the path was resolved when it was opened */
    CHECK_TEXT(consume(n, v, scope(NULL, NULL, NULL)), "live");
    assay_nonces_free(n);
    CHECK(chdir(folder) == 0 && mode_of(":memory:") == 0600);
    CHECK(unlink(":memory:") == 0 && chdir("/") == 0);
}

static void refuses_other_databases(void)
{
    static const struct {
        const char *sql, *message;
    } CASES[] = {
        {"PRAGMA user_version = 2", "the nonce database is of an unknown version"},
        {"PRAGMA user_version = 0", "the nonce database is of an unknown version"},
        {"PRAGMA application_id = 7", "the file is a database, but not of nonces"},
        {"PRAGMA application_id = 0", "the file is a database, but not of nonces"},
        {"PRAGMA application_id = 0; PRAGMA user_version = 0",
         "the file is a database, but not of nonces"},
        {"DROP TABLE nonce", "SQL logic error"},
        {"ALTER TABLE nonce RENAME COLUMN spent TO used", "SQL logic error"},
    };
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        assay_nonces_free(open_store());
        sqlite3 *db = raw();
        run_sql(db, CASES[i].sql);
        sqlite3_close(db);
        check_refused(ASSAY_E_CONFIG, CASES[i].message);
    }
}

static void leaves_other_databases_alone(void)
{
    remove_database();
    sqlite3 *db = raw();
    run_sql(db, "CREATE TABLE mine(x)");
    sqlite3_close(db);
    assay_bytes before = read_file(path);
    check_refused(ASSAY_E_CONFIG, "the file is a database, but not of nonces");
    assay_bytes after = read_file(path);
    CHECK(before.len > 0 && bytes_equal(before, after));
    free((void *)(uintptr_t)before.ptr);
    free((void *)(uintptr_t)after.ptr);
}

static void runs_no_trigger(void)
{
    assay_nonces_free(open_store());
    sqlite3 *db = raw();
    run_sql(db, "CREATE TRIGGER revive AFTER UPDATE ON nonce BEGIN "
                "UPDATE nonce SET spent = NULL; END");
    sqlite3_close(db);
    assay_nonces *n = reopen();
    nonce v = issue_for(n, NULL, NULL, NULL, 60);
    check_try(n, v, scope(NULL, NULL, NULL), "live");
    assay_nonces_free(n);
}

static void overwrite(const char *name, long from, long to)
{
    FILE *f = fopen(name, "r+b");
    if (CHECK(f != NULL && fseek(f, from, SEEK_SET) == 0)) {
        for (long i = from; i < to; i++) {
            fputc(0xa5, f);
        }
        fclose(f);
    }
}

static void refuses_what_is_no_database(void)
{
    assay_nonces_free(open_store());
    overwrite(path, 0, 100);
    check_refused(ASSAY_E_CONFIG, "file is not a database");
}

/* Pages behind the first: nonces are neither found nor accepted, and that is said. */
static void tells_damage(void)
{
    assay_nonces *n = open_store();
    nonce v = issue_for(n, NULL, NULL, NULL, 60), out;
    assay_nonces_free(n);
    struct stat st;
    CHECK(stat(path, &st) == 0 && st.st_size > 4096);
    overwrite(path, 4096, st.st_size);
    n = reopen();
    CHECK_TEXT(consume(n, v, scope(NULL, NULL, NULL)), "E_IO");
    CHECK_TEXT(peek(n, v, scope(NULL, NULL, NULL)), "E_IO");
    CHECK_UINT(assay_nonce_issue(n, out.bytes, 32, NULL, NULL, NULL, 60, NULL), ASSAY_E_IO);
    CHECK_UINT(assay_nonces_purge(n, NULL, NULL), ASSAY_E_IO);
    listing all = {0, 99, true};
    CHECK_UINT(list(n, count_listed, &all), ASSAY_E_IO);
    assay_nonces_free(n);
}

static void waits_for_a_lock_but_not_for_ever(void)
{
    assay_nonces *n = open_store();
    nonce v = issue_for(n, NULL, NULL, NULL, 60), out;
    sqlite3 *db = raw();
    run_sql(db, "BEGIN EXCLUSIVE");
    assay_nonce_scope s = scope(NULL, NULL, NULL);
    assay_nonce_state state = ASSAY_NONCE_LIVE;
    assay_error err;
    assay_error_init(&err, sizeof err);
    uint8_t sha256[32];
    CHECK_UINT(crypto_sha256(bytes_of(v.bytes, 32), sha256), ASSAY_OK);
    CHECK_UINT(nonces_store(n)->consume(nonces_store(n)->user, sha256, &s, &state, &err),
               ASSAY_E_IO);
    CHECK_UINT(state, ASSAY_NONCE_NONE);
    CHECK_TEXT(err.message, "database is locked");
    CHECK(err.hint[0] != '\0');
    CHECK_UINT(assay_nonce_issue(n, out.bytes, 32, NULL, NULL, NULL, 60, NULL), ASSAY_E_IO);
    CHECK_TEXT(peek(n, v, s), "live");
    run_sql(db, "COMMIT");
    sqlite3_close(db);
    check_try(n, v, s, "live");
    assay_nonces_free(n);
}

static void *let_go_later(void *db)
{
    const struct timespec nap = {0, 20000000};
    nanosleep(&nap, NULL);
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    return NULL;
}

static void goes_on_when_the_lock_is_free(void)
{
    const nonce_options patient = {fake_clock, NULL, 5000};
    assay_nonces *n = NULL;
    remove_database();
    CHECK_UINT(nonces_sqlite_open(&n, path, &patient, NULL), ASSAY_OK);
    nonce v = issue_for(n, NULL, NULL, NULL, 60);
    sqlite3 *db = raw();
    pthread_t thread;
    run_sql(db, "BEGIN EXCLUSIVE");
    CHECK(pthread_create(&thread, NULL, let_go_later, db) == 0);
    CHECK_TEXT(consume(n, v, scope(NULL, NULL, NULL)), "live");
    pthread_join(thread, NULL);
    sqlite3_close(db);
    assay_nonces_free(n);
}

/* Also a new, empty file: switching to WAL does not wait by itself. */
static void waits_when_opening(void)
{
    const nonce_options patient = {fake_clock, NULL, 5000};
    remove_database();
    CHECK(close(open(path, O_CREAT | O_RDWR, 0600)) == 0);
    sqlite3 *db = raw();
    run_sql(db, "BEGIN EXCLUSIVE");
    check_refused(ASSAY_E_IO, "database is locked");
    run_sql(db, "COMMIT; BEGIN; SELECT count(*) FROM sqlite_schema");
    check_refused(ASSAY_E_IO, "database is locked");
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, let_go_later, db) == 0);
    assay_nonces *n = NULL;
    CHECK_UINT(nonces_sqlite_open(&n, path, &patient, NULL), ASSAY_OK);
    pthread_join(thread, NULL);
    sqlite3_close(db);
    assay_nonces_free(n);
}

/* A limit on the size of files stands for a full disk; it holds for a process, so in a child. */
static int spend_on_a_full_disk(nonce v)
{
    unsigned before = checks_failed;
    struct rlimit limit;
    struct stat st;
    assay_nonces *n = reopen();
    issue_for(n, NULL, NULL, NULL, 60);
    signal(SIGXFSZ, SIG_IGN);
    CHECK(getrlimit(RLIMIT_FSIZE, &limit) == 0 && stat(log_path, &st) == 0);
    const struct rlimit full = {(rlim_t)st.st_size, limit.rlim_max};
    CHECK(setrlimit(RLIMIT_FSIZE, &full) == 0);
    CHECK_TEXT(consume(n, v, scope(NULL, NULL, NULL)), "E_IO");
    CHECK_TEXT(consume(n, v, scope(NULL, NULL, NULL)), "E_IO");
    CHECK_TEXT(peek(n, v, scope(NULL, NULL, NULL)), "live");
    CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    check_try(n, v, scope(NULL, NULL, NULL), "live");
    assay_nonces_free(n);
    return checks_failed == before ? 0 : 1;
}

static void accepts_nothing_on_a_full_disk(void)
{
    assay_nonces *n = open_store();
    nonce v = issue_for(n, NULL, NULL, NULL, 60);
    assay_nonces_free(n);
    pid_t child = fork();
    if (child == 0) {
        _exit(spend_on_a_full_disk(v));
    }
    int how = -1;
    CHECK(child > 0 && waitpid(child, &how, 0) == child && how == 0);
    n = reopen();
    check_try(n, v, scope(NULL, NULL, NULL), "spent");
    assay_nonces_free(n);
}

/* A restored copy beside the open one: the same nonce would pass in both. */
static void notices_a_replaced_file(void)
{
    char moved[80];
    snprintf(moved, sizeof moved, "%s.old", path);
    assay_nonces *n = open_store();
    nonce v = issue_for(n, NULL, NULL, NULL, 60);
    CHECK(rename(path, moved) == 0);
    CHECK_TEXT(consume(n, v, scope(NULL, NULL, NULL)), "E_IO");
    assay_nonces *other = NULL;
    remove_database();
    CHECK_UINT(nonces_sqlite_open(&other, path, &FAKE, NULL), ASSAY_OK);
    CHECK_TEXT(consume(n, v, scope(NULL, NULL, NULL)), "E_IO");
    CHECK_TEXT(peek(n, v, scope(NULL, NULL, NULL)), "E_IO");
    assay_nonces_free(other);
    assay_nonces_free(n);
    unlink(moved);
}

static void purges_more_than_one_batch(void)
{
    assay_nonces *n = open_store();
    sqlite3 *db = raw();
    run_sql(db, "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 2500) "
                "INSERT INTO nonce(sha256, expires) SELECT randomblob(32), 5 FROM c");
    sqlite3_close(db);
    uint64_t count = 0;
    CHECK_UINT(assay_nonces_purge(n, &count, NULL), ASSAY_OK);
    CHECK_UINT(count, 2500);
    assay_nonces_free(n);
}

int main(void)
{
    if (mkdtemp(folder) == NULL) {
        return EXIT_FAILURE;
    }
    snprintf(path, sizeof path, "%s/nonces.db", folder);
    snprintf(log_path, sizeof log_path, "%s-wal", path);
    run_for_every_store();
    RUN(survives_closing);
    RUN(shares_a_file);
    RUN(keeps_hashes_only);
    RUN(is_private);
    RUN(keeps_a_synced_log);
    RUN(refuses_what_others_may_write);
    RUN(refuses_what_is_no_file);
    RUN(refuses_another_users_file);
    RUN(says_where_it_cannot_be_made);
    RUN(takes_names_as_they_are);
    RUN(refuses_other_databases);
    RUN(leaves_other_databases_alone);
    RUN(runs_no_trigger);
    RUN(refuses_what_is_no_database);
    RUN(tells_damage);
    RUN(waits_for_a_lock_but_not_for_ever);
    RUN(goes_on_when_the_lock_is_free);
    RUN(waits_when_opening);
    RUN(accepts_nothing_on_a_full_disk);
    RUN(notices_a_replaced_file);
    RUN(purges_more_than_one_batch);
    remove_database();
    rmdir(folder);
    return DONE();
}
#endif
