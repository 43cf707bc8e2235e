/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 as RFC 3629 3 has it: shortest form only, no surrogates, nothing above U+10FFFF. */
#include "base/text.h"

static const struct {
    uint8_t mask, lead; /* of the first byte */
    uint8_t length;
    uint32_t least; /* what a shorter form could not have said */
} forms[] = {
    {0x80, 0x00, 1, 0},
    {0xe0, 0xc0, 2, 0x80},
    {0xf0, 0xe0, 3, 0x800},
    {0xf8, 0xf0, 4, 0x10000},
};

static size_t decode_form(assay_bytes in, size_t form, uint32_t *code)
{
    size_t length = forms[form].length;
    if (in.len < length) {
        return 0;
    }
    uint32_t value = in.ptr[0] & (uint8_t)~forms[form].mask;
    for (size_t i = 1; i < length; i++) {
        if ((in.ptr[i] & 0xc0) != 0x80) {
            return 0;
        }
        value = value << 6 | (in.ptr[i] & 0x3f);
    }
    bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < forms[form].least || value > 0x10ffff || surrogate) {
        return 0;
    }
    *code = value;
    return length;
}

size_t utf8_next(assay_bytes in, uint32_t *code)
{
    if (in.len == 0) {
        return 0;
    }
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        if ((in.ptr[0] & forms[i].mask) == forms[i].lead) {
            return decode_form(in, i, code);
        }
    }
    return 0;
}

bool utf8_valid(assay_bytes in)
{
    uint32_t code;
    for (size_t at = 0, n; at < in.len; at += n) {
        n = utf8_next(bytes_of(in.ptr + at, in.len - at), &code);
        if (n == 0) {
            return false;
        }
    }
    return true;
}
