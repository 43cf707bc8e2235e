/* SPDX-License-Identifier: Apache-2.0 */
/* What token families read for themselves: who their issuers are, and times as they write them. */
#include "check.h"
#include "formats/jwt/families.h"
#include "formats/jwt/jwt.h"

static arena memory;

static void azure_instances_have_a_scope_each(void)
{
    static const struct {
        const char *iss;
        bool holds;
    } cases[] = {
        {"https://sharedweu.weu.attest.azure.net", true},
        {"https://my-own1.eus2.attest.azure.net", true},
        {"https://sharedweu.weu.test.attest.azure.net", true},
        {"https://shared.gov.attest.azure.us", true},
        {"https://shared.cn.attest.azure.cn", true},
        {"https://sharedweu.weu.attest.azure.net/", false},
        {"https://sharedweu.weu.attest.azure.net:443", false},
        {"https://sharedweu.weu.attest.azure.net.", false},
        {"https://sharedweu..attest.azure.net", false},
        {"https://.weu.attest.azure.net", false},
        {"https://.attest.azure.net", false},
        {"https://attest.azure.net", false},
        {"https://weu.attest.azure.com", false},
        {"https://evil.example/a.weu.attest.azure.net", false},
        {"https://evil.example#.weu.attest.azure.net", false},
        {"https://user@a.weu.attest.azure.net", false},
        {"https://SharedWeu.weu.attest.azure.net", false},
        {"http://sharedweu.weu.attest.azure.net", false},
        {"https://", false},
        {"", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *scope = maa_scope(&memory, str_of(cases[i].iss));
        if (!CHECK((scope != NULL) == cases[i].holds)) {
            fprintf(stderr, "  %s\n", cases[i].iss);
        }
        CHECK(scope == NULL || (strcmp(scope, cases[i].iss) == 0 && trust_scope_valid(scope)));
    }
    CHECK(maa_scope(&memory, (assay_str){NULL, 0}) == NULL);
}

static void other_issuers_are_named(void)
{
    CHECK_TEXT(ita_scope(&memory, str_of("Intel Trust Authority")), "Intel Trust Authority");
    CHECK(ita_scope(&memory, str_of("intel trust authority")) == NULL);
    CHECK(ita_scope(&memory, str_of("https://portal.trustauthority.intel.com/")) == NULL);
    CHECK(ita_scope(&memory, (assay_str){NULL, 0}) == NULL);
    CHECK_TEXT(ear_scope(&memory, (assay_str){NULL, 0}), "ear");
    CHECK_TEXT(ear_scope(&memory, str_of("CoCo-Attestation-Service")), "ear");
    CHECK_TEXT(ear_scope(&memory, str_of("https://verifier.example")), "https://verifier.example");
    CHECK_TEXT(ear_scope(&memory, str_of("https://user@verifier.example")), "ear");
    /* A name that is a fixed scope gives nobody the keys of that scope. */
    CHECK_TEXT(ear_scope(&memory, str_of("amd")), "ear");
    CHECK_TEXT(ear_scope(&memory, str_of("Intel Trust Authority")), "ear");
}

static assay_time read_as(const jwt_profile *p, const char *number)
{
    fault f = {0};
    jwt_token t = {.profile = p};
    const json *node = json_parse(&memory, bytes_of_text(number), &f);
    return node != NULL ? jwt_time(&t, node) : ASSAY_TIME_UNSET;
}

static void times_may_be_decimals_where_issuers_write_them(void)
{
    static const struct {
        const char *number;
        assay_time time; /* UNSET: none */
    } cases[] = {
        {"1666529184", 1666529184},
        {"1.666529184e+09", 1666529184},
        {"1.666529184E9", 1666529184},
        {"1666529184.0", 1666529184},
        {"1666529184.000e0", 1666529184},
        {"16665e5", 1666500000},
        {"0.0", 0},
        {"1666529184.5", ASSAY_TIME_UNSET},
        {"1.6665291845e+09", ASSAY_TIME_UNSET},
        {"1.666529184e-09", ASSAY_TIME_UNSET},
        {"-1.5e1", ASSAY_TIME_UNSET},
        {"1e400", ASSAY_TIME_UNSET},
        {"1e33", ASSAY_TIME_UNSET},
        {"9.3e18", ASSAY_TIME_UNSET},
        {"1.00000000000000000000000000000000000001", ASSAY_TIME_UNSET},
        {"\"1666529184\"", ASSAY_TIME_UNSET},
        {"true", ASSAY_TIME_UNSET},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        if (!CHECK(read_as(&jwt_ear, cases[i].number) == cases[i].time)) {
            fprintf(stderr, "  %s\n", cases[i].number);
        }
    }
    CHECK(read_as(&jwt_maa, "1666529184") == 1666529184);
    CHECK(read_as(&jwt_maa, "1666529184.0") == ASSAY_TIME_UNSET);
    CHECK(read_as(&jwt_maa, "1.666529184e+09") == ASSAY_TIME_UNSET);
}

static void hashes_have_their_length(void)
{
    static const struct {
        const format *format;
        const char *pointer;
        size_t length;
    } cases[] = {
        {&format_jwt_maa, "/x-ms-isolation-tee/x-ms-sevsnpvm-launchmeasurement", 48},
        {&format_jwt_maa, "/x-ms-sevsnpvm-reportdata", 64},
        {&format_jwt_maa, "/x-ms-isolation-tee/tdx_mrtd", 48},
        {&format_jwt_maa, "/x-ms-sgx-mrenclave", 32},
        {&format_jwt_ita, "/tdx/tdx_rtmr3", 48},
        {&format_jwt_ita, "/sgx_mrsigner", 32},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const claim_schema *row = format_claim(cases[i].format, bytes_of_text(cases[i].pointer));
        CHECK(row != NULL && row->type == ASSAY_CLAIM_BYTES && row->length == cases[i].length);
    }
}

int main(void)
{
    arena_init(&memory, NULL, 1u << 20);
    RUN(azure_instances_have_a_scope_each);
    RUN(other_issuers_are_named);
    RUN(times_may_be_decimals_where_issuers_write_them);
    RUN(hashes_have_their_length);
    arena_release(&memory);
    return DONE();
}
