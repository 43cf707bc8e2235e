/* SPDX-License-Identifier: Apache-2.0 */
/* see assay/appraisal.h: reading an appraisal. */
#include "appraise/appraisal.h"
#include "appraise/catalog.h"
#include "appraise/ear.h"

assay_status assay_appraisal_status(const assay_appraisal *a)
{
    return a != NULL ? a->status : ASSAY_E_ARGUMENT;
}

assay_verdict assay_appraisal_verdict(const assay_appraisal *a)
{
    return a != NULL ? a->verdict : ASSAY_VERDICT_NONE;
}

bool assay_appraisal_authentic(const assay_appraisal *a, const char *label)
{
    if (a == NULL || a->piece_count == 0) {
        return false;
    }
    if (label != NULL) {
        const piece *p = appraisal_piece(a, label);
        return p != NULL && p->authentic;
    }
    for (size_t i = 0; i < a->piece_count; i++) {
        if (!a->pieces[i].authentic) {
            return false;
        }
    }
    return true;
}

bool assay_appraisal_nonce_sha256(const assay_appraisal *a, uint8_t out[32])
{
    if (a == NULL || out == NULL || a->spending != SPENDING_BY_CALLER || a->concluded) {
        return false;
    }
    memcpy(out, a->nonce_sha256, 32);
    return true;
}

size_t assay_findings_count(const assay_appraisal *a)
{
    return a != NULL ? a->findings.count : 0;
}

/* The list is short and mostly walked from its start, so an index is not worth its memory. */
const assay_finding *assay_findings_at(const assay_appraisal *a, size_t index)
{
    const finding *f = a != NULL ? a->findings.first : NULL;
    while (f != NULL && index > 0) {
        f = f->next;
        index--;
    }
    return f != NULL ? &f->view : NULL;
}

size_t assay_needs_count(const assay_appraisal *a)
{
    return a != NULL ? a->needs.count : 0;
}

const assay_need *assay_needs_at(const assay_appraisal *a, size_t index)
{
    const need *n = a != NULL ? a->needs.first : NULL;
    while (n != NULL && index > 0) {
        n = n->next;
        index--;
    }
    return n != NULL ? &n->view : NULL;
}

const assay_claim *assay_claims(const assay_appraisal *a, const char *label)
{
    piece *p = a != NULL ? appraisal_piece(a, label) : NULL;
    return p != NULL ? released_claims(a, p) : NULL;
}

const assay_claim *assay_claims_of_rejected(const assay_appraisal *a, const char *label)
{
    const piece *p = a != NULL ? appraisal_piece(a, label) : NULL;
    return p != NULL && p->doc != NULL ? p->job.claims : NULL;
}

const char *assay_appraisal_label(const assay_appraisal *a, size_t index)
{
    return a != NULL && index < a->piece_count ? a->pieces[index].label : NULL;
}

const char *assay_appraisal_format(const assay_appraisal *a, const char *label)
{
    const piece *p = a != NULL ? appraisal_piece(a, label) : NULL;
    return p != NULL && p->format != NULL ? p->format->id : NULL;
}

assay_str assay_appraisal_document(assay_appraisal *a, const char *form)
{
    if (a == NULL || form == NULL) {
        return (assay_str){NULL, 0};
    }
    if (strcmp(form, "json") == 0 || strcmp(form, "json-line") == 0) {
        return document_json(a, strcmp(form, "json") == 0);
    }
    if (strcmp(form, "case") == 0) {
        return document_case(a);
    }
    if (strcmp(form, "terse") == 0) {
        return document_terse(a);
    }
    if (strcmp(form, "html") == 0) {
        return document_html(a);
    }
    ear_issue issue;
    if (strcmp(form, "ear-claims") == 0 && ear_issue_of(a, NULL, &issue, NULL) == ASSAY_OK) {
        return document_ear(a, &issue);
    }
    return (assay_str){NULL, 0};
}

static bool help_of(const finding_def *def, assay_finding_help *out)
{
    if (def == NULL || out == NULL) {
        return false;
    }
    *out = (assay_finding_help){.id = def->id,
                                .text = def->text,
                                .cause = def->cause,
                                .remedy = def->remedy,
                                .reference = def->reference,
                                .severity = def->severity,
                                .waivable = def->waivable};
    return true;
}

bool assay_finding_help_at(size_t index, assay_finding_help *out)
{
    return help_of(catalog_at(index), out);
}

bool assay_finding_help_find(const char *id, assay_finding_help *out)
{
    return help_of(id != NULL ? catalog_find(id) : NULL, out);
}
