/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judging trust material at a moment: what `assay trust add` tells its user beside the pinning, and
 * `assay trust status` of each item. The store itself keeps what verifies whatever its dates.
 */
#ifndef ASSAY_TRUST_EXAMINE_H
#define ASSAY_TRUST_EXAMINE_H

#include "trust/store.h"

typedef struct {
    bool readable;
    fault fault;                  /* when it is not */
    chain chain;                  /* certificates: the path of the first one */
    revocation_result revocation; /* of every certificate below the anchor: the worst */
    const crl *crl;               /* lists: what was read; NULL otherwise */
    const cert *issuer;           /* lists: who signed it; NULL: nobody that is trusted */
    bool in_window;               /* lists: thisUpdate <= at < nextUpdate */
} examination;

/* A certificate file (PEM or DER) against the store and `extra` certificates, which are untrusted
 * intermediates. OK or E_MEMORY; the answer is in *out. `family` NULL: any. */
assay_status trust_examine_cert(const assay_trust *t, arena *a, assay_bytes file,
                                const assay_bytes *extra, size_t extra_count, const char *family,
                                assay_time at, examination *out);
/* A certificate revocation list. */
assay_status trust_examine_crl(const assay_trust *t, arena *a, assay_bytes file, assay_time at,
                               examination *out);

#endif
