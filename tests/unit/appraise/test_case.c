/* SPDX-License-Identifier: Apache-2.0 */
/* Case files: what is recorded repeats the appraisal, what is damaged is refused, and what was
 * changed shows in the result. With a folder as argument, cases are written there too. */
#include "appraise/case.h"
#include "nonce/nonces.h"
#include "world.h"

static world w;
static const char *folder; /* for the cases that are made; NULL: none */
static unsigned written_cases;

static assay_str copy_of(assay_str in)
{
    return (assay_str){arena_text(&w.arena, bytes_of_str(in)), in.len};
}

/* The case that an appraisal leaves. */
static assay_str case_of(assay_appraisal *a)
{
    assay_str made = assay_appraisal_document(a, "case");
    CHECK(made.ptr != NULL);
    world_write(folder, arena_format(&w.arena, "%u", written_cases++), made);
    return copy_of(made);
}

static assay_status reads(assay_str in, case_record *c)
{
    assay_error_init(&w.err, sizeof w.err);
    return case_read(&w.arena, bytes_of_str(in), c, &w.err);
}

/* NULL: refused, and w.err says why. */
static assay_appraisal *again(assay_str in, case_record *c)
{
    assay_appraisal *a = NULL;
    if (reads(in, c) == ASSAY_OK && case_replay(c, &a, &w.err) != ASSAY_OK) {
        CHECK(a == NULL && w.err.status == ASSAY_E_CONFIG);
    }
    return a;
}

/* A result without its last member. */
static size_t length_without_session(assay_str document)
{
    const char *session = strstr(document.ptr, "\n  \"session\": {");
    return CHECK(session != NULL) ? (size_t)(session - document.ptr) : 0;
}

/* Takes the appraisal: its case gives the same bytes, apart from `session`. */
static bool repeats(assay_appraisal *a)
{
    case_record c;
    assay_str then = copy_of(assay_appraisal_document(a, "json")), written = case_of(a);
    assay_status status = assay_appraisal_status(a);
    assay_appraisal_free(a);
    a = again(written, &c);
    if (a == NULL) {
        fprintf(stderr, "  %u:%u %s: %s\n", w.err.line, w.err.column, w.err.source, w.err.message);
        return false;
    }
    assay_str now = assay_appraisal_document(a, "json");
    size_t length = length_without_session(then);
    bool same = length_without_session(now) == length && memcmp(now.ptr, then.ptr, length) == 0 &&
                assay_appraisal_status(a) == status;
    if (!same) {
        fprintf(stderr, "%s\n%s\n", then.ptr, now.ptr);
    }
    assay_appraisal_free(a);
    return same;
}

static fsnp_evidence evidence(const char *const *set)
{
    return forged(&w, (assay_bytes){NULL, 0}, set);
}

static void answers_of_every_kind_are_repeated(void)
{
    static const char *const debug[] = {"policy=0xb0000", NULL};
    world_open(&w, WITH_CRL | WITH_DENY | WITH_NONCES,
               "{\"assay_deny\":1,\"entries\":[{\"kind\":\"chip_id\",\"value\":\"00\","
               "\"reason\":\"stolen\",\"date\":\"2026-01-01\"}]}",
               "{\"assay_known_nonces\":1,\"nonces\":[\"00112233445566778899aabbccddeeff\"]}");
    fsnp_evidence good = evidence(NULL), bad = evidence(debug);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &good));
    CHECK(is(a, ACCEPTED) && repeats(a));
    a = answer(&w, ask_fresh(&w, STRICT_OTHER, &good));
    CHECK(is(a, REJECTED) && repeats(a));
    a = answer(&w, ask_fresh(&w, STRICT, &bad));
    CHECK(is(a, REJECTED) && has(a, "snp.debug") && repeats(a));
    world_close(&w);
    world_open(&w, 0, NULL, NULL);
    good = evidence(NULL);
    a = answer(&w, ask_fresh(&w, STRICT, &good));
    CHECK(is(a, UNDECIDED) && repeats(a));
    world_close(&w);
}

static void waivers_are_applied_in_their_order(void)
{
    static const char *const debug[] = {"policy=0xb0000", NULL};
    world_open(&w, 0, NULL, NULL);
    fsnp_evidence e = evidence(debug);
    assay_request *q = ask_fresh(&w, LENIENT, &e);
    CHECK(assay_request_waive(q, "snp.debug", "a \\ and a \n line") == ASSAY_OK);
    CHECK(assay_request_waive(q, "snp.debug", "not the first") == ASSAY_OK);
    CHECK(assay_request_waive(q, "revocation.not-established", "no list") == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, WARNED));
    const char *document = assay_appraisal_document(a, "json-line").ptr;
    const char *first = strstr(document, "\"what\":\"snp.debug\"");
    CHECK(first != NULL && strstr(first, "\"what\":\"revocation.not-established\"") != NULL);
    CHECK(strstr(document, "not the first") == NULL);
    CHECK(repeats(a));
    world_close(&w);
}

static assay_time late(void *user)
{
    (void)user;
    return AT + 86400;
}

static void the_clock_is_recorded(void)
{
    world_open(&w, WITH_CRL, NULL, NULL);
    w.options.clock = late;
    world_engine(&w);
    fsnp_evidence e = evidence(NULL);
    assay_request *q =
        ask(&w, POLICY(ACCEPT_BOTH "\"valid\":{\"to\":\"2026-06-01T00:00:01Z\"},", "1", IMAGE_RULE),
            &e);
    CHECK(assay_request_no_nonce(q, "none was there") == ASSAY_OK);
    CHECK(assay_request_at_now(q) == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, UNDECIDED) && repeats(a)); /* the policy has ended */
    q = ask(&w, LENIENT, &e);
    with_nonce(q, forged_nonce(&e));
    CHECK(assay_request_at(q, AT, AT - 1) == ASSAY_OK);
    CHECK(repeats(answer(&w, q)));
    q = ask(&w, LENIENT, &e); /* a year that RFC 3339 cannot write */
    with_nonce(q, forged_nonce(&e));
    CHECK(assay_request_at(q, INT64_MAX - 1, INT64_MIN + 1) == ASSAY_OK);
    CHECK(repeats(answer(&w, q)));
    world_close(&w);
}

#define DECLARES                                                                                   \
    "{\"assay_policy\":1,\"id\":\"p\",\"version\":1," ACCEPT_BOTH                                  \
    "\"inputs\":{\"key\":{\"type\":\"bytes\"}},"                                                   \
    "\"params\":{\"images\":{\"type\":\"list of bytes\"}},"                                        \
    "\"evidence\":{\"cpu\":{\"format\":[\"snp-report\"],\"count\":1,\"rules\":["                   \
    "{\"id\":\"image\",\"claim\":\"/measurement\",\"in\":{\"param\":\"images\"}}]}}}"

static void inputs_and_params_are_repeated(void)
{
    world_open(&w, WITH_CRL, NULL, NULL);
    uint8_t nonce[32] = {1, 2, 3}, digest[64];
    static const uint8_t key[] = {0, 0xff, '\\'};
    assay_bytes input = bytes_of(key, sizeof key);
    challenge both = {.nonce = bytes_of(nonce, sizeof nonce), .inputs = &input, .input_count = 1};
    CHECK(challenge_digest(&both, HASH_SHA512, digest) == ASSAY_OK);
    fsnp_evidence e = forged(&w, bytes_of(digest, sizeof digest), NULL);
    assay_request *q = ask(&w, DECLARES, &e);
    CHECK(assay_request_input(q, "key", key, sizeof key) == ASSAY_OK);
    CHECK(assay_request_param(q, "images", "[\n  \"" IMAGE "\"\n]") == ASSAY_OK);
    with_nonce(q, bytes_of(nonce, sizeof nonce));
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, ACCEPTED) && repeats(a));
    world_close(&w);
}

static void names_of_policies_are_exact(void)
{
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = evidence(NULL);
    assay_policy_options o = {.struct_size = sizeof o, .name = "dir\\na\nme\xff.json"};
    assay_policy *p = NULL;
    assay_request *q = ask(&w, STRICT_OTHER, &e);
    CHECK(assay_policy_load(&p, bytes_of_text(STRICT_OTHER), (assay_bytes){NULL, 0}, &o, NULL,
                            &w.err) == ASSAY_OK);
    CHECK(assay_request_policy(q, p) == ASSAY_OK);
    assay_policy_release(p);
    with_nonce(q, forged_nonce(&e));
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    CHECK(repeats(answer(&w, q)));
    world_close(&w);
}

static void what_did_not_fit_is_repeated(void)
{
    world_open(&w, WITH_CRL, NULL, NULL);
    w.options.max_evidence = 1000;
    world_engine(&w);
    fsnp_evidence e = evidence(NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    CHECK(is(a, REJECTED) && has(a, "size.evidence") && repeats(a));
    assay_request *q = NULL;
    CHECK(assay_request_new(&q, 8192) == ASSAY_OK);
    add_policy(&w, q, STRICT);
    add_piece(q, "cpu", &e);
    uint8_t large[8192] = {0};
    CHECK(assay_request_evidence(q, "more", NULL, large, sizeof large) == ASSAY_OK);
    (void)assay_request_nonce(q, large, 32, NULL, NULL);
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    a = answer(&w, q);
    CHECK(is(a, REJECTED) && has(a, "size.request") && repeats(a));
    world_close(&w);
}

static assay_status broken(void *user, const uint8_t sha256[32], const assay_nonce_scope *scope,
                           assay_nonce_state *state, assay_error *err)
{
    (void)user;
    (void)sha256;
    (void)scope;
    (void)state;
    return error_set(err, ASSAY_E_IO, "the disk\\is gone");
}

static void what_the_nonce_store_said_is_repeated(void)
{
    assay_nonces *store = NULL;
    uint8_t nonce[32];
    world_open(&w, WITH_CRL, NULL, NULL);
    CHECK(assay_nonces_memory(&store, 4, &w.err) == ASSAY_OK);
    w.options.nonces = store;
    w.options.clock = assay_system_clock;
    world_engine(&w);
    CHECK(assay_nonce_issue(store, nonce, 32, NULL, "aud\\x41", NULL, 60, &w.err) == ASSAY_OK);
    fsnp_evidence e = forged(&w, bytes_of(nonce, 32), NULL);
    for (int i = 0; i < 2; i++) {
        assay_request *q = ask(&w, STRICT, &e);
        CHECK(assay_request_nonce(q, nonce, 32, "aud\\x41", "s") == ASSAY_OK);
        CHECK(assay_request_at_now(q) == ASSAY_OK);
        assay_appraisal *a = answer(&w, q);
        CHECK((assay_appraisal_status(a) == ASSAY_OK) == (i == 0));
        CHECK(has(a, "nonce.replayed") == (i == 1));
        CHECK(repeats(a));
    }
    assay_nonces *failing = NULL;
    assay_nonce_store own = *nonces_store(store);
    own.consume = broken;
    CHECK(assay_nonces_new(&failing, &own, &w.err) == ASSAY_OK);
    w.options.nonces = failing;
    world_engine(&w);
    assay_request *q = ask(&w, STRICT, &e);
    with_nonce(q, bytes_of(nonce, 32));
    CHECK(assay_request_at_now(q) == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(is(a, UNDECIDED) && has(a, "nonce.store-unavailable") && repeats(a));
    world_close(&w);
    assay_nonces_free(failing);
    assay_nonces_free(store);
}

static void an_answer_of_the_caller_is_repeated(void)
{
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = evidence(NULL);
    for (int i = 0; i < 3; i++) { /* pending; spent now; spent before */
        assay_request *q = ask_fresh(&w, STRICT, &e);
        CHECK(assay_request_spend_later(q) == ASSAY_OK);
        assay_appraisal *a = answer(&w, q);
        CHECK(is(a, PENDING));
        if (i > 0) {
            assay_status s = assay_appraisal_conclude(a, i == 1, NULL);
            CHECK(s == (i == 1 ? ASSAY_OK : ASSAY_REJECTED));
        }
        CHECK(repeats(a));
    }
    world_close(&w);
}

static assay_str good_case(void)
{
    fsnp_evidence e = evidence(NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    assay_str out = case_of(a);
    assay_appraisal_free(a);
    return out;
}

static size_t pins_of(const char *family)
{
    size_t count = 0;
    for (size_t i = 0; i < trust_pin_count; i++) {
        count += strcmp(trust_pins[i].family, family) == 0;
    }
    return count;
}

static void only_what_was_looked_at_is_there(void)
{
    case_record c;
    world_open(&w, WITH_CRL | WITH_NONCES, NULL, "{\"assay_known_nonces\":1,\"nonces\":[]}");
    assay_str written = good_case();
    CHECK(reads(written, &c) == ASSAY_OK);
    CHECK_UINT(c.trust.manifest.count, 3);
    CHECK_UINT(c.trust.pin_count, pins_of("amd"));
    CHECK(memcmp(c.trust.digest, w.trust->digest, 32) == 0);
    assay_request *q = ask(&w, STRICT, NULL); /* nothing that any anchor is asked about */
    CHECK(assay_request_evidence(q, "cpu", NULL, (const uint8_t *)"x", 1) == ASSAY_OK);
    with_nonce(q, bytes_of_text("0123456789abcdef"));
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_appraisal *a = answer(&w, q);
    CHECK(reads(case_of(a), &c) == ASSAY_OK);
    CHECK_UINT(c.trust.manifest.count, 1);
    CHECK_TEXT(c.trust.manifest.items[0].role, "known-nonces");
    CHECK_UINT(c.trust.pin_count, 0);
    CHECK(repeats(a));
    world_close(&w);
}

/* `in` with the first `old` behind `after` replaced; both must be there. */
static assay_str edited(assay_str in, const char *after, const char *old, const char *new)
{
    const char *from = strstr(in.ptr, after);
    const char *at = from != NULL ? strstr(from + strlen(after), old) : NULL;
    if (!CHECK(at != NULL)) {
        fprintf(stderr, "  no %s .. %s\n", after, old);
        return in;
    }
    const char *written =
        arena_format(&w.arena, "%.*s%s%s", (int)(at - in.ptr), in.ptr, new, at + strlen(old));
    return str_of(written);
}

static const struct {
    const char *after, *old, *new, *why;
} refusals[] = {
    {"", "assay-case/1", "assay-case/2", "must be assay-case/1"},
    {"", "\"any_genuine\"", "\"any_genius\"", "unknown member 'any_genius'"},
    {"", "\"any_genuine\": false", "\"any_genuine\": 0", "must be true or false"},
    {"", "\"overflowed\": false,", "", "has no member 'overflowed'"},
    {"", "\"overflowed\": false,", "\"overflowed\": false, \"overflowed\": false,", "duplicate"},
    {"", "\"inputs\": []", "\"inputs\": {}", "must be an array"},
    {"", "\"inputs\": []", "\"inputs\": [[]]", "must be an object"},
    {"", "\"inputs\": []", "\"inputs\": [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", "too many"},
    {"", "\"waivers\": []", "\"waivers\": [{\"finding\":\"snp.signature\",\"reason\":\"x\"}]",
     "waivers 0 is refused"},
    {"", "\"inputs\": []", "\"inputs\": [{\"name\":\"a\",\"base64\":\"\"}]", "declares an input"},
    {"\"evidence\": [", "\"base64\": \"", "\"base64\": \"*", "must be base64"},
    {"", "\"label\": \"cpu\"", "\"label\": \"CPU\"", "evidence 0 is refused"},
    {"", "\"role\": \"vcek\"", "\"role\": \"x509-root\"", "attachments 0 is refused"},
    {"", "\"role\": \"vcek\"", "\"role\": \"a\\\\z\"", "printable form"},
    {"", "\"role\": \"vcek\"", "\"role\": \"a\\\\x00\"", "holds a NUL"},
    {"", "\"nonce\": \"", "\"nonce\": \"x", "must be hex or null"},
    {"", "\"no_nonce\": null", "\"no_nonce\": \"both\"", "nonce or moment"},
    {"", "\"moment\": \"at\"", "\"moment\": \"unset\"", "must be at, now or evidence"},
    {"", "\"moment\": \"at\"", "\"moment\": \"now\"", "nonce or moment"},
    {"\"moment\"", "\"at\": \"20", "\"at\": \"9", "must be a time"},
    {"", "\"max_memory\": ", "\"max_memory\": 99", "no engine should have"},
    {"", "\"clock_skew\": 0", "\"clock_skew\": 301", "no engine should have"},
    {"", "\"nonce_store\": null",
     "\"nonce_store\": {\"name\":null,\"answer\":\"yes\",\"failure\":null}",
     "no answer of a nonce store"},
    {"", "\"spent_by_caller\": null", "\"spent_by_caller\": true", "no nonce to conclude about"},
    {"\"spki_sha256\"", "\"", "\"00", "must be a SHA-256"},
    {"\"spki_sha256\": \"", "9f056b", "9f056c", "no pin that is built into"},
    {"\"manifest\"", "\"assay_store\": 1", "\"assay_store\": 2", "assay_store must be 1"},
    {"\"manifest\"", "\"verified\": \"pinned\"", "\"verified\": \"verified\"", "and it is pinned"},
    {"\"manifest\"", "\"scope\": \"amd\"", "\"scope\": \"aws\"", ""},
    {"\"manifest\"", "\"sha256\": \"", "\"sha256\": \"0", "must be the SHA-256 of the file"},
    {"\"files\": {", "\"x509-root", "\"y509-root", "unknown member"},
    {"\"files\": {", "\": \"MII", "\": \"MIJ", "is not the file with SHA-256"},
    {"\"result\"", "assay.appraisal/1", "assay.appraisal/2", "is no assay.appraisal/1"},
    {"", "\"name\": \"policy\"", "\"name\": 7", "must be a text"},
    {"\"name\": \"policy\"", "\"base64\": \"", "\"base64\": \"e30x", ""},
};

static void damage_is_refused_with_its_place(void)
{
    case_record c;
    world_open(&w, WITH_CRL, NULL, NULL);
    assay_str written = good_case();
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        assay_str changed = edited(written, refusals[i].after, refusals[i].old, refusals[i].new);
        assay_appraisal *a = again(changed, &c);
        if (!CHECK(a == NULL && w.err.status == ASSAY_E_CONFIG &&
                   strstr(w.err.message, refusals[i].why) != NULL)) {
            fprintf(stderr, "  %s: %s\n", refusals[i].new, w.err.message);
        }
        assay_appraisal_free(a);
    }
    world_close(&w);
}

static void what_was_cut_off_is_refused(void)
{
    world_open(&w, WITH_CRL, NULL, NULL);
    assay_str written = good_case();
    for (size_t len = 0; len + 2 < written.len; len += 97) {
        case_record c;
        arena a;
        arena_init(&a, NULL, SIZE_MAX);
        CHECK(case_read(&a, bytes_of(written.ptr, len), &c, NULL) == ASSAY_E_CONFIG);
        arena_release(&a);
    }
    world_close(&w);
}

static void what_is_too_large_is_refused_unread(void)
{
    world_open(&w, 0, NULL, NULL);
    case_record c;
    uint8_t *large = calloc(1, LIMIT_CASE_BYTES + 1);
    CHECK(case_read(&w.arena, bytes_of(large, LIMIT_CASE_BYTES + 1), &c, &w.err) == ASSAY_E_CONFIG);
    CHECK(strstr(w.err.message, "too long") != NULL);
    free(large);
    world_close(&w);
}

/* What is well formed and another thing gives another answer, never an error and never trust. */
static void changes_show_in_the_result(void)
{
    static const struct {
        const char *after, *old, *new, *finding;
    } changes[] = {
        {"", "\"at\": \"2026-", "\"at\": \"2056-", "chain.expired"},
        {"\n  \"nonce\": \"", "", "00", "nonce.mismatch"},
        {"\"clock\": ", "null", "\"2026-06-02T00:00:00Z\"", NULL},
    };
    case_record c;
    world_open(&w, WITH_CRL, NULL, NULL);
    assay_str written = good_case();
    for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
        assay_appraisal *a =
            again(edited(written, changes[i].after, changes[i].old, changes[i].new), &c);
        if (CHECK(a != NULL) && changes[i].finding != NULL) {
            CHECK(assay_appraisal_status(a) == ASSAY_REJECTED && has(a, changes[i].finding));
        }
        assay_appraisal_free(a);
    }
    world_close(&w);
}

static void a_case_is_known_by_its_first_member(void)
{
    CHECK(case_probe(bytes_of_text("{\"schema\":\"assay-case/1\",")));
    CHECK(case_probe(bytes_of_text("\n { \"schema\" :\t\"assay-case/1\"")));
    CHECK(!case_probe(bytes_of_text("{\"schema\":\"assay-case/1")));
    CHECK(!case_probe(bytes_of_text("{\"schema\":\"assay.appraisal/1\"}")));
    CHECK(!case_probe(bytes_of_text("")));
}

/* What the fuzzer begins with must get past the reader, or it never sees a replay. */
static void the_fuzzers_seeds_are_cases(void)
{
    static const char *const seeds[] = {"archive", "composite", "full", "garbage", "store"};
    world_open(&w, 0, NULL, NULL);
    for (size_t i = 0; i < ARRAY_LEN(seeds); i++) {
        case_record c;
        assay_bytes file = read_file(
            arena_format(&w.arena, "%s/fuzz/corpora/case/%s", ASSAY_SOURCE_DIR, seeds[i]));
        assay_appraisal *a = again((assay_str){(const char *)file.ptr, file.len}, &c);
        if (!CHECK(a != NULL)) {
            fprintf(stderr, "  %s: %s\n", seeds[i], w.err.message);
        }
        assay_appraisal_free(a);
        free((void *)(uintptr_t)file.ptr);
    }
    world_close(&w);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : NULL;
    RUN(answers_of_every_kind_are_repeated);
    RUN(waivers_are_applied_in_their_order);
    RUN(the_clock_is_recorded);
    RUN(inputs_and_params_are_repeated);
    RUN(names_of_policies_are_exact);
    RUN(what_did_not_fit_is_repeated);
    RUN(what_the_nonce_store_said_is_repeated);
    RUN(an_answer_of_the_caller_is_repeated);
    RUN(only_what_was_looked_at_is_there);
    RUN(damage_is_refused_with_its_place);
    RUN(what_was_cut_off_is_refused);
    RUN(what_is_too_large_is_refused_unread);
    RUN(changes_show_in_the_result);
    RUN(a_case_is_known_by_its_first_member);
    RUN(the_fuzzers_seeds_are_cases);
    return DONE();
}
