/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Draft policies for assay policy init: what other tools printed about an image, written down as a
 * policy that its author reads again, since a draft can only know what is there, not what was
 * meant.
 */
#ifndef ASSAY_TOOL_DRAFT_H
#define ASSAY_TOOL_DRAFT_H

#include "files.h"

/* What the author named. */
typedef struct {
    const char *id;   /* of the policy */
    const char *name; /* of the release: its row */
    bool row_only;
} draft_names;

/* One source: an option of its own, and how its file becomes a policy or a row of a table. */
typedef struct {
    const char *option; /* "from-nitro-cli" */
    size_t max_bytes;
    exit_code (*write)(cli *c, const char *path, assay_bytes in, const draft_names *names,
                       json_writer *out);
} draft_source;

extern const draft_source draft_nitro_cli, draft_nvtrust;

#endif
