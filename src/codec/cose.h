/* SPDX-License-Identifier: Apache-2.0 */
/*
 * COSE_Sign1 (RFC 9052 4.2), tagged or not: syntax only. The payload must be there and in one
 * piece; a critical header, or a label in both buckets, is refused (RFC 9052 3).
 */
#ifndef ASSAY_CODEC_COSE_H
#define ASSAY_CODEC_COSE_H

#include "base/cursor.h"

enum { COSE_ES256 = -7, COSE_ES384 = -35, COSE_ES512 = -36 }; /* RFC 9053 2.1 */
#define COSE_TAG_SIGN1 18u

typedef struct {
    bool tagged;
    assay_bytes headers;      /* the protected headers as they are signed */
    size_t header_count;      /* protected ones, alg among them */
    size_t unprotected_count; /* covered by no signature */
    int64_t alg;
    cursor payload; /* as bytes: payload_bytes */
    assay_bytes payload_bytes, signature;
} cose_sign1;

/* Takes one COSE_Sign1; false with the fault set ("cose.protected", ...). */
bool cose_sign1_parse(cursor *c, cose_sign1 *out);
/* Is the algorithm one of these? */
bool cose_alg_in(int64_t alg, const int64_t *allowed, size_t count);
/* "ES384"; NULL for one without a name here. */
const char *cose_alg_name(int64_t alg);

/* The Sig_structure (RFC 9052 4.4, no external data) in parts, to be hashed one after the other.
 * The views point into `out` and into what was parsed. */
#define COSE_PARTS 4
typedef struct {
    uint8_t front[32], back[16];
    assay_bytes parts[COSE_PARTS];
} cose_to_be_signed;
void cose_sign1_to_be_signed(const cose_sign1 *s, cose_to_be_signed *out);

#endif
