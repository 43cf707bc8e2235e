/* SPDX-License-Identifier: Apache-2.0 */
/* A quote of a trust domain or of an enclave: parsed, described, and judged with the built-in pins
 * as the only trust. No input may come out authentic, since none is signed by Intel. */
#include "formats/tdx/tdx.h"
#include "formats/tdx/quote.h"
#include "judge.h"

#define BUDGET (1u << 20)

/* All that is signed, all that signs, and what follows lie inside the input, in this order. */
static void check_views(assay_bytes in)
{
    fault f = {0};
    quote q;
    bool sound = quote_parse(in, &q, &f);
    MUST(sound == (f.what == NULL));
    if (!sound) {
        return;
    }
    const assay_bytes parts[] = {q.signed_bytes, q.signature, q.attestation_key, q.qe.raw,
                                 q.qe_signature, q.qe_auth,   q.cert_data,       q.padding};
    const uint8_t *behind = in.ptr;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        MUST(inside(parts[i], in));
        MUST(parts[i].len == 0 || parts[i].ptr >= behind);
        behind = parts[i].len == 0 ? behind : parts[i].ptr + parts[i].len;
    }
    MUST(behind == in.ptr + in.len);
    MUST(inside(q.report_data, q.signed_bytes) && bytes_all(q.padding, 0));
    MUST(quote_is_td(&q) == (q.tee_type == QUOTE_TEE_TDX));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_bytes in = bytes_of(data, size);
    if (size > format_tdx_quote.max_bytes) {
        return 0;
    }
    check_views(in);
    fuzz_judge(&(fuzz_evidence){.format = &format_tdx_quote, .budget = BUDGET, .claims = 24}, in);
    fuzz_judge(&(fuzz_evidence){.format = &format_sgx_quote, .budget = BUDGET, .claims = 18}, in);
    return 0;
}
