/* SPDX-License-Identifier: Apache-2.0 */
/* The token's own dates (RFC 7519 4.1.4 to 4.1.6), against the time of the appraisal. */
#include "base/time.h"
#include "formats/jwt/token.h"

typedef struct {
    assay_time issued, ends, begins;
} times;

#define DIGITS_MAX 32 /* of a decimal: more are no time */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

typedef struct {
    char digits[DIGITS_MAX];
    size_t count, whole; /* digits; and how many of them stand before the point */
} decimal;

/* How much of the text it is; 0: too long. */
static size_t read_mantissa(assay_str in, decimal *out)
{
    size_t i = 0;
    bool pointed = false;
    for (; i < in.len && (is_digit(in.ptr[i]) || in.ptr[i] == '.'); i++) {
        if (in.ptr[i] == '.') {
            pointed = true;
        } else if (out->count == DIGITS_MAX) {
            return 0;
        } else {
            out->digits[out->count++] = in.ptr[i];
            out->whole += !pointed;
        }
    }
    return i;
}

/* Of ten; libraries write it with a sign and a leading zero. */
static bool read_exponent(assay_str in, decimal *out)
{
    size_t i = in.len > 1 && in.ptr[1] == '+' ? 2 : 1, exponent = 0;
    if (in.len == 0) {
        return true;
    }
    for (; i < in.len && is_digit(in.ptr[i]) && exponent <= DIGITS_MAX; i++) {
        exponent = 10 * exponent + (size_t)(in.ptr[i] - '0');
    }
    out->whole += exponent;
    return i == in.len && exponent <= DIGITS_MAX;
}

/* A decimal such as 1.666529184e+09, as some issuers' libraries write it, when it is whole. */
static bool read_decimal(assay_str in, assay_time *out)
{
    decimal d = {.count = 0};
    int64_t value = 0;
    size_t at = read_mantissa(in, &d);
    if (at == 0 || !read_exponent((assay_str){in.ptr + at, in.len - at}, &d)) {
        return false;
    }
    for (size_t i = 0; i < d.whole; i++) {
        int digit = i < d.count ? d.digits[i] - '0' : 0;
        if (value > (INT64_MAX - digit) / 10) {
            return false;
        }
        value = 10 * value + digit;
    }
    for (size_t i = d.whole; i < d.count; i++) {
        if (d.digits[i] != '0') {
            return false;
        }
    }
    *out = value;
    return true;
}

/* Whole seconds, written as such unless the family's issuers do otherwise. The least of all numbers
 * stands for no time. */
static bool read_time(const json *node, bool loose, assay_time *out)
{
    int64_t value;
    if (!json_is(node, JSON_NUMBER)) {
        return false;
    }
    bool plain = json_int(node, &value);
    for (size_t i = 0; i < node->text.len && plain; i++) {
        plain = is_digit(node->text.ptr[i]) || node->text.ptr[i] == '-';
    }
    if (plain) {
        *out = value;
        return value != ASSAY_TIME_UNSET;
    }
    return loose && read_decimal(node->text, out);
}

static bool read_times(job *j, const jwt_token *t, times *out)
{
    bool endless = (t->profile->times & TIMES_ENDLESS) != 0;
    bool loose = (t->profile->times & TIMES_DECIMAL) != 0;
    const struct {
        const char *name, *claim;
        bool optional;
        assay_time *out;
    } members[] = {{"iat", "/iat", false, &out->issued},
                   {"exp", "/exp", endless, &out->ends},
                   {"nbf", "/nbf", true, &out->begins}};
    const char *wrong = NULL;
    for (size_t i = 0; i < ARRAY_LEN(members) && wrong == NULL; i++) {
        const json *member = json_member(t->claims, members[i].name);
        bool absent = members[i].optional && member == NULL;
        wrong = absent || read_time(member, loose, members[i].out) ? NULL : members[i].claim;
    }
    finding *no = jwt_token_check(j, t, F_JWT_TIME_FORM, wrong == NULL, wrong);
    finding_says(no, "whole seconds since 1970", NULL);
    return wrong == NULL;
}

/* `when` must lie before or behind the time of the appraisal. */
static bool expect(job *j, const jwt_token *t, int def, bool holds, const char *pointer,
                   assay_time when, const char *relation)
{
    finding *no = jwt_token_check(j, t, def, holds, pointer);
    if (no != NULL) {
        finding_says(no, arena_format(j->arena, "%s %s", relation, time_text(j->arena, j->at)),
                     time_text(j->arena, when));
    }
    return holds;
}

static bool check_lifetime(job *j, const jwt_token *t, const times *seen)
{
    int64_t longest = t->profile->lifetime;
    bool holds = seen->ends > seen->issued && seen->ends <= time_add(seen->issued, longest);
    finding *no = jwt_token_check(j, t, F_JWT_LIFETIME, holds, "/exp");
    if (no != NULL) {
        arena *a = j->arena;
        finding_says(
            no, arena_format(a, "1 to %lld seconds", (long long)longest),
            arena_format(a, "%s to %s", time_text(a, seen->issued), time_text(a, seen->ends)));
    }
    return holds;
}

bool jwt_check_times(job *j, const jwt_token *t)
{
    times seen = {.begins = ASSAY_TIME_UNSET, .ends = ASSAY_TIME_UNSET};
    if (!read_times(j, t, &seen)) {
        return false;
    }
    assay_time latest = time_add(j->at, t->profile->skew);
    bool endless = seen.ends == ASSAY_TIME_UNSET;
    bool held =
        expect(j, t, F_JWT_EXPIRED, endless || j->at < seen.ends, "/exp", seen.ends, "later than");
    held &= expect(j, t, F_JWT_NOT_YET_VALID, seen.begins <= latest, "/nbf", seen.begins,
                   "not later than");
    held &= expect(j, t, F_JWT_ISSUED_LATER, seen.issued <= latest, "/iat", seen.issued,
                   "not later than");
    held &= endless || check_lifetime(j, t, &seen);
    return held;
}

assay_time jwt_time(const jwt_token *t, const json *node)
{
    assay_time out = ASSAY_TIME_UNSET;
    read_time(node, (t->profile->times & TIMES_DECIMAL) != 0, &out);
    return out;
}

assay_time jwt_issued(const jwt_token *t)
{
    return jwt_time(t, json_member(t->claims, "iat"));
}

assay_time jwt_signed_time(const void *doc)
{
    return jwt_issued(doc);
}
