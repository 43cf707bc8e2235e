/* SPDX-License-Identifier: Apache-2.0 */
/* Writes CBOR (RFC 8949), also against its rules, into a buffer of the caller's. Sticky as
 * der_write.h: what does not fit makes cbw_done yield nothing. */
#ifndef ASSAY_FORGE_CBOR_WRITE_H
#define ASSAY_FORGE_CBOR_WRITE_H

#include "base/bytes.h"

enum { /* major types */
       CBW_UINT = 0,
       CBW_NINT,
       CBW_BYTES,
       CBW_TEXT,
       CBW_ARRAY,
       CBW_MAP,
       CBW_TAG,
       CBW_OTHER
};

typedef struct {
    uint8_t *ptr;
    size_t cap, len;
    bool failed;
} cbor_writer;

cbor_writer cbw_over(uint8_t *buffer, size_t cap);
assay_bytes cbw_done(const cbor_writer *w); /* {NULL, 0} if it failed */

void cbw_raw(cbor_writer *w, assay_bytes encoded);
void cbw_byte(cbor_writer *w, unsigned byte); /* 0xff ends what cbw_open opened */
/* A head of the shortest form; of indefinite length. */
void cbw_head(cbor_writer *w, unsigned major, uint64_t argument);
void cbw_open(cbor_writer *w, unsigned major);
void cbw_bytes(cbor_writer *w, assay_bytes value);
void cbw_text(cbor_writer *w, const char *value);
void cbw_null(cbor_writer *w);

#endif
