/* SPDX-License-Identifier: Apache-2.0 */
/* What each token family adds to the engine: its claims, and what it says about them. */
#ifndef ASSAY_FORMATS_JWT_FAMILIES_H
#define ASSAY_FORMATS_JWT_FAMILIES_H

#include "formats/jwt/profile.h"
#include "formats/jwt/token.h"

enum {
    GCP_CS_CLAIMS = 0
#define ROW(...) +1
#define ONE_OR_LIST(...) +1
#include "formats/jwt/gcp_cs.def"
#undef ROW
#undef ONE_OR_LIST
};
extern const claim_schema gcp_cs_schema[GCP_CS_CLAIMS];
void gcp_cs_default_tests(job *j, const jwt_token *t);
void gcp_cs_evaluate(job *j, const jwt_token *t);

#endif
