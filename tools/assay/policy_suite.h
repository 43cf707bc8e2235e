/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of a policy, assay_policy_tests/1: each case is a case file appraised under the policy, or
 * claims that the policy's rules are held against, and says what must come of it.
 */
#ifndef ASSAY_TOOL_POLICY_SUITE_H
#define ASSAY_TOOL_POLICY_SUITE_H

#include "appraise/appraisal.h"
#include "out.h"
#include "trust/document.h"

typedef struct {
    cli *cli;
    const char *path;
    document d;
    assay_error *err; /* of the document */
    const json *cases; /* a list that is not empty */
    const char *policy_path;
    assay_policy *policy;
} suite;

/* Says what is wrong: EXIT_USAGE. Close it in any case. */
exit_code suite_open(cli *c, const char *path, bool any_genuine, suite *out);
void suite_close(suite *s);

/* What came of one case. */
typedef struct {
    const char *name;
    assay_status status;
    policy_context context;     /* what the rules were held against, and what they left */
    assay_appraisal *appraisal; /* of a case file; NULL: of claims alone */
} outcome_of_case;

/* Runs a case; says what is wrong with how it is written: EXIT_USAGE. Release it in any case. */
exit_code suite_run(const suite *s, const json *test, outcome_of_case *out);
void suite_release(outcome_of_case *o);
/* What is not as the case says it must be, a line each; "" when all is. NULL: memory failed. */
const char *suite_judge(const suite *s, const json *test, const outcome_of_case *o);

/* Does this rule fail, in what came of the case? */
bool rule_failed(const outcome_of_case *o, const char *rule);
/* Would it, if a claim that it looks at were another one? Leaves the outcome as it was. */
bool rule_can_fail(const suite *s, outcome_of_case *o, size_t rule);

#endif
