/* SPDX-License-Identifier: Apache-2.0 */
/* CBOR writer. */
#include "forge/cbor_write.h"

cbor_writer cbw_over(uint8_t *buffer, size_t cap)
{
    return (cbor_writer){.ptr = buffer, .cap = cap, .failed = buffer == NULL};
}

assay_bytes cbw_done(const cbor_writer *w)
{
    return w->failed ? (assay_bytes){NULL, 0} : bytes_of(w->ptr, w->len);
}

void cbw_raw(cbor_writer *w, assay_bytes encoded)
{
    if (w->failed || encoded.len > w->cap - w->len) {
        w->failed = true;
        return;
    }
    if (encoded.len > 0) {
        memcpy(w->ptr + w->len, encoded.ptr, encoded.len);
    }
    w->len += encoded.len;
}

void cbw_byte(cbor_writer *w, unsigned byte)
{
    uint8_t one = (uint8_t)byte;
    cbw_raw(w, bytes_of(&one, 1));
}

void cbw_head(cbor_writer *w, unsigned major, uint64_t argument)
{
    if (argument < 24) {
        cbw_byte(w, major << 5 | (unsigned)argument);
        return;
    }
    unsigned log2 = argument <= UINT8_MAX    ? 0
                    : argument <= UINT16_MAX ? 1
                    : argument <= UINT32_MAX ? 2
                                             : 3;
    cbw_byte(w, major << 5 | (24 + log2));
    for (unsigned left = 1u << log2; left > 0; left--) {
        cbw_byte(w, (unsigned)(argument >> 8 * (left - 1)) & 0xff);
    }
}

void cbw_open(cbor_writer *w, unsigned major)
{
    cbw_byte(w, major << 5 | 31);
}

void cbw_bytes(cbor_writer *w, assay_bytes value)
{
    cbw_head(w, CBW_BYTES, value.len);
    cbw_raw(w, value);
}

void cbw_text(cbor_writer *w, const char *value)
{
    cbw_head(w, CBW_TEXT, strlen(value));
    cbw_raw(w, bytes_of_text(value));
}

void cbw_null(cbor_writer *w)
{
    cbw_byte(w, 0xf6);
}
