/* SPDX-License-Identifier: Apache-2.0 */
/* assay-findings(7): every finding that this build can produce. */
#include "appraise/appraisal.h"
#include "pages.h"

static void put_sentence(manual *m, const char *before, const char *said)
{
    if (said != NULL && said[0] != '\0') {
        page_textf(m, "%s%s.", before, said);
    }
}

static void put_finding(manual *m, const assay_finding_help *f)
{
    page_item(m, "Li", f->id, NULL);
    page_textf(m, "%s (%s%s).", f->text, severity_word(f->severity),
               f->waivable ? ", waivable" : "");
    put_sentence(m, "Cause: ", f->cause);
    put_sentence(m, "Remedy: ", f->remedy);
    put_sentence(m, "Source: ", f->reference);
}

bool page_of_findings(manual *m)
{
    if (!page_open(m, "assay-findings", 7, "what appraisals find")) {
        return false;
    }
    page_section(m, "DESCRIPTION");
    page_text(
        m, "Every check leaves a finding.\n"
           "This is what it means that a check did not hold, how it comes about, and what to do.");
    page_list(m);
    assay_finding_help f;
    for (size_t i = 0; assay_finding_help_at(i, &f); i++) {
        put_finding(m, &f);
    }
    page_list_end(m);
    static const char *const also[] = {"assay-explain", "1", "assay-verify", "1", NULL};
    page_see_also(m, also);
    return page_close(m);
}
