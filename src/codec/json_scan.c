/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/json_scan.h"
#include "base/limits.h"
#include "base/text.h"

void scan_literal(cursor *c, const char *wanted)
{
    size_t at = cur_at(c);
    assay_bytes found = cur_take(c, strlen(wanted), "json literal");
    if (cur_ok(c) && !bytes_equal(found, bytes_of_text(wanted))) {
        cur_fail(c, at, "json literal", "no such literal");
    }
}

static void scan_digits(cursor *c)
{
    assay_bytes rest = cur_ahead(c);
    size_t n = 0;
    while (n < rest.len && rest.ptr[n] >= '0' && rest.ptr[n] <= '9') {
        n++;
    }
    if (n == 0) {
        cur_fail(c, cur_at(c), "json number", "a digit is missing");
    }
    cur_take(c, n, "json number");
}

assay_str scan_number(cursor *c)
{
    size_t at = cur_at(c);
    assay_bytes start = cur_ahead(c);
    scan_accept(c, '-');
    if (!scan_accept(c, '0')) { /* a leading zero stands alone; what follows it is no token */
        scan_digits(c);
    }
    if (scan_accept(c, '.')) {
        scan_digits(c);
    }
    if (scan_accept(c, 'e') || scan_accept(c, 'E')) {
        if (!scan_accept(c, '+')) {
            scan_accept(c, '-');
        }
        scan_digits(c);
    }
    size_t len = cur_at(c) - at;
    if (len > LIMIT_JSON_NUMBER) {
        cur_fail(c, at, "json number", "too long");
    }
    return cur_ok(c) ? (assay_str){(const char *)start.ptr, len} : (assay_str){NULL, 0};
}

/* Four hex digits in either case. */
static uint32_t take_hex4(cursor *c, const char *what)
{
    uint8_t pair[2] = {0, 0};
    size_t at = cur_at(c);
    assay_bytes in = cur_take(c, 4, what);
    if (cur_ok(c) && !hex_decode_fixed(in, pair, sizeof pair)) {
        cur_fail(c, at, what, "not four hex digits");
    }
    return (uint32_t)pair[0] << 8 | pair[1];
}

/* Behind "\u": one character, which may take two escapes (RFC 8259 7). */
static uint32_t take_unicode(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    uint32_t high = take_hex4(c, what);
    if (high < 0xd800 || high > 0xdfff) {
        if (cur_ok(c) && high == 0) {
            cur_fail(c, at, what, "U+0000");
        }
        return high;
    }
    bool paired = high < 0xdc00 && scan_accept(c, '\\') && scan_accept(c, 'u');
    uint32_t low = paired ? take_hex4(c, what) : 0;
    if (low < 0xdc00 || low > 0xdfff) {
        cur_fail(c, at, what, "surrogate without its other half");
        return 0;
    }
    return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/* Behind a backslash. */
static uint32_t take_escape(cursor *c, const char *what)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    size_t at = cur_at(c);
    uint8_t letter = cur_u8(c, what);
    if (letter == 'u') {
        return take_unicode(c, what);
    }
    const char *found = letter != 0 ? strchr(letters, letter) : NULL;
    if (found == NULL) {
        cur_fail(c, at, what, "no such escape");
        return 0;
    }
    return (uint8_t)meanings[found - letters];
}

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/* The top bit of each byte of `word` that is below `value`, and perhaps of bytes above such a one;
 * `value` is at most 0x80, and bytes from there on do not count. */
static uint64_t below(uint64_t word, uint8_t value)
{
    return (word - EACH_BYTE(value)) & ~word;
}

/* Eight characters that stand for themselves. May say no to such, never yes to others. */
static bool plain_word(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    uint64_t marks = word | below(word, 0x20) | below(word ^ EACH_BYTE('"'), 1) |
                     below(word ^ EACH_BYTE('\\'), 1);
    return (marks & EACH_BYTE(0x80)) == 0;
}

/* Past the printable ASCII at `n` that stands for itself: nearly all there is. */
static size_t ascii_run(assay_bytes in, size_t n)
{
    while (in.len - n >= 8 && plain_word(in.ptr + n)) {
        n += 8;
    }
    while (n < in.len && in.ptr[n] >= 0x20 && in.ptr[n] < 0x80 && in.ptr[n] != '"' &&
           in.ptr[n] != '\\') {
        n++;
    }
    return n;
}

/* Length of the characters at the front that stand for themselves; faults on those that must not.
 */
static size_t plain_run(cursor *c, const char *what)
{
    assay_bytes rest = cur_ahead(c);
    size_t n = ascii_run(rest, 0);
    while (n < rest.len && rest.ptr[n] != '"' && rest.ptr[n] != '\\') {
        uint32_t code;
        size_t width = utf8_next(bytes_of(rest.ptr + n, rest.len - n), &code);
        if (width == 0 || rest.ptr[n] < 0x20) {
            cur_fail(c, cur_at(c) + n, what, width == 0 ? "not UTF-8" : "control character");
            return 0;
        }
        n = ascii_run(rest, n + width);
    }
    return n;
}

static size_t put_utf8(char *out, uint32_t code)
{
    static const uint8_t leads[] = {0, 0x00, 0xc0, 0xe0, 0xf0};
    size_t width = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = width - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (char)(leads[width] | code);
    return width;
}

/* Behind the opening quote, to behind the closing one. An escape is never shorter than
 * what it stands for, so the text fits into the length of the raw string. */
static assay_str unescape(cursor *c, arena *a, size_t room, const char *what)
{
    char *out = arena_alloc(a, room + 1);
    size_t len = 0;
    while (out != NULL && cur_ok(c) && !scan_accept(c, '"')) {
        assay_bytes run = cur_take(c, plain_run(c, what), what);
        if (run.len > 0) {
            memcpy(out + len, run.ptr, run.len);
            len += run.len;
        }
        if (scan_accept(c, '\\')) {
            uint32_t code = take_escape(c, what);
            len += cur_ok(c) ? put_utf8(out + len, code) : 0;
        } else if (cur_left(c) == 0) {
            cur_fail(c, cur_at(c), what, "truncated");
        }
    }
    return out != NULL && cur_ok(c) ? (assay_str){out, len} : (assay_str){NULL, 0};
}

/* Bytes up to the closing quote, or to the end when there is none. */
static size_t raw_length(const cursor *c)
{
    assay_bytes rest = cur_ahead(c);
    size_t n = 0;
    while (n < rest.len && rest.ptr[n] != '"') {
        if (rest.len - n >= 8 && plain_word(rest.ptr + n)) {
            n += 8;
            continue;
        }
        n += rest.ptr[n] == '\\' && rest.len - n > 1 ? 2 : 1;
    }
    return n;
}

assay_str scan_string(cursor *c, arena *a, const char *what)
{
    if (!scan_accept(c, '"')) {
        cur_fail(c, cur_at(c), what, "no string");
        return (assay_str){NULL, 0};
    }
    cursor start = *c;
    assay_bytes plain = cur_take(c, plain_run(c, what), what);
    if (scan_accept(c, '"')) {
        return (assay_str){(const char *)plain.ptr, plain.len};
    }
    *c = start;
    return unescape(c, a, raw_length(c), what);
}
