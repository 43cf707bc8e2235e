/* SPDX-License-Identifier: Apache-2.0 */
/* Stages 4 to 6: the hardware report, the runtime data that it holds the digest of, the quote under
 * the key in the runtime data, and what must hold for the paravisor to be the one who spoke. */
#include "formats/hcl/evidence.h"

/* By its claim: what the inner format's bytes mean is its own matter. */
static assay_bytes report_data(const job *j)
{
    const claim *c = claim_member(j->claims, "report_data");
    bool whole =
        c != NULL && c->type == ASSAY_CLAIM_BYTES && c->value.bytes.len == HCL_REPORT_DATA_BYTES;
    return whole ? c->value.bytes : (assay_bytes){NULL, 0};
}

static bool check_binding(job *j, const hcl_evidence *e)
{
    uint8_t digest[32];
    assay_bytes wanted = bytes_of(digest, sizeof digest);
    fault f = {0};
    cursor c = cur_over(report_data(j), &f);
    assay_bytes held = cur_take(&c, sizeof digest, "report_data"), rest = cur_rest(&c);
    bool bound = job_held(j, crypto_sha256(e->blob.runtime, digest)) && bytes_equal(held, wanted);
    finding *no = check(j->findings, &hcl_findings[F_HCL_RUNTIME_BINDING], bound);
    finding_at(no, "/report_data", HCL_RUNTIME_AT, e->blob.runtime.len);
    if (no != NULL) {
        finding_says(no, text_hex(j->arena, wanted), text_hex(j->arena, held));
    }
    bool alone = rest.len == sizeof digest && bytes_all(rest, 0);
    no = check(j->findings, &hcl_findings[F_HCL_REPORT_DATA_REST], alone);
    finding_at(no, "/report_data", 0, 0);
    return bound && alone;
}

bool hcl_authenticate(job *j, const void *doc)
{
    const hcl_evidence *e = doc;
    bool genuine = hcl_inner_authenticate(j, e);
    bool bound = e->report != NULL && check_binding(j, e);
    bool whole = !e->kind->quoted || hcl_td_report_authenticate(j, e);
    bool quoted = hcl_quote_authenticate(j, &e->quote, &e->runtime.ak);
    bool held = e->sound && bound && whole && quoted;
    if (genuine && !held) {
        hcl_inner_default_tests(j, e); /* it is authentic, whatever came around it */
    }
    return genuine && held;
}

/* The guest can ask the hardware for reports too, about data of its own making. */
static void check_privilege(job *j, const hcl_kind *kind)
{
    const claim *c = kind->privilege != NULL ? claim_member(j->claims, kind->privilege) : NULL;
    bool paravisor =
        kind->privilege == NULL || (c != NULL && c->type == ASSAY_CLAIM_UINT && c->value.uint == 0);
    finding *no = check(j->findings, &hcl_findings[F_HCL_PRIVILEGE], paravisor);
    if (no != NULL) {
        finding_at(no, arena_format(j->arena, "/%s", kind->privilege), 0, 0);
        finding_says(no, "0", claim_show(j->arena, c));
    }
}

void hcl_default_tests(job *j, const void *doc)
{
    const hcl_evidence *e = doc;
    hcl_inner_default_tests(j, e);
    check_privilege(j, e->kind);
}

void hcl_evaluate(job *j, const void *doc)
{
    const hcl_evidence *e = doc;
    hcl_inner_evaluate(j, e);
    check(j->findings, &hcl_findings[F_HCL_QUOTE_MISSING], e->quote.given);
    if (!e->quote.given || e->quote.attest.selected == 0) {
        job_not_established(j, "what the VM booted: no vTPM quote over its registers");
    }
}

/* DESIGN section 8: extraData as a whole is the nonce. With inputs it is the SHA-256 of the framed
 * parts: TPM2B_DATA need not have room for a longer digest. */
void hcl_carries(job *j, const void *doc, const challenge *asked, carriage *out)
{
    const hcl_quote *q = &((const hcl_evidence *)doc)->quote;
    *out = (carriage){
        .claim = "/quote/extra_data", .expected = asked->nonce, .found = q->attest.extra_data};
    if (asked->input_count > 0) {
        uint8_t *digest = arena_alloc(j->arena, 32);
        if (digest == NULL || !job_held(j, challenge_digest(asked, HASH_SHA256, digest))) {
            return;
        }
        out->expected = bytes_of(digest, 32);
    }
    out->carried = asked->nonce.ptr != NULL && q->read && crypto_equal(out->expected, out->found);
}
