/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the bytes are: AMD publication 56860, "SEV Secure Nested Paging Firmware ABI Specification"
 * (tables ATTESTATION_REPORT, TCB_VERSION, GUEST_POLICY, MSG_REPORT_RSP), and publication 56421,
 * "SEV-ES Guest-Hypervisor Communication Block Standardization" 4.1.8.1 (certificate table).
 * All integers are little-endian.
 */
#ifndef ASSAY_FORMATS_SNP_LAYOUT_H
#define ASSAY_FORMATS_SNP_LAYOUT_H

/* ATTESTATION_REPORT */
#define SNP_REPORT_BYTES 0x4A0u
#define SNP_SIGNED_BYTES 0x2A0u /* what the signature covers: everything in front of it */
#define SNP_VERSION_MIN 2u      /* 1 was pre-production firmware with another layout */
#define SNP_VERSION_FMS 3u      /* family, model and stepping appear */
#define SNP_VERSION_MIT 5u      /* mitigation vectors appear */
#define SNP_VERSION_MAX 5u
#define SNP_REPORT_DATA_AT 0x50u
#define SNP_REPORT_DATA_BYTES 64u
#define SNP_CHIP_ID_BYTES 64u
#define SNP_TCB_BYTES 8u
#define SNP_SIGNATURE_AT 0x2A0u
#define SNP_SCALAR_BYTES 72u /* of R and of S, of which 48 count */
#define SNP_SCALAR_USED 48u
#define SNP_TAIL_AT 0x330u /* behind the signature, covered by nothing */

#define SNP_SIGNATURE_ALGO_P384 1u /* ECDSA P-384 with SHA-384; 0 is invalid */
#define SNP_VMPL_HOST 0xFFFFFFFFu  /* the host asked for the report: SNP_HV_REPORT_REQ */
#define SNP_VMPL_MAX 3u

/* KEY_INFO at 0x48 */
#define SNP_KEY_INFO_AUTHOR_KEY_EN 0x1u
#define SNP_KEY_INFO_MASK_CHIP_KEY 0x2u
#define SNP_KEY_INFO_SIGNING_KEY(flags) (((flags) >> 2) & 0x7u)
#define SNP_KEY_INFO_RESERVED 0xFFFFFFE0u
#define SNP_SIGNING_KEY_VCEK 0u
#define SNP_SIGNING_KEY_VLEK 1u
#define SNP_SIGNING_KEY_NONE 7u

/* GUEST_POLICY at 0x08: bit numbers */
#define SNP_POLICY_SMT 16u
#define SNP_POLICY_ONE 17u /* reserved, always one */
#define SNP_POLICY_MIGRATE_MA 18u
#define SNP_POLICY_DEBUG 19u
#define SNP_POLICY_KNOWN_BITS 26u /* this bit and those above have no meaning yet */

/* PLATFORM_INFO at 0x40: bit 6 has no name, and firmware of Turin sets it. */
#define SNP_PLATFORM_KNOWN_BITS 8u

/* MSG_REPORT_RSP, in the 4000 bytes that the guest driver returns. */
#define SNP_RSP_HEADER_BYTES 0x20u
#define SNP_RSP_RESERVED_BYTES 24u

/* Certificate table: entries of a GUID, an offset and a length, ended by one of zeros. */
#define SNP_TABLE_GUID_BYTES 16u
#define SNP_TABLE_ENTRY_BYTES 24u

#endif
