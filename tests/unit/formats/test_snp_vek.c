/* SPDX-License-Identifier: Apache-2.0 */
/* Extensions are put together by hand: only what the reader looks at is there. */
#include "check.h"
#include "formats/snp/vek.h"

static uint8_t extensions[2048];
static size_t extensions_len;

static void element(uint8_t *out, size_t *at, uint8_t tag, const void *contents, size_t len)
{
    out[(*at)++] = tag;
    out[(*at)++] = (uint8_t)len; /* short form is enough here */
    memcpy(out + *at, contents, len);
    *at += len;
}

/* 1.3.6.1.4.1.3704.1.<arc>[.<sub>] */
static void put(uint8_t arc, uint8_t sub, const void *value, size_t len)
{
    uint8_t oid[10] = {0x2b, 6, 1, 4, 1, 0x9c, 0x78, 1, arc, sub};
    uint8_t inner[256];
    size_t at = 0;
    element(inner, &at, 0x06, oid, sub != 0 ? 10 : 9);
    element(inner, &at, 0x04, value, len);
    element(extensions, &extensions_len, 0x30, inner, at);
}

static uint8_t hwid[64];

/* What a Milan VCEK has, but for what the test puts there itself. */
static void put_all_but(uint8_t arc, uint8_t sub)
{
    static const struct {
        uint8_t arc, sub, len;
        const char *value;
    } usual[] = {
        {1, 0, 3, "\x02\x01\x00"},     {2, 0, 10, "\x16\x08Milan-B0"}, {3, 1, 3, "\x02\x01\x04"},
        {3, 2, 3, "\x02\x01\x00"},     {3, 4, 3, "\x02\x01\x00"},      {3, 5, 3, "\x02\x01\x00"},
        {3, 6, 3, "\x02\x01\x00"},     {3, 7, 3, "\x02\x01\x00"},      {3, 3, 3, "\x02\x01\x18"},
        {3, 8, 4, "\x02\x02\x00\xdb"},
    };
    memset(hwid, 0xc1, sizeof hwid);
    for (size_t i = 0; i < ARRAY_LEN(usual); i++) {
        if (usual[i].arc != arc || usual[i].sub != sub) {
            put(usual[i].arc, usual[i].sub, usual[i].value, usual[i].len);
        }
    }
    if (arc != 4) {
        put(4, 0, hwid, sizeof hwid);
    }
}

static bool read_as(const char *cn, snp_vek *v, fault *f)
{
    *f = (fault){0};
    cert c = {.subject_cn = str_of(cn), .extensions = bytes_of(extensions, extensions_len)};
    return snp_vek_read(&c, v, f);
}

static const snp_product *line(const char *of)
{
    return snp_product_of_name(str_of(of));
}

static void start(void)
{
    extensions_len = 0;
}

static const uint8_t milan_tcb[8] = {4, 0, 0, 0, 0, 0, 0x18, 0xdb};

static void a_vcek_is_read(void)
{
    snp_vek v;
    fault f;
    start();
    put_all_but(0, 0);
    CHECK(read_as("SEV-VCEK", &v, &f));
    CHECK(v.kind == VEK_CHIP && v.structure == 0 && str_is(v.product_name, "Milan-B0"));
    CHECK_UINT(v.spl[SPL_UCODE], 0xdb);
    CHECK_UINT(v.spl[SPL_SNP], 0x18);
    CHECK(bytes_equal(v.hwid, bytes_of(hwid, 64)) && v.csp_id.ptr == NULL);
    CHECK(snp_vek_is_of_tcb(&v, line("Milan"), bytes_of(milan_tcb, 8)));
    CHECK(snp_vek_is_of_chip(&v, line("Milan"), bytes_of(hwid, 64)));
}

static void a_vlek_is_read(void)
{
    snp_vek v;
    fault f;
    start();
    put_all_but(4, 0);
    CHECK(!read_as("SEV-VLEK", &v, &f)); /* whose it is must stand there */
    put(5, 0,
        "\x16\x05"
        "CN=me",
        7);
    CHECK(read_as("SEV-VLEK", &v, &f));
    CHECK(v.kind == VEK_LOADED && str_is(v.csp_id, "CN=me") && v.hwid.ptr == NULL);
    CHECK(!read_as("SEV-VCEK", &v, &f)); /* and a VCEK names a chip */
    put(4, 0, hwid, 64);
    CHECK(!read_as("SEV-VLEK", &v, &f)); /* which a VLEK never does */
}

static void names_say_what_a_certificate_is_for(void)
{
    static const struct {
        const char *cn;
        snp_name_role role;
        const char *line;
    } cases[] = {
        {"SEV-VCEK", NAME_VCEK, NULL},    {"SEV-VLEK", NAME_VLEK, NULL},
        {"SEV-Milan", NAME_ASK, "Milan"}, {"SEV-VLEK-Turin", NAME_ASVK, "Turin"},
        {"ARK-Genoa", NAME_ARK, "Genoa"}, {"VCEK", NAME_OTHER, NULL},
        {"SEV-VCEK2", NAME_OTHER, NULL},  {"SEV-Venice", NAME_OTHER, NULL},
        {"SEV-", NAME_OTHER, NULL},       {"SEV-Milan2", NAME_OTHER, NULL},
        {"SEV-VLEK-", NAME_OTHER, NULL},  {"ARK-", NAME_OTHER, NULL},
        {"ARK-milan", NAME_OTHER, NULL},  {"", NAME_OTHER, NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        snp_name found = snp_name_read(str_of(cases[i].cn));
        CHECK(found.role == cases[i].role);
        CHECK(found.line == (cases[i].line != NULL ? line(cases[i].line) : NULL));
    }
}

static void issuers_issue_one_kind(void)
{
    snp_name ask = snp_name_read(str_of("SEV-Milan")), asvk = snp_name_read(str_of("SEV-VLEK-Milan"));
    snp_name ark = snp_name_read(str_of("ARK-Milan"));
    CHECK(snp_name_issues(ask, VEK_CHIP) == line("Milan"));
    CHECK(snp_name_issues(asvk, VEK_LOADED) == line("Milan"));
    CHECK(snp_name_issues(ask, VEK_LOADED) == NULL && snp_name_issues(asvk, VEK_CHIP) == NULL);
    CHECK(snp_name_issues(ark, VEK_CHIP) == NULL && snp_name_issues(ark, VEK_LOADED) == NULL);
    CHECK(snp_name_issues(ask, VEK_NONE) == NULL);
}

static void levels_are_strict_der(void)
{
    static const struct {
        const char *bytes;
        size_t len;
        int level; /* -1: refused */
    } cases[] = {
        {"\x02\x01\x00", 3, 0},
        {"\x02\x01\x7f", 3, 0x7f},
        {"\x02\x02\x00\x80", 4, 0x80},
        {"\x02\x02\x00\xdb", 4, 0xdb},
        {"\x02\x02\x00\xff", 4, 0xff},
        {"\x02\x01\xdb", 3, -1}, /* negative */
        {"\x02\x01\x80", 3, -1},
        {"\x02\x02\x00\x04", 4, -1}, /* not minimal */
        {"\x02\x02\x01\x00", 4, -1}, /* above a byte */
        {"\x02\x00", 2, -1},
        {"\x02\x81\x01\x04", 4, -1},
        {"\x04\x01\x04", 3, -1},
        {"\x02\x01\x04\x00", 4, -1}, /* something behind it */
        {"\x04", 1, -1},
        {"", 0, -1},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        snp_vek v;
        fault f;
        start();
        put_all_but(3, 8);
        put(3, 8, cases[i].bytes, cases[i].len);
        bool read = read_as("SEV-VCEK", &v, &f);
        if (!CHECK(read == (cases[i].level >= 0))) {
            fprintf(stderr, "  case %zu\n", i);
        }
        if (read) {
            CHECK_UINT(v.spl[SPL_UCODE], cases[i].level);
        }
    }
}

static void the_identity_is_told_by_its_length(void)
{
    static const struct {
        uint8_t len;
        uint8_t first, second;
        int found; /* length of the identity; -1: refused */
    } cases[] = {
        {64, 0xc1, 0xc1, 64}, {64, 0x04, 0x40, 64}, {64, 0x02, 0x3e, 64}, {8, 0x04, 0x06, 8},
        {66, 0x04, 0x40, 64}, {10, 0x04, 0x08, 8},  {66, 0x04, 0x3f, -1}, {66, 0x02, 0x40, -1},
        {10, 0x04, 0x07, -1}, {63, 0xc1, 0xc1, -1}, {65, 0xc1, 0xc1, -1}, {65, 0x04, 0x3f, -1},
        {0, 0, 0, -1},        {9, 0x04, 0x07, -1},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        uint8_t value[128];
        snp_vek v;
        fault f;
        memset(value, 0xc1, sizeof value);
        value[0] = cases[i].first;
        value[1] = cases[i].second;
        start();
        put_all_but(4, 0);
        put(4, 0, value, cases[i].len);
        bool read = read_as("SEV-VCEK", &v, &f);
        if (!CHECK(read == (cases[i].found >= 0))) {
            fprintf(stderr, "  case %zu\n", i);
        }
        if (read) {
            CHECK_UINT(v.hwid.len, cases[i].found);
        }
    }
}

static void what_all_have_must_be_there(void)
{
    snp_vek v;
    fault f;
    start();
    put_all_but(1, 0);
    CHECK(!read_as("SEV-VCEK", &v, &f));
    start();
    put_all_but(2, 0);
    CHECK(!read_as("SEV-VCEK", &v, &f));
    CHECK_TEXT(f.what, "productName");
    put(2, 0, "\x0c\x05Milan", 7); /* UTF8String */
    CHECK(!read_as("SEV-VCEK", &v, &f));
    start();
    put_all_but(2, 0);
    put(2, 0, "\x16\x05Mil\x1b[", 7);
    CHECK(!read_as("SEV-VCEK", &v, &f));
}

static void levels_must_equal_the_tcb(void)
{
    snp_vek v;
    fault f;
    static const uint8_t arcs[] = {SPL_BL, SPL_TEE, SPL_SNP, SPL_UCODE};
    for (size_t i = 0; i < ARRAY_LEN(arcs); i++) {
        start();
        put_all_but(3, arcs[i]);
        CHECK(read_as("SEV-VCEK", &v, &f));
        CHECK(!snp_vek_is_of_tcb(&v, line("Milan"), bytes_of(milan_tcb, 8))); /* missing */
        put(3, arcs[i], "\x02\x01\x03", 3);
        CHECK(read_as("SEV-VCEK", &v, &f));
        CHECK(!snp_vek_is_of_tcb(&v, line("Milan"), bytes_of(milan_tcb, 8))); /* another */
    }
    start();
    put_all_but(3, 5);
    CHECK(read_as("SEV-VCEK", &v, &f));
    CHECK(snp_vek_is_of_tcb(&v, line("Milan"), bytes_of(milan_tcb, 8))); /* reserved: may lack */
    put(3, 5, "\x02\x01\x01", 3);
    CHECK(read_as("SEV-VCEK", &v, &f));
    CHECK(!snp_vek_is_of_tcb(&v, line("Milan"), bytes_of(milan_tcb, 8)));
}

/* The same bytes are other components on Turin, which also has one more and lacks spl4. */
static void layouts_are_not_mixed_up(void)
{
    snp_vek v;
    fault f;
    start();
    put_all_but(0, 0);
    CHECK(read_as("SEV-VCEK", &v, &f));
    CHECK(!snp_vek_is_of_tcb(&v, line("Turin"), bytes_of(milan_tcb, 8)));
    static const uint8_t turin_tcb[8] = {1, 4, 0, 0x18, 0, 0, 0, 0xdb};
    CHECK(!snp_vek_is_of_tcb(&v, line("Turin"), bytes_of(turin_tcb, 8))); /* no fmc; spl4 */
    start();
    put_all_but(3, 4);
    put(3, 9, "\x02\x01\x01", 3);
    CHECK(read_as("SEV-VCEK", &v, &f));
    CHECK(snp_vek_is_of_tcb(&v, line("Turin"), bytes_of(turin_tcb, 8)));
    CHECK(!snp_vek_is_of_tcb(&v, line("Milan"), bytes_of(milan_tcb, 8))); /* fmc is of Turin */
    CHECK(!snp_vek_is_of_chip(&v, line("Turin"), bytes_of(hwid, 64)));    /* 64 bytes */
}

static void chips_are_compared_whole(void)
{
    snp_vek v = {.hwid = {hwid, 8}};
    uint8_t chip[64] = {0};
    memset(hwid, 0xc1, sizeof hwid);
    memset(chip, 0xc1, 8);
    CHECK(snp_vek_is_of_chip(&v, line("Turin"), bytes_of(chip, 64)));
    CHECK(!snp_vek_is_of_chip(&v, line("Milan"), bytes_of(chip, 64)));
    chip[63] = 1;
    CHECK(!snp_vek_is_of_chip(&v, line("Turin"), bytes_of(chip, 64)));
    chip[63] = 0;
    chip[0] ^= 1;
    CHECK(!snp_vek_is_of_chip(&v, line("Turin"), bytes_of(chip, 64)));
    snp_vek none = {.hwid = {NULL, 0}};
    CHECK(!snp_vek_is_of_chip(&none, line("Turin"), bytes_of(chip, 64)));
}

int main(void)
{
    RUN(a_vcek_is_read);
    RUN(a_vlek_is_read);
    RUN(names_say_what_a_certificate_is_for);
    RUN(issuers_issue_one_kind);
    RUN(levels_are_strict_der);
    RUN(the_identity_is_told_by_its_length);
    RUN(what_all_have_must_be_there);
    RUN(levels_must_equal_the_tcb);
    RUN(layouts_are_not_mixed_up);
    RUN(chips_are_compared_whole);
    return DONE();
}
