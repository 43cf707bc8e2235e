/* SPDX-License-Identifier: Apache-2.0 */
/* The result in a form that helps no forger: status, tier, and the ids of what was wrong. */
#include "appraise/document.h"
#include "base/limits.h"
#include "base/text.h"

assay_str document_terse(assay_appraisal *a)
{
    text t = text_new(&a->documents, LIMIT_JSON_BYTES);
    text_addf(&t, "%s %s", status_word(a->status), verdict_word(a->verdict));
    for (const finding *f = a->findings.first; f != NULL; f = f->next) {
        if (f->view.severity >= ASSAY_WARN) {
            text_addf(&t, " %s", f->view.rule != NULL ? f->view.rule : f->view.id);
        }
    }
    text_add_str(&t, "\n");
    return text_done(&t);
}
