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
 * CVE-2025-0033), AMD-SB-3027 (stack engine, CVE-2025-29943). The microcode level is the last byte
 * of the patch level. Only what those who quote the bulletins agree on is here: reaching it does
 * not say that nothing newer is known.
 */
#define SB_3019 1738540800, "AMD-SB-3019, 2025-02-03"
#define SB_3020 1760313600, "AMD-SB-3020, 2025-10-13"
#define SB_3027 1768435200, "AMD-SB-3027, 2026-01-15"
/* clang-format off */
const snp_floor snp_floors[] = {
    {"Milan", {-1, -1},  SPL_SNP,   0x18, SB_3019},
    {"Milan", {0x01, 1}, SPL_UCODE, 0xDB, SB_3019},
    {"Milan", {0x01, 2}, SPL_UCODE, 0x44, SB_3019}, /* Milan-X */
    {"Genoa", {-1, -1},  SPL_SNP,   0x17, SB_3019},
    {"Genoa", {0x11, 1}, SPL_UCODE, 0x54, SB_3019},
    {"Genoa", {0x11, 2}, SPL_UCODE, 0x4F, SB_3019}, /* Genoa-X */
    {"Genoa", {0xA0, 2}, SPL_UCODE, 0x19, SB_3019}, /* Bergamo, Siena */
    {"Genoa", {-1, -1},  SPL_SNP,   0x1B, SB_3020},
    {"Genoa", {0x11, 1}, SPL_UCODE, 0x56, SB_3020},
    {"Genoa", {0x11, 2}, SPL_UCODE, 0x51, SB_3020},
    {"Turin", {-1, -1},  SPL_SNP,   0x04, SB_3020},
    {"Turin", {0x02, 1}, SPL_UCODE, 0x50, SB_3020},
    {"Turin", {0x02, 1}, SPL_UCODE, 0x51, SB_3027},
};
/* clang-format on */
const size_t snp_floor_count = ARRAY_LEN(snp_floors);

static bool concerns(const snp_floor *floor, const snp_product *p, snp_cpu cpu)
{
    bool every_cpu = floor->cpu.model < 0;
    bool this_cpu = floor->cpu.model == cpu.model && floor->cpu.stepping == cpu.stepping;
    return (every_cpu || this_cpu) && strcmp(floor->product, p->name) == 0;
}

const snp_floor *snp_floor_missed(const snp_product *p, snp_cpu cpu, assay_bytes tcb,
                                  assay_time known_at, bool *any)
{
    *any = false;
    for (size_t i = 0; i < snp_floor_count; i++) {
        const snp_floor *floor = &snp_floors[i];
        if (!concerns(floor, p, cpu) || floor->published > known_at) {
            continue;
        }
        *any = true;
        if (snp_tcb_level(p, tcb, floor->spl) < floor->level) {
            return floor;
        }
    }
    return NULL;
}
