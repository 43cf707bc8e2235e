/* SPDX-License-Identifier: Apache-2.0 */
/* The pieces that certificates and revocation lists have in common (RFC 5280 4.1, 5.1). */
#ifndef ASSAY_PKI_X509_H
#define ASSAY_PKI_X509_H

#include "base/limits.h"
#include "pki/cert.h"

/* CertificateSerialNumber as its magnitude, one zero byte for zero. */
assay_bytes x509_serial(cursor *c, const char *what);
/* A Name, whole. Its only commonName; {NULL, 0} when there is none, or more than one. */
assay_bytes x509_name(cursor *c, assay_str *common_name, const char *what);
/* AlgorithmIdentifier, whole: an OID and at most one element of parameters. */
assay_bytes x509_algorithm(cursor *c, const char *what);
/* SubjectPublicKeyInfo, whole. */
assay_bytes x509_spki(cursor *c, public_key *out, const char *what);

/* What follows the signed part: signatureAlgorithm, which must be `signed_algorithm` byte for byte,
 * and the signature. */
void x509_signature(cursor *c, assay_bytes signed_algorithm, pki_signature *out, const char *what);

/* Walks a SEQUENCE OF Extension. */
typedef struct {
    cursor list;
    const char *what;
    assay_bytes seen[LIMIT_CERT_EXTENSIONS]; /* OIDs */
    size_t count;
} x509_extensions;
typedef struct {
    assay_bytes oid;
    bool critical;
    cursor value; /* the contents of extnValue */
} x509_extension;
/* Enters the SEQUENCE, which may not be empty. */
x509_extensions x509_extensions_enter(cursor *c, const char *what);
/* False at the end, and after a fault. */
bool x509_extension_next(x509_extensions *all, x509_extension *out);
/* BOOLEAN DEFAULT FALSE. */
bool x509_optional_bool(cursor *c, const char *what);

#endif
