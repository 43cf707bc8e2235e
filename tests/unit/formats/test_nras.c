/* SPDX-License-Identifier: Apache-2.0 */
/* NRAS answers: what is probed, where findings point, whose keys are verified, and until when. */
#include "base/time.h"
#include "forge/nras_rows.h"
#include "formats/jwt/jwt.h"
#include "formats/jwt/nras.h"
#include "trust/trust_test.h"

#define ISSUER FNRAS_ISSUER
#define DAY 86400

typedef struct {
    arena arena;
    key_ring *ring;
    fnras_recipe recipe;
    fnras_evidence made;
    findings findings;
    needs needs;
    anchor pin;
    const anchor *anchors[1];
    jwk_set set;
    trust_item item;
    trust_list list;
    assay_trust trust;
    job job;
    const void *doc;
    bool authentic;
} answer;

static const uint8_t nvidia_pin[] = {
    0xfd, 0x32, 0x83, 0x7f, 0x95, 0x4e, 0x2c, 0x45, 0xdb, 0x07, 0x31, 0x05, 0x16, 0x6d, 0xfe, 0x69,
    0x85, 0xae, 0x04, 0x80, 0xbb, 0x11, 0x3f, 0xba, 0x63, 0xb0, 0x91, 0xa7, 0x5a, 0xff, 0xe8, 0x96};

static void read_keys(answer *w)
{
    fault f = {0};
    const json *where, *root = json_parse(&w->arena, w->made.keys, &f);
    CHECK(root != NULL && jwk_set_read(&w->arena, root, false, &w->set, &where) == NULL);
    w->anchors[0] = &w->pin;
    w->item = (trust_item){.role = &role_jwks,
                           .material = &w->set,
                           .view = {.family = ISSUER,
                                    .subject = "keys",
                                    .retrieved_at = w->recipe.at,
                                    .valid_from = ASSAY_TIME_UNSET,
                                    .valid_to = ASSAY_TIME_UNSET,
                                    .state = ASSAY_TRUST_VERIFIED}};
    w->list = (trust_list){&role_jwks, &w->item};
    w->trust =
        (assay_trust){.lists = &w->list, .list_count = 1, .anchors = w->anchors, .anchor_count = 1};
}

static void take_keys(answer *w)
{
    read_keys(w);
    w->pin = (anchor){.family = ISSUER,
                      .name = "pin",
                      .valid_from = ASSAY_TIME_UNSET,
                      .valid_to = ASSAY_TIME_UNSET,
                      .path_len = -1};
    CHECK(hex_decode_fixed(bytes_of(w->made.pin.ptr, 64), w->pin.spki_sha256, 32));
}

static answer *answer_open(const char *row)
{
    answer *w = calloc(1, sizeof *w);
    arena_init(&w->arena, NULL, 64u << 20);
    w->ring = key_ring_new();
    const fnras_row *found = fnras_row_find(row);
    if (CHECK(found != NULL)) {
        fnras_row_apply(found, &w->recipe, &w->arena);
    }
    return w;
}

static void judge(answer *w)
{
    w->findings = (findings){.arena = &w->arena, .label = "gpus", .stage = 3};
    w->needs = (needs){.arena = &w->arena};
    w->job = (job){.arena = &w->arena,
                   .trust = &w->trust,
                   .findings = &w->findings,
                   .needs = &w->needs,
                   .label = "gpus",
                   .at = w->recipe.at,
                   .known_at = w->recipe.at,
                   .claims = claim_root(&w->arena)};
    w->doc = format_jwt_nras.parse(&w->job, w->made.answer);
    if (w->doc != NULL) {
        format_jwt_nras.describe(&w->job, w->doc);
        w->findings.stage = 4;
        w->authentic = format_jwt_nras.authenticate(&w->job, w->doc);
        w->findings.stage = 5;
        format_jwt_nras.default_tests(&w->job, w->doc);
    }
}

static void answer_judge(answer *w)
{
    CHECK(fnras_make(&w->recipe, &w->arena, w->ring, &w->made) == ASSAY_OK);
    take_keys(w);
    judge(w);
}

/* The answer of a forge row, parsed, described, authenticated and judged. */
static answer *answer_new(const char *row)
{
    answer *w = answer_open(row);
    answer_judge(w);
    return w;
}

static void answer_free(answer *w)
{
    key_ring_free(w->ring);
    arena_release(&w->arena);
    free(w);
}

static const finding *failed(const answer *w, const char *id)
{
    const finding *f = w->findings.first;
    while (f != NULL && (f->view.severity == ASSAY_SEVERITY_NONE || strcmp(f->view.id, id) != 0)) {
        f = f->next;
    }
    return f;
}

static void good_answers_fail_nothing(void)
{
    static const char *const rows[] = {"good-v1",         "good-v1-compact", "good-v2",
                                       "good-v3",         "good-8gpu",       "good-4switch",
                                       "good-4switch-v2", "good-pretty",     "good-8gpu-4switch"};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        answer *w = answer_new(rows[i]);
        CHECK(w->authentic && findings_worst(&w->findings, NULL, 5) == ASSAY_SEVERITY_NONE);
        answer_free(w);
    }
}

/* As many devices as one answer may have, in every version: all is checked, and all is said. */
static void the_largest_answer_fits(void)
{
    static const char *const rows[] = {"good-v2", "good-v3"};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        answer *w = answer_open(rows[i]);
        w->recipe.gpus = LIMIT_NRAS_DEVICES;
        answer_judge(w);
        CHECK(w->made.answer.len < format_jwt_nras.max_bytes / 2 + 65536);
        CHECK(w->authentic && findings_worst(&w->findings, NULL, 5) == ASSAY_SEVERITY_NONE);
        CHECK(!w->findings.overflowed && w->findings.count < LIMIT_FINDINGS * 7 / 8);
        answer_free(w);
    }
}

static void findings_name_the_device_and_the_claim(void)
{
    static const struct {
        const char *row, *id, *claim;
    } cases[] = {
        {"measres-fail", "jwt.nras.measres", "/devices/0/measres"},
        {"measres-v1", "jwt.nras.measres", "/measres"},
        {"expired-device", "jwt.expired", "/devices/0/exp"},
        {"alg-hs256-device", "jwt.alg", "/devices/0/jose/alg"},
        {"alg-hs256", "jwt.alg", "/jose/alg"},
        {"issuer-staging-device", "jwt.issuer", "/devices/0/iss"},
        {"device-foreign", "jwt.nras.nonce", "/devices/0/eat_nonce"},
        {"device-repeated", "jwt.nras.device.twin", "/devices/1/ueid"},
        {"check-unknown-false", "jwt.nras.check", "/devices/0/x-nvidia-gpu-new-check"},
        {"check-v1-false", "jwt.nras.check",
         "/x-nvidia-attestation-detailed-result/x-nvidia-gpu-arch-check"},
        {"chain-expired", "jwt.nras.cert-chain", "/devices/0/x-nvidia-gpu-driver-rim-cert-chain"},
        {"result-false", "jwt.nras.overall-result", "/x-nvidia-overall-att-result"},
        {"version-4", "jwt.nras.version", "/x-nvidia-ver"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        answer *w = answer_new(cases[i].row);
        const finding *f = failed(w, cases[i].id);
        if (CHECK(f != NULL)) {
            CHECK_TEXT(f->view.claim, cases[i].claim);
        }
        answer_free(w);
    }
}

static void faults_point_into_the_answer(void)
{
    answer *w = answer_new("device-claims-duplicate");
    const finding *f = failed(w, "jwt.payload");
    const char *whole = (const char *)w->made.answer.ptr;
    const char *name = strstr(whole, "\"GPU-0\":\"");
    const char *next = strstr(whole, "\"GPU-1\":\"");
    if (CHECK(w->doc == NULL && f != NULL && name != NULL && next != NULL)) {
        CHECK(f->view.offset > (size_t)(name - whole) && f->view.offset < (size_t)(next - whole));
    }
    answer_free(w);
}

static void nvidia_s_code_is_told(void)
{
    answer *w = answer_new("error");
    const finding *f = failed(w, "jwt.nras.error");
    CHECK(w->authentic && f != NULL && strstr(f->view.found, "4010 NONCE_NOT_MATCHING") != NULL);
    CHECK(failed(w, "jwt.nras.measres") == NULL); /* there is but the error */
    answer_free(w);
}

static void every_token_carries_the_nonce(void)
{
    carriage found;
    answer *w = answer_new("good-v3");
    challenge asked = {.nonce = bytes_of(w->recipe.nonce, sizeof w->recipe.nonce)};
    nras_carries(&w->job, w->doc, &asked, &found);
    CHECK(found.carried && found.text);
    answer_free(w);
    w = answer_new("nonce-missing-device");
    asked.nonce = bytes_of(w->recipe.nonce, sizeof w->recipe.nonce);
    nras_carries(&w->job, w->doc, &asked, &found);
    CHECK(w->authentic && !found.carried);
    CHECK_TEXT(found.claim, "/devices/0/eat_nonce");
    answer_free(w);
}

static void devices_are_identities(void)
{
    size_t ueids = 0, kids = 0, keys = 0;
    answer *w = answer_new("good-8gpu-4switch");
    for (size_t i = 0; i < w->job.identity_count; i++) {
        const identity *id = &w->job.identities[i];
        ueids += strcmp(id->kind, "ueid") == 0 && id->distinct;
        kids += strcmp(id->kind, "kid") == 0 && !id->distinct;
        keys += strcmp(id->kind, "device_key") == 0 && !id->distinct;
    }
    CHECK(ueids == 12 && kids == 1 && keys == 1);
    answer_free(w);
    w = answer_new("signature-flipped");
    CHECK(!w->authentic && w->job.identity_count == 0);
    answer_free(w);
}

static void probes_tell_answers_apart(void)
{
    static const struct {
        const char *in;
        bool yes;
    } cases[] = {
        {"[[\"JWT\",\"\"],{}]", true},
        {" [\n [ \"JWT\" ]]", true},
        {"{\"eat\":\"\"}", true},
        {"[[\"JWS\",\"\"],{}]", false},
        {"[\"JWT\"]", false},
        {"{\"ear\":1}", false},
        {"[[", false},
        {"[", false},
        {"", false},
        {"a.b.c", false},
        {"[[\"JW", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK(nras_probe(bytes_of_text(cases[i].in)) == cases[i].yes);
    }
    /* Intel's service hands on what NVIDIA's said: {"alg":"PS384"}.{"nvgpu":{"iss":..}} */
    CHECK(!nras_probe(bytes_of_text(
        "eyJhbGciOiJQUzM4NCJ9.eyJudmdwdSI6eyJpc3MiOiJodHRwczovL25yYXMuYXR0ZXN0YXRpb24ubnZpZGlhLmNv"
        "bSJ9fQ.AAAA")));
    answer *w = answer_new("good-v1-compact");
    CHECK(nras_probe(w->made.answer) && !format_jwt_gcp_cs.probe(w->made.answer));
    answer_free(w);
    w = answer_new("issuer-staging");
    CHECK(nras_probe(w->made.answer));
    answer_free(w);
}

static size_t place_of(const answer *w, const char *part)
{
    const char *whole = (const char *)w->made.answer.ptr, *found = strstr(whole, part);
    return CHECK(found != NULL) ? (size_t)(found - whole) : 0;
}

/* Of a wrapped answer nothing but the SDK's own token, and the name of what it wraps, is unsigned.
 */
static void what_no_signature_covers(void)
{
    answer *w = answer_new("good-wrapped");
    size_t len = w->made.answer.len;
    size_t token = place_of(w, "eyJhbGciOiJub25lIn0.e30."),
           end = token + strlen("eyJhbGciOiJub25lIn0.e30.");
    size_t name = place_of(w, "REMOTE_GPU_CLAIMS"), name_end = name + strlen("REMOTE_GPU_CLAIMS");
    uint8_t *copy = malloc(len);
    memcpy(copy, w->made.answer.ptr, len);
    size_t open = 0;
    for (size_t bit = 0; bit < name_end * 8 + 256; bit++) {
        arena memory;
        size_t at = bit / 8;
        arena_init(&memory, NULL, 8u << 20);
        findings found = {.arena = &memory, .label = "gpus", .stage = 3};
        needs missing = {.arena = &memory};
        job j = w->job;
        j.arena = &memory;
        j.findings = &found;
        j.needs = &missing;
        j.identities = NULL;
        j.identity_count = j.identity_room = 0;
        copy[at] ^= (uint8_t)(1u << bit % 8);
        const void *doc = nras_parse(&j, bytes_of(copy, len));
        bool passes = doc != NULL && nras_authenticate(&j, doc);
        copy[at] ^= (uint8_t)(1u << bit % 8);
        CHECK(!passes || (at >= token && at < end) || (at >= name && at < name_end));
        open += passes;
        arena_release(&memory);
    }
    CHECK(open > 0);
    free(copy);
    answer_free(w);
}

static assay_status add(place *p, const char *role, assay_bytes content)
{
    static int number;
    const char *path = arena_format(&p->arena, "%s/file%d", p->top, number++);
    text report = text_new(&p->arena, 1u << 16);
    trust_addition item = {.role = role, .issuer = ISSUER, .file = path};
    put_file(path, content.ptr, content.len);
    assay_error_init(&p->err, sizeof p->err);
    return trust_add(p->store, &item, 1, format_roles, NOW, &report, &p->err);
}

static int state_of_keys(place *p)
{
    assay_trust *t = NULL;
    int state = -1;
    assay_trust_options options = {.struct_size = sizeof options, .path = p->store};
    if (CHECK(trust_open(&options, format_roles, &t, &p->err) == ASSAY_OK)) {
        const trust_item *item = trust_next(t, NULL, "jwks", ISSUER);
        state = CHECK(item != NULL) ? item->view.state : -1;
    }
    trust_release(t);
    return state;
}

static void keys_are_verified_under_a_pin(void)
{
    answer *w = answer_new("good-v3");
    place p = place_new();
    CHECK(add(&p, "jwks", w->made.keys) == ASSAY_OK);
    CHECK(state_of_keys(&p) == ASSAY_TRUST_ASSERTED);
    CHECK(add(&p, "spki-pin", w->made.pin) == ASSAY_OK);
    CHECK(state_of_keys(&p) == ASSAY_TRUST_VERIFIED);
    place_free(&p);
    answer_free(w);
}

/* One key that nothing vouches for makes the set the operator's word. */
static void one_strange_key_is_enough(void)
{
    static const char *const rows[] = {"key-no-x5c", "key-issuer", "key-forged", "key-not-ca",
                                       "key-x5c-damaged"};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        answer *w = answer_new(rows[i]);
        place p = place_new();
        CHECK(add(&p, "spki-pin", w->made.pin) == ASSAY_OK);
        CHECK(add(&p, "jwks", w->made.keys) == ASSAY_OK);
        CHECK(state_of_keys(&p) == ASSAY_TRUST_ASSERTED);
        place_free(&p);
        answer_free(w);
    }
}

/* Certificates that ended are no reason to refuse a set: tokens were issued while they held. */
static void ended_certificates_stay(void)
{
    answer *w = answer_new("key-ended");
    place p = place_new();
    CHECK(add(&p, "spki-pin", w->made.pin) == ASSAY_OK);
    CHECK(add(&p, "jwks", w->made.keys) == ASSAY_OK);
    CHECK(state_of_keys(&p) == ASSAY_TRUST_VERIFIED);
    place_free(&p);
    answer_free(w);
}

/* What the service said of real machines, under its own keys and the built-in pin. */
static void captured_answers(void)
{
    static const struct {
        const char *answer, *keys, *at;
        bool in_order;
    } cases[] = {
        {"1gpu-570.172.08-20260610", "20260610", "2026-06-10T01:50:02Z", true},
        {"1gpu-595.71.05-20260622", "20260622", "2026-06-22T23:55:08Z", true},
        {"8gpu-570.172.08-20260424", "20260424", "2026-04-24T02:07:04Z", true},
        {"8gpu-570.172.08-20260610", "20260610", "2026-06-10T01:54:54Z", true},
        {"8gpu-595.71.05-noncefail-20260520", "20260520", "2026-05-20T02:19:13Z", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases) && vectors_dir() != NULL; i++) {
        char path[1024];
        answer *w = calloc(1, sizeof *w);
        arena_init(&w->arena, NULL, 32u << 20);
        snprintf(path, sizeof path, "%s/nvidia/nras/%s.response.json", vectors_dir(),
                 cases[i].answer);
        w->made.answer = read_file(path);
        snprintf(path, sizeof path, "%s/nvidia/nras/jwks-%s.json", vectors_dir(), cases[i].keys);
        w->made.keys = read_file(path);
        CHECK(time_from_rfc3339(bytes_of_text(cases[i].at), &w->recipe.at));
        if (CHECK(w->made.answer.ptr != NULL && w->made.keys.ptr != NULL)) {
            read_keys(w);
            w->pin = *trust_pin_of(nvidia_pin);
            judge(w);
            CHECK(w->authentic);
            CHECK((findings_worst(&w->findings, NULL, 5) == ASSAY_SEVERITY_NONE) ==
                  cases[i].in_order);
            CHECK((failed(w, "jwt.nras.error") == NULL) == cases[i].in_order);
        }
        free((void *)(uintptr_t)w->made.answer.ptr);
        free((void *)(uintptr_t)w->made.keys.ptr);
        answer_free(w);
    }
}

#define SETS 3
#define OPEN ASSAY_TIME_UNSET
typedef struct {
    assay_time retrieved, from, to; /* as the store has it */
    assay_time counts_from, counts_to;
} generation;

static void windows_of_generations(void)
{
    static const generation said[SETS] = {
        {200 * DAY, OPEN, OPEN, 200 * DAY, 230 * DAY},
        {190 * DAY, OPEN, OPEN, OPEN, 200 * DAY - 1},
        {195 * DAY, 195 * DAY, 300 * DAY, 195 * DAY, 300 * DAY},
    };
    trust_item items[SETS];
    trust_list list = {.role = &role_jwks, .first = items};
    assay_trust t = {.lists = &list, .list_count = 1};
    for (size_t i = 0; i < SETS; i++) {
        items[i] = (trust_item){.role = &role_jwks,
                                .next = i + 1 < SETS ? &items[i + 1] : NULL,
                                .view = {.family = ISSUER,
                                         .retrieved_at = said[i].retrieved,
                                         .valid_from = said[i].from,
                                         .valid_to = said[i].to,
                                         .state = ASSAY_TRUST_ASSERTED}};
    }
    for (size_t i = 0; i < SETS; i++) {
        assay_time from, to;
        role_jwks.window(&t, &items[i], &from, &to);
        CHECK(from == said[i].counts_from && to == said[i].counts_to);
    }
    trust_item single = {.role = &role_jwk,
                         .view = {.retrieved_at = DAY, .valid_from = OPEN, .valid_to = OPEN}};
    assay_time from, to;
    role_jwk.window(&t, &single, &from, &to);
    CHECK(from == OPEN && to == OPEN);
}

int main(void)
{
    RUN(good_answers_fail_nothing);
    RUN(the_largest_answer_fits);
    RUN(findings_name_the_device_and_the_claim);
    RUN(faults_point_into_the_answer);
    RUN(nvidia_s_code_is_told);
    RUN(every_token_carries_the_nonce);
    RUN(devices_are_identities);
    RUN(probes_tell_answers_apart);
    RUN(what_no_signature_covers);
    RUN(keys_are_verified_under_a_pin);
    RUN(one_strange_key_is_enough);
    RUN(ended_certificates_stay);
    RUN(captured_answers);
    RUN(windows_of_generations);
    return DONE();
}
