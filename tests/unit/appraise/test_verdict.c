/* SPDX-License-Identifier: Apache-2.0 */
/* Stages 4 to 8 over forged evidence: which answer all findings together give. */
#include "base/limits.h"
#include "world.h"

static void good_evidence_is_accepted(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    CHECK(is(a, ACCEPTED));
    CHECK(assay_appraisal_authentic(a, NULL) && assay_appraisal_authentic(a, "cpu"));
    CHECK(!assay_appraisal_authentic(a, "gpu"));
    CHECK(has(a, "nonce.single-use-not-checked") && assay_needs_count(a) == 0);
    CHECK_TEXT(assay_appraisal_label(a, 0), "cpu");
    CHECK(assay_appraisal_label(a, 1) == NULL);
    CHECK_TEXT(assay_appraisal_format(a, "cpu"), "snp-report");
    CHECK(assay_appraisal_format(a, "gpu") == NULL);
    CHECK(strncmp(assay_appraisal_document(a, "terse").ptr, "accepted affirming ", 19) == 0);
    CHECK(assay_appraisal_document(a, "page").ptr == NULL);
    CHECK(assay_appraisal_document(a, "").ptr == NULL);
    assay_appraisal_free(a);
    world_close(&w);
}

static void what_a_missing_list_leaves_open_is_undecided(void)
{
    world w;
    world_open(&w, 0, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    CHECK(is(a, UNDECIDED) && has(a, "revocation.not-established"));
    CHECK(assay_appraisal_authentic(a, "cpu") && assay_claims(a, "cpu") == NULL);
    const assay_need *n = assay_needs_at(a, 0);
    CHECK(assay_needs_count(a) == 1 && assay_needs_at(a, 1) == NULL);
    CHECK_TEXT(n->role, "crl");
    CHECK_TEXT(n->id, "ARK-Milan");
    CHECK_TEXT(n->label, "cpu");
    CHECK(n->authenticated && n->mandatory);
    assay_appraisal_free(a);
    a = answer(&w, ask_fresh(&w, NO_REVOCATION, &e));
    CHECK(is(a, ACCEPTED));
    CHECK_UINT(finding_of(a, "revocation.not-established")->severity, ASSAY_NOTE);
    assay_appraisal_free(a);
    world_close(&w);
}

/* DESIGN section 7: a rule on a claim that only a store item could settle is undecided. */
static void a_rule_on_what_a_missing_list_would_tell_is_undecided(void)
{
    world w;
    world_open(&w, 0, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, RULE_ON_REVOCATION, &e));
    CHECK(is(a, UNDECIDED) && has(a, "policy.rule.undecided") && !has(a, "policy.rule"));
    assay_appraisal_free(a);
    world_close(&w);
    world_open(&w, WITH_CRL, NULL, NULL);
    e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    a = answer(&w, ask_fresh(&w, RULE_ON_REVOCATION, &e));
    CHECK(is(a, ACCEPTED));
    assay_appraisal_free(a);
    world_close(&w);
}

static void rejected_beats_undecided(void)
{
    static const char *const debug[] = {"policy=0xb0000", NULL};
    world w;
    world_open(&w, 0, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, debug);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    CHECK(is(a, REJECTED));
    CHECK(has(a, "snp.debug") && has(a, "revocation.not-established"));
    assay_appraisal_free(a);
    e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    a = answer(&w, ask_fresh(&w, STRICT_OTHER, &e));
    CHECK(is(a, REJECTED) && has(a, "policy.rule") && has(a, "revocation.not-established"));
    CHECK_TEXT(finding_of(a, "policy.rule")->rule, "image");
    assay_appraisal_free(a);
    world_close(&w);
}

static void without_its_certificate_evidence_is_no_one_s(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_request *q = ask(&w, STRICT, NULL);
    CHECK(assay_request_evidence(q, "cpu", NULL, e.report.ptr, e.report.len) == ASSAY_OK);
    with_nonce(q, forged_nonce(&e));
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, UNDECIDED) && !assay_appraisal_authentic(a, NULL));
    CHECK_TEXT(assay_needs_at(a, 0)->role, "vcek");
    CHECK(!assay_needs_at(a, 0)->authenticated);
    CHECK(assay_claims(a, "cpu") == NULL && assay_claims_of_rejected(a, "cpu") != NULL);
    assay_appraisal_free(a);
    world_close(&w);
}

/* Leaving the certificate out does not turn a no into a "come again". */
static void what_no_item_cures_is_no_also_without_the_certificate(void)
{
    static const struct {
        const char *set[2], *finding;
        uint8_t flip;
    } cases[] = {{{NULL}, "nonce.mismatch", 1},
                 {{"policy=0xb0000"}, "snp.debug", 0},
                 {{"vmpl=0xffffffff"}, "snp.vmpl.host", 0},
                 {{"measurement=" OTHER_IMAGE}, "policy.rule", 0}};
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, cases[i].set);
        uint8_t nonce[FSNP_NONCE_LEN];
        memcpy(nonce, forged_nonce(&e).ptr, sizeof nonce);
        nonce[0] ^= cases[i].flip;
        assay_request *q = ask(&w, STRICT, NULL);
        CHECK(assay_request_evidence(q, "cpu", NULL, e.report.ptr, e.report.len) == ASSAY_OK);
        with_nonce(q, bytes_of(nonce, sizeof nonce));
        CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
        assay_appraisal *a = answer(&w, q);
        CHECK(is(a, REJECTED) && has(a, cases[i].finding) && has(a, "snp.vek.missing"));
        CHECK(!assay_appraisal_authentic(a, "cpu"));
        assay_appraisal_free(a);
    }
    world_close(&w);
}

static void a_damaged_attachment_is_noted_and_left_out(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_request *q = ask_fresh(&w, STRICT, &e);
    CHECK(assay_request_attach(q, NULL, "ask", e.ask.ptr, e.ask.len - 1) == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, ACCEPTED) && has(a, "attachment.malformed"));
    assay_appraisal_free(a);
    world_close(&w);
}

/* Each piece would read and hash it again. */
static void a_large_list_is_left_out_unread(void)
{
    static const uint8_t large[LIMIT_SNP_CRL_BYTES + 1];
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    for (size_t less = 0; less < 2; less++) {
        assay_request *q = ask_fresh(&w, STRICT, &e);
        CHECK(assay_request_attach(q, NULL, "crl", large, sizeof large - less) == ASSAY_OK);
        assay_appraisal *a = answer(&w, q);
        CHECK(is(a, ACCEPTED));
        const char *why = finding_of(a, "attachment.malformed")->found;
        CHECK((strcmp(why, "crl: larger than the limit") == 0) == (less == 0));
        assay_appraisal_free(a);
    }
    world_close(&w);
}

static void a_waiver_lowers_to_a_warning(void)
{
    static const char *const debug[] = {"policy=0xb0000", NULL};
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, debug);
    assay_request *q = ask_fresh(&w, LENIENT, &e);
    CHECK(assay_request_waive(q, "snp.debug", "staging") == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, WARNED));
    CHECK(finding_of(a, "snp.debug")->waived);
    CHECK_UINT(finding_of(a, "snp.debug")->severity, ASSAY_WARN);
    const char *json = assay_appraisal_document(a, "json-line").ptr;
    CHECK(strstr(json, "\"relaxations\":[{\"what\":\"snp.debug\",\"reason\":\"staging\"}]") !=
          NULL);
    assay_appraisal_free(a);
    q = ask_fresh(&w, STRICT, &e); /* which takes no warning */
    CHECK(assay_request_waive(q, "snp.debug", "staging") == ASSAY_OK);
    a = answer(&w, q);
    CHECK(is(a, REJECTED) && has(a, "policy.tier"));
    assay_appraisal_free(a);
    world_close(&w);
}

static void a_waiver_that_nothing_needed_relaxes_nothing(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_request *q = ask_fresh(&w, STRICT, &e);
    CHECK(assay_request_waive(q, "snp.debug", "just in case") == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, ACCEPTED));
    assay_appraisal_free(a);
    world_close(&w);
}

static void a_waiver_cannot_stand_against_a_rule(void)
{
    static const char *const debug[] = {"policy=0xb0000", NULL};
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, debug);
    assay_request *q = ask_fresh(
        &w, POLICY(ACCEPT_BOTH, "1", IMAGE_RULE "," RULE("debug", "/debug", "\"is\":false")), &e);
    CHECK(assay_request_waive(q, "snp.debug", "staging") == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, REJECTED) && has(a, "policy.rule"));
    assay_appraisal_free(a);
    world_close(&w);
}

static void what_is_firm_cannot_be_waived(void)
{
    static const char *const firm[] = {"snp.signature",
                                       "chain.signature",
                                       "revocation.revoked",
                                       "duplicate.device",
                                       "nonce.mismatch",
                                       "deny.listed",
                                       "policy.rule",
                                       "format.unknown",
                                       "no.such",
                                       ""};
    assay_request *q = NULL;
    CHECK(assay_request_new(&q, 0) == ASSAY_OK);
    for (size_t i = 0; i < ARRAY_LEN(firm); i++) {
        CHECK(assay_request_waive(q, firm[i], "why") == ASSAY_E_ARGUMENT);
    }
    CHECK(assay_request_waive(q, "snp.debug", "") == ASSAY_E_ARGUMENT);
    assay_request_free(q);
}

static void revocation_can_be_waived_for_one_request(void)
{
    world w;
    world_open(&w, 0, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_request *q = ask_fresh(&w, LENIENT, &e);
    CHECK(assay_request_waive(q, "revocation.not-established", "air gap") == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, WARNED));
    assay_appraisal_free(a);
    world_close(&w);
}

static assay_appraisal *under_two(world *w, const fsnp_evidence *e, const char *one,
                                  const char *two)
{
    assay_request *q = ask_fresh(w, one, e);
    add_policy(w, q, two);
    return answer(w, q);
}

static void several_policies_must_all_accept(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *both = under_two(&w, &e, STRICT, LENIENT);
    assay_appraisal *first = under_two(&w, &e, STRICT_OTHER, STRICT);
    assay_appraisal *second = under_two(&w, &e, STRICT, STRICT_OTHER);
    CHECK(is(both, ACCEPTED) && is(first, REJECTED) && is(second, REJECTED));
    assay_appraisal_free(both);
    assay_appraisal_free(first);
    assay_appraisal_free(second);
    world_close(&w);
    world_open(&w, 0, NULL, NULL); /* one of them asks for revocation */
    e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *asks = under_two(&w, &e, NO_REVOCATION, STRICT);
    assay_appraisal *asks_not = under_two(&w, &e, NO_REVOCATION, NO_REVOCATION);
    CHECK(is(asks, UNDECIDED) && is(asks_not, ACCEPTED));
    assay_appraisal_free(asks);
    assay_appraisal_free(asks_not);
    world_close(&w);
}

#define PAIR POLICY(ACCEPT_BEST, "2", IMAGE_RULE)

static void one_device_cannot_stand_for_two(void)
{
    static const char *const other_chip[] = {"chip_id=0123456789", "report_id=01", NULL};
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    fsnp_evidence other = forged(&w, (assay_bytes){NULL, 0}, other_chip);
    assay_request *q = ask_fresh(&w, PAIR, &e);
    add_piece(q, "twin", &e);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, REJECTED) && has(a, "duplicate.device"));
    CHECK_TEXT(finding_of(a, "duplicate.device")->label, "twin");
    CHECK_TEXT(finding_of(a, "duplicate.device")->found, "cpu");
    assay_appraisal_free(a);
    q = ask_fresh(&w, PAIR, &e);
    add_piece(q, "other", &other);
    a = answer(&w, q);
    CHECK(is(a, ACCEPTED) && assay_claims(a, "other") != NULL);
    assay_appraisal_free(a);
    world_close(&w);
}

/* A VLEK is of many chips and CHIP_ID is masked: the guest's own name tells. */
static void one_guest_cannot_stand_for_two(void)
{
    static const char *const masked[] = {"chip_id=00", NULL};
    static const char *const other_guest[] = {"chip_id=00", "report_id=01", NULL};
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged_by(&w, true, (assay_bytes){NULL, 0}, masked);
    fsnp_evidence other = forged_by(&w, true, (assay_bytes){NULL, 0}, other_guest);
    for (int twice = 0; twice < 2; twice++) {
        assay_request *q = ask_fresh(&w, PAIR, &e);
        add_piece(q, "twin", twice != 0 ? &e : &other);
        assay_appraisal *a = answer(&w, q);
        CHECK(twice != 0 ? is(a, REJECTED) : is(a, ACCEPTED));
        CHECK(has(a, "duplicate.device") == (twice != 0));
        assay_appraisal_free(a);
    }
    world_close(&w);
}

static void a_group_counts_its_pieces(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, PAIR, &e));
    CHECK(is(a, REJECTED) && has(a, "policy.evidence.count"));
    assay_appraisal_free(a);
    world_close(&w);
}

#define EXT_ONLY                                                                                   \
    "{\"assay_policy\":1,\"id\":\"p\",\"version\":1," ACCEPT_BEST                                  \
    "\"evidence\":{\"cpu\":{\"format\":[\"snp-ext-report\"],\"count\":{\"min\":0},"                \
    "\"rules\":[" IMAGE_RULE "]}}}"

static void evidence_that_no_group_selects_is_refused(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, EXT_ONLY, &e)); /* not even looked for */
    CHECK(is(a, REJECTED) && has(a, "format.unknown"));
    assay_appraisal_free(a);
    assay_request *q = ask(&w, EXT_ONLY, NULL);
    CHECK(assay_request_evidence(q, "cpu", "snp-report", e.report.ptr, e.report.len) == ASSAY_OK);
    with_nonce(q, forged_nonce(&e));
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    a = answer(&w, q);
    CHECK(is(a, REJECTED) && has(a, "policy.evidence.unexpected"));
    assay_appraisal_free(a);
    world_close(&w);
}

static void a_denied_chip_is_rejected(void)
{
    world w;
    world_open(&w, 0, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    const char *chip = text_hex(&w.arena, bytes_of(e.report.ptr + FSNP_AT_CHIP_ID, 64));
    const char *deny =
        arena_format(&w.arena,
                     "{\"assay_deny\":1,\"entries\":[{\"kind\":\"chip_id\",\"value\":"
                     "\"%s\",\"reason\":\"stolen\",\"date\":\"2026-05-01\"}]}",
                     chip);
    assay_trust_release(w.trust);
    w.trust = world_trust(&w, WITH_CRL | WITH_DENY, deny, NULL);
    CHECK(assay_engine_set_trust(w.engine, w.trust, &w.err) == ASSAY_OK);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    CHECK(is(a, REJECTED) && has(a, "deny.listed"));
    CHECK(strstr(finding_of(a, "deny.listed")->message, ": stolen") != NULL);
    CHECK(assay_appraisal_authentic(a, "cpu"));
    assay_appraisal_free(a);
    world_close(&w);
}

#define ANYBODY                                                                                    \
    "{\"assay_policy\":1,\"id\":\"p\",\"version\":1," ACCEPT_BOTH                                  \
    "\"evidence\":{\"cpu\":{\"format\":[\"snp-report\"],\"count\":1}}}"

static void a_policy_without_identity_says_so(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_request *q = ask(&w, NULL, &e);
    assay_policy *p = policy_of(&w, ANYBODY, true);
    CHECK(assay_request_policy(q, p) == ASSAY_OK);
    assay_policy_release(p);
    with_nonce(q, forged_nonce(&e));
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, WARNED) && has(a, "policy.any-genuine"));
    assay_appraisal_free(a);
    world_close(&w);
}

#define VALID(from, to)                                                                            \
    POLICY(ACCEPT_BEST "\"valid\":{\"from\":\"" from "\",\"to\":\"" to "\"},", "1", IMAGE_RULE)

static void a_policy_outside_its_window_decides_nothing(void)
{
    static const struct {
        const char *policy;
        bool valid;
    } cases[] = {{VALID("2026-05-01T00:00:00Z", "2026-07-01T00:00:00Z"), true},
                 {VALID("2026-06-01T00:00:01Z", "2026-07-01T00:00:00Z"), false},
                 {VALID("2026-05-01T00:00:00Z", "2026-05-31T23:59:59Z"), false}};
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assay_appraisal *a = answer(&w, ask_fresh(&w, cases[i].policy, &e));
        CHECK(cases[i].valid ? is(a, ACCEPTED) : is(a, UNDECIDED));
        CHECK(has(a, "policy.window") == !cases[i].valid);
        assay_appraisal_free(a);
    }
    world_close(&w);
}

#define WAIVES(until)                                                                              \
    POLICY(ACCEPT_BOTH "\"waive\":[{\"finding\":\"snp.debug\",\"reason\":\"staging\",\"until\":"   \
                       "\"" until "\"}],",                                                         \
           "1", IMAGE_RULE)

static assay_time later(void *user)
{
    (void)user;
    return AT + 365 * 86400;
}

static void a_policy_s_waiver_ends(void)
{
    static const char *const debug[] = {"policy=0xb0000", NULL};
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, debug);
    assay_appraisal *a = answer(&w, ask_fresh(&w, WAIVES("2026-12-31T00:00:00Z"), &e));
    CHECK(is(a, WARNED) && finding_of(a, "snp.debug")->waived);
    assay_appraisal_free(a);
    a = answer(&w, ask_fresh(&w, WAIVES("2026-05-31T00:00:00Z"), &e));
    CHECK(is(a, REJECTED) && has(a, "policy.waiver.ended"));
    assay_appraisal_free(a);
    w.options.clock = later;
    world_engine(&w); /* an earlier `at` does not bring it back */
    a = answer(&w, ask_fresh(&w, WAIVES("2026-12-31T00:00:00Z"), &e));
    CHECK(is(a, REJECTED) && has(a, "policy.waiver.ended"));
    assay_appraisal_free(a);
    world_close(&w);
}

int main(void)
{
    RUN(good_evidence_is_accepted);
    RUN(what_a_missing_list_leaves_open_is_undecided);
    RUN(a_rule_on_what_a_missing_list_would_tell_is_undecided);
    RUN(rejected_beats_undecided);
    RUN(without_its_certificate_evidence_is_no_one_s);
    RUN(what_no_item_cures_is_no_also_without_the_certificate);
    RUN(a_damaged_attachment_is_noted_and_left_out);
    RUN(a_large_list_is_left_out_unread);
    RUN(a_waiver_lowers_to_a_warning);
    RUN(a_waiver_that_nothing_needed_relaxes_nothing);
    RUN(a_waiver_cannot_stand_against_a_rule);
    RUN(what_is_firm_cannot_be_waived);
    RUN(revocation_can_be_waived_for_one_request);
    RUN(several_policies_must_all_accept);
    RUN(one_device_cannot_stand_for_two);
    RUN(one_guest_cannot_stand_for_two);
    RUN(a_group_counts_its_pieces);
    RUN(evidence_that_no_group_selects_is_refused);
    RUN(a_denied_chip_is_rejected);
    RUN(a_policy_without_identity_says_so);
    RUN(a_policy_outside_its_window_decides_nothing);
    RUN(a_policy_s_waiver_ends);
    return DONE();
}
