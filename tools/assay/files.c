/* SPDX-License-Identifier: Apache-2.0 */
/* see files.h */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_STEP 65536u

static exit_code cannot_read(cli *c, const char *path, const char *why)
{
    say_error(c, "cannot read \"%s\": %s", shown_name(c, path), why);
    return EXIT_ENVIRONMENT;
}

/* strerror says "No such file or directory"; messages are lower case. */
static const char *reason(cli *c, int number)
{
    if (number == ENOENT) {
        return "no such file";
    }
    char *why = arena_text(&c->arena, bytes_of_text(strerror(number)));
    if (why != NULL && why[0] >= 'A' && why[0] <= 'Z' && why[1] >= 'a') {
        why[0] = (char)(why[0] - 'A' + 'a');
    }
    return why != NULL ? why : "out of memory";
}

/* Pipes of a shell's process substitution are read; a named one would wait for ever. */
static bool is_descriptor(const char *path)
{
    return strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/self/fd/", 14) == 0;
}

static exit_code open_file(cli *c, const char *path, int *fd)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (*fd < 0) {
        return cannot_read(c, path, reason(c, errno));
    }
    struct stat st;
    if (fstat(*fd, &st) != 0) {
        return cannot_read(c, path, reason(c, errno));
    }
    if (S_ISDIR(st.st_mode)) {
        return cannot_read(c, path, "is a directory");
    }
    if (S_ISFIFO(st.st_mode) && !is_descriptor(path)) {
        cannot_read(c, path, "is a named pipe");
        say_hint(c, "hand it over on standard input, as -");
        return EXIT_ENVIRONMENT;
    }
    int flags = fcntl(*fd, F_GETFL);
    if (flags < 0 || fcntl(*fd, F_SETFL, flags & ~O_NONBLOCK) != 0) {
        return cannot_read(c, path, reason(c, errno));
    }
    return EXIT_ACCEPTED;
}

/* What is read so far, growing by doubling. */
typedef struct {
    uint8_t *ptr;
    size_t len, room;
} growing;

static bool grow(cli *c, growing *g, size_t cap)
{
    size_t room = g->room == 0 ? READ_STEP : g->room * 2;
    room = room < cap ? room : cap;
    uint8_t *bigger = arena_alloc(&c->arena, room);
    if (bigger == NULL) {
        return false;
    }
    if (g->len > 0) {
        memcpy(bigger, g->ptr, g->len);
    }
    g->ptr = bigger;
    g->room = room;
    return true;
}

static exit_code read_all(cli *c, int fd, const char *path, size_t cap, growing *g)
{
    while (g->len < cap) {
        if (g->len == g->room && !grow(c, g, cap)) {
            return cannot_read(c, path, "out of memory");
        }
        ssize_t got = read(fd, g->ptr + g->len, g->room - g->len);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return cannot_read(c, path, reason(c, errno));
        }
        if (got == 0) {
            return EXIT_ACCEPTED;
        }
        g->len += (size_t)got;
    }
    return EXIT_ACCEPTED;
}

static exit_code read_more(cli *c, int fd, const char *path, size_t more, growing *g)
{
    exit_code code = read_all(c, fd, path, more + 1, g);
    if (code == EXIT_ACCEPTED && g->len > more) {
        say_error(c, "\"%s\" has more than %zu bytes", shown_name(c, path), more);
        return EXIT_USAGE;
    }
    return code;
}

exit_code file_read_if(cli *c, const char *path, size_t max, size_t more,
                       bool (*wanted)(assay_bytes begin), assay_bytes *out)
{
    bool standard = strcmp(path, "-") == 0;
    if (standard && c->stdin_taken) {
        return say_usage(c, "standard input can be read only once", NULL);
    }
    int fd = STDIN_FILENO;
    exit_code code = EXIT_ACCEPTED;
    growing g = {0};
    if (standard) {
        c->stdin_taken = true;
    } else {
        code = open_file(c, path, &fd);
    }
    if (code == EXIT_ACCEPTED) {
        code = read_all(c, fd, path, max + 1, &g);
    }
    if (code == EXIT_ACCEPTED && g.len > max && wanted != NULL && wanted(bytes_of(g.ptr, g.len))) {
        code = read_more(c, fd, path, more, &g);
    }
    if (!standard && fd >= 0) {
        close(fd);
    }
    *out = bytes_of(g.ptr != NULL ? g.ptr : (const uint8_t *)"", g.len);
    return code;
}

exit_code file_read_some(cli *c, const char *path, size_t max, assay_bytes *out)
{
    return file_read_if(c, path, max, max, NULL, out);
}

exit_code file_read_whole(cli *c, const char *path, size_t max, assay_bytes *out)
{
    exit_code code = file_read_some(c, path, max, out);
    if (code == EXIT_ACCEPTED && out->len > max) {
        say_error(c, "\"%s\" has more than %zu bytes", shown_name(c, path), max);
        return EXIT_USAGE;
    }
    return code;
}

static bool write_all(int fd, assay_bytes content)
{
    size_t done = 0;
    while (done < content.len) {
        ssize_t put = write(fd, content.ptr + done, content.len - done);
        if (put < 0 && errno != EINTR) {
            return false;
        }
        done += put > 0 ? (size_t)put : 0;
    }
    return true;
}

exit_code file_write(cli *c, const char *path, assay_bytes content)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
    bool written = fd >= 0 && write_all(fd, content);
    int number = errno;
    if (fd >= 0 && close(fd) != 0 && written) {
        written = false;
        number = errno;
    }
    if (written) {
        return EXIT_ACCEPTED;
    }
    say_error(c, "cannot write \"%s\": %s", shown_name(c, path), reason(c, number));
    return EXIT_ENVIRONMENT;
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

const char *file_beside(cli *c, const char *beside, const char *file)
{
    const char *slash = strrchr(beside, '/');
    if (file[0] == '/' || slash == NULL) {
        return file;
    }
    return arena_format(&c->arena, "%.*s%s", (int)(slash - beside + 1), beside, file);
}
