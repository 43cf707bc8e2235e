/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an NVIDIA device signs: GET_MEASUREMENTS and its answer MEASUREMENTS, one behind the other,
 * in SPDM 1.1 (DMTF DSP0274 1.1, 10.11) with NVIDIA's opaque data; syntax only. All views point
 * into the report.
 */
#ifndef ASSAY_FORMATS_SPDM_TRANSCRIPT_H
#define ASSAY_FORMATS_SPDM_TRANSCRIPT_H

#include "base/cursor.h"
#include "base/limits.h"

#define SPDM_REQUEST_BYTES 37u
#define SPDM_NONCE_BYTES 32u
#define SPDM_DIGEST_BYTES 48u    /* SHA-384 */
#define SPDM_SIGNATURE_BYTES 96u /* ECDSA P-384, r||s */
#define SPDM_INDEX_MAX 0xefu     /* 0 and 0xf0 to 0xff are no measurements' */

/* One entry of the opaque data: type, size, bytes. */
typedef struct {
    uint16_t type;
    assay_bytes value; /* may be of no bytes */
} spdm_field;

typedef struct {
    assay_bytes request_nonce; /* 32 bytes: what the verifier asked with */
    uint8_t slot;
    /* The digest of 48 bytes of block `index`, {NULL, 0} where there is none; [0] never. Index i of
     * an NVIDIA RIM is blocks[i + 1]. */
    assay_bytes blocks[SPDM_INDEX_MAX + 1];
    size_t block_count;
    assay_bytes responder_nonce;          /* 32 bytes: chosen by the device */
    spdm_field fields[LIMIT_SPDM_FIELDS]; /* as they stand in the report; no type twice */
    size_t field_count;
    assay_bytes signed_bytes; /* everything in front of the signature */
    assay_bytes signature;    /* 96 bytes */
    assay_bytes trailing;     /* what stands behind the signature; empty in a sound report */
} spdm_transcript;

/* Takes all of the cursor; false with the fault set ("request.version", ...). Trailing bytes are no
 * fault here. */
bool spdm_transcript_parse(cursor *report, spdm_transcript *out);

/* Does it look like one, as far as the opaque data? And is a field of that type in it? */
bool spdm_probe(assay_bytes in, uint16_t type, bool *has_field);

/* Value of the field of that type; {NULL, 0} when absent. */
assay_bytes spdm_field_value(const spdm_transcript *t, uint16_t type);

#endif
