/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attestation results (draft-ietf-rats-ear) of other verifiers, in the profiles that are in use:
 * two that spell names with full stops, and two that spell them with underscores.
 */
#include "formats/jwt/families.h"
#include "base/time.h"

#define CLAIMS "draft-ietf-rats-ear-04"
#include "formats/jwt/schema_rows.h"
#define BOTH(at_, dotted_, scored_, type_, chooser_, identifies_, affects_, doc_)                  \
    ROW(at_ dotted_, type_, chooser_, identifies_, affects_, doc_)                                 \
    ROW(at_ scored_, type_, chooser_, identifies_, affects_, doc_)

const claim_schema ear_schema[EAR_CLAIMS] = {
#include "formats/jwt/ear.def"
};

#define LONGEST 86400 /* seconds that a result without exp counts */

/* A verifier that names itself by a URL has keys of its own; all others share a scope, in which the
 * operator pins the keys of those that count. */
const char *ear_scope(arena *a, assay_str iss)
{
    const char *name = iss.ptr != NULL ? arena_text(a, bytes_of_str(iss)) : NULL;
    bool url = name != NULL && strncmp(name, "https://", 8) == 0 && trust_issuer_valid(name);
    return url ? name : JWT_SCOPE_EAR;
}

typedef struct {
    const char *status, *vector;
} spelling;

static const spelling dotted = {"ear.status", "ear.trustworthiness-vector"};
static const spelling scored = {"ear_status", "ear_trustworthiness_vector"};

static const struct {
    const char *profile;
    const spelling *names, *others;
} profiles[] = {
    {EAR_PROFILE_VERAISON, &dotted, &scored},
    {EAR_PROFILE_TRUSTEE, &dotted, &scored},
    {EAR_PROFILE_IETF "03", &scored, &dotted},
    {EAR_PROFILE_IETF "04", &scored, &dotted},
};

/* AR4SI: draft-ietf-rats-ar4si-10, 2.3.2. */
typedef enum { TIER_NONE = 0, TIER_AFFIRMING, TIER_WARNING, TIER_CONTRAINDICATED } tier;
static const char *const tier_names[] = {"none", "affirming", "warning", "contraindicated"};

static tier tier_of_value(const json *node)
{
    int64_t v;
    if (!json_int(node, &v) || v < -128 || v > 127) {
        return TIER_CONTRAINDICATED;
    }
    int64_t rank = v >= 0 ? v : -v - 1;
    if (rank >= 96) {
        return TIER_CONTRAINDICATED;
    }
    if (rank >= 32) {
        return TIER_WARNING;
    }
    return rank >= (v >= 0 ? 2 : 1) ? TIER_AFFIRMING : TIER_NONE;
}

static tier tier_of_status(const json *status)
{
    for (size_t i = 0; i < ARRAY_LEN(tier_names); i++) {
        if (str_is(json_text(status), tier_names[i])) {
            return (tier)i;
        }
    }
    return TIER_NONE;
}

static tier worst_of_vector(const json *vector)
{
    tier worst = TIER_NONE;
    for (const json *i = json_is(vector, JSON_OBJECT) ? vector->first : NULL; i != NULL;
         i = i->next) {
        tier seen = tier_of_value(i);
        worst = seen > worst ? seen : worst;
    }
    return worst;
}

/* The names of the token's profile; NULL, noted, for a profile that is none of those in use. */
static const spelling *spelling_of(job *j, const jwt_token *t, const spelling **others)
{
    const json *profile = jwt_member(t, "/eat_profile");
    const spelling *names = NULL;
    for (size_t i = 0; i < ARRAY_LEN(profiles); i++) {
        if (str_is(json_text(profile), profiles[i].profile)) {
            names = profiles[i].names;
            *others = profiles[i].others;
        }
    }
    finding *no = jwt_check(j, F_EAR_PROFILE, names != NULL, "/eat_profile");
    jwt_says(j, no, EAR_PROFILE_VERAISON ", or another that is in use", profile);
    return names;
}

/* Of one part: what its verifier says, and that it does not contradict itself. */
static void check_part(job *j, const json *part, const char *at, const spelling *names,
                       const spelling *others)
{
    const json *status = json_member(part, names->status);
    const char *pointer = arena_format(j->arena, "%s/%s", at, names->status);
    tier said = tier_of_status(status), worst = worst_of_vector(json_member(part, names->vector));
    bool one_spelling =
        json_member(part, others->status) == NULL && json_member(part, others->vector) == NULL;
    jwt_check(j, F_EAR_SPELLING, one_spelling, pointer);
    finding *no = jwt_check(j, F_EAR_CONTRAINDICATED, said != TIER_CONTRAINDICATED, pointer);
    jwt_says(j, no, "affirming", status);
    no = jwt_check(j, F_EAR_NO_VERDICT, said != TIER_NONE, pointer);
    jwt_says(j, no, "affirming", status);
    no = jwt_check(j, F_EAR_INCONSISTENT, said == TIER_NONE || said >= worst, pointer);
    jwt_says(j, no, tier_names[worst], status);
}

static const char *part_pointer(job *j, const json *part)
{
    return arena_format(j->arena, "/submods/%s",
                        text_printable(j->arena, bytes_of_str(part->name)));
}

/* Results often have no exp: then the relying party must have an end for them. */
static void check_age(job *j, const jwt_token *t)
{
    assay_time issued = jwt_issued(t);
    bool endless = jwt_member(t, "/exp") == NULL && issued != ASSAY_TIME_UNSET;
    finding *no = jwt_check(j, F_EAR_AGE, !endless || j->at <= time_add(issued, LONGEST), "/iat");
    if (no != NULL) {
        finding_says(no, "at most a day before the appraisal", time_text(j->arena, issued));
    }
}

void ear_default_tests(job *j, const jwt_token *t)
{
    const json *parts = jwt_member(t, "/submods");
    const spelling *others = NULL, *names = spelling_of(j, t, &others);
    bool some = json_is(parts, JSON_OBJECT) && parts->count > 0;
    jwt_check(j, F_EAR_PARTS, some, "/submods");
    check_age(j, t);
    if (names == NULL || !some) {
        return;
    }
    const json *whole = json_member(t->claims, names->status);
    if (whole != NULL || json_member(t->claims, others->status) != NULL) {
        check_part(j, t->claims, "", names, others);
    }
    for (const json *part = parts->first; part != NULL; part = part->next) {
        check_part(j, part, part_pointer(j, part), names, others);
    }
}

static void check_warning(job *j, const json *part, const char *at)
{
    const json *status = json_member(part, dotted.status);
    status = status != NULL ? status : json_member(part, scored.status);
    finding *no = jwt_check(j, F_EAR_WARNING, tier_of_status(status) != TIER_WARNING, at);
    jwt_says(j, no, "affirming", status);
}

void ear_evaluate(job *j, const jwt_token *t)
{
    const json *parts = jwt_member(t, "/submods");
    check_warning(j, t->claims, "");
    for (const json *part = parts != NULL ? parts->first : NULL; part != NULL; part = part->next) {
        check_warning(j, part, part_pointer(j, part));
    }
    jwt_check(j, F_JWT_STATEMENT, false, "/submods");
    job_not_established(j, "the evidence: the token holds another verifier's verdict on it");
}
