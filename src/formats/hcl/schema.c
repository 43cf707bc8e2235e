/* SPDX-License-Identifier: Apache-2.0 */
/* What the claims of a blob are, and who chose them. */
#include "formats/hcl/evidence.h"

#define RUNTIME "OpenHCL RuntimeClaims"
#define QUOTE "TPM 2.0 Part 2, TPMS_ATTEST"
#define PLATFORM CHOSEN_BY_PLATFORM
#define ATTESTER CHOSEN_BY_ATTESTER
#define ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_, reference_)           \
    {.pointer = pointer_,                                                                          \
     .type = ASSAY_CLAIM_##type_,                                                                  \
     .length = length_,                                                                            \
     .chooser = chooser_,                                                                          \
     .identifies = identifies_,                                                                    \
     .affects = affects_,                                                                          \
     .doc = doc_,                                                                                  \
     .reference = reference_},

const claim_schema hcl_schema[HCL_CLAIMS] = {
#include "formats/hcl/schema.def"
};
