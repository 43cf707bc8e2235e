/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificate revocation lists (RFC 5280 5), complete and direct ones: a delta or indirect CRL is
 * refused. And the answer that several of them give together with OCSP responses about one
 * certificate.
 */
#ifndef ASSAY_PKI_CRL_H
#define ASSAY_PKI_CRL_H

#include "pki/ocsp.h"

typedef struct {
    assay_bytes der, tbs, issuer;
    pki_signature signature;
    assay_time this_update, next_update; /* next: UNSET when absent: never fresh */
    assay_bytes number;                  /* magnitude of the CRL number; empty when absent */
    assay_bytes entries;                 /* contents of revokedCertificates */
    size_t entry_count;
    /* The key that was seen to have signed it when a trust store was opened; {NULL, 0}: not known. */
    assay_bytes signer_spki;
} crl;

bool crl_parse(assay_bytes der, crl *out, fault *f);
/* Is it signed by this issuer: same name, cRLSign where keyUsage is present, signature? OK, REJECTED
 * or E_MEMORY. Windows are the caller's matter. A signature that is valid goes into the cache, so
 * pass a cache only with an issuer whose own path holds. */
assay_status crl_verify(const crl *c, const cert *issuer, sig_cache *cache);
/* Does it list this serial? The date goes to *when. */
bool crl_lists(const crl *c, assay_bytes serial, assay_time *when);

typedef enum {
    REVOCATION_NOT_ESTABLISHED = 0,
    REVOCATION_GOOD,
    REVOCATION_REVOKED,
    REVOCATION_HELD /* an OCSP responder says certificateHold: not good, and may be lifted */
} revocation;

/* "good", "revoked", "on-hold" or "not-established". */
const char *revocation_name(revocation state);

typedef struct {
    const crl *const *crls; /* authentic ones; those of other issuers are passed over by name */
    size_t count;
    const ocsp_statement *statements; /* authentic ones about the certificate */
    size_t statement_count;
    assay_time at, known_at;
    bool as_of_at; /* count only revocations dated up to `at` */
} revocation_request;

typedef struct {
    revocation state;
    const crl *by;         /* the list that decided; or the newest, stale one; NULL: none */
    const ocsp_statement *stated; /* that decided; or, without `by`, the newest; NULL: none */
    assay_time revoked_at; /* REVOCATION_REVOKED, REVOCATION_HELD */
} revocation_result;

/*
 * Any list issued by known_at that names the certificate revokes it, stale ones too. Otherwise the
 * newest list (by CRL number, then thisUpdate) issued by known_at must be within its window at
 * known_at to say "good"; there is no fallback to an older one. OCSP statements likewise, by
 * thisUpdate; the responder must still be valid to say "good", and on no list. Either source
 * suffices for "good", and "revoked" of either wins.
 */
revocation_result revocation_of(const cert *subject, const revocation_request *request);

#endif
