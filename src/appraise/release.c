/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which claims reach the caller: all of an accepted appraisal, but of those that the attester chose
 * only what every policy that selects the format releases.
 */
#include "appraise/appraisal.h"
#include "claims/vouch.h"

typedef struct {
    const assay_request *request;
    const format *format;
} reader;

static bool may_read(const void *context, assay_bytes pointer)
{
    const reader *r = context;
    const claim_schema *row = format_claim(r->format, pointer);
    if (row == NULL || row->chooser != CHOSEN_BY_ATTESTER) {
        return true;
    }
    for (size_t i = 0; i < r->request->policy_count; i++) {
        if (!policy_releases(r->request->policies[i], r->format->id, pointer)) {
            return false;
        }
    }
    return true;
}

static void forget(assay_appraisal *a)
{
    for (size_t i = 0; i < a->piece_count; i++) {
        a->pieces[i].released = NULL;
    }
}

void release_claims(assay_appraisal *a)
{
    forget(a);
    if (a->status != ASSAY_OK) {
        return;
    }
    for (size_t i = 0; i < a->piece_count; i++) {
        piece *p = &a->pieces[i];
        reader r = {a->request, p->format};
        p->released = claim_copy_if(&a->arena, p->job.claims, may_read, &r);
    }
    if (a->arena.state != ARENA_OK) {
        verdict_reach(a);
        forget(a);
    }
}
