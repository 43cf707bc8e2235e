/* SPDX-License-Identifier: Apache-2.0 */
/* What was measured: rows, printed as a table or as JSON, and which of them miss their goal. */
#ifndef ASSAY_BENCH_REPORT_H
#define ASSAY_BENCH_REPORT_H

#include "codec/json_write.h"

#define REPORT_COLUMNS 3
#define REPORT_ROWS_MAX 256

typedef enum { REPORT_RATE, REPORT_MEMORY, REPORT_COST, REPORT_KINDS } report_kind;

typedef struct {
    report_kind kind;
    const char *name; /* "snp-report/any-genuine/seen/1-thread" */
    double values[REPORT_COLUMNS];
    double goal; /* REPORT_RATE: the least ratio */
} report_row;

typedef struct {
    report_row rows[REPORT_ROWS_MAX];
    size_t count;
} report;

/* Copies the row, beyond REPORT_ROWS_MAX not. */
void report_add(report *r, const report_row *row);
void report_print(const report *r);
/* False when memory failed. */
bool report_print_json(const report *r);
/* Names the rows that miss their goal on standard error; true when there are none. */
bool report_meets_goals(const report *r);

#endif
