/* SPDX-License-Identifier: Apache-2.0 */
/* Building the claim tree, and finding claims by pointer. */
#include "claims/claim.h"
#include "base/text.h"
#include "base/time.h"
#include "base/limits.h"

static claim *add(arena *a, claim *parent, const char *name, assay_claim_type type)
{
    claim *c = parent != NULL ? ARENA_NEW(a, claim) : NULL;
    if (c == NULL) {
        return NULL;
    }
    c->type = type;
    if (name != NULL) {
        c->name = str_of(name);
    }
    if (parent->last != NULL) {
        parent->last->next = c;
    } else {
        parent->first = c;
    }
    parent->last = c;
    parent->count++;
    return c;
}

claim *claim_root(arena *a)
{
    claim *c = ARENA_NEW(a, claim);
    if (c != NULL) {
        c->type = ASSAY_CLAIM_MAP;
    }
    return c;
}

claim *claim_map(arena *a, claim *parent, const char *name)
{
    return add(a, parent, name, ASSAY_CLAIM_MAP);
}

claim *claim_list(arena *a, claim *parent, const char *name)
{
    return add(a, parent, name, ASSAY_CLAIM_LIST);
}

claim *claim_uint(arena *a, claim *parent, const char *name, uint64_t v)
{
    claim *c = add(a, parent, name, ASSAY_CLAIM_UINT);
    if (c != NULL) {
        c->value.uint = v;
    }
    return c;
}

claim *claim_int(arena *a, claim *parent, const char *name, int64_t v)
{
    claim *c = add(a, parent, name, ASSAY_CLAIM_INT);
    if (c != NULL) {
        c->value.sint = v;
    }
    return c;
}

claim *claim_bool(arena *a, claim *parent, const char *name, bool v)
{
    claim *c = add(a, parent, name, ASSAY_CLAIM_BOOL);
    if (c != NULL) {
        c->value.boolean = v;
    }
    return c;
}

claim *claim_bytes(arena *a, claim *parent, const char *name, assay_bytes v)
{
    claim *c = add(a, parent, name, ASSAY_CLAIM_BYTES);
    if (c != NULL) {
        c->value.bytes = v;
    }
    return c;
}

claim *claim_text(arena *a, claim *parent, const char *name, assay_str v)
{
    claim *c = add(a, parent, name, ASSAY_CLAIM_TEXT);
    if (c != NULL) {
        c->value.text = v;
    }
    return c;
}

claim *claim_cstr(arena *a, claim *parent, const char *name, const char *v)
{
    return claim_text(a, parent, name, str_of(v));
}

claim *claim_time(arena *a, claim *parent, const char *name, assay_time v)
{
    claim *c = add(a, parent, name, ASSAY_CLAIM_TIME);
    if (c != NULL) {
        c->value.time = v;
    }
    return c;
}

claim *claim_null(arena *a, claim *parent, const char *name)
{
    return add(a, parent, name, ASSAY_CLAIM_NULL);
}

claim *claim_number(arena *a, claim *parent, const char *name, assay_str as_written)
{
    claim *c = add(a, parent, name, ASSAY_CLAIM_NUMBER);
    if (c != NULL) {
        c->value.text = as_written;
    }
    return c;
}

claim *claim_pending(arena *a, claim *parent, const char *name)
{
    claim *c = add(a, parent, name, ASSAY_CLAIM_NONE);
    if (c != NULL) {
        c->pending = true;
    }
    return c;
}

void claim_span(claim *c, size_t offset, size_t length)
{
    if (c != NULL) {
        c->offset = offset;
        c->length = length;
    }
}

const claim *claim_member(const claim *map, const char *name)
{
    if (map == NULL || map->type != ASSAY_CLAIM_MAP) {
        return NULL;
    }
    for (const claim *c = map->first; c != NULL; c = c->next) {
        if (str_is(c->name, name)) {
            return c;
        }
    }
    return NULL;
}

/* One reference token of RFC 6901, still escaped, against a member name. */
static bool token_is(assay_bytes token, assay_str name)
{
    size_t n = 0;
    for (size_t i = 0; i < token.len; i++, n++) {
        char c = (char)token.ptr[i];
        if (c == '~') {
            i++;
            if (i == token.len || (token.ptr[i] != '0' && token.ptr[i] != '1')) {
                return false;
            }
            c = token.ptr[i] == '0' ? '~' : '/';
        }
        if (n == name.len || name.ptr[n] != c) {
            return false;
        }
    }
    return n == name.len;
}

/* Most tokens hold no escape, and are the name. */
static const claim *member_at(const claim *map, assay_bytes token)
{
    bool escaped = token.len > 0 && memchr(token.ptr, '~', token.len) != NULL;
    for (const claim *c = map->first; c != NULL; c = c->next) {
        if (escaped ? token_is(token, c->name) : bytes_equal(token, bytes_of_str(c->name))) {
            return c;
        }
    }
    return NULL;
}

static const claim *element_at(const claim *list, assay_bytes token)
{
    uint64_t index = 0;
    bool numeric = token.len > 0 && token.ptr[0] >= '0' && token.ptr[0] <= '9';
    if (!numeric || (token.len > 1 && token.ptr[1] == 'x') || !uint_parse(token, &index)) {
        return NULL;
    }
    const claim *c = list->first;
    while (c != NULL && index-- > 0) {
        c = c->next;
    }
    return c;
}

static const claim *step(const claim *at, assay_bytes token)
{
    return at->type == ASSAY_CLAIM_LIST ? element_at(at, token) : member_at(at, token);
}

const claim *claim_at(const claim *root, assay_bytes pointer)
{
    const claim *at = root;
    while (at != NULL && pointer.len > 0) {
        if (pointer.ptr[0] != '/') {
            return NULL;
        }
        size_t end = 1;
        while (end < pointer.len && pointer.ptr[end] != '/') {
            end++;
        }
        at = step(at, bytes_of(pointer.ptr + 1, end - 1));
        pointer = bytes_of(pointer.ptr + end, pointer.len - end);
    }
    return at;
}

static bool scalar_equal(const claim *a, const claim *b)
{
    switch (a->type) {
    case ASSAY_CLAIM_UINT:
        return a->value.uint == b->value.uint;
    case ASSAY_CLAIM_INT:
        return a->value.sint == b->value.sint;
    case ASSAY_CLAIM_BOOL:
        return a->value.boolean == b->value.boolean;
    case ASSAY_CLAIM_BYTES:
        return bytes_equal(a->value.bytes, b->value.bytes);
    case ASSAY_CLAIM_TEXT:
    case ASSAY_CLAIM_NUMBER:
        return bytes_equal(bytes_of_str(a->value.text), bytes_of_str(b->value.text));
    case ASSAY_CLAIM_TIME:
        return a->value.time == b->value.time;
    case ASSAY_CLAIM_NULL:
        return true;
    case ASSAY_CLAIM_NONE:
    case ASSAY_CLAIM_MAP:
    case ASSAY_CLAIM_LIST:
        return false;
    }
    return false;
}

static bool is_node(const claim *c)
{
    return c->type == ASSAY_CLAIM_MAP || c->type == ASSAY_CLAIM_LIST;
}

/* The element of `b` that stands where `child` stands in its parent. */
static const claim *counterpart(const claim *parent, const claim *child, const claim *b)
{
    if (parent->type == ASSAY_CLAIM_MAP) {
        for (const claim *c = b->first; c != NULL; c = c->next) {
            if (bytes_equal(bytes_of_str(c->name), bytes_of_str(child->name))) {
                return c;
            }
        }
        return NULL;
    }
    const claim *y = b->first;
    for (const claim *x = parent->first; x != child && y != NULL; x = x->next) {
        y = y->next;
    }
    return y;
}

bool claim_equal(const claim *a, const claim *b)
{
    struct {
        const claim *a, *b, *next;
    } stack[LIMIT_CLAIM_DEPTH];
    size_t depth = 0;
    for (;;) {
        if (a == NULL || b == NULL || a->type != b->type) {
            return false;
        }
        if (!is_node(a)) {
            if (!scalar_equal(a, b)) {
                return false;
            }
        } else {
            if (a->count != b->count || depth == LIMIT_CLAIM_DEPTH) {
                return false;
            }
            stack[depth].a = a;
            stack[depth].b = b;
            stack[depth].next = a->first;
            depth++;
        }
        while (depth > 0 && stack[depth - 1].next == NULL) {
            depth--;
        }
        if (depth == 0) {
            return true;
        }
        a = stack[depth - 1].next;
        b = counterpart(stack[depth - 1].a, a, stack[depth - 1].b);
        stack[depth - 1].next = a->next;
    }
}

#define SHOWN_BYTES 64

static const char *show_bytes(arena *a, assay_bytes b)
{
    if (b.len <= SHOWN_BYTES) {
        return text_hex(a, b);
    }
    return arena_format(a, "%s.. (%zu bytes)", text_hex(a, bytes_of(b.ptr, SHOWN_BYTES)), b.len);
}

const char *claim_show(arena *a, const claim *c)
{
    if (c == NULL) {
        return "absent";
    }
    switch (c->type) {
    case ASSAY_CLAIM_UINT:
        return arena_format(a, "%llu", (unsigned long long)c->value.uint);
    case ASSAY_CLAIM_INT:
        return arena_format(a, "%lld", (long long)c->value.sint);
    case ASSAY_CLAIM_BOOL:
        return c->value.boolean ? "true" : "false";
    case ASSAY_CLAIM_BYTES:
        return show_bytes(a, c->value.bytes);
    case ASSAY_CLAIM_TEXT:
    case ASSAY_CLAIM_NUMBER:
        return text_excerpt(a, bytes_of_str(c->value.text));
    case ASSAY_CLAIM_TIME:
        return time_text(a, c->value.time);
    case ASSAY_CLAIM_NULL:
        return "null";
    case ASSAY_CLAIM_MAP:
        return arena_format(a, "a map of %zu", c->count);
    case ASSAY_CLAIM_LIST:
        return arena_format(a, "a list of %zu", c->count);
    case ASSAY_CLAIM_NONE:
        break;
    }
    return c->pending ? "not known for want of a trust item" : "absent";
}
