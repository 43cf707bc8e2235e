/* SPDX-License-Identifier: Apache-2.0 */
/* Value expressions: what they come to, and what happens when a part of them is missing. */
#include "base/text.h"
#include "fake.h"

#define START                                                                                      \
    "{'assay_policy':1,'id':'p','version':1,'accept':['affirming'],"                               \
    "'inputs':{'key':{'type':'bytes'},'label':{'type':'text'}},"                                   \
    "'params':{'salt':{'type':'bytes','len':2,'default':'00ff'},'word':{'type':'text'},"           \
    "'words':{'type':'list of text'}},"                                                            \
    "'evidence':{'g':{'format':['fake-a'],'count':1,'rules':["                                     \
    "{'id':'id','claim':'/image','eq':'00000001','absent':'pass'}]},"                              \
    "'h':{'format':['fake-b'],'count':1,'rules':[{'id':'n','claim':'/num','min':1}]}},"            \
    "'together':[{'id':'r','of':['g'],'claim':"

#define NONCE "000102030405060708090a0b0c0d0e0f"

typedef struct {
    const char *rule, *claims;
    char wanted;
} value_case;

static void prepare(fixture *f, const char *claims, const char *other)
{
    static const uint8_t nonce[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    fixture_init(f);
    f->c.nonce = bytes_of(nonce, sizeof nonce);
    f->inputs[0] = (policy_value){"key", bytes_of("K", 1), false};
    f->inputs[1] = (policy_value){"label", bytes_of("L", 1), false};
    f->c.input_count = 2;
    f->params[0] = (policy_value){"word", bytes_of_text("\"w\""), false};
    f->params[1] = (policy_value){"words", bytes_of_text("[\"x\",\"w\"]"), false};
    f->c.param_count = 2;
    fixture_piece(f, "a", &fake_a, claims);
    fixture_piece(f, "b", &fake_b, other);
}

static assay_policy *policy_with(const char *written)
{
    char in[4096];
    snprintf(in, sizeof in, "%s%s}]}", START, written);
    return fake_policy(in);
}

static char letter(const finding *f)
{
    if (f == NULL) {
        return '-';
    }
    return f->view.severity == ASSAY_FAIL ? 'F' : f->view.severity == ASSAY_UNDECIDABLE ? 'U' : 'H';
}

static void run_case(const value_case *x)
{
    fixture f;
    prepare(&f, x->claims, "{'num':5,'data':'@pending'}");
    assay_policy *p = policy_with(x->rule);
    if (p != NULL) {
        policy_evaluate(p, &f.c);
        const finding *r = finding_of_rule(&f, "r");
        if (!CHECK(letter(r) == x->wanted)) {
            fprintf(stderr, "  %s on %s: found %c: %s, expected %s\n", x->rule, x->claims,
                    letter(r), r != NULL ? r->view.found : "", r != NULL ? r->view.expected : "");
        }
    }
    policy_release(p);
    arena_release(&f.arena);
}

/* Digests computed with coreutils' sha256sum and its kin over the bytes named beside them. */
static void test_results(void)
{
    static const value_case cases[] = {
        {"'/any','eq':{'hex':'0102'}", "{'any':'0102'}", 'H'},
        {"'/any','eq':{'hex':'0102'}", "{'any':'0103'}", 'F'},
        {"'/any','eq':{'text':'ab'}", "{'any':'6162'}", 'H'},
        {"'/name','eq':{'text':'ab'}", "{'name':'ab'}", 'H'},
        {"'/any','eq':{'nonce':16}", "{'any':'" NONCE "'}", 'H'},
        {"'/any','eq':{'nonce':16}", "{'any':'" NONCE "00'}", 'F'},
        {"'/any','ne':{'nonce':16}", "{'any':'" NONCE "'}", 'F'},
        {"'/any','eq':{'input':'key'}", "{'any':'4b'}", 'H'},
        {"'/any','eq':{'input':'label'}", "{'any':'4c'}", 'H'},
        {"'/name','eq':{'input':'label'}", "{'name':'L'}", 'H'},
        {"'/any','eq':{'param':'salt'}", "{'any':'00ff'}", 'H'},
        {"'/name','eq':{'param':'word'}", "{'name':'w'}", 'H'},
        {"'/name','in':{'param':'words'}", "{'name':'x'}", 'H'},
        {"'/name','in':{'param':'words'}", "{'name':'y'}", 'F'},
        {"'/num','eq':{'claim':'/num','of':'h'}", "{'num':5}", 'H'},
        {"'/num','eq':{'claim':'/num','of':'h'}", "{'num':6}", 'F'},
        {"'/words','contains':{'hex_text':{'nonce':16}}", "{'words':['x','" NONCE "']}", 'H'},
        {"'/words','contains':{'base64url':{'nonce':16}}", "{'words':['AAECAwQFBgcICQoLDA0ODw']}",
         'H'},
        {"'/data','eq':{'zero_pad':{'nonce':16},'to':64}",
         "{'data':'" NONCE "0000000000000000000000000000000000000000000000000000000000000000"
         "00000000000000000000000000000000'}",
         'H'},
        {"'/any','eq':{'zero_pad':{'input':'key'},'to':3}", "{'any':'4b0000'}", 'H'},
        {"'/any','eq':{'framed':{'input':'key'}}", "{'any':'000000014b'}", 'H'},
        {"'/digest','eq':{'sha256':[{'text':'a'},{'text':'bc'}]}",
         "{'digest':'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'}", 'H'},
        {"'/any','eq':{'sha384':[{'text':'abc'}]}",
         "{'any':'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
         "8086072ba1e7cc2358baeca134c825a7'}",
         'H'},
        {"'/data','eq':{'sha512':[{'text':'abc'}]}",
         "{'data':'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
         "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f'}",
         'H'},
        {"'/any','eq':{'framed':{'hex_text':{'zero_pad':{'input':'key'},'to':2}}}",
         "{'any':'0000000434623030'}", 'H'},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        run_case(&cases[i]);
    }
}

/* What cannot be computed fails, and never turns a `ne` into a yes. */
static void test_missing_parts(void)
{
    static const value_case cases[] = {
        {"'/any','eq':{'nonce':32}", "{'any':'" NONCE "'}", 'F'},
        {"'/any','ne':{'nonce':32}", "{'any':'00'}", 'F'},
        {"'/any','not_in':[{'nonce':32}]", "{'any':'00'}", 'F'},
        {"'/digest','ne':{'sha256':[{'text':'a'},{'nonce':32}]}",
         "{'digest':'0000000000000000000000000000000000000000000000000000000000000000'}", 'F'},
        {"'/any','ne':{'zero_pad':{'framed':{'input':'key'}},'to':2}", "{'any':'00'}", 'F'},
        {"'/num','ne':{'claim':'/num','of':'g'}", "{}", 'F'},
        {"'/data','eq':{'claim':'/data','of':'h'}", "{'data':'00'}", 'F'}, /* ill-typed itself */
        {"'/words','contains':{'hex_text':{'nonce':32}}", "{'words':['x']}", 'F'},
        {"'/any','ne':{'claim':'/data','of':'h'}", "{'any':'00'}", 'U'},
        {"'/any','eq':{'claim':'/data','of':'h'}", "{'any':'00'}", 'U'},
        {"'/any','in':['00',{'claim':'/data','of':'h'}]", "{'any':'00'}", 'U'},
        {"'/any','in':[{'nonce':32},{'claim':'/data','of':'h'}]", "{'any':'00'}", 'F'},
        {"'/any','eq':{'sha256':[{'claim':'/data','of':'h'},{'nonce':32}]}", "{'any':'00'}", 'F'},
        {"'/any','eq':{'sha256':[{'claim':'/data','of':'h'}]}", "{'any':'00'}", 'U'},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        run_case(&cases[i]);
    }
}

static void check_found(const char *written, assay_bytes nonce, const char *wanted)
{
    fixture f;
    prepare(&f, "{'any':'0102'}", "{'num':5}");
    f.c.nonce = nonce;
    assay_policy *p = policy_with(written);
    if (p != NULL) {
        policy_evaluate(p, &f.c);
        const finding *r = finding_of_rule(&f, "r");
        CHECK(r != NULL && r->view.severity == ASSAY_FAIL);
        CHECK(r != NULL && strstr(r->view.found, wanted) != NULL);
    }
    policy_release(p);
    arena_release(&f.arena);
}

static void test_found_texts(void)
{
    check_found("'/any','eq':{'nonce':32}", bytes_of(NULL, 0), "no nonce was given");
    check_found("'/any','eq':{'nonce':32}", bytes_of("0123456789abcdef", 16),
                "the nonce has 16 bytes, not 32");
    check_found("'/num','eq':{'claim':'/num','of':'h'}", bytes_of(NULL, 0), "absent");
    check_found("'/any','eq':{'claim':'/image','of':'h'}", bytes_of(NULL, 0),
                "/image of h is absent");
}

/* A value that was computed stands in the finding, with what it was computed from. */
static void test_expected_text(void)
{
    fixture f;
    prepare(&f, "{'any':'0102'}", "{'num':5}");
    assay_policy *p = policy_with("'/any','eq':{'framed':{'input':'key'}}");
    policy_evaluate(p, &f.c);
    const finding *r = finding_of_rule(&f, "r");
    CHECK_TEXT(r->view.expected, "000000014b (framed(input key))");
    CHECK_TEXT(r->view.found, "0102");
    policy_release(p);
    arena_release(&f.arena);
}

/* Lists that are set show their first values; flag words are read in hex. */
static void test_shown_values(void)
{
    fixture f;
    prepare(&f, "{'name':'z'}", "{'num':5}");
    f.params[1].value = bytes_of_text("[\"a\",\"b\",\"c\",\"d\",\"e\"]");
    assay_policy *p = policy_with("'/name','in':{'param':'words'}");
    policy_evaluate(p, &f.c);
    CHECK_TEXT(finding_of_rule(&f, "r")->view.expected,
               "a, b, c, d or one of 1 others (param words)");
    policy_release(p);
    arena_release(&f.arena);
    prepare(&f, "{'flags':524289}", "{'num':5}");
    p = policy_with("'/flags','bits':{'set':[],'clear':['DEBUG'],'others':'any'}");
    policy_evaluate(p, &f.c);
    CHECK_TEXT(finding_of_rule(&f, "r")->view.found, "0x80001; DEBUG is set");
    policy_release(p);
    arena_release(&f.arena);
}

static void test_inputs_are_marked(void)
{
    fixture f;
    prepare(&f, "{'any':'4b'}", "{'num':5}");
    assay_policy *p = policy_with("'/any','eq':{'sha256':[{'framed':{'input':'key'}}]}");
    policy_state_nonce(p, &f.c);
    CHECK(f.inputs[0].used && !f.inputs[1].used);
    f.inputs[0].used = false;
    policy_evaluate(p, &f.c);
    CHECK(f.inputs[0].used && !f.inputs[1].used);
    /* Without a piece that the rule looks at, no check uses the input. */
    f.inputs[0].used = false;
    f.pieces[0] = f.pieces[1];
    f.c.piece_count = 1;
    policy_state_nonce(p, &f.c);
    policy_evaluate(p, &f.c);
    CHECK(!f.inputs[0].used);
    policy_release(p);
    arena_release(&f.arena);
}

typedef struct {
    const char *rule;
    bool stated;
} nonce_case;

static void test_nonce_is_stated(void)
{
    static const nonce_case cases[] = {
        {"'/any','eq':{'nonce':16}", true},
        {"'/digest','eq':{'sha256':[{'nonce':16},{'input':'key'}]}", true},
        {"'/words','contains':{'hex_text':{'nonce':16}}", true},
        {"'/any','in':[{'nonce':16},{'zero_pad':{'nonce':16},'to':20}]", true},
        {"'/any','in':[{'nonce':16},'00']", false},
        {"'/any','ne':{'nonce':16}", false},
        {"'/any','eq':{'nonce':16},'absent':'pass'", false},
        {"'/any','eq':{'nonce':16},'severity':'warn'", false},
        {"'/any','eq':{'input':'key'}", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        fixture f;
        prepare(&f, "{'any':'00'}", "{'num':5}");
        assay_policy *p = policy_with(cases[i].rule);
        policy_state_nonce(p, &f.c);
        if (!CHECK(f.pieces[0].nonce_stated == cases[i].stated)) {
            fprintf(stderr, "  %s\n", cases[i].rule);
        }
        CHECK(!f.pieces[1].nonce_stated && !f.pieces[0].nonce_failed);
        policy_evaluate(p, &f.c);
        CHECK(f.pieces[0].nonce_failed == cases[i].stated && !f.pieces[1].nonce_failed);
        policy_release(p);
        arena_release(&f.arena);
    }
}

static assay_status checked(const assay_policy *p, policy_value *inputs, size_t n,
                            policy_value *params, size_t m, assay_error *err)
{
    arena a;
    arena_init(&a, NULL, 1u << 20);
    policy_context c = {
        .arena = &a, .inputs = inputs, .params = params, .input_count = n, .param_count = m};
    assay_error_init(err, sizeof *err);
    assay_status s = policy_check_values(p, &c, err);
    arena_release(&a);
    return s;
}

/* Beyond the budget is no error: whoever owns the arena rejects. Want of memory is one. */
static void test_values_without_room(void)
{
    assay_policy *p = fake_policy(
        "{'assay_policy':1,'id':'p','version':1,'accept':['affirming'],"
        "'params':{'l':{'type':'list of bytes','len':2,'default':['0000']}},"
        "'evidence':{'g':{'format':['fake-a'],'rules':[{'id':'r','claim':'/num','eq':1}]}}}");
    policy_value param = {"l", bytes_of_text("[\"0a0b\"]"), false};
    static const arena_state states[] = {ARENA_OVER_BUDGET, ARENA_NO_MEMORY};
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        arena a;
        assay_error err;
        arena_init(&a, NULL, 1u << 20);
        a.state = states[i];
        policy_context c = {.arena = &a, .params = &param, .param_count = 1};
        assay_error_init(&err, sizeof err);
        CHECK(policy_check_values(p, &c, &err) == (i == 0 ? ASSAY_OK : ASSAY_E_MEMORY));
        CHECK(c.read == NULL);
        arena_release(&a);
    }
    policy_release(p);
}

static void test_given_values(void)
{
    assay_policy *p = fake_policy(
        "{'assay_policy':1,'id':'p','version':1,'accept':['affirming'],"
        "'inputs':{'key':{'type':'bytes','len':2,'doc':'the key'},'label':{'type':'text'}},"
        "'params':{'n':{'type':'uint'},'l':{'type':'list of bytes','len':2,'default':['0000']}},"
        "'evidence':{'g':{'format':['fake-a'],'rules':[{'id':'r','claim':'/num','eq':1}]}}}");
    assay_error err;
    policy_value inputs[2] = {{"key", bytes_of("ab", 2), false},
                              {"label", bytes_of("l", 1), false}};
    policy_value params[2] = {{"n", bytes_of_text("5"), false},
                              {"l", bytes_of_text("[\"0a0b\"]"), false}};
    CHECK(checked(p, inputs, 2, params, 2, &err) == ASSAY_OK);
    CHECK(checked(p, inputs, 2, params, 1, &err) == ASSAY_OK); /* the default */
    CHECK(checked(p, inputs, 2, NULL, 0, &err) == ASSAY_E_ARGUMENT);
    CHECK(strstr(err.message, "needs the param n (unsigned integer)") != NULL);
    CHECK(checked(p, inputs + 1, 1, params, 2, &err) == ASSAY_E_ARGUMENT);
    CHECK(strstr(err.message, "needs the input key") != NULL);
    CHECK_TEXT(err.hint, "the key");
    inputs[0].value = bytes_of("abc", 3);
    CHECK(checked(p, inputs, 2, params, 2, &err) == ASSAY_E_ARGUMENT);
    CHECK(strstr(err.message, "has 3 bytes") != NULL);
    inputs[0].value = bytes_of("ab", 2);
    inputs[1].value = bytes_of("\xff", 1);
    CHECK(checked(p, inputs, 2, params, 2, &err) == ASSAY_E_ARGUMENT);
    CHECK(strstr(err.message, "not UTF-8") != NULL);
    inputs[1].value = bytes_of("l", 1);
    static const char *const bad[] = {"-1", "\"5\"", "", "5 6"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        params[0].value = bytes_of_text(bad[i]);
        CHECK(checked(p, inputs, 2, params, 2, &err) == ASSAY_E_ARGUMENT);
        CHECK(strstr(err.message, "the param n") != NULL);
    }
    params[0].value = bytes_of_text("5");
    params[1].value = bytes_of_text("[]");
    CHECK(checked(p, inputs, 2, params, 2, &err) == ASSAY_E_ARGUMENT);
    params[1].value = bytes_of_text("[\"0a\"]");
    CHECK(checked(p, inputs, 2, params, 2, &err) == ASSAY_E_ARGUMENT);
    CHECK(strstr(err.message, "expected 2 bytes, found 1") != NULL);
    CHECK_TEXT(policy_input(p, 0), "key");
    CHECK_TEXT(policy_input(p, 1), "label");
    CHECK(policy_input(p, 2) == NULL);
    CHECK(policy_declares_param(p, "l") && !policy_declares_param(p, "key"));
    policy_release(p);
}

/* With framed parts, one reading is left, and the policy loads. */
static void test_framed_parts_load(void)
{
    static const char *const rules[] = {
        "'/digest','eq':{'sha256':[{'framed':{'input':'key'}},{'framed':{'input':'label'}}]}",
        "'/digest','eq':{'sha256':[{'framed':{'input':'key'}},{'input':'label'}]}",
        "'/digest','eq':{'sha256':[{'input':'key'},{'nonce':32},{'param':'salt'}]}",
        "'/digest','eq':{'sha256':[{'sha256':[{'input':'key'}]},{'sha256':[{'input':'label'}]}]}",
    };
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        assay_policy *p = policy_with(rules[i]);
        CHECK(p != NULL);
        policy_release(p);
    }
}

int main(void)
{
    RUN(test_results);
    RUN(test_values_without_room);
    RUN(test_missing_parts);
    RUN(test_found_texts);
    RUN(test_expected_text);
    RUN(test_shown_values);
    RUN(test_inputs_are_marked);
    RUN(test_nonce_is_stated);
    RUN(test_given_values);
    RUN(test_framed_parts_load);
    return DONE();
}
