/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the rows of a family's .def become rows of its schema. A family defines CLAIMS, where its
 * claims are specified, before it includes this, and NAMED and HEX, where it has claims that stand
 * in several places.
 */
#include "claims/schema_rows.h"

#define CLAIM(pointer_, type_, length_, chooser_, identifies_, affects_, doc_)                     \
    CLAIM_ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_, CLAIMS)
#define ROW(pointer_, type_, chooser_, identifies_, affects_, doc_)                                \
    CLAIM(pointer_, type_, 0, chooser_, identifies_, affects_, doc_)
#define HEX_AT(pointer_, length_, chooser_, identifies_, affects_, doc_)                           \
    CLAIM(pointer_, BYTES, length_, chooser_, identifies_, affects_, doc_)
#define ONE_OR_LIST(pointer_, chooser_, doc_)                                                      \
    {.pointer = pointer_,                                                                          \
     .type = ASSAY_CLAIM_LIST,                                                                     \
     .single_is_list = true,                                                                       \
     .chooser = chooser_,                                                                          \
     .doc = doc_,                                                                                  \
     .reference = CLAIMS},
