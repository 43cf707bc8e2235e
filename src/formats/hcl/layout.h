/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where things are in the attestation blob of an Azure confidential VM (NV index 0x01400001 of its
 * vTPM): the request that the paravisor makes for the certificate of its attestation key. Source:
 * OpenHCL, openhcl_attestation_protocol, igvm_attest/get.rs; numbers are little-endian.
 */
#ifndef ASSAY_FORMATS_HCL_LAYOUT_H
#define ASSAY_FORMATS_HCL_LAYOUT_H

/* IgvmAttestRequestHeader; nothing signs it. */
#define HCL_VERSION_FIRST 1u /* of the paravisor before OpenHCL */
#define HCL_VERSION_LAST 2u
#define HCL_REQUEST_AK_CERT 2u
#define HCL_RESERVED_BYTES 12u

/* The hardware report, zero-padded to the size of the longest kind. */
#define HCL_REPORT_AT 0x20u
#define HCL_REPORT_BYTES 0x4A0u

/* IgvmAttestRequestData; nothing signs it. */
#define HCL_DATA_AT 0x4C0u
#define HCL_DATA_BYTES 20u
#define HCL_DATA_VERSION 1u
#define HCL_REPORT_TYPE_SNP 2u
#define HCL_REPORT_TYPE_TDX 4u
#define HCL_HASH_SHA256 1u

/* The runtime claims, whose digest is in the hardware report; zeros follow up to the end. */
#define HCL_RUNTIME_AT 0x4D4u

#define HCL_REPORT_DATA_BYTES 64u /* of the hardware report: 32 of digest, 32 of zeros */
#define HCL_USER_DATA_BYTES 64u

#endif
