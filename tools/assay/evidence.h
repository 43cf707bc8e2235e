/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence of the command line, with its formats, endorsements and moment, into a request. */
#ifndef ASSAY_TOOL_EVIDENCE_H
#define ASSAY_TOOL_EVIDENCE_H

#include "options.h"

#include <assay/request.h>

#define EVIDENCE_OPTIONS                                                                           \
    {"format", "[LABEL=]ID",                                                                       \
     "the evidence format (see assay formats); without it the policy's formats are probed",        \
     OPTION_MANY},                                                                                 \
    {                                                                                              \
        "endorse", "[LABEL=]ROLE:FILE", "what travels with the evidence, such as vcek:vcek.der",   \
            OPTION_MANY                                                                            \
    }

#define MOMENT_OPTIONS                                                                             \
    {"at", "TIME", "RFC 3339 UTC, or evidence: the evidence's own signed time; else now",          \
     OPTION_ONCE},                                                                                 \
    {                                                                                              \
        "known-at", "TIME", "what was known about revocation and TCB at this time; else --at",     \
            OPTION_ONCE                                                                            \
    }

/* [LABEL=]FILE operands, --format and --endorse. Says what is wrong. */
exit_code evidence_add(cli *c, const options *o, assay_request *r);
/* --at and --known-at. */
exit_code moment_set(cli *c, const options *o, assay_request *r);
/* A format or container id; else says so, with the nearest. */
exit_code format_check(cli *c, const char *id);

#endif
