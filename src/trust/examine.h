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
    const ocsp *ocsp;             /* OCSP responses: likewise */
    const cert *issuer;           /* of both: for whom it is signed; NULL: nobody that is trusted */
    bool in_window;               /* of both: thisUpdate <= at < nextUpdate, responder valid */
} examination;

/* A certificate file (PEM or DER) against the store and `extra` certificates, which are untrusted
 * intermediates. OK or E_MEMORY; the answer is in *out. `family` NULL: any. */
assay_status trust_examine_cert(const assay_trust *t, arena *a, assay_bytes file,
                                const assay_bytes *extra, size_t extra_count, const char *family,
                                assay_time at, examination *out);
/* A certificate revocation list. */
assay_status trust_examine_crl(const assay_trust *t, arena *a, assay_bytes file, assay_time at,
                               examination *out);
/* An OCSP response, with certificates like those of trust_examine_cert: `chain` is the path of the
 * issuer for whom it is signed. The window is that of its first answer. */
assay_status trust_examine_ocsp(const assay_trust *t, arena *a, assay_bytes file,
                                const assay_bytes *extra, size_t extra_count, assay_time at,
                                examination *out);

#endif
