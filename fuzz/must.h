/* SPDX-License-Identifier: Apache-2.0 */
/* What every harness has. */
#ifndef ASSAY_FUZZ_MUST_H
#define ASSAY_FUZZ_MUST_H

#include "base/bytes.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(holds)                                                                                \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static inline bool inside(assay_bytes part, assay_bytes whole)
{
    return part.len == 0 || (part.ptr >= whole.ptr && part.len <= whole.len &&
                             (size_t)(part.ptr - whole.ptr) <= whole.len - part.len);
}

#endif
