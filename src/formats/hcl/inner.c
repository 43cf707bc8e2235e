/* SPDX-License-Identifier: Apache-2.0 */
/* Hands the hardware report, or the quote that was made of it, to its own format, on the same job:
 * its claims are claims of the blob, and its findings are findings about it. */
#include "formats/hcl/evidence.h"

/* A report stands in the blob; a quote is an attachment, and has no place in it. */
static size_t place(const hcl_kind *kind, size_t offset)
{
    return kind->quoted ? 0 : offset + HCL_REPORT_AT;
}

/* Spans of the inner format's findings, which count from its own first byte. */
static void restate_findings(job *j, const hcl_evidence *e, finding *last)
{
    for (finding *f = last != NULL ? last->next : j->findings->first; f != NULL; f = f->next) {
        f->view.offset = f->view.length > 0 ? place(e->kind, f->view.offset) : f->view.offset;
        f->view.length = e->kind->quoted ? 0 : f->view.length;
    }
}

/* The bytes that the inner format reads; {NULL, 0}: no quote, or several. */
static assay_bytes inner_bytes(const job *j, const hcl_evidence *e)
{
    const attachment *quote = e->kind->quoted ? job_attachment(j, "td-quote", NULL) : NULL;
    if (!e->kind->quoted) {
        return e->blob.report;
    }
    bool one = quote != NULL && job_attachment(j, "td-quote", quote) == NULL;
    return one ? quote->bytes : (assay_bytes){NULL, 0};
}

bool hcl_inner_parse(job *j, hcl_evidence *e)
{
    assay_bytes in = inner_bytes(j, e);
    if (in.ptr == NULL) {
        check(j->findings, &hcl_findings[F_HCL_TD_QUOTE], false);
        return true;
    }
    finding *last = j->findings->last;
    bool fits = in.len <= e->inner->max_bytes;
    check(j->findings, &hcl_findings[F_HCL_TD_QUOTE], fits);
    e->report = fits ? e->inner->parse(j, in) : NULL;
    restate_findings(j, e, last);
    return e->report != NULL;
}

void hcl_inner_describe(job *j, const hcl_evidence *e)
{
    if (e->report == NULL) {
        return;
    }
    e->inner->describe(j, e->report);
    for (claim *c = j->claims != NULL ? j->claims->first : NULL; c != NULL; c = c->next) {
        c->offset = c->length > 0 ? place(e->kind, c->offset) : c->offset;
        c->length = e->kind->quoted ? 0 : c->length;
    }
}

bool hcl_inner_authenticate(job *j, const hcl_evidence *e)
{
    finding *last = j->findings->last;
    bool held = e->report != NULL && e->inner->authenticate(j, e->report);
    restate_findings(j, e, last);
    return held;
}

void hcl_inner_default_tests(job *j, const hcl_evidence *e)
{
    finding *last = j->findings->last;
    if (e->report != NULL && e->inner->default_tests != NULL) {
        e->inner->default_tests(j, e->report);
    }
    restate_findings(j, e, last);
}

void hcl_inner_evaluate(job *j, const hcl_evidence *e)
{
    finding *last = j->findings->last;
    if (e->report != NULL) {
        e->inner->evaluate(j, e->report);
    }
    restate_findings(j, e, last);
}
