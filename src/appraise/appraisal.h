/* SPDX-License-Identifier: Apache-2.0 */
/* One appraisal: the request that it answers, what each stage found, and the conclusion. */
#ifndef ASSAY_APPRAISE_APPRAISAL_H
#define ASSAY_APPRAISE_APPRAISAL_H

#include "appraise/request.h"
#include "claims/common.h"

#include <assay/appraisal.h>
#include <assay/sys/nonce.h>

/* What the engine lends to each appraisal. */
typedef struct {
    const assay_allocator *allocator;
    assay_trust *trust;
    sig_cache *cache;
    const assay_nonce_store *nonces; /* NULL: none */
    assay_time (*clock)(void *user); /* NULL: none */
    void *clock_user;
    uint32_t clock_skew;
    size_t max_evidence, max_memory;
} appraise_environment;

/* One piece of evidence. */
typedef struct {
    const request_piece *from;
    const char *label;
    const format *format; /* NULL: not identified */
    const char *decoded;  /* "line", "hex", "base64", "pem", a container's id; NULL: as it was */
    assay_bytes bytes;    /* the evidence itself */
    attachment enclosed;  /* what came with it in a container; role NULL: nothing */
    const void *doc;      /* what the format parsed; NULL: nothing */
    bool authentic;
    bool pending; /* only a missing item keeps it from being authentic */
    bool carries_nonce;
    job job;
    arena *lending;        /* the appraisal's arena of what is made when asked for */
    const claim *released; /* made when asked for */
} piece;

typedef struct relaxation {
    const char *what, *reason; /* "nonce.none", a finding's id; and why */
    struct relaxation *next;
} relaxation;

typedef enum { SPENDING_NONE = 0, SPENDING_BY_STORE, SPENDING_BY_CALLER } spending;

/* The fabric of a request that holds GPUs and switches: for each pair how many links the GPU has to
 * the switch. */
typedef struct {
    topology_state state;
    const piece **endpoints, **switches;
    size_t endpoint_count, switch_count;
    size_t *links; /* endpoint by endpoint */
} topology;

struct assay_appraisal {
    arena arena;
    arena documents; /* what is made when asked for: documents, indexes */
    arena cases;     /* case files and pages, which may be larger than the appraisal's own budget */
    assay_request *request;
    assay_trust *trust;
    assay_trust seen; /* a view of `trust`, which notes what was looked at */
    appraise_environment env;
    assay_time clock;             /* what the engine's said; UNSET: it has none */
    assay_time at, known_at, now; /* now: the later of `at` and the clock's */
    piece *pieces;
    size_t piece_count;
    findings findings;
    finding *last_word; /* set aside for when memory or room for findings is gone */
    needs needs;
    topology topology;
    policy_context policy;
    relaxation *relaxations;
    bool revocation_optional, known_nonces_allowed, reference_values_optional;
    /* Stage 8 */
    bool nonce_due; /* every piece is authentic and carries the nonce, and nothing is undecided */
    uint8_t nonce_sha256[32];
    spending spending;
    assay_nonce_state nonce_state;
    const char *store_failure; /* why the store gave no answer; NULL: it did, or was not asked */
    assay_status status;
    assay_verdict verdict;
    bool concluded;
};

/* The stages (DESIGN section 4). Each leaves its findings and goes on as far as it can. */
void stage_bound(assay_appraisal *a);
void stage_identify(assay_appraisal *a);
void stage_parse(assay_appraisal *a);
void stage_authenticate(assay_appraisal *a);
void stage_evaluate(assay_appraisal *a);
void stage_freshness(assay_appraisal *a);
void stage_topology(assay_appraisal *a); /* also of stage 6 */
void stage_policy(assay_appraisal *a);
void stage_conclude(assay_appraisal *a);

/* Runs them. OK with *out set when there is an answer, whatever it is; errors otherwise. */
assay_status appraise(const appraise_environment *env, const assay_request *request,
                      assay_appraisal **out, assay_error *err);

/* The status and tier that all findings together give; adds policy.tier. */
void verdict_reach(assay_appraisal *a);
/* Copies of the claims that the caller may read; NULL unless accepted, and when memory failed. */
const claim *released_claims(const assay_appraisal *a, piece *p);

piece *appraisal_piece(const assay_appraisal *a, const char *label);
/* check() with label and stage set; label NULL: about the request. */
finding *stage_check(assay_appraisal *a, int stage, const char *label, int def, bool holds);
void relax(assay_appraisal *a, const char *what, const char *reason);

assay_str document_json(assay_appraisal *a, bool indented);
assay_str document_case(assay_appraisal *a); /* assay-case/1 */
assay_str document_terse(assay_appraisal *a);
assay_str document_html(assay_appraisal *a);
const char *status_word(assay_status s);     /* "accepted", "rejected", ... */
const char *verdict_word(assay_verdict v);   /* "affirming", ... */
const char *severity_word(assay_severity s); /* "ok", "note", "warn", "undecided", "fail" */

#endif
