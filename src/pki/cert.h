/* SPDX-License-Identifier: Apache-2.0 */
/*
 * X.509 v3 certificates (RFC 5280), read strictly: exact end, minimal DER, no duplicate extension.
 * Parsing decides nothing: it keeps views of what the certificate says. Serial numbers of zero
 * pass, because every key certificate of AMD has one; negative and over-long ones do not.
 */
#ifndef ASSAY_PKI_CERT_H
#define ASSAY_PKI_CERT_H

#include "base/arena.h"
#include "base/cursor.h"
#include "crypto/crypto.h"

enum { /* cert.key_usage, RFC 5280 4.2.1.3 */
       KEY_USAGE_DIGITAL_SIGNATURE = 1u << 0,
       KEY_USAGE_CERT_SIGN = 1u << 5,
       KEY_USAGE_CRL_SIGN = 1u << 6
};

enum { /* cert.ext_key_usage, RFC 5280 4.2.1.12 */
       EXT_KEY_USAGE_OCSP_SIGNING = 1u << 0,
       EXT_KEY_USAGE_OTHER = 1u << 1
};

/* A signature as crypto_verify takes it. ECDSA is kept here as fixed-width r||s, RSA is a view. */
typedef struct {
    sig_alg alg; /* SIG_NONE: of a kind that Assay does not use */
    uint8_t ecdsa[96];
    size_t ecdsa_len;
    assay_bytes rsa;
} pki_signature;
assay_bytes pki_signature_bytes(const pki_signature *s);
/* Takes the bits of a signature of s->alg. False for what is no ECDSA-Sig-Value though it should
 * be; numbers that do not fit the curve turn s->alg into SIG_NONE. */
bool pki_signature_read(assay_bytes bits, pki_signature *s);

/* Every view points into `der`. */
typedef struct cert {
    assay_bytes der, tbs;
    assay_bytes serial;          /* magnitude; one zero byte for zero */
    assay_bytes issuer, subject; /* whole Name elements; equal means equal bytes */
    assay_str issuer_cn, subject_cn; /* the only commonName; {NULL, 0}: none, or more than one */
    assay_bytes spki;            /* whole SubjectPublicKeyInfo element */
    public_key key;              /* KEY_NONE: of a kind that Assay does not use */
    pki_signature signature;
    assay_time not_before, not_after;
    bool has_basic_constraints, basic_constraints_critical, is_ca;
    int32_t path_len; /* -1: none */
    bool has_key_usage;
    uint16_t key_usage;
    bool has_ext_key_usage;
    bool ext_key_usage_critical; /* a path asks for no purpose, so it does not understand that */
    uint16_t ext_key_usage;
    assay_bytes extensions;       /* contents of the SEQUENCE OF Extension */
    assay_bytes critical_unknown; /* OID of the first critical extension not read above */
} cert;

/* False with the fault set ("certificate.tbs.validity", ...). */
bool cert_parse(assay_bytes der, cert *out, fault *f);
/* Contents of extnValue of an extension, by OID contents; false when absent. */
bool cert_extension(const cert *c, assay_bytes oid, assay_bytes *value);
/* "CN=ARK-Milan, O=Advanced Micro Devices, ..", printable, for messages. */
const char *name_text(arena *a, assay_bytes name);
/* The same, cut where a sender made it longer than names are. */
const char *name_brief(arena *a, assay_bytes name);
/* As deny lists of kind issuer_serial name it: "CN=.., O=.. 0a1b2c"; NULL when memory failed. */
const char *cert_issuer_serial(arena *a, const cert *c);

/* A public key from a SubjectPublicKeyInfo element (RFC 3279, RFC 5480); KEY_NONE inside *out when
 * well formed but of another kind; false when malformed. */
bool spki_parse(assay_bytes spki, public_key *out, fault *f);
/* Reads one AlgorithmIdentifier element. RSASSA-PSS parameters must be one of the two encodings in
 * use (RFC 4055 3.1: trailerField omitted, or explicit although default). */
sig_alg sig_alg_read(cursor *c, const char *what);

#endif
