/* SPDX-License-Identifier: Apache-2.0 */
/* What a case file holds, as claims: for assay inspect. */
#ifndef ASSAY_TOOL_INSPECT_CASE_H
#define ASSAY_TOOL_INSPECT_CASE_H

#include "appraise/case.h"
#include "out.h"

/* EXIT_USAGE: it is damaged, and the message says where. */
exit_code inspect_case(cli *c, const char *path, assay_bytes in, const claim **claims);

#endif
