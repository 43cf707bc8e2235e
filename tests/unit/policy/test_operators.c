/* SPDX-License-Identifier: Apache-2.0 */
/* Every operator: match, mismatch, absent, ill-typed, pending; and how outcomes combine. */
#include "fake.h"
#include "policy/ops.h"

#define HEAD                                                                                       \
    "{'assay_policy':1,'id':'p','version':1,'accept':['affirming'],"                               \
    "'params':{'list':{'type':'list of text','default':['a','b']},"                                \
    "'one':{'type':'bytes','default':'00ff'}},"                                                    \
    "'references':{'t':{'columns':['/image','/num'],'rows':["                                      \
    "{'name':'old','to':'2026-11-19T00:00:00Z','/image':'00000001','/num':1},"                     \
    "{'name':'cur','/image':'00000002','/num':2},"                                                 \
    "{'name':'new','from':'2026-11-21T00:00:00Z','/image':'00000003','/num':3}]}},"                \
    "'evidence':{'g':{'format':['fake-a'],'rules':[{'id':'r',"

typedef struct {
    const char *rule, *claims;
    char wanted; /* H holds, F fails, U undecided, W warns */
} operator_case;

static char outcome_of(const operator_case *x)
{
    char policy_text[4096];
    fixture f;
    fixture_init(&f);
    snprintf(policy_text, sizeof policy_text, "%s%s}]}}}", HEAD, x->rule);
    assay_policy *p = fake_policy(policy_text);
    char found = '?';
    if (p != NULL) {
        fixture_piece(&f, "e", &fake_a, x->claims);
        policy_evaluate(p, &f.c);
        const finding *r = finding_of_rule(&f, "r");
        static const char letters[] = {[ASSAY_SEVERITY_NONE] = 'H',
                                       [ASSAY_NOTE] = 'N',
                                       [ASSAY_WARN] = 'W',
                                       [ASSAY_UNDECIDABLE] = 'U',
                                       [ASSAY_FAIL] = 'F'};
        found = r != NULL ? letters[r->view.severity] : '-';
    }
    policy_release(p);
    arena_release(&f.arena);
    return found;
}

static void run_cases(const operator_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char found = outcome_of(&cases[i]);
        if (!CHECK(found == cases[i].wanted)) {
            fprintf(stderr, "  %s on %s: found %c, wanted %c\n", cases[i].rule, cases[i].claims,
                    found, cases[i].wanted);
        }
    }
}

/* The last four of a block: absent, null, ill-typed, pending. */
#define MISSING(rule, name, wrong)                                                                 \
    {rule, "{}", 'F'}, {rule, "{'" name "':null}", 'F'}, {rule, "{'" name "':" wrong "}", 'F'},    \
    {                                                                                              \
        rule, "{'" name "':'@pending'}", 'U'                                                       \
    }

#define EQ "'claim':'/num','eq':5"
#define NE "'claim':'/num','ne':5"
#define IN "'claim':'/name','in':['x','y']"
#define NOT_IN "'claim':'/name','not_in':['x','y']"
#define IN_PARAM "'claim':'/name','in':{'param':'list'}"

static void test_equality(void)
{
    static const operator_case cases[] = {
        {EQ, "{'num':5}", 'H'},
        {EQ, "{'num':6}", 'F'},
        MISSING(EQ, "num", "'5'"),
        {NE, "{'num':6}", 'H'},
        {NE, "{'num':5}", 'F'},
        MISSING(NE, "num", "'6'"),
        {IN, "{'name':'y'}", 'H'},
        {IN, "{'name':'z'}", 'F'},
        MISSING(IN, "name", "4"),
        {NOT_IN, "{'name':'z'}", 'H'},
        {NOT_IN, "{'name':'x'}", 'F'},
        MISSING(NOT_IN, "name", "4"),
        {IN_PARAM, "{'name':'b'}", 'H'},
        {IN_PARAM, "{'name':'c'}", 'F'},
        {"'claim':'/name','not_in':{'param':'list'}", "{'name':'b'}", 'F'},
        {"'claim':'/any','in':[{'param':'one'},'11']", "{'any':'00ff'}", 'H'},
        {"'claim':'/any','in':[{'param':'one'},'11']", "{'any':'11'}", 'H'},
        {"'claim':'/any','in':[{'param':'one'},'11']", "{'any':'12'}", 'F'},
        {"'claim':'/image','eq':'00000001'", "{'image':'00000001'}", 'H'},
        {"'claim':'/image','eq':'00000001'", "{'image':'00000002'}", 'F'},
        {"'claim':'/image','eq':'00000001'", "{'image':'000001'}", 'F'}, /* 3 bytes */
        {"'claim':'/image','ne':'00000001'", "{'image':'000002'}", 'F'},
        {"'claim':'/signed','eq':-3", "{'signed':-3}", 'H'},
        {"'claim':'/ok','eq':true", "{'ok':true}", 'H'},
        {"'claim':'/ok','eq':true", "{'ok':false}", 'F'},
        {"'claim':'/ratio','eq':1.5", "{'ratio':1.5}", 'H'},
        {"'claim':'/ratio','eq':1.5", "{'ratio':1.50}", 'F'},
        {"'claim':'/when','eq':'2026-01-01T00:00:00Z'", "{'when':'2026-01-01T00:00:00Z'}", 'H'},
        {"'claim':'/when','eq':'2026-01-01T00:00:00Z'", "{'when':'2026-01-01T00:00:01Z'}", 'F'},
        {"'claim':'/map/inner','eq':1", "{'map':'@pending'}", 'U'}, /* below what is pending */
        {"'claim':'/map/inner','eq':1", "{'map':{'inner':1}}", 'H'},
        {EQ ",'absent':'pass'", "{}", 'H'},
        {EQ ",'absent':'pass'", "{'num':null}", 'H'},
        {EQ ",'absent':'pass'", "{'num':6}", 'F'},
        {EQ ",'absent':'pass'", "{'num':'5'}", 'F'},
        {EQ ",'absent':'pass'", "{'num':'@pending'}", 'U'},
        {EQ ",'severity':'warn'", "{'num':6}", 'W'},
        {EQ ",'severity':'warn'", "{}", 'W'},
        {EQ ",'severity':'warn'", "{'num':'@pending'}", 'W'},
        {EQ ",'severity':'warn'", "{'num':5}", 'H'},
        {EQ ",'severity':'fail'", "{'num':6}", 'F'},
    };
    run_cases(cases, ARRAY_LEN(cases));
}

#define IS "'claim':'/ok','is':true"
#define MIN "'claim':'/num','min':5"
#define MAX "'claim':'/num','max':5"
#define AGE "'claim':'/when','max_age_s':60,'skew_s':10"

static void test_order(void)
{
    static const operator_case cases[] = {
        {IS, "{'ok':true}", 'H'},
        {IS, "{'ok':false}", 'F'},
        {"'claim':'/ok','is':false", "{'ok':false}", 'H'},
        MISSING(IS, "ok", "1"),
        {MIN, "{'num':5}", 'H'},
        {MIN, "{'num':4}", 'F'},
        MISSING(MIN, "num", "'9'"),
        {MAX, "{'num':5}", 'H'},
        {MAX, "{'num':6}", 'F'},
        MISSING(MAX, "num", "'1'"),
        {"'claim':'/signed','min':-2", "{'signed':-2}", 'H'},
        {"'claim':'/signed','min':-2", "{'signed':-3}", 'F'},
        {"'claim':'/signed','max':-2", "{'signed':1}", 'F'},
        {"'claim':'/when','min':'2026-01-01T00:00:00Z'", "{'when':'2026-01-01T00:00:00Z'}", 'H'},
        {"'claim':'/when','min':'2026-01-01T00:00:00Z'", "{'when':'2025-12-31T23:59:59Z'}", 'F'},
        {"'claim':'/when','max':'2026-01-01T00:00:00Z'", "{'when':'2026-01-01T00:00:01Z'}", 'F'},
        {AGE, "{'when':'2026-11-20T00:00:00Z'}", 'H'},
        {AGE, "{'when':'2026-11-19T23:59:00Z'}", 'H'},
        {AGE, "{'when':'2026-11-19T23:58:59Z'}", 'F'},
        {AGE, "{'when':'2026-11-20T00:00:10Z'}", 'H'},
        {AGE, "{'when':'2026-11-20T00:00:11Z'}", 'F'},
        {"'claim':'/when','max_age_s':60", "{'when':'2026-11-20T00:00:01Z'}", 'F'},
        MISSING(AGE, "when", "5"),
    };
    run_cases(cases, ARRAY_LEN(cases));
}

#define BITS "'claim':'/flags','bits':{'set':['ONE'],'clear':['DEBUG'],'others':'any'}"
#define EXACT_BITS "'claim':'/flags','bits':{'set':['ONE'],'clear':['DEBUG'],'others':'clear'}"
#define RAW_BITS "'claim':'/raw_flags','bits':{'set':['HIGH'],'clear':['TWO'],'others':'clear'}"

static void test_bits(void)
{
    static const operator_case cases[] = {
        {BITS, "{'flags':1}", 'H'},
        {BITS, "{'flags':3}", 'H'},
        {BITS, "{'flags':0}", 'F'},
        {BITS, "{'flags':524289}", 'F'},
        MISSING(BITS, "flags", "'1'"),
        {EXACT_BITS, "{'flags':1}", 'H'},
        {EXACT_BITS, "{'flags':3}", 'F'},
        {EXACT_BITS, "{'flags':9223372036854775809}", 'F'}, /* a bit without a name */
        {RAW_BITS, "{'raw_flags':'0000000000010000'}", 'H'},
        {RAW_BITS, "{'raw_flags':'0000000000000000'}", 'F'},
        {RAW_BITS, "{'raw_flags':'0200000000010000'}", 'F'},
        {RAW_BITS, "{'raw_flags':'0000000000010080'}", 'F'},
        MISSING(RAW_BITS, "raw_flags", "'00'"),
    };
    run_cases(cases, ARRAY_LEN(cases));
}

#define SVN "'claim':'/tcb','svn_min':'01020304'"
#define SVN_LIST "'claim':'/tcb','svn_min':[1,2,3,4]"
#define SVN_BY "'claim':'/tcb','svn_min':{'Milan':{'bl':1,'snp':5},'Turin':{'snp':7}}"
#define SVN_PLAIN "'claim':'/plain_tcb','svn_min':{'high':9}"

static void test_svn(void)
{
    static const operator_case cases[] = {
        {SVN, "{'tcb':'01020304'}", 'H'},
        {SVN, "{'tcb':'ffffffff'}", 'H'},
        {SVN, "{'tcb':'ff0203ff'}", 'H'},
        {SVN, "{'tcb':'ffff02ff'}", 'F'}, /* greater as a number */
        MISSING(SVN, "tcb", "4"),
        {SVN, "{'tcb':'010203'}", 'F'},
        {SVN_LIST, "{'tcb':'01020304'}", 'H'},
        {SVN_LIST, "{'tcb':'01020303'}", 'F'},
        MISSING(SVN_LIST, "tcb", "4"),
        {SVN_BY, "{'tcb':'01000500','product':'Milan'}", 'H'},
        {SVN_BY, "{'tcb':'010004ff','product':'Milan'}", 'F'},
        {SVN_BY, "{'tcb':'ff0004ff','product':'Milan'}", 'F'},
        {SVN_BY, "{'tcb':'00000007','product':'Turin'}", 'H'},
        {SVN_BY, "{'tcb':'ffffff06','product':'Turin'}", 'F'},
        {SVN_BY, "{'tcb':'ffffffff','product':'Genoa'}", 'F'},
        {SVN_BY, "{'tcb':'ffffffff'}", 'F'},
        {SVN_BY, "{'tcb':'ffffffff','product':4}", 'F'},
        {SVN_BY, "{'tcb':'ffffffff','product':'@pending'}", 'U'},
        MISSING(SVN_BY, "tcb", "4"),
        {SVN_PLAIN, "{'plain_tcb':'00000009'}", 'H'},
        {SVN_PLAIN, "{'plain_tcb':'09000000'}", 'F'},
    };
    run_cases(cases, ARRAY_LEN(cases));
}

#define DEC                                                                                        \
    "'claim':'/name','version':{'scheme':'dotted-decimal','min':'570.124.06','not':['575.51.02']}"
#define HEX "'claim':'/name','version':{'scheme':'dotted-hex','min':'96.00.5E'}"
#define DATE "'claim':'/name','version':{'scheme':'yymmxx','min':'250900'}"
#define MAJOR "'claim':'/name','version':{'scheme':'maj.min','min':'1.51'}"

static void test_version(void)
{
    static const operator_case cases[] = {
        {DEC, "{'name':'570.124.06'}", 'H'}, {DEC, "{'name':'570.124.6'}", 'H'},
        {DEC, "{'name':'571'}", 'H'},        {DEC, "{'name':'570.124'}", 'F'},
        {DEC, "{'name':'99.999.99'}", 'F'}, /* greater as text */
        {DEC, "{'name':'575.51.02'}", 'F'},  {DEC, "{'name':'575.51.2.0'}", 'F'},
        {DEC, "{'name':'575.51.03'}", 'H'},  {DEC, "{'name':'570.124.0a'}", 'F'},
        {DEC, "{'name':''}", 'F'},           {DEC, "{'name':'571.'}", 'F'},
        {DEC, "{'name':'999999999'}", 'F'},  {DEC, "{'name':'9.1.1.1.1.1.1.1.1'}", 'F'},
        MISSING(DEC, "name", "571"),         {HEX, "{'name':'96.00.AF.00.01'}", 'H'},
        {HEX, "{'name':'96.00.5e'}", 'H'},   {HEX, "{'name':'96.00.5D.FF'}", 'F'},
        {HEX, "{'name':'96.00.XY'}", 'F'},   {DATE, "{'name':'250901'}", 'H'},
        {DATE, "{'name':'250899'}", 'F'},    {DATE, "{'name':'2509011'}", 'F'},
        {MAJOR, "{'name':'1.51'}", 'H'},     {MAJOR, "{'name':'1.5'}", 'F'},
        {MAJOR, "{'name':'2'}", 'F'},
    };
    run_cases(cases, ARRAY_LEN(cases));
}

#define CONTAINS "'claim':'/words','contains':'b'"
#define ONLY "'claim':'/words','only':['a','b']"
#define ONLY_EMPTY "'claim':'/words','only':['a','b'],'empty':'pass'"
#define EXACTLY "'claim':'/words','exactly':['a','b']"
#define ORDERED "'claim':'/words','exactly':['a','b'],'ordered':true"

static void test_lists(void)
{
    static const operator_case cases[] = {
        {CONTAINS, "{'words':['a','b']}", 'H'},
        {CONTAINS, "{'words':['a','bb']}", 'F'},
        {CONTAINS, "{'words':[]}", 'F'},
        {CONTAINS, "{'words':['b',4]}", 'F'}, /* an ill-typed element */
        {CONTAINS, "{'words':['b','@pending']}", 'U'},
        MISSING(CONTAINS, "words", "'b'"),
        {"'claim':'/numbers','contains':2", "{'numbers':[1,2]}", 'H'},
        {ONLY, "{'words':['b']}", 'H'},
        {ONLY, "{'words':['b','a','b']}", 'H'},
        {ONLY, "{'words':['b','c']}", 'F'},
        {ONLY, "{'words':[]}", 'F'},
        {ONLY, "{'words':['c','@pending']}", 'F'},
        {ONLY, "{'words':['a','@pending']}", 'U'},
        {CONTAINS, "{'words':['a','@pending']}", 'U'},
        {EXACTLY, "{'words':['a','@pending']}", 'U'},
        {EXACTLY, "{'words':['c','@pending']}", 'F'},
        {ORDERED, "{'words':['a','@pending']}", 'U'},
        {ORDERED, "{'words':['@pending','c']}", 'F'},
        {ONLY_EMPTY, "{'words':[]}", 'H'},
        {ONLY_EMPTY, "{'words':['c']}", 'F'},
        MISSING(ONLY_EMPTY, "words", "'b'"),
        {EXACTLY, "{'words':['b','a']}", 'H'},
        {EXACTLY, "{'words':['b']}", 'F'},
        {EXACTLY, "{'words':['b','a','c']}", 'F'},
        {EXACTLY, "{'words':[]}", 'F'},
        MISSING(EXACTLY, "words", "'b'"),
        {ORDERED, "{'words':['a','b']}", 'H'},
        {ORDERED, "{'words':['b','a']}", 'F'},
        {ORDERED, "{'words':['a','b','b']}", 'F'},
        {ORDERED, "{'words':['a']}", 'F'},
        {"'claim':'/words','exactly':['a','b'],'ordered':false", "{'words':['b','a']}", 'H'},
    };
    run_cases(cases, ARRAY_LEN(cases));
}

#define PRESENT "'claim':'/any','present':true"
#define NOTHING "'claim':'/any','absent_or_empty':true"

static void test_presence(void)
{
    static const operator_case cases[] = {
        {PRESENT, "{'any':'00'}", 'H'},
        {PRESENT, "{'any':''}", 'H'},
        MISSING(PRESENT, "any", "5"),
        {NOTHING, "{}", 'H'},
        {NOTHING, "{'any':null}", 'H'},
        {NOTHING, "{'any':''}", 'H'},
        {NOTHING, "{'any':'00'}", 'F'},
        {NOTHING, "{'any':5}", 'F'},
        {NOTHING, "{'any':'@pending'}", 'U'},
        {"'claim':'/words','absent_or_empty':true", "{'words':[]}", 'H'},
        {"'claim':'/words','absent_or_empty':true", "{'words':['a']}", 'F'},
        {"'claim':'/name','absent_or_empty':true", "{'name':''}", 'H'},
        {"'claim':'/map','absent_or_empty':true", "{'map':{}}", 'H'},
        {"'claim':'/num','absent_or_empty':true", "{'num':0}", 'F'},
    };
    run_cases(cases, ARRAY_LEN(cases));
}

#define MATCHES "'matches':'t'"

static void test_matches(void)
{
    static const operator_case cases[] = {
        {MATCHES, "{'image':'00000002','num':2}", 'H'},
        {MATCHES, "{'image':'00000002','num':1}", 'F'}, /* two rows mixed */
        {MATCHES, "{'image':'00000001','num':1}", 'F'}, /* ended */
        {MATCHES, "{'image':'00000003','num':3}", 'F'}, /* not begun */
        {MATCHES, "{'image':'00000009','num':9}", 'F'},
        {MATCHES, "{'image':'00000002'}", 'F'},
        {MATCHES, "{'image':'00000002','num':'2'}", 'F'},
        {MATCHES, "{'image':'00000002','num':'@pending'}", 'U'},
        {MATCHES, "{'image':'00000009','num':'@pending'}", 'F'}, /* whatever is still to come */
        {MATCHES, "{'image':'00000003','num':'@pending'}", 'F'},
        {MATCHES, "{'num':'@pending'}", 'F'},
    };
    run_cases(cases, ARRAY_LEN(cases));
}

#define ANY_OF "'any_of':[{'claim':'/num','eq':1},{'claim':'/name','eq':'a'}]"
#define TWO_OF                                                                                     \
    "'at_least':{'n':2,'of':[{'claim':'/num','eq':1},{'claim':'/name','eq':'a'},"                  \
    "{'claim':'/ok','is':true}]}"
#define PASSING "'any_of':[{'claim':'/num','eq':1,'absent':'pass'},{'claim':'/name','eq':'a'}]"

static void test_combinators(void)
{
    static const operator_case cases[] = {
        {ANY_OF, "{'num':1,'name':'b'}", 'H'},
        {ANY_OF, "{'num':2,'name':'a'}", 'H'},
        {ANY_OF, "{'num':2,'name':'b'}", 'F'},
        {ANY_OF, "{'num':1}", 'F'}, /* absence fails the whole rule */
        {ANY_OF, "{'num':1,'name':5}", 'F'},
        {ANY_OF, "{'num':1,'name':'@pending'}", 'U'},
        {ANY_OF, "{'num':2,'name':'@pending'}", 'U'},
        {ANY_OF, "{'num':'@pending'}", 'F'},
        {PASSING, "{'name':'b'}", 'H'},
        {PASSING, "{'num':2,'name':'b'}", 'F'},
        {TWO_OF, "{'num':1,'name':'a','ok':false}", 'H'},
        {TWO_OF, "{'num':1,'name':'b','ok':false}", 'F'},
        {TWO_OF, "{'num':1,'name':'a'}", 'F'},
        {TWO_OF, "{'num':1,'name':'b','ok':'@pending'}", 'U'},
        {TWO_OF, "{'num':2,'name':'b','ok':'@pending'}", 'F'}, /* too few in any case */
        {TWO_OF, "{'num':1,'name':'a','ok':'true'}", 'F'},
        {"'any_of':[{'any_of':[{'claim':'/num','eq':1}]},{'claim':'/num','eq':2}]", "{'num':1}",
         'H'},
        {"'any_of':[{'any_of':[{'claim':'/num','eq':1}]},{'claim':'/num','eq':2}]", "{'num':2}",
         'H'},
        {"'any_of':[{'any_of':[{'claim':'/num','eq':1}]},{'claim':'/num','eq':2}]", "{'num':3}",
         'F'},
        {"'any_of':[{'matches':'t'},{'claim':'/num','eq':9}]", "{'image':'00000002','num':2}", 'H'},
        {"'any_of':[{'any_of':[{'any_of':[{'any_of':[{'claim':'/num','ne':1}]}]}]}]", "{'num':1}",
         'F'},
        {"'any_of':[{'any_of':[{'any_of':[{'any_of':[{'claim':'/num','ne':1}]}]}]}]", "{'num':2}",
         'H'},
        {"'any_of':[{'any_of':[{'any_of':[{'any_of':[{'claim':'/num','ne':1}]}]}]}]", "{}", 'F'},
    };
    run_cases(cases, ARRAY_LEN(cases));
}

#define SOME "'claim':'/keys','some':[{'claim':'/id','in':['0001']},{'claim':'/alg','eq':'es'}]"
#define EVERY                                                                                      \
    "'claim':'/keys','every':[{'claim':'/id','in':['0001','0002']},{'claim':'/alg','eq':'es'}]"
#define USES "'claim':'/keys','some':[{'claim':'/uses','every':[{'claim':'/of','eq':'sign'}]}]"
#define CHOICE                                                                                     \
    "'claim':'/keys','every':[{'any_of':[{'claim':'/id','eq':'0001'},{'claim':'/"                  \
    "alg','eq':'es'}]}]"

static void test_elements(void)
{
    static const operator_case cases[] = {
        {SOME, "{'keys':[{'id':'0009','alg':'rs'},{'id':'0001','alg':'es'}]}", 'H'},
        {SOME, "{'keys':[{'id':'0001','alg':'rs'},{'id':'0002','alg':'es'}]}",
         'F'}, /* two halves */
        {SOME, "{'keys':[]}", 'F'},
        {SOME, "{'keys':[{'id':'0001'},{'id':'0001','alg':'es'}]}", 'F'},
        {SOME, "{'keys':[{'id':'0001','alg':'@pending'}]}", 'U'},
        {SOME, "{'keys':[{'id':'0002','alg':'@pending'}]}", 'F'},
        {SOME, "{'keys':['@pending']}", 'U'},
        {SOME, "{'keys':[5]}", 'F'},
        MISSING(SOME, "keys", "5"),
        {EVERY, "{'keys':[{'id':'0002','alg':'es'},{'id':'0001','alg':'es'}]}", 'H'},
        {EVERY, "{'keys':[{'id':'0002','alg':'es'},{'id':'0003','alg':'es'}]}", 'F'},
        {EVERY, "{'keys':[]}", 'F'},
        {EVERY, "{'keys':[{'id':'0002','alg':'es'},{'id':'0001','alg':'@pending'}]}", 'U'},
        {EVERY, "{'keys':[{'id':'0009','alg':'es'},{'id':'0001','alg':'@pending'}]}", 'F'},
        MISSING(EVERY, "keys", "5"),
        {USES, "{'keys':[{'uses':[{'of':'sign'},{'of':'x'}]},{'uses':[{'of':'sign'}]}]}", 'H'},
        {USES, "{'keys':[{'uses':[{'of':'sign'},{'of':'x'}]}]}", 'F'},
        {USES, "{'keys':[{'uses':[]}]}", 'F'},
        {USES, "{'keys':[{'uses':[{'of':'sign'}]},{}]}", 'F'},
        {CHOICE, "{'keys':[{'id':'0001','alg':'rs'},{'id':'0002','alg':'es'}]}", 'H'},
        {CHOICE, "{'keys':[{'id':'0001','alg':'rs'},{'id':'0002','alg':'rs'}]}", 'F'},
        {SOME ",'absent':'pass'", "{}", 'H'},
        {SOME ",'absent':'pass'", "{'keys':[]}", 'F'},
    };
    run_cases(cases, ARRAY_LEN(cases));
}

/* A new operator must be added to this file: each has its cases above (equal and topology:
 * test_pieces.c). */
static void test_table_is_known(void)
{
    static const char *const names[] = {
        "eq",      "ne",      "in",       "not_in",  "is",        "min",
        "max",     "svn_min", "bits",     "version", "max_age_s", "contains",
        "only",    "exactly", "some",     "every",   "present",   "absent_or_empty",
        "matches", "any_of",  "at_least", "equal",   "topology"};
    CHECK_UINT(rule_op_count, ARRAY_LEN(names));
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        CHECK(rule_op_find(str_of(names[i])) != NULL);
    }
}

int main(void)
{
    RUN(test_equality);
    RUN(test_order);
    RUN(test_bits);
    RUN(test_svn);
    RUN(test_version);
    RUN(test_lists);
    RUN(test_presence);
    RUN(test_matches);
    RUN(test_combinators);
    RUN(test_elements);
    RUN(test_table_is_known);
    return DONE();
}
