/* SPDX-License-Identifier: Apache-2.0 */
/* The one function through which untrusted bytes reach a person. What a reader could not see, or
 * what would rearrange what he sees, is spelled out byte by byte. */
#include "base/text.h"

/* Unicode 15: Default_Ignorable_Code_Point but for the variation selectors that emoji need, and the
 * Bidi_Control, separator and interlinear annotation characters. Ascending. */
static const struct {
    uint32_t first, last;
} unseen[] = {
    {0x00000, 0x0001f}, /* C0 */
    {0x0007f, 0x0009f}, /* DEL, C1 */
    {0x000ad, 0x000ad}, /* soft hyphen */
    {0x0034f, 0x0034f}, /* combining grapheme joiner */
    {0x0061c, 0x0061c}, /* Arabic letter mark */
    {0x0115f, 0x01160}, /* Hangul fillers */
    {0x017b4, 0x017b5}, /* Khmer inherent vowels */
    {0x0180b, 0x0180f}, /* Mongolian variation selectors, vowel separator */
    {0x0200b, 0x0200f}, /* zero width, marks of direction */
    {0x02028, 0x0202e}, /* line and paragraph separators, bidi embeddings */
    {0x02060, 0x0206f}, /* joiners, invisible operators, bidi isolates */
    {0x03164, 0x03164}, /* Hangul filler */
    {0x0fdd0, 0x0fdef}, /* non-characters */
    {0x0feff, 0x0feff}, /* byte order mark */
    {0x0ffa0, 0x0ffa0}, /* half width Hangul filler */
    {0x0fff0, 0x0fffb}, /* reserved, interlinear annotation */
    {0x1bca0, 0x1bca3}, /* shorthand format controls */
    {0x1d173, 0x1d17a}, /* musical format controls */
    {0xe0000, 0xe0fff}, /* tags, variation selectors supplement */
};

static bool is_seen(uint32_t code)
{
    if ((code & 0xfffe) == 0xfffe) { /* non-characters at the end of each plane */
        return false;
    }
    size_t i = 0;
    while (i < ARRAY_LEN(unseen) && unseen[i].last < code) {
        i++;
    }
    return i == ARRAY_LEN(unseen) || code < unseen[i].first;
}

/* Bytes at the front that pass as they are. */
static size_t plain_run(assay_bytes in)
{
    size_t run = 0;
    while (run < in.len) {
        uint32_t code = 0;
        if (in.ptr[run] >= ' ' && in.ptr[run] < 0x7f && in.ptr[run] != '\\') {
            run++; /* most of what is shown */
            continue;
        }
        size_t n = utf8_next(bytes_of(in.ptr + run, in.len - run), &code);
        if (n == 0 || code == '\\' || !is_seen(code)) {
            return run;
        }
        run += n;
    }
    return run;
}

/* Appends the character at the front in its escaped form; returns its length. */
static size_t add_escaped(text *t, assay_bytes in)
{
    uint32_t code = 0;
    size_t n = utf8_next(in, &code);
    if (n == 1 && code == '\\') {
        text_add_str(t, "\\\\");
        return n;
    }
    n = n > 0 ? n : 1;
    for (size_t i = 0; i < n; i++) {
        text_addf(t, "\\x%02x", in.ptr[i]);
    }
    return n;
}

void text_add_printable(text *t, assay_bytes in)
{
    size_t at = 0;
    while (at < in.len && !t->failed) {
        size_t run = plain_run(bytes_of(in.ptr + at, in.len - at));
        text_add(t, bytes_of(in.ptr + at, run));
        at += run;
        at += at < in.len ? add_escaped(t, bytes_of(in.ptr + at, in.len - at)) : 0;
    }
}

const char *text_printable(arena *a, assay_bytes in)
{
    text t = text_new(a, SIZE_MAX);
    text_add_printable(&t, in);
    return text_done(&t).ptr;
}

const char *text_excerpt(arena *a, assay_bytes in)
{
    size_t shown = in.len <= TEXT_EXCERPT ? in.len : TEXT_EXCERPT;
    while (shown < in.len && shown > TEXT_EXCERPT - 4 && (in.ptr[shown] & 0xc0) == 0x80) {
        shown--; /* not inside a character */
    }
    const char *front = text_printable(a, bytes_of(in.ptr, shown));
    return shown == in.len || front == NULL ? front
                                            : arena_format(a, "%s.. (%zu bytes)", front, in.len);
}

/* The byte behind the escape at the front, and the escape's length; 0: it is none. */
static size_t read_escape(assay_str in, uint8_t *out)
{
    if (in.len >= 2 && in.ptr[1] == '\\') {
        *out = '\\';
        return 2;
    }
    bool hex = in.len >= 4 && in.ptr[1] == 'x' && hex_decode_fixed(bytes_of(in.ptr + 2, 2), out, 1);
    return hex ? 4 : 0;
}

assay_str text_unprintable(arena *a, assay_str in)
{
    uint8_t *out = arena_alloc(a, in.len + 1);
    size_t len = 0, at = 0;
    while (out != NULL && at < in.len) {
        size_t escape = 1;
        if (in.ptr[at] == '\\') {
            escape = read_escape((assay_str){in.ptr + at, in.len - at}, &out[len]);
        } else {
            out[len] = (uint8_t)in.ptr[at];
        }
        if (escape == 0) {
            return (assay_str){NULL, 0};
        }
        at += escape;
        len++;
    }
    return (assay_str){(const char *)out, out != NULL ? len : 0};
}
