/* SPDX-License-Identifier: Apache-2.0 */
#include "appraise/inspect.h"
#include "claims/common.h"

/* Why a named container yields nothing: its own word. */
static void explain_container(assay_bytes in, const char *named, inspection *out)
{
    const container *outer = named != NULL ? container_find(named) : NULL;
    if (outer == NULL || out->what.readings > 0) {
        return;
    }
    out->damaged = outer->unwrap(in, &out->fault).ptr == NULL;
}

static bool read_evidence(job *j, const format *f, assay_bytes in)
{
    const void *doc = f->parse(j, in);
    if (doc != NULL) {
        f->describe(j, doc);
    }
    return doc != NULL;
}

void inspect_bytes(arena *a, assay_bytes in, const char *named, inspection *out)
{
    *out = (inspection){.findings = {.arena = a, .stage = 2}};
    out->what = identify_input(a, in, named);
    explain_container(in, named, out);
    bool known = out->what.readings > 0;
    finding *no = check(&out->findings, &common_findings[F_FORMAT_UNKNOWN], known);
    finding_fault(&out->findings, no, &out->fault);
    check(&out->findings, &common_findings[F_FORMAT_AMBIGUOUS], out->what.readings <= 1);
    if (out->what.readings != 1) {
        return;
    }
    out->findings.stage = 3;
    const format *f = out->what.format;
    const dissector *d = out->what.dissector;
    bool fits = out->what.bytes.len <= (f != NULL ? f->max_bytes : d->max_bytes);
    check(&out->findings, &common_findings[F_SIZE_EVIDENCE], fits);
    job j = {.arena = a, .findings = &out->findings, .claims = claim_root(a)};
    if (fits &&
        (f != NULL ? read_evidence(&j, f, out->what.bytes) : d->dissect(&j, out->what.bytes))) {
        out->claims = j.claims;
    }
}
