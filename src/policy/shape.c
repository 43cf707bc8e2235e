/* SPDX-License-Identifier: Apache-2.0 */
/* Shapes that every part of a policy shares: members, names, times, words. */
#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "policy/loader.h"

#include <stdlib.h>

const char *shown(loader *l, assay_str s)
{
    const char *out = text_printable(l->arena, bytes_of_str(s));
    return out != NULL ? out : "";
}

#define NAMES_SHOWN 16

void suggest(loader *l, assay_error *problem, assay_str word, const char *const *names, size_t n)
{
    const char *near = word.ptr != NULL ? text_nearest(shown(l, word), names, n) : NULL;
    if (near != NULL) {
        error_hint(problem, "did you mean \"%s\"?", near);
        return;
    }
    text list = text_new(l->arena, 4096);
    for (size_t i = 0; i < n && i < NAMES_SHOWN; i++) {
        text_addf(&list, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    text_add_str(&list, n > NAMES_SHOWN ? ", ..." : "");
    assay_str done = text_done(&list);
    if (done.len > 0) {
        error_hint(problem, "known: %s", done.ptr);
    }
}

static const char *const type_names[] = {
    [JSON_NULL] = "null",        [JSON_FALSE] = "a boolean", [JSON_TRUE] = "a boolean",
    [JSON_NUMBER] = "a number",  [JSON_STRING] = "a text",   [JSON_ARRAY] = "a list",
    [JSON_OBJECT] = "an object",
};

bool typed(loader *l, const json *node, json_type type)
{
    if (json_is(node, type)) {
        return true;
    }
    PROBLEM(l, node->at, "expected %s, found %s", type_names[type], type_names[node->type]);
    return false;
}

const json *typed_member(loader *l, const json *object, const char *name, json_type type)
{
    const json *m = json_member(object, name);
    return m != NULL && typed(l, m, type) ? m : NULL;
}

static bool in_shape(const member_shape *members, size_t n, assay_str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(name, members[i].name)) {
            return true;
        }
    }
    return false;
}

static void unknown_member(loader *l, const json *m, const char *what, const member_shape *members,
                           size_t n)
{
    const char **names = ARENA_ARRAY(l->arena, n + 1, const char *);
    for (size_t i = 0; i < n && names != NULL; i++) {
        names[i] = members[i].name;
    }
    assay_error *e = PROBLEM(l, m->name_at, "%s has no member \"%s\"", what, shown(l, m->name));
    if (names != NULL) {
        suggest(l, e, m->name, names, n);
    }
}

bool shape_check(loader *l, const json *node, const char *what, const member_shape *members,
                 size_t n)
{
    if (!typed(l, node, JSON_OBJECT)) {
        return false;
    }
    for (const json *m = node->first; m != NULL; m = m->next) {
        if (!in_shape(members, n, m->name)) {
            unknown_member(l, m, what, members, n);
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (members[i].required && json_member(node, members[i].name) == NULL) {
            PROBLEM(l, node->at, "%s lacks its member \"%s\"", what, members[i].name);
        }
    }
    return true;
}

const char *text_member(loader *l, const json *object, const char *name)
{
    const json *m = typed_member(l, object, name, JSON_STRING);
    if (m != NULL && m->text.len == 0) {
        PROBLEM(l, m->at, "the text of \"%s\" is empty", name);
        return NULL;
    }
    return m != NULL ? shown(l, m->text) : NULL;
}

static bool alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

const char *name_of(loader *l, const json *node, assay_str name, size_t at)
{
    if (name.ptr == NULL) {
        typed(l, node, JSON_STRING);
        return NULL;
    }
    bool good = name.len > 0 && name.len <= LIMIT_LABEL && alphanumeric(name.ptr[0]);
    for (size_t i = 0; i < name.len && good; i++) {
        good = alphanumeric(name.ptr[i]) || strchr("._-", name.ptr[i]) != NULL;
    }
    if (!good) {
        assay_error *e = PROBLEM(l, at, "\"%s\" is no name", shown(l, name));
        error_hint(e, "use 1 to 64 letters, digits, '.', '_' and '-', the first a letter or digit");
        return NULL;
    }
    return arena_text(l->arena, bytes_of_str(name));
}

bool time_member(loader *l, const json *object, const char *name, assay_time *out)
{
    const json *m = json_member(object, name);
    claim c = {0};
    if (m == NULL || !literal_load(l, m, ASSAY_CLAIM_TIME, 0, &c)) {
        return false;
    }
    *out = c.value.time;
    return true;
}

bool window_members(loader *l, const json *object, window *out)
{
    *out = (window){ASSAY_TIME_UNSET, ASSAY_TIME_UNSET};
    bool from = time_member(l, object, "from", &out->from);
    bool to = time_member(l, object, "to", &out->to);
    if (from && to && out->from > out->to) {
        PROBLEM(l, json_member(object, "to")->at, "the end lies before the beginning");
        return false;
    }
    return true;
}

size_t word_of(loader *l, const json *node, const char *const *words, size_t n)
{
    if (!typed(l, node, JSON_STRING)) {
        return n;
    }
    for (size_t i = 0; i < n; i++) {
        if (str_is(node->text, words[i])) {
            return i;
        }
    }
    assay_error *e = PROBLEM(l, node->at, "\"%s\" is none of the words that can stand here",
                             shown(l, node->text));
    suggest(l, e, node->text, words, n);
    return n;
}

bool list_filled(loader *l, const json *node)
{
    if (!typed(l, node, JSON_ARRAY)) {
        return false;
    }
    if (node->count == 0) {
        PROBLEM(l, node->at, "the list is empty");
        return false;
    }
    return true;
}

/* Equal texts in the order of the document, so that the later one is reported. */
static int by_text(const void *a, const void *b)
{
    const json *x = *(const json *const *)a, *y = *(const json *const *)b;
    int order = bytes_order(bytes_of_str(x->text), bytes_of_str(y->text));
    if (order != 0) {
        return order;
    }
    return x->at < y->at ? -1 : x->at > y->at;
}

void distinct(loader *l, const json **nodes, size_t n, const char *what)
{
    if (n > 0) {
        qsort(nodes, n, sizeof nodes[0], by_text);
    }
    for (size_t i = 1; i < n; i++) {
        if (bytes_equal(bytes_of_str(nodes[i - 1]->text), bytes_of_str(nodes[i]->text))) {
            assay_error *e =
                PROBLEM(l, nodes[i]->at, "there are two %s \"%s\"", what, shown(l, nodes[i]->text));
            error_hint(e, "give one of them another name");
        }
    }
}

void unsupported(loader *l, size_t at, const char *what)
{
    assay_error *e = PROBLEM(l, at, "%s is not supported by this version", what);
    error_hint(e, "leave it out, or use a version of Assay that has it");
}
