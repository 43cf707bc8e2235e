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
    const claim_schema **chosen; /* the rows of what the attester chose */
    size_t chosen_count;
} reader;

static reader reader_of(arena *a, const assay_request *request, const format *f)
{
    reader r = {.request = request, .format = f};
    const claim_schema *row;
    size_t rows = 0;
    while (format_claim_at(f, rows) != NULL) {
        rows++;
    }
    r.chosen = ARENA_ARRAY(a, rows, const claim_schema *);
    for (size_t i = 0; r.chosen != NULL && (row = format_claim_at(f, i)) != NULL; i++) {
        if (row->chooser == CHOSEN_BY_ATTESTER) {
            r.chosen[r.chosen_count++] = row;
        }
    }
    return r;
}

/* The first row that matches counts; few are the attester's, so those are asked before all. */
static bool chosen_by_attester(const reader *r, assay_bytes pointer)
{
    for (size_t i = 0; i < r->chosen_count; i++) {
        if (schema_matches(r->chosen[i], pointer)) {
            return format_claim(r->format, pointer)->chooser == CHOSEN_BY_ATTESTER;
        }
    }
    return false;
}

static bool may_read(const void *context, assay_bytes pointer)
{
    const reader *r = context;
    if (!chosen_by_attester(r, pointer)) {
        return true;
    }
    for (size_t i = 0; i < r->request->policy_count; i++) {
        if (!policy_releases(r->request->policies[i], r->format->id, pointer)) {
            return false;
        }
    }
    return true;
}

const claim *released_claims(const assay_appraisal *a, piece *p)
{
    if (a->status != ASSAY_OK) {
        return NULL;
    }
    if (p->released == NULL) {
        reader r = reader_of(p->lending, a->request, p->format);
        p->released = claim_copy_if(p->lending, p->job.claims, may_read, &r);
    }
    return p->released;
}
