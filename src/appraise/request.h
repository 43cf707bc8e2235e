/* SPDX-License-Identifier: Apache-2.0 */
/* What a request holds: copies of all that the caller handed over. Counted; immutable once built.
 */
#ifndef ASSAY_APPRAISE_REQUEST_H
#define ASSAY_APPRAISE_REQUEST_H

#include "base/limits.h"
#include "formats/format.h"
#include "policy/policy.h"

#include <assay/request.h>

typedef struct request_piece {
    const char *label, *format; /* format NULL: to be identified */
    assay_bytes bytes;
    struct request_piece *next;
} request_piece;

typedef struct request_attachment {
    attachment view;
    struct request_attachment *next;
} request_attachment;

typedef struct request_value {
    const char *name;
    assay_bytes value;
    struct request_value *next;
} request_value;

typedef struct request_waiver {
    const char *finding, *reason;
    struct request_waiver *next;
} request_waiver;

typedef enum { MOMENT_UNSET = 0, MOMENT_AT, MOMENT_NOW, MOMENT_EVIDENCE } request_moment;

struct assay_request {
    arena arena;
    int refs;        /* atomic */
    bool overflowed; /* something was beyond max_bytes or a count and is not here */
    assay_policy *policies[LIMIT_POLICIES];
    size_t policy_count;
    request_piece *pieces;
    size_t piece_count;
    request_attachment *attachments;
    size_t attachment_count;
    request_value *inputs, *params;
    size_t input_count, param_count;
    request_waiver *waivers;
    assay_bytes nonce; /* absent: no_nonce has the reason */
    const char *audience, *session, *no_nonce;
    bool spend_later;
    request_moment moment;
    assay_time at, known_at;
};

assay_request *request_retain(const assay_request *r);
void request_release(assay_request *r);

#endif
