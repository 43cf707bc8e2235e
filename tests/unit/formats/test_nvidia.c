/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports of the forge through an engine: what every bit of a chain is worth, lists and what is
 * missing of them, trailing bytes, inputs, the deny list, ids of reference values, and memory.
 */
#include "check.h"
#include "forge/files.h"
#include "forge/nv_rows.h"
#include "formats/format.h"
#include "formats/spdm/evidence.h"
#include "pki/cert.h"

#include <assay/assay.h>
#include <dirent.h>
#include <unistd.h>

#define AT FNV_DEFAULT_AT
#define POLICY(members)                                                                            \
    "{\"assay_policy\":1,\"id\":\"p\",\"version\":1,\"accept\":[\"affirming\",\"warning\"],"       \
    "\"settings\":{\"reference_values\":\"optional\"}," members                                    \
    "\"evidence\":{\"e\":{\"format\":[\"nvidia-gpu\",\"nvidia-nvswitch\"],"                        \
    "\"count\":{\"min\":1}}}}"
#define OPTIONAL "\"revocation\":\"optional\","
#define LENIENT POLICY(OPTIONAL)
#define STRICT POLICY("")
#define BOUND POLICY(OPTIONAL "\"inputs\":{\"tls\":{\"type\":\"bytes\",\"doc\":\"a key\"}},")

static arena memory;
static key_ring *ring;
static char dir[] = "/tmp/assay-nvidia-XXXXXX";

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

static trust_addition item(const char *role, const char *name, assay_bytes bytes)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    CHECK(files_write(dir, name, bytes, &err) == ASSAY_OK);
    return (trust_addition){.role = role, .file = arena_format(&memory, "%s/%s", dir, name)};
}

/* A store of what the evidence is to be judged by. */
static assay_trust *store(const fnv_evidence *e)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    trust_addition add[4];
    size_t count = 0;
    add[count] = item("x509-root", "root.der", e->pinned);
    add[count++].scope = "nvidia-device";
    if (e->lists[0].ptr != NULL) {
        add[count++] = item("crl", "0.crl", e->lists[0]);
    }
    if (e->lists[1].ptr != NULL) {
        add[count++] = item("issuer-chain", "identity.pem", e->identity);
        add[count++] = item("crl", "1.crl", e->lists[1]);
    }
    const char *path = arena_format(&memory, "%s/trust", dir);
    text report = text_new(&memory, 65536);
    assay_trust_options options = {.struct_size = sizeof options, .path = path};
    assay_trust *t = NULL;
    if (!CHECK(trust_add(path, add, count, format_roles, AT, &report, &err) == ASSAY_OK &&
               assay_trust_open(&t, &options, &err) == ASSAY_OK)) {
        fprintf(stderr, "  %s: %s\n", err.source, err.message);
    }
    remove_folder(path);
    return t;
}

static assay_engine *engine(assay_trust *t)
{
    assay_engine_options o;
    assay_engine_options_init(&o, sizeof o);
    o.trust = t;
    assay_engine *e = NULL;
    CHECK(assay_engine_new(&e, &o, NULL) == ASSAY_OK);
    return e;
}

static fnv_evidence forged(const char *row, fnv_recipe *r)
{
    fnv_evidence made = {.report = {NULL, 0}};
    CHECK(fnv_row_recipe(fnv_row_find(row), r, &memory, ring) &&
          fnv_make(r, &memory, ring, &made) == ASSAY_OK);
    return made;
}

/* A request of one report with its chain, at AT; the nonce is still to come. */
static assay_request *ask(const char *json, assay_bytes report, assay_bytes pem)
{
    assay_request *q = NULL;
    assay_policy *p = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_policy_options o = {.struct_size = sizeof o, .name = "p", .allow_any_genuine = true};
    if (!CHECK(assay_policy_load(&p, bytes_of_text(json), (assay_bytes){NULL, 0}, &o, NULL, &err) ==
               ASSAY_OK)) {
        fprintf(stderr, "  %s\n", err.message);
    }
    CHECK(assay_request_new(&q, 0) == ASSAY_OK && assay_request_policy(q, p) == ASSAY_OK);
    CHECK(assay_request_evidence(q, "e", NULL, report.ptr, report.len) == ASSAY_OK);
    CHECK(assay_request_attach(q, "e", "cert-chain", pem.ptr, pem.len) == ASSAY_OK);
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_policy_release(p);
    return q;
}

static assay_appraisal *answer(assay_engine *e, assay_request *q)
{
    assay_appraisal *a = NULL;
    CHECK(assay_appraise(e, q, &a, NULL) != ASSAY_E_MEMORY && a != NULL);
    assay_request_free(q);
    return a;
}

static assay_appraisal *appraise(assay_engine *e, const char *json, const fnv_recipe *r,
                                 assay_bytes report, assay_bytes pem)
{
    assay_request *q = ask(json, report, pem);
    CHECK(assay_request_nonce(q, r->nonce.ptr, r->nonce.len, NULL, NULL) == ASSAY_OK);
    return answer(e, q);
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

static bool authentic(assay_engine *e, const fnv_recipe *r, assay_bytes report, assay_bytes pem)
{
    assay_appraisal *a = appraise(e, LENIENT, r, report, pem);
    bool yes = assay_appraisal_authentic(a, NULL);
    assay_appraisal_free(a);
    return yes;
}

/* Each byte of each certificate, with one of its bits flipped. Of the root nothing counts but its
 * key, its name and its constraints: pins are keys, and nobody verifies what it says of itself. */
static void every_certificate_counts(void)
{
    fnv_recipe r;
    fnv_evidence e = forged("good-h100", &r);
    assay_trust *t = store(&e);
    assay_engine *engine_ = engine(t);
    size_t accepted_of_root = 0, root_len = 0;
    for (unsigned which = FNV_LEAF; which <= FNV_ROOT; which++) {
        assay_bytes der = xw_make_cert(&memory, ring, &r.chain[which]);
        uint8_t *copy = arena_alloc(&memory, der.len);
        memcpy(copy, der.ptr, der.len);
        for (size_t at = 0; at < der.len; at++) {
            arena one;
            arena_init(&one, &allocator_default, SIZE_MAX);
            text whole = text_new(&one, 65536);
            copy[at] ^= (uint8_t)(1u << at % 8);
            for (unsigned i = FNV_LEAF; i <= FNV_ROOT; i++) {
                text_add(&whole, xw_pem(&one, i == which ? bytes_of(copy, der.len)
                                                         : xw_make_cert(&one, ring, &r.chain[i])));
            }
            copy[at] ^= (uint8_t)(1u << at % 8);
            bool yes = authentic(engine_, &r, e.report, bytes_of_str(text_done(&whole)));
            arena_release(&one);
            if (which == FNV_ROOT) {
                accepted_of_root += yes;
            } else if (!CHECK(!yes)) {
                fprintf(stderr, "  byte %zu of certificate %u\n", at, which);
            }
        }
        root_len = der.len;
    }
    /* serial, the end of its window, its signature: less than half of it */
    CHECK(accepted_of_root > 0 && accepted_of_root < root_len / 2);
    assay_engine_free(engine_);
    assay_trust_release(t);
}

static bool asks_for(const assay_appraisal *a, const char *role, const char *url)
{
    for (size_t i = 0; i < assay_needs_count(a); i++) {
        const assay_need *n = assay_needs_at(a, i);
        if (strcmp(n->role, role) == 0 && n->url != NULL && strcmp(n->url, url) == 0) {
            return n->authenticated && n->mandatory;
        }
    }
    return false;
}

static void revocation_is_known_or_named(void)
{
    fnv_recipe r;
    fnv_evidence e = forged("good-h100", &r);
    assay_trust *t = store(&e);
    assay_engine *engine_ = engine(t);
    assay_appraisal *a = appraise(engine_, STRICT, &r, e.report, e.chain);
    CHECK(assay_appraisal_status(a) == ASSAY_UNDECIDED && assay_appraisal_authentic(a, NULL));
    CHECK(asks_for(a, "crl", "http://crl.ndis.nvidia.com/crl/l1-root.crl"));
    CHECK(asks_for(a, "crl", "http://crl.ndis.nvidia.com/crl/l2-gh100.crl"));
    assay_appraisal_free(a);
    a = appraise(engine_, LENIENT, &r, e.report, e.chain);
    CHECK(assay_appraisal_status(a) == ASSAY_OK);
    assay_appraisal_free(a);
    assay_engine_free(engine_);
    assay_trust_release(t);

    e = forged("h100-lists", &r);
    t = store(&e);
    engine_ = engine(t);
    a = appraise(engine_, STRICT, &r, e.report, e.chain);
    CHECK(assay_appraisal_status(a) == ASSAY_OK);
    CHECK(problem(a, "revocation.not-established") == NULL);
    CHECK(!asks_for(a, "crl", "http://crl.ndis.nvidia.com/crl/l1-root.crl"));
    assay_appraisal_free(a);
    assay_engine_free(engine_);
    assay_trust_release(t);
}

/* A collector that keeps its whole buffer can be put up with, and the result says so. */
static void trailing_bytes_are_waived_by_name(void)
{
    fnv_recipe r;
    fnv_evidence e = forged("trailing-4096", &r);
    assay_trust *t = store(&e);
    assay_engine *engine_ = engine(t);
    assay_appraisal *a = appraise(engine_, LENIENT, &r, e.report, e.chain);
    const assay_finding *f = problem(a, "nvidia.trailing");
    CHECK(assay_appraisal_status(a) == ASSAY_REJECTED && !assay_appraisal_authentic(a, NULL));
    CHECK(f != NULL && f->waivable && f->length == 4096 && f->offset == e.report.len - 4096);
    assay_appraisal_free(a);
    assay_request *q = ask(LENIENT, e.report, e.chain);
    CHECK(assay_request_nonce(q, r.nonce.ptr, r.nonce.len, NULL, NULL) == ASSAY_OK);
    CHECK(assay_request_waive(q, "nvidia.trailing", "a collector's buffer") == ASSAY_OK);
    a = answer(engine_, q);
    CHECK(assay_appraisal_status(a) == ASSAY_OK && assay_appraisal_authentic(a, NULL));
    CHECK_UINT(assay_appraisal_verdict(a), ASSAY_VERDICT_WARNING);
    assay_appraisal_free(a);
    assay_engine_free(engine_);
    assay_trust_release(t);
}

/* With inputs the device is asked with SHA-256 over the framed nonce and inputs. */
static void inputs_are_bound_through_the_nonce(void)
{
    fnv_recipe r;
    CHECK(fnv_row_recipe(fnv_row_find("good-h100"), &r, &memory, ring));
    uint8_t asked[32];
    static const uint8_t key[] = "a TLS key";
    assay_bytes inputs[] = {bytes_of(key, sizeof key)};
    challenge c = {.nonce = r.nonce, .inputs = inputs, .input_count = 1};
    CHECK(challenge_digest(&c, HASH_SHA256, asked) == ASSAY_OK);
    const assay_bytes forms[] = {bytes_of(asked, sizeof asked), r.nonce};
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        fnv_evidence e;
        r.asked = forms[i];
        CHECK(fnv_make(&r, &memory, ring, &e) == ASSAY_OK);
        assay_trust *t = store(&e);
        assay_engine *engine_ = engine(t);
        assay_request *q = ask(BOUND, e.report, e.chain);
        CHECK(assay_request_nonce(q, r.nonce.ptr, r.nonce.len, NULL, NULL) == ASSAY_OK);
        CHECK(assay_request_input(q, "tls", key, sizeof key) == ASSAY_OK);
        assay_appraisal *a = answer(engine_, q);
        CHECK((assay_appraisal_status(a) == ASSAY_OK) == (i == 0));
        CHECK((problem(a, "nonce.mismatch") != NULL) == (i == 1));
        assay_appraisal_free(a);
        assay_engine_free(engine_);
        assay_trust_release(t);
    }
}

/* No certificate, and no other trust, cures a switch that is not locked. */
static void an_unlocked_switch_is_a_default_test(void)
{
    static const char *const rows[] = {"ls10-unlocked", "ls10-no-lock", "good-ls10"};
    const format *f = format_find("nvidia-nvswitch");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        fnv_recipe r;
        fnv_evidence e = forged(rows[i], &r);
        assay_trust *t = store(&e);
        findings found = {.arena = &memory, .stage = 5};
        needs missing = {.arena = &memory};
        job j = {.arena = &memory,
                 .trust = t,
                 .findings = &found,
                 .needs = &missing,
                 .at = AT,
                 .known_at = AT,
                 .claims = claim_root(&memory)};
        f->default_tests(&j, f->parse(&j, e.report));
        CHECK(findings_has(&found, NULL, "nvidia.switch.unlocked") == (i < 2));
        assay_trust_release(t);
    }
}

/* Both are in a list: each is named by its place, and its certificates go to no other. */
static void members_of_a_list_are_named(void)
{
    assay_bytes pinned;
    const fnv_group *g = fnv_group_at(1); /* two GPUs */
    assay_bytes list = fnv_group_make(g, &memory, ring, &pinned);
    CHECK(list.ptr != NULL);
    CHECK_TEXT(g->name, "list-two");
    assay_trust *t = store(&(fnv_evidence){.pinned = pinned});
    assay_engine *engine_ = engine(t);
    fnv_recipe r;
    CHECK(fnv_row_recipe(fnv_row_find("good-h100"), &r, &memory, ring));
    assay_request *q = NULL;
    assay_policy *p = NULL;
    assay_policy_options o = {.struct_size = sizeof o, .name = "p", .allow_any_genuine = true};
    CHECK(assay_policy_load(&p, bytes_of_text(LENIENT), (assay_bytes){NULL, 0}, &o, NULL, NULL) ==
          ASSAY_OK);
    CHECK(assay_request_new(&q, 0) == ASSAY_OK && assay_request_policy(q, p) == ASSAY_OK);
    CHECK(assay_request_evidence(q, "gpus", NULL, list.ptr, list.len) == ASSAY_OK);
    CHECK(assay_request_nonce(q, r.nonce.ptr, r.nonce.len, NULL, NULL) == ASSAY_OK);
    CHECK(assay_request_at(q, AT, ASSAY_TIME_UNSET) == ASSAY_OK);
    assay_policy_release(p);
    assay_appraisal *a = answer(engine_, q);
    CHECK(assay_appraisal_status(a) == ASSAY_OK);
    CHECK(assay_appraisal_authentic(a, "gpus.0") && assay_appraisal_authentic(a, "gpus.1"));
    const assay_claim *first = assay_claim_at(assay_claims(a, "gpus.0"), "/ueid");
    const assay_claim *second = assay_claim_at(assay_claims(a, "gpus.1"), "/ueid");
    CHECK(first != NULL && second != NULL && !claim_equal(first, second));
    assay_appraisal_free(a);
    assay_engine_free(engine_);
    assay_trust_release(t);
}

static bool rim_is(const nv_rim_name *n, const char *product, const char *version, const char *id)
{
    return strcmp(n->product, product) == 0 && strcmp(n->version, version) == 0 &&
           strcmp(n->id, id) == 0;
}

static void reference_values_have_ids(void)
{
    nv_device d = {.kind = NV_GPU,
                   .driver_version = "550.90.07",
                   .vbios_version = "96.00.9F.00.01",
                   .project = "1010",
                   .project_sku = "0200",
                   .chip_sku = "882"};
    nv_rim_name n;
    CHECK(nv_driver_rim(&memory, &d, NV_HOPPER, &n) &&
          rim_is(&n, "GH100", "550.90.07", "NV_GPU_DRIVER_GH100_550.90.07"));
    CHECK(nv_driver_rim(&memory, &d, NV_BLACKWELL, &n) &&
          rim_is(&n, "GB100", "550.90.07", "NV_GPU_CC_DRIVER_GB100_550.90.07"));
    CHECK(nv_vbios_rim(&memory, &d, NV_HOPPER, &n) &&
          rim_is(&n, "GH100", "96.00.9F.00.01", "NV_GPU_VBIOS_1010_0200_882_96009F0001"));
    d.chip_info = "GB110";
    CHECK(nv_driver_rim(&memory, &d, NV_BLACKWELL, &n) &&
          rim_is(&n, "GB110", "550.90.07", "NV_GPU_CC_DRIVER_GB110_550.90.07"));
    CHECK(nv_vbios_rim(&memory, &d, NV_BLACKWELL, &n) && strcmp(n.product, "GB110") == 0);
    CHECK(!nv_driver_rim(&memory, &d, NV_ARCH_NONE, &n) &&
          !nv_driver_rim(&memory, &d, NV_LS10, &n));
    CHECK(!nv_vbios_rim(&memory, &d, NV_ARCH_NONE, &n));
    d.project_sku = NULL;
    CHECK(!nv_vbios_rim(&memory, &d, NV_HOPPER, &n));
    d.vbios_version = "96.10.55.00.01";
    CHECK(nv_vbios_rim(&memory, &d, NV_LS10, &n) &&
          rim_is(&n, "LS10", "96.10.55.00.01", "NV_SWITCH_BIOS_5612_0002_890_9610550001"));
    d.vbios_version = d.driver_version = NULL;
    CHECK(!nv_vbios_rim(&memory, &d, NV_LS10, &n) && !nv_driver_rim(&memory, &d, NV_HOPPER, &n));
}

/* As NVIDIA's tokens write it, of serial numbers as long as they may be. */
static void ueids_are_decimal(void)
{
    static const struct {
        uint8_t serial[20];
        size_t len;
        const char *text;
    } rows[] = {
        {{0}, 1, "0"},
        {{9}, 1, "9"},
        {{1, 0}, 2, "256"},
        {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
          0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
         20,
         "1461501637330902918203684832716283019655932542975"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        CHECK_TEXT(nv_ueid(&memory, bytes_of(rows[i].serial, rows[i].len)), rows[i].text);
    }
}

/* Of certificates that are a serial number each. */
static fabric wired(const char *id, const nv_evidence *e)
{
    job j = {.arena = &memory, .claims = claim_root(&memory)};
    fabric out;
    format_find(id)->fabric(&j, e, &out);
    format_find(id)->describe(&j, e);
    const claim *name = claim_at(j.claims, bytes_of_text("/device_pdi"));
    CHECK((name != NULL) == (out.self.ptr != NULL));
    return out;
}

static void a_gpu_goes_by_the_serial_of_its_boot_rom(void)
{
    static const uint8_t serial[10] = {0x41, 1, 2, 3, 4, 5, 6, 7, 8}, of_switch[9] = {0x50, 1};
    cert pair[2] = {{.der = {NULL, 0}}};
    nv_evidence e = {.device = {.kind = NV_GPU}, .certificates = pair, .certificate_count = 2};
    pair[NV_BROM].serial = bytes_of(serial, 9);
    CHECK(bytes_equal(wired("nvidia-gpu", &e).self, bytes_of(serial + 1, 8)));
    pair[NV_BROM].serial = bytes_of(serial, 10);
    CHECK(wired("nvidia-gpu", &e).self.ptr == NULL);
    pair[NV_BROM].serial = bytes_of(serial, 8);
    CHECK(wired("nvidia-gpu", &e).self.ptr == NULL);
    pair[NV_BROM].serial = bytes_of(of_switch, 9);
    CHECK(wired("nvidia-gpu", &e).self.ptr == NULL);
    e.certificate_count = 1;
    CHECK(wired("nvidia-gpu", &e).self.ptr == NULL);
}

/* The ports of a switch lead to places of its table; an empty place is no GPU. */
static void ports_count_empty_places(void)
{
    uint8_t table[128] = {1,    [8] = 0, [16] = 3, [24] = 0xff, 0xff, 0xff,
                          0xff, 0xff,    0xff,     0xff,        0xff};
    static const uint8_t given[] = {0, 2, 0xff, 1, 3, 8, 0xfe},
                         as[] = {0, 1, 0xff, 0xfe, 0xfe, 0xfe, 0xfe};
    memset(table + 64, 0xff, 64);
    memcpy(table + 64, given, sizeof given);
    nv_evidence e = {.raw = bytes_of(table, sizeof table),
                     .device = {.kind = NV_SWITCH, .gpu_pdis = bytes_of(table, sizeof table)}};
    fabric f = wired("nvidia-nvswitch", &e);
    CHECK(f.link_count == 2 && f.links[1].ptr == table + 16);
    CHECK(f.ports.len == 64 && memcmp(f.ports.ptr, as, sizeof as) == 0);
    CHECK(f.ports.len == 64 && f.ports.ptr[63] == 0xff);
}

int main(void)
{
    arena_init(&memory, NULL, SIZE_MAX);
    ring = key_ring_new();
    CHECK(ring != NULL && mkdtemp(dir) != NULL);
    RUN(every_certificate_counts);
    RUN(revocation_is_known_or_named);
    RUN(trailing_bytes_are_waived_by_name);
    RUN(inputs_are_bound_through_the_nonce);
    RUN(an_unlocked_switch_is_a_default_test);
    RUN(members_of_a_list_are_named);
    RUN(a_gpu_goes_by_the_serial_of_its_boot_rom);
    RUN(ports_count_empty_places);
    RUN(reference_values_have_ids);
    RUN(ueids_are_decimal);
    remove_folder(dir);
    key_ring_free(ring);
    arena_release(&memory);
    assay_thread_end();
    return DONE();
}
