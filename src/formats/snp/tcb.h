/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What differs between AMD's product lines, as tables: which CPU is of which line, which byte of a
 * TCB_VERSION is which component, and the lowest versions that AMD's bulletins ask for. A CPU or a
 * line that is not in them is unknown, and never read with another line's layout.
 */
#ifndef ASSAY_FORMATS_SNP_TCB_H
#define ASSAY_FORMATS_SNP_TCB_H

#include "base/arena.h"

/* A security patch level, numbered as its certificate extension (AMD
 * 57230, 1.3.6.1.4.1.3704.1.3.x). */
typedef enum {
    SPL_BL = 1,
    SPL_TEE,
    SPL_SNP,
    SPL_4,
    SPL_5,
    SPL_6,
    SPL_7,
    SPL_UCODE,
    SPL_FMC,
    SPL_END
} snp_spl;

/* "bl"; NULL for the levels that have no component yet. */
const char *snp_spl_name(snp_spl spl);

typedef struct {
    const char *name;   /* as in issuer names and in KDS addresses: "Milan" */
    uint8_t structure;  /* structVersion of its key certificates */
    size_t hwid_bytes;  /* of the chip identity that is in them */
    int8_t at[SPL_END]; /* byte of TCB_VERSION; -1: this line has no such level */
    snp_spl order[6];   /* its components in the order of KDS addresses, ended by 0 */
} snp_product;

extern const snp_product snp_products[];
extern const size_t snp_product_count;

/* NULL: unknown. */
const snp_product *snp_product_of_name(assay_str name);
/* By combined CPU family and model. */
const snp_product *snp_product_of_cpu(uint8_t family, uint8_t model);

/* The component's level; 0 for one that the line does not have. `tcb` is 8 bytes. */
uint8_t snp_tcb_level(const snp_product *p, assay_bytes tcb, snp_spl spl);
/* Is every component of `low` at most that of `high`? */
bool snp_tcb_at_most(const snp_product *p, assay_bytes low, assay_bytes high);
/* "bl 4, tee 0, snp 24, ucode 219" */
const char *snp_tcb_text(arena *a, const snp_product *p, assay_bytes tcb);

/* Combined model and stepping of a CPU; -1: unknown, or in a floor: any. */
typedef struct {
    int16_t model, stepping;
} snp_cpu;

/* A floor that AMD published: the level of a component from which on a flaw is mended. Firmware is
 * one for a line, microcode is counted anew for every model and stepping. */
typedef struct {
    const char *product;
    snp_cpu cpu;
    snp_spl spl;
    uint8_t level;
    assay_time published;
    const char *source; /* "AMD-SB-3019, 2025-02-03" */
} snp_floor;

extern const snp_floor snp_floors[];
extern const size_t snp_floor_count;

/* The first floor published by `known_at` that the TCB does not reach; NULL: it reaches all. *any:
 * was there one to reach? */
const snp_floor *snp_floor_missed(const snp_product *p, snp_cpu cpu, assay_bytes tcb,
                                  assay_time known_at, bool *any);

#endif
