/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the tables of claims (schema.def), and one row out of its parts. */
#ifndef ASSAY_CLAIMS_SCHEMA_ROWS_H
#define ASSAY_CLAIMS_SCHEMA_ROWS_H

#include "claims/schema.h"

#define MAKER CHOSEN_BY_MAKER
#define PLATFORM CHOSEN_BY_PLATFORM
#define ATTESTER CHOSEN_BY_ATTESTER
#define CLAIM_ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_, reference_)     \
    {.pointer = pointer_,                                                                          \
     .type = ASSAY_CLAIM_##type_,                                                                  \
     .length = length_,                                                                            \
     .chooser = chooser_,                                                                          \
     .identifies = identifies_,                                                                    \
     .affects = affects_,                                                                          \
     .doc = doc_,                                                                                  \
     .reference = reference_},

#endif
