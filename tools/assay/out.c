/* SPDX-License-Identifier: Apache-2.0 */
/* see out.h */
#include "out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TALK_MAX 65536

static bool color_wanted(int fd)
{
    const char *no = getenv("NO_COLOR"); /* no-color.org: present and not empty */
    const char *terminal = getenv("TERM");
    bool dumb = terminal == NULL || strcmp(terminal, "dumb") == 0;
    return (no == NULL || no[0] == '\0') && !dumb && isatty(fd);
}

bool out_set_color(cli *c, const char *when)
{
    if (when == NULL || strcmp(when, "auto") == 0) {
        c->color = color_wanted(STDOUT_FILENO);
        c->talk_color = color_wanted(STDERR_FILENO);
        return true;
    }
    c->color = c->talk_color = strcmp(when, "always") == 0;
    return c->color || strcmp(when, "never") == 0;
}

/* Printable, but for the characters that pass. */
static const char *filter(cli *c, assay_bytes in, const char *pass)
{
    text t = text_new(&c->arena, SIZE_MAX);
    size_t from = 0;
    for (size_t i = 0; i <= in.len; i++) {
        if (i < in.len && (in.ptr[i] == '\0' || strchr(pass, in.ptr[i]) == NULL)) {
            continue;
        }
        text_add_printable(&t, bytes_of(in.ptr + from, i - from));
        text_add(&t, bytes_of(in.ptr + i, i < in.len ? 1 : 0));
        from = i + 1;
    }
    return text_done(&t).ptr;
}

/* What the library made printable stays as it is, and line ends are ours. */
static const char *filtered(cli *c, assay_bytes in)
{
    return filter(c, in, "\n\\");
}

const char *stored(cli *c, assay_str in)
{
    const char *s = in.ptr != NULL ? filter(c, bytes_of_str(in), "\\") : "";
    return s != NULL ? s : "";
}

static const char *formatted(cli *c, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    size_t room = len < 0 ? 1 : (size_t)len + 1;
    char *out = arena_alloc(&c->arena, room);
    if (out == NULL || vsnprintf(out, room, format, args) < 0) {
        return NULL;
    }
    return filtered(c, bytes_of_text(out));
}

/* The first failure tells why; what stdio says at the end need not. */
static void put(cli *c, FILE *to, const char *s)
{
    errno = 0;
    if (s != NULL && fputs(s, to) == EOF && to == stdout && c->write_error == 0) {
        c->write_error = errno;
    }
}

void out_put(cli *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put(c, stdout, formatted(c, format, args));
    va_end(args);
}

void out_line(cli *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put(c, stdout, formatted(c, format, args));
    va_end(args);
    put(c, stdout, "\n");
}

void out_text(cli *c, assay_str in)
{
    put(c, stdout, filtered(c, bytes_of_str(in)));
}

/* ECMA-48 8.3.117, SGR */
static const char *const colors[] = {[STYLE_PLAIN] = "",
                                     [STYLE_GOOD] = "\x1b[32m",
                                     [STYLE_DOUBT] = "\x1b[33m",
                                     [STYLE_BAD] = "\x1b[31m",
                                     [STYLE_STRONG] = "\x1b[1m"};

static void put_styled(cli *c, FILE *to, bool color, style s, const char *word)
{
    bool dress = color && s != STYLE_PLAIN;
    put(c, to, dress ? colors[s] : "");
    put(c, to, word);
    put(c, to, dress ? "\x1b[0m" : "");
}

void out_word(cli *c, style s, const char *word, size_t width)
{
    const char *safe = filtered(c, bytes_of_text(word));
    if (safe == NULL) {
        return;
    }
    put_styled(c, stdout, c->color, s, safe);
    for (size_t i = strlen(safe); i < width; i++) {
        put(c, stdout, " ");
    }
}

void out_document(cli *c, json_writer *w)
{
    assay_str document = json_write_done(w, &c->arena, true);
    json_write_free(w);
    if (document.ptr == NULL) {
        c->arena.state = ARENA_NO_MEMORY;
        return;
    }
    put(c, stdout, document.ptr);
}

static void say(cli *c, style s, const char *what, const char *format, va_list args)
{
    const char *message = formatted(c, format, args);
    put(c, stderr, "assay: ");
    put_styled(c, stderr, c->talk_color, s, what);
    put(c, stderr, " ");
    put(c, stderr, message != NULL ? message : "out of memory");
    put(c, stderr, "\n");
}

void say_error(cli *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(c, STYLE_BAD, "error:", format, args);
    va_end(args);
}

void say_hint(cli *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(c, STYLE_STRONG, "hint:", format, args);
    va_end(args);
}

void say_note(cli *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(c, STYLE_STRONG, "note:", format, args);
    va_end(args);
}

exit_code say_usage(cli *c, const char *message, const char *hint)
{
    say_error(c, "%s", message);
    if (hint != NULL) {
        say_hint(c, "%s", hint);
    }
    return EXIT_USAGE;
}

const char *error_place(cli *c, const assay_error *err)
{
    text t = text_new(&c->arena, TALK_MAX);
    if (err->source[0] != '\0') {
        text_add_str(&t, stored(c, str_of(err->source)));
        if (err->line > 0) {
            text_addf(&t, ":%u:%u", err->line, err->column);
        }
        text_add_str(&t, ": ");
    }
    const char *place = text_done(&t).ptr;
    return place != NULL ? place : "";
}

void say_failure(cli *c, const assay_error *err)
{
    const char *place = error_place(c, err);
    const char *message = err->message[0] != '\0' ? err->message : assay_status_name(err->status);
    bool inside = err->where[0] != '\0';
    say_error(c, "%s%s%s%s%s", place, stored(c, str_of(message)), inside ? " (" : "",
              stored(c, str_of(err->where)), inside ? ")" : "");
    if (err->hint[0] != '\0') {
        say_hint(c, "%s", stored(c, str_of(err->hint)));
    }
}

const char *shown_name(cli *c, const char *name)
{
    const char *s = text_printable(&c->arena, bytes_of_text(name));
    return s != NULL ? s : "?";
}

#define SHORT_HEAD 8
#define SHORT_TAIL 4

const char *shortened(cli *c, const char *hex)
{
    size_t len = strlen(hex);
    if (len <= SHORT_HEAD + SHORT_TAIL + 2) {
        return hex;
    }
    const char *s = arena_format(&c->arena, "%.*s..%s", SHORT_HEAD, hex, hex + len - SHORT_TAIL);
    return s != NULL ? s : "";
}

exit_code out_finish(cli *c, exit_code code)
{
    errno = 0;
    bool whole = fflush(stdout) == 0 && ferror(stdout) == 0;
    int why = c->write_error != 0 ? c->write_error : errno;
    if (whole && fclose(stdout) != 0) {
        whole = false;
        why = errno;
    }
    if (!whole) {
        say_error(c, "cannot write to standard output: %s", strerror(why != 0 ? why : EIO));
        return code == EXIT_REJECTED ? code : EXIT_ENVIRONMENT; /* a no is no reason to retry */
    }
    if (c->arena.state != ARENA_OK) {
        say_error(c, "memory ran out");
        return code == EXIT_ACCEPTED ? EXIT_ENVIRONMENT : code;
    }
    return code;
}
