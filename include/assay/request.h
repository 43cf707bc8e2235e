/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request: evidence and what travels with it, the policies, the challenge, the moment. It copies
 * what it is given. Build it in one thread; then any number of threads may appraise it. Functions
 * return OK, E_ARGUMENT (NULL, a name that is none, something set twice), E_MEMORY.
 */
#ifndef ASSAY_REQUEST_H
#define ASSAY_REQUEST_H

#include <assay/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_request assay_request;

/* `max_bytes` bounds all that is copied into it; 0: 16 MiB. What is beyond it is not kept, and the
 * appraisal rejects. */
ASSAY_API assay_status assay_request_new(assay_request **out, size_t max_bytes) ASSAY_MUST_CHECK;
ASSAY_API void assay_request_free(assay_request *request); /* NULL is fine */

/* At least one; with several, all must accept. Retained. */
ASSAY_API assay_status assay_request_policy(assay_request *request, assay_policy *policy);
/* label: [a-z][a-z0-9_-]{0,63}, unique in the request. format: an id of assay/format.h, or NULL: the
 * policies' formats are probed and exactly one must say yes. What a container with several pieces
 * holds is appraised in its place, with labels "LABEL.0", "LABEL.1", ..; what is attached to the
 * label goes to each. */
ASSAY_API assay_status assay_request_evidence(assay_request *request, const char *label,
                                              const char *format, const uint8_t *ptr, size_t len);
/* role: see assay/roles.h. label NULL: for every piece. Untrusted. */
ASSAY_API assay_status assay_request_attach(assay_request *request, const char *label,
                                            const char *role, const uint8_t *ptr, size_t len);
/* A CMW bundle: E_UNSUPPORTED for now. */
ASSAY_API assay_status assay_request_bundle(assay_request *request, const uint8_t *ptr, size_t len);
/* A declared input of the policies, and a declared param as JSON text. */
ASSAY_API assay_status assay_request_input(assay_request *request, const char *name,
                                           const uint8_t *ptr, size_t len);
ASSAY_API assay_status assay_request_param(assay_request *request, const char *name,
                                           const char *json);
/* The challenge. audience and session may be NULL; they must be what the nonce was issued for. A
 * request needs either this or assay_request_no_nonce. */
ASSAY_API assay_status assay_request_nonce(assay_request *request, const uint8_t *ptr, size_t len,
                                           const char *audience, const char *session);
ASSAY_API assay_status assay_request_no_nonce(assay_request *request, const char *reason);
/* The caller spends the nonce in a database of its own: see ASSAY_PENDING. */
ASSAY_API assay_status assay_request_spend_later(assay_request *request);
/* Lowers a waivable finding to a warning. E_ARGUMENT when there is no such finding or it is not
 * waivable. The tier is then at most warning, and the result lists it. */
ASSAY_API assay_status assay_request_waive(assay_request *request, const char *finding_id,
                                           const char *reason);
/* Exactly one of the three. known_at ASSAY_TIME_UNSET: the same as `at`. */
ASSAY_API assay_status assay_request_at(assay_request *request, assay_time at, assay_time known_at);
ASSAY_API assay_status assay_request_at_now(assay_request *request);
ASSAY_API assay_status assay_request_at_evidence(assay_request *request);

#ifdef __cplusplus
}
#endif
#endif
