/* SPDX-License-Identifier: Apache-2.0 */
#include "claims/vouch.h"
#include "base/limits.h"
#include "base/text.h"

typedef struct {
    const claim *next; /* still to be copied, in the original */
    claim *into;       /* the copy of their parent */
    claim *room;       /* for as many copies as there are siblings */
    size_t index;      /* of `next` among its siblings */
    size_t path_len;   /* length of the parent's pointer */
} level;

/* RFC 6901 escapes. */
static void add_name(text *path, assay_str name)
{
    size_t done = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '~' || name.ptr[i] == '/') {
            text_add(path, bytes_of(name.ptr + done, i - done));
            text_add_str(path, name.ptr[i] == '~' ? "~0" : "~1");
            done = i + 1;
        }
    }
    text_add(path, bytes_of(name.ptr + done, name.len - done));
}

static void add_step(text *path, const level *l)
{
    text_add(path, bytes_of("/", 1));
    if (l->next->name.ptr != NULL) {
        add_name(path, l->next->name);
        return;
    }
    text_addf(path, "%zu", l->index);
}

static level level_of(arena *a, const claim *from, claim *into, size_t path_len)
{
    claim *room = ARENA_ARRAY(a, from->count, claim);
    return (level){.next = room != NULL ? from->first : NULL,
                   .into = into,
                   .room = room,
                   .path_len = path_len};
}

static claim *append(level *l, const claim *from)
{
    claim *c = l->room++, *parent = l->into;
    *c = *from;
    c->first = c->last = c->next = NULL;
    c->count = 0;
    if (parent->last != NULL) {
        parent->last->next = c;
    } else {
        parent->first = c;
    }
    parent->last = c;
    parent->count++;
    return c;
}

claim *claim_copy_if(arena *a, const claim *root,
                     bool (*keep)(const void *context, assay_bytes pointer), const void *context)
{
    level stack[LIMIT_CLAIM_DEPTH];
    size_t depth = 0;
    text path = text_new(a, LIMIT_CLAIM_POINTER);
    claim *copy = claim_root(a);
    stack[depth++] = level_of(a, root, copy, 0);
    while (depth > 0) {
        level *l = &stack[depth - 1];
        const claim *from = l->next;
        if (from == NULL) {
            depth--;
            continue;
        }
        path.len = l->path_len;
        add_step(&path, l);
        l->next = from->next;
        l->index++;
        if (path.failed) {
            return NULL;
        }
        if (!keep(context, bytes_of(path.ptr, path.len))) {
            continue;
        }
        claim *made = append(l, from);
        if (from->first != NULL && depth == LIMIT_CLAIM_DEPTH) {
            return NULL;
        }
        if (from->first != NULL) {
            stack[depth++] = level_of(a, from, made, path.len);
        }
    }
    return a->state == ARENA_OK ? copy : NULL;
}
