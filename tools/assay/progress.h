/* SPDX-License-Identifier: Apache-2.0 */
/* How far long work has come: one line on a terminal's stderr, at most ten times a second. */
#ifndef ASSAY_TOOL_PROGRESS_H
#define ASSAY_TOOL_PROGRESS_H

#include "out.h"

typedef struct {
    const char *what; /* "cases" */
    size_t done, total;
    bool shown, terminal;
    uint64_t began, last; /* milliseconds */
} progress;

progress progress_begin(const char *what, size_t total);
void progress_step(progress *p);
/* Takes the line away. */
void progress_end(progress *p);

#endif
