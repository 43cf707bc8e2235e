/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes DER (X.690 10) into a buffer of the caller's. Sticky: what does not fit, or nests deeper
 * than DERW_DEPTH, sets `failed`, and derw_done then yields nothing.
 */
#ifndef ASSAY_FORGE_DER_WRITE_H
#define ASSAY_FORGE_DER_WRITE_H

#include "codec/der.h"

#define DERW_DEPTH 16

typedef struct {
    uint8_t *ptr;
    size_t cap, len;
    size_t open[DERW_DEPTH]; /* where the contents of each open element begin */
    size_t depth;
    bool failed;
} der_writer;

der_writer derw_over(uint8_t *buffer, size_t cap);
/* The whole; {NULL, 0} if it failed or an element is still open. */
assay_bytes derw_done(der_writer *w);

/* An element whose contents are written between the two. */
void derw_open(der_writer *w, unsigned tag);
void derw_close(der_writer *w);

void derw_raw(der_writer *w, assay_bytes element);
void derw_put(der_writer *w, unsigned tag, assay_bytes contents);
void derw_text(der_writer *w, unsigned tag, const char *text);
void derw_uint(der_writer *w, uint64_t value);
/* A non-negative INTEGER of any size, big-endian. */
void derw_magnitude(der_writer *w, assay_bytes value);
void derw_bool(der_writer *w, bool value);
/* BIT STRING without unused bits; and of up to 8 named bits, bit 0 in the least significant place.
 */
void derw_bits(der_writer *w, assay_bytes bytes);
void derw_named_bits(der_writer *w, uint8_t bits);
/* UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280 4.1.2.5). */
void derw_time(der_writer *w, assay_time t);
/* ECDSA-Sig-Value (RFC 3279 2.2.3) of a fixed-width r||s. */
void derw_ecdsa(der_writer *w, assay_bytes fixed);

#endif
