/* SPDX-License-Identifier: Apache-2.0 */
/* The token's own dates (RFC 7519 4.1.4 to 4.1.6), against the time of the appraisal. */
#include "base/time.h"
#include "formats/jwt/token.h"

typedef struct {
    assay_time issued, ends, begins;
} times;

/* Whole seconds, written as such: 1.8e9 is a number that nobody issues. */
static bool read_time(const json *node, assay_time *out)
{
    int64_t value;
    if (!json_is(node, JSON_NUMBER) || !json_int(node, &value)) {
        return false;
    }
    for (size_t i = 0; i < node->text.len; i++) {
        char c = node->text.ptr[i];
        if ((c < '0' || c > '9') && c != '-') {
            return false;
        }
    }
    *out = value;
    return true;
}

static bool read_times(job *j, const jwt_token *t, times *out)
{
    const struct {
        const char *name, *claim;
        bool optional;
        assay_time *out;
    } members[] = {{"iat", "/iat", false, &out->issued},
                   {"exp", "/exp", false, &out->ends},
                   {"nbf", "/nbf", true, &out->begins}};
    const char *wrong = NULL;
    for (size_t i = 0; i < ARRAY_LEN(members) && wrong == NULL; i++) {
        const json *member = json_member(t->claims, members[i].name);
        bool absent = members[i].optional && member == NULL;
        wrong = absent || read_time(member, members[i].out) ? NULL : members[i].claim;
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
    times seen = {.begins = ASSAY_TIME_UNSET};
    if (!read_times(j, t, &seen)) {
        return false;
    }
    assay_time latest = time_add(j->at, t->profile->skew);
    bool held = expect(j, t, F_JWT_EXPIRED, j->at < seen.ends, "/exp", seen.ends, "later than");
    held &= expect(j, t, F_JWT_NOT_YET_VALID, seen.begins <= latest, "/nbf", seen.begins,
                   "not later than");
    held &= expect(j, t, F_JWT_ISSUED_LATER, seen.issued <= latest, "/iat", seen.issued,
                   "not later than");
    held &= check_lifetime(j, t, &seen);
    return held;
}

assay_time jwt_issued(const jwt_token *t)
{
    assay_time issued = ASSAY_TIME_UNSET;
    read_time(json_member(t->claims, "iat"), &issued);
    return issued;
}

assay_time jwt_signed_time(const void *doc)
{
    return jwt_issued(doc);
}
