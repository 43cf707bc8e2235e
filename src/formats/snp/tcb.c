/* SPDX-License-Identifier: Apache-2.0 */
/* Product lines, TCB layouts and published floors. */
#include "formats/snp/tcb.h"
#include "base/cursor.h"
#include "base/text.h"

const char *snp_spl_name(snp_spl spl)
{
    static const char *const names[SPL_END] = {[SPL_BL] = "bl",
                                               [SPL_TEE] = "tee",
                                               [SPL_SNP] = "snp",
                                               [SPL_UCODE] = "ucode",
                                               [SPL_FMC] = "fmc"};
    return spl < SPL_END ? names[spl] : NULL;
}

/*
 * AMD 56860, table TCB_VERSION. The byte of a level that has no component yet is reserved; where a
 * certificate states such a level, it must still be the byte's.
 */
const snp_product snp_products[] = {
    {"Milan", 0, 64, {-1, 0, 1, 6, 2, 3, 4, 5, 7, -1}, {SPL_BL, SPL_TEE, SPL_SNP, SPL_UCODE}},
    {"Genoa", 0, 64, {-1, 0, 1, 6, 2, 3, 4, 5, 7, -1}, {SPL_BL, SPL_TEE, SPL_SNP, SPL_UCODE}},
    {"Turin",
     1,
     8,
     {-1, 1, 2, 3, -1, 4, 5, 6, 7, 0},
     {SPL_FMC, SPL_BL, SPL_TEE, SPL_SNP, SPL_UCODE}},
};
const size_t snp_product_count = ARRAY_LEN(snp_products);

/* Combined family and models (CPUID Fn0000_0001_EAX). Siena and Bergamo are of the line Genoa. */
static const struct {
    uint8_t family, first, last;
    const char *product;
} cpus[] = {
    {0x19, 0x00, 0x0F, "Milan"},
    {0x19, 0x10, 0x1F, "Genoa"},
    {0x19, 0xA0, 0xAF, "Genoa"},
    {0x1A, 0x00, 0x11, "Turin"},
};

const snp_product *snp_product_of_name(assay_str name)
{
    for (size_t i = 0; i < snp_product_count; i++) {
        if (str_is(name, snp_products[i].name)) {
            return &snp_products[i];
        }
    }
    return NULL;
}

const snp_product *snp_product_of_cpu(uint8_t family, uint8_t model)
{
    for (size_t i = 0; i < ARRAY_LEN(cpus); i++) {
        if (cpus[i].family == family && model >= cpus[i].first && model <= cpus[i].last) {
            return snp_product_of_name(str_of(cpus[i].product));
        }
    }
    return NULL;
}

uint8_t snp_tcb_level(const snp_product *p, assay_bytes tcb, snp_spl spl)
{
    if (p->at[spl] < 0) {
        return 0;
    }
    fault f = {0};
    cursor c = cur_over(tcb, &f);
    cur_take(&c, (size_t)p->at[spl], "tcb");
    return cur_u8(&c, "tcb");
}

bool snp_tcb_at_most(const snp_product *p, assay_bytes low, assay_bytes high)
{
    for (snp_spl spl = SPL_BL; spl < SPL_END; spl++) {
        if (snp_tcb_level(p, low, spl) > snp_tcb_level(p, high, spl)) {
            return false;
        }
    }
    return true;
}

const char *snp_tcb_text(arena *a, const snp_product *p, assay_bytes tcb)
{
    text t = text_new(a, 128);
    for (const snp_spl *spl = p->order; *spl != 0; spl++) {
        text_addf(&t, "%s%s %u", spl == p->order ? "" : ", ", snp_spl_name(*spl),
                  snp_tcb_level(p, tcb, *spl));
    }
    return text_done(&t).ptr;
}

/*
 * AMD-SB-3019 (microcode signature, CVE-2024-56161), AMD-SB-3020 (RMP initialisation,
 * CVE-2025-0033), AMD-SB-3027 (stack engine, CVE-2025-29943). Only values on which those who cite
 * the bulletins agree are here: reaching them does not say that nothing newer is known.
 */
const snp_floor snp_floors[] = {
    {"Milan", SPL_SNP, 0x18, 1738540800, "AMD-SB-3019, 2025-02-03"},
    {"Milan", SPL_UCODE, 0xDB, 1738540800, "AMD-SB-3019, 2025-02-03"},
    {"Genoa", SPL_SNP, 0x17, 1738540800, "AMD-SB-3019, 2025-02-03"},
    {"Genoa", SPL_UCODE, 0x54, 1738540800, "AMD-SB-3019, 2025-02-03"},
    {"Genoa", SPL_SNP, 0x1B, 1760313600, "AMD-SB-3020, 2025-10-13"},
    {"Genoa", SPL_UCODE, 0x56, 1768435200, "AMD-SB-3027, 2026-01-15"},
};
const size_t snp_floor_count = ARRAY_LEN(snp_floors);

const snp_floor *snp_floor_missed(const snp_product *p, assay_bytes tcb, assay_time known_at,
                                  bool *any)
{
    *any = false;
    for (size_t i = 0; i < snp_floor_count; i++) {
        const snp_floor *floor = &snp_floors[i];
        if (strcmp(floor->product, p->name) != 0 || floor->published > known_at) {
            continue;
        }
        *any = true;
        if (snp_tcb_level(p, tcb, floor->spl) < floor->level) {
            return floor;
        }
    }
    return NULL;
}
