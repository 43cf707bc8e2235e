/* SPDX-License-Identifier: Apache-2.0 */
/* Duplicate member names. A few names are compared in pairs; many are sorted by heapsort, which no
 * choice of names can make slow and which needs no recursion. */
#include "codec/json_names.h"

#define FEW 32

static int order(const json *a, const json *b)
{
    int names = bytes_order(bytes_of_str(a->name), bytes_of_str(b->name));
    return names != 0 ? names : (a->name_at > b->name_at) - (a->name_at < b->name_at);
}

static bool same_name(const json *a, const json *b)
{
    return bytes_equal(bytes_of_str(a->name), bytes_of_str(b->name));
}

static const json *repeated_in_pairs(const json *object)
{
    for (const json *later = object->first; later != NULL; later = later->next) {
        for (const json *m = object->first; m != later; m = m->next) {
            if (same_name(m, later)) {
                return later;
            }
        }
    }
    return NULL;
}

/* Restores the heap when only its member `root` may be smaller than its children. */
static void sift_down(const json **heap, size_t n, size_t root)
{
    const json *moved = heap[root];
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && order(heap[child], heap[child + 1]) < 0) {
            child++;
        }
        if (order(moved, heap[child]) >= 0) {
            break;
        }
        heap[root] = heap[child];
    }
    heap[root] = moved;
}

static void sort(const json **members, size_t n)
{
    for (size_t i = n / 2; i > 0; i--) {
        sift_down(members, n, i - 1);
    }
    for (size_t end = n - 1; end > 0; end--) {
        const json *greatest = members[0];
        members[0] = members[end];
        members[end] = greatest;
        sift_down(members, end, 0);
    }
}

/* Of all repetitions the one that stands first in the document. */
static const json *repeated_in_order(const json **members, size_t n)
{
    const json *found = NULL;
    for (size_t i = 1; i < n; i++) {
        bool repeats = same_name(members[i - 1], members[i]);
        if (repeats && (found == NULL || members[i]->name_at < found->name_at)) {
            found = members[i];
        }
    }
    return found;
}

static const json *repeated_in_many(arena *a, const json *object)
{
    arena scratch;
    arena_init(&scratch, a->allocator, a->budget - a->reserved);
    const json **members = ARENA_ARRAY(&scratch, object->count, const json *);
    const json *found = NULL;
    if (members != NULL) {
        size_t n = 0;
        for (const json *m = object->first; m != NULL; m = m->next) {
            members[n++] = m;
        }
        sort(members, n);
        found = repeated_in_order(members, n);
    } else {
        a->state = scratch.state;
    }
    arena_release(&scratch);
    return found;
}

const json *names_repeated(arena *a, const json *node)
{
    if (node->type != JSON_OBJECT) {
        return NULL;
    }
    return node->count <= FEW ? repeated_in_pairs(node) : repeated_in_many(a, node);
}
