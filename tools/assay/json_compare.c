/* SPDX-License-Identifier: Apache-2.0 */
/* see json_compare.h: both trees are walked side by side, what is open stands on a stack. */
#include "json_compare.h"
#include "base/limits.h"

#define SEARCHED 512 /* members of larger objects are not sought elsewhere than in their place */
#define SHOWN 160    /* characters of a value */

typedef struct {
    const json *before, *after; /* containers of one type */
    const json *x, *y;          /* what comes next in each */
    size_t index;
    const char *pointer;
} level;

typedef struct {
    cli *cli;
    level open[LIMIT_JSON_WRITE_DEPTH];
    size_t depth;
    difference_sink sink;
    void *context;
} walk;

static bool same_name(const json *a, const json *b)
{
    return bytes_equal(bytes_of_str(a->name), bytes_of_str(b->name));
}

static const json *member_like(const json *object, const json *wanted)
{
    const json *m = object->count <= SEARCHED ? object->first : NULL;
    while (m != NULL && !same_name(m, wanted)) {
        m = m->next;
    }
    return m;
}

static bool is_container(const json *v)
{
    return v->type == JSON_OBJECT || v->type == JSON_ARRAY;
}

static bool same_scalar(const json *a, const json *b)
{
    return a->type == b->type && bytes_equal(bytes_of_str(a->text), bytes_of_str(b->text));
}

/* RFC 6901. */
static const char *pointer_to(walk *w, const level *in, const json *member)
{
    if (in->before->type == JSON_ARRAY) {
        return arena_format(&w->cli->arena, "%s/%zu", in->pointer, in->index);
    }
    text t = text_new(&w->cli->arena, SIZE_MAX);
    text_addf(&t, "%s/", in->pointer);
    for (size_t i = 0; i < member->name.len; i++) {
        char ch = member->name.ptr[i];
        text_add(&t, ch == '~'   ? bytes_of("~0", 2)
                     : ch == '/' ? bytes_of("~1", 2)
                                 : bytes_of(&ch, 1));
    }
    return text_done(&t).ptr;
}

static void differ(walk *w, const char *pointer, const json *before, const json *after)
{
    if (pointer != NULL) {
        w->sink(w->context, pointer, before, after);
    }
}

static void enter(walk *w, const char *pointer, const json *before, const json *after)
{
    w->open[w->depth++] = (level){before, after, before->first, after->first, 0, pointer};
}

static bool may_enter(const walk *w, const json *before, const json *after)
{
    return before->type == after->type && is_container(before) && w->depth < LIMIT_JSON_WRITE_DEPTH;
}

/* The value in `after` that belongs to `x`, NULL: none. A member is not moved by others that stand
 * before it. */
static const json *partner(level *in, const json *x, bool *moved)
{
    bool in_place = in->y != NULL && (in->before->type == JSON_ARRAY || same_name(in->y, x));
    const json *y = in_place ? in->y : NULL;
    if (y == NULL && in->before->type == JSON_OBJECT) {
        y = member_like(in->after, x);
    }
    *moved = y != NULL && !in_place && (in->y == NULL || y->at < in->y->at);
    in->y = y != NULL ? y->next : in->y;
    return y;
}

/* What only `after` has. */
static void visit_rest(walk *w, level *in)
{
    bool array = in->before->type == JSON_ARRAY;
    const json *y = array ? in->y : in->after->first;
    for (; y != NULL; y = y->next) {
        if (array || member_like(in->before, y) == NULL) {
            differ(w, pointer_to(w, in, y), NULL, y);
        }
        in->index++;
    }
}

/* Too large to be searched, and not the same in every place. */
static bool is_opaque(const level *in)
{
    const json *x = in->before->first, *y = in->after->first;
    bool large = in->before->count > SEARCHED || in->after->count > SEARCHED;
    while (large && x != NULL && y != NULL && same_name(x, y)) {
        x = x->next;
        y = y->next;
    }
    return large && in->before->type == JSON_OBJECT && (x != NULL || y != NULL);
}

static void step(walk *w)
{
    level *in = &w->open[w->depth - 1];
    const json *x = in->x;
    if (x == in->before->first && is_opaque(in)) {
        differ(w, in->pointer, in->before, in->after);
        w->depth--;
        return;
    }
    if (x == NULL) {
        if (in->before->type == JSON_ARRAY || in->before->count <= SEARCHED) {
            visit_rest(w, in);
        }
        w->depth--;
        return;
    }
    bool moved = false;
    const json *y = partner(in, x, &moved);
    in->x = x->next;
    if (y == NULL || moved) {
        differ(w, pointer_to(w, in, x), x, y);
    } else if (may_enter(w, x, y)) {
        enter(w, pointer_to(w, in, x), x, y);
    } else if (!same_scalar(x, y)) {
        differ(w, pointer_to(w, in, x), x, y);
    }
    in->index++;
}

bool json_compare(cli *c, const json *before, const json *after, difference_sink sink,
                  void *context)
{
    walk *w = ARENA_NEW(&c->arena, walk);
    if (w == NULL) {
        return false;
    }
    *w = (walk){.cli = c, .sink = sink, .context = context};
    if (may_enter(w, before, after)) {
        enter(w, "", before, after);
    } else {
        differ(w, "", before, after);
    }
    while (w->depth > 0 && c->arena.state == ARENA_OK) {
        step(w);
    }
    return c->arena.state == ARENA_OK;
}

const char *json_shown(cli *c, const json *value)
{
    if (value == NULL) {
        return "-";
    }
    if (value->type == JSON_OBJECT || value->type == JSON_ARRAY) {
        return arena_format(&c->arena, "%s of %zu", value->type == JSON_ARRAY ? "list" : "object",
                            value->count);
    }
    bool plain = value->text.ptr != NULL;
    assay_str words =
        plain ? value->text : (assay_str){(const char *)value->raw.ptr, value->raw.len};
    const char *whole = stored(c, words);
    return strlen(whole) <= SHOWN ? whole : shortened(c, whole);
}
