/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 2: what each piece is; in place of a container, what is inside. */
#include "appraise/appraisal.h"
#include "appraise/identify.h"
#include "base/limits.h"

static bool selected(const void *context, const char *id)
{
    const assay_request *r = context;
    for (size_t i = 0; i < r->policy_count; i++) {
        if (policy_selects(r->policies[i], id)) {
            return true;
        }
    }
    return false;
}

static identified identify(assay_appraisal *a, const piece *p)
{
    identified seen = identify_bytes(&a->arena, p->bytes, p->from->format, selected, a->request);
    bool damaged = seen.readings == 0 && seen.damaged != NULL;
    if (damaged) {
        finding *bad = stage_check(a, 2, p->label, F_CONTAINER_MALFORMED, false);
        finding_says(bad, seen.damaged->id, NULL);
        finding_fault(&a->findings, bad, &seen.fault);
    }
    finding *no = stage_check(a, 2, p->label, F_FORMAT_UNKNOWN, seen.readings > 0 || damaged);
    if (no != NULL) {
        finding_says(no, p->from->format, arena_format(&a->arena, "%zu bytes", p->bytes.len));
    }
    stage_check(a, 2, p->label, F_FORMAT_AMBIGUOUS, seen.readings <= 1);
    return seen;
}

static void take(assay_appraisal *a, piece *p, const format *f, const char *decoded,
                 assay_bytes bytes)
{
    p->format = f;
    p->decoded = decoded;
    p->bytes = bytes;
    if (decoded != NULL) {
        finding_says(stage_check(a, 2, p->label, F_FORMAT_DECODED, false), NULL, decoded);
    }
}

/* What travels inside a container is this piece's alone. */
static void enclose(assay_appraisal *a, piece *p, const unwrapped *from)
{
    attachment *all = from->attached.role != NULL
                          ? ARENA_ARRAY(&a->arena, p->job.attachment_count + 1, attachment)
                          : NULL;
    if (all == NULL) {
        return;
    }
    for (size_t i = 0; i < p->job.attachment_count; i++) {
        all[i] = p->job.attachments[i];
    }
    p->enclosed = from->attached;
    p->enclosed.label = p->label;
    all[p->job.attachment_count++] = p->enclosed;
    p->job.attachments = all;
}

/* No label of a request has a dot in it. */
static void become_member(assay_appraisal *a, piece *p, size_t index)
{
    const char *label = arena_format(&a->arena, "%s.%zu", p->from->label, index);
    p->label = label != NULL ? label : p->from->label;
    p->job.label = p->label;
    p->job.claims = claim_root(&a->arena);
}

/* The piece with what is known of it, or, in its place, the members of a container. */
static size_t put(assay_appraisal *a, const piece *p, const identified *seen, piece *out)
{
    bool clear = seen->readings == 1;
    if (!clear || seen->piece_count == 0) {
        out[0] = *p;
        if (clear) {
            take(a, &out[0], seen->format, seen->decoded, seen->bytes);
        }
        return 1;
    }
    for (size_t i = 0; i < seen->piece_count; i++) {
        const unwrapped *from = &seen->pieces[i];
        out[i] = *p;
        if (seen->piece_count > 1) {
            become_member(a, &out[i], i);
        }
        enclose(a, &out[i], from);
        take(a, &out[i], format_find(from->format), seen->decoded, from->evidence);
    }
    return seen->piece_count;
}

static size_t count_of(const identified *seen)
{
    return seen->readings == 1 && seen->piece_count > 0 ? seen->piece_count : 1;
}

static bool check_count(assay_appraisal *a, size_t total)
{
    bool fits = total <= LIMIT_EVIDENCE_PIECES;
    finding *no = stage_check(a, 2, NULL, F_SIZE_REQUEST, fits);
    if (no != NULL) {
        finding_says(no, arena_format(&a->arena, "at most %d pieces", LIMIT_EVIDENCE_PIECES),
                     arena_format(&a->arena, "%zu, with those in containers", total));
    }
    return fits;
}

void stage_identify(assay_appraisal *a)
{
    identified *seen = ARENA_ARRAY(&a->arena, a->piece_count, identified);
    size_t total = 0, count = 0;
    for (size_t i = 0; i < a->piece_count && seen != NULL; i++) {
        if (a->pieces[i].bytes.ptr != NULL) {
            seen[i] = identify(a, &a->pieces[i]);
        }
        total += count_of(&seen[i]);
    }
    if (seen == NULL || (total > a->piece_count && !check_count(a, total))) {
        return;
    }
    piece *all = ARENA_ARRAY(&a->arena, total, piece);
    policy_piece *views = ARENA_ARRAY(&a->arena, total, policy_piece);
    if (all == NULL || views == NULL) {
        return;
    }
    for (size_t i = 0; i < a->piece_count; i++) {
        count += put(a, &a->pieces[i], &seen[i], &all[count]);
    }
    a->pieces = all;
    a->policy.pieces = views;
    a->piece_count = count;
}
