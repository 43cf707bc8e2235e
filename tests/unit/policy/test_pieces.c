/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that look at several pieces of evidence, and waivers that mean some findings of several. */
#include "fake.h"

#define NAMED(count, more)                                                                         \
    "{'assay_policy':1,'id':'p','version':1,'accept':['warning'],'evidence':{"                     \
    "'g':{'format':['fake-a'],'count':" count "},"                                                 \
    "'h':{'format':['fake-b'],'count':{'min':0}}}," more "}"
#define TOGETHER(rule) NAMED("{'min':0}", "'together':[" rule "]")
#define EQUAL TOGETHER("{'id':'same','of':['g','h'],'equal':'/num'}")

static char letter(const finding *f)
{
    return f->view.severity == ASSAY_FAIL ? 'F' : f->view.severity == ASSAY_UNDECIDABLE ? 'U' : 'H';
}

/* What a rule came to, one letter for each piece that it looked at. */
static const char *outcomes(fixture *x, const char *policy)
{
    static char out[16];
    size_t n = 0;
    assay_policy *p = fake_policy(policy);
    if (p == NULL) {
        return "";
    }
    policy_evaluate(p, &x->c);
    for (const finding *f = x->findings.first; f != NULL && n < sizeof out - 1; f = f->next) {
        if (f->view.rule != NULL) {
            out[n++] = letter(f);
        }
    }
    out[n] = '\0';
    policy_release(p);
    return out;
}

static const char *numbers(const char *policy, const char *const *claims, size_t count,
                           bool authentic)
{
    fixture x;
    fixture_init(&x);
    for (size_t i = 0; i < count; i++) {
        static const char *const labels[] = {"one", "two", "three"};
        fixture_piece(&x, labels[i], i == 2 ? &fake_b : &fake_a, claims[i]);
        x.pieces[i].authentic = authentic;
    }
    const char *out = outcomes(&x, policy);
    arena_release(&x.arena);
    return out;
}

static void pieces_agree_or_those_that_differ_are_named(void)
{
    static const char *const same[] = {"{'num':5}", "{'num':5}", "{'num':5}"};
    static const char *const third[] = {"{'num':5}", "{'num':5}", "{'num':6}"};
    static const char *const absent[] = {"{'num':5}", "{}", "{'num':5}"};
    static const char *const first[] = {"{}", "{'num':5}", "{'num':5}"};
    static const char *const typed[] = {"{'num':5}", "{'num':'x'}", "{'num':5}"};
    static const char *const pending[] = {"{'num':'@pending'}", "{'num':5}", "{'num':5}"};
    CHECK(strcmp(numbers(EQUAL, same, 3, true), "HHH") == 0);
    CHECK(strcmp(numbers(EQUAL, same, 1, true), "H") == 0);
    CHECK(strcmp(numbers(EQUAL, third, 3, true), "HHF") == 0);
    CHECK(strcmp(numbers(EQUAL, absent, 3, true), "HFH") == 0);
    CHECK(strcmp(numbers(EQUAL, first, 3, true), "FFF") == 0);
    CHECK(strcmp(numbers(EQUAL, typed, 3, true), "HFH") == 0);
    CHECK(strcmp(numbers(EQUAL, pending, 3, true), "UUU") == 0);
    CHECK(strcmp(numbers(EQUAL, absent, 3, false), "HUH") == 0); /* it may still come */
    CHECK(strcmp(numbers(TOGETHER("{'id':'same','of':['g'],'equal':'/num'}"), third, 3, true),
                 "HH") == 0);
    CHECK(strcmp(numbers(TOGETHER("{'id':'same','of':['g','h'],'any_of':[{'equal':'/num'},"
                                  "{'claim':'/num','eq':6}]}"),
                         third, 3, true),
                 "HHH") == 0);
}

static void what_differs_is_shown(void)
{
    fixture x;
    fixture_init(&x);
    fixture_piece(&x, "one", &fake_a, "{'num':5}");
    fixture_piece(&x, "two", &fake_a, "{'num':7}");
    CHECK(strcmp(outcomes(&x, EQUAL), "HF") == 0);
    CHECK(strcmp(x.findings.last->view.found, "two 7; one 5") == 0);
    CHECK(strcmp(x.findings.last->view.label, "two") == 0);
    arena_release(&x.arena);
}

/* Of the texts "A" and "B", digested apart, sorted, and digested together (coreutils). */
#define OF_BOTH "63956f0ce48edc48a0d528cb0b5d58e4d625afb14d63ca1bb9950eb657d61f40"
#define DEVICES(groups)                                                                            \
    TOGETHER("{'id':'seen','of':['h'],'claim':'/data','eq':{'zero_pad':{'devices':[" groups        \
             "]},'to':64}}")

static const char *devices(const char *first, const char *second, const char *wanted)
{
    char claims[256];
    fixture x;
    fixture_init(&x);
    snprintf(claims, sizeof claims, "{'data':'%s%064d'}", wanted, 0);
    fixture_piece(&x, "cpu", &fake_b, claims);
    const char *const texts[] = {first, second};
    for (size_t i = 0; i < 2 && texts[i] != NULL; i++) {
        fixture_piece(&x, i == 0 ? "one" : "two", &fake_a, "{}");
        x.pieces[x.c.piece_count - 1].evidence = bytes_of_text(texts[i]);
    }
    const char *out = outcomes(&x, DEVICES("'g'"));
    for (size_t i = 0; i < x.c.piece_count;
         i++) { /* what holds vouches for them, and nothing else */
        CHECK(x.pieces[i].vouched == (i > 0 && out[0] == 'H'));
    }
    arena_release(&x.arena);
    return out;
}

static void devices_are_one_digest_in_any_order(void)
{
    CHECK(strcmp(devices("A", "B", OF_BOTH), "H") == 0);
    CHECK(strcmp(devices("B", "A", OF_BOTH), "H") == 0);
    CHECK(strcmp(devices("A", "C", OF_BOTH), "F") == 0);
    CHECK(strcmp(devices("A", NULL, OF_BOTH), "F") == 0);
    CHECK(strcmp(devices("A", "A", OF_BOTH), "F") == 0);
    CHECK(strcmp(devices(NULL, NULL, OF_BOTH), "F") == 0);
}

#define WAIVED(only)                                                                               \
    NAMED("{'min':0}", "'waive':[{'finding':'fake.soft','only':" only                              \
                       ",'reason':'known flaw','until':'2026-11-20T00:00:00Z'}]")

/* Of two findings about two keys of a piece: which are lowered, as two letters. */
static const char *lowered(const char *policy)
{
    static char out[3];
    fixture x;
    fixture_init(&x);
    assay_policy *p = fake_policy(policy);
    fixture_piece(
        &x, "e", &fake_a,
        "{'num':5,'name':'x','keys':[{'id':'0001','alg':'es'},{'id':'0002','alg':'rs'}]}");
    x.findings.label = "e";
    static const char *const about[] = {"/keys/0", "/keys/1"};
    finding *made[2];
    for (size_t i = 0; i < 2; i++) {
        made[i] = check(&x.findings, &fake_findings[0], false);
        finding_at(made[i], about[i], 0, 0);
    }
    if (p != NULL) {
        policy_waive(p, &x.c);
    }
    for (size_t i = 0; i < 2; i++) {
        out[i] = made[i]->view.waived ? 'W' : 'F';
    }
    policy_release(p);
    arena_release(&x.arena);
    return out;
}

static void a_waiver_means_what_it_is_narrowed_to(void)
{
    CHECK(strcmp(lowered(WAIVED("{'alg':'es'}")), "WF") == 0);
    CHECK(strcmp(lowered(WAIVED("{'alg':['rs','es']}")), "WW") == 0);
    CHECK(strcmp(lowered(WAIVED("{'id':'0002','num':5}")), "FW") == 0);
    CHECK(strcmp(lowered(WAIVED("{'id':'0002','num':6}")), "FF") == 0);
    CHECK(strcmp(lowered(WAIVED("{'id':'0002','owner':'x'}")), "FF") == 0); /* nobody says */
    CHECK(strcmp(lowered(WAIVED("{'num':[4,5]}")), "WW") == 0);
}

static const char *wired(const char *profile, topology_state state, size_t endpoints,
                         size_t switches)
{
    char policy[512];
    fixture x;
    fixture_init(&x);
    x.c.topology = state;
    x.c.endpoints = endpoints;
    x.c.switches = switches;
    snprintf(policy, sizeof policy, TOGETHER("{'id':'t','of':['g','h'],'topology':'%s'}"), profile);
    const char *out = outcomes(&x, policy);
    arena_release(&x.arena);
    return out;
}

static void a_topology_is_of_all_pieces_together(void)
{
    CHECK(strcmp(wired("hgx-8x4", TOPOLOGY_AGREES, 8, 4), "H") == 0);
    CHECK(strcmp(wired("8+4", TOPOLOGY_AGREES, 8, 4), "H") == 0);
    CHECK(strcmp(wired("hgx-8x4", TOPOLOGY_AGREES, 7, 4), "F") == 0);
    CHECK(strcmp(wired("hgx-8x4", TOPOLOGY_AGREES, 8, 3), "F") == 0);
    CHECK(strcmp(wired("hgx-8x4", TOPOLOGY_DIFFERS, 8, 4), "F") == 0);
    CHECK(strcmp(wired("hgx-8x4", TOPOLOGY_OPEN, 8, 4), "F") == 0);
    CHECK(strcmp(wired("hgx-8x4", TOPOLOGY_NONE, 0, 0), "F") == 0);
    CHECK(strcmp(wired("hgx-8x4", TOPOLOGY_PENDING, 8, 3), "U") == 0);
    CHECK(strcmp(wired("4+0", TOPOLOGY_AGREES, 4, 0), "H") == 0);
    CHECK(strcmp(wired("4+0", TOPOLOGY_OPEN, 4, 0), "F") == 0);
}

int main(void)
{
    RUN(pieces_agree_or_those_that_differ_are_named);
    RUN(what_differs_is_shown);
    RUN(devices_are_one_digest_in_any_order);
    RUN(a_topology_is_of_all_pieces_together);
    RUN(a_waiver_means_what_it_is_narrowed_to);
    return DONE();
}
