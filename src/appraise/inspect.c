/* SPDX-License-Identifier: Apache-2.0 */
#include "appraise/inspect.h"
#include "claims/common.h"

/* Why what was taken for a container, or named as one, yields nothing: its own word. */
static void explain_container(inspection *out)
{
    if (out->what.readings == 0 && out->what.damaged != NULL) {
        out->damaged = true;
        out->fault = out->what.fault;
    }
}

static bool read_evidence(job *j, const format *f, assay_bytes in)
{
    const void *doc = f->parse(j, in);
    if (doc != NULL) {
        f->describe(j, doc);
    }
    return doc != NULL;
}

static bool fits(findings *f, assay_bytes in, size_t max)
{
    check(f, &common_findings[F_SIZE_EVIDENCE], in.len <= max);
    return in.len <= max;
}

/* The claims of a piece, with what travels with it in its container. */
static const claim *inspect_piece(arena *a, findings *sink, const format *f, assay_bytes in,
                                  const unwrapped *inside)
{
    bool has = inside != NULL && inside->attached.role != NULL;
    job j = {.arena = a,
             .findings = sink,
             .claims = claim_root(a),
             .attachments = has ? &inside->attached : NULL,
             .attachment_count = has};
    return fits(sink, in, f->max_bytes) && read_evidence(&j, f, in) ? j.claims : NULL;
}

static void inspect_members(arena *a, inspection *out)
{
    size_t count = out->what.piece_count;
    inspected *all = ARENA_ARRAY(a, count, inspected);
    for (size_t i = 0; i < count && all != NULL; i++) {
        const unwrapped *inside = &out->what.pieces[i];
        all[i] = (inspected){.label = arena_format(a, "%zu", i),
                             .format = format_find(inside->format),
                             .bytes = inside->evidence};
        out->findings.label = all[i].label;
        all[i].claims = inspect_piece(a, &out->findings, all[i].format, all[i].bytes, inside);
    }
    out->members = all;
    out->member_count = all != NULL ? count : 0;
}

static const claim *inspect_other(arena *a, findings *sink, const dissector *d, assay_bytes in)
{
    job j = {.arena = a, .findings = sink, .claims = claim_root(a)};
    return fits(sink, in, d->max_bytes) && d->dissect(&j, in) ? j.claims : NULL;
}

void inspect_bytes(arena *a, assay_bytes in, const char *named, inspection *out)
{
    *out = (inspection){.findings = {.arena = a, .stage = 2}};
    out->what = identify_input(a, in, named);
    explain_container(out);
    const identified *what = &out->what;
    finding *no = check(&out->findings, &common_findings[F_FORMAT_UNKNOWN], what->readings > 0);
    finding_fault(&out->findings, no, &out->fault);
    check(&out->findings, &common_findings[F_FORMAT_AMBIGUOUS], what->readings <= 1);
    if (what->readings != 1) {
        return;
    }
    out->findings.stage = 3;
    if (what->piece_count > 1) {
        inspect_members(a, out);
    } else if (what->format != NULL) {
        out->claims = inspect_piece(a, &out->findings, what->format, what->bytes, what->pieces);
    } else {
        out->claims = inspect_other(a, &out->findings, what->dissector, what->bytes);
    }
}
