/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which trust store: --trust, then ASSAY_TRUST, then the user's data directory when it is there,
 * then the built-in pins alone. What nobody named is said on stderr.
 */
#ifndef ASSAY_TOOL_TRUST_DIR_H
#define ASSAY_TOOL_TRUST_DIR_H

#include "options.h"

#include <assay/trust.h>

/* The rows of an option table that trust_dir_open reads. */
#define TRUST_OPTIONS                                                                              \
    {"trust", "DIR", "the trust store (else ASSAY_TRUST, else the user's data directory)",         \
     OPTION_ONCE},                                                                                 \
        {"trust-digest", "HEX", "the SHA-256 that the store's manifest must have", OPTION_ONCE},   \
    {                                                                                              \
        "trust-min-revision", "N", "the revision that the store must have reached", OPTION_ONCE    \
    }

/* The store's path; NULL: the built-in pins. *chosen: the user named it. */
const char *trust_dir_path(cli *c, const options *o, bool *chosen);
/* Opens it; the caller releases it. Says what is wrong: a store that cannot be used is the
 * environment's fault. */
exit_code trust_dir_open(cli *c, const options *o, assay_trust **out);

#endif
