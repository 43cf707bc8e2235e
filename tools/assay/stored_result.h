/* SPDX-License-Identifier: Apache-2.0 */
/* A result that a file holds: by itself, or in the case file that it was reached with. */
#ifndef ASSAY_TOOL_STORED_RESULT_H
#define ASSAY_TOOL_STORED_RESULT_H

#include "appraise/case.h"
#include "out.h"

typedef struct {
    const char *path;
    const json *result;
    case_record *record; /* NULL: a result by itself */
} stored_result;

/* Says what is wrong: EXIT_USAGE for what is neither. */
exit_code stored_result_read(cli *c, const char *path, stored_result *out);
/* A case file and nothing else. */
exit_code stored_case_read(cli *c, const char *path, stored_result *out);
/* Bytes of a case, known as such by case_probe; `path` is for messages. */
exit_code case_from_bytes(cli *c, const char *path, assay_bytes bytes, case_record *out);

#endif
