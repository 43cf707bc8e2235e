/* SPDX-License-Identifier: Apache-2.0 */
/* A SEV-SNP report, bare, extended, or inside a driver's response: parsed, described, and judged
 * with the built-in pins as the only trust. No input may come out authentic, since none is signed
 * by AMD. */
#include "formats/snp/snp.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(holds)                                                                                \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#define BUDGET (4u << 20)
#define AT 1767225600 /* 2026-01-01T00:00:00Z */

static const assay_trust *pins(void)
{
    static assay_trust *opened;
    MUST(opened != NULL || trust_open(NULL, format_roles, &opened, NULL) == ASSAY_OK);
    return opened;
}

static void appraise(const format *f, assay_bytes in)
{
    arena a;
    arena_init(&a, &allocator_default, BUDGET);
    findings found = {.arena = &a, .label = "cpu", .stage = 3};
    needs missing = {.arena = &a};
    job j = {.arena = &a,
             .trust = pins(),
             .at = AT,
             .known_at = AT,
             .findings = &found,
             .needs = &missing,
             .label = "cpu",
             .claims = claim_root(&a)};
    const void *doc = f->parse(&j, in);
    MUST(doc != NULL || findings_worst(&found, NULL, 3) == ASSAY_FAIL);
    if (doc != NULL) {
        uint8_t nonce[32] = {0};
        carriage where;
        f->describe(&j, doc);
        MUST(j.claims->count > 30);
        f->carries(&j, doc, &(challenge){.nonce = bytes_of(nonce, sizeof nonce)}, &where);
        found.stage = 4;
        MUST(!f->authenticate(&j, doc));
        MUST(findings_worst(&found, NULL, 4) >= ASSAY_UNDECIDABLE);
    }
    MUST(a.state == ARENA_OK);
    arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_bytes in = bytes_of(data, size);
    fault f = {0};
    if (size <= format_snp_ext_report.max_bytes) {
        appraise(&format_snp_report, in);
        appraise(&format_snp_ext_report, in);
    }
    assay_bytes inner = container_snp_msg_report_rsp.unwrap(in, &f);
    MUST((inner.ptr == NULL) == (f.what != NULL));
    if (inner.ptr != NULL) {
        MUST(container_snp_msg_report_rsp.probe(in));
        appraise(&format_snp_report, inner);
    }
    return 0;
}
