/* SPDX-License-Identifier: Apache-2.0 */
/* AMD SEV-SNP attestation: the bare report, the report with its certificate table, and what the
 * guest driver returns. */
#ifndef ASSAY_FORMATS_SNP_SNP_H
#define ASSAY_FORMATS_SNP_SNP_H

#include "formats/format.h"

extern const format format_snp_report, format_snp_ext_report;
extern const container container_snp_msg_report_rsp;

#endif
