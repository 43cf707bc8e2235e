/* SPDX-License-Identifier: Apache-2.0 */
/* A good device of each kind, and a row for each thing that its RIMs can be. */
#include "forge/reference_case.h"

#include "forge/nv_forge.h"
#include "forge/rim_forge.h"

#include <stdio.h>

#define CASE_MEMORY (32u << 20)
#define DAY 86400
#define DRIVER_FIRST 21u
#define DRIVER_END 41u
#define INDEX_NVDEC0 35u
#define NONE (-1)

/* One RIM of a row. */
typedef struct {
    char of;             /* 'd' driver, 'v' VBIOS or BIOS; '\0': none */
    const char *product; /* instead of the device's */
    const char *version; /* likewise */
    int wrong, missing;  /* index of another value, + 1; of a value that is not active, + 1 */
    int extra;           /* index that belongs to the other RIM, + 1 */
    int shift;           /* the value of index i stands under i + shift */
    int days;            /* its signer's certificate begins so much later */
    bool alternative;    /* the true value is the second one */
    char revoked;        /* status of an OCSP answer about its signer: 'r', 'h', 'g' */
} row_rim;

typedef struct {
    const char *name, *does;
    fnv_model model;
    row_rim rims[3];
    bool required; /* by a policy; else any-genuine */
    bool any;      /* that policy: any issue */
    const char *expect, *finding;
    int mismatch; /* index, + 1 */
    int compared;
} row;

#define FIT .expect = "authentic"
#define D                                                                                          \
    {                                                                                              \
        .of = 'd'                                                                                  \
    }
#define V                                                                                          \
    {                                                                                              \
        .of = 'v'                                                                                  \
    }
static const row rows[] = {
    {"device-fits", "a GPU with both RIMs", FNV_H100, {D, V}, FIT, .compared = 31},
    {"device-fits-required",
     "the same under a policy that asks for reference values",
     FNV_H100,
     {D, V},
     .required = true,
     .expect = "accepted",
     .compared = 31},
    {"device-switch-fits", "a switch with its RIM", FNV_LS10, {V}, FIT, .compared = 31},
    {"device-alternative",
     "a value that is the second alternative",
     FNV_H100,
     {{.of = 'd', .alternative = true}, V},
     FIT,
     .compared = 31},
    {"device-nvdec0",
     "index 35 differs and the decoder is disabled",
     FNV_H100,
     {{.of = 'd', .wrong = INDEX_NVDEC0 + 1}, V},
     FIT,
     .compared = 31},
    {"device-mismatch",
     "a value that differs",
     FNV_H100,
     {D, {.of = 'v', .wrong = 9 + 1}},
     .expect = "rejected",
     .finding = "nvgpu.rim.mismatch",
     .mismatch = 9 + 1,
     .compared = 31},
    {"device-switch-mismatch",
     "a value of a switch that differs",
     FNV_LS10,
     {{.of = 'v', .wrong = 30 + 1}},
     .expect = "rejected",
     .finding = "nvswitch.rim.mismatch",
     .mismatch = 30 + 1,
     .compared = 31},
    {"device-off-by-one",
     "values one index too high",
     FNV_H100,
     {D, {.of = 'v', .shift = 1}},
     .expect = "rejected",
     .finding = "nvgpu.rim.mismatch"},
    {"device-overlap",
     "an index in both RIMs",
     FNV_H100,
     {D, {.of = 'v', .extra = DRIVER_FIRST + 1}},
     .expect = "rejected",
     .finding = "nvgpu.rim.overlap"},
    {"device-driver-missing",
     "no RIM of the driver",
     FNV_H100,
     {V},
     FIT,
     .finding = "reference.missing",
     .compared = 12},
    {"device-driver-missing-required",
     "no RIM of the driver, and a policy that asks for it",
     FNV_H100,
     {V},
     .required = true,
     .expect = "undecided",
     .finding = "reference.missing"},
    {"device-none-required",
     "no RIM at all, and a policy that asks for them",
     FNV_H100,
     {{.of = '\0'}},
     .required = true,
     .expect = "undecided",
     .finding = "reference.missing"},
    {"device-mismatch-one-missing",
     "a value that differs, and no RIM of the driver",
     FNV_H100,
     {{.of = 'v', .wrong = 3 + 1}},
     .required = true,
     .expect = "rejected",
     .finding = "nvgpu.rim.mismatch",
     .mismatch = 3 + 1},
    {"device-foreign-family",
     "a RIM of that version for another product",
     FNV_H100,
     {{.of = 'd', .product = "GB100"}, V},
     .required = true,
     .expect = "undecided",
     .finding = "reference.missing"},
    {"device-other-version",
     "a RIM of another version",
     FNV_H100,
     {{.of = 'd', .version = "550.90.08"}, V},
     .required = true,
     .expect = "undecided",
     .finding = "reference.missing"},
    {"device-signer-ended",
     "a RIM whose signer's certificate has ended",
     FNV_H100,
     {{.of = 'd', .days = -800}, V},
     .required = true,
     .expect = "undecided",
     .finding = "reference.missing"},
    {"device-signer-to-come",
     "a RIM whose signer's certificate has not begun",
     FNV_H100,
     {{.of = 'd', .days = 800}, V},
     .required = true,
     .expect = "undecided",
     .finding = "reference.missing"},
    {"device-newer-differs",
     "two issues, of which the newer one differs",
     FNV_H100,
     {D, V, {.of = 'v', .days = 10, .wrong = 9 + 1}},
     .expect = "rejected",
     .finding = "nvgpu.rim.mismatch",
     .mismatch = 9 + 1,
     .compared = 31},
    {"device-older-differs",
     "two issues, of which the older one differs",
     FNV_H100,
     {D, V, {.of = 'v', .days = -10, .wrong = 9 + 1}},
     FIT,
     .compared = 31},
    {"device-any-issue",
     "the older one fits, and the policy lets any count",
     FNV_H100,
     {D, V, {.of = 'v', .days = 10, .wrong = 9 + 1}},
     .required = true,
     .any = true,
     .expect = "accepted",
     .compared = 31},
    {"device-signer-revoked",
     "a RIM whose signer is revoked",
     FNV_H100,
     {{.of = 'd', .revoked = 'r'}, V},
     .required = true,
     .expect = "undecided",
     .finding = "reference.missing"},
    {"device-signer-held",
     "a RIM whose signer is on hold",
     FNV_H100,
     {{.of = 'd', .revoked = 'h'}, V},
     .required = true,
     .expect = "undecided",
     .finding = "reference.missing"},
    {"device-signer-good",
     "a RIM whose signer is said to be good",
     FNV_H100,
     {{.of = 'd', .revoked = 'g'}, V},
     .required = true,
     .expect = "accepted",
     .compared = 31},
    {"device-revoked-issue",
     "the newer issue's signer is revoked, the older one fits",
     FNV_H100,
     {D, V, {.of = 'v', .days = 10, .wrong = 9 + 1, .revoked = 'r'}},
     FIT,
     .compared = 31},
};

/* --- RIMs --- */

static bool belongs(fnv_model model, char of, unsigned index)
{
    if (fnv_is_switch(model)) {
        return index < 31;
    }
    return of == 'd' ? index >= DRIVER_FIRST && index < DRIVER_END : index < 13 && index != 7;
}

static const char *version_of(fnv_model model, char of)
{
    return fnv_is_switch(model) ? "96.10.55.00.01" : of == 'd' ? "550.90.07" : "96.00.9F.00.01";
}

static void derive_measurements(const row *w, const row_rim *from, frim_recipe *r)
{
    for (unsigned i = 0; i < FRIM_MEASUREMENTS; i++) {
        frim_measurement *m = &r->measurements[i];
        unsigned source = i - (unsigned)from->shift;
        bool whole = belongs(w->model, from->of, source) || (int)i + 1 == from->extra;
        *m = (frim_measurement){.active = whole && (int)i + 1 != from->missing, .count = 1};
        if (m->active) {
            size_t right = from->alternative ? 1 : 0;
            m->count = right + 1;
            frim_value(i, 0, m->values[0]);
            fnv_block(w->model, source + 1, m->values[right]);
        }
        if ((int)i + 1 == from->wrong) {
            frim_value(i, 0, m->values[0]);
        }
    }
}

static bool derive_rim(const row *w, const row_rim *from, frim_recipe *r, arena *a, key_ring *ring)
{
    if (!frim_recipe_init(r, a, ring, FRIM_DEFAULT_AT)) {
        return false;
    }
    const char *usual = fnv_is_switch(w->model) ? "LS10" : "GH100";
    r->product = from->product != NULL ? from->product : usual;
    r->version = from->version != NULL ? from->version : version_of(w->model, from->of);
    r->edition = fnv_is_switch(w->model) ? "SWITCH" : "GPU";
    r->chain[FRIM_SIGNER].not_before += from->days * (assay_time)DAY;
    r->chain[FRIM_SIGNER].not_after += from->days * (assay_time)DAY;
    r->chain[FRIM_SIGNER].serial += (uint64_t)(from->of == 'd' ? 0x10 : 0) + (from->days != 0);
    derive_measurements(w, from, r);
    return true;
}

static void put_rim(case_sink *s, const row *w, size_t index, const frim_recipe *r, arena *a,
                    key_ring *ring)
{
    const row_rim *from = &w->rims[index];
    const char *name = arena_format(s->arena, "%s.%zu.xml", w->name, index);
    assay_bytes file = frim_make(r, a, ring);
    if (file.ptr == NULL || name == NULL) {
        s->status = ASSAY_E_MEMORY;
        return;
    }
    cases_put_file(s, "rim", cases_place(s, "devices/", name, file), NULL, NULL);
    if (from->revoked != '\0') {
        frim_answer answer = {FRIM_SIGNER, from->revoked, FRIM_DEFAULT_AT - DAY / 2,
                              FRIM_DEFAULT_AT + DAY / 2, .by_issuer = true};
        const char *about = arena_format(s->arena, "%s.%zu.ocsp.der", w->name, index);
        assay_bytes said = frim_ocsp(r, a, ring, &answer);
        cases_put_file(s, "ocsp", cases_place(s, "devices/", about, said), NULL, NULL);
    }
}

static void put_trust(case_sink *s, const row *w, const fnv_evidence *e, arena *a, key_ring *ring)
{
    json_open_array(s->json, "trust");
    cases_put_file(s, "x509-root", cases_place(s, "devices/", "device-root.der", e->pinned), "for",
                   "nvidia-device");
    frim_recipe *r = ARENA_NEW(a, frim_recipe);
    bool made = r != NULL && frim_recipe_init(r, a, ring, FRIM_DEFAULT_AT);
    if (made) {
        cases_put_file(
            s, "x509-root",
            cases_place(s, "trust/", "root.der", frim_certificate(r, a, ring, FRIM_ROOT)), "for",
            "nvidia-rim");
    }
    for (size_t i = 0; made && i < ARRAY_LEN(w->rims) && w->rims[i].of != '\0'; i++) {
        made = derive_rim(w, &w->rims[i], r, a, ring);
        put_rim(s, w, i, r, a, ring);
    }
    json_close(s->json);
    s->status = made ? s->status : ASSAY_E_MEMORY;
}

/* --- cases --- */

/* The device by its number, and reference values of both kinds. */
static const char *policy_text(arena *a, const row *w, const fnv_recipe *r)
{
    return arena_format(
        a,
        "{ \"assay_policy\": 1, \"id\": \"reference-values\", \"version\": 1,\n"
        "  \"title\": \"One GPU, with reference values\", \"accept\": [\"affirming\", "
        "\"warning\"],\n"
        "  \"revocation\": \"optional\", \"settings\": { \"rim_issue\": \"%s\" },\n"
        "  \"evidence\": { \"gpu\": { \"format\": [\"nvidia-gpu\"], \"count\": 1, \"rules\": [\n"
        "    { \"id\": \"gpu.device\", \"claim\": \"/ueid\", \"eq\": \"%ju\" },\n"
        "    { \"id\": \"gpu.rim.driver\", \"claim\": \"/reference_values/driver/compared\", "
        "\"min\": 1 },\n"
        "    { \"id\": \"gpu.rim.vbios\", \"claim\": \"/reference_values/vbios/compared\", "
        "\"min\": 1 }\n"
        "  ] } } }\n",
        w->any ? "any" : "newest", (uintmax_t)r->chain[FNV_LEAF].serial);
}

static void put_policy(case_sink *s, const row *w, const fnv_recipe *r)
{
    const char *text_ = w->required ? policy_text(s->arena, w, r) : NULL;
    if (text_ != NULL) {
        const char *name = w->any ? "any-issue.policy.json" : "required.policy.json";
        json_put_cstr(s->json, "policy", cases_place(s, "devices/", name, bytes_of_text(text_)));
    }
}

static void put_measurements(json_writer *w, const row *from)
{
    json_open_object(w, "facts");
    if (from->compared > 0) {
        json_put_uint(w, "measurements/compared", (uint64_t)from->compared);
    }
    json_close(w);
    if (from->compared > 0) {
        json_open_object(w, "measurements");
        json_put_bool(w, "match", from->mismatch == 0);
        json_open_array(w, "mismatch");
        if (from->mismatch != 0) {
            json_put_uint(w, NULL, (uint64_t)from->mismatch - 1);
        }
        json_close(w);
        json_close(w);
    }
}

static void put_case(case_sink *s, const row *w, const fnv_recipe *r, const fnv_evidence *e,
                     arena *a, key_ring *ring)
{
    const char *report = arena_format(s->arena, "%s.bin", fnv_format(w->model));
    const char *chain = arena_format(s->arena, "%s.chain.pem", fnv_format(w->model));
    json_open_object(s->json, NULL);
    json_put_cstr(s->json, "id", arena_format(s->arena, "forge-rim/%s", w->name));
    json_put_cstr(s->json, "format", fnv_format(w->model));
    json_put_cstr(s->json, "evidence", cases_place(s, "devices/", report, e->report));
    json_open_array(s->json, "endorsements");
    cases_put_file(s, "cert-chain", cases_place(s, "devices/", chain, e->chain), NULL, NULL);
    json_close(s->json);
    put_trust(s, w, e, a, ring);
    put_policy(s, w, r);
    json_put_time(s->json, "at", r->at);
    json_put_hex(s->json, "nonce", r->nonce);
    json_put_cstr(s->json, "expect", w->expect);
    json_put_cstr(s->json, "class", "ok");
    if (w->finding != NULL) {
        json_put_cstr(s->json, "finding", w->finding);
    }
    put_measurements(s->json, w);
    json_put_cstr(s->json, "why", w->does);
    json_close(s->json);
}

static void make_case(case_sink *s, const row *w, key_ring *ring)
{
    arena a;
    fnv_evidence made;
    arena_init(&a, &allocator_default, CASE_MEMORY);
    fnv_recipe *r = ARENA_NEW(&a, fnv_recipe);
    bool good = r != NULL &&
                fnv_recipe_init(r, &a, ring, w->model, 'a', FNV_DEFAULT_AT, (assay_bytes){NULL, 0});
    if (good) {
        r->lists[0].signer = r->lists[1].signer = NULL;
        good = fnv_make(r, &a, ring, &made) == ASSAY_OK;
    }
    if (good) {
        put_case(s, w, r, &made, &a, ring);
    } else {
        s->status = ASSAY_E_MEMORY;
    }
    arena_release(&a);
}

void fref_sink_all(case_sink *s, key_ring *ring, size_t *count)
{
    for (size_t i = 0; i < ARRAY_LEN(rows) && s->status == ASSAY_OK; i++, ++*count) {
        make_case(s, &rows[i], ring);
    }
}

void fref_list(void)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        printf("%-30s %-10s %s\n", rows[i].name, rows[i].expect, rows[i].does);
    }
}
