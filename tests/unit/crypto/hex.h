/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal literals as bytes, for known answers. */
#ifndef ASSAY_TESTS_CRYPTO_HEX_H
#define ASSAY_TESTS_CRYPTO_HEX_H

#include "base/bytes.h"

#include <stdio.h>

typedef struct {
    uint8_t bytes[1280];
    size_t len;
} hex_value;

static inline hex_value hex(const char *text)
{
    hex_value v = {{0}, 0};
    for (unsigned byte; v.len < sizeof v.bytes && sscanf(text, "%2x", &byte) == 1; text += 2) {
        v.bytes[v.len++] = (uint8_t)byte;
    }
    return v;
}

static inline assay_bytes hex_view(const hex_value *v)
{
    return bytes_of(v->bytes, v->len);
}

#endif
