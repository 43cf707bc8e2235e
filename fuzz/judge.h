/* SPDX-License-Identifier: Apache-2.0 */
/* What the harnesses of evidence formats do with an input: it is parsed, described, asked for a
 * nonce and judged, with the built-in pins as the only trust. None is signed by a maker, so none
 * may come out authentic. */
#ifndef ASSAY_FUZZ_JUDGE_H
#define ASSAY_FUZZ_JUDGE_H

#include "formats/format.h"
#include "must.h"

typedef struct {
    const format *format;
    size_t budget; /* bytes of memory, which must suffice */
    size_t claims; /* at least so many at the root */
    bool needless; /* no store item can be missing: it is rejected, never undecided */
    const attachment *attachments;
    size_t attachment_count;
    void (*look)(job *j, const void *doc); /* once it is described; NULL: nothing more */
} fuzz_evidence;

#define FUZZ_AT 1780272000 /* 2026-06-01T00:00:00Z */

static inline const assay_trust *fuzz_pins(void)
{
    static assay_trust *opened;
    MUST(opened != NULL || trust_open(NULL, format_roles, &opened, NULL) == ASSAY_OK);
    return opened;
}

static inline void fuzz_judge_parsed(const fuzz_evidence *e, job *j, const void *doc)
{
    uint8_t nonce[32] = {0};
    carriage where;
    e->format->describe(j, doc);
    MUST(j->claims->count >= e->claims);
    e->format->carries(j, doc, &(challenge){.nonce = bytes_of(nonce, sizeof nonce)}, &where);
    if (e->look != NULL) {
        e->look(j, doc);
    }
    j->findings->stage = 4;
    MUST(!e->format->authenticate(j, doc));
    assay_severity worst = findings_worst(j->findings, NULL, 4);
    MUST(worst == ASSAY_FAIL || (!e->needless && worst == ASSAY_UNDECIDABLE));
    MUST(!e->needless || j->needs->count == 0);
    j->findings->stage = 5;
    if (e->format->default_tests != NULL) {
        e->format->default_tests(j, doc);
    }
}

static inline void fuzz_judge(const fuzz_evidence *e, assay_bytes in)
{
    arena a;
    arena_init(&a, &allocator_default, e->budget);
    findings found = {.arena = &a, .label = "evidence", .stage = 3};
    needs missing = {.arena = &a};
    job j = {.arena = &a,
             .trust = fuzz_pins(),
             .at = FUZZ_AT,
             .known_at = FUZZ_AT,
             .findings = &found,
             .needs = &missing,
             .label = "evidence",
             .attachments = e->attachments,
             .attachment_count = e->attachment_count,
             .claims = claim_root(&a)};
    const void *doc = e->format->parse(&j, in);
    MUST(doc != NULL || findings_worst(&found, NULL, 3) == ASSAY_FAIL);
    if (doc != NULL) {
        fuzz_judge_parsed(e, &j, doc);
    }
    MUST(a.state == ARENA_OK);
    arena_release(&a);
}

#endif
