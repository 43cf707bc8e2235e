/* SPDX-License-Identifier: Apache-2.0 */
/* What makes a line of a schema.def a row, for GPUs and switches. */
#ifndef ASSAY_FORMATS_SPDM_SCHEMA_H
#define ASSAY_FORMATS_SPDM_SCHEMA_H

#include "claims/schema.h"

#define MAKER CHOSEN_BY_MAKER
#define PLATFORM CHOSEN_BY_PLATFORM
#define ATTESTER CHOSEN_BY_ATTESTER
#define ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_)                       \
    {.pointer = pointer_,                                                                          \
     .type = ASSAY_CLAIM_##type_,                                                                  \
     .length = length_,                                                                            \
     .chooser = chooser_,                                                                          \
     .identifies = identifies_,                                                                    \
     .affects = affects_,                                                                          \
     .doc = doc_,                                                                                  \
     .reference = "NVIDIA attestation SDK, GPU and switch evidence"},

#endif
