/* SPDX-License-Identifier: Apache-2.0 */
/* What the two halves of the sqlite store share: opening a database, and asking it. */
#ifndef ASSAY_NONCE_SQLITE_H
#define ASSAY_NONCE_SQLITE_H

#include "nonce/nonces.h"

#include <pthread.h>
#include <time.h>

struct sqlite3;
struct sqlite3_stmt;

enum { SQL_ISSUE, SQL_CONSUME, SQL_LOOK, SQL_PURGE, SQL_LIST, SQL_COUNT };

typedef struct {
    nonce_options options;
    char *path;
    pthread_mutex_t mutex; /* over everything below: one connection, one question at a time */
    struct sqlite3 *db;
    struct sqlite3_stmt *statements[SQL_COUNT];
    struct timespec waiting_since;
} sqlite_store;

/* Opens s->path, which is made when it does not exist. The caller closes s->db in every case. */
assay_status sqlite_database_open(sqlite_store *s, assay_error *err);
/* Puts sqlite's `result` into *err; a database that is damaged or no database is `damaged`. */
assay_status sqlite_failed(const sqlite_store *s, int result, assay_status damaged,
                           assay_error *err);

#endif
