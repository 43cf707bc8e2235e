/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of a JSON document. Containers that are open stand on a stack of fixed depth. */
#include "codec/json.h"
#include "base/limits.h"
#include "codec/json_names.h"
#include "codec/json_scan.h"

typedef struct {
    json *node; /* the array or object */
    json *last; /* its latest member, or NULL */
} container;

typedef struct {
    cursor c;
    arena *arena;
    size_t items;
    size_t depth, max_depth;
    container open[LIMIT_JSON_WRITE_DEPTH];
} parser;

_Static_assert(LIMIT_JSON_DEPTH <= LIMIT_JSON_WRITE_DEPTH, "the stack holds both");

static bool going(const parser *p)
{
    return cur_ok(&p->c) && p->arena->state == ARENA_OK;
}

static void open_container(parser *p, json *node)
{
    if (p->depth == p->max_depth) {
        cur_fail(&p->c, node->at, "json", "nested too deeply");
        return;
    }
    cur_take(&p->c, 1, "json");
    p->open[p->depth++] = (container){.node = node};
}

static json_type type_by_first(uint8_t first)
{
    static const struct {
        char first;
        json_type type;
    } types[] = {
        {'{', JSON_OBJECT}, {'[', JSON_ARRAY}, {'"', JSON_STRING},
        {'t', JSON_TRUE},   {'f', JSON_FALSE}, {'n', JSON_NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if ((uint8_t)types[i].first == first) {
            return types[i].type;
        }
    }
    return first == '-' || (first >= '0' && first <= '9') ? JSON_NUMBER : (json_type)0;
}

static void read_scalar(parser *p, json *node)
{
    switch (node->type) {
    case JSON_STRING:
        node->text = scan_string(&p->c, p->arena, "json string");
        break;
    case JSON_NUMBER:
        node->text = scan_number(&p->c);
        break;
    case JSON_TRUE:
        scan_literal(&p->c, "true");
        break;
    case JSON_FALSE:
        scan_literal(&p->c, "false");
        break;
    case JSON_NULL:
        scan_literal(&p->c, "null");
        break;
    default:
        cur_fail(&p->c, node->at, "json", "no value");
    }
    node->raw = cur_since(&p->c, node->at);
}

/* The cursor stands at the first byte of a value. A container is only opened here. */
static json *read_value(parser *p)
{
    if (++p->items > LIMIT_JSON_ITEMS) {
        cur_fail(&p->c, cur_at(&p->c), "json", "too many values");
    }
    json *node = going(p) ? ARENA_NEW(p->arena, json) : NULL;
    if (node == NULL) {
        return NULL;
    }
    node->at = cur_at(&p->c);
    node->type = type_by_first(scan_peek(&p->c));
    if (node->type == JSON_ARRAY || node->type == JSON_OBJECT) {
        open_container(p, node);
    } else {
        read_scalar(p, node);
    }
    return node;
}

static assay_str read_name(parser *p)
{
    assay_str name = scan_string(&p->c, p->arena, "json member name");
    scan_space(&p->c);
    if (!scan_accept(&p->c, ':')) {
        cur_fail(&p->c, cur_at(&p->c), "json", "no colon behind a member name");
    }
    scan_space(&p->c);
    return name;
}

static void read_member(parser *p, container *in)
{
    assay_str name = {NULL, 0};
    size_t name_at = cur_at(&p->c);
    if (in->node->type == JSON_OBJECT) {
        name = read_name(p);
    }
    json *member = read_value(p);
    if (member == NULL) {
        return;
    }
    member->name = name;
    member->name_at = name.ptr != NULL ? name_at : 0;
    if (in->last == NULL) {
        in->node->first = member;
    } else {
        in->last->next = member;
    }
    in->last = member;
    in->node->count++;
}

static void close_container(parser *p)
{
    json *node = p->open[--p->depth].node;
    node->raw = cur_since(&p->c, node->at);
    const json *again = names_repeated(p->arena, node);
    if (again != NULL) {
        cur_fail(&p->c, again->name_at, "json member name", "duplicate");
    }
}

/* One member, or the end, of the innermost open container. */
static void step(parser *p)
{
    container *in = &p->open[p->depth - 1];
    scan_space(&p->c);
    if (scan_accept(&p->c, in->node->type == JSON_OBJECT ? '}' : ']')) {
        close_container(p);
        return;
    }
    if (in->node->count > 0) {
        if (!scan_accept(&p->c, ',')) {
            cur_fail(&p->c, cur_at(&p->c), "json", "no comma or end behind a value");
        }
        scan_space(&p->c);
    }
    read_member(p, in);
}

static bool has_byte_order_mark(assay_bytes in)
{
    return in.len >= 3 && memcmp(in.ptr, "\xef\xbb\xbf", 3) == 0;
}

static const json *parse(arena *a, assay_bytes in, size_t max_bytes, size_t max_depth, fault *f)
{
    parser p = {.c = cur_over(in, f), .arena = a, .max_depth = max_depth};
    if (in.len > max_bytes) {
        cur_fail(&p.c, max_bytes, "json", "too long");
    }
    if (has_byte_order_mark(in)) {
        cur_fail(&p.c, 0, "json", "byte order mark");
    }
    scan_space(&p.c);
    const json *root = read_value(&p);
    while (going(&p) && p.depth > 0) {
        step(&p);
    }
    scan_space(&p.c);
    return a->state == ARENA_OK && cur_end(&p.c, "json") ? root : NULL;
}

const json *json_parse(arena *a, assay_bytes in, fault *f)
{
    return parse(a, in, LIMIT_JSON_BYTES, LIMIT_JSON_DEPTH, f);
}

const json *json_parse_document(arena *a, assay_bytes in, fault *f)
{
    return parse(a, in, LIMIT_CASE_BYTES, LIMIT_JSON_WRITE_DEPTH, f);
}

void json_position(assay_bytes in, size_t at, uint32_t *line, uint32_t *column)
{
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < at && i < in.len; i++) {
        bool newline = in.ptr[i] == '\n';
        *line += newline;
        *column = newline ? 1 : *column + 1;
    }
}
