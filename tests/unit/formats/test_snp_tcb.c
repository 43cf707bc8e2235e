/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"
#include "formats/snp/evidence.h"
#include "formats/snp/kds.h"

static const uint8_t milan_tcb[8] = {0x04, 0x00, 0, 0, 0, 0, 0x18, 0xdb};
static const uint8_t turin_tcb[8] = {0x01, 0x02, 0x03, 0x04, 0, 0, 0, 0x51};

static const snp_product *line(const char *name)
{
    return snp_product_of_name(str_of(name));
}

static assay_bytes tcb(const uint8_t bytes[8])
{
    return bytes_of(bytes, 8);
}

static void cpus_are_mapped_to_their_line(void)
{
    static const struct {
        uint8_t family, model;
        const char *name;
    } cases[] = {
        {0x19, 0x00, "Milan"}, {0x19, 0x01, "Milan"}, {0x19, 0x0F, "Milan"}, {0x19, 0x10, "Genoa"},
        {0x19, 0x1F, "Genoa"}, {0x19, 0x20, NULL},    {0x19, 0x9F, NULL},    {0x19, 0xA0, "Genoa"},
        {0x19, 0xAF, "Genoa"}, {0x19, 0xB0, NULL},    {0x1A, 0x00, "Turin"}, {0x1A, 0x02, "Turin"},
        {0x1A, 0x11, "Turin"}, {0x1A, 0x12, NULL},    {0x1A, 0x50, NULL},    {0x17, 0x31, NULL},
        {0x00, 0x00, NULL},    {0xFF, 0xFF, NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const snp_product *p = snp_product_of_cpu(cases[i].family, cases[i].model);
        CHECK((p == NULL) == (cases[i].name == NULL));
        if (p != NULL && cases[i].name != NULL) {
            CHECK_TEXT(p->name, cases[i].name);
        }
    }
}

static void names_are_whole(void)
{
    CHECK(line("Milan") != NULL && line("Genoa") != NULL && line("Turin") != NULL);
    CHECK(line("Venice") == NULL && line("Mila") == NULL && line("Milan-B0") == NULL);
    CHECK(line("milan") == NULL && snp_product_of_name((assay_str){NULL, 0}) == NULL);
}

static void layouts_differ_by_line(void)
{
    const snp_product *of_milan = line("Milan"), *turin = line("Turin");
    CHECK_UINT(snp_tcb_level(of_milan, tcb(milan_tcb), SPL_BL), 4);
    CHECK_UINT(snp_tcb_level(of_milan, tcb(milan_tcb), SPL_SNP), 24);
    CHECK_UINT(snp_tcb_level(of_milan, tcb(milan_tcb), SPL_UCODE), 219);
    CHECK_UINT(snp_tcb_level(of_milan, tcb(turin_tcb), SPL_FMC), 0);
    CHECK_UINT(snp_tcb_level(turin, tcb(turin_tcb), SPL_FMC), 1);
    CHECK_UINT(snp_tcb_level(turin, tcb(turin_tcb), SPL_BL), 2);
    CHECK_UINT(snp_tcb_level(turin, tcb(turin_tcb), SPL_TEE), 3);
    CHECK_UINT(snp_tcb_level(turin, tcb(turin_tcb), SPL_SNP), 4);
    CHECK_UINT(snp_tcb_level(turin, tcb(turin_tcb), SPL_UCODE), 0x51);
}

/* As one number the second vector is the larger one; by components neither is. */
static void vectors_are_compared_by_component(void)
{
    static const uint8_t low[8] = {4, 0, 0, 0, 0, 0, 8, 0x73};
    static const uint8_t mixed[8] = {3, 0, 0, 0, 0, 0, 9, 0x80};
    static const uint8_t high[8] = {4, 0, 0, 0, 0, 0, 9, 0xff};
    static const uint8_t reserved[8] = {4, 0, 0, 1, 0, 0, 8, 0x73};
    const snp_product *p = line("Milan");
    CHECK(snp_tcb_at_most(p, tcb(low), tcb(low)));
    CHECK(snp_tcb_at_most(p, tcb(low), tcb(high)));
    CHECK(!snp_tcb_at_most(p, tcb(high), tcb(low)));
    CHECK(!snp_tcb_at_most(p, tcb(low), tcb(mixed)));
    CHECK(!snp_tcb_at_most(p, tcb(mixed), tcb(low)));
    CHECK(!snp_tcb_at_most(p, tcb(reserved), tcb(low)));
}

static void every_line_has_a_layout_of_its_own_bytes(void)
{
    for (size_t i = 0; i < snp_product_count; i++) {
        const snp_product *p = &snp_products[i];
        unsigned taken = 0;
        for (unsigned spl = SPL_BL; spl < SPL_END; spl++) {
            unsigned bit = p->at[spl] >= 0 ? 1u << p->at[spl] : 0;
            CHECK(p->at[spl] < 8 && (taken & bit) == 0);
            taken |= bit;
        }
        CHECK_UINT(taken, 0xff);
        for (const snp_spl *spl = p->order; *spl != 0; spl++) {
            CHECK(p->at[*spl] >= 0 && snp_spl_name(*spl) != NULL);
        }
    }
}

/* The schema's vectors are what the policy compares: they must be the layouts. */
static void the_schema_has_the_layouts(void)
{
    const claim_schema *row = NULL;
    for (size_t i = 0; i < SNP_CLAIMS; i++) {
        row = strcmp(snp_schema[i].pointer, "/reported_tcb") == 0 ? &snp_schema[i] : row;
    }
    if (!CHECK(row != NULL && row->svn_count > 0)) {
        return;
    }
    size_t components = 0;
    for (size_t i = 0; i < snp_product_count; i++) {
        const snp_product *p = &snp_products[i];
        for (const snp_spl *spl = p->order; *spl != 0; spl++, components++) {
            bool found = false;
            for (size_t k = 0; k < row->svn_count; k++) {
                const claim_svn *svn = &row->svn[k];
                found = found || (strcmp(svn->variant, p->name) == 0 &&
                                  strcmp(svn->component, snp_spl_name(*spl)) == 0 &&
                                  svn->at == (size_t)p->at[*spl]);
            }
            CHECK(found);
        }
    }
    CHECK_UINT(row->svn_count, components);
}

#define DAY 86400
#define BULLETIN 1738540800 /* AMD-SB-3019 */

static const snp_floor *missed(const char *name, snp_cpu cpu, const uint8_t level[8],
                               assay_time known_at)
{
    bool any;
    const snp_floor *found = snp_floor_missed(line(name), cpu, tcb(level), known_at, &any);
    CHECK(any || found == NULL);
    return any ? found : &snp_floors[0];
}

static const snp_cpu milan = {1, 1}, milan_x = {1, 2}, genoa = {0x11, 1}, siena = {0xA0, 2};
static const snp_cpu unknown = {-1, -1};

static void floors_count_from_their_day(void)
{
    static const uint8_t old[8] = {4, 0, 0, 0, 0, 0, 0x17, 0xdb};
    bool any;
    CHECK(snp_floor_missed(line("Milan"), milan, tcb(old), BULLETIN - DAY, &any) == NULL && !any);
    const snp_floor *found = missed("Milan", milan, old, BULLETIN);
    CHECK(found != NULL && found->spl == SPL_SNP && found->level == 0x18);
    CHECK(missed("Milan", milan, milan_tcb, BULLETIN) == NULL);
}

/* What is old microcode on one model is current on another of the same line. */
static void microcode_is_counted_by_model(void)
{
    static const uint8_t zen4[8] = {10, 0, 0, 0, 0, 0, 0x1b, 0x1b};
    static const uint8_t zen3[8] = {4, 0, 0, 0, 0, 0, 0x18, 0x44};
    CHECK(missed("Genoa", siena, zen4, BULLETIN + 365 * DAY) == NULL);
    CHECK(missed("Genoa", genoa, zen4, BULLETIN) != NULL);
    CHECK(missed("Genoa", unknown, zen4, BULLETIN) == NULL);
    CHECK(missed("Milan", milan_x, zen3, BULLETIN) == NULL);
    CHECK(missed("Milan", milan, zen3, BULLETIN) != NULL);
}

static void later_bulletins_raise_the_floor(void)
{
    static const uint8_t level[8] = {10, 0, 0, 0, 0, 0, 0x17, 0x54};
    CHECK(missed("Genoa", genoa, level, BULLETIN) == NULL);
    const snp_floor *found = missed("Genoa", genoa, level, BULLETIN + 365 * DAY);
    CHECK(found != NULL && strstr(found->source, "AMD-SB-3020") != NULL);
}

static void floors_name_their_line(void)
{
    for (size_t i = 0; i < snp_floor_count; i++) {
        CHECK(line(snp_floors[i].product) != NULL && snp_spl_name(snp_floors[i].spl) != NULL);
    }
}

static void addresses_are_those_of_the_service(void)
{
    arena a;
    uint8_t chip[64] = {0xab, 0xcd, 0xef};
    arena_init(&a, &allocator_default, 1 << 20);
    CHECK_TEXT(snp_kds_vcek(&a, line("Milan"), bytes_of(chip, 64), tcb(milan_tcb)),
               "https://kdsintf.amd.com/vcek/v1/Milan/abcdef00000000000000000000000000"
               "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
               "0000000000000000?blSPL=4&teeSPL=0&snpSPL=24&ucodeSPL=219");
    CHECK_TEXT(snp_kds_vcek(&a, line("Turin"), bytes_of(chip, 64), tcb(turin_tcb)),
               "https://kdsintf.amd.com/vcek/v1/Turin/abcdef0000000000"
               "?fmcSPL=1&blSPL=2&teeSPL=3&snpSPL=4&ucodeSPL=81");
    CHECK_TEXT(snp_kds_chain(&a, line("Genoa"), VEK_CHIP),
               "https://kdsintf.amd.com/vcek/v1/Genoa/cert_chain");
    CHECK_TEXT(snp_kds_chain(&a, line("Genoa"), VEK_LOADED),
               "https://kdsintf.amd.com/vlek/v1/Genoa/cert_chain");
    CHECK_TEXT(snp_kds_crl(&a, line("Milan"), VEK_CHIP),
               "https://kdsintf.amd.com/vcek/v1/Milan/crl");
    arena_release(&a);
}

int main(void)
{
    RUN(cpus_are_mapped_to_their_line);
    RUN(names_are_whole);
    RUN(layouts_differ_by_line);
    RUN(vectors_are_compared_by_component);
    RUN(every_line_has_a_layout_of_its_own_bytes);
    RUN(the_schema_has_the_layouts);
    RUN(floors_count_from_their_day);
    RUN(microcode_is_counted_by_model);
    RUN(later_bulletins_raise_the_floor);
    RUN(floors_name_their_line);
    RUN(addresses_are_those_of_the_service);
    return DONE();
}
