/* SPDX-License-Identifier: Apache-2.0 */
/* The attestation report as its fields; syntax only. Every view points into the 1184 bytes. */
#ifndef ASSAY_FORMATS_SNP_REPORT_H
#define ASSAY_FORMATS_SNP_REPORT_H

#include "base/arena.h"
#include "base/cursor.h"
#include "formats/snp/layout.h"

typedef struct {
    uint8_t major, minor, build;
} snp_version;

typedef struct {
    assay_bytes raw, signed_part;
    uint32_t version, guest_svn, vmpl, signature_algo, key_info;
    uint64_t policy, platform_info, launch_mit, current_mit;
    assay_bytes family_id, image_id, report_data, measurement, host_data;
    assay_bytes id_key_digest, author_key_digest, report_id, report_id_ma, chip_id;
    assay_bytes current_tcb, reported_tcb, committed_tcb, launch_tcb;
    uint8_t family, model, stepping; /* of the CPU, combined; in versions before 3 reserved bytes */
    snp_version current, committed;
    assay_bytes r, s; /* 72 bytes each, little-endian */
} snp_report;

/* Takes the next 1184 bytes; false with the fault set when there are fewer. */
bool snp_report_parse(cursor *c, snp_report *out);
bool snp_report_version_known(const snp_report *r);

/* The first reserved byte of the signed part that is not as the report's version has it, or
 * SIZE_MAX. Bits of the policy and of the platform word that got a meaning later are no such bytes.
 */
size_t snp_report_reserved(const snp_report *r);
/* The first byte behind the signature that is not zero, or SIZE_MAX. */
size_t snp_report_tail(const snp_report *r);

/* R and S are zero: the firmware was told not to sign. */
bool snp_report_unsigned(const snp_report *r);
/* Big-endian r||s as crypto_verify takes it; false when a byte above the 48th is not zero. */
bool snp_report_signature(const snp_report *r, uint8_t out[2 * SNP_SCALAR_USED]);

/* -1, 0, 1 */
int snp_version_order(const snp_version *a, const snp_version *b);
const char *snp_version_text(arena *a, const snp_version *v); /* "1.55.21" */

#endif
