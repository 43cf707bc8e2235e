/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A draft out of an appraisal policy of nvtrust or nvattest ("authorization-rules"). Each claim
 * that it asks for is one that Assay always sees to, or becomes a rule, or is refused by name.
 */
#include "draft_nvtrust.h"
#include "codec/json.h"
#include "draft.h"

#define MAX_BYTES (256u * 1024u)

/* clang-format off */
#define ALWAYS(claim_, wanted_, here_) {claim_, NVTRUST_ALWAYS, wanted_, here_, NULL}
#define RULE(claim_, wanted_, ...) {claim_, NVTRUST_RULE, wanted_, __VA_ARGS__}
#define EQUAL(claim_, here_, rule_) {claim_, NVTRUST_EQUAL, NULL, here_, rule_}
#define TOKEN(claim_) {claim_, NVTRUST_TOKEN, NULL, NULL, NULL}
/* clang-format on */
#define REPORT "x-nvidia-*-attestation-report-"
#define DRIVER "x-nvidia-gpu-driver-rim-"
#define VBIOS "x-nvidia-gpu-vbios-rim-"
#define BIOS "x-nvidia-switch-bios-rim-"
#define DRIVER_RULE "/reference_values/driver/compared", "rim.driver"
#define VBIOS_RULE "/reference_values/vbios/compared", "rim.vbios"

const nvtrust_claim nvtrust_claims[] = {
    RULE("measres", "success", "/measurements/match", "measurements"),
    RULE("secboot", "true", "/measurements/match", "measurements"),
    RULE("dbgstat", "disabled", "/measurements/match", "measurements"),
    EQUAL("hwmodel", "/hwmodel", "hwmodel"),
    EQUAL("ueid", "/ueid", "ueid"),
    ALWAYS("oemid", "5703", "chain.foreign-root"),
    ALWAYS("x-nvidia-*-arch-check", "true", "nvidia.chain.chip"),
    ALWAYS(REPORT "parsed", "true", "nvidia.report"),
    ALWAYS(REPORT "nonce-match", "true", "nonce.mismatch"),
    ALWAYS(REPORT "signature-verified", "true", "nvidia.signature"),
    ALWAYS(REPORT "cert-chain-validated", "true", "chain.signature"),
    ALWAYS(REPORT "cert-chain-fwid-match", "true", "nvidia.fwid"),
    RULE(REPORT "cert-chain/x-nvidia-cert-ocsp-status", "good", "/revocation/status", "revocation"),
    ALWAYS(REPORT "cert-chain/x-nvidia-cert-status", "valid", "chain.expired"),
    EQUAL("x-nvidia-gpu-driver-version", "/driver_version", "driver"),
    EQUAL("x-nvidia-gpu-vbios-version", "/vbios_version", "vbios"),
    EQUAL("x-nvidia-switch-bios-version", "/vbios_version", "bios"),
    EQUAL("x-nvidia-gpu-mode", "/feature_flag", "mode"),
    RULE(DRIVER "fetched", "true", DRIVER_RULE),
    RULE(DRIVER "schema-validated", "true", DRIVER_RULE),
    RULE(DRIVER "signature-verified", "true", DRIVER_RULE),
    RULE(DRIVER "cert-validated", "true", DRIVER_RULE),
    RULE(DRIVER "version-match", "true", DRIVER_RULE),
    RULE(DRIVER "measurements-available", "true", DRIVER_RULE),
    RULE("x-nvidia-gpu-driver-rim-driver-measurements-available", "true", DRIVER_RULE),
    RULE(DRIVER "cert-chain/x-nvidia-cert-status", "valid", "/reference_values/driver/expired", "rim.driver.expired"),
    RULE(DRIVER "cert-chain/x-nvidia-cert-ocsp-status", "good",
         "/reference_values/driver/revocation", "rim.driver.revocation"),
    RULE(VBIOS "fetched", "true", VBIOS_RULE),
    RULE(VBIOS "schema-validated", "true", VBIOS_RULE),
    RULE(VBIOS "signature-verified", "true", VBIOS_RULE),
    RULE(VBIOS "cert-validated", "true", VBIOS_RULE),
    RULE(VBIOS "version-match", "true", VBIOS_RULE),
    RULE(VBIOS "measurements-available", "true", VBIOS_RULE),
    RULE(VBIOS "cert-chain/x-nvidia-cert-status", "valid", "/reference_values/vbios/expired", "rim.vbios.expired"),
    RULE(VBIOS "cert-chain/x-nvidia-cert-ocsp-status", "good", "/reference_values/vbios/revocation",
         "rim.vbios.revocation"),
    ALWAYS("x-nvidia-gpu-vbios-index-no-conflict", "true", "nvgpu.rim.overlap"),
    RULE(BIOS "fetched", "true", VBIOS_RULE),
    RULE(BIOS "schema-validated", "true", VBIOS_RULE),
    RULE(BIOS "signature-verified", "true", VBIOS_RULE),
    RULE(BIOS "cert-validated", "true", VBIOS_RULE),
    RULE(BIOS "version-match", "true", VBIOS_RULE),
    RULE(BIOS "measurements-available", "true", VBIOS_RULE),
    RULE(BIOS "cert-chain/x-nvidia-cert-status", "valid", "/reference_values/vbios/expired", "rim.vbios.expired"),
    RULE(BIOS "cert-chain/x-nvidia-cert-ocsp-status", "good", "/reference_values/vbios/revocation",
         "rim.vbios.revocation"),
    ALWAYS("x-nvidia-overall-att-result", "true", "an accepted verdict"),
    TOKEN("x-nvidia-ver"),
    TOKEN("x-nvidia-gpu-claims-version"),
    TOKEN("x-nvidia-device-type"),
    TOKEN("iss"),
    TOKEN("sub"),
};
const size_t nvtrust_claim_count = ARRAY_LEN(nvtrust_claims);

/* A row that was asked for, and the value where one stands. */
#define ASKED_MAX 64
typedef struct {
    cli *cli;
    const char *path;
    bool gpu, sw; /* whose claims were met */
    struct {
        const nvtrust_claim *row;
        assay_str value;
    } asked[ASKED_MAX];
    size_t count;
} reading;

static exit_code refuse(reading *r, const char *what, const char *hint)
{
    say_error(r->cli, "%s: %s", shown_name(r->cli, r->path), what);
    say_hint(r->cli, "%s", hint);
    return EXIT_USAGE;
}

/* Both names, where "*" in the row stands for one word. */
static bool names(const char *row, const char *claim)
{
    const char *star = strchr(row, '*');
    if (star == NULL) {
        return strcmp(row, claim) == 0;
    }
    size_t head = (size_t)(star - row);
    if (strncmp(row, claim, head) != 0) {
        return false;
    }
    bool gpu = strncmp(claim + head, "gpu", 3) == 0, sw = strncmp(claim + head, "switch", 6) == 0;
    return (gpu || sw) && strcmp(star + 1, claim + head + (gpu ? 3 : 6)) == 0;
}

static const nvtrust_claim *row_of(const char *claim)
{
    for (size_t i = 0; i < nvtrust_claim_count; i++) {
        if (names(nvtrust_claims[i].claim, claim)) {
            return &nvtrust_claims[i];
        }
    }
    return NULL;
}

static assay_str text_of(const json *value)
{
    return json_is(value, JSON_TRUE)    ? str_of("true")
           : json_is(value, JSON_FALSE) ? str_of("false")
                                        : value->text;
}

static exit_code ask(reading *r, const char *claim, const json *value)
{
    const char *shown = shown_name(r->cli, claim);
    const nvtrust_claim *row = row_of(claim);
    if (row == NULL) {
        return refuse(r, arena_format(&r->cli->arena, "asks for \"%s\"", shown),
                      "it has no counterpart here: see docs/nvtrust.md");
    }
    assay_str stated = text_of(value);
    if (stated.ptr == NULL || (row->wanted != NULL && !str_is(stated, row->wanted))) {
        return refuse(r, arena_format(&r->cli->arena, "asks for another value of \"%s\"", shown),
                      arena_format(&r->cli->arena, "the only one that can be accepted is %s",
                                   row->wanted != NULL ? row->wanted : "a text"));
    }
    if (r->count == ASKED_MAX) {
        return refuse(r, "asks for too many claims", "leave out those that say the same");
    }
    r->gpu = r->gpu || strstr(claim, "x-nvidia-gpu-") != NULL;
    r->sw = r->sw || strstr(claim, "x-nvidia-switch-") != NULL;
    r->asked[r->count].row = row;
    r->asked[r->count++].value = stated;
    return EXIT_ACCEPTED;
}

/* Claims, and those of a chain one level below. */
static exit_code read_claims(reading *r, const json *claims)
{
    exit_code code = EXIT_ACCEPTED;
    for (const json *m = claims->first; m != NULL && code == EXIT_ACCEPTED; m = m->next) {
        const char *name = arena_text(&r->cli->arena, bytes_of_str(m->name));
        if (name == NULL) {
            return EXIT_ENVIRONMENT;
        }
        if (!json_is(m, JSON_OBJECT)) {
            code = ask(r, name, m);
            continue;
        }
        for (const json *n = m->first; n != NULL && code == EXIT_ACCEPTED; n = n->next) {
            const char *below =
                arena_format(&r->cli->arena, "%s/%.*s", name, (int)n->name.len, n->name.ptr);
            code = below != NULL ? ask(r, below, n) : EXIT_ENVIRONMENT;
        }
    }
    return code;
}

static exit_code read_policy(reading *r, assay_bytes in)
{
    static const char *const lists[] = {"overall-claims", "detached-claims"};
    fault f = {0};
    const json *rules = json_member(json_parse(&r->cli->arena, in, &f), "authorization-rules");
    if (f.what != NULL) {
        return refuse(r, arena_format(&r->cli->arena, "is not strict JSON: %s: %s", f.what, f.why),
                      "give the policy as it was handed to nvtrust");
    }
    exit_code code = EXIT_ACCEPTED;
    bool any = false;
    for (size_t i = 0; i < ARRAY_LEN(lists) && code == EXIT_ACCEPTED; i++) {
        const json *claims = json_member(rules, lists[i]);
        if (json_is(claims, JSON_OBJECT)) {
            any = true;
            code = read_claims(r, claims);
        }
    }
    if (code == EXIT_ACCEPTED && (!any || r->gpu == r->sw)) {
        return refuse(r, "has no authorization-rules of GPUs alone, or of switches alone",
                      "give one policy of nvtrust or nvattest");
    }
    return code;
}

static bool said_before(const reading *r, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        const nvtrust_claim *a = r->asked[i].row, *b = r->asked[index].row;
        if (a->rule != NULL && b->rule != NULL && strcmp(a->rule, b->rule) == 0) {
            return true;
        }
    }
    return false;
}

static void put_rule(json_writer *w, const reading *r, size_t index)
{
    const nvtrust_claim *row = r->asked[index].row;
    bool counted = strstr(row->here, "/compared") != NULL;
    bool expired = strstr(row->here, "/expired") != NULL;
    json_open_object(w, NULL);
    json_put_cstr(w, "id",
                  arena_format(&r->cli->arena, "%s.%s", r->gpu ? "gpu" : "switch", row->rule));
    json_put_cstr(w, "claim", row->here);
    if (row->meaning == NVTRUST_EQUAL) {
        json_put_text(w, "eq", r->asked[index].value);
    } else if (counted) {
        json_put_uint(w, "min", 1);
    } else if (strcmp(row->here, "/measurements/match") == 0 || expired) {
        json_put_bool(w, "is", !expired);
    } else {
        json_put_cstr(w, "eq", "good");
    }
    json_put_cstr(w, "why", arena_format(&r->cli->arena, "%s, and what says the same", row->claim));
    json_close(w);
}

static bool identifies(const reading *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const char *here = r->asked[i].row->here;
        if (r->asked[i].row->meaning == NVTRUST_EQUAL && strcmp(here, "/hwmodel") != 0 &&
            strcmp(here, "/feature_flag") != 0) {
            return true;
        }
    }
    return false;
}

/* NVIDIA's policies accept any device whose values fit; here somebody has to say which. */
static void put_versions(json_writer *w)
{
    json_open_object(w, "params");
    json_open_object(w, "versions");
    json_put_cstr(w, "type", "list of text");
    json_put_cstr(w, "doc", "accepted versions of VBIOS or BIOS");
    json_close(w);
    json_close(w);
}

static void put_version_rule(json_writer *w, const reading *r)
{
    json_open_object(w, NULL);
    json_put_cstr(w, "id", r->gpu ? "gpu.versions" : "switch.versions");
    json_put_cstr(w, "claim", "/vbios_version");
    json_open_object(w, "in");
    json_put_cstr(w, "param", "versions");
    json_close(w);
    json_put_cstr(w, "why", "REVIEW: NVIDIA's policy takes any version; name those that you run");
    json_close(w);
}

static void put_evidence(json_writer *w, const reading *r)
{
    json_open_object(w, "evidence");
    json_open_object(w, r->gpu ? "gpu" : "switch");
    json_open_array(w, "format");
    json_put_cstr(w, NULL, r->gpu ? "nvidia-gpu" : "nvidia-nvswitch");
    json_close(w);
    json_open_object(w, "count");
    json_put_uint(w, "min", 1);
    json_close(w);
    json_open_array(w, "rules");
    for (size_t i = 0; i < r->count; i++) {
        nvtrust_meaning m = r->asked[i].row->meaning;
        if ((m == NVTRUST_RULE || m == NVTRUST_EQUAL) && !said_before(r, i)) {
            put_rule(w, r, i);
        }
    }
    if (!identifies(r)) {
        put_version_rule(w, r);
    }
    json_close(w);
    json_close(w);
    json_close(w);
}

static exit_code write_draft(cli *c, const char *path, assay_bytes in, const draft_names *names_,
                             json_writer *out)
{
    reading r = {.cli = c, .path = path};
    exit_code code = read_policy(&r, in);
    if (code != EXIT_ACCEPTED) {
        return code;
    }
    if (names_->row_only) {
        return refuse(&r, "has no releases", "leave --row out");
    }
    json_put_uint(out, "assay_policy", 1);
    json_put_cstr(out, "id", names_->id);
    json_put_uint(out, "version", 1);
    json_put_cstr(out, "title",
                  r.gpu ? "REVIEW: GPUs that NVIDIA's policy accepted"
                        : "REVIEW: switches that NVIDIA's policy accepted");
    json_open_array(out, "accept");
    json_put_cstr(out, NULL, "affirming");
    json_put_cstr(out, NULL, "warning");
    json_close(out);
    if (!identifies(&r)) {
        put_versions(out);
    }
    put_evidence(out, &r);
    return EXIT_ACCEPTED;
}

const draft_source draft_nvtrust = {"from-nvtrust", MAX_BYTES, write_draft};
