/* SPDX-License-Identifier: Apache-2.0 */
/* A case file appraised under another policy than its own. */
#ifndef ASSAY_TOOL_CASE_TRIAL_H
#define ASSAY_TOOL_CASE_TRIAL_H

#include "appraise/case.h"
#include "out.h"

/*
 * Puts the policy in place of those of the case. Its nonce is compared, and no store is asked: what
 * one said then is of no meaning now. A case of "now" is of the moment that its clock had.
 */
exit_code trial_prepare(cli *c, case_record *r, const char *path, const assay_policy *policy);
/* Appraises it; says what is wrong with `file`: EXIT_USAGE. */
exit_code trial_run(cli *c, const char *file, case_record *r, assay_appraisal **out);

#endif
