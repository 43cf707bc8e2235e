/* SPDX-License-Identifier: Apache-2.0 */
/* What the harnesses of GPUs and switches do with an input. */
#ifndef ASSAY_FUZZ_NVIDIA_H
#define ASSAY_FUZZ_NVIDIA_H

#include "judge.h"

#define CHAIN_MARK "-----BEGIN "

/* As the least that a report and its chain may cost. */
static inline size_t budget_of(size_t size)
{
    return 64 * size + (96u << 10);
}

/* Where the chain begins that follows the report; the input's length when there is none. */
static inline size_t chain_at(assay_bytes in)
{
    size_t len = strlen(CHAIN_MARK);
    for (size_t i = 0; i + len <= in.len; i++) {
        if (memcmp(in.ptr + i, CHAIN_MARK, len) == 0) {
            return i;
        }
    }
    return in.len;
}

static inline void fuzz_device(const format *f, assay_bytes in)
{
    size_t split = chain_at(in);
    assay_bytes report = bytes_of(in.ptr, split);
    attachment pem = {.role = "cert-chain", .bytes = bytes_of(in.ptr + split, in.len - split)};
    if (report.len <= f->max_bytes) {
        fuzz_judge(&(fuzz_evidence){.format = f,
                                    .budget = budget_of(in.len),
                                    .claims = 4,
                                    .needless = true,
                                    .attachments = &pem,
                                    .attachment_count = split < in.len},
                   report);
    }
}

#endif
