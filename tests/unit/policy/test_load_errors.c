/* SPDX-License-Identifier: Apache-2.0 */
/* Every reason to refuse a policy: place, message and hint. '^' stands where the problem is. */
#include "fake.h"

typedef struct {
    const char *quoted, *message, *hint;
} error_case;

#define START "{'assay_policy':1,'id':'p','version':1,'accept':['affirming'],\n"
#define POLICY(rest) START rest "}"
#define EVIDENCE                                                                                   \
    "'evidence':{'g':{'format':['fake-a'],'rules':[{'id':'i','claim':'/image','eq':'00000001'}]}}"
#define WITH(rest) POLICY(rest ",\n" EVIDENCE)
#define GROUP(rest) POLICY("'evidence':{'g':" rest "}")
#define RULES(rest) GROUP("{'format':['fake-a'],'rules':[\n" rest "]}")
#define RULE(rest) RULES("^{'id':'r'," rest "}")
#define AT(rest) RULES("{'id':'r'," rest "}")
#define JOINT(rest) POLICY(EVIDENCE ",'together':[\n" rest "]")
#define VALUE(rest) JOINT("{'id':'r','of':['g'],'claim':'/any','eq':" rest "}")
#define TABLE(columns, rows)                                                                       \
    POLICY("'references':{'t':{'columns':" columns ",'rows':" rows                                 \
           "}},'evidence':{'g':{'format':['fake-a'],'rules':[{'id':'r','matches':'t'}]}}")

/* The text without its marker, and where that was. */
static char *unmark(const char *quoted, uint32_t *line, uint32_t *column)
{
    char *out = calloc(1, strlen(quoted) + 1);
    size_t n = 0;
    uint32_t at_line = 1, at_column = 1;
    *line = 0;
    for (const char *c = quoted; *c != '\0'; c++) {
        if (*c == '^') {
            *line = at_line;
            *column = at_column;
            continue;
        }
        out[n++] = *c == '\'' ? '"' : *c;
        at_column = *c == '\n' ? 1 : at_column + 1;
        at_line += *c == '\n' ? 1 : 0;
    }
    return out;
}

static void check_case(const error_case *c)
{
    uint32_t line, column = 0;
    char *in = unmark(c->quoted, &line, &column);
    assay_policy *p = NULL;
    assay_problems *problems = NULL;
    assay_error err;
    assay_status s = fake_load(in, true, &p, &problems, &err);
    bool good = s == ASSAY_E_CONFIG && p == NULL && err.line == line && err.column == column &&
                strstr(err.message, c->message) != NULL && strstr(err.hint, c->hint) != NULL &&
                strcmp(err.source, "p.json") == 0 && assay_problems_count(problems) == 1;
    if (!CHECK(good)) {
        fprintf(stderr, "  %s\n  wanted %u:%u %s (%s)\n", in, line, column, c->message, c->hint);
        for (size_t i = 0; i < assay_problems_count(problems); i++) {
            const assay_error *e = assay_problems_at(problems, i);
            fprintf(stderr, "  found  %u:%u %s: %s (%s)\n", e->line, e->column, e->where,
                    e->message, e->hint);
        }
    }
    policy_release(p);
    assay_problems_free(problems);
    free(in);
}

static void check_cases(const error_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        check_case(&cases[i]);
    }
}

static void test_top(void)
{
    static const error_case cases[] = {
        {"^", "", "strict JSON"},
        {"^[]", "expected an object, found a list", ""},
        {"{'assay_policy':1,^'assay_policy':1}", "duplicate", "strict JSON"},
        {"{'a':1,^}", "", "strict JSON"},
        {WITH("^'titel':'x'"), "a policy has no member \"titel\"", "did you mean \"title\"?"},
        {"^{'assay_policy':1,'version':1,'accept':['affirming']," EVIDENCE "}",
         "lacks its member \"id\"", ""},
        {"^{'assay_policy':1,'id':'p','accept':['affirming']," EVIDENCE "}",
         "lacks its member \"version\"", ""},
        {"^{'id':'p','version':1,'accept':['affirming']," EVIDENCE "}",
         "lacks its member \"assay_policy\"", ""},
        {"^{'assay_policy':1,'id':'p','version':1," EVIDENCE "}", "lacks its member \"accept\"",
         ""},
        {"^" POLICY("'title':'x'"), "lacks its member \"evidence\"", ""},
        {"{'assay_policy':^2,'id':'p','version':1,'accept':['affirming']," EVIDENCE "}",
         "policy language 1", ""},
        {"{'assay_policy':1,'id':^'a b','version':1,'accept':['affirming']," EVIDENCE "}",
         "\"a b\" is no name", "letters"},
        {"{'assay_policy':1,'id':^5,'version':1,'accept':['affirming']," EVIDENCE "}",
         "expected a text, found a number", ""},
        {"{'assay_policy':1,'id':'p','version':^-1,'accept':['affirming']," EVIDENCE "}",
         "unsigned integer", ""},
        {"{'assay_policy':1,'id':'p','version':1,'accept':^[]," EVIDENCE "}", "the list is empty",
         ""},
        {"{'assay_policy':1,'id':'p','version':1,'accept':[^'afirming']," EVIDENCE "}", "afirming",
         "did you mean \"affirming\"?"},
        {"{'assay_policy':1,'id':'p','version':1,'accept':['warning',^'warning']," EVIDENCE "}",
         "twice", ""},
        {WITH("'title':^5"), "expected a text", ""},
        {WITH("'valid':^{}"), "needs \"from\"", ""},
        {WITH("'valid':{'from':^'yesterday'}"), "expected a time", ""},
        {WITH("'valid':{'from':^'2026-11-01T00:00:00+01:00'}"), "expected a time", ""},
        {WITH("'valid':{'from':'2026-11-02T00:00:00Z','to':^'2026-11-01T00:00:00Z'}"),
         "before the beginning", ""},
        {WITH("'valid':{^'until':'2026-11-01T00:00:00Z'}"), "no member \"until\"", ""},
        {WITH("'revocation':^'optionl'"), "optionl", "did you mean \"optional\"?"},
        {WITH("'settings':{^'rim_isue':'any'}"), "rim_isue", "did you mean \"rim_issue\"?"},
        {WITH("'settings':{'known_nonces':^'alow'}"), "alow", "did you mean \"allow\"?"},
        {WITH("'settings':{'tcb_stream':^true}"), "expected a text, found a boolean", ""},
    };
    check_cases(cases, ARRAY_LEN(cases));
}

static void test_declarations(void)
{
    static const error_case cases[] = {
        {WITH("'inputs':^[]"), "expected an object", ""},
        {WITH("'inputs':{^'a b':{'type':'bytes'}}"), "no name", ""},
        {WITH("'inputs':{'k':^5}"), "expected an object", ""},
        {WITH("'inputs':{'k':^{}}"), "lacks its member \"type\"", ""},
        {WITH("'inputs':{'k':{'type':^'byte'}}"), "byte", "did you mean \"bytes\"?"},
        {WITH("'inputs':{'k':{'type':^'uint'}}"), "uint", "known: bytes, text"},
        {WITH("'inputs':{'k':{'type':'text',^'len':5}}"), "only bytes", ""},
        {WITH("'inputs':{'k':{'type':'bytes','len':^0}}"), "number of bytes", ""},
        {WITH("'inputs':{'k':{'type':'bytes',^'default':'00'}}"), "no member \"default\"", ""},
        {WITH("'inputs':{'k':{'type':'bytes','doc':^''}}"), "empty", ""},
        {WITH("'params':{'k':{'type':'bytes','len':3,'default':^'0011'}}"),
         "expected 3 bytes, found 2", ""},
        {WITH("'params':{'k':{'type':'list of bytes','default':^[]}}"), "not empty", ""},
        {WITH("'params':{'k':{'type':'list of uint','default':^[-1]}}"), "unsigned integer", ""},
        {WITH("'params':{'k':{'type':'time','default':^'now'}}"), "expected a time", ""},
    };
    check_cases(cases, ARRAY_LEN(cases));
}

static void test_groups(void)
{
    static const error_case cases[] = {
        {POLICY("'evidence':^{}"), "at least one group", ""},
        {POLICY("'evidence':^[]"), "expected an object", ""},
        {GROUP("^5"), "expected an object", ""},
        {POLICY("'evidence':{^'a b':{'format':['fake-a']}}"), "no name", ""},
        {GROUP("{'format':[^'fake-c']}"), "no evidence format \"fake-c\"",
         "did you mean \"fake-a\"?"},
        {GROUP("{'format':[^'tdx-quote']}"), "no evidence format",
         "known: fake-a, fake-twin, fake-b"},
        {GROUP("{'format':^[]}"), "the list is empty", ""},
        {GROUP("{'format':[^5]}"), "expected a text", ""},
        {GROUP("^{'count':1}"), "lacks its member \"format\"", ""},
        {GROUP("{'format':['fake-a',^'fake-a']}"), "selected by \"g\" already", ""},
        {POLICY("'evidence':{'g':{'format':['fake-a']},'h':{'format':[^'fake-a']}}"),
         "selected by \"g\" already", ""},
        {GROUP("{'format':['fake-a'],'count':^0}"), "no number of pieces", "leave the group out"},
        {GROUP("{'format':['fake-a'],'count':^{'min':3,'max':2}}"), "no number of pieces",
         "min may not be above max"},
        {GROUP("{'format':['fake-a'],'count':^{'max':0}}"), "no number of pieces", ""},
        {GROUP("{'format':['fake-a'],'count':^65}"), "from 0 to 64", ""},
        {GROUP("{'format':['fake-a'],'count':^'1'}"), "expected an object", ""},
        {GROUP("{'format':['fake-a'],'count':{^'most':1}}"), "no member \"most\"", ""},
        {GROUP("{'format':['fake-a'],'rules':^{}}"), "expected a list", ""},
        {GROUP("{'format':['fake-a'],'rules':^[]}"), "without rules", "add rules"},
        {GROUP("{'format':['fake-a'],^'rule':[]}"), "no member \"rule\"",
         "did you mean \"rules\"?"},
        {GROUP("{'one_of':^[]}"), "the list is empty", ""},
        {GROUP("{^'format':['fake-a'],'one_of':[{'format':['fake-a']}]}"),
         "a group with one_of has no member \"format\"", ""},
        {GROUP("{'one_of':[{'format':['fake-a'],^'count':1}]}"), "an alternative has no member",
         ""},
        {GROUP("{'one_of':[{'format':['fake-a']},{'format':[^'fake-a']}]}"), "already", ""},
        {WITH("'release':{^'h':['/any']}"), "no group \"h\"", "did you mean \"g\"?"},
        {WITH("'release':{'g':[^'/datas']}"), "no format of \"g\" has a claim",
         "did you mean \"/data\""},
        {WITH("'release':{'g':^[]}"), "the list is empty", ""},
        {WITH("'release':^[]"), "expected an object", ""},
        {WITH("'unconstrained':{^'h':{}}"), "no group \"h\"", ""},
        {WITH("'unconstrained':{'g':{^'/namee':'x'}}"), "no format of \"g\"",
         "did you mean \"/name\"?"},
        {WITH("'unconstrained':{'g':{'/name':^''}}"), "needs a reason", ""},
        {WITH("'unconstrained':{'g':{'/name':^true}}"), "expected a text", ""},
    };
    check_cases(cases, ARRAY_LEN(cases));
}

static void test_rules(void)
{
    static const error_case cases[] = {
        {RULES("^5"), "expected an object", ""},
        {RULES("^{'claim':'/num','eq':1}"), "lacks its id", ""},
        {RULES("{'id':^'a/b','claim':'/num','eq':1}"), "is no name", ""},
        {RULES("{'id':'r','claim':'/num','eq':1},\n {'id':^'r','claim':'/num','eq':1}"),
         "two rules \"r\"", "another name"},
        {RULE("'claim':'/num'"), "no operator", "known: eq, ne"},
        {AT("'claim':'/num',^'eqq':1"), "no operator \"eqq\"", "did you mean \"eq\"?"},
        {AT("'claim':'/num','eq':1,^'ne':2"), "\"eq\" and \"ne\"", "write two rules"},
        {AT("'claim':'/num','eq':1,^'whi':'x'"), "no member \"whi\"", "did you mean \"why\"?"},
        {AT("'claim':'/num','eq':1,^'skew_s':1"), "no member \"skew_s\"", ""},
        {AT("'claim':'/num','eq':1,^'of':['g']"), "no member \"of\"", ""},
        {RULE("'eq':1"), "lacks its claim", ""},
        {AT("'claim':^'/nmu','eq':1"), "fake-a has no claim \"/nmu\"", "did you mean \"/num\"?"},
        {AT("'claim':^'num','eq':1"), "no claim \"num\"", "did you mean \"/num\"?"},
        {AT("'claim':^'/words/*','eq':'a'"), "stands for many claims", ""},
        {AT("'claim':^5,'eq':1"), "expected a text", ""},
        {AT("'claim':'/num','eq':1,'severity':^'warning'"), "warning", "did you mean \"warn\"?"},
        {AT("'claim':'/num','eq':1,'absent':^'ok'"), "ok", "known: pass"},
        {AT("'claim':'/num','eq':1,'affects':^'hardwar'"), "hardwar", "did you mean \"hardware\"?"},
        {AT("'claim':'/num','eq':1,'why':^''"), "empty", ""},
        {AT("^'absent':'pass','any_of':[{'claim':'/num','eq':1}]"), "\"absent\" belongs", ""},
        {AT("^'claim':'/num','any_of':[{'claim':'/num','eq':1}]"), "no claim of its own", ""},
        {GROUP("{'format':['fake-a','fake-b'],'rules':[{'id':'r','claim':^'/image','eq':'00'}]}"),
         "not the same in fake-a and fake-b", "one_of"},
        {GROUP("{'format':['fake-a','fake-b'],'rules':[{'id':'r','claim':^'/name','eq':'x'}]}"),
         "fake-b has no claim \"/name\"", ""},
    };
    check_cases(cases, ARRAY_LEN(cases));
}

static void test_operands(void)
{
    static const error_case cases[] = {
        {AT("'claim':'/num','eq':^'5'"), "expected an unsigned integer", ""},
        {AT("'claim':'/num','eq':^-5"), "expected an unsigned integer", ""},
        {AT("'claim':'/signed','eq':^1.5"), "expected an integer", ""},
        {AT("'claim':'/ok','eq':^1"), "expected true or false", ""},
        {AT("'claim':'/image','eq':^'000000'"), "expected 4 bytes, found 3", ""},
        {AT("'claim':'/image','eq':^'0000000x'"), "expected bytes as hex", ""},
        {AT("'claim':'/image','eq':^5"), "expected bytes as hex", ""},
        {AT("'claim':'/name','eq':^5"), "expected a text", ""},
        {AT("'claim':'/ratio','eq':^'1.5'"), "expected a number", ""},
        {AT("'claim':'/when','min':^'2026-13-01T00:00:00Z'"), "expected a time", ""},
        {AT("'claim':'/words',^'eq':'a'"),
         "\"eq\" cannot look at \"/words\", which is of type list",
         "what can: contains, only, exactly, some, every"},
        {AT("'claim':'/name',^'min':'a'"), "\"min\" cannot look at", "what can: eq"},
        {AT("'claim':'/name',^'contains':'a'"), "\"contains\" cannot look at", ""},
        {AT("'claim':'/name','in':^[]"), "the list is empty", ""},
        {AT("'claim':'/name','in':^'a'"), "expected a list", ""},
        {AT("'claim':'/name','in':['a',^5]"), "expected a text", ""},
        {AT("'claim':'/name','not_in':^[]"), "the list is empty", ""},
        {AT("'claim':'/ok','is':^'true'"), "expected true or false", ""},
        {AT("'claim':'/any','present':^false"), "expected true", ""},
        {AT("'claim':'/any','absent_or_empty':^1"), "expected true", ""},
        {AT("'claim':'/when','max_age_s':^'1d'"), "number of seconds", ""},
        {AT("'claim':'/when','max_age_s':60,'skew_s':^-1"), "number of seconds", ""},
        {AT("'claim':'/words','only':^[]"), "the list is empty", ""},
        {AT("'claim':'/words','only':['a'],'empty':^'fail'"), "fail", "known: pass"},
        {AT("'claim':'/words','exactly':^[]"), "the list is empty", ""},
        {AT("'claim':'/words','exactly':['a'],'ordered':^1"), "expected true or false", ""},
        {AT("'claim':'/words','only':[^{'nonce':32}]"), "expected a text", ""},
        {AT("'claim':'/numbers','contains':^'2'"), "unsigned integer", ""},
        {AT("'claim':'/num',^'bits':{'set':[],'clear':[],'others':'any'}"),
         "no bits that have names", ""},
        {AT("'claim':'/flags','bits':^{'set':['ONE'],'clear':[]}"), "lacks its member \"others\"",
         ""},
        {AT("'claim':'/flags','bits':{'set':[^'ONEE'],'clear':[],'others':'any'}"),
         "no bit \"ONEE\"", "did you mean \"ONE\"?"},
        {AT("'claim':'/flags','bits':{'set':['ONE'],'clear':[^'ONE'],'others':'any'}"),
         "named twice", ""},
        {AT("'claim':'/flags','bits':^{'set':[],'clear':[],'others':'any'}"), "ask for nothing",
         ""},
        {AT("'claim':'/flags','bits':{'set':^'ONE','clear':[],'others':'clear'}"),
         "expected a list", ""},
        {AT("'claim':'/tcb','svn_min':^'010203'"), "expected 4 bytes, found 3", ""},
        {AT("'claim':'/tcb','svn_min':^[1,2,3]"), "expected 4 components, found 3", ""},
        {AT("'claim':'/tcb','svn_min':[1,2,3,^256]"), "from 0 to 255", ""},
        {AT("'claim':'/tcb','svn_min':^{}"), "no component is named", ""},
        {AT("'claim':'/tcb','svn_min':{^'Millan':{'snp':1}}"), "none of the values of \"/product\"",
         "did you mean \"Milan\"?"},
        {AT("'claim':'/tcb','svn_min':{'Milan':{^'spn':1}}"), "no component \"spn\"",
         "did you mean \"snp\"?"},
        {AT("'claim':'/tcb','svn_min':{'Milan':{^'fmc':1}}"), "no component \"fmc\"",
         "known: bl, snp"},
        {AT("'claim':'/tcb','svn_min':{'Milan':^{}}"), "no component is named", ""},
        {AT("'claim':'/tcb','svn_min':{'Milan':^5}"), "expected an object", ""},
        {AT("'claim':'/image','svn_min':^{'snp':1}"), "no components that have names", "as hex"},
        {AT("'claim':'/name','version':^{'scheme':'dotted-hex'}"), "asks for nothing", "min"},
        {AT("'claim':'/name','version':{'scheme':^'semver','min':'1'}"), "semver", "known: dotted"},
        {AT("'claim':'/name','version':{'scheme':'dotted-decimal','min':^'1.a'}"), "no version",
         ""},
        {AT("'claim':'/name','version':{'scheme':'yymmxx','min':^'2509'}"), "no version", ""},
        {AT("'claim':'/name','version':{'scheme':'maj.min','min':^'1'}"), "no version", ""},
        {AT("'claim':'/name','version':{'scheme':'dotted-hex','not':[^5]}"), "expected a text", ""},
    };
    check_cases(cases, ARRAY_LEN(cases));
}

static void test_nesting(void)
{
    static const error_case cases[] = {
        {AT("'any_of':^[]"), "the list is empty", ""},
        {AT("'any_of':[^5]"), "expected an object", ""},
        {AT("'any_of':[{^'id':'x','claim':'/num','eq':1}]"), "no member \"id\"",
         "rules inside a rule"},
        {AT("'any_of':[{'claim':'/num','eq':1,^'severity':'warn'}]"), "no member \"severity\"", ""},
        {AT("'at_least':{'n':^3,'of':[{'claim':'/num','eq':1}]}"), "from 1 to the 1", ""},
        {AT("'at_least':{'n':^0,'of':[{'claim':'/num','eq':1}]}"), "from 1 to the 1", ""},
        {AT("'at_least':^{'of':[{'claim':'/num','eq':1}]}"), "lacks its member \"n\"", ""},
        {AT("'claim':'/keys','some':^[]"), "the list is empty", ""},
        {AT("'claim':'/keys','some':[{'claim':^'/ids','eq':'0001'}]"), "no claim \"/keys/*/ids\"",
         "did you mean \"/keys/*/id\"?"},
        {AT("'claim':'/keys','every':[{^'matches':'t'}]"), "cannot look at an element", ""},
        {AT("'any_of':[{'any_of':[{'any_of':[{'any_of':[{'any_of':^[{'claim':'/"
            "num','eq':1}]}]}]}]}]"),
         "more than 4 deep", "split"},
    };
    check_cases(cases, ARRAY_LEN(cases));
}

static void test_together(void)
{
    static const error_case cases[] = {
        {POLICY(EVIDENCE ",'together':^[]"), "the list is empty", ""},
        {JOINT("^5"), "expected an object", ""},
        {JOINT("^{'id':'r','claim':'/num','eq':1}"), "lacks its member \"of\"", "name the groups"},
        {JOINT("{'id':'r','of':^[],'claim':'/num','eq':1}"), "the list is empty", ""},
        {JOINT("{'id':'r','of':[^'gg'],'claim':'/num','eq':1}"), "no group \"gg\"",
         "did you mean \"g\"?"},
        {JOINT("{'id':'r','of':['g',^'g'],'claim':'/num','eq':1}"), "two groups \"g\"", ""},
        {JOINT("{'id':'r','of':['g'],'topology':^'hgx-9x4'}"), "no topology", "hgx-8x4"},
        {JOINT("{'id':'r','of':['g'],'topology':^'0+4'}"), "no topology", ""},
        {JOINT("{'id':'r','of':['g'],'topology':^'8+'}"), "no topology", ""},
        {JOINT("{'id':'r','of':['g'],'topology':^'8+4+1'}"), "no topology", ""},
        {JOINT("{'id':'r','of':['g'],'topology':^'65+4'}"), "no topology", ""},
        {JOINT("{'id':'r','of':['g'],'topology':^8}"), "expected a text", ""},
        {JOINT("{'id':'r','of':['g'],'any_of':[{^'topology':'8+4'}]}"), "stands by itself", ""},
        {RULES("{'id':'r',^'topology':'8+4'}"), "stands by itself", "together"},
        {JOINT("{'id':'r','of':['g'],'equal':^5}"), "expected a text", ""},
        {JOINT("{'id':'r','of':['g'],'equal':^'/nun'}"), "no claim \"/nun\"", "\"/num\""},
        {JOINT("{'id':'r','of':['g'],^'claim':'/num','equal':'/num'}"), "no claim of its own", ""},
        {RULES("{'id':'r',^'equal':'/num'}"), "compares pieces", "together"},
        {JOINT("{'id':^'i','of':['g'],'claim':'/num','eq':1}"), "two rules \"i\"", ""},
    };
    check_cases(cases, ARRAY_LEN(cases));
}

static void test_values(void)
{
    static const error_case cases[] = {
        {VALUE("^{}"), "no value expression", "known: hex, text"},
        {VALUE("^{'nonse':32}"), "no value expression", "did you mean \"nonce\"?"},
        {VALUE("{'nonce':32,^'hex':'00'}"), "cannot stand beside", ""},
        {VALUE("{'nonce':32,^'to':64}"), "cannot stand beside", ""},
        {VALUE("{'hex':^'0'}"), "bytes as hex", ""},
        {VALUE("{'text':^5}"), "expected a text", ""},
        {VALUE("{'nonce':^15}"), "16 to 64", ""},
        {VALUE("{'nonce':^65}"), "16 to 64", ""},
        {VALUE("{'nonce':^'32'}"), "16 to 64", ""},
        {VALUE("{'input':^'k'}"), "input \"k\" is not declared", ""},
        {VALUE("{'param':^'k'}"), "param \"k\" is not declared", ""},
        {VALUE("{'input':^5}"), "expected a text", ""},
        {VALUE("^{'claim':'/image'}"), "of which group", "add \"of\""},
        {VALUE("{'claim':'/image','of':^'h'}"), "no group \"h\"", ""},
        {VALUE("{'claim':'/image','of':^'g'}"), "several pieces", "count of 1"},
        {VALUE("{'sha256':^[]}"), "the list is empty", ""},
        {VALUE("{'sha256':^{'nonce':32}}"), "expected a list", ""},
        {VALUE("{'sha256':[^5]}"), "expected an object", ""},
        {VALUE("^{'zero_pad':{'nonce':32}}"), "lacks its member \"to\"", ""},
        {VALUE("{'zero_pad':{'nonce':32},'to':^0}"), "number of bytes", ""},
        {VALUE("^{'zero_pad':{'nonce':32},'to':16}"), "32 bytes are more than the 16", ""},
        {VALUE("{'devices':^'g'}"), "expected a list", ""},
        {VALUE("{'devices':^[]}"), "the list is empty", ""},
        {VALUE("{'devices':[^'gg']}"), "no group \"gg\"", "did you mean \"g\"?"},
        {VALUE("{'devices':['g',^'g']}"), "two groups \"g\"", ""},
        {VALUE("{'framed':{'framed':{'framed':{'framed':{'framed':{'framed':{'framed':^{'framed':"
               "{'hex':'00'}}}}}}}}}"),
         "more than 8 deep", ""},
        {JOINT("{'id':'r','of':['g'],'claim':'/image','eq':^{'nonce':32}}"),
         "expected 4 bytes, found 32", ""},
        {JOINT("{'id':'r','of':['g'],'claim':'/name','eq':^{'nonce':32}}"),
         "claim is of type text, and this value of type bytes", "hex_text or base64url"},
        {JOINT("{'id':'r','of':['g'],'claim':'/num','eq':^{'nonce':32}}"),
         "claim is of type unsigned integer", ""},
        {JOINT("{'id':'r','of':['g'],'claim':'/digest','eq':^{'sha512':[{'nonce':32}]}}"),
         "expected 32 bytes, found 64", ""},
        {POLICY("'params':{'l':{'type':'list of text'}}," EVIDENCE
                ",'together':[{'id':'r','of':['g'],'claim':'/name','eq':^{'param':'l'}}]"),
         "this is a list", "use `in`"},
        {POLICY(
             "'params':{'n':{'type':'uint'}}," EVIDENCE
             ",'together':[{'id':'r','of':['g'],'claim':'/any','eq':{'sha256':[^{'param':'n'}]}}]"),
         "bytes or a text can stand here", ""},
        {POLICY("'inputs':{'a':{'type':'bytes'},'b':{'type':'text'}}," EVIDENCE
                ",'together':[{'id':'r','of':['g'],'claim':'/digest','eq':{'sha256':[{'input':'a'},"
                "{'nonce':32},^{'input':'b'}]}}]"),
         "more than one part", "framed"},
        {POLICY("'inputs':{'a':{'type':'bytes'},'b':{'type':'text'}}," EVIDENCE
                ",'together':[{'id':'r','of':['g'],'claim':'/digest','eq':{'sha256':[{'input':'a'},"
                "^{'framed':{'input':'b'}}]}}]"),
         "more than one part", "framed"},
        {POLICY("'inputs':{'key':{'type':'bytes'}}," EVIDENCE
                ",'together':[{'id':'r','of':['g'],'claim':'/any','eq':{'input':^'kye'}}]"),
         "not declared", "did you mean \"key\"?"},
    };
    check_cases(cases, ARRAY_LEN(cases));
}

static void test_references(void)
{
    static const error_case cases[] = {
        {POLICY("'references':{'t':^{'file':'x.json','signer':'k'}}," EVIDENCE),
         "in a file of its own is not supported by this version", "leave it out"},
        {TABLE("['/image']", "^[]"), "the list is empty", ""},
        {TABLE("^[]", "[{'name':'a'}]"), "the list is empty", ""},
        {TABLE("['/image',^'/image']", "[{'name':'a','/image':'00000001'}]"), "two columns", ""},
        {TABLE("[^'/imag']", "[{'name':'a','/imag':'00000001'}]"), "no claim \"/imag\"",
         "did you mean \"/image\"?"},
        {TABLE("['/image']", "[^{'/image':'00000001'}]"), "lacks its name", ""},
        {TABLE("['/image','/num']", "[^{'name':'a','/image':'00000001'}]"),
         "lacks its column \"/num\"", ""},
        {TABLE("['/image']", "[{'name':'a','/image':'00000001',^'/imaeg':'00'}]"),
         "no member \"/imaeg\"", "did you mean \"/image\"?"},
        {TABLE("['/image']", "[{'name':'a','/image':^'000001'}]"), "expected 4 bytes, found 3", ""},
        {TABLE("['/image']",
               "[{'name':'a','/image':'00000001'},{'name':^'a','/image':'00000002'}]"),
         "two rows \"a\"", ""},
        {TABLE("['/image']", "[{'name':'a','from':'2026-01-02T00:00:00Z','to':^'2026-01-01T00:00:"
                             "00Z','/image':'00000001'}]"),
         "before the beginning", ""},
        {TABLE("['/image']", "[^5]"), "expected an object", ""},
        {AT("'matches':^'t'"), "no reference table \"t\"", ""},
        {POLICY("'references':{'image':{'columns':['/image'],'rows':[{'name':'a','/"
                "image':'00000001'}]}},"
                "'evidence':{'g':{'format':['fake-a'],'rules':[{'id':'r','matches':^'imgae'}]}}"),
         "no reference table", "did you mean \"image\"?"},
    };
    check_cases(cases, ARRAY_LEN(cases));
}

#define UNTIL "'until':'2026-12-31T00:00:00Z'"

static void test_waivers(void)
{
    static const error_case cases[] = {
        {WITH("'waive':^[]"), "the list is empty", ""},
        {WITH("'waive':[{'finding':^'fake.sofd','reason':'x'," UNTIL "}]"),
         "no finding \"fake.sofd\"", "did you mean \"fake.soft\"?"},
        {WITH("'waive':[{'finding':^'fake.firm','reason':'x'," UNTIL "}]"), "cannot be waived",
         "mend it"},
        {WITH("'waive':[{'finding':^'chain.signature','reason':'x'," UNTIL "}]"),
         "cannot be waived", ""},
        {WITH("'waive':[^{'finding':'fake.soft'," UNTIL "}]"), "lacks its member \"reason\"", ""},
        {WITH("'waive':[{'finding':'fake.soft','reason':^''," UNTIL "}]"), "empty", ""},
        {WITH("'waive':[^{'finding':'fake.soft','reason':'x'}]"), "lacks its member \"until\"", ""},
        {WITH("'waive':[{'finding':'fake.soft','reason':'x','until':^'never'}]"), "expected a time",
         ""},
        {WITH("'waive':[{'finding':'fake.soft','reason':'x'," UNTIL ",'only':^{}}]"),
         "narrows nothing", ""},
        {WITH("'waive':[{'finding':'fake.soft','reason':'x'," UNTIL ",'only':^[]}]"),
         "expected an object", ""},
        {WITH("'waive':[{'finding':'fake.soft','reason':'x'," UNTIL ",'only':{^'nun':1}}]"),
         "no evidence that \"fake.soft\" is about has a claim \"nun\"", ""},
        {WITH("'waive':[{'finding':'fake.soft','reason':'x'," UNTIL ",'only':{'num':^'x'}}]"), "",
         ""},
        {WITH("'waive':[{'finding':'fake.soft','reason':'x'," UNTIL ",'only':{'num':^[]}}]"),
         "the list is empty", ""},
    };
    check_cases(cases, ARRAY_LEN(cases));
}

/* Refused without, taken with, allow_any_genuine. */
static void check_identity(const char *quoted, bool names_peer)
{
    uint32_t line, column = 0;
    char *in = unmark(quoted, &line, &column);
    assay_policy *p = NULL, *again = NULL;
    assay_error err;
    assay_status s = fake_load(in, false, &p, NULL, &err);
    bool good = names_peer ? s == ASSAY_OK : s == ASSAY_E_CONFIG;
    if (!names_peer) {
        good = good && strstr(err.message, "no rule identifies the peer") != NULL &&
               strstr(err.hint, "measurement") != NULL;
    }
    good = good && fake_load(in, true, &again, NULL, &err) == ASSAY_OK &&
           policy_describe(again).any_genuine == !names_peer;
    if (!CHECK(good)) {
        fprintf(stderr, "  %s\n  %s\n", in, err.message);
    }
    policy_release(p);
    policy_release(again);
    free(in);
}

#define IDENTITY(rule) RULES("{'id':'r'," rule "}")
#define GROUPS(a, b)                                                                               \
    POLICY("'evidence':{'g':{'format':['fake-a']," a "},'h':{'format':['fake-b']," b "}}")
#define ID_A "'rules':[{'id':'a','claim':'/image','eq':'00000001'}]"
#define ID_B "'rules':[{'id':'b','claim':'/image','eq':'000000000001'}]"
#define NO_A "'rules':[{'id':'a','claim':'/num','eq':1}]"
#define NO_B "'rules':[{'id':'b','claim':'/num','eq':1}]"
#define ROWS "'references':{'t':{'columns':['/image'],'rows':[{'name':'a','/image':'00000001'}]}},"
#define NUMS "'references':{'t':{'columns':['/num'],'rows':[{'name':'a','/num':1}]}},"
#define TABLED "'evidence':{'g':{'format':['fake-a'],'rules':[{'id':'r','matches':'t'}]}}"

static void test_identity(void)
{
    check_identity(IDENTITY("'claim':'/image','eq':'00000001'"), true);
    check_identity(IDENTITY("'claim':'/image','in':['00000001']"), true);
    check_identity(IDENTITY("'claim':'/pcrs/3','eq':'00000001'"), true);
    check_identity(POLICY(ROWS TABLED), true);
    check_identity(POLICY(NUMS TABLED), false);
    check_identity(IDENTITY("'claim':'/num','eq':1"), false);
    check_identity(IDENTITY("'claim':'/image','ne':'00000001'"), false);
    check_identity(IDENTITY("'claim':'/image','not_in':['00000001']"), false);
    check_identity(IDENTITY("'claim':'/image','present':true"), false);
    check_identity(IDENTITY("'claim':'/image','svn_min':'00000001'"), false);
    check_identity(IDENTITY("'claim':'/image','eq':'00000001','absent':'pass'"), false);
    check_identity(IDENTITY("'claim':'/image','eq':'00000001','severity':'warn'"), false);
    check_identity(
        IDENTITY("'any_of':[{'claim':'/image','eq':'00000001'},{'claim':'/owner','eq':'x'}]"),
        true);
    check_identity(
        IDENTITY("'any_of':[{'claim':'/image','eq':'00000001'},{'claim':'/num','eq':1}]"), false);
    check_identity(IDENTITY("'at_least':{'n':2,'of':[{'claim':'/image','eq':'00000001'},"
                            "{'claim':'/num','eq':1},{'claim':'/owner','eq':'x'}]}"),
                   true); /* any two of them hold at least one that identifies */
    check_identity(IDENTITY("'at_least':{'n':2,'of':[{'claim':'/image','eq':'00000001'},"
                            "{'claim':'/num','eq':1},{'claim':'/ok','is':true}]}"),
                   false);
    check_identity(
        IDENTITY("'claim':'/keys','some':[{'claim':'/id','eq':'0001'},{'claim':'/alg','eq':'x'}]"),
        true);
    check_identity(IDENTITY("'claim':'/keys','some':[{'claim':'/alg','eq':'x'}]"), false);
    check_identity(GROUPS(ID_A, ID_B), true);
    check_identity(GROUPS(ID_A, NO_B), true); /* both must be there, and one is named */
    check_identity(GROUPS(NO_A, NO_B), false);
    check_identity(GROUPS("'count':{'min':0}," ID_A, NO_B), false);
    check_identity(GROUPS("'count':{'min':0}," ID_A, "'count':{'min':0}," ID_B), true);
    check_identity(
        GROUP("{'one_of':[{'format':['fake-a']," ID_A "},{'format':['fake-b']," ID_B "}]}"), true);
    check_identity(
        GROUP("{'one_of':[{'format':['fake-a']," ID_A "},{'format':['fake-b']," NO_B "}]}"), false);
    check_identity(POLICY("'evidence':{'g':{'format':['fake-a'],'count':1," NO_A "}},'together':["
                          "{'id':'t','of':['g'],'claim':'/image','eq':'00000001'}]"),
                   true);
    check_identity(
        POLICY("'evidence':{'g':{'format':['fake-a'],'count':1," NO_A "}},'together':["
               "{'id':'t','of':['g'],'claim':'/image','eq':{'claim':'/image','of':'g'}}]"),
        false); /* compared with itself */
}

/* All problems come together, in the order of the text. */
static void test_all_problems(void)
{
    assay_policy *p = NULL;
    assay_problems *problems = NULL;
    assay_error err;
    const char *in = "{\"assay_policy\":1,\"id\":\"p\",\"version\":1,\"accept\":[\"no\"],\n"
                     "\"evidence\":{\"g\":{\"format\":[\"fake-a\"],\"rules\":[\n"
                     " {\"id\":\"a\",\"any_of\":[{\"claim\":\"/nun\",\"eq\":1}]},\n"
                     " {\"id\":\"b\",\"claim\":\"/num\",\"eq\":\"x\"}]}},\n"
                     "\"waive\":[]}";
    CHECK(fake_load(in, true, &p, &problems, &err) == ASSAY_E_CONFIG);
    CHECK_UINT(assay_problems_count(problems), 4);
    static const uint32_t lines[] = {1, 3, 4, 5};
    for (size_t i = 0; i < ARRAY_LEN(lines) && i < assay_problems_count(problems); i++) {
        CHECK_UINT(assay_problems_at(problems, i)->line, lines[i]);
    }
    CHECK(assay_problems_at(problems, 4) == NULL);
    CHECK_TEXT(assay_problems_at(problems, 1)->where, "/evidence/g/rules/0/any_of/0/claim");
    CHECK_TEXT(assay_problems_at(problems, 0)->message, err.message);
    assay_problems_free(problems);
}

static void test_limit_of_problems(void)
{
    char in[8192] = "{\"assay_policy\":1,\"id\":\"p\",\"version\":1,\"accept\":[\"affirming\"],"
                    "\"evidence\":{\"g\":{\"format\":[\"fake-a\"],\"rules\":[";
    assay_policy *p = NULL;
    assay_problems *problems = NULL;
    assay_error err;
    for (size_t i = 0; i < 100; i++) {
        snprintf(in + strlen(in), sizeof in - strlen(in),
                 "%s{\"id\":\"r%zu\",\"claim\":\"/num\",\"eq\":\"x\"}", i > 0 ? "," : "", i);
    }
    strcat(in, "]}}}");
    CHECK(fake_load(in, true, &p, &problems, &err) == ASSAY_E_CONFIG);
    CHECK_UINT(assay_problems_count(problems), LIMIT_POLICY_PROBLEMS);
    assay_problems_free(problems);
}

static void test_api(void)
{
    assay_policy *p = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_bytes in = bytes_of_text("{}");
    CHECK(assay_policy_load(NULL, in, bytes_of(NULL, 0), NULL, NULL, &err) == ASSAY_E_ARGUMENT);
    CHECK(assay_policy_load(&p, in, in, NULL, NULL, &err) == ASSAY_E_CONFIG); /* whose key? */
    CHECK(strstr(err.message, "holds no key") != NULL);
    assay_error_init(&err, sizeof err);
    CHECK(assay_policy_load(&p, in, bytes_of(NULL, 0), NULL, NULL, &err) == ASSAY_E_CONFIG);
    CHECK_TEXT(err.source, "policy");
    CHECK(assay_policy_load(&p, in, bytes_of(NULL, 0), NULL, NULL, NULL) == ASSAY_E_CONFIG);
    CHECK(p == NULL && assay_policy_id(NULL) == NULL && assay_policy_version(NULL) == 0);
    assay_policy_release(NULL);
    assay_problems_free(NULL);
    CHECK(assay_problems_count(NULL) == 0 && assay_problems_at(NULL, 0) == NULL);
    p = fake_policy(WITH("'title':'t'"));
    uint8_t digest[32], zero[32] = {0};
    assay_policy_digest(p, digest);
    CHECK(memcmp(digest, policy_describe(p).sha256, 32) == 0 && memcmp(digest, zero, 32) != 0);
    CHECK_TEXT(assay_policy_id(p), "p");
    CHECK_UINT(assay_policy_version(p), 1);
    assay_policy *held = assay_policy_retain(p);
    assay_policy_release(p);
    CHECK_TEXT(assay_policy_id(held), "p");
    assay_policy_release(held);
}

int main(void)
{
    RUN(test_top);
    RUN(test_declarations);
    RUN(test_groups);
    RUN(test_rules);
    RUN(test_operands);
    RUN(test_nesting);
    RUN(test_together);
    RUN(test_values);
    RUN(test_references);
    RUN(test_waivers);
    RUN(test_identity);
    RUN(test_all_problems);
    RUN(test_limit_of_problems);
    RUN(test_api);
    return DONE();
}
