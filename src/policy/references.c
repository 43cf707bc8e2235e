/* SPDX-License-Identifier: Apache-2.0 */
/*
 * matches: one row of a table matches in all columns, within the row's own window. A value of one
 * release beside a value of another never passes, so a failure shows row by row what differed.
 */
#include "base/time.h"
#include "policy/ops.h"

static void load_matches(loader *l, const json *operand, const json *whole, rule *r)
{
    (void)whole;
    r->table = load_table(l, operand, &l->scope);
    if (r->table == NULL) {
        l->sink.reported++; /* what is wrong with a table was said where it stands */
    }
}

/* The piece's claims in the order of the columns; NULL where one is pending. */
static outcome find_columns(evaluation *ev, const table *t, const claim **found)
{
    outcome worst = HOLDS;
    for (size_t i = 0; i < t->column_count; i++) {
        sight seen = look_as(ev, ev->piece->claims, t->columns[i], ev->piece->authentic,
                             t->schemas[i], &found[i]);
        outcome one = seen == PENDING ? UNKNOWN : seen == ABSENT ? BROKEN : HOLDS;
        if (seen == SEEN && !well_typed(found[i], t->schemas[i])) {
            one = BROKEN;
        }
        const char *is = one == HOLDS     ? claim_show(ev->c->arena, found[i])
                         : one == UNKNOWN ? "not known yet"
                         : seen == ABSENT ? "absent"
                                          : "ill-typed";
        say_found(ev, t->columns[i], is);
        found[i] = one == HOLDS ? found[i] : NULL;
        worst = one > worst ? one : worst;
    }
    return worst;
}

static bool cell_matches(const table_row *row, size_t column, const claim *const *found)
{
    return found[column] != NULL && same_value(found[column], &row->cells[column]);
}

static size_t columns_matched(const table *t, const table_row *row, const claim *const *found)
{
    size_t n = 0;
    for (size_t i = 0; i < t->column_count; i++) {
        n += cell_matches(row, i, found) ? 1 : 0;
    }
    return n;
}

static void record_row(evaluation *ev, const table *t, const table_row *row)
{
    matched_row *made = ARENA_NEW(ev->c->arena, matched_row);
    matched_row **end = &ev->c->rows;
    if (made == NULL) {
        return;
    }
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *made = (matched_row){ev->rule_id, ev->piece->label, t->name, row->name, NULL};
    *end = made;
}

static void say_window(const table_row *row, assay_time at, text *out)
{
    char when[TIME_TEXT];
    if (row->window.from != ASSAY_TIME_UNSET && at < row->window.from) {
        time_to_rfc3339(row->window.from, when);
        text_addf(out, " (row begins %s)", when);
    }
    if (row->window.to != ASSAY_TIME_UNSET && at > row->window.to) {
        time_to_rfc3339(row->window.to, when);
        text_addf(out, " (row ended %s)", when);
    }
}

static void say_row(evaluation *ev, const table *t, const table_row *row, const claim *const *found,
                    text *out)
{
    text_addf(out, " | %s:", row->name);
    for (size_t i = 0; i < t->column_count; i++) {
        const char *how = found[i] == NULL              ? "not known"
                          : cell_matches(row, i, found) ? "match"
                                                        : "differs";
        text_addf(out, "%s %s %s", i > 0 ? "," : "", t->columns[i], how);
    }
    say_window(row, ev->c->at, out);
}

#define ROWS_SHOWN 8

/* The rows that come nearest, in the order of the table among equals. */
static void explain(evaluation *ev, const table *t, const claim *const *found)
{
    text out = text_new(ev->c->arena, 64u * 1024u);
    size_t n = 0;
    text_addf(&out, "no row of \"%s\" matches in all columns", t->name);
    for (size_t want = t->column_count + 1; want-- > 0 && n < ROWS_SHOWN;) {
        for (const table_row *row = t->rows; row != NULL && n < ROWS_SHOWN; row = row->next) {
            if (columns_matched(t, row, found) == want) {
                say_row(ev, t, row, found, &out);
                n++;
            }
        }
    }
    if (t->row_count > n) {
        text_addf(&out, " | and %zu other rows", t->row_count - n);
    }
    ev->detail = text_done(&out).ptr;
}

/* Could the row match once what is pending is known? */
static bool still_possible(evaluation *ev, const table *t, const table_row *row,
                           const claim *const *found)
{
    bool possible = window_holds(&row->window, ev->c->at);
    for (size_t i = 0; i < t->column_count; i++) {
        possible = possible && (found[i] == NULL || cell_matches(row, i, found));
    }
    return possible;
}

static outcome judge_rows(evaluation *ev, const table *t, const claim *const *found, outcome known)
{
    const table_row *hit = NULL;
    for (const table_row *row = t->rows; row != NULL; row = row->next) {
        bool possible = still_possible(ev, t, row, found);
        hit = hit == NULL && possible ? row : hit;
    }
    if (known == UNKNOWN) {
        return hit != NULL ? UNKNOWN : DIFFERS;
    }
    if (known == HOLDS && hit != NULL) {
        record_row(ev, t, hit);
        return HOLDS;
    }
    return known == HOLDS ? DIFFERS : known;
}

static outcome judge_matches(evaluation *ev, const rule *r, const claim *c)
{
    const table *t = r->table;
    const claim **found = ARENA_ARRAY(ev->c->arena, t->column_count, const claim *);
    (void)c;
    if (found == NULL) {
        return BROKEN;
    }
    outcome result = judge_rows(ev, t, found, find_columns(ev, t, found));
    if (result > UNKNOWN) {
        explain(ev, t, found);
    }
    return result;
}

static void say_matches(const rule *r, text *out)
{
    text_addf(out, "one row of \"%s\" matches in ", r->table->name);
    for (size_t i = 0; i < r->table->column_count; i++) {
        text_addf(out, "%s%s", i > 0 ? ", " : "", r->table->columns[i]);
    }
}

const rule_op op_matches = {.name = "matches",
                            .operand = "the name of a table in \"references\"",
                            .doc = "one row of the table agrees in all its columns",
                            .identifies = true,
                            .load = load_matches,
                            .judge = judge_matches,
                            .say = say_matches};
