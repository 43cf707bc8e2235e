/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ASSAY_CODEC_JSON_NAMES_H
#define ASSAY_CODEC_JSON_NAMES_H

#include "codec/json.h"

/* A member of `node` whose name another member before it has, or NULL; NULL for arrays too. Scratch
 * memory comes from the arena's allocator and budget and is given back; when there is none, the
 * arena's state says so. */
const json *names_repeated(arena *a, const json *node);

#endif
