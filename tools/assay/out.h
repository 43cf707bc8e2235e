/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one way to the terminal. stdout gets the result, stderr the talk. Whatever is printed passes
 * a filter that spells out control, bidi and non-UTF-8 bytes, line ends apart; names that a user or
 * a sender chose are made unambiguous with shown_name() first.
 */
#ifndef ASSAY_TOOL_OUT_H
#define ASSAY_TOOL_OUT_H

#include "base/text.h"
#include "codec/json_write.h"
#include "exit.h"

/* One run of the command. */
typedef struct cli {
    arena arena;
    bool json;        /* results as JSON */
    bool color;       /* on stdout */
    bool talk_color;  /* on stderr */
    bool stdin_taken; /* "-" can be read once */
    int write_error;  /* errno of the first write to stdout that failed; 0: none did */
} cli;

typedef enum { STYLE_PLAIN = 0, STYLE_GOOD, STYLE_DOUBT, STYLE_BAD, STYLE_STRONG } style;

/* --color=WHEN: "auto", "always", "never"; NULL: auto. False when it is none of these. */
bool out_set_color(cli *c, const char *when);

__attribute__((format(printf, 2, 3))) void out_line(cli *c, const char *format, ...);
__attribute__((format(printf, 2, 3))) void out_put(cli *c, const char *format, ...);
/* A word, padded with spaces to `width` characters. */
void out_word(cli *c, style s, const char *word, size_t width);
/* Writes and frees a document. */
void out_document(cli *c, json_writer *w);
void out_text(cli *c, assay_str text);

/* "assay: error: ...", "assay: hint: ...", "assay: note: ...": lower case, no final period. */
__attribute__((format(printf, 2, 3))) void say_error(cli *c, const char *format, ...);
__attribute__((format(printf, 2, 3))) void say_hint(cli *c, const char *format, ...);
__attribute__((format(printf, 2, 3))) void say_note(cli *c, const char *format, ...);
/* A usage error in one go: EXIT_USAGE. `hint` may be NULL. */
exit_code say_usage(cli *c, const char *message, const char *hint);
/* An error of the library, with its place and hint. */
void say_failure(cli *c, const assay_error *err);
/* "source:line:column: " of an error, as far as it has them. */
const char *error_place(cli *c, const assay_error *err);

/* A name that somebody chose, for messages. */
const char *shown_name(cli *c, const char *name);
/* A text that was made printable once, by whomever: backslashes stay as they are. */
const char *stored(cli *c, assay_str in);
/* "5b1c..e2" of a long hex text; short ones as they are. */
const char *shortened(cli *c, const char *hex);

/* Flushes stdout; the status to exit with: `code`, unless it is no rejection and the result could
 * not be written whole. */
exit_code out_finish(cli *c, exit_code code);

#endif
