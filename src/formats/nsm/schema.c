/* SPDX-License-Identifier: Apache-2.0 */
/* What the claims of a document are and who chose them. */
#include "formats/nsm/evidence.h"

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
     .reference = "AWS attestation_process.md 3.1"},

const claim_schema nsm_schema[NSM_CLAIMS] = {
#include "formats/nsm/schema.def"
};
