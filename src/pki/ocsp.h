/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OCSP responses (RFC 6960): basic ones, signed by the issuer of the certificates that they speak
 * of, or by a responder to whom that issuer delegated it (section 4.2.2.2). Nothing is asked for
 * online; a response is a statement with a window, like a revocation list.
 */
#ifndef ASSAY_PKI_OCSP_H
#define ASSAY_PKI_OCSP_H

#include "base/limits.h"
#include "pki/cert.h"
#include "pki/sigcache.h"

typedef struct {
    assay_bytes der, tbs;
    pki_signature signature;
    assay_time produced_at;
    assay_bytes responder_name;     /* whole Name; absent: named by key */
    assay_bytes responder_key_hash; /* SHA-1 of the key's bits; absent: named by name */
    assay_bytes responses;          /* contents of the SEQUENCE OF SingleResponse */
    size_t response_count;
    cert certs[LIMIT_OCSP_CERTS]; /* candidates for the responder's certificate */
    size_t cert_count;
    /* The key of the issuer under whom a trust store verified it; {NULL, 0}: not known. */
    assay_bytes issuer_spki;
    const cert *responder; /* with issuer_spki: who signed it; NULL: the issuer itself */
} ocsp;

typedef enum { OCSP_NONE = 0, OCSP_GOOD, OCSP_REVOKED, OCSP_UNKNOWN } ocsp_status;
enum { OCSP_REASON_HOLD = 6 }; /* RFC 5280 5.3.1, certificateHold */

/* What a response says of one certificate. */
typedef struct {
    ocsp_status status;                  /* OCSP_NONE: it does not speak of it */
    assay_time this_update, next_update; /* next: UNSET when absent: never fresh */
    assay_time revoked_at;               /* OCSP_REVOKED */
    unsigned reason;                     /* OCSP_REVOKED: CRLReason; 0 when unspecified */
} ocsp_answer;

/* An answer about the certificate at hand, from a response that is signed for its issuer. */
typedef struct {
    const ocsp *from;
    const cert *responder; /* NULL: the issuer itself */
    ocsp_answer says;
} ocsp_statement;

/* False with the fault set: also for a response that is an error ("tryLater", ..). */
bool ocsp_parse(assay_bytes der, ocsp *out, fault *f);

/*
 * Is it signed for this issuer: by the issuer's key, or by a certificate inside it that the issuer
 * issued for OCSP signing? OK with *responder (NULL: the issuer itself), REJECTED or E_MEMORY. The
 * responder's certificate must have been valid when the response was produced; whether it still is,
 * and whether it is revoked, is the caller's matter. Valid signatures go into the cache, so pass
 * one only with an issuer whose own path holds.
 */
assay_status ocsp_verify(const ocsp *o, const cert *issuer, sig_cache *cache,
                         const cert **responder);

/* The first of its answers, for messages; there is one at least. */
typedef struct {
    assay_bytes serial;
    ocsp_answer says;
} ocsp_entry;
ocsp_entry ocsp_first(const ocsp *o);

/* Is its first answer about a certificate of this issuer? OK, REJECTED or E_MEMORY. */
assay_status ocsp_names(const ocsp *o, const cert *issuer);

/* The answer for a certificate of this issuer; the one of the latest thisUpdate, and revoked before
 * all others, when there are several. OK or E_MEMORY. */
assay_status ocsp_lookup(const ocsp *o, const cert *subject, const cert *issuer,
                         ocsp_answer *answer);

#endif
