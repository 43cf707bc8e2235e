/* SPDX-License-Identifier: Apache-2.0 */
/* Relaxations: each is typed, stands in the result, and caps the tier at warning. */
#ifndef ASSAY_TOOL_RELAXATIONS_H
#define ASSAY_TOOL_RELAXATIONS_H

#include "options.h"

#include <assay/request.h>

#define RELAXATION_OPTIONS                                                                         \
    {"waive", "FINDING", "lower a finding to a warning; a --reason must follow", OPTION_MANY},     \
        {"reason", "TEXT", "why the finding before it is waived", OPTION_MANY},                    \
        {"allow-debug", NULL, "waive the findings about debugging", OPTION_ONCE},                  \
        {"allow-known-nonce", NULL, "waive that the nonce is a published or constant one",         \
         OPTION_ONCE},                                                                             \
        {"no-revocation", NULL, "waive that revocation is not established", OPTION_ONCE},          \
        {"accept-trailing", NULL, "waive bytes behind the evidence", OPTION_ONCE},                 \
    {                                                                                              \
        "allow-any-genuine", NULL, "take a policy that identifies no peer", OPTION_ONCE            \
    }

exit_code relaxations_add(cli *c, const options *o, assay_request *r);

#endif
