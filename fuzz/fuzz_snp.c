/* SPDX-License-Identifier: Apache-2.0 */
/* A SEV-SNP report, bare, extended, or inside a driver's response: parsed, described, and judged
 * with the built-in pins as the only trust. No input may come out authentic, since none is signed
 * by AMD. */
#include "formats/snp/snp.h"
#include "judge.h"

#define BUDGET (4u << 20)

static void appraise(const format *f, assay_bytes in)
{
    fuzz_judge(&(fuzz_evidence){.format = f, .budget = BUDGET, .claims = 31}, in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_bytes in = bytes_of(data, size);
    fault f = {0};
    if (size <= format_snp_ext_report.max_bytes) {
        appraise(&format_snp_report, in);
        appraise(&format_snp_ext_report, in);
    }
    unwrapped inner;
    size_t count = container_snp_msg_report_rsp.unwrap(NULL, in, &inner, &f);
    MUST((count == 0) == (f.what != NULL));
    if (count == 1) {
        MUST(container_snp_msg_report_rsp.probe(in));
        appraise(&format_snp_report, inner.evidence);
    }
    return 0;
}
