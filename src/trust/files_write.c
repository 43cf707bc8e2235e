/* SPDX-License-Identifier: Apache-2.0 */
/* Changing the store's files: under a lock, and so that a crash or a full disk at any instant
 * leaves either the old file or the new one. */
#include "trust/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#define TEMPORARY ".assay-new"
#define LOCK ".assay-lock"

static bool write_all(int fd, assay_bytes content)
{
    size_t done = 0;
    while (done < content.len) {
        ssize_t put = write(fd, content.ptr + done, content.len - done);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            return false;
        }
        done += (size_t)put;
    }
    return fsync(fd) == 0;
}

/* The lock keeps others away, so one name for the temporary file is enough. */
assay_status dir_write(const store_dir *dir, const char *name, assay_bytes content,
                       assay_error *err)
{
    unlinkat(dir->fd, TEMPORARY, 0);
    int fd = openat(dir->fd, TEMPORARY, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return files_error(dir, name, "create", err);
    }
    if (!write_all(fd, content)) {
        assay_status status = files_error(dir, name, "write", err);
        close(fd);
        unlinkat(dir->fd, TEMPORARY, 0);
        return status;
    }
    if (close(fd) != 0 || renameat(dir->fd, TEMPORARY, dir->fd, name) != 0) {
        assay_status status = files_error(dir, name, "put in place", err);
        unlinkat(dir->fd, TEMPORARY, 0);
        return status;
    }
    return ASSAY_OK;
}

assay_status dir_sync(const store_dir *dir, assay_error *err)
{
    return fsync(dir->fd) == 0 ? ASSAY_OK : files_error(dir, ".", "sync", err);
}

assay_status dir_lock(const store_dir *dir, int *lock, assay_error *err)
{
    *lock = openat(dir->fd, LOCK, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (*lock < 0) {
        return files_error(dir, LOCK, "open the lock", err);
    }
    if (flock(*lock, LOCK_EX | LOCK_NB) == 0) {
        return ASSAY_OK;
    }
    bool busy = errno == EWOULDBLOCK;
    assay_status status = files_error(dir, LOCK, "lock the store", err);
    if (busy) {
        error_hint(err, "another process is changing the store; try again");
    }
    dir_unlock(*lock);
    *lock = -1;
    return status;
}

void dir_unlock(int lock)
{
    if (lock >= 0) {
        close(lock);
    }
}

void dir_remove(const store_dir *dir, const char *name)
{
    unlinkat(dir->fd, name, 0);
}

void dir_discard(const store_dir *dir)
{
    unlinkat(dir->fd, LOCK, 0);
    rmdir(dir->path);
}
