/* SPDX-License-Identifier: Apache-2.0 */
/* Where AMD's Key Distribution Service has what the store lacks (AMD 57230 4). The library fetches
 * nothing: these addresses stand in needs. Texts live in the arena; NULL when memory failed. */
#ifndef ASSAY_FORMATS_SNP_KDS_H
#define ASSAY_FORMATS_SNP_KDS_H

#include "formats/snp/vek.h"

/* `chip_id` as the report has it: what is behind the line's identity is left out. */
const char *snp_kds_vcek(arena *a, const snp_product *p, assay_bytes chip_id, assay_bytes tcb);
/* PEM of the ASK (or ASVK) and the ARK; DER of the ARK's revocation list. */
const char *snp_kds_chain(arena *a, const snp_product *p, snp_vek_kind kind);
const char *snp_kds_crl(arena *a, const snp_product *p, snp_vek_kind kind);

#endif
