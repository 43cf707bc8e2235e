/* SPDX-License-Identifier: Apache-2.0 */
/* The words that statuses, tiers and severities have in documents. */
#include "appraise/appraisal.h"

const char *status_word(assay_status s)
{
    switch (s) {
    case ASSAY_OK:
        return "accepted";
    case ASSAY_REJECTED:
        return "rejected";
    case ASSAY_UNDECIDED:
        return "undecided";
    case ASSAY_PENDING:
        return "pending";
    default:
        return "error";
    }
}

const char *verdict_word(assay_verdict v)
{
    switch (v) {
    case ASSAY_VERDICT_AFFIRMING:
        return "affirming";
    case ASSAY_VERDICT_WARNING:
        return "warning";
    case ASSAY_VERDICT_CONTRAINDICATED:
        return "contraindicated";
    case ASSAY_VERDICT_NONE:
        break;
    }
    return "none";
}

const char *severity_word(assay_severity s)
{
    static const char *const words[] = {"ok", "note", "warn", "undecided", "fail"};
    return (size_t)s < ARRAY_LEN(words) ? words[s] : "fail";
}
