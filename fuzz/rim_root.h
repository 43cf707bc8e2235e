/* SPDX-License-Identifier: Apache-2.0 */
/* The throw-away root of fixtures/rim as the only anchor, so that seeds get past their signers. */
#ifndef ASSAY_FUZZ_RIM_ROOT_H
#define ASSAY_FUZZ_RIM_ROOT_H

#include "trust/store.h"

static const anchor rim_root = {.family = "nvidia-rim",
                                .name = "Test CoRIM signing Root CA",
                                .spki_sha256 = {0x6f, 0xa7, 0xee, 0xbd, 0x92, 0xc5, 0x02, 0xa3,
                                                0xbd, 0xfa, 0x2a, 0xd2, 0xa7, 0xba, 0xa8, 0x80,
                                                0x94, 0xb4, 0x83, 0xb1, 0x57, 0x63, 0xa2, 0x83,
                                                0x27, 0xf9, 0x31, 0xe8, 0xa9, 0x8d, 0x9f, 0xb7},
                                .valid_from = 1654128000, /* 2022-06-02T00:00:00Z */
                                .valid_to = 2600121600,   /* 2052-05-24T00:00:00Z */
                                .path_len = -1};

static const anchor *rim_roots[] = {&rim_root};

#endif
