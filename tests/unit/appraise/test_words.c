/* SPDX-License-Identifier: Apache-2.0 */
/* The words that statuses, tiers and severities have in documents. */
#include "appraise/appraisal.h"
#include "check.h"

static void every_status_has_its_word(void)
{
    CHECK_TEXT(status_word(ASSAY_OK), "accepted");
    CHECK_TEXT(status_word(ASSAY_REJECTED), "rejected");
    CHECK_TEXT(status_word(ASSAY_UNDECIDED), "undecided");
    CHECK_TEXT(status_word(ASSAY_PENDING), "pending");
    CHECK_TEXT(status_word(ASSAY_E_MEMORY), "error");
    CHECK_TEXT(status_word((assay_status)-1000), "error");
}

static void every_tier_has_its_word(void)
{
    CHECK_TEXT(verdict_word(ASSAY_VERDICT_NONE), "none");
    CHECK_TEXT(verdict_word(ASSAY_VERDICT_AFFIRMING), "affirming");
    CHECK_TEXT(verdict_word(ASSAY_VERDICT_WARNING), "warning");
    CHECK_TEXT(verdict_word(ASSAY_VERDICT_CONTRAINDICATED), "contraindicated");
    CHECK_TEXT(verdict_word((assay_verdict)1), "none");
}

static void what_is_no_severity_fails(void)
{
    CHECK_TEXT(severity_word(ASSAY_SEVERITY_NONE), "ok");
    CHECK_TEXT(severity_word(ASSAY_NOTE), "note");
    CHECK_TEXT(severity_word(ASSAY_WARN), "warn");
    CHECK_TEXT(severity_word(ASSAY_UNDECIDABLE), "undecided");
    CHECK_TEXT(severity_word(ASSAY_FAIL), "fail");
    CHECK_TEXT(severity_word((assay_severity)77), "fail");
}

int main(void)
{
    RUN(every_status_has_its_word);
    RUN(every_tier_has_its_word);
    RUN(what_is_no_severity_fails);
    return DONE();
}
