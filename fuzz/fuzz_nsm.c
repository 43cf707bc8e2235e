/* SPDX-License-Identifier: Apache-2.0 */
/* A Nitro document: parsed, described, and judged with the built-in pins as the only trust; and
 * what AWS KMS sends, dissected. No input may come out authentic, since none is signed by AWS. */
#include "formats/nsm/nsm.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(holds)                                                                                \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#define AT 1780272000 /* 2026-06-01T00:00:00Z */

/* As the least that a document may cost. */
static size_t budget_of(size_t size)
{
    return 16 * size + (32u << 10);
}

static const assay_trust *pins(void)
{
    static assay_trust *opened;
    MUST(opened != NULL || trust_open(NULL, format_roles, &opened, NULL) == ASSAY_OK);
    return opened;
}

static void appraise(assay_bytes in)
{
    const format *f = &format_nsm_document;
    arena a;
    arena_init(&a, &allocator_default, budget_of(in.len));
    findings found = {.arena = &a, .label = "enclave", .stage = 3};
    needs missing = {.arena = &a};
    job j = {.arena = &a,
             .trust = pins(),
             .at = AT,
             .known_at = AT,
             .findings = &found,
             .needs = &missing,
             .label = "enclave",
             .claims = claim_root(&a)};
    const void *doc = f->parse(&j, in);
    MUST(doc != NULL || findings_worst(&found, NULL, 3) == ASSAY_FAIL);
    if (doc != NULL) {
        uint8_t nonce[32] = {0};
        carriage where;
        MUST(f->signed_time(doc) >= 0);
        f->describe(&j, doc);
        MUST(j.claims->count >= 6);
        f->carries(&j, doc, &(challenge){.nonce = bytes_of(nonce, sizeof nonce)}, &where);
        found.stage = 4;
        MUST(!f->authenticate(&j, doc));
        MUST(findings_worst(&found, NULL, 4) == ASSAY_FAIL && missing.count == 0);
    }
    MUST(a.state == ARENA_OK);
    arena_release(&a);
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
        appraise(in);
        dissect(in);
    }
    return 0;
}
