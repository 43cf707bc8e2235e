/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes JSON documents through cJSON: members in the order they are added, the same bytes every
 * time. The writer is sticky: after a failed allocation every call does nothing and json_write_done
 * says so. Text may hold any bytes; what is not UTF-8, and control and bidi characters, are made
 * printable first (base/text.h), so a document is always valid JSON.
 */
#ifndef ASSAY_CODEC_JSON_WRITE_H
#define ASSAY_CODEC_JSON_WRITE_H

#include "base/arena.h"

typedef struct json_writer json_writer;

/* A writer whose root is an object. NULL when memory failed. */
json_writer *json_write_new(void);
void json_write_free(json_writer *w);

/* `name` is NULL inside an array, and only there; each open needs its close, at most
 * LIMIT_JSON_WRITE_DEPTH deep. Anything else fails the document. An absent value is written as
 * null. */
void json_open_object(json_writer *w, const char *name);
void json_open_array(json_writer *w, const char *name);
void json_close(json_writer *w);
void json_put_text(json_writer *w, const char *name, assay_str value);
void json_put_cstr(json_writer *w, const char *name, const char *value); /* NULL: null */
/* A text that was made printable before: its backslashes stay as they are. */
void json_put_shown(json_writer *w, const char *name, const char *value); /* NULL: null */
void json_put_hex(json_writer *w, const char *name, assay_bytes value);
void json_put_uint(json_writer *w, const char *name, uint64_t value); /* exact, as a JSON number */
void json_put_int(json_writer *w, const char *name, int64_t value);
void json_put_bool(json_writer *w, const char *name, bool value);
void json_put_null(json_writer *w, const char *name);
void json_put_time(json_writer *w, const char *name,
                   assay_time value); /* unset, or no year 0 to 9999: null */
/* A number exactly as it was written in strict JSON. */
void json_put_number(json_writer *w, const char *name, assay_str in);

/* The document, NUL-terminated, in `a`: indented by two spaces with a final newline, or on one
 * line. {NULL, 0} when the writer is NULL or anything failed. */
assay_str json_write_done(json_writer *w, arena *a, bool indented);

#endif
