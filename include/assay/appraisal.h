/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Appraising a request, and everything that the answer holds. An appraisal belongs to one thread at
 * a time; every view that it lends lives until assay_appraisal_free.
 */
#ifndef ASSAY_APPRAISAL_H
#define ASSAY_APPRAISAL_H

#include <assay/claim.h>
#include <assay/engine.h>
#include <assay/request.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_appraisal assay_appraisal;

/* AR4SI trustworthiness tiers (draft-ietf-rats-ar4si 3.2). Zero is never acceptance. */
typedef enum {
    ASSAY_VERDICT_NONE = 0,
    ASSAY_VERDICT_AFFIRMING = 2,
    ASSAY_VERDICT_WARNING = 32,
    ASSAY_VERDICT_CONTRAINDICATED = 96
} assay_verdict;

/*
 * OK: accepted. REJECTED: no. UNDECIDED: a named trust item is missing, stale or not yet valid.
 * PENDING: everything held, spend the nonce and call assay_appraisal_conclude. *out is set for these
 * four, and NULL for every error (< 0 otherwise); evidence never causes an error.
 */
ASSAY_API assay_status assay_appraise(assay_engine *engine, const assay_request *request,
                                      assay_appraisal **out, assay_error *err) ASSAY_MUST_CHECK;
/* NULL: E_ARGUMENT, so that a caller who lost the object still reads "no". */
ASSAY_API assay_status assay_appraisal_status(const assay_appraisal *appraisal);
ASSAY_API assay_verdict assay_appraisal_verdict(const assay_appraisal *appraisal); /* NULL: NONE */
/* Stage 4 held for this piece: the evidence is authentic, accepted or not. NULL label: all pieces. */
ASSAY_API bool assay_appraisal_authentic(const assay_appraisal *appraisal, const char *label);
/* SHA-256 of the nonce that must be spent now; false when none must be (not authentic, not carried,
 * or spent by the engine's own store). */
ASSAY_API bool assay_appraisal_nonce_sha256(const assay_appraisal *appraisal, uint8_t out[32]);
/* After PENDING, once: the final answer. `nonce_was_spent_now` must come from one atomic statement. */
ASSAY_API assay_status assay_appraisal_conclude(assay_appraisal *appraisal, bool nonce_was_spent_now,
                                                assay_error *err) ASSAY_MUST_CHECK;
ASSAY_API void assay_appraisal_free(assay_appraisal *appraisal); /* NULL is fine */

typedef enum {
    ASSAY_SEVERITY_NONE = 0, /* the check held */
    ASSAY_NOTE,
    ASSAY_WARN,              /* caps the tier at warning */
    ASSAY_UNDECIDABLE,       /* a trust item is missing */
    ASSAY_FAIL
} assay_severity;

/* Texts are printable. `stage` is 1 to 8 (DESIGN section 4). Unset texts are NULL. */
typedef struct {
    size_t struct_size;
    const char *id; /* "snp.policy.debug"; "policy.rule" with `rule` set for a rule */
    assay_severity severity;
    int stage;
    const char *label, *rule, *claim, *message, *expected, *found, *reference, *remedy;
    size_t offset, length; /* in the evidence of `label`; length 0: about no bytes */
    bool waivable, waived;
} assay_finding;

/* Every check that ran, in order; those that held have severity NONE. */
ASSAY_API size_t assay_findings_count(const assay_appraisal *appraisal);
ASSAY_API const assay_finding *assay_findings_at(const assay_appraisal *appraisal, size_t index);

/* A store item that would help. `authenticated`: `id` came from verified bytes; never fetch one that
 * is not without asking somebody. */
typedef struct {
    size_t struct_size;
    const char *role, *id, *url, *label;
    bool authenticated, mandatory;
} assay_need;
ASSAY_API size_t assay_needs_count(const assay_appraisal *appraisal);
ASSAY_API const assay_need *assay_needs_at(const assay_appraisal *appraisal, size_t index);

/* Claims of an accepted appraisal: NULL unless accepted. Values that the attester chose are there
 * only if the policy lists them under `release`. */
ASSAY_API const assay_claim *assay_claims(const assay_appraisal *appraisal, const char *label);
/* For diagnosis only: claims of whatever was parsed, accepted or not, authentic or not. */
ASSAY_API const assay_claim *assay_claims_of_rejected(const assay_appraisal *appraisal,
                                                      const char *label);
/* Labels of the pieces, in request order; NULL past the end. */
ASSAY_API const char *assay_appraisal_label(const assay_appraisal *appraisal, size_t index);
ASSAY_API const char *assay_appraisal_format(const assay_appraisal *appraisal, const char *label);

/* "json" (assay.appraisal/1, indented), "json-line", "terse" (status, tier and finding ids), "case"
 * (assay-case/1: all that was used, for `assay replay`; it holds the nonce, so write it when the
 * nonce is spent), "html" (one page for people, without script), "ear-claims" (see assay/ear.h;
 * {NULL, 0} while it is pending). {NULL, 0} for an unknown form and after failed memory. */
ASSAY_API assay_str assay_appraisal_document(assay_appraisal *appraisal, const char *form);

/* Meaning of a finding, for every id that this build can produce. Static. */
typedef struct {
    const char *id, *text, *cause, *remedy, *reference;
    assay_severity severity; /* when its check does not hold */
    bool waivable;
} assay_finding_help;
ASSAY_API bool assay_finding_help_at(size_t index, assay_finding_help *out); /* false past the end */
ASSAY_API bool assay_finding_help_find(const char *id, assay_finding_help *out);

#ifdef __cplusplus
}
#endif
#endif
