/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reference tables. Their shape is checked where they stand; their values get types where a rule
 * uses them, because only then it is known of which format their columns are claims.
 */
#include "base/error.h"
#include "base/text.h"
#include "policy/ops.h"

static bool is_column(const json *columns, assay_str name)
{
    for (const json *c = columns->first; c != NULL; c = c->next) {
        if (c->text.ptr != NULL && bytes_equal(bytes_of_str(c->text), bytes_of_str(name))) {
            return true;
        }
    }
    return false;
}

static void check_columns(loader *l, const json *columns)
{
    const json **texts = ARENA_ARRAY(l->arena, columns->count, const json *);
    size_t n = 0;
    for (const json *c = columns->first; c != NULL && texts != NULL; c = c->next) {
        if (typed(l, c, JSON_STRING)) {
            texts[n++] = c;
        }
    }
    distinct(l, texts, n, "columns");
}

static void unknown_cell(loader *l, const json *columns, const json *m)
{
    const char **names = ARENA_ARRAY(l->arena, columns->count + 3, const char *);
    size_t n = 0;
    assay_error *e =
        PROBLEM(l, m->name_at, "a row of this table has no member \"%s\"", shown(l, m->name));
    for (const json *c = columns->first; c != NULL && names != NULL; c = c->next) {
        names[n++] = shown(l, c->text);
    }
    if (names != NULL) {
        names[n++] = "name";
        names[n++] = "from";
        names[n++] = "to";
        suggest(l, e, m->name, names, n);
    }
}

static void check_row(loader *l, const json *columns, const json *row)
{
    if (!typed(l, row, JSON_OBJECT)) {
        return;
    }
    for (const json *m = row->first; m != NULL; m = m->next) {
        bool own = str_is(m->name, "name") || str_is(m->name, "from") || str_is(m->name, "to");
        if (!own && !is_column(columns, m->name)) {
            unknown_cell(l, columns, m);
        }
    }
    for (const json *c = columns->first; c != NULL; c = c->next) {
        const char *name = c->text.ptr != NULL ? arena_text(l->arena, bytes_of_str(c->text)) : NULL;
        if (name != NULL && json_member(row, name) == NULL) {
            PROBLEM(l, row->at, "this row lacks its column \"%s\"", shown(l, c->text));
        }
    }
    if (text_member(l, row, "name") == NULL && json_member(row, "name") == NULL) {
        PROBLEM(l, row->at, "this row lacks its name");
    }
    window w;
    window_members(l, row, &w);
}

static void check_rows(loader *l, const json *columns, const json *rows)
{
    const json **names = ARENA_ARRAY(l->arena, rows->count, const json *);
    size_t n = 0;
    for (const json *row = rows->first; row != NULL && names != NULL; row = row->next) {
        check_row(l, columns, row);
        const json *name = json_member(row, "name");
        if (json_is(name, JSON_STRING)) {
            names[n++] = name;
        }
    }
    distinct(l, names, n, "rows");
}

static reference *load_reference(loader *l, const json *node)
{
    static const member_shape members[] = {{"columns", true}, {"rows", true}};
    reference *r = ARENA_NEW(l->arena, reference);
    const char *name = name_of(l, node, node->name, node->name_at);
    if (json_member(node, "file") != NULL) {
        unsupported(l, node->at, "a reference table in a file of its own");
        return NULL;
    }
    if (!shape_check(l, node, "a reference table", members, ARRAY_LEN(members)) || r == NULL) {
        return NULL;
    }
    const json *columns = json_member(node, "columns"), *rows = json_member(node, "rows");
    bool filled = columns != NULL && list_filled(l, columns);
    filled = rows != NULL && list_filled(l, rows) && filled;
    if (!filled || name == NULL) {
        return NULL;
    }
    check_columns(l, columns);
    check_rows(l, columns, rows);
    *r = (reference){.name = name, .at = node, .columns = columns, .rows = rows};
    return r;
}

void load_references(loader *l, const json *node)
{
    reference **end = &l->policy->references;
    for (const json *m = typed(l, node, JSON_OBJECT) ? node->first : NULL; m != NULL; m = m->next) {
        reference *r = load_reference(l, m);
        if (r != NULL) {
            *end = r;
            end = &r->next;
        }
    }
}

static reference *reference_wanted(loader *l, const json *name)
{
    const char *names[64];
    size_t n = 0;
    if (!typed(l, name, JSON_STRING)) {
        return NULL;
    }
    for (reference *r = l->policy->references; r != NULL; r = r->next) {
        if (str_is(name->text, r->name)) {
            return r;
        }
        if (n < ARRAY_LEN(names)) {
            names[n++] = r->name;
        }
    }
    const json *tables = json_member(l->sink.root, "references");
    const char *wanted = arena_text(l->arena, bytes_of_str(name->text));
    if (wanted != NULL && json_member(tables, wanted) == NULL) {
        assay_error *e =
            PROBLEM(l, name->at, "there is no reference table \"%s\"", shown(l, name->text));
        suggest(l, e, name->text, names, n);
    }
    return NULL;
}

static bool load_columns(loader *l, const reference *r, const scope *s, table *t)
{
    const char **columns = ARENA_ARRAY(l->arena, r->columns->count, const char *);
    const claim_schema **schemas = ARENA_ARRAY(l->arena, r->columns->count, const claim_schema *);
    t->columns = columns;
    t->schemas = schemas;
    bool good = columns != NULL && schemas != NULL;
    for (const json *c = r->columns->first; c != NULL && good; c = c->next) {
        const char *pointer = arena_text(l->arena, bytes_of_str(c->text));
        if (pointer == NULL) {
            return false;
        }
        columns[t->column_count] = pointer;
        schemas[t->column_count] = schema_of(l, s, pointer, c);
        good = schemas[t->column_count++] != NULL;
    }
    return good;
}

static table_row *load_row(loader *l, const json *node, const table *t)
{
    table_row *row = ARENA_NEW(l->arena, table_row);
    claim *cells = ARENA_ARRAY(l->arena, t->column_count, claim);
    if (row == NULL || cells == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < t->column_count; i++) {
        const json *cell = json_member(node, t->columns[i]);
        const claim_schema *schema = t->schemas[i];
        if (cell != NULL) {
            literal_load(l, cell, schema->type, schema->length, &cells[i]);
        }
    }
    const char *name = text_member(l, node, "name");
    row->name = name != NULL ? name : "";
    window_members(l, node, &row->window);
    row->cells = cells;
    return row;
}

const table *load_table(loader *l, const json *name, const scope *s)
{
    reference *r = reference_wanted(l, name);
    table *t = r != NULL ? ARENA_NEW(l->arena, table) : NULL;
    if (t == NULL) {
        return NULL;
    }
    r->used = true;
    t->name = r->name;
    if (!load_columns(l, r, s, t)) {
        return NULL;
    }
    table_row **end = &t->rows;
    for (const json *m = r->rows->first; m != NULL; m = m->next) {
        table_row *row = load_row(l, m, t);
        if (row == NULL) {
            return NULL;
        }
        *end = row;
        end = &row->next;
        t->row_count++;
    }
    return t;
}
