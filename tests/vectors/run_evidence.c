/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of evidence: appraised under any-genuine, through the public API. */
#include "appraise/inspect.h"
#include "appraise/vector.h"
#include "base/limits.h"
#include "facts.h"
#include "formats/format.h"
#include "runner.h"

/* For classes of defect that stage 4 must see, `authentic` must be false. */
static const char *const unauthentic[] = {"malformed", "signature",     "chain",
                                          "expired",   "not-yet-valid", "revoked"};

static bool one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(word, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static assay_appraisal *appraise_case(run *r, assay_trust *t, bool debug_allowed)
{
    assay_engine *e = case_engine(r, t);
    assay_request *q = case_request(r, NULL, debug_allowed);
    assay_appraisal *a = e != NULL && q != NULL ? case_appraise(r, e, q) : NULL;
    assay_request_free(q);
    assay_engine_free(e);
    return a;
}

static const char *first_problem(const assay_appraisal *a)
{
    const char *found = "none";
    for (size_t i = 0; i < assay_findings_count(a); i++) {
        const assay_finding *f = assay_findings_at(a, i);
        if (f->severity == ASSAY_FAIL) {
            return f->id;
        }
        found = f->severity == ASSAY_UNDECIDABLE ? f->id : found;
    }
    return found;
}

static bool rejected_as_debug(const assay_appraisal *a)
{
    for (size_t i = 0; i < assay_findings_count(a); i++) {
        const assay_finding *f = assay_findings_at(a, i);
        size_t len = strlen(f->id);
        if (f->severity == ASSAY_FAIL && len > 6 && strcmp(f->id + len - 6, ".debug") == 0) {
            return true;
        }
    }
    return false;
}

static void judge_status(run *r, const assay_appraisal *a, assay_status wanted)
{
    if (assay_appraisal_status(a) != wanted) {
        disagree(r, "expected %s, is %s (%s)", assay_status_name(wanted),
                 assay_status_name(assay_appraisal_status(a)), first_problem(a));
    }
}

static void judge_rejected(run *r, const assay_appraisal *a)
{
    const char *class = case_text(r, "class");
    judge_status(r, a, ASSAY_REJECTED);
    if (one_of(class, unauthentic, ARRAY_LEN(unauthentic)) && assay_appraisal_authentic(a, NULL)) {
        disagree(r, "class %s, and yet authentic", class);
    }
}

/* Forged cases name the finding that must be there. */
static void judge_finding(run *r, const assay_appraisal *a)
{
    const char *wanted = case_text(r, "finding");
    bool found = wanted[0] == '\0';
    for (size_t i = 0; i < assay_findings_count(a) && !found; i++) {
        const assay_finding *f = assay_findings_at(a, i);
        found = f->severity != ASSAY_SEVERITY_NONE && strcmp(f->id, wanted) == 0;
    }
    if (!found) {
        disagree(r, "no finding %s (%s)", wanted, first_problem(a));
    }
}

static void judge_authentic(run *r, const assay_appraisal *a)
{
    if (!assay_appraisal_authentic(a, NULL)) {
        disagree(r, "expected authentic (%s)", first_problem(a));
    }
}

static void judge_debug(run *r, assay_trust *t, const assay_appraisal *a)
{
    judge_authentic(r, a);
    if (assay_appraisal_status(a) != ASSAY_REJECTED || !rejected_as_debug(a)) {
        disagree(r, "expected a rejection as debug (%s)", first_problem(a));
    }
    assay_appraisal *allowed = appraise_case(r, t, true);
    if (allowed != NULL && rejected_as_debug(allowed)) {
        disagree(r, "rejected as debug although debug is allowed");
    }
    assay_appraisal_free(allowed);
}

static void judge_either(run *r, assay_trust *t, const assay_appraisal *a)
{
    assay_appraisal *again = appraise_case(r, t, false);
    if (again == NULL || assay_appraisal_status(again) != assay_appraisal_status(a)) {
        disagree(r, "two answers to the same question");
    }
    assay_appraisal_free(again);
}

static void judge_parse_only(run *r, const assay_appraisal *a)
{
    if (assay_appraisal_status(a) == ASSAY_OK) {
        disagree(r, "expected never to be accepted");
    }
    if (run_inspection(r) == CASE_FAILED) {
        disagree(r, "and inspect says nothing");
    }
}

static void judge(run *r, assay_trust *t, const assay_appraisal *a)
{
    const char *expect = case_text(r, "expect");
    if (strcmp(expect, "authentic") == 0) {
        judge_authentic(r, a);
    } else if (strcmp(expect, "rejected") == 0) {
        judge_rejected(r, a);
    } else if (strcmp(expect, "accepted") == 0) {
        judge_status(r, a, ASSAY_OK);
    } else if (strcmp(expect, "undecided") == 0) {
        judge_status(r, a, ASSAY_UNDECIDED);
    } else if (strcmp(expect, "debug") == 0) {
        judge_debug(r, t, a);
    } else if (strcmp(expect, "either") == 0) {
        judge_either(r, t, a);
    } else if (strcmp(expect, "parse-only") == 0) {
        judge_parse_only(r, a);
    } else {
        disagree(r, "no such expectation: %s", expect);
    }
}

/* A name with '/' in it is a pointer. */
static const claim *fact_claim(run *r, const claim *claims, assay_str name)
{
    const char *t = arena_text(r->arena, bytes_of_str(name));
    const char *pointer = arena_format(r->arena, "%s%s", t != NULL && t[0] == '/' ? "" : "/", t);
    return claim_at(claims, bytes_of_text(pointer));
}

static void compare_facts(run *r, const claim *claims, const json *facts)
{
    for (const json *f = facts != NULL ? facts->first : NULL; f != NULL; f = f->next) {
        const claim *found = fact_claim(r, claims, f->name);
        r->facts++;
        if (!fact_holds(f, found)) {
            disagree(r, "%s is %s, not %.80s", arena_text(r->arena, bytes_of_str(f->name)),
                     claim_show(r->arena, found), arena_text(r->arena, f->raw));
        }
    }
}

static void compare(run *r, const assay_appraisal *a)
{
    static const char *const nested[][2] = {{"tcb", "status"},
                                            {"tcb", "advisories"},
                                            {"measurements", "match"},
                                            {"measurements", "mismatch"}};
    const claim *claims = assay_claims_of_rejected(a, "evidence");
    if (strcmp(case_text(r, "class"), "malformed") == 0) {
        return;
    }
    compare_facts(r, claims, json_member(r->spec, "facts"));
    for (size_t i = 0; i < ARRAY_LEN(nested); i++) {
        const json *fact = json_member(json_member(r->spec, nested[i][0]), nested[i][1]);
        const claim *found = claim_member(claim_member(claims, nested[i][0]), nested[i][1]);
        r->facts += fact != NULL;
        if (fact != NULL && !fact_holds(fact, found)) {
            disagree(r, "%s/%s is %s", nested[i][0], nested[i][1], claim_show(r->arena, found));
        }
    }
}

/* Of whatever case: no claim is of a worse tier than its piece, no piece of a worse one than the
 * whole; nothing good is said of what is not authentic; and what rejects or warns is named. */
static void judge_vectors(run *r, assay_appraisal *a)
{
    assay_verdict whole = assay_appraisal_verdict(a);
    bool named = vector_of_whole(a).causes != NULL || whole == ASSAY_VERDICT_AFFIRMING;
    for (size_t i = 0; i < a->piece_count; i++) {
        trust_vector v = vector_of(a, &a->pieces[i]);
        named = named || (v.tier == whole && v.causes != NULL);
        for (size_t k = 0; k < AR4SI_CLAIMS; k++) {
            assay_verdict tier = ar4si_tier(v.claims[k].value);
            bool good = tier == ASSAY_VERDICT_AFFIRMING;
            if (tier > v.tier || (good && !a->pieces[i].authentic) ||
                (v.claims[k].value != 0) != (v.claims[k].causes != NULL)) {
                disagree(r, "%s is %d in a piece that is %s", ar4si_names[k], v.claims[k].value,
                         verdict_word(v.tier));
            }
        }
        if (v.tier > whole && whole != ASSAY_VERDICT_NONE) {
            disagree(r, "a piece is %s, and all of it %s", verdict_word(v.tier),
                     verdict_word(whole));
        }
    }
    if (!named) {
        disagree(r, "nothing set the tier %s", verdict_word(whole));
    }
}

case_outcome run_evidence(run *r)
{
    assay_trust *t = case_trust(r, family_of(case_text(r, "format")));
    r->policy = case_policy(r);
    assay_appraisal *a = t != NULL && r->policy != NULL ? appraise_case(r, t, false) : NULL;
    if (a != NULL) {
        judge(r, t, a);
        judge_finding(r, a);
        compare(r, a);
        judge_vectors(r, a);
    }
    assay_appraisal_free(a);
    assay_policy_release(r->policy);
    assay_trust_release(t);
    return r->why.len == 0 ? CASE_PASSED : CASE_FAILED;
}

case_outcome run_inspection(run *r)
{
    inspection seen;
    assay_bytes file = case_file(r, json_text(json_member(r->spec, "evidence")));
    inspect_bytes(r->arena, file, case_text(r, "format"), &seen);
    bool refused = findings_worst(&seen.findings, NULL, 8) == ASSAY_FAIL;
    bool wanted_refusal = strcmp(case_text(r, "expect"), "rejected") == 0;
    if (seen.claims == NULL && seen.member_count == 0 && !refused) {
        disagree(r, "neither dissected nor refused");
    }
    if (wanted_refusal && !refused) {
        disagree(r, "expected to be refused");
    }
    if (seen.claims != NULL) {
        compare_facts(r, seen.claims, json_member(r->spec, "facts"));
    }
    return r->why.len == 0 ? CASE_PASSED : CASE_FAILED;
}
