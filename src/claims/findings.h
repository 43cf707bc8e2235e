/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each check saw. A finding is defined once, in the table of the part that makes it (an X-macro
 * file findings.def per part), and recorded every time its check runs: with severity NONE when the
 * check held, with the definition's severity when it did not.
 */
#ifndef ASSAY_CLAIMS_FINDINGS_H
#define ASSAY_CLAIMS_FINDINGS_H

#include "base/arena.h"
#include "base/cursor.h"

#include <assay/appraisal.h>

typedef struct {
    const char *id;          /* stable, dotted: "snp.policy.debug" */
    assay_severity severity; /* when the check does not hold */
    bool waivable;
    const char *text;   /* what it means that the check failed: lower case, no final period */
    const char *cause;  /* how that comes about */
    const char *remedy; /* what to do */
    const char *reference;
    bool spares_tier; /* a warning that does not cap the tier */
} finding_def;

/*
 * A findings.def holds lines FINDING(NAME, "id", SEVERITY, WAIVING, "text", "cause", "remedy",
 * "reference"), where SEVERITY is FAIL, UNDECIDABLE, WARN, ADVICE (a warning that spares the tier)
 * or NOTE, and WAIVING is WAIVABLE or FIRM. FINDING_ROW makes one a table row.
 */
#define FINDING_SEVERITY_FAIL ASSAY_FAIL, false
#define FINDING_SEVERITY_UNDECIDABLE ASSAY_UNDECIDABLE, false
#define FINDING_SEVERITY_WARN ASSAY_WARN, false
#define FINDING_SEVERITY_ADVICE ASSAY_WARN, true
#define FINDING_SEVERITY_NOTE ASSAY_NOTE, false
#define FINDING_WAIVING_WAIVABLE true
#define FINDING_WAIVING_FIRM false
#define FINDING_ROW_(severity_, spares_, waivable_, id_, text_, cause_, remedy_, reference_)       \
    {.id = id_,                                                                                    \
     .severity = severity_,                                                                        \
     .waivable = waivable_,                                                                        \
     .text = text_,                                                                                \
     .cause = cause_,                                                                              \
     .remedy = remedy_,                                                                            \
     .reference = reference_,                                                                      \
     .spares_tier = spares_}
#define FINDING_ROW_EXPAND(...) FINDING_ROW_(__VA_ARGS__)
#define FINDING_ROW(id, severity, waiving, text, cause, remedy, reference)                         \
    FINDING_ROW_EXPAND(FINDING_SEVERITY_##severity, FINDING_WAIVING_##waiving, id, text, cause,    \
                       remedy, reference)

typedef struct finding {
    assay_finding view;
    const finding_def *def;
    struct finding *next;
} finding;

/* One appraisal's findings, in the order of the checks. `label` and `stage` go into each. */
typedef struct {
    arena *arena;
    finding *first, *last;
    size_t count;
    bool overflowed; /* LIMIT_FINDINGS reached: the appraisal must reject */
    const char *label;
    int stage;
} findings;

/* Records the check. NULL when it holds; else the finding, for finding_says and finding_at, which
 * both take NULL. `f` may not be NULL. When memory failed the result is NULL too: callers decide by
 * `holds`, never by the result. */
finding *check(findings *f, const finding_def *def, bool holds);
/* Replaces text by "text: detail"; expected and found are printable texts that outlive the arena's
 * owner, or NULL. */
void finding_says(finding *f, const char *expected, const char *found);
void finding_detail(findings *sink, finding *f, const char *detail);
/* The claim's pointer, and the bytes of the evidence that were looked at. */
void finding_at(finding *f, const char *claim, size_t offset, size_t length);
/* A reader's fault: offset, "field: truncated". */
void finding_fault(findings *sink, finding *f, const fault *seen);

/* The worst severity recorded for a label (NULL: any) in stages up to `stage`, waived ones apart. */
assay_severity findings_worst(const findings *f, const char *label, int last_stage);
bool findings_has(const findings *f, const char *label, const char *id);

/* What was missing from the store. */
typedef struct need {
    assay_need view;
    struct need *next;
} need;
typedef struct {
    arena *arena;
    need *first, *last;
    size_t count;
} needs;
/* Texts are copied. The same role, id and label are recorded once; beyond LIMIT_NEEDS nothing is. */
void need_add(needs *n, const assay_need *need);

#endif
