/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DER (X.690 10, 11) over the sticky cursor, in the vocabulary of BoringSSL's CBS: single-byte tags,
 * definite minimal lengths up to 4 bytes, minimal integers. Each function reads one element of the
 * given tag, faults with the field's name otherwise, and yields an empty value after a fault.
 */
#ifndef ASSAY_CODEC_DER_H
#define ASSAY_CODEC_DER_H

#include "base/cursor.h"
#include "base/time.h"

enum {
    DER_BOOLEAN = 0x01,
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OCTET_STRING = 0x04,
    DER_NULL = 0x05,
    DER_OID = 0x06,
    DER_ENUMERATED = 0x0a,
    DER_UTF8 = 0x0c,
    DER_PRINTABLE = 0x13,
    DER_T61 = 0x14,
    DER_IA5 = 0x16,
    DER_UTC_TIME = 0x17,
    DER_GENERALIZED_TIME = 0x18,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31
};
#define DER_CONTEXT(n) (0x80u | (n))             /* primitive, implicit */
#define DER_CONTEXT_CONSTRUCTED(n) (0xa0u | (n)) /* constructed, explicit */

/* Is the next element of this tag? False at the end and after a fault. */
bool der_peek(const cursor *c, unsigned tag);
/* The contents of the next element as a cursor of its own. */
cursor der_enter(cursor *c, unsigned tag, const char *what);
/* The contents as bytes; the whole element with its header. */
assay_bytes der_value(cursor *c, unsigned tag, const char *what);
assay_bytes der_element(cursor *c, unsigned tag, const char *what);
/* The next element whatever its tag: header included, the tag into *tag. */
assay_bytes der_any(cursor *c, unsigned *tag, const char *what);

bool der_bool(cursor *c, const char *what);            /* 0x00 or 0xff */
uint64_t der_uint(cursor *c, const char *what);        /* INTEGER, not negative, fits 64 bits */
/* INTEGER contents, minimal, either sign; the sign byte is kept. */
assay_bytes der_integer(cursor *c, const char *what);
/* INTEGER, positive or zero, leading zero byte removed: magnitude big-endian, of no bytes
 * for zero. */
assay_bytes der_magnitude(cursor *c, const char *what);
assay_bytes der_oid(cursor *c, const char *what);      /* contents, checked for minimal arcs */
/* BIT STRING without unused bits. */
assay_bytes der_bits(cursor *c, const char *what);
/* BIT STRING of at most 16 named bits, bit 0 in the least significant place. Trailing zero bits pass
 * against X.690 11.2.2: the intermediate certificates of AMD have them in keyUsage. */
uint16_t der_named_bits(cursor *c, const char *what);
/* UTCTime or GeneralizedTime. */
assay_time der_time(cursor *c, const char *what);
/* Consumes an optional NULL. */
bool der_optional_null(cursor *c);

/* ECDSA-Sig-Value (RFC 3279 2.2.3) into fixed-width r||s of 2 * width bytes; false if it is not
 * strict DER or a number does not fit. */
bool der_ecdsa_to_fixed(assay_bytes der, size_t width, uint8_t *out);

/* Compares an OID's contents with a literal such as DER_OID_BYTES below. */
#define OID(...) ((assay_bytes){(const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})})
/* Dotted text of an OID's contents, for messages. Buffer of at least 96 bytes. */
void der_oid_text(assay_bytes oid, char out[96]);

#endif
