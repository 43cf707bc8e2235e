/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the store's files. Errors name the whole path. */
#include "trust/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

void files_at(const char *dir, const char *name, assay_error *err)
{
    char path[sizeof err->source];
    snprintf(path, sizeof path, "%s%s%s", dir != NULL ? dir : "",
             dir != NULL && name != NULL ? "/" : "", name != NULL ? name : "");
    error_at(err, path, NULL, 0, 0);
}

static assay_status io_error(assay_error *err, const char *what)
{
    char why[128];
    if (strerror_r(errno, why, sizeof why) != 0) {
        snprintf(why, sizeof why, "error %d", errno);
    }
    return error_set(err, ASSAY_E_IO, "cannot %s: %s", what, why);
}

assay_status files_error(const store_dir *dir, const char *name, const char *what, assay_error *err)
{
    assay_status status = io_error(err, what);
    files_at(dir->path, name, err);
    return status;
}

static assay_status refuse_writable(const struct stat *st, assay_error *err)
{
    if ((st->st_mode & (S_IWGRP | S_IWOTH)) == 0) {
        return ASSAY_OK;
    }
    error_set(err, ASSAY_E_CONFIG, "is writable by group or others (mode %04o)",
              (unsigned)st->st_mode & 07777u);
    error_hint(err, "chmod go-w it, after checking who changed it");
    return ASSAY_E_CONFIG;
}

static assay_status open_dir(store_dir *dir, assay_error *err)
{
    struct stat st;
    dir->fd = open(dir->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir->fd < 0 || fstat(dir->fd, &st) != 0) {
        return io_error(err, "open the trust store");
    }
    return refuse_writable(&st, err);
}

assay_status dir_open(store_dir *dir, const char *path, assay_error *err)
{
    dir->path = path;
    assay_status status = open_dir(dir, err);
    if (status != ASSAY_OK) {
        files_at(NULL, path, err);
        dir_close(dir);
    }
    return status;
}

void dir_close(store_dir *dir)
{
    if (dir->fd >= 0) {
        close(dir->fd);
    }
    dir->fd = -1;
}

bool dir_has(const store_dir *dir, const char *name)
{
    struct stat st;
    return fstatat(dir->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT;
}

static assay_status read_exactly(int fd, uint8_t *out, size_t len, assay_error *err)
{
    size_t done = 0;
    while (done < len) {
        ssize_t got = read(fd, out + done, len - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return io_error(err, "read");
        }
        if (got == 0) {
            return error_set(err, ASSAY_E_IO, "became shorter while it was read");
        }
        done += (size_t)got;
    }
    return ASSAY_OK;
}

static assay_status read_regular(int fd, const struct stat *st, size_t limit, arena *a,
                                 assay_bytes *out, assay_error *err)
{
    if (!S_ISREG(st->st_mode)) {
        return error_set(err, ASSAY_E_CONFIG, "is not a regular file");
    }
    if (st->st_size < 0 || (uintmax_t)st->st_size > limit) {
        return error_set(err, ASSAY_E_CONFIG, "has %jd bytes, the limit is %zu",
                         (intmax_t)st->st_size, limit);
    }
    size_t size = (size_t)st->st_size;
    uint8_t *bytes = arena_alloc(a, size + 1);
    if (bytes == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for %zu bytes", size);
    }
    assay_status status = read_exactly(fd, bytes, size, err);
    *out = bytes_of(bytes, size);
    return status;
}

/* O_NONBLOCK so that a FIFO in the store does not hang its reader. */
static assay_status open_file(int at, const char *name, int flags, int *fd, struct stat *st,
                              assay_error *err)
{
    *fd = openat(at, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | flags);
    if (*fd < 0 && errno == ELOOP && (flags & O_NOFOLLOW) != 0) {
        error_set(err, ASSAY_E_CONFIG, "is a symbolic link");
        error_hint(err, "put the file itself into the store");
        return ASSAY_E_CONFIG;
    }
    if (*fd < 0 || fstat(*fd, st) != 0) {
        return io_error(err, "open");
    }
    return ASSAY_OK;
}

assay_status dir_read(const store_dir *dir, const char *name, size_t limit, arena *a,
                      assay_bytes *out, assay_error *err)
{
    int fd = -1;
    struct stat st;
    assay_status status = open_file(dir->fd, name, O_NOFOLLOW, &fd, &st, err);
    if (status == ASSAY_OK) {
        status = refuse_writable(&st, err);
    }
    if (status == ASSAY_OK) {
        status = read_regular(fd, &st, limit, a, out, err);
    }
    if (fd >= 0) {
        close(fd);
    }
    if (status != ASSAY_OK) {
        files_at(dir->path, name, err);
    }
    return status;
}

assay_status file_read(const char *path, size_t limit, arena *a, assay_bytes *out, assay_error *err)
{
    int fd = -1;
    struct stat st;
    assay_status status = open_file(AT_FDCWD, path, 0, &fd, &st, err);
    if (status == ASSAY_OK) {
        status = read_regular(fd, &st, limit, a, out, err);
    }
    if (fd >= 0) {
        close(fd);
    }
    if (status != ASSAY_OK) {
        files_at(NULL, path, err);
    }
    return status;
}
