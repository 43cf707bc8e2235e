/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the text: it is refused with a place, or it is a policy that renders, lints and
 * evaluates the same way twice over evidence that fits, that does not, and that is still to come.
 */
#include "base/text.h"
#include "policy/loader.h"
#include "must.h"

static const claim_bit bits[] = {{"ONE", 0}, {"DEBUG", 19}, {"HIGH", 40}};
static const claim_svn svns[] = {{"Milan", "bl", 0}, {"Milan", "snp", 2}, {"Turin", "snp", 3}};
static const claim_schema schema[] = {
    {.pointer = "/num", .type = ASSAY_CLAIM_UINT, .affects = "hardware"},
    {.pointer = "/signed", .type = ASSAY_CLAIM_INT},
    {.pointer = "/ok", .type = ASSAY_CLAIM_BOOL},
    {.pointer = "/image", .type = ASSAY_CLAIM_BYTES, .length = 4, .identifies = true},
    {.pointer = "/any", .type = ASSAY_CLAIM_BYTES},
    {.pointer = "/data", .type = ASSAY_CLAIM_BYTES, .length = 64, .chooser = CHOSEN_BY_ATTESTER},
    {.pointer = "/name", .type = ASSAY_CLAIM_TEXT},
    {.pointer = "/ratio", .type = ASSAY_CLAIM_NUMBER},
    {.pointer = "/when", .type = ASSAY_CLAIM_TIME},
    {.pointer = "/flags", .type = ASSAY_CLAIM_UINT, .bits = bits, .bit_count = ARRAY_LEN(bits)},
    {.pointer = "/tcb",
     .type = ASSAY_CLAIM_BYTES,
     .length = 4,
     .svn = svns,
     .svn_count = ARRAY_LEN(svns),
     .svn_by = "/product"},
    {.pointer = "/product", .type = ASSAY_CLAIM_TEXT},
    {.pointer = "/words", .type = ASSAY_CLAIM_LIST},
    {.pointer = "/words/*", .type = ASSAY_CLAIM_TEXT},
    {.pointer = "/keys", .type = ASSAY_CLAIM_LIST},
    {.pointer = "/keys/*", .type = ASSAY_CLAIM_MAP},
    {.pointer = "/keys/*/id", .type = ASSAY_CLAIM_BYTES, .length = 2, .identifies = true},
    {.pointer = "/keys/*/alg", .type = ASSAY_CLAIM_TEXT},
};
static const finding_def soft = {
    .id = "fake.soft", .severity = ASSAY_FAIL, .waivable = true, .text = "soft", .remedy = "none"};
static const format fake_a = {.id = "fake-a",
                              .schema = schema,
                              .schema_count = ARRAY_LEN(schema),
                              .findings = &soft,
                              .finding_count = 1};
static const claim_schema other[] = {
    {.pointer = "/num", .type = ASSAY_CLAIM_UINT},
    {.pointer = "/image", .type = ASSAY_CLAIM_BYTES, .length = 6, .identifies = true},
    {.pointer = "/data", .type = ASSAY_CLAIM_BYTES, .length = 64},
    {.pointer = "/flags", .type = ASSAY_CLAIM_UINT, .bits = bits, .bit_count = 2},
    {.pointer = "/tcb", .type = ASSAY_CLAIM_BYTES, .length = 4, .svn = svns, .svn_count = 2},
};
static const format fake_b = {.id = "fake-b", .schema = other, .schema_count = ARRAY_LEN(other)};
static const format *const known[] = {&fake_a, &fake_b};

/* As the schema says, or every claim of the wrong type. */
static claim *fitting(arena *a)
{
    static const uint8_t zeros[64];
    claim *root = claim_root(a);
    claim_uint(a, root, "num", 5);
    claim_int(a, root, "signed", -5);
    claim_bool(a, root, "ok", true);
    claim_bytes(a, root, "image", bytes_of(zeros, 4));
    claim_bytes(a, root, "any", bytes_of(zeros, 7));
    claim_bytes(a, root, "data", bytes_of(zeros, 64));
    claim_cstr(a, root, "name", "570.124.06");
    claim_number(a, root, "ratio", str_of("1.5"));
    claim_time(a, root, "when", 1795132800);
    claim_uint(a, root, "flags", 1);
    claim_bytes(a, root, "tcb", bytes_of(zeros, 4));
    claim_cstr(a, root, "product", "Milan");
    claim *words = claim_list(a, root, "words");
    claim_cstr(a, words, NULL, "a");
    claim_cstr(a, words, NULL, "b");
    claim *keys = claim_list(a, root, "keys");
    claim *key = claim_map(a, keys, NULL);
    claim_bytes(a, key, "id", bytes_of(zeros, 2));
    claim_cstr(a, key, "alg", "es");
    return root;
}

static claim *unfit(arena *a, bool pending)
{
    claim *root = claim_root(a);
    for (size_t i = 0; i < ARRAY_LEN(schema); i++) {
        if (strchr(schema[i].pointer + 1, '/') != NULL) {
            continue;
        }
        if (pending) {
            claim_pending(a, root, schema[i].pointer + 1);
        } else {
            claim_map(a, root, schema[i].pointer + 1);
        }
    }
    return root;
}

static size_t rules_reported(const findings *f)
{
    size_t n = 0;
    for (const finding *i = f->first; i != NULL; i = i->next) {
        n += i->view.rule != NULL ? 1 : 0;
    }
    return n;
}

static void evaluate(const assay_policy *p, const claim *claims, bool authentic, arena *a)
{
    static const uint8_t nonce[32];
    findings f = {.arena = a};
    policy_value input = {"key", bytes_of(nonce, 32), false};
    policy_piece pieces[] = {
        {.label = "a", .format = &fake_a, .claims = claims, .authentic = authentic},
        {.label = "b", .format = &fake_b, .claims = claims, .authentic = authentic},
    };
    policy_context c = {.arena = a,
                        .findings = &f,
                        .pieces = pieces,
                        .piece_count = ARRAY_LEN(pieces),
                        .nonce = bytes_of(nonce, sizeof nonce),
                        .inputs = &input,
                        .input_count = 1,
                        .at = 1795132800,
                        .now = 1795132800};
    policy_state_nonce(p, &c);
    policy_evaluate(p, &c);
    check(&f, &soft, false);
    policy_waive(p, &c);
    MUST(a->state != ARENA_OK || f.overflowed || f.count >= 5);
    MUST(rules_reported(&f) <= 2 * p->rule_count);
    assay_error err;
    assay_error_init(&err, sizeof err);
    (void)policy_check_values(p, &c, &err);
}

static void ask(const assay_policy *p)
{
    policy_facts facts = policy_describe(p);
    uint8_t digest[32];
    assay_policy_digest(p, digest);
    MUST(memcmp(digest, facts.sha256, 32) == 0 && assay_policy_version(p) == facts.version);
    MUST(strcmp(assay_policy_id(p), facts.id) == 0);
    MUST(policy_selects(p, "fake-a") || policy_selects(p, "fake-b"));
    MUST(policy_input(p, LIMIT_POLICY_INPUTS) == NULL);
    (void)policy_declares_param(p, "list");
    bool below = policy_releases(p, "fake-a", bytes_of_text("/data/x"));
    MUST(!policy_releases(p, "fake-a", bytes_of_text("/data")) || below);
}

static void use(const assay_policy *p)
{
    arena a;
    arena_init(&a, NULL, 32u << 20);
    ask(p);
    text once = text_new(&a, 8u << 20), twice = text_new(&a, 8u << 20);
    policy_render(p, &once);
    policy_render(p, &twice);
    assay_str x = text_done(&once), y = text_done(&twice);
    MUST(a.state != ARENA_OK || bytes_equal(bytes_of_str(x), bytes_of_str(y)));
    MUST(x.ptr == NULL || utf8_valid(bytes_of_str(x)));
    assay_problems *problems = NULL;
    MUST(policy_lint(p, ASSAY_TIME_UNSET, &problems) == assay_problems_count(problems));
    assay_problems_free(problems);
    evaluate(p, fitting(&a), true, &a);
    evaluate(p, unfit(&a, false), true, &a);
    evaluate(p, unfit(&a, true), true, &a);
    evaluate(p, claim_root(&a), false, &a);
    arena_release(&a);
}

static void load(assay_bytes in, bool any_genuine)
{
    assay_policy_options options = {.struct_size = sizeof options,
                                    .allow_any_genuine = any_genuine};
    assay_policy *p = NULL;
    assay_problems *problems = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s = policy_load_with((known_formats){known, ARRAY_LEN(known)}, in, &options, &p,
                                      &problems, &err);
    MUST((s == ASSAY_OK) == (p != NULL));
    MUST(s == ASSAY_OK || s == ASSAY_E_CONFIG);
    MUST(s == ASSAY_OK || err.message[0] != '\0');
    for (size_t i = 0; i < assay_problems_count(problems); i++) {
        MUST(assay_problems_at(problems, i)->line > 0 &&
             assay_problems_at(problems, i)->column > 0);
        MUST(utf8_valid(bytes_of_text(assay_problems_at(problems, i)->message)));
    }
    assay_problems_free(problems);
    if (p != NULL) {
        MUST(any_genuine || !policy_describe(p).any_genuine);
        use(p);
        policy_release(p);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    load(bytes_of(data, size), false);
    load(bytes_of(data, size), true);
    return 0;
}
