/* SPDX-License-Identifier: Apache-2.0 */
/* What the harnesses of GPUs and switches do with an input. */
#ifndef ASSAY_FUZZ_NVIDIA_H
#define ASSAY_FUZZ_NVIDIA_H

#include "formats/format.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(holds)                                                                                \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#define AT 1780272000 /* 2026-06-01T00:00:00Z */
#define CHAIN_MARK "-----BEGIN "

/* As the least that a report and its chain may cost. */
static inline size_t budget_of(size_t size)
{
    return 64 * size + (96u << 10);
}

static inline const assay_trust *pins(void)
{
    static assay_trust *opened;
    MUST(opened != NULL || trust_open(NULL, format_roles, &opened, NULL) == ASSAY_OK);
    return opened;
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

static inline void judge_device(job *j, const format *f, const void *doc)
{
    uint8_t nonce[32] = {0};
    carriage where;
    f->describe(j, doc);
    MUST(j->claims->count >= 4);
    f->carries(j, doc, &(challenge){.nonce = bytes_of(nonce, sizeof nonce)}, &where);
    j->findings->stage = 4;
    MUST(!f->authenticate(j, doc));
    MUST(findings_worst(j->findings, NULL, 4) == ASSAY_FAIL && j->needs->count == 0);
    if (f->default_tests != NULL) {
        f->default_tests(j, doc);
    }
}

static inline void fuzz_device(const format *f, assay_bytes in)
{
    size_t split = chain_at(in);
    assay_bytes report = bytes_of(in.ptr, split);
    attachment pem = {.role = "cert-chain", .bytes = bytes_of(in.ptr + split, in.len - split)};
    if (report.len > f->max_bytes) {
        return;
    }
    arena a;
    arena_init(&a, &allocator_default, budget_of(in.len));
    findings found = {.arena = &a, .label = "device", .stage = 3};
    needs missing = {.arena = &a};
    job j = {.arena = &a,
             .trust = pins(),
             .at = AT,
             .known_at = AT,
             .findings = &found,
             .needs = &missing,
             .label = "device",
             .attachments = &pem,
             .attachment_count = split < in.len,
             .claims = claim_root(&a)};
    const void *doc = f->parse(&j, report);
    MUST(doc != NULL || findings_worst(&found, NULL, 3) == ASSAY_FAIL);
    if (doc != NULL) {
        judge_device(&j, f, doc);
    }
    MUST(a.state == ARENA_OK);
    arena_release(&a);
}

#endif
