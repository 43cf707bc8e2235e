/* SPDX-License-Identifier: Apache-2.0 */
/* Attestation tokens, for the registry. */
#ifndef ASSAY_FORMATS_JWT_H
#define ASSAY_FORMATS_JWT_H

#include "formats/format.h"
#include "formats/jwt/jwks.h"

extern const format format_jwt_gcp_cs, format_jwt_nras, format_jwt_maa, format_jwt_ita,
    format_jwt_ear;

#endif
