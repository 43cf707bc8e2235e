/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine: trust, nonce store, clock and limits that appraisals share, and the cache of verified
 * signatures. Any number of threads may appraise with one; it belongs to the process that made it.
 */
#ifndef ASSAY_ENGINE_H
#define ASSAY_ENGINE_H

#include <assay/nonce.h>
#include <assay/trust.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_engine assay_engine;

typedef struct {
    size_t struct_size;
    assay_trust *trust;   /* retained; NULL: the built-in pins alone */
    assay_nonces *nonces; /* borrowed, must outlive the engine; NULL: nonces are compared, not spent */
    assay_time (*clock)(void *user); /* NULL: no clock: requests must state `at` */
    void *clock_user;
    size_t max_evidence; /* bytes of one piece; 0: 1 MiB */
    size_t max_memory;   /* bytes of one appraisal; 0: 16 MiB */
    size_t cache_links;  /* verified signatures kept; 0: 4096 */
    const assay_allocator *allocator; /* borrowed; NULL: malloc and free */
    bool no_cache;       /* verify every signature every time */
    /* Seconds by which the clock (or `at`) may be behind: certificates that begin within them count as
     * begun, and the result says so. For evidence that is signed by a certificate of the same moment
     * (AWS Nitro). 0: none; at most 300. */
    uint32_t clock_skew;
} assay_engine_options;
/* Zeroes and sets struct_size. */
ASSAY_API void assay_engine_options_init(assay_engine_options *options, size_t struct_size);

ASSAY_API assay_status assay_engine_new(assay_engine **out, const assay_engine_options *options,
                                        assay_error *err) ASSAY_MUST_CHECK;
/* Appraisals that run keep the trust they began with. */
ASSAY_API assay_status assay_engine_set_trust(assay_engine *engine, assay_trust *trust,
                                              assay_error *err) ASSAY_MUST_CHECK;
ASSAY_API void assay_engine_free(assay_engine *engine); /* after its appraisals; NULL is fine */

/* The system's clock, for assay_engine_options.clock. */
ASSAY_API assay_time assay_system_clock(void *unused);

#ifdef __cplusplus
}
#endif
#endif
