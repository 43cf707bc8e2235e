/* SPDX-License-Identifier: Apache-2.0 */
/* A Nitro document: parsed, described, and judged with the built-in pins as the only trust; and
 * what AWS KMS sends, dissected. No input may come out authentic, since none is signed by AWS. */
#include "formats/nsm/nsm.h"
#include "judge.h"

/* As the least that a document may cost. */
static size_t budget_of(size_t size)
{
    return 16 * size + (32u << 10);
}

static void check_time(job *j, const void *doc)
{
    (void)j;
    MUST(format_nsm_document.signed_time(doc) >= 0);
}

static void dissect(assay_bytes in)
{
    const dissector *d = &dissector_cms_enveloped_data;
    arena a;
    arena_init(&a, &allocator_default, budget_of(in.len));
    findings found = {.arena = &a, .stage = 3};
    job j = {.arena = &a, .findings = &found, .claims = claim_root(&a)};
    bool read = d->dissect(&j, in);
    MUST(read || findings_worst(&found, NULL, 3) == ASSAY_FAIL);
    MUST(!read || d->probe(in));
    MUST(a.state == ARENA_OK);
    arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_bytes in = bytes_of(data, size);
    if (size <= format_nsm_document.max_bytes) {
        fuzz_judge(&(fuzz_evidence){.format = &format_nsm_document,
                                    .budget = budget_of(size),
                                    .claims = 6,
                                    .needless = true,
                                    .look = check_time},
                   in);
        dissect(in);
    }
    return 0;
}
