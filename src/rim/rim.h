/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVIDIA's reference integrity manifests: SWID tags (ISO/IEC 19770-2:2015) with an enveloped XML
 * signature (XML-DSig core 1.1, RFC 9231 for its algorithms). A file is verified once, when it is
 * added to a trust store; what the store then keeps is the converted form, which needs no XML.
 */
#ifndef ASSAY_RIM_RIM_H
#define ASSAY_RIM_RIM_H

#include "rim/xml.h"
#include "trust/store.h"

#define RIM_DIGEST_BYTES 48u /* SHA-384 */

typedef struct {
    unsigned index; /* from 0 */
    bool active;    /* others are not compared with anything */
    const char *name;
    size_t count; /* alternatives */
    const assay_bytes *values;
} rim_measurement;

typedef struct {
    const char *product, *edition, *version, *tag_id;
    uint64_t manufacturer; /* IANA private enterprise number */
    const rim_measurement *measurements;
    size_t count;
    cert *signers; /* as the signature has them: signer first */
    size_t signer_count;
    uint8_t sha256[32];               /* of the file */
    uint8_t digest[RIM_DIGEST_BYTES]; /* of the bytes that the signature covers */
    const chain *path;                /* see rim_verify_chain */
    assay_time valid_from, valid_to;  /* in which all of the path's certificates are valid */
} rim;

/*
 * Reads a file and verifies its signature under the certificate that it names first; that one still
 * has to lead to an anchor. Reference values are read from the very bytes that were digested. OK,
 * REJECTED with *why, or E_MEMORY.
 */
assay_status rim_read(arena *a, assay_bytes file, rim *out, rim_refusal *why);

/* Does the signer lead to an anchor of scope nvidia-rim, over exactly the certificates that came?
 * Whatever the time: windows are judged by each appraisal. OK, REJECTED with *why, or E_MEMORY. */
assay_status rim_verify_chain(arena *a, const assay_trust *t, rim *r, rim_refusal *why);

/* The converted form, JSON; {NULL, 0} when memory failed. `expired_accepted`: the operator's choice
 * for when its signer's certificate has ended. */
assay_str rim_convert(arena *a, const rim *r, bool expired_accepted);

/* For trust_add. */
extern const trust_converter rim_converter;

#endif
