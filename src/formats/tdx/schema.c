/* SPDX-License-Identifier: Apache-2.0 */
/* What the claims of a quote are, who chose them, and what their bits are called. */
#include "formats/tdx/evidence.h"
#include "claims/schema_rows.h"

/* Intel TDX Module ABI, TD ATTRIBUTES; names as Linux has them. */
static const claim_bit td_bits[] = {
    {"DEBUG", TD_ATTRIBUTES_DEBUG},
    {"HGS_PLUS_PROF", 4},
    {"PERF_PROF", 5},
    {"PMT_PROF", 6},
    {"ICSSD", 16},
    {"LASS", 27},
    {"SEPT_VE_DISABLE", TD_ATTRIBUTES_SEPT_VE_DISABLE},
    {"MIGRATABLE", TD_ATTRIBUTES_MIGRATABLE},
    {"PKS", 30},
    {"KL", 31},
    {"TPA", 62},
    {"PERFMON", 63},
};

/* Intel SDM 3D, 35.7.1 */
static const claim_bit sgx_bits[] = {
    {"INIT", SGX_FLAGS_INIT},
    {"DEBUG", SGX_FLAGS_DEBUG},
    {"MODE64BIT", 2},
    {"PROVISIONKEY", 4},
    {"EINITTOKEN_KEY", 5},
    {"CET", 6},
    {"KSS", 7},
    {"AEX_NOTIFY", 10},
};

#define ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_)                       \
    CLAIM_ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_, REFERENCE)
#define FLAGS(pointer_, length_, chooser_, bits_, doc_)                                            \
    {.pointer = pointer_,                                                                          \
     .type = ASSAY_CLAIM_BYTES,                                                                    \
     .length = length_,                                                                            \
     .chooser = chooser_,                                                                          \
     .affects = "configuration",                                                                   \
     .bits = bits_,                                                                                \
     .bit_count = ARRAY_LEN(bits_),                                                                \
     .doc = doc_,                                                                                  \
     .reference = REFERENCE},

#define REFERENCE "Intel TDX DCAP Quoting Library API, appendix 3"
const claim_schema quote_td_schema[QUOTE_TD_CLAIMS] = {
#include "formats/tdx/schema_quote.def"
#include "formats/tdx/schema_td.def"
#include "formats/tdx/tcb_schema.def"
};
#undef REFERENCE

#define REFERENCE "Intel SGX ECDSA Quote Library API, appendix A"
const claim_schema quote_sgx_schema[QUOTE_SGX_CLAIMS] = {
#include "formats/tdx/schema_quote.def"
#include "formats/tdx/schema_sgx.def"
#include "formats/tdx/tcb_schema.def"
};
