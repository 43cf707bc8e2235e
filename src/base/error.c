/* SPDX-License-Identifier: Apache-2.0 */
/* A caller built against an older header has a shorter assay_error: each write asks how much of its
 * field lies inside struct_size. */
#include "base/error.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

#define TEXT_MAX sizeof(((assay_error *)NULL)->message)

/* How many bytes of the field at [offset, offset + size) the caller's struct has. */
static size_t room(const assay_error *err, size_t offset, size_t size)
{
    if (err->struct_size <= offset) {
        return 0;
    }
    size_t left = err->struct_size - offset;
    return left < size ? left : size;
}

#define ROOM(err, field) room((err), offsetof(assay_error, field), sizeof((err)->field))

/* Length of the longest part of `in` of at most `max` bytes that ends between two characters. */
static size_t cut(assay_bytes in, size_t max)
{
    if (in.len <= max) {
        return in.len;
    }
    size_t end = max;
    while (end > 0 && max - end < 3 && (in.ptr[end] & 0xc0) == 0x80) {
        end--;
    }
    return (in.ptr[end] & 0xc0) == 0x80 ? max : end;
}

static void put_text(char *field, size_t size, const char *in)
{
    if (size == 0) {
        return;
    }
    size_t len = cut(bytes_of_text(in), size - 1);
    memset(field, 0, size);
    memcpy(field, in, len);
}

static void put_number(uint32_t *field, size_t size, uint32_t value)
{
    if (size == sizeof *field) {
        *field = value;
    }
}

/* One byte over what any field keeps, so that put_text sees where the next character would begin.
 */
static void format_text(char out[TEXT_MAX + 1], const char *format, va_list args)
{
    if (vsnprintf(out, TEXT_MAX + 1, format, args) < 0) {
        out[0] = '\0';
    }
}

void assay_error_init(assay_error *err, size_t struct_size)
{
    if (err == NULL || struct_size < sizeof err->struct_size) {
        return;
    }
    memset(err, 0, struct_size);
    err->struct_size = struct_size;
}

assay_status error_set(assay_error *err, assay_status status, const char *format, ...)
{
    if (err == NULL) {
        return status;
    }
    char message[TEXT_MAX + 1];
    va_list args;
    va_start(args, format);
    format_text(message, format, args);
    va_end(args);

    if (ROOM(err, status) == sizeof err->status) {
        err->status = status;
    }
    put_number(&err->line, ROOM(err, line), 0);
    put_number(&err->column, ROOM(err, column), 0);
    put_text(err->source, ROOM(err, source), "");
    put_text(err->where, ROOM(err, where), "");
    put_text(err->message, ROOM(err, message), message);
    put_text(err->hint, ROOM(err, hint), "");
    return status;
}

void error_at(assay_error *err, const char *source, const char *where, uint32_t line,
              uint32_t column)
{
    if (err == NULL) {
        return;
    }
    if (source != NULL) {
        put_text(err->source, ROOM(err, source), source);
    }
    if (where != NULL) {
        put_text(err->where, ROOM(err, where), where);
    }
    if (line != 0) {
        put_number(&err->line, ROOM(err, line), line);
        put_number(&err->column, ROOM(err, column), column);
    }
}

void error_hint(assay_error *err, const char *format, ...)
{
    if (err == NULL) {
        return;
    }
    char hint[TEXT_MAX + 1];
    va_list args;
    va_start(args, format);
    format_text(hint, format, args);
    va_end(args);
    put_text(err->hint, ROOM(err, hint), hint);
}
