/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where things are in an Intel quote. Numbers are little-endian; ECDSA's r, s, x, y are big-endian.
 * Source: Intel TDX DCAP Quoting Library API, appendix 3 (quote formats 4 and 5); Intel SGX ECDSA
 * Quote Library API, appendix A (format 3, certification data); Intel TDX Module ABI,
 * TDINFO_STRUCT.
 */
#ifndef ASSAY_FORMATS_TDX_LAYOUT_H
#define ASSAY_FORMATS_TDX_LAYOUT_H

#define QUOTE_HEADER_BYTES 48u
#define QUOTE_KEY_ECDSA_P256 2u
#define QUOTE_TEE_SGX 0x00u
#define QUOTE_TEE_TDX 0x81u
#define QUOTE_VENDOR_INTEL                                                                         \
    {                                                                                              \
        0x93, 0x9a, 0x72, 0x33, 0xf7, 0x9c, 0x4c, 0xa9, 0x94, 0x0a, 0x0d, 0xb3, 0x95, 0x7f, 0x06,  \
            0x07                                                                                   \
    }
#define QUOTE_QE_ID_BYTES 16u /* the first of the header's user data */

/* Bodies; body type and size stand in front of them in version 5. */
#define QUOTE_BODY_SGX 1u
#define QUOTE_BODY_TD10 2u
#define QUOTE_BODY_TD15 3u
#define QUOTE_BODY_TD15_EX 4u
#define SGX_REPORT_BYTES 384u
#define TD10_REPORT_BYTES 584u
#define TD15_REPORT_BYTES 648u
#define TD15_EX_REPORT_BYTES 885u

#define QUOTE_SIGNATURE_BYTES 64u
#define QUOTE_KEY_BYTES 64u
#define QUOTE_REPORT_DATA_BYTES 64u

/* Types of certification data */
#define CERT_DATA_PPID 1u
#define CERT_DATA_PPID_RSA2048 2u
#define CERT_DATA_PPID_RSA3072 3u
#define CERT_DATA_PCK_LEAF 4u
#define CERT_DATA_PCK_CHAIN 5u
#define CERT_DATA_QE_REPORT 6u

/* TDATTRIBUTES (Intel TDX Module ABI, 3.4.1) */
#define TD_ATTRIBUTES_DEBUG 0
#define TD_ATTRIBUTES_TUD_BITS 8u /* the first ones: set, they make the TD untrusted */
#define TD_ATTRIBUTES_SEPT_VE_DISABLE 28
#define TD_ATTRIBUTES_MIGRATABLE 29

/* ATTRIBUTES.FLAGS of an enclave (Intel SDM volume 3D, 35.7.1) */
#define SGX_FLAGS_INIT 0
#define SGX_FLAGS_DEBUG 1

#endif
