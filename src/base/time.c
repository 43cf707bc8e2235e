/* SPDX-License-Identifier: Apache-2.0 */
/* The proleptic Gregorian calendar, counted in days from 0000-01-01. */
#include "base/time.h"
#include "base/cursor.h"

#define DAY_SECONDS 86400
#define EPOCH_DAYS 719528 /* from 0000-01-01 to 1970-01-01 */
#define YEAR_MAX 9999

static const int month_starts[13] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of a year that come before month 1..13. */
static int days_before_month(int year, int month)
{
    return month_starts[month - 1] + (month > 2 && is_leap(year) ? 1 : 0);
}

static int days_before_year(int year)
{
    int past = year - 1; /* year 0 is a leap year */
    return year == 0 ? 0 : year * 365 + past / 4 - past / 100 + past / 400 + 1;
}

static bool within(int value, int least, int most)
{
    return value >= least && value <= most;
}

bool time_from_civil(int year, int month, int day, int hour, int minute, int second,
                     assay_time *out)
{
    if (!within(year, 0, YEAR_MAX) || !within(month, 1, 12) || !within(hour, 0, 23) ||
        !within(minute, 0, 59) || !within(second, 0, 59)) {
        return false;
    }
    int start = days_before_month(year, month);
    if (!within(day, 1, days_before_month(year, month + 1) - start)) {
        return false;
    }
    int64_t days = days_before_year(year) + start + day - 1 - EPOCH_DAYS;
    *out = days * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    return true;
}

/* The next `n` decimal digits as a number. */
static int digits(cursor *c, size_t n)
{
    size_t at = cur_at(c);
    assay_bytes in = cur_take(c, n, "time");
    int value = 0;
    for (size_t i = 0; i < in.len; i++) {
        if (in.ptr[i] < '0' || in.ptr[i] > '9') {
            cur_fail(c, at + i, "time", "not a digit");
            return 0;
        }
        value = value * 10 + (in.ptr[i] - '0');
    }
    return value;
}

static void separator(cursor *c, const char *any_of)
{
    size_t at = cur_at(c);
    char found = (char)cur_u8(c, "time");
    if (cur_ok(c) && (found == '\0' || strchr(any_of, found) == NULL)) {
        cur_fail(c, at, "time", "unexpected character");
    }
}

static bool next_is(const cursor *c, char wanted)
{
    cursor ahead = *c;
    return cur_left(c) > 0 && cur_u8(&ahead, "time") == (uint8_t)wanted;
}

/* RFC 3339 5.6 time-secfrac: at least one digit. */
static void skip_fraction(cursor *c)
{
    if (!next_is(c, '.')) {
        return;
    }
    separator(c, ".");
    do {
        digits(c, 1);
    } while (cur_left(c) > 0 && !next_is(c, 'Z') && !next_is(c, 'z') && !next_is(c, '+') &&
             !next_is(c, '-'));
}

static void zero_offset(cursor *c)
{
    if (next_is(c, 'Z') || next_is(c, 'z')) {
        separator(c, "Zz");
        return;
    }
    size_t at = cur_at(c);
    separator(c, "+-");
    int hours = digits(c, 2);
    separator(c, ":");
    if (digits(c, 2) != 0 || hours != 0) {
        cur_fail(c, at, "time", "not UTC");
    }
}

bool time_from_rfc3339(assay_bytes in, assay_time *out)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    int year = digits(&c, 4);
    separator(&c, "-");
    int month = digits(&c, 2);
    separator(&c, "-");
    int day = digits(&c, 2);
    separator(&c, "Tt");
    int hour = digits(&c, 2);
    separator(&c, ":");
    int minute = digits(&c, 2);
    separator(&c, ":");
    int second = digits(&c, 2);
    skip_fraction(&c);
    zero_offset(&c);
    return cur_end(&c, "time") && time_from_civil(year, month, day, hour, minute, second, out);
}

/* MMDDHHMMSSZ behind the year. */
static bool rest_of_asn1(cursor *c, int year, assay_time *out)
{
    int month = digits(c, 2), day = digits(c, 2);
    int hour = digits(c, 2), minute = digits(c, 2), second = digits(c, 2);
    separator(c, "Z");
    return cur_end(c, "time") && time_from_civil(year, month, day, hour, minute, second, out);
}

bool time_from_utctime(assay_bytes in, assay_time *out)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    int year = digits(&c, 2);
    return rest_of_asn1(&c, year + (year < 50 ? 2000 : 1900), out);
}

bool time_from_generalized(assay_bytes in, assay_time *out)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    int year = digits(&c, 4);
    return rest_of_asn1(&c, year, out);
}

/* Year and day of the year; `days` counts from 0000-01-01 and lies before 10000-01-01. */
static int year_of(int days, int *day)
{
    int year = (int)((int64_t)days * 400 / 146097); /* at most one off: leap days come unevenly */
    while (days_before_year(year) > days) {
        year--;
    }
    while (days_before_year(year + 1) <= days) {
        year++;
    }
    *day = days - days_before_year(year);
    return year;
}

/* `value` in `width` digits and what follows them; where the next goes. */
static char *put_digits(char *out, int value, size_t width, char after)
{
    for (size_t i = width; i > 0; i--) {
        out[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
    out[width] = after;
    return out + width + 1;
}

void time_to_rfc3339(assay_time t, char out[TIME_TEXT])
{
    const int64_t first = -(int64_t)EPOCH_DAYS * DAY_SECONDS;
    const int64_t end = (int64_t)(days_before_year(YEAR_MAX + 1) - EPOCH_DAYS) * DAY_SECONDS;
    if (t < first || t >= end) {
        memcpy(out, "unset", sizeof "unset");
        return;
    }
    int day, month = 12, second = (int)((t - first) % DAY_SECONDS);
    int year = year_of((int)((t - first) / DAY_SECONDS), &day);
    while (days_before_month(year, month) > day) {
        month--;
    }
    char *at = put_digits(out, year, 4, '-');
    at = put_digits(at, month, 2, '-');
    at = put_digits(at, day - days_before_month(year, month) + 1, 2, 'T');
    at = put_digits(at, second / 3600, 2, ':');
    at = put_digits(at, second / 60 % 60, 2, ':');
    at = put_digits(at, second % 60, 2, 'Z');
    *at = '\0';
}

const char *time_text(arena *a, assay_time t)
{
    char out[TIME_TEXT];
    time_to_rfc3339(t, out);
    return arena_text(a, bytes_of_text(out));
}

/* Unset stays unset, and nothing else becomes it. */
assay_time time_add(assay_time a, int64_t seconds)
{
    if (a == ASSAY_TIME_UNSET) {
        return a;
    }
    if (seconds > 0 && a > INT64_MAX - seconds) {
        return INT64_MAX;
    }
    if (seconds < 0 && a < ASSAY_TIME_UNSET + 1 - seconds) {
        return ASSAY_TIME_UNSET + 1;
    }
    return a + seconds;
}
