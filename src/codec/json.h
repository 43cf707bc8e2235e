/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strict JSON (RFC 8259, I-JSON's bans on top): UTF-8 only, no duplicate member names after
 * unescaping, no U+0000, bounded depth and item count, exact end, no byte order mark. Numbers keep
 * their text. Every node knows the exact bytes it was read from, because issuers sign those bytes.
 *
 * Documents are written with cJSON (json_write.h), which never sees untrusted bytes.
 */
#ifndef ASSAY_CODEC_JSON_H
#define ASSAY_CODEC_JSON_H

#include "base/arena.h"
#include "base/cursor.h"

typedef enum {
    JSON_NULL = 1,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
} json_type;

typedef struct json {
    json_type type;
    assay_bytes raw;           /* the exact bytes of this value */
    size_t at;                 /* offset of raw in the document */
    assay_str name;            /* unescaped member name; {NULL, 0} outside objects */
    size_t name_at;            /* offset of the member name */
    assay_str text;            /* strings: unescaped; numbers: as written */
    size_t count;              /* arrays and objects: number of members */
    const struct json *first;  /* arrays and objects: members in document order */
    const struct json *next;
} json;

/* The document's root, allocated in `a`; NULL with the fault filled when it is not strict JSON, or
 * with the arena's state set. No recursion; views point into `in` or `a`. */
const json *json_parse(arena *a, assay_bytes in, fault *f);

/* The same for a document that json_write made: it may have LIMIT_CASE_BYTES and be
 * LIMIT_JSON_WRITE_DEPTH deep. */
const json *json_parse_document(arena *a, assay_bytes in, fault *f);

/* 1-based line and column (in bytes) of an offset. */
void json_position(assay_bytes in, size_t at, uint32_t *line, uint32_t *column);

/* Member of an object by exact name; NULL when absent or `object` is no object (or NULL). */
const json *json_member(const json *object, const char *name);
/* RFC 6901; "" is the root itself. Array indexes are canonical decimals. */
const json *json_at(const json *root, assay_bytes pointer);

bool json_is(const json *node, json_type type); /* false for NULL */
bool json_bool(const json *node, bool *out);
/* Exact 64-bit integers, also written as 1e3 or 10.0 (an integer by value); false otherwise. */
bool json_uint(const json *node, uint64_t *out);
bool json_int(const json *node, int64_t *out);
/* The string's text, or {NULL, 0}. */
assay_str json_text(const json *node);

#endif
