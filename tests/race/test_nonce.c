/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One sqlite nonce store, many processes: each nonce is won exactly once, also when processes are
 * killed at any instant. Prints how many nonces were spent in a second.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "check.h"
#include "nonce/nonces.h"
#include "crypto/crypto.h"

#ifndef ASSAY_SQLITE
int main(void)
{
    printf("skipped: built without sqlite\n");
    return SKIPPED;
}
#else
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROCESSES 8
#define THREADS 2
#define CONTESTED 150
#define KILL_NONCES 20000
#define KILL_SECONDS 4
#define BACK 64 /* nonces that a new process tries again */
#define NONCE_BYTES 32

/* Shared by the processes, and what a killed one leaves behind. */
typedef struct {
    uint8_t nonces[KILL_NONCES][NONCE_BYTES];
    atomic_uint wins[KILL_NONCES]; /* counted after consume said LIVE */
    atomic_uint issued, reached, ready, failures;
    atomic_bool go;
} board;

static char folder[] = "/tmp/assay-race-XXXXXX";
static char path[64];
static board *shared;

/* Never held across a fork. */
static assay_nonces *open_store(void)
{
    assay_nonces *n = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    if (assay_nonces_sqlite(&n, path, &err) != ASSAY_OK) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        atomic_fetch_add(&shared->failures, 1);
    }
    return n;
}

static assay_nonce_state ask(assay_nonces *n, size_t i, bool spend)
{
    const assay_nonce_scope scope = {.struct_size = sizeof scope, .now = ASSAY_TIME_UNSET};
    const assay_nonce_store *store = nonces_store(n);
    assay_nonce_state state = ASSAY_NONCE_NONE;
    uint8_t sha256[32];
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status status = crypto_sha256(bytes_of(shared->nonces[i], NONCE_BYTES), sha256);
    if (status == ASSAY_OK) {
        status = spend ? store->consume(store->user, sha256, &scope, &state, &err)
                       : store->peek(store->user, sha256, &scope, &state, &err);
    }
    if (status != ASSAY_OK) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        atomic_fetch_add(&shared->failures, 1);
    }
    return state;
}

static void issue_one(assay_nonces *n, size_t i)
{
    if (assay_nonce_issue(n, shared->nonces[i], NONCE_BYTES, NULL, NULL, NULL, 86400, NULL) !=
        ASSAY_OK) {
        atomic_fetch_add(&shared->failures, 1);
    }
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void nap_us(long us)
{
    const struct timespec nap = {us / 1000000, us % 1000000 * 1000};
    nanosleep(&nap, NULL);
}

static void start_over(void)
{
    static const char *const SUFFIXES[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < ARRAY_LEN(SUFFIXES); i++) {
        char name[72];
        snprintf(name, sizeof name, "%s%s", path, SUFFIXES[i]);
        unlink(name);
    }
    memset(shared, 0, sizeof *shared);
}

static void *contend(void *store)
{
    for (size_t i = 0; i < CONTESTED; i++) {
        if (ask(store, i, true) == ASSAY_NONCE_LIVE) {
            atomic_fetch_add(&shared->wins[i], 1);
        }
    }
    assay_thread_end();
    return NULL;
}

/* The last process to be ready makes the nonces; all have opened the database by then. */
static void contend_with_threads(void)
{
    assay_nonces *n = open_store();
    if (atomic_fetch_add(&shared->ready, 1) == PROCESSES - 1) {
        for (size_t i = 0; i < CONTESTED; i++) {
            issue_one(n, i);
        }
        atomic_store(&shared->go, true);
    }
    while (!atomic_load(&shared->go)) {
        nap_us(100);
    }
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, contend, n) != 0) {
            _exit(1);
        }
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    assay_nonces_free(n);
}

static pid_t start(void (*work)(void))
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        work();
        _exit(0);
    }
    CHECK(child > 0);
    return child;
}

static void one_winner_each(void)
{
    pid_t children[PROCESSES];
    start_over();
    for (size_t i = 0; i < PROCESSES; i++) {
        children[i] = start(contend_with_threads); /* together they also create the database */
    }
    for (size_t i = 0; i < PROCESSES; i++) {
        int how = -1;
        CHECK(waitpid(children[i], &how, 0) == children[i] && how == 0);
    }
    CHECK_UINT(atomic_load(&shared->failures), 0);
    for (size_t i = 0; i < CONTESTED; i++) {
        CHECK_UINT(atomic_load(&shared->wins[i]), 1);
    }
}

/* Spends what was issued, from a little before where the others are. */
static void spend_behind(void)
{
    assay_nonces *n = open_store();
    size_t reached = atomic_load(&shared->reached);
    for (size_t i = reached > BACK ? reached - BACK : 0; i < KILL_NONCES; i++) {
        if (i < atomic_load(&shared->issued) && ask(n, i, true) == ASSAY_NONCE_LIVE) {
            atomic_fetch_add(&shared->wins[i], 1);
        }
        unsigned before = (unsigned)i;
        atomic_compare_exchange_strong(&shared->reached, &before, (unsigned)i + 1);
        while (i + 1 >= atomic_load(&shared->issued) && i + 1 < KILL_NONCES) {
            nap_us(100);
        }
    }
    assay_nonces_free(n);
}

/* Acknowledges by `issued`; alone in doing so. */
static void issue_ahead(void)
{
    assay_nonces *n = open_store();
    for (size_t i = atomic_load(&shared->issued); i < KILL_NONCES; i++) {
        uint8_t nonce[NONCE_BYTES];
        if (assay_nonce_issue(n, nonce, sizeof nonce, NULL, NULL, NULL, 86400, NULL) != ASSAY_OK) {
            atomic_fetch_add(&shared->failures, 1);
        }
        memcpy(shared->nonces[i], nonce, sizeof nonce);
        atomic_store(&shared->issued, (unsigned)i + 1);
    }
    assay_nonces_free(n);
}

static void (*const ROLES[])(void) = {issue_ahead, spend_behind, spend_behind};

/* rand is the same everywhere; which instants are hit differs anyway. */
static unsigned kill_at_random(void)
{
    pid_t children[ARRAY_LEN(ROLES)];
    unsigned kills = 0;
    double end = seconds() + KILL_SECONDS;
    for (size_t i = 0; i < ARRAY_LEN(ROLES); i++) {
        children[i] = start(ROLES[i]);
    }
    while (seconds() < end) {
        nap_us(2000 + rand() % 40000);
        size_t victim = (size_t)rand() % ARRAY_LEN(ROLES);
        kill(children[victim], SIGKILL);
        waitpid(children[victim], NULL, 0);
        children[victim] = start(ROLES[victim]);
        kills++;
    }
    for (size_t i = 0; i < ARRAY_LEN(ROLES); i++) {
        kill(children[i], SIGKILL);
        waitpid(children[i], NULL, 0);
    }
    return kills;
}

static void check_integrity(void)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    CHECK_UINT(sqlite3_open(path, &db), SQLITE_OK);
    CHECK_UINT(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL), SQLITE_OK);
    CHECK_UINT(sqlite3_step(statement), SQLITE_ROW);
    CHECK_TEXT((const char *)sqlite3_column_text(statement, 0), "ok");
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static void nothing_lost_when_killed(void)
{
    start_over();
    unsigned kills = kill_at_random();
    check_integrity();
    assay_nonces *n = open_store();
    unsigned issued = atomic_load(&shared->issued), won = 0;
    for (size_t i = 0; i < issued; i++) {
        unsigned wins = atomic_load(&shared->wins[i]);
        assay_nonce_state state = ask(n, i, false);
        CHECK(wins <= 1);
        CHECK(state == ASSAY_NONCE_SPENT || (state == ASSAY_NONCE_LIVE && wins == 0));
        won += wins;
    }
    CHECK_UINT(atomic_load(&shared->failures), 0);
    CHECK(kills > 10 && won > 10);
    printf("%u kills, %u issued, %u acknowledged as spent\n", kills, issued, won);
    assay_nonces_free(n);
}

#define TIMED 2000

static void spends_per_second(void)
{
    start_over();
    assay_nonces *n = open_store();
    for (size_t i = 0; i < TIMED; i++) {
        issue_one(n, i);
    }
    double before = seconds();
    for (size_t i = 0; i < TIMED; i++) {
        CHECK_UINT(ask(n, i, true), ASSAY_NONCE_LIVE);
    }
    printf("%.0f spent per second, one process, one thread\n", TIMED / (seconds() - before));
    assay_nonces_free(n);
}

int main(void)
{
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED || mkdtemp(folder) == NULL) {
        return EXIT_FAILURE;
    }
    snprintf(path, sizeof path, "%s/nonces.db", folder);
    RUN(one_winner_each);
    RUN(nothing_lost_when_killed);
    RUN(spends_per_second);
    start_over();
    rmdir(folder);
    return DONE();
}
#endif
