/* SPDX-License-Identifier: Apache-2.0 */
/* Documents as a tree of cJSON nodes. cJSON indents with tabs, so it prints on one line and the
 * indentation is ours. */
#include "codec/json_write.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/time.h"
#include "codec/json_scan.h"

#include <cJSON.h>
#include <inttypes.h>
#include <stdio.h>

struct json_writer {
    cJSON *open[LIMIT_JSON_WRITE_DEPTH]; /* the root and what is open in it, innermost last */
    size_t depth;
    bool failed;
};

static void *scratch_alloc(void *user, size_t size)
{
    (void)user;
    return cJSON_malloc(size);
}

static void scratch_release(void *user, void *ptr, size_t size)
{
    (void)user;
    (void)size;
    cJSON_free(ptr);
}

static const assay_allocator scratch_allocator = {scratch_alloc, scratch_release, NULL};

static arena scratch_new(void)
{
    arena scratch;
    arena_init(&scratch, &scratch_allocator, SIZE_MAX);
    return scratch;
}

json_writer *json_write_new(void)
{
    json_writer *w = cJSON_malloc(sizeof *w);
    if (w == NULL) {
        return NULL;
    }
    *w = (json_writer){.open = {cJSON_CreateObject()}, .depth = 1};
    if (w->open[0] == NULL) {
        cJSON_free(w);
        return NULL;
    }
    return w;
}

void json_write_free(json_writer *w)
{
    if (w != NULL) {
        cJSON_Delete(w->open[0]);
        cJSON_free(w);
    }
}

static bool working(const json_writer *w)
{
    return w != NULL && !w->failed;
}

/* Adds `item` under a printable form of `name`; false when that failed. */
static bool add_named(cJSON *object, const char *name, cJSON *item)
{
    arena scratch = scratch_new();
    const char *shown = text_printable(&scratch, bytes_of_text(name));
    bool added = shown != NULL && cJSON_AddItemToObject(object, shown, item);
    arena_release(&scratch);
    return added;
}

/* Takes `item`, which is NULL when its allocation failed. A name where none belongs, or none where
 * one does, fails the document. */
static void add(json_writer *w, const char *name, cJSON *item)
{
    if (!working(w)) {
        cJSON_Delete(item);
        return;
    }
    cJSON *in = w->open[w->depth - 1];
    bool added = item != NULL && (name != NULL) == (cJSON_IsObject(in) != 0);
    if (added) {
        added = name != NULL ? add_named(in, name, item) : cJSON_AddItemToArray(in, item);
    }
    if (!added) {
        cJSON_Delete(item);
        w->failed = true;
    }
}

static void open_item(json_writer *w, const char *name, cJSON *item)
{
    add(w, name, item);
    if (!working(w)) {
        return;
    }
    if (w->depth == LIMIT_JSON_WRITE_DEPTH) {
        w->failed = true;
        return;
    }
    w->open[w->depth++] = item;
}

void json_open_object(json_writer *w, const char *name)
{
    open_item(w, name, working(w) ? cJSON_CreateObject() : NULL);
}

void json_open_array(json_writer *w, const char *name)
{
    open_item(w, name, working(w) ? cJSON_CreateArray() : NULL);
}

void json_close(json_writer *w)
{
    if (!working(w)) {
        return;
    }
    if (w->depth == 1) { /* the root is not the caller's to close */
        w->failed = true;
        return;
    }
    w->depth--;
}

void json_put_null(json_writer *w, const char *name)
{
    add(w, name, working(w) ? cJSON_CreateNull() : NULL);
}

void json_put_bool(json_writer *w, const char *name, bool value)
{
    add(w, name, working(w) ? cJSON_CreateBool(value) : NULL);
}

/* `made` is a text in `scratch`, or NULL when memory failed. */
static void put_made(json_writer *w, const char *name, arena *scratch, const char *made)
{
    add(w, name, made != NULL ? cJSON_CreateString(made) : NULL);
    arena_release(scratch);
}

void json_put_text(json_writer *w, const char *name, assay_str value)
{
    if (value.ptr == NULL || !working(w)) {
        json_put_null(w, name);
        return;
    }
    arena scratch = scratch_new();
    put_made(w, name, &scratch, text_printable(&scratch, bytes_of_str(value)));
}

void json_put_cstr(json_writer *w, const char *name, const char *value)
{
    json_put_text(w, name, value != NULL ? str_of(value) : (assay_str){NULL, 0});
}

void json_put_shown(json_writer *w, const char *name, const char *value)
{
    if (value == NULL || !working(w)) {
        json_put_null(w, name);
        return;
    }
    arena scratch = scratch_new();
    text t = text_new(&scratch, SIZE_MAX);
    const char *from = value;
    for (const char *at; (at = strchr(from, '\\')) != NULL; from = at + 1) {
        text_add_printable(&t, bytes_of(from, (size_t)(at - from)));
        text_add_str(&t, "\\");
    }
    text_add_printable(&t, bytes_of_text(from));
    put_made(w, name, &scratch, text_done(&t).ptr);
}

void json_put_hex(json_writer *w, const char *name, assay_bytes value)
{
    if (value.ptr == NULL || !working(w)) {
        json_put_null(w, name);
        return;
    }
    arena scratch = scratch_new();
    put_made(w, name, &scratch, text_hex(&scratch, value));
}

/* cJSON's own numbers are doubles; raw text keeps all 64 bits. */
static void put_raw(json_writer *w, const char *name, const char *digits)
{
    add(w, name, working(w) ? cJSON_CreateRaw(digits) : NULL);
}

void json_put_uint(json_writer *w, const char *name, uint64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, value);
    put_raw(w, name, digits);
}

void json_put_int(json_writer *w, const char *name, int64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, value);
    put_raw(w, name, digits);
}

void json_put_number(json_writer *w, const char *name, assay_str in)
{
    char digits[LIMIT_JSON_NUMBER + 1] = {0};
    fault f = {0};
    cursor c = cur_over(bytes_of_str(in), &f);
    assay_str number = scan_number(&c);
    if (!cur_end(&c, "number")) { /* would break the document */
        add(w, name, NULL);
        return;
    }
    memcpy(digits, number.ptr, number.len);
    put_raw(w, name, digits);
}

void json_put_time(json_writer *w, const char *name, assay_time value)
{
    char moment[TIME_TEXT];
    time_to_rfc3339(value, moment);
    bool dated = moment[0] >= '0' && moment[0] <= '9';
    json_put_cstr(w, name, dated ? moment : NULL);
}

static void new_line(text *out, size_t depth)
{
    text_add_str(out, "\n");
    for (size_t i = 0; i < depth; i++) {
        text_add_str(out, "  ");
    }
}

/* Length of the run at `in` that is copied as it is: a string, or up to the next mark outside one.
 */
static size_t token_length(const char *in)
{
    if (in[0] != '"') {
        return strcspn(in, "\"{}[],:");
    }
    size_t n = 1;
    while (in[n] != '"') {
        n += in[n] == '\\' ? 2 : 1;
    }
    return n + 1;
}

/* One of the marks {}[],: of the document; returns how many characters it stood for. */
static size_t add_mark(text *out, const char *in, size_t *depth)
{
    bool opens = in[0] == '{' || in[0] == '[', closes = in[0] == '}' || in[0] == ']';
    if (opens && (in[1] == '}' || in[1] == ']')) {
        text_add(out, bytes_of(in, 2));
        return 2;
    }
    *depth += opens;
    *depth -= closes;
    if (closes) {
        new_line(out, *depth);
    }
    text_add(out, bytes_of(in, 1));
    if (in[0] == ':') {
        text_add_str(out, " ");
    } else if (!closes) {
        new_line(out, *depth);
    }
    return 1;
}

/* `in` is a document of cJSON's without white space. */
static void add_indented(text *out, const char *in)
{
    size_t depth = 0;
    while (*in != '\0') {
        size_t n = token_length(in);
        text_add(out, bytes_of(in, n));
        in += n > 0 ? n : add_mark(out, in, &depth);
    }
    text_add_str(out, "\n");
}

assay_str json_write_done(json_writer *w, arena *a, bool indented)
{
    char *line = working(w) && w->depth == 1 ? cJSON_PrintUnformatted(w->open[0]) : NULL;
    if (line == NULL) {
        return (assay_str){NULL, 0};
    }
    text out = text_new(a, SIZE_MAX);
    if (indented) {
        add_indented(&out, line);
    } else {
        text_add_str(&out, line);
    }
    cJSON_free(line);
    return text_done(&out);
}
