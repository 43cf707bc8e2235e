/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Claims: what authenticated evidence states, typed. Named as each format's schema says; addressed by
 * evidence label and RFC 6901 pointer ("/reported_tcb"). Borrowed from the appraisal they came from.
 */
#ifndef ASSAY_CLAIM_H
#define ASSAY_CLAIM_H

#include <assay/values.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    ASSAY_CLAIM_NONE = 0,
    ASSAY_CLAIM_MAP,
    ASSAY_CLAIM_LIST,
    ASSAY_CLAIM_UINT,
    ASSAY_CLAIM_INT,
    ASSAY_CLAIM_BOOL,
    ASSAY_CLAIM_BYTES,
    ASSAY_CLAIM_TEXT,
    ASSAY_CLAIM_TIME,
    ASSAY_CLAIM_NULL,
    ASSAY_CLAIM_NUMBER /* a JSON number that is no 64-bit integer; see assay_claim_text */
} assay_claim_type;

typedef struct assay_claim assay_claim;

/* "" is the claim itself. NULL when there is none, or `claim` is NULL. */
ASSAY_API const assay_claim *assay_claim_at(const assay_claim *claim, const char *json_pointer);
ASSAY_API assay_claim_type assay_claim_kind(const assay_claim *claim); /* NULL: NONE */
ASSAY_API assay_str assay_claim_name(const assay_claim *claim);        /* {NULL, 0} in a list */
/* Members of a map and elements of a list, in order. */
ASSAY_API size_t assay_claim_count(const assay_claim *claim);
ASSAY_API const assay_claim *assay_claim_child(const assay_claim *claim);
ASSAY_API const assay_claim *assay_claim_next(const assay_claim *claim);

/* Values: false, and *out untouched, when the claim is NULL or of another type. */
ASSAY_API bool assay_claim_uint(const assay_claim *claim, uint64_t *out) ASSAY_MUST_CHECK;
ASSAY_API bool assay_claim_int(const assay_claim *claim, int64_t *out) ASSAY_MUST_CHECK;
ASSAY_API bool assay_claim_bool(const assay_claim *claim, bool *out) ASSAY_MUST_CHECK;
ASSAY_API bool assay_claim_bytes(const assay_claim *claim, assay_bytes *out) ASSAY_MUST_CHECK;
ASSAY_API bool assay_claim_text(const assay_claim *claim, assay_str *out) ASSAY_MUST_CHECK;
ASSAY_API bool assay_claim_time(const assay_claim *claim, assay_time *out) ASSAY_MUST_CHECK;

#ifdef __cplusplus
}
#endif
#endif
