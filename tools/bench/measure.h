/* SPDX-License-Identifier: Apache-2.0 */
/* One format's rows: rates, memory, documents, and opening its trust store. */
#ifndef ASSAY_BENCH_MEASURE_H
#define ASSAY_BENCH_MEASURE_H

#include "bench/bench.h"
#include "bench/report.h"

typedef struct {
    double seconds;   /* for each rate */
    const char *only; /* glob of rows; NULL: all */
    arena *arena;
    const bench_format *format;
    report *report;
    assay_error *err;
    /* Set while measuring. */
    const bench_subject *subject;
    const bench_policy *policy;
    const bench_store *store;
    assay_trust *trust;
    assay_policy *loaded;
} session;

/* Errors as of the library; REJECTED when evidence that is good was not accepted. */
assay_status measure_format(session *s);

#endif
