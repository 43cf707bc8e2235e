/* SPDX-License-Identifier: Apache-2.0 */
/* What lint says of policies: each kind of note, and how a policy silences it. */
#include "fake.h"

#define HEAD "{'assay_policy':1,'id':'p','version':1,"
#define ENDS "'valid':{'to':'2027-01-01T00:00:00Z'},"
#define AFFIRMING "'accept':['affirming'],"
#define IMAGE "{'id':'i','claim':'/image','eq':'00000001'}"
#define OWNER "{'id':'o','claim':'/owner','eq':'x'}"
#define TCB "{'id':'t','claim':'/plain_tcb','svn_min':'00000001'}"
#define GROUP(rules) "'evidence':{'g':{'format':['fake-a'],'rules':[" rules "]}}"
#define RULES(rest) HEAD ENDS AFFIRMING GROUP(IMAGE "," OWNER "," TCB rest)
#define MUTE(rest)                                                                                 \
    HEAD ENDS AFFIRMING "'evidence':{'g':{'format':['fake-b'],'count':1,'rules':["                 \
                        "{'id':'i','claim':'/image','eq':'000000000001'}]}}" rest "}"
#define REFERENCE(rows)                                                                            \
    HEAD ENDS AFFIRMING GROUP(                                                                     \
        "{'id':'m','matches':'t'}," OWNER                                                          \
        "," TCB) ",'references':{'t':{'columns':['/image','/pcrs/0','/num'],'rows':[" rows "]}}}"
#define ROW_OF(name, image, more)                                                                  \
    "{'name':'" name "','/image':'" image "','/pcrs/0':'00000009','/num':1" more "}"

static const struct {
    const char *policy;
    const char *wanted; /* the only note; NULL: none */
    const char *kind;
} cases[] = {
    {RULES("") "}", NULL, NULL},
    {HEAD AFFIRMING GROUP(IMAGE "," OWNER "," TCB) "}", "never ends", "no-end"},
    {HEAD "'valid':{'to':'2026-01-01T00:00:00Z'}," AFFIRMING GROUP(IMAGE "," OWNER "," TCB) "}",
     "the policy has ended", "ended"},
    {HEAD ENDS "'accept':['affirming','warning']," GROUP(IMAGE "," OWNER "," TCB) "}",
     "a verdict of warning is accepted", "accepts-warning"},
    {HEAD ENDS AFFIRMING "'evidence':{'g':{'format':['fake-wary'],'rules':[{'id':'i','claim':"
                         "'/image','eq':'000000000001'}]}}}",
     "never gets better", "unreachable-tier"},
    {RULES("") ",'settings':{'known_nonces':'allow'}}", "published nonces", "known-nonces"},
    {RULES("") ",'revocation':'optional'}", "revoked keys", "revocation"},
    {RULES("") ",'settings':{'revocation_as_of':'at'}}", "was revoked after", "revocation"},
    {RULES("") ",'settings':{'reference_values':'optional'}}", "never measured",
     "reference-values"},
    {RULES("") ",'settings':{'rim_issue':'any'}}", "has replaced", "reference-values"},
    {HEAD ENDS AFFIRMING "'evidence':{'g':{'format':['fake-a']}}}", "no rule identifies",
     "any-genuine"},
    {HEAD ENDS AFFIRMING "'evidence':{'g':{'format':['fake-a'],'count':{'min':0},'rules':[" IMAGE
                         "," OWNER "," TCB "]}}}",
     "may be left out", "optional-group"},
    {MUTE(""), "nothing says that evidence of fake-b is fresh", "freshness"},
    {MUTE(",'together':[{'id':'n','of':['g'],'claim':'/data','eq':{'zero_pad':"
          "{'nonce':32},'to':64}}]"),
     NULL, NULL},
    {HEAD ENDS AFFIRMING "'evidence':{'g':{'format':['fake-a','fake-twin'],'rules':[" IMAGE "," TCB
                         "]}}}",
     "no rule looks at \"/owner\" of fake-a", "open"},
    {HEAD ENDS AFFIRMING GROUP(IMAGE "," TCB) ",'unconstrained':{'g':{'/owner':'any'}}}", NULL,
     NULL},
    {HEAD ENDS AFFIRMING GROUP(IMAGE "," OWNER) "}", "least security version of fake-a", "no-tcb"},
    {RULES(",{'id':'v','claim':'/num','min':0}") "}", "\"min\" holds whatever \"/num\" is",
     "vacuous"},
    {RULES(",{'id':'v','claim':'/num','max':18446744073709551615}") "}", "holds whatever",
     "vacuous"},
    {RULES(",{'id':'v','claim':'/signed','min':-9223372036854775808}") "}", "holds whatever",
     "vacuous"},
    {RULES(",{'id':'v','claim':'/tcb','svn_min':{'Milan':{'snp':0}}}") "}", "holds whatever",
     "vacuous"},
    {RULES(",{'id':'v','claim':'/any','present':true,'absent':'pass'}") "}", "\"present\"",
     "vacuous"},
    {RULES(",{'id':'v','any_of':[{'claim':'/num','min':0},{'claim':'/num','max':3}]}") "}",
     "holds whatever", "vacuous"},
    {RULES(",{'id':'v','claim':'/num','min':1}") "}", NULL, NULL},
    {RULES(",{'id':'v','any_of':[{'claim':'/num','min':1}]}") "}", "no choice", "lone-alternative"},
    {RULES(",{'id':'v','at_least':{'n':1,'of':[{'claim':'/num','min':1}]}}") "}", "no choice",
     "lone-alternative"},
    {RULES(",{'id':'v','claim':'/pcrs/1','ne':'00000005'}") "}", "every \"/pcrs/1\" is accepted",
     "only-excludes"},
    {RULES(",{'id':'v','claim':'/pcrs/1','not_in':['00000005']},"
           "{'id':'w','claim':'/pcrs/1','eq':'00000006'}") "}",
     NULL, NULL},
    {RULES(",{'id':'v','claim':'/pcrs/1','eq':'00000005','absent':'pass'}") "}",
     "without \"/pcrs/1\" passes", "absent-passes"},
    {HEAD ENDS "'accept':['warning']," GROUP(
         IMAGE "," OWNER "," TCB ",{'id':'v','claim':'/num','eq':1,'severity':'warn'}") ",'lint':{"
                                                                                        "'accepts-"
                                                                                        "warning':"
                                                                                        "'x'}}",
     "only warns", "never-rejects"},
    {RULES(",{'id':'v','claim':'/num','eq':1},{'id':'w','claim':'/num','eq':2}") "}",
     "\"w\" cannot hold beside \"v\"", "contradiction"},
    {RULES(",{'id':'v','claim':'/num','in':[1,2]},{'id':'w','claim':'/num','ne':3}") "}", NULL,
     NULL},
    {RULES(",{'id':'v','claim':'/num','in':[1,2]},{'id':'w','claim':'/num','not_in':[1,2,3]}") "}",
     "cannot hold", "contradiction"},
    {RULES(",{'id':'v','claim':'/num','ne':1},{'id':'w','claim':'/num','eq':1}") "}", "cannot hold",
     "contradiction"},
    {RULES(",{'id':'v','claim':'/num','min':5},{'id':'w','claim':'/num','max':4}") "}",
     "cannot hold", "contradiction"},
    {RULES(",{'id':'v','claim':'/num','max':4},{'id':'w','claim':'/num','min':5}") "}",
     "cannot hold", "contradiction"},
    {RULES(",{'id':'v','claim':'/num','min':4},{'id':'w','claim':'/num','max':4}") "}", NULL, NULL},
    {RULES(",{'id':'v','claim':'/when','min':'2026-01-02T00:00:00Z'},"
           "{'id':'w','claim':'/when','max':'2026-01-01T00:00:00Z'}") "}",
     "cannot hold", "contradiction"},
    {RULES(",{'id':'v','claim':'/ok','is':true},{'id':'w','claim':'/ok','is':false}") "}",
     "cannot hold", "contradiction"},
    {RULES(",{'id':'v','claim':'/any','present':true},"
           "{'id':'w','claim':'/any','absent_or_empty':true}") "}",
     "cannot hold", "contradiction"},
    {RULES(",{'id':'v','claim':'/num','min':5},{'id':'w','claim':'/num','min':5}") "}",
     "\"w\" says what \"v\" says", "repeated"},
    {RULES(",{'id':'v','claim':'/pcrs/1','eq':'00000001'}") "}",
     "\"/pcrs/1\" has the value that \"/image\" has", "repeated"},
    {RULES(",{'id':'v','claim':'/pcrs/1','eq':'aaaaaaaa'}") "}", "one byte over and over",
     "placeholder"},
    {RULES(",{'id':'v','claim':'/iss','in':['https://a','https://nras.stg.b']}") "}",
     "tokens are for tests", "staging"},
    {RULES(",{'id':'v','claim':'/iss','eq':'https://a'}") "}", NULL, NULL},
    {RULES(",{'id':'v','claim':'/when','max_age_s':86401}") "}", "more than a day", "old-evidence"},
    {RULES(",{'id':'v','claim':'/when','max_age_s':86400}") "}", NULL, NULL},
    {RULES("") ",'waive':[{'finding':'fake.soft','reason':'r','until':'2026-01-01T00:00:00Z'}]}",
     "has ended", "stale-waiver"},
    {RULES("") ",'waive':[{'finding':'fake.soft','reason':'r','until':'2026-12-01T00:00:00Z'}]}",
     NULL, NULL},
    {REFERENCE(ROW_OF("a", "00000001", "") "," ROW_OF("b", "00000002", "")), NULL, NULL},
    {REFERENCE(
         ROW_OF("a", "00000001", "") "," ROW_OF("b", "00000002", ",'to':'2026-01-01T00:00:00Z'")),
     "this row has ended", "stale-row"},
    {REFERENCE(
         ROW_OF("a", "00000001", "") "," ROW_OF("b", "00000001", ",'from':'2026-01-01T00:00:00Z'")),
     "the values of another row", "repeated"},
    {REFERENCE(ROW_OF("a", "00000009", "")), "the value of another column", "repeated"},
    {RULES("") ",'unconstrained':{'g':{'/owner':'any'}}}", "is said to be open", "unused"},
    {RULES("") ",'params':{'x':{'type':'text'}}}", "no rule uses \"x\"", "unused"},
    {RULES("") ",'inputs':{'x':{'type':'text'}}}", NULL, NULL}, /* the default form takes it */
    {RULES("") ",'inputs':{'x':{'type':'text'}},'together':[{'id':'n','of':['g'],"
               "'claim':'/any','eq':{'nonce':32}}]}",
     "no rule uses \"x\"", "unused"},
    {RULES("") ",'references':{'t':{'columns':['/num'],'rows':[{'name':'a','/num':1}]}}}",
     "no rule matches the table \"t\"", "unused"},
    {RULES(",{'id':'v','claim':'/num','min':1,'why':'REVIEW: is it?'}") "}", "the draft's mark",
     "unreviewed"},
    {RULES("") ",'title':'REVIEW: a draft'}", "the draft's title", "unreviewed"},
};

static size_t lint(const char *quoted, assay_problems **problems)
{
    assay_policy *p = fake_policy(quoted);
    size_t n = p != NULL ? policy_lint(p, FAKE_AT, problems) : SIZE_MAX;
    policy_release(p);
    return n;
}

static void each_note_is_said_once(void)
{
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assay_problems *problems = NULL;
        char kind[64];
        snprintf(kind, sizeof kind, "[%s]", cases[i].kind != NULL ? cases[i].kind : "");
        size_t n = lint(cases[i].policy, &problems);
        const assay_error *first = assay_problems_at(problems, 0);
        bool good = cases[i].wanted == NULL
                        ? n == 0
                        : n == 1 && strstr(first->message, cases[i].wanted) != NULL &&
                              strstr(first->message, kind) != NULL && first->status == ASSAY_OK &&
                              first->line == 1 && first->column > 0;
        if (!CHECK(good)) {
            fprintf(stderr, "  %s\n  wanted %s\n", cases[i].policy,
                    cases[i].wanted != NULL ? cases[i].wanted : "nothing");
            for (size_t k = 0; k < assay_problems_count(problems); k++) {
                fprintf(stderr, "  found  %s\n", assay_problems_at(problems, k)->message);
            }
        }
        assay_problems_free(problems);
    }
}

/* The policy with its reason why this kind of note is no matter. */
static void each_note_is_silenced_with_a_reason(void)
{
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char in[4096];
        assay_problems *problems = NULL;
        if (cases[i].kind == NULL || strstr(cases[i].policy, "'lint'") != NULL) {
            continue;
        }
        snprintf(in, sizeof in, "%.*s,'lint':{'%s':'we know'}}", (int)strlen(cases[i].policy) - 1,
                 cases[i].policy, cases[i].kind);
        if (!CHECK(lint(in, &problems) == 0)) {
            fprintf(stderr, "  %s\n", in);
        }
        assay_problems_free(problems);
    }
}

static void every_kind_has_a_case(void)
{
    const char *kind, *meaning;
    for (size_t i = 0; (kind = policy_lint_kind(i, &meaning)) != NULL; i++) {
        bool seen = false;
        for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
            seen = seen || (cases[k].kind != NULL && strcmp(cases[k].kind, kind) == 0);
        }
        if (!CHECK(seen && meaning != NULL && meaning[0] != '\0')) {
            fprintf(stderr, "  %s\n", kind);
        }
    }
}

/* Lint takes problems that are there already, and adds to them. */
static void notes_are_added(void)
{
    assay_policy *p = fake_policy(HEAD AFFIRMING GROUP(IMAGE "," TCB) "}");
    assay_problems *problems = NULL;
    size_t first = policy_lint(p, ASSAY_TIME_UNSET, &problems);
    CHECK_UINT(first, 2);
    policy_lint(p, ASSAY_TIME_UNSET, &problems);
    CHECK_UINT(assay_problems_count(problems), first);
    assay_problems_free(problems);
    policy_release(p);
}

int main(void)
{
    RUN(each_note_is_said_once);
    RUN(each_note_is_silenced_with_a_reason);
    RUN(every_kind_has_a_case);
    RUN(notes_are_added);
    return DONE();
}
