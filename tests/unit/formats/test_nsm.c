/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nitro documents of the forge through an engine: clock skew, archives, partitions' roots, the deny
 * list, what may be read, and how much memory a document costs.
 */
#include "check.h"
#include "appraise/case.h"
#include "base/limits.h"
#include "forge/files.h"
#include "forge/nsm_defects.h"
#include "formats/format.h"

#include <assay/assay.h>
#include <dirent.h>
#include <unistd.h>

#define AT FNSM_DEFAULT_AT
#define GROUP                                                                                      \
    "{\"assay_policy\":1,\"id\":\"p\",\"version\":1,\"accept\":[\"affirming\",\"warning\"],"       \
    "\"revocation\":\"optional\",\"evidence\":{\"e\":{\"format\":[\"nsm-document\"],\"rules\":["
#define MODULE_RULE                                                                                \
    "{\"id\":\"m\",\"claim\":\"/module_id\",\"eq\":{\"text\":"                                     \
    "\"i-0a55a7e5700000001-enc0a55a7e570000000a\"}}"
#define ANY_POLICY GROUP MODULE_RULE "]}}}"
#define RELEASING GROUP MODULE_RULE "]}},\"release\":{\"e\":[\"/public_key\"]}}"

/* Counts what an engine's appraisals take. */
typedef struct {
    size_t held, peak;
} meter;

static void *meter_alloc(void *user, size_t size)
{
    meter *m = user;
    m->held += size;
    m->peak = m->held > m->peak ? m->held : m->peak;
    return malloc(size);
}

static void meter_release(void *user, void *ptr, size_t size)
{
    ((meter *)user)->held -= ptr != NULL ? size : 0;
    free(ptr);
}

static arena memory;
static key_ring *ring;
static meter spent;
static const assay_allocator metered = {meter_alloc, meter_release, &spent};
static char dir[] = "/tmp/assay-nsm-XXXXXX";

static void remove_folder(const char *path)
{
    DIR *d = opendir(path);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        unlinkat(dirfd(d), e->d_name, 0);
    }
    if (d != NULL) {
        closedir(d);
    }
    rmdir(path);
}

/* A store that pins a root for a family; `deny` may be NULL. */
static assay_trust *store(assay_bytes root, const char *family, const char *deny)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    const char *path = arena_format(&memory, "%s/trust", dir);
    trust_addition add[2] = {
        {.role = "x509-root", .scope = family, .file = arena_format(&memory, "%s/root.der", dir)},
        {.role = "deny", .file = arena_format(&memory, "%s/deny.json", dir)}};
    CHECK(files_write(dir, "root.der", root, &err) == ASSAY_OK);
    if (deny != NULL) {
        CHECK(files_write(dir, "deny.json", bytes_of_text(deny), &err) == ASSAY_OK);
    }
    text report = text_new(&memory, 65536);
    assay_trust_options options = {.struct_size = sizeof options, .path = path};
    assay_trust *t = NULL;
    size_t count = deny != NULL ? 2 : 1;
    if (!CHECK(trust_add(path, add, count, format_roles, AT, &report, &err) == ASSAY_OK &&
               assay_trust_open(&t, &options, &err) == ASSAY_OK)) {
        fprintf(stderr, "  %s: %s\n", err.source, err.message);
    }
    remove_folder(path);
    return t;
}

static fnsm_evidence forged(const char *row, fnsm_recipe *r)
{
    fnsm_evidence made = {.document = {NULL, 0}};
    CHECK(fnsm_row_make(fnsm_defect_find(row), r, &memory, ring, &made) == ASSAY_OK);
    return made;
}

static assay_engine *engine(assay_trust *t, uint32_t skew)
{
    assay_engine_options o;
    assay_engine_options_init(&o, sizeof o);
    o.trust = t;
    o.clock_skew = skew;
    o.allocator = &metered;
    o.no_cache = true;
    assay_engine *e = NULL;
    CHECK(assay_engine_new(&e, &o, NULL) == ASSAY_OK);
    return e;
}

static assay_policy *policy(const char *source)
{
    assay_policy *p = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_policy_options o = {.struct_size = sizeof o, .name = "p", .allow_any_genuine = true};
    if (!CHECK(assay_policy_load(&p, bytes_of_text(source), (assay_bytes){NULL, 0}, &o, NULL, &err) ==
               ASSAY_OK)) {
        fprintf(stderr, "  %s\n", err.message);
    }
    return p;
}

/* at UNSET: at its own time. */
static assay_appraisal *appraised(assay_engine *e, const char *source, assay_bytes document,
                                 assay_bytes nonce, assay_time at)
{
    assay_request *q = NULL;
    assay_policy *p = policy(source);
    assay_appraisal *a = NULL;
    CHECK(assay_request_new(&q, 0) == ASSAY_OK && assay_request_policy(q, p) == ASSAY_OK);
    CHECK(assay_request_evidence(q, "e", "nsm-document", document.ptr, document.len) == ASSAY_OK);
    CHECK((nonce.ptr != NULL ? assay_request_nonce(q, nonce.ptr, nonce.len, NULL, NULL)
                             : assay_request_no_nonce(q, "a test")) == ASSAY_OK);
    CHECK((at == ASSAY_TIME_UNSET ? assay_request_at_evidence(q)
                                  : assay_request_at(q, at, ASSAY_TIME_UNSET)) == ASSAY_OK);
    CHECK(assay_appraise(e, q, &a, NULL) != ASSAY_E_MEMORY && a != NULL);
    assay_request_free(q);
    assay_policy_release(p);
    return a;
}

static const assay_finding *problem(const assay_appraisal *a, const char *id)
{
    for (size_t i = 0; i < assay_findings_count(a); i++) {
        const assay_finding *f = assay_findings_at(a, i);
        if (f->severity != ASSAY_SEVERITY_NONE && strcmp(f->id, id) == 0) {
            return f;
        }
    }
    return NULL;
}

/* A case keeps the skew that was allowed. */
static bool replay_is_authentic(assay_appraisal *a)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    case_record c;
    assay_appraisal *again = NULL;
    bool replayed = CHECK(case_read(&memory, bytes_of_str(assay_appraisal_document(a, "case")), &c,
                                    &err) == ASSAY_OK &&
                          case_replay(&c, &again, &err) == ASSAY_OK);
    bool authentic = replayed && assay_appraisal_authentic(again, NULL);
    assay_appraisal_free(again);
    return authentic;
}

/* The leaf begins two seconds before the time of the recipe. */
static void a_clock_may_be_behind_if_that_is_allowed(void)
{
    fnsm_recipe r;
    fnsm_evidence e = forged("good-enclave", &r);
    assay_trust *t = store(e.pinned, "aws", NULL);
    static const struct {
        uint32_t skew;
        assay_time before;
        bool good;
    } rows[] = {{0, 2, true}, {0, 3, false}, {60, 62, true}, {60, 63, false}, {300, 302, true}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assay_engine *engine_ = engine(t, rows[i].skew);
        assay_appraisal *a =
            appraised(engine_, ANY_POLICY, e.document, r.nonce, AT - rows[i].before);
        CHECK(assay_appraisal_authentic(a, NULL) == rows[i].good);
        CHECK(replay_is_authentic(a) == rows[i].good);
        CHECK((problem(a, "chain.not-yet-valid") == NULL) == rows[i].good);
        CHECK(problem(a, "chain.expired") == NULL);
        bool noted = problem(a, "chain.clock-skew") != NULL;
        CHECK(noted == (rows[i].good && rows[i].skew > 0));
        CHECK(!rows[i].good || assay_appraisal_status(a) == ASSAY_OK);
        assay_appraisal_free(a);
        assay_engine_free(engine_);
    }
    assay_engine_options o;
    assay_engine_options_init(&o, sizeof o);
    o.clock_skew = LIMIT_CLOCK_SKEW + 1;
    assay_engine *none = NULL;
    CHECK(assay_engine_new(&none, &o, NULL) == ASSAY_E_ARGUMENT);
    assay_trust_release(t);
}

static void an_archived_document_is_appraised_at_its_own_time(void)
{
    fnsm_recipe r;
    fnsm_evidence e = forged("good-enclave", &r);
    assay_trust *t = store(e.pinned, "aws", NULL);
    assay_engine *engine_ = engine(t, 0);
    const assay_bytes none = {NULL, 0};
    assay_appraisal *a = appraised(engine_, ANY_POLICY, e.document, r.nonce, ASSAY_TIME_UNSET);
    CHECK(assay_appraisal_status(a) == ASSAY_OK && problem(a, "time.archived") != NULL);
    CHECK_UINT(assay_appraisal_verdict(a), ASSAY_VERDICT_WARNING);
    assay_appraisal_free(a);
    a = appraised(engine_, ANY_POLICY, e.document, none, AT + 4 * 3600);
    CHECK(assay_appraisal_status(a) == ASSAY_REJECTED && problem(a, "chain.expired") != NULL);
    assay_appraisal_free(a);
    assay_engine_free(engine_);
    assay_trust_release(t);
}

static void a_root_serves_its_own_family(void)
{
    fnsm_recipe r;
    fnsm_evidence e = forged("good-enclave", &r);
    assay_trust *foreign = store(e.pinned, "amd", NULL), *pins = NULL;
    CHECK(assay_trust_open(&pins, NULL, NULL) == ASSAY_OK);
    assay_trust *const stores[] = {foreign, pins};
    for (size_t i = 0; i < ARRAY_LEN(stores); i++) {
        assay_engine *engine_ = engine(stores[i], 0);
        assay_appraisal *a = appraised(engine_, ANY_POLICY, e.document, r.nonce, AT);
        CHECK(assay_appraisal_status(a) == ASSAY_REJECTED);
        CHECK(problem(a, "chain.foreign-root") != NULL && !assay_appraisal_authentic(a, NULL));
        assay_appraisal_free(a);
        assay_engine_free(engine_);
        assay_trust_release(stores[i]);
    }
}

static void denied_by_issuer_and_serial(void)
{
    static const char *const entries[][2] = {
        {"issuer_serial", "CN=i-0a55a7e5700000001.us-east-1.aws, O=throw-away test 1eaf"},
        {"issuer_serial", "CN=aws.nitro-enclaves, O=throw-away test 5a0001"},
        {"serial", "1eaf"},
        {"module_id", "i-0a55a7e5700000001-enc0a55a7e570000000a"},
        {"issuer_serial", "CN=aws.nitro-enclaves, O=throw-away test 1eaf"},
    };
    fnsm_recipe r;
    fnsm_evidence e = forged("good-enclave", &r);
    for (size_t i = 0; i < ARRAY_LEN(entries); i++) {
        assay_trust *t =
            store(e.pinned, "aws",
                  arena_format(&memory,
                               "{\"assay_deny\":1,\"entries\":[{\"kind\":\"%s\",\"value\":\"%s\","
                               "\"reason\":\"leaked\",\"date\":\"2026-05-01\"}]}",
                               entries[i][0], entries[i][1]));
        assay_engine *engine_ = engine(t, 0);
        assay_appraisal *a = appraised(engine_, ANY_POLICY, e.document, r.nonce, AT);
        bool other = i + 1 == ARRAY_LEN(entries);
        CHECK((problem(a, "deny.listed") == NULL) == other);
        CHECK(assay_appraisal_authentic(a, NULL));
        CHECK((assay_appraisal_status(a) == ASSAY_OK) == other);
        assay_appraisal_free(a);
        assay_engine_free(engine_);
        assay_trust_release(t);
    }
}

static void what_the_attester_chose_is_released_by_name(void)
{
    fnsm_recipe r;
    fnsm_evidence e = forged("fields-1024", &r);
    assay_trust *t = store(e.pinned, "aws", NULL);
    assay_engine *engine_ = engine(t, 0);
    const char *const policies[] = {ANY_POLICY, RELEASING};
    for (size_t i = 0; i < ARRAY_LEN(policies); i++) {
        assay_appraisal *a = appraised(engine_, policies[i], e.document, r.nonce, AT);
        const assay_claim *claims = assay_claims(a, "e");
        CHECK(claims != NULL && assay_claim_at(claims, "/pcrs/0") != NULL);
        CHECK((assay_claim_at(claims, "/public_key") != NULL) == (i == 1));
        CHECK(assay_claim_at(claims, "/user_data") == NULL);
        CHECK(assay_claim_at(claims, "/nonce") == NULL);
        CHECK(assay_claim_at(assay_claims_of_rejected(a, "e"), "/user_data") != NULL);
        assay_appraisal_free(a);
    }
    assay_appraisal *a =
        appraised(engine_, RELEASING, e.document, bytes_of("0123456789abcdef", 16), AT);
    CHECK(assay_appraisal_status(a) == ASSAY_REJECTED && problem(a, "nonce.mismatch") != NULL);
    CHECK(assay_claims(a, "e") == NULL);
    assay_appraisal_free(a);
    assay_engine_free(engine_);
    assay_trust_release(t);
}

static void debug_is_named(void)
{
    fnsm_recipe r;
    fnsm_evidence e = forged("debug", &r);
    assay_trust *t = store(e.pinned, "aws", NULL);
    assay_engine *engine_ = engine(t, 0);
    assay_appraisal *a = appraised(engine_, ANY_POLICY, e.document, r.nonce, AT);
    const assay_finding *f = problem(a, "nsm.debug");
    CHECK(f != NULL && strncmp(f->message, "debug-mode enclave", 18) == 0 && f->waivable);
    CHECK(assay_appraisal_status(a) == ASSAY_REJECTED);
    assay_appraisal_free(a);
    assay_engine_free(engine_);
    assay_trust_release(t);
}

/* Without the rest of stage 5: no missing item would cure it. */
static void debug_and_date_are_default_tests(void)
{
    static const struct {
        const char *row, *finding;
        assay_time at;
    } rows[] = {{"debug", "nsm.debug", AT},
                {"good-enclave", "nsm.timestamp.future", AT - 3600},
                {"good-enclave", NULL, AT}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        fnsm_recipe r;
        fnsm_evidence e = forged(rows[i].row, &r);
        findings found = {.arena = &memory, .stage = 5};
        job j = {
            .arena = &memory, .findings = &found, .at = rows[i].at, .claims = claim_root(&memory)};
        const format *f = format_find("nsm-document");
        const void *doc = f->parse(&j, e.document);
        f->default_tests(&j, doc);
        CHECK(rows[i].finding != NULL ? findings_has(&found, NULL, rows[i].finding)
                                      : findings_worst(&found, NULL, 5) == ASSAY_SEVERITY_NONE);
    }
}

/* 16 times the document and 32 KiB, whatever it is and claims. */
static size_t cost_of(assay_trust *t, assay_bytes document, assay_bytes nonce, const char *name)
{
    assay_engine *engine_ = engine(t, 0);
    size_t before = spent.held;
    spent.peak = before;
    assay_appraisal *a = appraised(engine_, ANY_POLICY, document, nonce, AT);
    size_t cost = spent.peak - before;
    if (!CHECK(cost <= 16 * document.len + (32u << 10))) {
        fprintf(stderr, "  %s: %zu bytes cost %zu\n", name, document.len, cost);
    }
    assay_appraisal_free(a);
    assay_engine_free(engine_);
    return cost;
}

static void a_document_costs_little(void)
{
    fnsm_recipe r;
    fnsm_evidence good = forged("good-enclave", &r);
    assay_trust *t = store(good.pinned, "aws", NULL);
    const fnsm_defect *d;
    size_t worst = 0;
    for (size_t i = 0; (d = fnsm_defect_at(i)) != NULL; i++) {
        size_t cost = cost_of(t, forged(d->name, &r).document, r.nonce, d->name);
        worst = cost > worst ? cost : worst;
    }
    printf("     at most %zu bytes, of %zu for %zu\n", worst, 16 * good.document.len + (32u << 10),
           good.document.len);
    assay_trust_release(t);
}

/* Names and texts of control characters, which are four times as long when they are shown. */
static void hostile_documents_cost_little(void)
{
    static const char *const names[] = {"hostile_leaf_name", "hostile_bundle_names",
                                        "hostile_module_id"};
    fnsm_recipe r;
    fnsm_evidence good = forged("good-enclave", &r);
    assay_trust *t = store(good.pinned, "aws", NULL);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/fuzz/corpora/nsm/%s", ASSAY_SOURCE_DIR, names[i]);
        assay_bytes document = read_file(path);
        CHECK(cost_of(t, document, r.nonce, names[i]) > 0);
        free((void *)(uintptr_t)document.ptr);
    }
    assay_trust_release(t);
}

static void kms_answers_are_refused_by_name(void)
{
    static const struct {
        const char *file, *finding;
    } rows[] = {{"cms_der", NULL},
                {"cms_ber", NULL},
                {"cms_serial", "kms.recipient"},
                {"cms_pkcs1", "kms.key-encryption"},
                {"cms_label", "kms.key-encryption"}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/fuzz/corpora/nsm/%s", ASSAY_SOURCE_DIR, rows[i].file);
        assay_bytes file = read_file(path), in = arena_copy(&memory, file);
        free((void *)(uintptr_t)file.ptr);
        findings found = {.arena = &memory, .stage = 3};
        job j = {.arena = &memory, .findings = &found, .claims = claim_root(&memory)};
        const dissector *d = dissector_find("cms-enveloped-data");
        CHECK(d->probe(in) && d->dissect(&j, in) && j.claims->count >= 6);
        CHECK((findings_worst(&found, NULL, 8) == ASSAY_FAIL) == (rows[i].finding != NULL));
        CHECK(rows[i].finding == NULL || findings_has(&found, NULL, rows[i].finding));
    }
    uint8_t aes128[600];
    char path[512];
    snprintf(path, sizeof path, "%s/fuzz/corpora/nsm/cms_der", ASSAY_SOURCE_DIR);
    assay_bytes file = read_file(path);
    memcpy(aes128, file.ptr, file.len);
    for (size_t i = 0; i + 9 < file.len; i++) {
        aes128[i + 8] = memcmp(aes128 + i, "\x60\x86\x48\x01\x65\x03\x04\x01\x2a", 9) == 0
                            ? 0x02
                            : aes128[i + 8];
    }
    findings found = {.arena = &memory, .stage = 3};
    job j = {.arena = &memory, .findings = &found, .claims = claim_root(&memory)};
    const dissector *d = dissector_find("cms-enveloped-data");
    CHECK(d->dissect(&j, bytes_of(aes128, file.len)));
    CHECK(findings_has(&found, NULL, "kms.content-encryption"));
    CHECK(!d->dissect(&j, bytes_of(aes128, file.len - 1)) && !d->probe(bytes_of(aes128, 7)));
    CHECK(findings_has(&found, NULL, "kms.cms"));
    free((void *)(uintptr_t)file.ptr);
}

int main(void)
{
    arena_init(&memory, NULL, SIZE_MAX);
    ring = key_ring_new();
    CHECK(mkdtemp(dir) != NULL);
    RUN(a_clock_may_be_behind_if_that_is_allowed);
    RUN(an_archived_document_is_appraised_at_its_own_time);
    RUN(a_root_serves_its_own_family);
    RUN(denied_by_issuer_and_serial);
    RUN(what_the_attester_chose_is_released_by_name);
    RUN(debug_is_named);
    RUN(debug_and_date_are_default_tests);
    RUN(a_document_costs_little);
    RUN(hostile_documents_cost_little);
    RUN(kms_answers_are_refused_by_name);
    remove_folder(dir);
    key_ring_free(ring);
    arena_release(&memory);
    assay_thread_end();
    return DONE();
}
