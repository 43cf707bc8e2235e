/* SPDX-License-Identifier: Apache-2.0 */
/* What the claims of a report are, who chose them, and what their bits and bytes are called. */
#include "formats/snp/evidence.h"
#include "claims/schema_rows.h"

static const claim_bit policy_bits[] = {
    {"SMT", SNP_POLICY_SMT},
    {"RESERVED_ONE", SNP_POLICY_ONE},
    {"MIGRATE_MA", SNP_POLICY_MIGRATE_MA},
    {"DEBUG", SNP_POLICY_DEBUG},
    {"SINGLE_SOCKET", 20},
    {"CXL_ALLOW", 21},
    {"MEM_AES_256_XTS", 22},
    {"RAPL_DIS", 23},
    {"CIPHERTEXT_HIDING_DRAM", 24},
    {"PAGE_SWAP_DISABLE", 25},
};

static const claim_bit platform_bits[] = {
    {"SMT_EN", 0},
    {"TSME_EN", 1},
    {"ECC_EN", 2},
    {"RAPL_DIS", 3},
    {"CIPHERTEXT_HIDING_DRAM_EN", 4},
    {"ALIAS_CHECK_COMPLETE", 5},
    {"RESERVED_6", 6},
    {"SEV_TIO_EN", 7},
};

/* As snp_products has them; a test compares the two. */
static const claim_svn svns[] = {
    {"Milan", "bl", 0},    {"Milan", "tee", 1}, {"Milan", "snp", 6}, {"Milan", "ucode", 7},
    {"Genoa", "bl", 0},    {"Genoa", "tee", 1}, {"Genoa", "snp", 6}, {"Genoa", "ucode", 7},
    {"Turin", "fmc", 0},   {"Turin", "bl", 1},  {"Turin", "tee", 2}, {"Turin", "snp", 3},
    {"Turin", "ucode", 7},
};

#define REPORT "AMD 56860, ATTESTATION_REPORT"
#define ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_)                       \
    CLAIM_ROW(pointer_, type_, length_, chooser_, identifies_, affects_, doc_, REPORT)
#define FLAGS(pointer_, chooser_, bits_, doc_)                                                     \
    {.pointer = pointer_,                                                                          \
     .type = ASSAY_CLAIM_UINT,                                                                     \
     .chooser = chooser_,                                                                          \
     .affects = "configuration",                                                                   \
     .bits = bits_,                                                                                \
     .bit_count = ARRAY_LEN(bits_),                                                                \
     .doc = doc_,                                                                                  \
     .reference = REPORT},
#define TCB(pointer_, doc_)                                                                        \
    {.pointer = pointer_,                                                                          \
     .type = ASSAY_CLAIM_BYTES,                                                                    \
     .length = SNP_TCB_BYTES,                                                                      \
     .chooser = CHOSEN_BY_PLATFORM,                                                                \
     .affects = "hardware",                                                                        \
     .svn = svns,                                                                                  \
     .svn_count = ARRAY_LEN(svns),                                                                 \
     .svn_by = "/product_line",                                                                    \
     .doc = doc_,                                                                                  \
     .reference = "AMD 56860, TCB_VERSION"},

const claim_schema snp_schema[SNP_CLAIMS] = {
#include "formats/snp/schema.def"
};
