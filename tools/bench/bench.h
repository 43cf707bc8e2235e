/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is measured: attesters with forged evidence, and for each the signatures that no appraisal
 * can do without (the floor). A format brings one file that makes its attesters.
 */
#ifndef ASSAY_BENCH_BENCH_H
#define ASSAY_BENCH_BENCH_H

#include "crypto/crypto.h"
#include "base/arena.h"

#include <assay/assay.h>

#define BENCH_ATTESTERS 64 /* more than wolfSSL's point cache holds for a thread */
#define BENCH_PARTS 8
#define BENCH_SIGNATURES 10
#define BENCH_DIGESTS 8

typedef struct {
    const char *role, *name; /* of assay/roles.h; file name */
    assay_bytes bytes;
    const char *scope; /* of a trust item; NULL: the format's */
} bench_material;

typedef struct {
    sig_alg alg;
    public_key key;
    assay_bytes covers; /* the bytes that are hashed */
    assay_bytes value;
    bool remembered; /* checked once per attester, not once per appraisal */
    bool shared;     /* and once for all attesters, which are of one family */
} bench_signature;

/* Bytes that a signature covers by a digest which stands among what is signed. */
typedef struct {
    hash_alg alg;
    assay_bytes covers;
} bench_digest;

typedef struct {
    assay_bytes evidence, nonce;
    bench_material attached[BENCH_PARTS];
    size_t attached_count;
    bench_signature signatures[BENCH_SIGNATURES];
    size_t signature_count;
    bench_digest digests[BENCH_DIGESTS];
    size_t digest_count;
} bench_attester;

typedef struct {
    bench_attester attesters[BENCH_ATTESTERS];
    bench_material trust[BENCH_PARTS]; /* what the store holds */
    size_t trust_count;
    assay_time at;
    const char *image; /* what identifies all of them, as the param's JSON */
} bench_subject;

typedef struct {
    const char *name; /* "any-genuine" */
    const char *file; /* below policies/; NULL: any genuine evidence of the format alone */
    bool any_genuine;
    const char *param; /* that takes the subject's image; NULL: none */
} bench_policy;

typedef struct {
    const char *id, *scope; /* of the format; of its trust items */
    double ratio;           /* of the floor: the goal */
    assay_status (*make)(arena *a, bench_subject *out);
    const bench_policy *policies;
    size_t policy_count;
} bench_format;

extern const bench_format bench_snp, bench_hcl, bench_jwt_gcp_cs, bench_jwt_maa, bench_jwt_ita,
    bench_jwt_ear, bench_jwt_nras, bench_jwt_nras_single, bench_nsm, bench_nvidia_gpu, bench_tdx;

/* A trust store in a temporary folder. Close it even when opening failed. */
typedef struct {
    char folder[64], path[80];
} bench_store;
assay_status store_make(bench_store *s, const bench_format *f, const bench_subject *subject,
                        assay_error *err);
assay_status store_open(const bench_store *s, assay_trust **out, assay_error *err);
void store_remove(bench_store *s);

/* What appraisals need beside the attester. */
typedef struct {
    assay_engine *engine;
    assay_policy *policy;
    assay_time at;
    const char *param, *value; /* NULL: none */
} bench_verifier;

/* From the building of the request to the end of the appraisal's life, as a relying party would;
 * false when it was not accepted. `seen`: called with the appraisal before that; may be NULL. */
bool appraise_once(const bench_verifier *v, const bench_attester *a,
                   void (*seen)(void *user, assay_appraisal *made), void *user);
/* What a verifier knows before: nothing; the attester's family; the attester. */
typedef enum { KNOWS_NOTHING = 0, KNOWS_FAMILY, KNOWS_ATTESTER } bench_knowledge;
/* The floor: what is not known yet. False when a signature does not hold. */
bool check_floor(const bench_attester *a, bench_knowledge known);

/* Two kinds of work, in alternating slices; `threads` threads for each. */
typedef struct {
    bool (*run[2])(const void *context, size_t turn); /* one unit; false stops everything */
    const void *context;
    size_t period; /* turns go from 0 to period - 1, again and again */
    unsigned threads;
    double seconds;
} race;
typedef struct {
    double per_second[2]; /* of all threads together; medians over the slices */
    double ratio;         /* median of the slices' own ratios, first to second */
} race_result;
assay_status race_run(const race *r, race_result *out);

double seconds_now(void);
double median(double *values, size_t count);

/* Counts what goes through assay_engine_options.allocator, in one thread. */
typedef struct {
    assay_allocator allocator;
    size_t count, now, peak;
} counter;
void counter_init(counter *c);
void counter_restart(counter *c);

#endif
