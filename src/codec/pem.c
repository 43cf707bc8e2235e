/* SPDX-License-Identifier: Apache-2.0 */
/* PEM blocks, line by line. A block that is damaged is a fault and never skipped: a chain that lost
 * a certificate silently would be judged as a different chain. */
#include "codec/pem.h"
#include "base/text.h"

#define LINE_MAX 76 /* RFC 2045 6.8, as older tools write; RFC 7468 2 generates 64 */
#define LABEL_MAX 64

#define BEGIN "-----BEGIN "
#define END "-----END "
#define DASHES "-----"

static bool starts_with(assay_bytes in, const char *prefix)
{
    size_t len = strlen(prefix);
    return in.len >= len && memcmp(in.ptr, prefix, len) == 0;
}

static assay_bytes drop_last(assay_bytes in, size_t n)
{
    return bytes_of(in.ptr, in.len - n);
}

/* The next line without its LF or CRLF, or, at the end of the input, without final NULs. */
static assay_bytes take_line(cursor *c)
{
    cursor ahead = *c;
    assay_bytes rest = cur_rest(&ahead);
    const uint8_t *newline = rest.len > 0 ? memchr(rest.ptr, '\n', rest.len) : NULL;
    if (newline == NULL) {
        assay_bytes last = cur_rest(c);
        while (last.len > 0 && last.ptr[last.len - 1] == 0) {
            last = drop_last(last, 1);
        }
        return last;
    }
    assay_bytes line = drop_last(cur_take(c, (size_t)(newline - rest.ptr) + 1, "pem"), 1);
    bool crlf = line.len > 0 && line.ptr[line.len - 1] == '\r';
    return crlf ? drop_last(line, 1) : line;
}

bool pem_probe(assay_bytes in)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    while (cur_left(&c) > 0) {
        if (starts_with(take_line(&c), BEGIN)) {
            return true;
        }
    }
    return false;
}

/* Behind `prefix` and before the final dashes; {NULL, 0} when the line has no such form. */
static assay_bytes label_of(assay_bytes line, const char *prefix)
{
    size_t start = strlen(prefix), dashes = strlen(DASHES);
    if (!starts_with(line, prefix) || line.len < start + dashes) {
        return bytes_of(NULL, 0);
    }
    assay_bytes label = bytes_of(line.ptr + start, line.len - start - dashes);
    bool closed = memcmp(label.ptr + label.len, DASHES, dashes) == 0;
    return closed ? label : bytes_of(NULL, 0);
}

/* RFC 7468 3: printable characters, single spaces and hyphens between them; here not empty. */
static bool is_label(assay_bytes label)
{
    bool between = true; /* a space or hyphen may not stand here */
    for (size_t i = 0; i < label.len; i++) {
        uint8_t ch = label.ptr[i];
        bool separator = ch == ' ' || ch == '-';
        if (ch < 0x20 || ch > 0x7e || (separator && between)) {
            return false;
        }
        between = separator;
    }
    return !between && label.len <= LABEL_MAX;
}

/* Skips the text before a block; the block's label, or {NULL, 0} at the end or after a fault. */
static assay_bytes find_begin(cursor *c)
{
    while (cur_left(c) > 0) {
        size_t at = cur_at(c);
        assay_bytes line = take_line(c);
        if (starts_with(line, END)) {
            cur_fail(c, at, "pem", "END without BEGIN");
        }
        if (!starts_with(line, BEGIN)) {
            continue;
        }
        assay_bytes label = label_of(line, BEGIN);
        if (is_label(label)) {
            return label;
        }
        cur_fail(c, at, "pem.label", "not a label");
    }
    return bytes_of(NULL, 0);
}

/* A line between BEGIN and END, as far as its form goes; its characters are base64_decode's. */
static bool check_line(cursor *c, size_t at, assay_bytes line)
{
    if (starts_with(line, DASHES)) {
        return cur_fail(c, at, "pem", "no END line");
    }
    if (line.len == 0 || line.len > LINE_MAX) {
        return cur_fail(c, at, "pem.line", line.len == 0 ? "empty line" : "line too long");
    }
    if (memchr(line.ptr, ':', line.len) != NULL) {
        return cur_fail(c, at, "pem.line", "header inside a block");
    }
    return true;
}

/* Appends the lines up to END to `joined`, which has room for them. */
static size_t join_lines(cursor *c, assay_bytes label, char *joined)
{
    size_t len = 0;
    while (cur_left(c) > 0) {
        size_t at = cur_at(c);
        assay_bytes line = take_line(c);
        if (starts_with(line, END)) {
            if (!bytes_equal(label_of(line, END), label)) {
                cur_fail(c, at, "pem.label", "END does not match BEGIN");
            }
            return len;
        }
        if (!check_line(c, at, line)) {
            return 0;
        }
        memcpy(joined + len, line.ptr, line.len);
        len += line.len;
    }
    cur_fail(c, cur_at(c), "pem", "no END line");
    return 0;
}

/* Bytes up to the next END line, or up to the end: what join_lines can need at most. */
static size_t room_for_lines(const cursor *c)
{
    cursor ahead = *c;
    size_t start = cur_at(c), end = start;
    while (cur_left(&ahead) > 0 && !starts_with(take_line(&ahead), END)) {
        end = cur_at(&ahead);
    }
    return end - start;
}

bool pem_next(cursor *c, arena *a, assay_str *label, assay_bytes *der)
{
    assay_bytes name = find_begin(c);
    if (!cur_ok(c) || name.ptr == NULL) {
        return false;
    }
    size_t at = cur_at(c);
    char *joined = arena_alloc(a, room_for_lines(c));
    if (joined == NULL) {
        return false;
    }
    size_t len = join_lines(c, name, joined);
    char *text_of_label = arena_text(a, name);
    if (!cur_ok(c) || text_of_label == NULL) {
        return false;
    }
    assay_bytes decoded;
    if (!base64_decode(a, bytes_of(joined, len), &decoded)) {
        if (a->state == ARENA_OK) {
            cur_fail(c, at, "pem.body", "not base64");
        }
        return false;
    }
    *label = (assay_str){text_of_label, name.len};
    *der = decoded;
    return true;
}
