/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Appraisal policies: strict JSON, type-checked against the claim schemas when loaded. Immutable and
 * counted; any number of threads may use one.
 */
#ifndef ASSAY_POLICY_H
#define ASSAY_POLICY_H

#include <assay/trust.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_policy assay_policy;
typedef struct assay_problems assay_problems;

typedef struct {
    size_t struct_size;
    const char *name;         /* for messages: a file name, say; NULL: "policy" */
    const assay_trust *trust; /* signers of policies and reference files; NULL: none known */
    /* Reads a reference file; NULL: policies that name one are refused. */
    assay_status (*open)(void *user, const char *file, assay_bytes *text);
    void *user;
    bool allow_any_genuine; /* take a policy without a rule that identifies the peer */
} assay_policy_options;

/*
 * E_CONFIG: the text is no valid policy; *err has the first problem with line, column and hint, and
 * *problems (when not NULL) all of them, to be freed. `signature`: ES384 over the text, detached, as
 * ECDSA-Sig-Value in DER or as r||s; it must be by a policy-key of options->trust when that holds one,
 * and must be absent when it holds none.
 */
ASSAY_API assay_status assay_policy_load(assay_policy **out, assay_bytes text, assay_bytes signature,
                                         const assay_policy_options *options,
                                         assay_problems **problems,
                                         assay_error *err) ASSAY_MUST_CHECK;
ASSAY_API assay_policy *assay_policy_retain(assay_policy *policy);
ASSAY_API void assay_policy_release(assay_policy *policy); /* NULL is fine */
ASSAY_API const char *assay_policy_id(const assay_policy *policy);
ASSAY_API uint64_t assay_policy_version(const assay_policy *policy);
/* SHA-256 of the text it was loaded from. */
ASSAY_API void assay_policy_digest(const assay_policy *policy, uint8_t out[32]);

ASSAY_API size_t assay_problems_count(const assay_problems *problems);
/* Borrowed; NULL past the end. */
ASSAY_API const assay_error *assay_problems_at(const assay_problems *problems, size_t index);
ASSAY_API void assay_problems_free(assay_problems *problems); /* NULL is fine */

#ifdef __cplusplus
}
#endif
#endif
