/* SPDX-License-Identifier: Apache-2.0 */
/* The report's own signature. */
#ifndef ASSAY_FORMATS_SNP_SIGNATURE_H
#define ASSAY_FORMATS_SNP_SIGNATURE_H

#include "formats/snp/evidence.h"

/* Does this key verify the report? The bytes are hashed as they came. */
bool snp_signed_by(job *j, const snp_report *r, const public_key *key);

#endif
