/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An Azure blob and its vTPM quote: parsed, described, and judged with the built-in pins as the
 * only trust. No input may come out authentic, since none is signed by AMD. The input: a length of
 * two bytes and the blob; the same of the quote, and of its signature; the registers.
 */
#include "formats/hcl/hcl.h"
#include "base/limits.h"
#include "judge.h"

#define BUDGET (4u << 20)

static assay_bytes next(cursor *c)
{
    size_t wanted = cur_left(c) >= 2 ? cur_u16be(c, "length") : 0;
    return cur_take(c, wanted < cur_left(c) ? wanted : cur_left(c), "part");
}

/* What was read must be in the claims, and a challenge carried only where extraData is equal. */
static void look(job *j, const void *doc)
{
    uint8_t nonce[32] = {0};
    carriage where;
    const claim *quote = claim_member(j->claims, "quote");
    const claim *extra = claim_member(quote, "extra_data");
    MUST((quote == NULL) == (claim_member(j->claims, "pcrs") == NULL));
    challenge asked = {.nonce = extra != NULL ? extra->value.bytes : bytes_of(nonce, 32)};
    format_azure_hcl_snp.carries(j, doc, &asked, &where);
    MUST(where.carried == (extra != NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fault f = {0};
    cursor c = cur_over(bytes_of(data, size), &f);
    assay_bytes blob = next(&c);
    attachment parts[] = {{.role = "tpm-quote", .bytes = next(&c)},
                          {.role = "tpm-quote-signature", .bytes = next(&c)},
                          {.role = "tpm-pcrs", .bytes = cur_rest(&c)}};
    if (blob.len <= LIMIT_HCL_BLOB) {
        size_t count = parts[0].bytes.len > 0 ? ARRAY_LEN(parts) : 0;
        fuzz_judge(&(fuzz_evidence){.format = &format_azure_hcl_snp,
                                    .budget = BUDGET,
                                    .claims = 31,
                                    .attachments = parts,
                                    .attachment_count = count,
                                    .look = look},
                   blob);
    }
    return 0;
}
