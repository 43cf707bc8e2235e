/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text in and out: a bounded builder, strict decoders for hex, base64 and base64url (one encoding
 * per value: canonical padding, zero trailing bits, no white space), and the one function through
 * which untrusted bytes reach a person.
 */
#ifndef ASSAY_BASE_TEXT_H
#define ASSAY_BASE_TEXT_H

#include "base/arena.h"

/* A text that grows in an arena, never beyond `max` bytes; too much or no memory sets `failed`. */
typedef struct {
    arena *arena;
    char *ptr;
    size_t len, cap, max;
    bool failed;
} text;

text text_new(arena *a, size_t max);
void text_add(text *t, assay_bytes in);
void text_add_str(text *t, const char *s);
__attribute__((format(printf, 2, 3))) void text_addf(text *t, const char *format, ...);
/* NUL-terminated; {NULL, 0} if it failed. */
assay_str text_done(text *t);

/* Lower-case hex in. */
const char *text_hex(arena *a, assay_bytes in);
/* Appends `in` so that a terminal can show it: control, bidi, other format characters and bytes that
 * are not UTF-8 become \xNN per byte, a backslash becomes \\. */
void text_add_printable(text *t, assay_bytes in);
const char *text_printable(arena *a, assay_bytes in);
/* The same of what a sender may make as long as he likes: beyond TEXT_EXCERPT bytes only how many
 * there are, so that saying what was found costs little. */
#define TEXT_EXCERPT 256u
const char *text_excerpt(arena *a, assay_bytes in);
/* The bytes that text_printable made this of, with a NUL behind them; {NULL, 0} when it made it of
 * none, or memory failed. */
assay_str text_unprintable(arena *a, assay_str in);
/* The same for an unsigned 64-bit number in hex: "0x3001f". */
const char *text_hex_u64(arena *a, uint64_t v);

/* Decoders. False, and *out untouched, when the text is not exactly of that form. Hex takes both
 * cases; none takes white space. Decoding into a fixed buffer needs the exact length. */
bool hex_decode(arena *a, assay_bytes in, assay_bytes *out);
bool hex_decode_fixed(assay_bytes in, uint8_t *out, size_t len);
bool base64_decode(arena *a, assay_bytes in, assay_bytes *out);    /* RFC 4648 4, padded   */
bool base64url_decode(arena *a, assay_bytes in, assay_bytes *out); /* RFC 4648 5, unpadded */
const char *base64_encode(arena *a, assay_bytes in);
const char *base64url_encode(arena *a, assay_bytes in);

bool utf8_valid(assay_bytes in);
/* Decodes the character at in[0..]; 0 when it is not valid UTF-8, else its length in bytes. */
size_t utf8_next(assay_bytes in, uint32_t *code);

/* Unsigned decimal, or hex behind 0x; no sign, no leading zero, no overflow. */
bool uint_parse(assay_bytes in, uint64_t *out);

/* The nearest of `n` words within a small edit distance, or NULL; for "did you mean". */
const char *text_nearest(const char *word, const char *const *words, size_t n);

#endif
