/* SPDX-License-Identifier: Apache-2.0 */
/* Copying a claim tree without what the caller may not read. */
#ifndef ASSAY_CLAIMS_VOUCH_H
#define ASSAY_CLAIMS_VOUCH_H

#include "claims/claim.h"

/* `keep` is asked about every claim below the root, by its pointer; a claim that it refuses is left
 * out with all below it. NULL when memory failed or the tree is deeper than LIMIT_CLAIM_DEPTH. */
claim *claim_copy_if(arena *a, const claim *root,
                     bool (*keep)(const void *context, assay_bytes pointer), const void *context);

#endif
