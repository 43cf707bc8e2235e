/* SPDX-License-Identifier: Apache-2.0 */
/* Loading policies from files, with the reference files that they name. */
#ifndef ASSAY_TOOL_POLICIES_H
#define ASSAY_TOOL_POLICIES_H

#include "out.h"

#include <assay/policy.h>

/* What loading says; the caller frees problems and releases the policy. */
typedef struct {
    assay_policy *policy; /* NULL: it did not load */
    assay_problems *problems;
} loaded_policy;

/* EXIT_USAGE when the policy cannot be read or does not load; says nothing but that it cannot be
 * read. `trust` may be NULL. */
exit_code policy_file_load(cli *c, const char *path, const assay_trust *trust, bool any_genuine,
                           loaded_policy *out);
/* The same, saying every problem. The caller releases the policy. */
exit_code policy_file_open(cli *c, const char *path, const assay_trust *trust, bool any_genuine,
                           assay_policy **out);

#endif
