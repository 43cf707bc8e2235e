/* SPDX-License-Identifier: Apache-2.0 */
/*
 * X.509 v3 certificates and v2 CRLs (RFC 5280) with any field chosen, also against the rules: the
 * writer decides nothing. Results live in the arena and are {NULL, 0} when memory, a key or a size
 * failed.
 */
#ifndef ASSAY_FORGE_X509_WRITE_H
#define ASSAY_FORGE_X509_WRITE_H

#include "forge/key_ring.h"
#include "base/limits.h"

typedef enum { XW_C, XW_ST, XW_L, XW_O, XW_OU, XW_CN } xw_attribute;

#define XW_NAME_MAX 6
typedef struct {
    struct {
        xw_attribute type;
        const char *text;
    } parts[XW_NAME_MAX]; /* in order; NULL text ends it */
} xw_name;

typedef struct {
    sig_alg alg;
    bool trailer; /* PSS: write the default trailerField (57 bytes of parameters instead of 52) */
} xw_algorithm;

typedef struct {
    assay_bytes oid; /* contents */
    bool critical;
    assay_bytes value; /* contents of extnValue */
} xw_extension;

#define XW_EXTENSIONS_MAX 24
typedef struct {
    xw_extension items[XW_EXTENSIONS_MAX];
    size_t count;
} xw_extensions;

typedef struct {
    uint64_t serial;
    xw_name issuer, subject;
    assay_time not_before, not_after;
    const char *key, *signer; /* names in the key ring */
    xw_algorithm algorithm;
    xw_extensions extensions;
} xw_cert;

#define XW_REVOKED_MAX 4
typedef struct {
    xw_name issuer;
    assay_time this_update, next_update; /* next_update UNSET: left out */
    const char *signer;
    xw_algorithm algorithm;
    struct {
        uint64_t serial;
        assay_time date;
    } revoked[XW_REVOKED_MAX];
    size_t revoked_count;
    xw_extensions extensions;
} xw_crl;

assay_bytes xw_make_cert(arena *a, key_ring *ring, const xw_cert *cert);
assay_bytes xw_make_crl(arena *a, key_ring *ring, const xw_crl *crl);
/* RFC 7468, lines of 64, for "CERTIFICATE". */
assay_bytes xw_pem(arena *a, assay_bytes der);

/* Appends, beyond XW_EXTENSIONS_MAX not; finds the first of an OID, or NULL. */
void xw_extend(xw_extensions *e, assay_bytes oid, bool critical, assay_bytes value);
xw_extension *xw_find(xw_extensions *e, assay_bytes oid);

extern const assay_bytes xw_oid_basic_constraints, xw_oid_key_usage, xw_oid_subject_key,
    xw_oid_authority_key, xw_oid_crl_points, xw_oid_crl_number;

/* Values of extensions. Key identifiers: 160 bits of SHA-256 over the key (RFC 7093 2). */
assay_bytes xw_value_ca(arena *a, bool ca, int path_len); /* path_len -1: none */
assay_bytes xw_value_key_usage(arena *a, uint8_t bits);   /* as pki/cert.h */
assay_bytes xw_value_subject_key(arena *a, key_ring *ring, const char *key);
assay_bytes xw_value_authority_key(arena *a, key_ring *ring, const char *key);
assay_bytes xw_value_crl_point(arena *a, const char *url);
assay_bytes xw_value_uint(arena *a, uint64_t value);
assay_bytes xw_value_ia5(arena *a, const char *text);

#endif
