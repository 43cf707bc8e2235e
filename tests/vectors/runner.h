/* SPDX-License-Identifier: Apache-2.0 */
/* The vector runner: what it is told, and the outcome of one case. */
#ifndef ASSAY_TESTS_RUNNER_H
#define ASSAY_TESTS_RUNNER_H

#include "base/text.h"
#include "codec/json.h"

#include <assay/assay.h>

typedef enum { CASE_PASSED = 0, CASE_FAILED, CASE_SKIPPED } case_outcome;

typedef struct {
    const char *folder;  /* of the cases file, with a final '/' */
    const char *shared;  /* for paths with the prefix "shared:" */
    assay_policy *any_genuine;
    assay_policy *policy; /* of the case at hand: any-genuine, or the one that it names */
    arena *arena;        /* of the case at hand */
    const json *spec;    /* the case */
    text why;            /* what disagrees; empty: nothing */
    unsigned facts;      /* compared, over all cases */
} run;

/* A member of the case as text; "" when absent. */
const char *case_text(const run *r, const char *member);
/* A file named by a case; {NULL, 0} and a disagreement when it cannot be read. */
assay_bytes case_file(run *r, assay_str name);
assay_time case_at(const run *r);
__attribute__((format(printf, 2, 3))) void disagree(run *r, const char *message, ...);

/* The trust that the case lists, in a fresh store beside the built-in pins. NULL after a
 * disagreement. */
assay_trust *case_trust(run *r, const char *family);
/* A scope for trust items of a format: "amd", ...; NULL: none. */
const char *family_of(const char *format);

/* Bytes that are taken in place of a file's. */
typedef struct {
    const char *role; /* of what travels with the evidence; NULL: the evidence itself */
    assay_bytes bytes;
} replacement;

/* The pieces of an appraisal, each NULL after a disagreement. `instead` may be NULL. */
assay_engine *case_engine(run *r, assay_trust *t);
assay_request *case_request(run *r, const replacement *instead, bool debug_allowed);
assay_appraisal *case_appraise(run *r, assay_engine *e, const assay_request *q);

/* The policy that a case names, or any-genuine; to be released. NULL after a disagreement. */
assay_policy *case_policy(run *r);

/* The cases file with its folder, and the any-genuine policy; false after saying why not. */
bool run_open(run *r, arena *memory, const char *path, const json **cases);

case_outcome run_evidence(run *r);    /* evidence formats and composites */
case_outcome run_certificate(run *r); /* x509-cert, crl, ocsp */
/* Does the case need the import of RIMs, where it is not built? */
bool run_lacks_rim(const run *r);
case_outcome run_rim(run *r);         /* rim; skipped where the import of RIMs is not built */
/* The certificates inside a signed RIM, as DER. */
size_t run_rim_certificates(run *r, assay_bytes file, assay_bytes *out, size_t max);
case_outcome run_keys(run *r);        /* jwks */
case_outcome run_inspection(run *r);  /* what `inspect` dissects */

#endif
