/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever is accepted has spans inside the input that parse again to the same, and the writer's
 * documents are accepted by the reader. */
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "codec/json_write.h"
#include "must.h"

#define BUDGET (8u << 20)
#define REPARSED_MAX 64 /* values that are parsed again; all of them would be quadratic */

static void check_span(assay_bytes in, const json *node)
{
    MUST(node->at <= in.len && node->raw.len <= in.len - node->at);
    MUST(node->raw.ptr == in.ptr + node->at && node->raw.len > 0);
    MUST(node->name.ptr == NULL || in.ptr[node->name_at] == '"');
}

static void check_scalar(const json *node)
{
    uint64_t u;
    int64_t i;
    bool b;
    MUST(!json_uint(node, &u) || node->type == JSON_NUMBER);
    MUST(!json_int(node, &i) || i < 0 || (json_uint(node, &u) && u == (uint64_t)i));
    MUST(json_bool(node, &b) == (node->type == JSON_TRUE || node->type == JSON_FALSE));
    assay_str s = json_text(node);
    MUST(s.ptr == NULL ||
         (utf8_valid(bytes_of_str(s)) && (s.len == 0 || memchr(s.ptr, 0, s.len) == NULL)));
}

static void check_again(const json *node)
{
    arena a;
    fault f = {0};
    arena_init(&a, NULL, BUDGET);
    const json *again = json_parse(&a, node->raw, &f);
    MUST(again != NULL && again->type == node->type && again->count == node->count);
    MUST(bytes_equal(again->raw, node->raw));
    MUST(bytes_equal(bytes_of_str(again->text), bytes_of_str(node->text)));
    arena_release(&a);
}

/* The pointer that leads to a member of the root leads to that member. */
static void check_pointer(arena *a, const json *root, const json *member, size_t index)
{
    text pointer = text_new(a, SIZE_MAX);
    text_add_str(&pointer, "/");
    if (root->type == JSON_ARRAY) {
        text_addf(&pointer, "%zu", index);
    }
    for (size_t i = 0; i < member->name.len; i++) {
        const char *ch = member->name.ptr + i;
        text_add(&pointer, *ch == '~'   ? bytes_of("~0", 2)
                           : *ch == '/' ? bytes_of("~1", 2)
                                        : bytes_of(ch, 1));
    }
    assay_str done = text_done(&pointer);
    MUST(done.ptr == NULL || json_at(root, bytes_of_str(done)) == member);
}

/* Every value of the tree, parents before children, without recursion. */
static void check_tree(arena *a, assay_bytes in, const json *root)
{
    const json *open[LIMIT_JSON_DEPTH + 1] = {root};
    size_t depth = 1, seen = 0;
    while (depth > 0) {
        const json *node = open[depth - 1];
        if (node == NULL) {
            depth--;
            continue;
        }
        open[depth - 1] = node->next;
        check_span(in, node);
        check_scalar(node);
        if (seen++ < REPARSED_MAX) {
            check_again(node);
        }
        if (node->first != NULL) {
            open[depth++] = node->first;
        }
    }
    size_t index = 0;
    for (const json *m = root->first; m != NULL && index < REPARSED_MAX; m = m->next) {
        check_pointer(a, root, m, index++);
    }
}

static void put_value(json_writer *w, const char *name, const json *node)
{
    if (node->type == JSON_NUMBER) {
        json_put_number(w, name, node->text);
    } else {
        json_put_text(w, name, node->text);
    }
}

static void check_written(arena *a, const json *root)
{
    fault f = {0};
    json_writer *w = json_write_new();
    json_open_array(w, "values");
    size_t count = 0;
    for (const json *m = root->first; m != NULL && count < REPARSED_MAX; m = m->next, count++) {
        put_value(w, NULL, m);
    }
    json_close(w);
    assay_str line = json_write_done(w, a, false), indented = json_write_done(w, a, true);
    json_write_free(w);
    if (line.ptr == NULL || indented.ptr == NULL) {
        return; /* the budget */
    }
    const json *one = json_parse(a, bytes_of_str(line), &f);
    const json *two = json_parse(a, bytes_of_str(indented), &f);
    MUST(a->state != ARENA_OK || (one != NULL && two != NULL));
    MUST(a->state != ARENA_OK || one->first->count == count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a;
    fault f = {0};
    assay_bytes in = bytes_of(data, size);
    arena_init(&a, NULL, BUDGET);
    const json *root = json_parse(&a, in, &f);
    MUST((root == NULL) == (f.what != NULL || a.state != ARENA_OK));
    MUST(f.at <= size);
    if (root != NULL) {
        check_tree(&a, in, root);
        check_written(&a, root);
    }
    uint32_t line, column;
    json_position(in, f.at, &line, &column);
    MUST(line > 0 && column > 0);
    arena_release(&a);
    return 0;
}
