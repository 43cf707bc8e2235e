/* SPDX-License-Identifier: Apache-2.0 */
/* A report with every field set to something that tells where it was read from. */
#ifndef ASSAY_TESTS_SNP_BYTES_H
#define ASSAY_TESTS_SNP_BYTES_H

#include "formats/snp/layout.h"

#include <stdint.h>
#include <string.h>

static inline void put_le(uint8_t *at, uint64_t value, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
}

/* Milan, all reserved bytes in order, with a signature that is none. */
static inline void make_report(uint8_t out[SNP_REPORT_BYTES], uint32_t version)
{
    memset(out, 0, SNP_REPORT_BYTES);
    put_le(out, version, 4);
    put_le(out + 0x04, 7, 4);
    put_le(out + 0x08, 0x30000, 8);
    memset(out + 0x10, 0xf1, 16);
    memset(out + 0x20, 0xf2, 16);
    put_le(out + 0x34, 1, 4);
    put_le(out + 0x38, 0xdb18000000000004, 8);
    put_le(out + 0x40, 0x25, 8);
    memset(out + 0x50, 0xd1, 64);
    memset(out + 0x90, 0xd2, 48);
    memset(out + 0xC0, 0xd3, 32);
    memset(out + 0xE0, 0xd4, 48);
    memset(out + 0x110, 0xd5, 48);
    memset(out + 0x140, 0xd6, 32);
    memset(out + 0x160, 0xd7, 32);
    put_le(out + 0x180, 0xdb18000000000004, 8);
    if (version >= 3) {
        out[0x188] = 0x19;
        out[0x189] = 0x01;
        out[0x18A] = 0x01;
    }
    memset(out + 0x1A0, 0xc1, 64);
    put_le(out + 0x1E0, 0xdb18000000000004, 8);
    memcpy(out + 0x1E8, "\x15\x37\x01", 3); /* 1.55.21 */
    memcpy(out + 0x1EC, "\x15\x37\x01", 3);
    put_le(out + 0x1F0, 0xdb18000000000004, 8);
    if (version >= 5) {
        put_le(out + 0x1F8, 0xb, 8);
        put_le(out + 0x200, 0xf, 8);
    }
    memset(out + 0x2A0, 0x51, 48);
    memset(out + 0x2E8, 0x52, 48);
}

#endif
