/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a certificate of a versioned endorsement key (VCEK: of a chip; VLEK: loaded by a cloud) says
 * beyond X.509: AMD publication 57230, "VCEK Certificate and KDS Interface Specification", 3.1. And
 * the names of the certificates above it.
 */
#ifndef ASSAY_FORMATS_SNP_VEK_H
#define ASSAY_FORMATS_SNP_VEK_H

#include "formats/snp/tcb.h"
#include "pki/cert.h"

typedef enum { VEK_NONE = 0, VEK_CHIP, VEK_LOADED } snp_vek_kind;
const char *snp_vek_name(snp_vek_kind kind); /* "VCEK", "VLEK"; "VEK" for NONE */

typedef struct {
    snp_vek_kind kind; /* by the subject's common name; NONE: it is no such certificate */
    uint8_t structure;
    assay_str product_name; /* "Milan-B0", "Genoa", ..: only ever compared as a prefix */
    uint16_t has;           /* bit per snp_spl */
    uint8_t spl[SPL_END];
    assay_bytes hwid; /* 64 or 8 bytes; {NULL, 0}: none */
    assay_str csp_id; /* {NULL, 0}: none */
} snp_vek;

/* By the common name of a subject: "SEV-VCEK", "SEV-VLEK". */
snp_vek_kind snp_vek_kind_of(assay_bytes subject);
/* False with the fault set when an extension is missing that all have, or is not exactly of its
 * form; kind is set even then. */
bool snp_vek_read(const cert *c, snp_vek *out, fault *f);

/* The hardware identity alone; {NULL, 0}: none, or not of its form. */
assay_bytes snp_vek_hwid(const cert *c);

/* The line and kind in an issuer's name: SEV-Milan issues VCEKs, SEV-VLEK-Milan VLEKs; NULL for any
 * other name. */
const snp_product *snp_issuer_line(assay_bytes name, snp_vek_kind *kind);
/* The line in the name of a root: ARK-Milan. */
const snp_product *snp_root_line(assay_bytes name);

/* Do the levels equal those of the TCB, all of them, with none that the line does not have? */
bool snp_vek_is_of_tcb(const snp_vek *v, const snp_product *p, assay_bytes tcb);
/* Is the hardware identity of this line's length and equal to the report's CHIP_ID? */
bool snp_vek_is_of_chip(const snp_vek *v, const snp_product *p, assay_bytes chip_id);
/* "bl 4, tee 0, .." */
const char *snp_vek_levels_text(arena *a, const snp_vek *v);

#endif
