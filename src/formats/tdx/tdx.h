/* SPDX-License-Identifier: Apache-2.0 */
/* Intel quotes, of trust domains and of SGX enclaves. */
#ifndef ASSAY_FORMATS_TDX_TDX_H
#define ASSAY_FORMATS_TDX_TDX_H

#include "formats/format.h"

extern const format format_tdx_quote, format_sgx_quote;
extern const dissector dissector_ccel_eventlog, dissector_ccel_acpi_table, dissector_tdx_tdreport;

#endif
