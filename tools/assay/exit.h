/* SPDX-License-Identifier: Apache-2.0 */
/* Exit statuses (exit.def is the one table of them). */
#ifndef ASSAY_TOOL_EXIT_H
#define ASSAY_TOOL_EXIT_H

#include <assay/values.h>

typedef enum {
#define EXIT(name, number, meaning, action) EXIT_##name = number,
#include "exit.def"
#undef EXIT
} exit_code;

typedef struct {
    exit_code code;
    const char *name, *meaning, *action;
} exit_row;

/* NULL past the end. */
const exit_row *exit_row_at(size_t index);
/* What a status of the library is to the caller of the command. */
exit_code exit_of(assay_status status);

#endif
