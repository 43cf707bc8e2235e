/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What TPM2_Quote returns (TPM 2.0 Library, Part 2: 10.12.8 TPMS_ATTEST, 10.12.1 TPMS_QUOTE_INFO,
 * 10.6.2 TPMS_PCR_SELECTION, 11.3.4 TPMT_SIGNATURE); syntax, and the digest over the registers.
 * Numbers are big-endian.
 */
#ifndef ASSAY_FORMATS_HCL_TPM_QUOTE_H
#define ASSAY_FORMATS_HCL_TPM_QUOTE_H

#include "base/cursor.h"
#include "crypto/crypto.h"

#define TPM_REGISTERS 24u
#define TPM_REGISTER_BYTES 32u /* of the SHA-256 bank */

typedef struct {
    uint32_t magic;
    uint16_t type;
    assay_bytes qualified_signer, extra_data;
    uint64_t clock; /* milliseconds */
    uint32_t reset_count, restart_count;
    uint8_t safe;
    uint64_t firmware_version;
    /* Of quotes only: */
    bool sha256_alone; /* the selection is of 24 registers of the SHA-256 bank, and of no other */
    uint32_t selected; /* bit per register of that bank */
    assay_bytes pcr_digest;
} tpm_attest;

/* False with the fault set when it is not of the form. Of what is no quote, only the part that all
 * kinds have is read. */
bool tpm_attest_read(assay_bytes in, tpm_attest *out, fault *f);
/* Made by a TPM (TPM_GENERATED_VALUE), and a quote (TPM_ST_ATTEST_QUOTE)? */
bool tpm_is_quote(const tpm_attest *a);

/* The bare RSA signature: all of `in` when it is as wide as the key, or what a TPMT_SIGNATURE of
 * RSASSA with SHA-256 holds; {NULL, 0}: neither. */
assay_bytes tpm_signature(assay_bytes in, size_t width);

/* SHA-256 over the selected of 24 registers, in their order. OK or E_MEMORY. */
assay_status tpm_pcr_digest(assay_bytes registers, uint32_t selected, uint8_t out[32]);
/* The value of one of the 24; `index` below TPM_REGISTERS. */
assay_bytes tpm_register(assay_bytes registers, unsigned index);

#endif
