/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store's directory and the files in it. Whoever may write there decides what is trusted, so a
 * directory or file that group or others may write is refused, and symbolic links are not followed.
 */
#ifndef ASSAY_TRUST_FILES_H
#define ASSAY_TRUST_FILES_H

#include "base/arena.h"
#include "base/error.h"

#define STORE_MANIFEST "store.json"

typedef struct {
    int fd;
    const char *path;
} store_dir;

/* E_IO: not there or not readable; E_CONFIG: writable by others. Close with dir_close. */
assay_status dir_open(store_dir *dir, const char *path, assay_error *err);
void dir_close(store_dir *dir);
bool dir_has(const store_dir *dir, const char *name);
/* A plain file of the directory as a whole, in `a`. E_IO, or E_CONFIG: a link, no regular file,
 * writable by others, larger than `limit`. E_MEMORY when the arena failed. */
assay_status dir_read(const store_dir *dir, const char *name, size_t limit, arena *a,
                      assay_bytes *out, assay_error *err);
/* Any regular file, wherever it is and whoever may write it. */
assay_status file_read(const char *path, size_t limit, arena *a, assay_bytes *out,
                       assay_error *err);

/* Puts a file of mode 0600 in place in one step, on disk before it has its name. E_IO. */
assay_status dir_write(const store_dir *dir, const char *name, assay_bytes content,
                       assay_error *err);
/* Names in the directory reach the disk. E_IO. */
assay_status dir_sync(const store_dir *dir, assay_error *err);
/* E_IO at once when another process holds the lock; held until dir_unlock. */
assay_status dir_lock(const store_dir *dir, int *lock, assay_error *err);
void dir_unlock(int lock);
void dir_remove(const store_dir *dir, const char *name);
/* Removes the directory again, if there is nothing in it but a lock. */
void dir_discard(const store_dir *dir);

/* Puts the path into an error; dir or name may be NULL. */
void files_at(const char *dir, const char *name, assay_error *err);
/* E_IO out of errno: "cannot WHAT: ..", with the path. */
assay_status files_error(const store_dir *dir, const char *name, const char *what,
                         assay_error *err);

#endif
