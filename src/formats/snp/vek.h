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

/* False with the fault set when an extension is missing that all have, or is not exactly of its
 * form; kind is set even then. */
bool snp_vek_read(const cert *c, snp_vek *out, fault *f);

/* The hardware identity alone; {NULL, 0}: none, or not of its form. */
assay_bytes snp_vek_hwid(const cert *c);

/* What a name says, by its common name. `line` is NULL for the keys at the end. */
typedef enum { NAME_OTHER = 0, NAME_VCEK, NAME_VLEK, NAME_ASK, NAME_ASVK, NAME_ARK } snp_name_role;
typedef struct {
    snp_name_role role;
    const snp_product *line; /* of SEV-Milan (ASK), SEV-VLEK-Milan (ASVK), ARK-Milan */
} snp_name;
snp_name snp_name_read(assay_str common_name);
/* The line whose ASK or ASVK is named so, if that issues keys of this kind; NULL otherwise. */
const snp_product *snp_name_issues(snp_name name, snp_vek_kind kind);

/* Do the levels equal those of the TCB, all of them, with none that the line does not have? */
bool snp_vek_is_of_tcb(const snp_vek *v, const snp_product *p, assay_bytes tcb);
/* Is the hardware identity of this line's length and equal to the report's CHIP_ID? */
bool snp_vek_is_of_chip(const snp_vek *v, const snp_product *p, assay_bytes chip_id);
/* "bl 4, tee 0, .." */
const char *snp_vek_levels_text(arena *a, const snp_vek *v);

#endif
