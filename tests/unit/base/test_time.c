/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "check.h"

#define UNTOUCHED 77

static assay_time civil(int year, int month, int day, int hour, int minute, int second)
{
    assay_time t = UNTOUCHED;
    return time_from_civil(year, month, day, hour, minute, second, &t) ? t : UNTOUCHED;
}

static void known_moments(void)
{
    CHECK(civil(1970, 1, 1, 0, 0, 0) == 0);
    CHECK(civil(1969, 12, 31, 23, 59, 59) == -1);
    CHECK(civil(2000, 3, 1, 0, 0, 0) == 951868800);
    CHECK(civil(2038, 1, 19, 3, 14, 8) == 2147483648);
    CHECK(civil(0, 1, 1, 0, 0, 0) == -62167219200);
    CHECK(civil(9999, 12, 31, 23, 59, 59) == 253402300799);
}

static void dates_that_do_not_exist(void)
{
    static const int bad[][6] = {
        {-1, 1, 1, 0, 0, 0},        {10000, 1, 1, 0, 0, 0}, {2023, 0, 1, 0, 0, 0},
        {2023, 13, 1, 0, 0, 0},     {2023, 1, 0, 0, 0, 0},  {2023, 1, 32, 0, 0, 0},
        {2023, 4, 31, 0, 0, 0},     {2023, 2, 29, 0, 0, 0}, {1900, 2, 29, 0, 0, 0},
        {2000, 2, 30, 0, 0, 0},     {2023, 1, 1, 24, 0, 0}, {2023, 1, 1, 0, 60, 0},
        {2016, 12, 31, 23, 59, 60}, {2023, 1, 1, -1, 0, 0}, {2023, 1, 1, 0, 0, -1},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        const int *b = bad[i];
        CHECK(civil(b[0], b[1], b[2], b[3], b[4], b[5]) == UNTOUCHED);
    }
    CHECK(civil(2024, 2, 29, 0, 0, 0) != UNTOUCHED);
    CHECK(civil(2000, 2, 29, 0, 0, 0) != UNTOUCHED);
    CHECK(civil(2024, 12, 31, 0, 0, 0) != UNTOUCHED);
}

/* Walks every day of 0000..9999 with a counter of its own. */
static void every_day_there_and_back(void)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    assay_time t = -62167219200 + 3661;
    unsigned wrong = 0;
    for (int year = 0; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            int leap = month == 2 && (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0));
            for (int day = 1; day <= lengths[month - 1] + leap; day++, t += 86400) {
                char wanted[64], found[TIME_TEXT];
                wrong += civil(year, month, day, 1, 1, 1) != t;
                if (day == 1 || day >= 28) {
                    snprintf(wanted, sizeof wanted, "%04d-%02d-%02dT01:01:01Z", year, month, day);
                    time_to_rfc3339(t, found);
                    wrong += strcmp(wanted, found) != 0;
                }
            }
        }
    }
    CHECK_UINT(wrong, 0);
}

static bool rfc3339(const char *in, assay_time wanted)
{
    assay_time t = UNTOUCHED;
    return time_from_rfc3339(bytes_of_text(in), &t) == (wanted != UNTOUCHED) && t == wanted;
}

static void rfc3339_forms(void)
{
    CHECK(rfc3339("1970-01-01T00:00:01Z", 1));
    CHECK(rfc3339("1970-01-01t00:00:01z", 1));
    CHECK(rfc3339("1970-01-01T00:00:01+00:00", 1));
    CHECK(rfc3339("1970-01-01T00:00:01-00:00", 1));
    CHECK(rfc3339("1970-01-01T00:00:01.9Z", 1));
    CHECK(rfc3339("1970-01-01T00:00:01.123456789+00:00", 1));
    static const char *const bad[] = {
        "",
        "1970-01-01",
        "1970-01-01T00:00:01",
        "1970-01-01 00:00:01Z",
        "1970-01-01T00:00Z",
        "1970-01-01T00:00:01.Z",
        "1970-01-01T00:00:01.5",
        "1970-01-01T00:00:01,5Z",
        "1970-01-01T00:00:01+01:00",
        "1970-01-01T00:00:01+00:30",
        "1970-01-01T00:00:01+0000",
        "1970-01-01T00:00:01ZZ",
        "1970-01-01T00:00:01Z ",
        " 1970-01-01T00:00:01Z",
        "970-01-01T00:00:01Z",
        "1970-1-01T00:00:01Z",
        "1970-01-01T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "2023-02-29T00:00:00Z",
        "+970-01-01T00:00:01Z",
        "1970-01-01T00:00:0aZ",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        CHECK(rfc3339(bad[i], UNTOUCHED));
    }
    assay_time t = UNTOUCHED;
    CHECK(!time_from_rfc3339(bytes_of("1970-01-01\0"
                                      "00:00:01Z",
                                      20),
                             &t));
}

static bool utctime(const char *in, assay_time wanted)
{
    assay_time t = UNTOUCHED;
    return time_from_utctime(bytes_of_text(in), &t) == (wanted != UNTOUCHED) && t == wanted;
}

static bool generalized(const char *in, assay_time wanted)
{
    assay_time t = UNTOUCHED;
    return time_from_generalized(bytes_of_text(in), &t) == (wanted != UNTOUCHED) && t == wanted;
}

static void asn1_forms(void)
{
    CHECK(utctime("700101000001Z", 1));
    CHECK(utctime("500101000000Z", civil(1950, 1, 1, 0, 0, 0)));
    CHECK(utctime("491231235959Z", civil(2049, 12, 31, 23, 59, 59)));
    CHECK(utctime("7001010000Z", UNTOUCHED)); /* RFC 5280 4.1.2.5.1: seconds are there */
    CHECK(utctime("700101000001", UNTOUCHED));
    CHECK(utctime("700101000001+0000", UNTOUCHED));
    CHECK(utctime("700101000001z", UNTOUCHED));
    CHECK(utctime("19700101000001Z", UNTOUCHED));
    CHECK(utctime("700231000001Z", UNTOUCHED));
    CHECK(utctime("70010100000 Z", UNTOUCHED));
    CHECK(generalized("19700101000001Z", 1));
    CHECK(generalized("99991231235959Z", 253402300799));
    CHECK(generalized("19700101000001.5Z", UNTOUCHED));
    CHECK(generalized("700101000001Z", UNTOUCHED));
    CHECK(generalized("19700101000001", UNTOUCHED));
    CHECK(generalized("19700101000001ZZ", UNTOUCHED));
}

static void outside_of_the_calendar(void)
{
    static const assay_time bad[] = {ASSAY_TIME_UNSET, INT64_MAX, -62167219201, 253402300800};
    char out[TIME_TEXT];
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        time_to_rfc3339(bad[i], out);
        CHECK_TEXT(out, "unset");
    }
    arena a;
    arena_init(&a, NULL, 4096);
    CHECK_TEXT(time_text(&a, 253402300799), "9999-12-31T23:59:59Z");
    arena_release(&a);
}

static void sums_saturate(void)
{
    CHECK(time_add(10, -20) == -10);
    CHECK(time_add(INT64_MAX - 1, 2) == INT64_MAX);
    CHECK(time_add(INT64_MAX, INT64_MAX) == INT64_MAX);
    CHECK(time_add(-10, INT64_MIN) == INT64_MIN + 1); /* never becomes unset */
    CHECK(time_add(INT64_MIN + 1, -1) == INT64_MIN + 1);
    CHECK(time_add(0, INT64_MIN + 1) == INT64_MIN + 1);
    CHECK(time_add(ASSAY_TIME_UNSET, 5) == ASSAY_TIME_UNSET);
}

int main(void)
{
    RUN(known_moments);
    RUN(dates_that_do_not_exist);
    RUN(every_day_there_and_back);
    RUN(rfc3339_forms);
    RUN(asn1_forms);
    RUN(outside_of_the_calendar);
    RUN(sums_saturate);
    return DONE();
}
