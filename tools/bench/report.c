/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/report.h"

#include <assay/assay.h>
#include <stdio.h>

/* Each kind's columns, and which of them has a goal: at least that of its row, or below a bound. */
static const struct {
    struct {
        const char *title, *member;
        int decimals;
        bool at_least;
        double below; /* 0: none */
    } columns[REPORT_COLUMNS];
} kinds[REPORT_KINDS] = {
    [REPORT_RATE] = {{{"appraisals/s", "per_second", 0, false, 0},
                      {"floor/s", "floor_per_second", 0, false, 0},
                      {"ratio", "ratio", 3, true, 0}}},
    [REPORT_MEMORY] = {{{"allocations", "allocations", 0, false, 0},
                        {"peak bytes", "peak_bytes", 0, false, 256 * 1024}}},
    [REPORT_COST] = {{{"microseconds", "microseconds", 1, false, 0}}},
};

void report_add(report *r, const report_row *row)
{
    if (r->count < REPORT_ROWS_MAX) {
        r->rows[r->count++] = *row;
    }
}

static void print_kind(const report *r, report_kind kind)
{
    bool titled = false;
    for (size_t i = 0; i < r->count; i++) {
        const report_row *row = &r->rows[i];
        if (row->kind != kind) {
            continue;
        }
        if (!titled) {
            printf("\n%-44s", "");
            for (size_t c = 0; c < REPORT_COLUMNS && kinds[kind].columns[c].title != NULL; c++) {
                printf(" %13s", kinds[kind].columns[c].title);
            }
            printf("\n");
            titled = true;
        }
        printf("%-44s", row->name);
        for (size_t c = 0; c < REPORT_COLUMNS && kinds[kind].columns[c].title != NULL; c++) {
            printf(" %13.*f", kinds[kind].columns[c].decimals, row->values[c]);
        }
        printf("\n");
    }
}

void report_print(const report *r)
{
    printf("assay %s, %s\n", assay_version(), assay_crypto_backend());
    for (report_kind kind = 0; kind < REPORT_KINDS; kind++) {
        print_kind(r, kind);
    }
}

static void put_row(json_writer *w, arena *a, const report_row *row)
{
    json_open_object(w, NULL);
    json_put_cstr(w, "row", row->name);
    for (size_t c = 0; c < REPORT_COLUMNS && kinds[row->kind].columns[c].title != NULL; c++) {
        const char *number =
            arena_format(a, "%.*f", kinds[row->kind].columns[c].decimals, row->values[c]);
        json_put_number(w, kinds[row->kind].columns[c].member, str_of(number ? number : "0"));
    }
    json_close(w);
}

bool report_print_json(const report *r)
{
    arena a;
    arena_init(&a, NULL, 1u << 20);
    json_writer *w = json_write_new();
    json_put_cstr(w, "library", assay_version());
    json_put_cstr(w, "cryptography", assay_crypto_backend());
    json_open_array(w, "rows");
    for (size_t i = 0; i < r->count; i++) {
        put_row(w, &a, &r->rows[i]);
    }
    json_close(w);
    assay_str document = json_write_done(w, &a, true);
    bool printed = document.ptr != NULL && fputs(document.ptr, stdout) >= 0;
    json_write_free(w);
    arena_release(&a);
    return printed;
}

bool report_meets_goals(const report *r)
{
    bool all = true;
    for (size_t i = 0; i < r->count; i++) {
        const report_row *row = &r->rows[i];
        for (size_t c = 0; c < REPORT_COLUMNS; c++) {
            double at_least = kinds[row->kind].columns[c].at_least ? row->goal : 0;
            double below = kinds[row->kind].columns[c].below;
            bool met = row->values[c] >= at_least && (below <= 0 || row->values[c] < below);
            if (!met) {
                fprintf(stderr, "assay-bench: %s: %s misses its goal\n", row->name,
                        kinds[row->kind].columns[c].title);
            }
            all = all && met;
        }
    }
    return all;
}
