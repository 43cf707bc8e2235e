/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An Azure blob and its vTPM quote: parsed, described, and judged with the built-in pins as the
 * only trust. No input may come out authentic, since none is signed by AMD. The input: a length of
 * two bytes and the blob; the same of the quote, and of its signature; the registers.
 */
#include "formats/hcl/hcl.h"
#include "base/limits.h"

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
    format_azure_hcl_snp.describe(j, doc);
    MUST(j->claims->count > 30);
    const claim *quote = claim_member(j->claims, "quote");
    const claim *extra = claim_member(quote, "extra_data");
    MUST((quote == NULL) == (claim_member(j->claims, "pcrs") == NULL));
    challenge asked = {.nonce = extra != NULL ? extra->value.bytes : bytes_of(nonce, 32)};
    format_azure_hcl_snp.carries(j, doc, &asked, &where);
    MUST(where.carried == (extra != NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a;
    fault f = {0};
    cursor c = cur_over(bytes_of(data, size), &f);
    assay_bytes blob = next(&c);
    attachment parts[] = {{.role = "tpm-quote", .bytes = next(&c)},
                          {.role = "tpm-quote-signature", .bytes = next(&c)},
                          {.role = "tpm-pcrs", .bytes = cur_rest(&c)}};
    if (blob.len > LIMIT_HCL_BLOB) {
        return 0;
    }
    arena_init(&a, &allocator_default, BUDGET);
    findings found = {.arena = &a, .label = "vm", .stage = 3};
    needs missing = {.arena = &a};
    job j = {.arena = &a,
             .trust = pins(),
             .at = AT,
             .known_at = AT,
             .findings = &found,
             .needs = &missing,
             .label = "vm",
             .attachments = parts,
             .attachment_count = parts[0].bytes.len > 0 ? ARRAY_LEN(parts) : 0,
             .claims = claim_root(&a)};
    const void *doc = format_azure_hcl_snp.parse(&j, blob);
    MUST(doc != NULL || findings_worst(&found, NULL, 3) == ASSAY_FAIL);
    if (doc != NULL) {
        look(&j, doc);
        found.stage = 4;
        MUST(!format_azure_hcl_snp.authenticate(&j, doc));
        MUST(findings_worst(&found, NULL, 4) >= ASSAY_UNDECIDABLE);
    }
    MUST(a.state == ARENA_OK);
    arena_release(&a);
    return 0;
}
