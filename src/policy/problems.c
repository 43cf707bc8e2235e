/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/problems.h"
#include "base/error.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

assay_problems *problems_new(void)
{
    return calloc(1, sizeof(assay_problems));
}

size_t assay_problems_count(const assay_problems *problems)
{
    return problems != NULL ? problems->count : 0;
}

const assay_error *assay_problems_at(const assay_problems *problems, size_t index)
{
    return index < assay_problems_count(problems) ? &problems->list[index] : NULL;
}

void assay_problems_free(assay_problems *problems)
{
    free(problems);
}

static void add_token(text *out, assay_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        text_add(out, c == '~'   ? bytes_of("~0", 2)
                      : c == '/' ? bytes_of("~1", 2)
                                 : bytes_of(name.ptr + i, 1));
    }
}

/* The value that stands around `at`, or the member whose name does. */
static const json *child_at(const json *parent, size_t at, size_t *index)
{
    *index = 0;
    for (const json *c = parent->first; c != NULL; c = c->next, (*index)++) {
        size_t start = parent->type == JSON_OBJECT ? c->name_at : c->at;
        if (at >= start && at < c->at + c->raw.len) {
            return c;
        }
    }
    return NULL;
}

/* RFC 6901 pointer to what stands at an offset. */
static const char *pointer_to(arena *a, const json *root, size_t at)
{
    text out = text_new(a, 4096);
    size_t index;
    const json *parent = root, *child = root != NULL ? child_at(root, at, &index) : NULL;
    while (child != NULL) {
        text_add_str(&out, "/");
        if (parent->type == JSON_OBJECT) {
            add_token(&out, child->name);
        } else {
            text_addf(&out, "%zu", index);
        }
        parent = child;
        child = child_at(parent, at, &index);
    }
    assay_str done = text_done(&out);
    const char *shown = done.ptr != NULL ? text_printable(a, bytes_of_str(done)) : NULL;
    return shown != NULL ? shown : "";
}

static bool known_already(const assay_problems *p, const assay_error *e)
{
    for (size_t i = 0; i + 1 < p->count; i++) {
        const assay_error *other = &p->list[i];
        if (other->line == e->line && other->column == e->column &&
            strcmp(other->message, e->message) == 0) {
            return true;
        }
    }
    return false;
}

assay_error *problem_add(problem_sink *sink, assay_status status, size_t at, const char *format,
                         ...)
{
    assay_problems *p = sink->problems;
    sink->reported++;
    if (p == NULL || p->count == LIMIT_POLICY_PROBLEMS) {
        return NULL;
    }
    char message[sizeof p->list[0].message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    uint32_t line, column;
    json_position(sink->text, at, &line, &column);
    assay_error *made = &p->list[p->count++];
    assay_error_init(made, sizeof *made);
    error_set(made, status, "%s", message);
    error_at(made, sink->name, pointer_to(sink->arena, sink->root, at), line, column);
    if (known_already(p, made)) {
        p->count--;
        return NULL;
    }
    return made;
}

static int by_position(const void *a, const void *b)
{
    const assay_error *x = a, *y = b;
    if (x->line != y->line) {
        return x->line < y->line ? -1 : 1;
    }
    if (x->column != y->column) {
        return x->column < y->column ? -1 : 1;
    }
    return strcmp(x->message, y->message);
}

void problems_sort(assay_problems *p)
{
    qsort(p->list, p->count, sizeof p->list[0], by_position);
}
