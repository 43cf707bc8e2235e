/* SPDX-License-Identifier: Apache-2.0 */
/* The text builder and the nearest word. Invariant of a builder that has not
 * failed: len <= max, and ptr is NULL or has room for len bytes and a NUL. */
#include "base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

text text_new(arena *a, size_t max)
{
    size_t most = SIZE_MAX / 4; /* so that doubling cannot overflow */
    return (text){.arena = a, .max = max < most ? max : most};
}

/* Room for `n` more bytes and a NUL. An arena gives nothing back, hence the doubling. */
static bool reserve(text *t, size_t n)
{
    if (t->failed || n > t->max - t->len) {
        t->failed = true;
        return false;
    }
    size_t need = t->len + n + 1;
    if (need <= t->cap) {
        return true;
    }
    size_t cap = need > t->cap * 2 ? need : t->cap * 2;
    char *grown = arena_alloc(t->arena, cap);
    if (grown == NULL) {
        t->failed = true;
        return false;
    }
    if (t->len > 0) {
        memcpy(grown, t->ptr, t->len);
    }
    t->ptr = grown;
    t->cap = cap;
    return true;
}

void text_add(text *t, assay_bytes in)
{
    if (in.len > 0 && reserve(t, in.len)) {
        memcpy(t->ptr + t->len, in.ptr, in.len);
        t->len += in.len;
    }
}

void text_add_str(text *t, const char *s)
{
    text_add(t, bytes_of_text(s));
}

void text_addf(text *t, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0) {
        t->failed = true;
    } else if (reserve(t, (size_t)len)) {
        vsnprintf(t->ptr + t->len, (size_t)len + 1, format, again);
        t->len += (size_t)len;
    }
    va_end(again);
}

assay_str text_done(text *t)
{
    if (!reserve(t, 0)) {
        return (assay_str){NULL, 0};
    }
    t->ptr[t->len] = '\0';
    return (assay_str){t->ptr, t->len};
}

const char *text_hex_u64(arena *a, uint64_t v)
{
    return arena_format(a, "0x%" PRIx64, v);
}

#define WORD_MAX 64

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbours that make a into b (optimal string
 * alignment); both at most WORD_MAX long. Three rows of the usual table are alive at a time. */
static unsigned distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    unsigned rows[3][WORD_MAX + 1];
    for (size_t j = 0; j <= b_len; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i + 2) % 3], *twice = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_len; j++) {
            unsigned replaced = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, replaced);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = least(row[j], twice[j - 2] + 1);
            }
        }
    }
    return rows[a_len % 3][b_len];
}

const char *text_nearest(const char *word, const char *const *words, size_t n)
{
    size_t len = strlen(word);
    unsigned best = (unsigned)(len + 2) / 3 + 1; /* one mistake in three characters */
    const char *found = NULL;
    for (size_t i = 0; i < n && len <= WORD_MAX; i++) {
        size_t other = strlen(words[i]);
        unsigned d = other <= WORD_MAX ? distance(word, len, words[i], other) : best;
        if (d < best) {
            best = d;
            found = words[i];
        }
    }
    return found;
}
