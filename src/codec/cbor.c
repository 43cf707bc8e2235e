/* SPDX-License-Identifier: Apache-2.0 */
/* Walks an item head by head: a stack of what is open, and the keys of the open maps. No recursion,
 * no memory. */
#include "codec/cbor.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/cbor_head.h"

/* A container that is open, and what it still expects. */
typedef struct {
    cbr_type type;
    bool indefinite;
    bool value_due; /* MAP: a key was read and its value was not */
    size_t left;    /* children to come, if of definite length */
    size_t keys;    /* how many keys were known when it was opened */
} level;

typedef struct {
    uint32_t at, len; /* from the walk's start */
} key_span;

typedef struct {
    cursor in;
    const char *what;
    assay_bytes all; /* everything from the walk's start */
    size_t start;
    level open[LIMIT_CBOR_DEPTH];
    size_t depth;
    key_span keys[LIMIT_CBOR_KEYS];
    size_t key_count;
    size_t children; /* of the outermost item */
    size_t inner_end;
} walk;

static bool refuse(walk *w, size_t at, const char *why)
{
    return cur_fail(&w->in, at, w->what, why);
}

static level *top_of(walk *w)
{
    return &w->open[w->depth - 1];
}

static bool is_string(cbr_type type)
{
    return type == CBR_BYTES || type == CBR_TEXT;
}

static bool opens(const cbr_head *h)
{
    return h->type == CBR_ARRAY || h->type == CBR_MAP || h->type == CBR_TAG ||
           (is_string(h->type) && h->indefinite);
}

/* Children that a head promises; never more than bytes are left to hold them. */
static bool promised(walk *w, const cbr_head *h, size_t *out)
{
    size_t per_child = h->type == CBR_MAP ? 2 : 1;
    uint64_t room = cur_left(&w->in) / per_child;
    uint64_t count = h->type == CBR_TAG ? 1 : h->value;
    if (!h->indefinite && count > room) {
        return refuse(w, h->at, "more items than bytes");
    }
    *out = h->indefinite ? 0 : (size_t)count * per_child;
    return true;
}

static bool push(walk *w, const cbr_head *h)
{
    size_t left = 0;
    if (w->depth == LIMIT_CBOR_DEPTH) {
        return refuse(w, h->at, "nested too deep");
    }
    if (!promised(w, h, &left)) {
        return false;
    }
    w->open[w->depth++] =
        (level){.type = h->type, .indefinite = h->indefinite, .left = left, .keys = w->key_count};
    return true;
}

/* An item is complete: so may be those around it. */
static void complete(walk *w)
{
    w->inner_end = cur_at(&w->in);
    while (w->depth > 0) {
        level *top = top_of(w);
        w->children += w->depth == 1;
        if (top->indefinite) {
            return;
        }
        if (--top->left > 0) {
            return;
        }
        w->key_count = top->keys;
        w->depth--;
    }
}

static bool end_indefinite(walk *w, const cbr_head *h)
{
    bool fits = w->depth > 0 && top_of(w)->indefinite && !top_of(w)->value_due;
    if (!fits) {
        return refuse(w, h->at, "break out of place");
    }
    size_t inner_end = w->depth == 1 ? h->at : 0;
    w->key_count = top_of(w)->keys;
    w->depth--;
    complete(w);
    w->inner_end = inner_end != 0 ? inner_end : w->inner_end;
    return true;
}

static bool take_key(walk *w, const cbr_head *h, const level *map)
{
    bool plain = h->type == CBR_UINT || h->type == CBR_NINT || is_string(h->type);
    if (!plain || h->indefinite) {
        return refuse(w, h->at, "unsupported map key");
    }
    size_t at = h->at - w->start, len = cur_at(&w->in) - h->at;
    for (size_t i = map->keys; i < w->key_count; i++) {
        if (w->keys[i].len == len &&
            memcmp(w->all.ptr + w->keys[i].at, w->all.ptr + at, len) == 0) {
            return refuse(w, h->at, "the same key twice");
        }
    }
    if (w->key_count == LIMIT_CBOR_KEYS || at > UINT32_MAX || len > UINT32_MAX) {
        return refuse(w, h->at, "more map keys than the limit");
    }
    w->keys[w->key_count++] = (key_span){(uint32_t)at, (uint32_t)len};
    return true;
}

/* What the container around an item asks of it. */
static bool allowed(walk *w, const cbr_head *h)
{
    if (w->depth == 0) {
        return true;
    }
    level *top = top_of(w);
    if (is_string(top->type)) {
        return (h->type == top->type && !h->indefinite) ||
               refuse(w, h->at, "unexpected item among the chunks of a string");
    }
    if (top->type == CBR_MAP) {
        bool key = !top->value_due;
        top->value_due = key;
        return !key || take_key(w, h, top);
    }
    return true;
}

/* Of an item that is complete with its head. */
static bool is_sound(cursor *c, const cbr_head *h, const char *what)
{
    return h->type != CBR_TEXT || utf8_valid(h->string) || cur_fail(c, h->at, what, "not UTF-8");
}

/* What a head, which was just read, means for the walk. */
static bool follow(walk *w, const cbr_head *h)
{
    if (h->is_break) {
        return end_indefinite(w, h);
    }
    if (!allowed(w, h)) {
        return false;
    }
    if (!opens(h)) {
        complete(w);
        return is_sound(&w->in, h, w->what);
    }
    if (!push(w, h)) {
        return false;
    }
    if (!h->indefinite && top_of(w)->left == 0) {
        w->depth--;
        complete(w);
    }
    return true;
}

static bool step(walk *w)
{
    cbr_head h;
    return cbr_read_head(&w->in, &h, w->what) && follow(w, &h);
}

/* Takes what is behind the head: the contents, up to `inner_end`, and what closes them. */
static cbr_item item_of(cursor *c, const cbr_head *first, size_t inner_end, size_t end,
                        const char *what)
{
    cbr_item out = {.type = first->type,
                    .indefinite = first->indefinite,
                    .value = first->value,
                    .real = first->real,
                    .at = first->at,
                    .string = first->string,
                    .contents = cur_sub(c, inner_end - cur_at(c), what)};
    cur_take(c, end - cur_at(c), what);
    out.whole = cur_since(c, first->at);
    return out;
}

static cbr_item none(cursor *c, const char *what)
{
    return (cbr_item){.type = CBR_NONE, .contents = cur_sub(c, 0, what)};
}

/* An item that opens others. */
static cbr_item container(cursor *c, const cbr_head *first, const char *what)
{
    size_t begin = cur_at(c);
    walk w = {.in = *c, .what = what, .all = cur_ahead(c), .start = begin};
    bool good = follow(&w, first);
    while (good && w.depth > 0) {
        good = step(&w);
    }
    if (!good) {
        return none(c, what);
    }
    size_t inner_end = w.inner_end < begin ? begin : w.inner_end;
    cbr_item out = item_of(c, first, inner_end, cur_at(&w.in), what);
    out.count = w.children;
    return out;
}

cbr_item cbr_next(cursor *c, const char *what)
{
    cbr_head first;
    if (!cbr_read_head(c, &first, what)) {
        return none(c, what);
    }
    if (first.is_break || opens(&first)) {
        return container(c, &first, what);
    }
    if (!is_sound(c, &first, what)) {
        return none(c, what);
    }
    size_t end = cur_at(c);
    cbr_item out = item_of(c, &first, end, end, what);
    if (is_string(first.type)) {
        out.contents = cur_over(first.string, c->fault);
        out.contents.origin = end - first.string.len;
    }
    return out;
}

static cbr_item expect(cursor *c, cbr_type type, const char *what)
{
    cbr_item item = cbr_next(c, what);
    if (item.type == type || item.type == CBR_NONE) {
        return item;
    }
    cur_fail(c, item.at, what, "unexpected type");
    return none(c, what);
}

static assay_bytes string(cursor *c, cbr_type type, const char *what)
{
    cbr_item item = expect(c, type, what);
    if (item.indefinite) {
        cur_fail(c, item.at, what, "string in chunks");
        return (assay_bytes){NULL, 0};
    }
    return item.string;
}

uint64_t cbr_uint(cursor *c, const char *what)
{
    return expect(c, CBR_UINT, what).value;
}

assay_bytes cbr_bytes(cursor *c, const char *what)
{
    return string(c, CBR_BYTES, what);
}

assay_str cbr_text(cursor *c, const char *what)
{
    assay_bytes in = string(c, CBR_TEXT, what);
    return (assay_str){(const char *)in.ptr, in.len};
}

cursor cbr_array(cursor *c, const char *what)
{
    return expect(c, CBR_ARRAY, what).contents;
}

cursor cbr_map(cursor *c, const char *what)
{
    return expect(c, CBR_MAP, what).contents;
}
