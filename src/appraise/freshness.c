/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 6: the nonce and the inputs, and that no device stands for two. */
#include "appraise/appraisal.h"
#include "base/text.h"

static bool nonce_constant(assay_bytes nonce)
{
    return bytes_all(nonce, nonce.ptr[0]);
}

static void judge_nonce(assay_appraisal *a)
{
    assay_bytes nonce = a->request->nonce;
    const char *why_none = a->request->no_nonce;
    if (nonce.ptr == NULL && why_none != NULL) {
        finding *none = stage_check(a, 6, NULL, F_NONCE_NONE, false);
        finding_says(none, "a nonce", text_printable(&a->arena, bytes_of_text(why_none)));
        relax(a, common_findings[F_NONCE_NONE].id, why_none);
    }
    if (nonce.ptr == NULL) {
        return; /* or it did not fit into the request, which is rejected for that */
    }
    finding *no = stage_check(a, 6, NULL, F_NONCE_SHORT, nonce.len >= LIMIT_NONCE_MIN);
    if (no != NULL) {
        finding_says(no, "at least 16 bytes", arena_format(&a->arena, "%zu bytes", nonce.len));
    }
    stage_check(a, 6, NULL, F_NONCE_CONSTANT, !nonce_constant(nonce));
    stage_check(a, 6, NULL, F_NONCE_KNOWN, !trust_knows_nonce(&a->seen, nonce));
}

/* Inputs that no rule binds, in the policies' order: the default form takes them. */
static size_t unbound_inputs(assay_appraisal *a, assay_bytes *out)
{
    size_t count = 0;
    for (size_t i = 0; i < a->request->policy_count; i++) {
        const char *name;
        for (size_t k = 0; (name = policy_input(a->request->policies[i], k)) != NULL; k++) {
            for (size_t v = 0; v < a->policy.input_count; v++) {
                policy_value *given = &a->policy.inputs[v];
                if (!given->used && strcmp(given->name, name) == 0) {
                    given->used = true;
                    out[count++] = given->value;
                }
            }
        }
    }
    return count;
}

static const char *shown(arena *a, const carriage *c, assay_bytes value)
{
    return c->text ? text_excerpt(a, value) : text_hex(a, value);
}

static void compare(assay_appraisal *a, piece *p, const challenge *c)
{
    carriage found = {0};
    p->format->carries(&p->job, p->doc, c, &found);
    p->carries_nonce = found.carried;
    finding *no = stage_check(a, 6, p->label, F_NONCE_MISMATCH, found.carried);
    if (no != NULL) {
        finding_at(no, found.claim, found.offset, found.length);
        finding_says(no, shown(&a->arena, &found, found.expected),
                     shown(&a->arena, &found, found.found));
    }
}

static void check_carriage(assay_appraisal *a)
{
    assay_bytes inputs[LIMIT_POLICY_INPUTS];
    challenge c = {.nonce = a->request->nonce, .inputs = inputs};
    bool collected = false;
    for (size_t i = 0; i < a->piece_count && c.nonce.ptr != NULL; i++) {
        piece *p = &a->pieces[i];
        if ((!p->authentic && !p->pending) || a->policy.pieces[i].nonce_stated) {
            continue;
        }
        if (!collected) {
            c.input_count = unbound_inputs(a, inputs);
            collected = true;
        }
        bool carries = p->format->carries != NULL;
        stage_check(a, 6, p->label, F_NONCE_UNCHECKED, carries);
        if (carries) {
            compare(a, p, &c);
        }
    }
}

static bool same_device(const job *a, const job *b)
{
    for (size_t i = 0; i < a->identity_count; i++) {
        for (size_t k = 0; k < b->identity_count; k++) {
            const identity *x = &a->identities[i], *y = &b->identities[k];
            if (x->distinct && y->distinct && strcmp(x->kind, y->kind) == 0 &&
                bytes_equal(x->value, y->value)) {
                return true;
            }
        }
    }
    return false;
}

static void check_distinct(assay_appraisal *a)
{
    for (size_t i = 1; i < a->piece_count; i++) {
        const piece *p = &a->pieces[i];
        const char *twin = NULL;
        for (size_t k = 0; k < i && p->authentic; k++) {
            if (a->pieces[k].authentic && same_device(&p->job, &a->pieces[k].job)) {
                twin = a->pieces[k].label;
            }
        }
        finding *no = stage_check(a, 6, p->label, F_DUPLICATE_DEVICE, twin == NULL);
        finding_says(no, "a device of its own", twin);
    }
}

static void describe_pieces(assay_appraisal *a)
{
    for (size_t i = 0; i < a->piece_count; i++) {
        const piece *p = &a->pieces[i];
        a->policy.pieces[i] = (policy_piece){.label = p->label,
                                             .format = p->format,
                                             .claims = p->job.claims,
                                             .evidence = p->bytes,
                                             .authentic = p->authentic};
    }
    a->policy.piece_count = a->piece_count;
    a->policy.at = a->at;
    a->policy.now = a->now;
}

void stage_freshness(assay_appraisal *a)
{
    if (a->pieces == NULL || a->policy.pieces == NULL) {
        return;
    }
    describe_pieces(a);
    for (size_t i = 0; i < a->request->policy_count; i++) {
        policy_state_nonce(a->request->policies[i], &a->policy);
    }
    judge_nonce(a);
    check_carriage(a);
    check_distinct(a);
}
