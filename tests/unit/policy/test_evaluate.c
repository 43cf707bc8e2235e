/* SPDX-License-Identifier: Apache-2.0 */
/* A whole policy over several pieces: which rule saw which piece, and what it said. */
#include "base/text.h"
#include "fake.h"

#define TWO_GROUPS                                                                                 \
    "{'assay_policy':1,'id':'p','version':7,'accept':['affirming','warning'],"                     \
    "'valid':{'from':'2026-11-01T00:00:00Z','to':'2026-12-01T00:00:00Z'},"                         \
    "'evidence':{"                                                                                 \
    "'g':{'format':['fake-a'],'count':{'min':1,'max':2},'rules':["                                 \
    "{'id':'g.image','claim':'/image','eq':'00000001','why':'rebuild the image'},"                 \
    "{'id':'g.num','claim':'/num','min':3,'severity':'warn'}]},"                                   \
    "'h':{'format':['fake-b'],'count':1,'rules':[{'id':'h.num','claim':'/num','eq':5}]}},"         \
    "'together':[{'id':'both','of':['g','h'],'claim':'/num','max':100}],"                          \
    "'release':{'g':['/keys/0','/map']},"                                                          \
    "'unconstrained':{'g':{'/owner':'any tenant'}}}"

static size_t count_of(const fixture *f, const char *id, assay_severity s)
{
    size_t n = 0;
    for (const finding *i = f->findings.first; i != NULL; i = i->next) {
        n += strcmp(i->view.id, id) == 0 && i->view.severity == s ? 1 : 0;
    }
    return n;
}

static size_t failures(const fixture *f)
{
    size_t n = 0;
    for (const finding *i = f->findings.first; i != NULL; i = i->next) {
        n += i->view.severity > ASSAY_WARN ? 1 : 0;
    }
    return n;
}

static void test_two_groups(void)
{
    fixture f;
    fixture_init(&f);
    assay_policy *p = fake_policy(TWO_GROUPS);
    fixture_piece(&f, "one", &fake_a, "{'image':'00000001','num':5,'owner':'me'}");
    fixture_piece(&f, "two", &fake_a, "{'image':'00000002','num':1}");
    fixture_piece(&f, "three", &fake_b, "{'num':5,'image':'000000000000'}");
    f.findings.label = "kept";
    f.findings.stage = 3;
    policy_evaluate(p, &f.c);
    CHECK_TEXT(f.findings.label, "kept");
    CHECK_UINT(f.findings.stage, 3);
    CHECK_UINT(count_of(&f, "policy.rule", ASSAY_SEVERITY_NONE), 6);
    CHECK_UINT(count_of(&f, "policy.rule", ASSAY_FAIL), 1);
    CHECK_UINT(count_of(&f, "policy.rule", ASSAY_WARN), 1);
    CHECK_UINT(failures(&f), 1);
    for (const finding *i = f.findings.first; i != NULL; i = i->next) {
        if (i->view.severity != ASSAY_FAIL) {
            continue;
        }
        CHECK_UINT(i->view.stage, 7);
        CHECK_TEXT(i->view.label, "two");
        CHECK_TEXT(i->view.rule, "g.image");
        CHECK_TEXT(i->view.claim, "/image");
        CHECK_TEXT(i->view.expected, "is 00000001");
        CHECK_TEXT(i->view.found, "00000002");
        CHECK_TEXT(i->view.remedy, "rebuild the image");
        CHECK(strncmp(i->view.reference, "p.json:1:", 9) == 0);
    }
    /* What stays open: claims that matter, are there, and no rule looks at. */
    const open_claim *o = policy_open_claims(p, &f.c, &f.arena);
    CHECK(o != NULL);
    CHECK_TEXT(o->label, "one");
    CHECK_TEXT(o->claim, "/owner");
    CHECK_TEXT(o->reason, "any tenant");
    CHECK(o->next != NULL && strcmp(o->next->label, "three") == 0 &&
          strcmp(o->next->claim, "/image") == 0 && o->next->reason == NULL);
    CHECK(o->next == NULL || o->next->next == NULL);
    policy_release(p);
    arena_release(&f.arena);
}

static void evaluate_pieces(fixture *f, const assay_policy *p, size_t of_a, size_t of_b,
                            bool stranger)
{
    fixture_init(f);
    for (size_t i = 0; i < of_a; i++) {
        fixture_piece(f, "a", &fake_a, "{'image':'00000001','num':5}");
    }
    for (size_t i = 0; i < of_b; i++) {
        fixture_piece(f, "b", &fake_b, "{'num':5}");
    }
    if (stranger) {
        fixture_piece(f, "x", &fake_twin, "{'num':5}");
    }
    policy_evaluate(p, &f->c);
}

static void test_counts(void)
{
    static const struct {
        size_t a, b;
        unsigned failures;
    } cases[] = {{1, 1, 0}, {2, 1, 0}, {0, 1, 1}, {3, 1, 1}, {1, 0, 1}, {1, 2, 1}, {0, 0, 2}};
    assay_policy *p = fake_policy(TWO_GROUPS);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        fixture f;
        evaluate_pieces(&f, p, cases[i].a, cases[i].b, false);
        CHECK_UINT(count_of(&f, "policy.evidence.count", ASSAY_FAIL), cases[i].failures);
        CHECK_UINT(failures(&f), cases[i].failures);
        arena_release(&f.arena);
    }
    fixture f;
    evaluate_pieces(&f, p, 3, 1, false);
    const finding *no = NULL;
    for (const finding *i = f.findings.first; i != NULL; i = i->next) {
        no = i->view.severity == ASSAY_FAIL ? i : no;
    }
    CHECK_TEXT(no->view.expected, "1 to 2");
    CHECK_TEXT(no->view.found, "3");
    arena_release(&f.arena);
    policy_release(p);
}

static void test_unexpected_evidence(void)
{
    fixture f;
    assay_policy *p = fake_policy(TWO_GROUPS);
    evaluate_pieces(&f, p, 1, 1, true);
    CHECK_UINT(count_of(&f, "policy.evidence.unexpected", ASSAY_FAIL), 1);
    CHECK_UINT(count_of(&f, "policy.evidence.unexpected", ASSAY_SEVERITY_NONE), 2);
    arena_release(&f.arena);
    /* Evidence whose format is not known is nobody's. */
    fixture_init(&f);
    f.pieces[0] = (policy_piece){.label = "x", .claims = claim_root(&f.arena)};
    f.c.piece_count = 1;
    policy_evaluate(p, &f.c);
    CHECK_UINT(count_of(&f, "policy.evidence.unexpected", ASSAY_FAIL), 1);
    arena_release(&f.arena);
    policy_release(p);
}

static void test_window(void)
{
    static const struct {
        assay_time now;
        bool inside;
    } cases[] = {{1793491200, true}, {1793491199, false}, {1796083200, true}, {1796083201, false}};
    assay_policy *p = fake_policy(TWO_GROUPS);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        fixture f;
        fixture_init(&f);
        f.c.now = cases[i].now;
        policy_evaluate(p, &f.c);
        CHECK_UINT(count_of(&f, "policy.window", ASSAY_UNDECIDABLE), cases[i].inside ? 0 : 1);
        arena_release(&f.arena);
    }
    policy_release(p);
}

static void test_facts(void)
{
    assay_policy *p = fake_policy(TWO_GROUPS);
    policy_facts facts = policy_describe(p);
    CHECK_TEXT(facts.id, "p");
    CHECK_TEXT(facts.name, "p.json");
    CHECK_UINT(facts.version, 7);
    CHECK(facts.accepts_affirming && facts.accepts_warning && !facts.any_genuine);
    CHECK(facts.valid_from == 1793491200 && facts.valid_to == 1796083200);
    CHECK(policy_selects(p, "fake-a") && policy_selects(p, "fake-b") && !policy_selects(p, "x"));
    static const struct {
        const char *format, *pointer;
        bool released;
    } cases[] = {
        {"fake-a", "/keys/0", true},   {"fake-a", "/keys/0/id", true},
        {"fake-a", "/keys", true},     {"fake-a", "/keys/1", false},
        {"fake-a", "/keys/00", false}, {"fake-a", "/map/inner", true},
        {"fake-a", "/ma", false},      {"fake-a", "/data", false},
        {"fake-b", "/map", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK(policy_releases(p, cases[i].format, bytes_of_text(cases[i].pointer)) ==
              cases[i].released);
    }
    policy_release(p);
    p = fake_policy("{'assay_policy':1,'id':'p','version':7,'accept':['warning'],"
                    "'revocation':'optional','settings':{'revocation_as_of':'at',"
                    "'tcb_stream':'early','rim_issue':'any','reference_values':'optional',"
                    "'known_nonces':'allow'},'evidence':{'g':{'format':['fake-a']}}}");
    facts = policy_describe(p);
    CHECK(facts.revocation_optional && facts.revocation_as_of_at && facts.known_nonces_allowed &&
          facts.reference_values_optional && facts.any_genuine && !facts.accepts_affirming);
    fixture f;
    fixture_init(&f);
    policy_evaluate(p, &f.c);
    CHECK_UINT(count_of(&f, "policy.any-genuine", ASSAY_WARN), 1);
    arena_release(&f.arena);
    policy_release(p);
}

/* What is not authentic may still come, as far as it is absent; what is there and wrong is wrong.
 */
static void test_not_authentic(void)
{
    fixture f;
    fixture_init(&f);
    assay_policy *p = fake_policy(TWO_GROUPS);
    fixture_piece(&f, "a", &fake_a, "{'image':'00000002'}");
    fixture_piece(&f, "b", &fake_b, "{}");
    f.pieces[0].authentic = f.pieces[1].authentic = false;
    policy_evaluate(p, &f.c);
    CHECK(finding_of_rule(&f, "g.image")->view.severity == ASSAY_FAIL);
    CHECK(finding_of_rule(&f, "h.num")->view.severity == ASSAY_UNDECIDABLE);
    CHECK_TEXT(finding_of_rule(&f, "h.num")->view.id, "policy.rule.undecided");
    policy_release(p);
    arena_release(&f.arena);
}

#define TABLE                                                                                      \
    "{'assay_policy':1,'id':'p','version':1,'accept':['affirming'],"                               \
    "'references':{'release':{'columns':['/pcrs/0','/pcrs/2'],'rows':["                            \
    "{'name':'4.17.2','to':'2026-11-24T00:00:00Z','/pcrs/0':'00000001','/pcrs/2':'00000003'},"     \
    "{'name':'4.18.0','from':'2026-11-17T00:00:00Z','/pcrs/0':'0000000a','/pcrs/"                  \
    "2':'0000000c'}]}},"                                                                           \
    "'evidence':{'g':{'format':['fake-a'],'rules':[{'id':'image','matches':'release'}]}}}"

static void match_table(const char *claims, assay_time at, const char *row, const char *message)
{
    fixture f;
    fixture_init(&f);
    f.c.at = at;
    assay_policy *p = fake_policy(TABLE);
    fixture_piece(&f, "e", &fake_a, claims);
    policy_evaluate(p, &f.c);
    const finding *r = finding_of_rule(&f, "image");
    CHECK((f.c.rows != NULL) == (row != NULL));
    if (row != NULL && f.c.rows != NULL) {
        CHECK_TEXT(f.c.rows->row, row);
        CHECK_TEXT(f.c.rows->table, "release");
        CHECK_TEXT(f.c.rows->rule, "image");
        CHECK_TEXT(f.c.rows->label, "e");
        CHECK(r->view.severity == ASSAY_SEVERITY_NONE);
    }
    if (message != NULL) {
        CHECK_TEXT(r->view.message, message);
    }
    policy_release(p);
    arena_release(&f.arena);
}

#define FAILED "a rule of the policy does not hold: no row of \"release\" matches in all columns"

static void test_rows(void)
{
    match_table("{'pcrs':{'0':'0000000a','2':'0000000c'}}", FAKE_AT, "4.18.0", NULL);
    match_table("{'pcrs':{'0':'00000001','2':'00000003'}}", FAKE_AT, "4.17.2", NULL);
    match_table("{'pcrs':{'0':'00000001','2':'0000000c'}}", FAKE_AT, NULL,
                FAILED " | 4.17.2: /pcrs/0 match, /pcrs/2 differs"
                       " | 4.18.0: /pcrs/0 differs, /pcrs/2 match");
    match_table("{'pcrs':{'0':'00000001','2':'00000003'}}", FAKE_AT + 5 * 86400, NULL,
                FAILED " | 4.17.2: /pcrs/0 match, /pcrs/2 match (row ended 2026-11-24T00:00:00Z)"
                       " | 4.18.0: /pcrs/0 differs, /pcrs/2 differs");
    match_table("{'pcrs':{'0':'0000000a','2':'0000000c'}}", FAKE_AT - 5 * 86400, NULL,
                FAILED " | 4.18.0: /pcrs/0 match, /pcrs/2 match (row begins 2026-11-17T00:00:00Z)"
                       " | 4.17.2: /pcrs/0 differs, /pcrs/2 differs");
    match_table("{'pcrs':{'0':'0000000a'}}", FAKE_AT, NULL,
                FAILED " | 4.18.0: /pcrs/0 match, /pcrs/2 not known"
                       " | 4.17.2: /pcrs/0 differs, /pcrs/2 not known");
}

#define CHOICE                                                                                     \
    "{'assay_policy':1,'id':'p','version':1,'accept':['affirming'],'evidence':{'g':{'one_of':["    \
    "{'format':['fake-a'],'rules':[{'id':'a','claim':'/image','eq':'00000001'}]},"                 \
    "{'format':['fake-b'],'rules':[{'id':'b','claim':'/image','eq':'000000000001'}]}]}},"          \
    "'together':[{'id':'data','of':['g'],'claim':'/"                                               \
    "data','eq':{'zero_pad':{'nonce':16},'to':64}}]}"

static void test_one_of(void)
{
    fixture f;
    fixture_init(&f);
    assay_policy *p = fake_policy(CHOICE);
    f.c.nonce = bytes_of("0123456789abcdef", 16);
    fixture_piece(&f, "e", &fake_b,
                  "{'image':'000000000001','data':'30313233343536373839616263646566"
                  "0000000000000000000000000000000000000000000000000000000000000000"
                  "00000000000000000000000000000000'}");
    policy_state_nonce(p, &f.c);
    policy_evaluate(p, &f.c);
    CHECK(f.pieces[0].nonce_stated && !f.pieces[0].nonce_failed);
    CHECK_UINT(failures(&f), 0);
    CHECK(finding_of_rule(&f, "a") == NULL && finding_of_rule(&f, "b") != NULL);
    policy_release(p);
    arena_release(&f.arena);
}

#define WAIVED                                                                                     \
    "{'assay_policy':1,'id':'p','version':1,'accept':['warning'],"                                 \
    "'evidence':{'g':{'format':['fake-a']}},'waive':[{'finding':'fake.soft',"                      \
    "'reason':'known flaw','until':'2026-11-20T00:00:00Z'}]}"

static void test_waivers(void)
{
    assay_policy *p = fake_policy(WAIVED);
    for (int late = 0; late < 2; late++) {
        fixture f;
        fixture_init(&f);
        f.c.now = FAKE_AT + late;
        f.findings.label = "e";
        finding *soft = check(&f.findings, &fake_findings[0], false);
        finding *firm = check(&f.findings, &fake_findings[1], false);
        policy_waive(p, &f.c);
        CHECK(soft->view.severity == (late ? ASSAY_FAIL : ASSAY_WARN));
        CHECK(soft->view.waived == !late);
        CHECK(firm->view.severity == ASSAY_FAIL && !firm->view.waived);
        CHECK_UINT(count_of(&f, "policy.waiver.ended", ASSAY_WARN), late ? 1 : 0);
        CHECK(late || strstr(soft->view.message, "2026-11-20T00:00:00Z: known flaw") != NULL);
        arena_release(&f.arena);
    }
    /* An end that nothing depends on is no warning, and what held is not touched. */
    fixture f;
    fixture_init(&f);
    f.c.now = FAKE_AT + 1;
    check(&f.findings, &fake_findings[0], true);
    policy_waive(p, &f.c);
    CHECK_UINT(count_of(&f, "policy.waiver.ended", ASSAY_WARN), 0);
    CHECK(!f.findings.first->view.waived);
    arena_release(&f.arena);
    policy_release(p);
}

/* The message of a combinator names each claim; hostile text cannot break the line. */
static void test_found_of_combinators(void)
{
    fixture f;
    fixture_init(&f);
    assay_policy *p = fake_policy(
        "{'assay_policy':1,'id':'p','version':1,'accept':['warning'],'evidence':{'g':{'format':"
        "['fake-a'],'rules':[{'id':'r','any_of':[{'claim':'/num','eq':1},"
        "{'claim':'/name','eq':'x'}]}]}}}");
    fixture_piece(&f, "e", &fake_a, "{'num':2,'name':'a\\u001b[2Jb'}");
    policy_evaluate(p, &f.c);
    const finding *r = finding_of_rule(&f, "r");
    CHECK_TEXT(r->view.found, "/num 2; /name a\\x1b[2Jb");
    CHECK_TEXT(r->view.expected, "at least one of these 2 holds: /num is 1; /name is \"x\"");
    policy_release(p);
    arena_release(&f.arena);
}

static void test_memory_runs_out(void)
{
    assay_policy *p = fake_policy(TWO_GROUPS);
    for (size_t budget = 0; budget < 64 * 1024; budget += 512) {
        fixture f;
        fixture_init(&f);
        fixture_piece(&f, "a", &fake_a, "{'image':'00000001','num':5}");
        fixture_piece(&f, "b", &fake_b, "{'num':5}");
        arena small;
        arena_init(&small, NULL, budget);
        f.c.arena = f.findings.arena = &small;
        policy_state_nonce(p, &f.c);
        policy_evaluate(p, &f.c);
        policy_waive(p, &f.c);
        CHECK(small.state != ARENA_OK || failures(&f) == 0);
        arena_release(&small);
        arena_release(&f.arena);
    }
    policy_release(p);
}

int main(void)
{
    RUN(test_two_groups);
    RUN(test_counts);
    RUN(test_unexpected_evidence);
    RUN(test_window);
    RUN(test_facts);
    RUN(test_not_authentic);
    RUN(test_rows);
    RUN(test_one_of);
    RUN(test_waivers);
    RUN(test_found_of_combinators);
    RUN(test_memory_runs_out);
    return DONE();
}
