/* SPDX-License-Identifier: Apache-2.0 */
/* What the claims of a blob are, and who chose them. */
#include "formats/hcl/evidence.h"
#include "claims/schema_rows.h"

#define RUNTIME "OpenHCL RuntimeClaims"
#define QUOTE "TPM 2.0 Part 2, TPMS_ATTEST"
#define ROW CLAIM_ROW

const claim_schema hcl_schema[HCL_CLAIMS] = {
#include "formats/hcl/schema.def"
};
