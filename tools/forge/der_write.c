/* SPDX-License-Identifier: Apache-2.0 */
/* DER writer: an element's length is put before its contents when the element is closed. */
#include "forge/der_write.h"

der_writer derw_over(uint8_t *buffer, size_t cap)
{
    return (der_writer){.ptr = buffer, .cap = cap, .failed = buffer == NULL};
}

assay_bytes derw_done(der_writer *w)
{
    return w->failed || w->depth != 0 ? (assay_bytes){NULL, 0} : bytes_of(w->ptr, w->len);
}

void derw_raw(der_writer *w, assay_bytes element)
{
    if (w->failed || element.len > w->cap - w->len) {
        w->failed = true;
        return;
    }
    if (element.len > 0) {
        memcpy(w->ptr + w->len, element.ptr, element.len);
    }
    w->len += element.len;
}

static void put_byte(der_writer *w, unsigned value)
{
    uint8_t byte = (uint8_t)value;
    derw_raw(w, bytes_of(&byte, 1));
}

void derw_open(der_writer *w, unsigned tag)
{
    if (w->failed || w->depth == DERW_DEPTH) {
        w->failed = true;
        return;
    }
    put_byte(w, tag);
    w->open[w->depth++] = w->len;
}

/* The length octets of X.690 10.1; how many there are. */
static size_t length_octets(size_t len, uint8_t out[4])
{
    if (len < 0x80) {
        out[0] = (uint8_t)len;
        return 1;
    }
    if (len < 0x100) {
        out[0] = 0x81;
        out[1] = (uint8_t)len;
        return 2;
    }
    if (len < 0x10000) {
        out[0] = 0x82;
        out[1] = (uint8_t)(len >> 8);
        out[2] = (uint8_t)len;
        return 3;
    }
    return 0;
}

void derw_close(der_writer *w)
{
    if (w->failed || w->depth == 0) {
        w->failed = true;
        return;
    }
    size_t start = w->open[--w->depth], contents = w->len - start;
    uint8_t octets[4];
    size_t n = length_octets(contents, octets);
    if (n == 0 || n > w->cap - w->len) {
        w->failed = true;
        return;
    }
    memmove(w->ptr + start + n, w->ptr + start, contents);
    memcpy(w->ptr + start, octets, n);
    w->len += n;
}

void derw_put(der_writer *w, unsigned tag, assay_bytes contents)
{
    derw_open(w, tag);
    derw_raw(w, contents);
    derw_close(w);
}

void derw_text(der_writer *w, unsigned tag, const char *text)
{
    derw_put(w, tag, bytes_of_text(text));
}

void derw_uint(der_writer *w, uint64_t value)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(value >> (8 * (7 - i)));
    }
    derw_magnitude(w, bytes_of(bytes, sizeof bytes));
}

void derw_magnitude(der_writer *w, assay_bytes value)
{
    while (value.len > 1 && value.ptr[0] == 0) {
        value.ptr++;
        value.len--;
    }
    derw_open(w, DER_INTEGER);
    if (value.len == 0 || value.ptr[0] >= 0x80) {
        put_byte(w, 0);
    }
    derw_raw(w, value);
    derw_close(w);
}

void derw_bool(der_writer *w, bool value)
{
    uint8_t byte = value ? 0xff : 0x00;
    derw_put(w, DER_BOOLEAN, bytes_of(&byte, 1));
}

void derw_bits(der_writer *w, assay_bytes bytes)
{
    derw_open(w, DER_BIT_STRING);
    put_byte(w, 0);
    derw_raw(w, bytes);
    derw_close(w);
}

void derw_named_bits(der_writer *w, uint8_t bits)
{
    unsigned octet = 0, unused = 8;
    for (unsigned i = 0; i < 8; i++) {
        if ((bits & (1u << i)) != 0) {
            octet |= 0x80u >> i;
            unused = 7 - i;
        }
    }
    derw_open(w, DER_BIT_STRING);
    put_byte(w, bits == 0 ? 0 : unused);
    if (bits != 0) {
        put_byte(w, octet);
    }
    derw_close(w);
}

/* "2026-01-02T03:04:05Z" without its punctuation. */
void derw_time(der_writer *w, assay_time t)
{
    char full[TIME_TEXT], digits[16];
    time_to_rfc3339(t, full);
    size_t n = 0;
    for (const char *p = full; *p != '\0' && n < sizeof digits - 1; p++) {
        if ((*p >= '0' && *p <= '9') || *p == 'Z') {
            digits[n++] = *p;
        }
    }
    digits[n] = '\0';
    if (n != 15) {
        w->failed = true;
        return;
    }
    bool utc = strncmp(digits, "1950", 4) >= 0 && strncmp(digits, "2050", 4) < 0;
    derw_text(w, utc ? DER_UTC_TIME : DER_GENERALIZED_TIME, utc ? digits + 2 : digits);
}

void derw_ecdsa(der_writer *w, assay_bytes fixed)
{
    size_t width = fixed.len / 2;
    derw_open(w, DER_SEQUENCE);
    derw_magnitude(w, bytes_of(fixed.ptr, width));
    derw_magnitude(w, bytes_of(fixed.ptr + width, width));
    derw_close(w);
}
