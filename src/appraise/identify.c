/* SPDX-License-Identifier: Apache-2.0 */
#include "appraise/identify.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/pem.h"

typedef struct {
    const char *decoded; /* NULL: raw */
    assay_bytes bytes;
} reading;

typedef struct {
    arena *arena;
    const char *named;
    bool (*meant)(const void *context, const char *format_id); /* NULL: all are */
    const void *context;
} question;

static bool is_meant(const question *q, const char *id, const char *format_id)
{
    if (q->named != NULL) {
        return strcmp(q->named, id) == 0;
    }
    return q->meant == NULL || q->meant(q->context, format_id);
}

/* Is any of what may be inside? */
static bool container_is_meant(const question *q, const container *c)
{
    for (size_t i = 0; c->formats[i] != NULL; i++) {
        if (is_meant(q, c->id, c->formats[i])) {
            return true;
        }
    }
    return false;
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Does it stand for something in hex or base64 of either alphabet? */
static bool is_digit(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != 0 && strchr("+/-_=", c) != NULL);
}

/* Digits without the white space between them; {NULL, 0} when other bytes are among them. */
static assay_bytes squeeze(arena *a, assay_bytes in)
{
    for (size_t i = 0; i < in.len; i++) {
        if (!is_digit(in.ptr[i]) && !is_space(in.ptr[i])) {
            return (assay_bytes){NULL, 0};
        }
    }
    uint8_t *out = arena_alloc(a, in.len);
    size_t len = 0;
    for (size_t i = 0; out != NULL && i < in.len; i++) {
        if (!is_space(in.ptr[i])) {
            out[len++] = in.ptr[i];
        }
    }
    return bytes_of(out, len);
}

/* One line of text and its end, as editors and `echo` leave a token. */
static bool decode_line(arena *a, assay_bytes in, assay_bytes *out)
{
    (void)a;
    size_t len = in.len;
    if (len == 0 || in.ptr[len - 1] != '\n') {
        return false;
    }
    len -= len > 1 && in.ptr[len - 2] == '\r' ? 2 : 1;
    for (size_t i = 0; i < len; i++) {
        if (in.ptr[i] <= ' ' || in.ptr[i] > 0x7e) {
            return false;
        }
    }
    *out = bytes_of(in.ptr, len);
    return len > 0;
}

/* A file of exactly one block. */
static bool decode_pem(arena *a, assay_bytes in, assay_bytes *out)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    assay_str label;
    assay_bytes second;
    return pem_probe(in) && pem_next(&c, a, &label, out) && !pem_next(&c, a, &label, &second) &&
           f.what == NULL;
}

static bool decode_hex(arena *a, assay_bytes in, assay_bytes *out)
{
    assay_bytes squeezed = squeeze(a, in);
    return squeezed.len > 0 && hex_decode(a, squeezed, out);
}

static bool decode_base64(arena *a, assay_bytes in, assay_bytes *out)
{
    assay_bytes squeezed = squeeze(a, in);
    return squeezed.len > 0 &&
           (base64_decode(a, squeezed, out) || base64url_decode(a, squeezed, out));
}

static const struct {
    const char *name;
    bool (*decode)(arena *a, assay_bytes in, assay_bytes *out);
    bool encoding; /* the text stands for other bytes: not asked of what is named */
} decodings[] = {{"line", decode_line, false},
                 {"pem", decode_pem, true},
                 {"hex", decode_hex, true},
                 {"base64", decode_base64, true}};
#define READINGS (1 + sizeof decodings / sizeof decodings[0])

static size_t readings_of(arena *a, assay_bytes in, bool named, reading out[READINGS])
{
    size_t count = 0;
    out[count++] = (reading){NULL, in};
    for (size_t i = 0; i < ARRAY_LEN(decodings); i++) {
        assay_bytes decoded = {NULL, 0};
        bool asked = !named || !decodings[i].encoding;
        if (asked && decodings[i].decode(a, in, &decoded)) {
            out[count++] = (reading){decodings[i].name, decoded};
        }
    }
    return count;
}

static void consider(identified *out, const format *f, reading r)
{
    if (out->readings++ == 0) {
        out->format = f;
        out->decoded = r.decoded;
        out->bytes = r.bytes;
    }
}

static void try_formats(const question *q, reading r, identified *out)
{
    for (size_t i = 0; i < format_count; i++) {
        const char *id = formats[i]->id;
        if (is_meant(q, id, id) && formats[i]->probe(r.bytes)) {
            consider(out, formats[i], r);
        }
    }
}

static void try_container(const question *q, const container *outer, reading r, identified *out)
{
    fault f = {0};
    unwrapped *inside = ARENA_ARRAY(q->arena, LIMIT_EVIDENCE_PIECES, unwrapped);
    size_t count = inside != NULL ? outer->unwrap(q->arena, r.bytes, inside, &f) : 0;
    if (count == 0) {
        out->damaged = outer;
        out->fault = f;
        return;
    }
    bool one = count == 1;
    if (out->readings == 0) {
        out->pieces = inside;
        out->piece_count = count;
    }
    consider(out, one ? format_find(inside[0].format) : NULL,
             (reading){outer->id, one ? inside[0].evidence : r.bytes});
}

static void try_containers(const question *q, reading r, identified *out)
{
    for (size_t i = 0; i < container_count; i++) {
        const container *outer = containers[i];
        bool named = q->named != NULL && strcmp(q->named, outer->id) == 0;
        if (named || (container_is_meant(q, outer) && outer->probe(r.bytes))) {
            try_container(q, outer, r, out);
        }
    }
}

static void try_dissectors(const question *q, reading r, identified *out)
{
    for (size_t i = 0; i < dissector_count; i++) {
        const dissector *d = dissectors[i];
        if (is_meant(q, d->id, d->id) && d->probe(r.bytes)) {
            consider(out, NULL, r);
            out->dissector = out->readings == 1 ? d : out->dissector;
        }
    }
}

const char *identified_id(const identified *i)
{
    const char *container_id = i->piece_count > 1 ? i->decoded : NULL;
    return i->format != NULL      ? i->format->id
           : i->dissector != NULL ? i->dissector->id
                                  : container_id;
}

/* Text that may have a line's end or not means the same either way. */
static void merge(identified *out, const identified *one, const char *decoded)
{
    bool line = decoded != NULL && strcmp(decoded, "line") == 0;
    bool again = line && out->readings == 1 && one->readings == 1;
    if (again && strcmp(identified_id(out), identified_id(one)) == 0) {
        return;
    }
    size_t readings = out->readings + one->readings;
    if (out->readings == 0 && (one->readings > 0 || out->damaged == NULL)) {
        *out = *one;
    }
    out->readings = readings;
}

static identified identify_as(arena *a, assay_bytes in, const question *q, bool dissecting)
{
    reading readings[READINGS];
    size_t count = readings_of(a, in, q->named != NULL, readings);
    identified out = {0};
    for (size_t i = 0; i < count; i++) {
        identified one = {0};
        try_formats(q, readings[i], &one);
        try_containers(q, readings[i], &one);
        if (dissecting) {
            try_dissectors(q, readings[i], &one);
        }
        merge(&out, &one, readings[i].decoded);
    }
    if (out.readings == 0 && q->named != NULL) {
        const format *fallback = format_find(q->named);
        const dissector *other = dissecting ? dissector_find(q->named) : NULL;
        if (fallback != NULL || other != NULL) {
            consider(&out, fallback, readings[count - 1]); /* without the line's end, if any */
            out.dissector = other;
        }
    }
    return out;
}

identified identify_bytes(arena *a, assay_bytes in, const char *named,
                          bool (*meant)(const void *context, const char *format_id),
                          const void *context)
{
    return identify_as(a, in, &(question){a, named, meant, context}, false);
}

identified identify_input(arena *a, assay_bytes in, const char *named)
{
    return identify_as(a, in, &(question){a, named, NULL, NULL}, true);
}
