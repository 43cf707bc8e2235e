/* SPDX-License-Identifier: Apache-2.0 */
/* Hands the hardware report to its own format, on the same job: its claims are claims of the blob,
 * and its findings are findings about it. */
#include "formats/hcl/evidence.h"

/* Spans of the inner format's findings, which count from the report's first byte. */
static void restate_findings(job *j, finding *last)
{
    for (finding *f = last != NULL ? last->next : j->findings->first; f != NULL; f = f->next) {
        f->view.offset += f->view.length > 0 ? HCL_REPORT_AT : 0;
    }
}

bool hcl_inner_parse(job *j, hcl_evidence *e)
{
    finding *last = j->findings->last;
    e->report = e->inner->parse(j, e->blob.report);
    restate_findings(j, last);
    return e->report != NULL;
}

void hcl_inner_describe(job *j, const hcl_evidence *e)
{
    e->inner->describe(j, e->report);
    for (claim *c = j->claims != NULL ? j->claims->first : NULL; c != NULL; c = c->next) {
        c->offset += c->length > 0 ? HCL_REPORT_AT : 0;
    }
}

bool hcl_inner_authenticate(job *j, const hcl_evidence *e)
{
    finding *last = j->findings->last;
    bool held = e->inner->authenticate(j, e->report);
    restate_findings(j, last);
    return held;
}

void hcl_inner_default_tests(job *j, const hcl_evidence *e)
{
    finding *last = j->findings->last;
    if (e->inner->default_tests != NULL) {
        e->inner->default_tests(j, e->report);
    }
    restate_findings(j, last);
}

void hcl_inner_evaluate(job *j, const hcl_evidence *e)
{
    finding *last = j->findings->last;
    e->inner->evaluate(j, e->report);
    restate_findings(j, last);
}
