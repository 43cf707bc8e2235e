/* SPDX-License-Identifier: Apache-2.0 */
/* Hex, numbers, and base64 in both alphabets of RFC 4648. The decoders take one encoding per value:
 * two texts that decode alike would be two names for one piece of evidence. */
#include "base/text.h"

static const char hex_digits[] = "0123456789abcdef";
static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char alphabet_url[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#define NO_DIGIT 0xff

const char *text_hex(arena *a, assay_bytes in)
{
    char *out = in.len < SIZE_MAX / 2 ? arena_alloc(a, in.len * 2 + 1) : NULL;
    for (size_t i = 0; out != NULL && i < in.len; i++) {
        out[2 * i] = hex_digits[in.ptr[i] >> 4];
        out[2 * i + 1] = hex_digits[in.ptr[i] & 15];
    }
    return out;
}

static uint8_t hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9') {
        return (uint8_t)(c - '0');
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (uint8_t)(c - 'a' + 10) : NO_DIGIT;
}

static bool is_hex(assay_bytes in)
{
    for (size_t i = 0; i < in.len; i++) {
        if (hex_value(in.ptr[i]) == NO_DIGIT) {
            return false;
        }
    }
    return in.len % 2 == 0;
}

bool hex_decode_fixed(assay_bytes in, uint8_t *out, size_t len)
{
    if (in.len / 2 != len || !is_hex(in)) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        out[i] = (uint8_t)(hex_value(in.ptr[2 * i]) << 4 | hex_value(in.ptr[2 * i + 1]));
    }
    return true;
}

bool hex_decode(arena *a, assay_bytes in, assay_bytes *out)
{
    if (!is_hex(in)) {
        return false;
    }
    uint8_t *p = arena_alloc(a, in.len / 2);
    if (p == NULL || !hex_decode_fixed(in, p, in.len / 2)) {
        return false;
    }
    *out = bytes_of(p, in.len / 2);
    return true;
}

bool uint_parse(assay_bytes in, uint64_t *out)
{
    bool hex = in.len > 2 && in.ptr[0] == '0' && in.ptr[1] == 'x';
    size_t start = hex ? 2 : 0;
    uint64_t base = hex ? 16 : 10, value = 0;
    if (in.len == start || (in.ptr[start] == '0' && in.len > start + 1)) {
        return false;
    }
    for (size_t i = start; i < in.len; i++) {
        uint64_t digit = hex_value(in.ptr[i]);
        if (digit >= base || value > (UINT64_MAX - digit) / base) {
            return false;
        }
        value = value * base + digit;
    }
    *out = value;
    return true;
}

/* The place of a digit in either alphabet, counted from one. */
static const uint8_t places[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
    ['-'] = 63, ['_'] = 64,
};

/* All ones of what has no place. */
static uint32_t base64_value(uint8_t c)
{
    return places[c] - UINT32_C(1);
}

/* The last two digits of either alphabet are none in the other. */
static bool is_foreign(assay_bytes in, const char *digits)
{
    const char *others = digits == alphabet ? alphabet_url : alphabet;
    return in.len > 0 && (memchr(in.ptr, others[62], in.len) != NULL ||
                          memchr(in.ptr, others[63], in.len) != NULL);
}

/* Whole groups of four digits; how many digits were decoded, up to the first that is none. */
static size_t decode_groups(assay_bytes in, uint8_t *out)
{
    size_t i = 0;
    for (; in.len - i >= 4; i += 4) {
        uint32_t a = base64_value(in.ptr[i]), b = base64_value(in.ptr[i + 1]);
        uint32_t c = base64_value(in.ptr[i + 2]), d = base64_value(in.ptr[i + 3]);
        uint32_t three = a << 18 | b << 12 | c << 6 | d;
        if (three > 0xffffff) {
            break;
        }
        *out++ = (uint8_t)(three >> 16);
        *out++ = (uint8_t)(three >> 8);
        *out++ = (uint8_t)three;
    }
    return i;
}

/* `in` without padding. */
static bool decode_digits(arena *a, assay_bytes in, const char *digits, assay_bytes *out)
{
    bool may_be = in.len % 4 != 1 && !is_foreign(in, digits);
    uint8_t *p = may_be ? arena_alloc(a, in.len / 4 * 3 + 2) : NULL;
    if (p == NULL) {
        return false;
    }
    uint32_t held = 0; /* bits not yet written, in the low places */
    unsigned bits = 0;
    size_t done = decode_groups(in, p), len = done / 4 * 3;
    for (size_t i = done; i < in.len; i++) {
        uint32_t value = base64_value(in.ptr[i]);
        if (value == UINT32_MAX) {
            return false;
        }
        held = held << 6 | value;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            p[len++] = (uint8_t)(held >> bits);
            held &= (1u << bits) - 1;
        }
    }
    if (held != 0) { /* RFC 4648 3.5: the bits left over are zero */
        return false;
    }
    *out = bytes_of(p, len);
    return true;
}

bool base64_decode(arena *a, assay_bytes in, assay_bytes *out)
{
    if (in.len % 4 != 0) {
        return false;
    }
    size_t padding = 0;
    while (padding < 2 && padding < in.len && in.ptr[in.len - 1 - padding] == '=') {
        padding++;
    }
    return decode_digits(a, bytes_of(in.ptr, in.len - padding), alphabet, out);
}

bool base64url_decode(arena *a, assay_bytes in, assay_bytes *out)
{
    return decode_digits(a, in, alphabet_url, out);
}

static char *encode(arena *a, assay_bytes in, const char *digits, bool padded)
{
    char *out = in.len < SIZE_MAX / 2 ? arena_alloc(a, in.len / 3 * 4 + 5) : NULL;
    if (out == NULL) {
        return NULL;
    }
    uint32_t held = 0;
    unsigned bits = 0;
    size_t len = 0;
    for (size_t i = 0; i < in.len; i++) {
        held = held << 8 | in.ptr[i];
        for (bits += 8; bits >= 6;) {
            bits -= 6;
            out[len++] = digits[held >> bits & 63];
        }
    }
    if (bits > 0) {
        out[len++] = digits[held << (6 - bits) & 63];
    }
    while (padded && len % 4 != 0) {
        out[len++] = '=';
    }
    return out;
}

const char *base64_encode(arena *a, assay_bytes in)
{
    return encode(a, in, alphabet, true);
}

const char *base64url_encode(arena *a, assay_bytes in)
{
    return encode(a, in, alphabet_url, false);
}
