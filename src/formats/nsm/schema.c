/* SPDX-License-Identifier: Apache-2.0 */
/* What the claims of a document are and who chose them. */
#include "formats/nsm/evidence.h"
#include "claims/schema_rows.h"

#define ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_)                       \
    CLAIM_ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_,                     \
              "AWS attestation_process.md 3.1")

const claim_schema nsm_schema[NSM_CLAIMS] = {
#include "formats/nsm/schema.def"
};
