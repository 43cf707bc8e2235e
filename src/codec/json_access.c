/* SPDX-License-Identifier: Apache-2.0 */
/* Members, JSON pointers and exact numbers of a parsed document. */
#include "base/text.h"
#include "codec/json.h"

bool json_is(const json *node, json_type type)
{
    return node != NULL && node->type == type;
}

const json *json_member(const json *object, const char *name)
{
    const json *m = json_is(object, JSON_OBJECT) ? object->first : NULL;
    assay_bytes wanted = bytes_of_text(name);
    while (m != NULL && !bytes_equal(bytes_of_str(m->name), wanted)) {
        m = m->next;
    }
    return m;
}

/* RFC 6901 4: does `token`, once ~1 and ~0 are undone, spell `name`? */
static bool token_is(assay_bytes token, assay_str name)
{
    size_t n = 0;
    for (size_t i = 0; i < token.len; i++, n++) {
        uint8_t ch = token.ptr[i];
        if (ch == '~') {
            ch = ++i == token.len ? 0 : token.ptr[i];
            if (ch != '0' && ch != '1') {
                return false;
            }
            ch = ch == '0' ? '~' : '/';
        }
        if (n >= name.len || (uint8_t)name.ptr[n] != ch) {
            return false;
        }
    }
    return n == name.len;
}

static const json *member_by_token(const json *object, assay_bytes token)
{
    const json *m = object->first;
    while (m != NULL && !token_is(token, m->name)) {
        m = m->next;
    }
    return m;
}

static const json *member_by_index(const json *array, assay_bytes token)
{
    uint64_t index;
    bool decimal = token.len < 2 || token.ptr[1] != 'x';
    if (!decimal || !uint_parse(token, &index) || index >= array->count) {
        return NULL;
    }
    const json *m = array->first;
    while (index > 0) {
        m = m->next;
        index--;
    }
    return m;
}

const json *json_at(const json *root, assay_bytes pointer)
{
    const json *node = root;
    for (size_t at = 0; node != NULL && at < pointer.len;) {
        if (pointer.ptr[at] != '/') {
            return NULL;
        }
        size_t end = ++at;
        while (end < pointer.len && pointer.ptr[end] != '/') {
            end++;
        }
        assay_bytes token = bytes_of(pointer.ptr + at, end - at);
        node =
            node->type == JSON_OBJECT ? member_by_token(node, token) : member_by_index(node, token);
        at = end;
    }
    return node;
}

bool json_bool(const json *node, bool *out)
{
    if (!json_is(node, JSON_TRUE) && !json_is(node, JSON_FALSE)) {
        return false;
    }
    *out = node->type == JSON_TRUE;
    return true;
}

assay_str json_text(const json *node)
{
    return json_is(node, JSON_STRING) ? node->text : (assay_str){NULL, 0};
}

/* Appends a digit behind `zeros` zeros; false beyond 64 bits. */
static bool append_digit(uint64_t *value, int zeros, unsigned digit)
{
    for (; zeros > 0 && *value > 0; zeros--) {
        if (*value > UINT64_MAX / 10) {
            return false;
        }
        *value *= 10;
    }
    if (*value > (UINT64_MAX - digit) / 10) {
        return false;
    }
    *value = *value * 10 + digit;
    return true;
}

/* The digits before any exponent, without the zeros at their end: value * 10^exponent. A value that
 * does not fit is none that we want: it has more digits than 64 bits whatever the exponent. */
static bool significand(const char *in, size_t len, uint64_t *value, int *exponent)
{
    bool fraction = false;
    int zeros = 0, places = 0;
    *value = 0;
    for (size_t i = 0; i < len; i++) {
        if (in[i] == '.') {
            fraction = true;
            continue;
        }
        places += fraction;
        if (in[i] == '0') {
            zeros++;
            continue;
        }
        if (!append_digit(value, zeros, (unsigned)(in[i] - '0'))) {
            return false;
        }
        zeros = 0;
    }
    *exponent = zeros - places;
    return true;
}

#define EXPONENT_MAX 10000 /* beyond what LIMIT_JSON_NUMBER digits could undo */

/* Behind 'e', possibly nothing. */
static int exponent_of(const char *in, size_t len)
{
    bool negative = len > 0 && in[0] == '-';
    int exponent = 0;
    for (size_t i = 0; i < len; i++) {
        if (in[i] >= '0' && in[i] <= '9') {
            exponent = exponent * 10 + (in[i] - '0');
            exponent = exponent > EXPONENT_MAX ? EXPONENT_MAX : exponent;
        }
    }
    return negative ? -exponent : exponent;
}

/* A number's magnitude if it is an integer by value and fits. */
static bool magnitude(const json *node, bool *negative, uint64_t *out)
{
    if (!json_is(node, JSON_NUMBER)) {
        return false;
    }
    const char *in = node->text.ptr;
    size_t start = in[0] == '-' ? 1 : 0, end = start;
    while (end < node->text.len && in[end] != 'e' && in[end] != 'E') {
        end++;
    }
    int exponent;
    if (!significand(in + start, end - start, out, &exponent)) {
        return false;
    }
    *negative = start > 0 && *out > 0;
    size_t marker = end < node->text.len ? 1 : 0;
    exponent += exponent_of(in + end + marker, node->text.len - end - marker);
    if (*out == 0 || exponent == 0) {
        return true;
    }
    return exponent > 0 && append_digit(out, exponent - 1, 0);
}

bool json_uint(const json *node, uint64_t *out)
{
    bool negative;
    uint64_t value;
    if (!magnitude(node, &negative, &value) || negative) {
        return false;
    }
    *out = value;
    return true;
}

bool json_int(const json *node, int64_t *out)
{
    bool negative;
    uint64_t value;
    if (!magnitude(node, &negative, &value) || value > (uint64_t)INT64_MAX + negative) {
        return false;
    }
    *out = negative ? -(int64_t)(value - 1) - 1 : (int64_t)value;
    return true;
}
