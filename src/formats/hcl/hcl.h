/* SPDX-License-Identifier: Apache-2.0 */
/* Azure confidential VMs: the paravisor's blob around a hardware report, and the vTPM's quote. */
#ifndef ASSAY_FORMATS_HCL_HCL_H
#define ASSAY_FORMATS_HCL_HCL_H

#include "formats/format.h"

extern const format format_azure_hcl_snp, format_azure_hcl_tdx;

#endif
