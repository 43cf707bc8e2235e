/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 5: what NVIDIA found. A signature under its verdict makes a "no" no better; and what a
 * token does not say was not found to be in order.
 */
#include "base/text.h"
#include "formats/jwt/nras.h"

#define V1 (1u << NRAS_V1)
#define V2 (1u << NRAS_V2)
#define V3 (1u << NRAS_V3)
#define GPU (1u << NRAS_GPU)
#define SWITCH (1u << NRAS_SWITCH)
#define DETAILS "x-nvidia-attestation-detailed-result"

/* What a device's token must say is true, by the version of the claims; V1 has them in a map. */
static const struct {
    const char *claim;
    unsigned versions, kinds;
} required[] = {
    {"x-nvidia-gpu-arch-check", V1 | V2 | V3, GPU},
    {"x-nvidia-gpu-nonce-match", V1, GPU},
    {"x-nvidia-gpu-measurements-match", V1, GPU},
    {"x-nvidia-gpu-attestation-report-parsed", V1 | V2 | V3, GPU},
    {"x-nvidia-gpu-attestation-report-nonce-match", V2 | V3, GPU},
    {"x-nvidia-gpu-attestation-report-signature-verified", V1 | V2 | V3, GPU},
    {"x-nvidia-gpu-attestation-report-cert-chain-validated", V1 | V2, GPU},
    {"x-nvidia-gpu-attestation-report-cert-chain-fwid-match", V3, GPU},
    {"x-nvidia-gpu-driver-rim-fetched", V2 | V3, GPU},
    {"x-nvidia-gpu-driver-rim-schema-validated", V1 | V2 | V3, GPU},
    {"x-nvidia-gpu-driver-rim-cert-validated", V1 | V2, GPU},
    {"x-nvidia-gpu-driver-rim-signature-verified", V1 | V2 | V3, GPU},
    {"x-nvidia-gpu-driver-rim-version-match", V3, GPU},
    {"x-nvidia-gpu-driver-rim-measurements-available", V2 | V3, GPU},
    {"x-nvidia-gpu-vbios-rim-fetched", V2 | V3, GPU},
    {"x-nvidia-gpu-vbios-rim-schema-validated", V1 | V2 | V3, GPU},
    {"x-nvidia-gpu-vbios-rim-cert-validated", V1 | V2, GPU},
    {"x-nvidia-gpu-vbios-rim-signature-verified", V1 | V2 | V3, GPU},
    {"x-nvidia-gpu-vbios-rim-version-match", V3, GPU},
    {"x-nvidia-gpu-vbios-rim-measurements-available", V1 | V2 | V3, GPU},
    {"x-nvidia-gpu-vbios-index-no-conflict", V2 | V3, GPU},
    {"x-nvidia-switch-arch-check", V2 | V3, SWITCH},
    {"x-nvidia-switch-attestation-report-parsed", V2 | V3, SWITCH},
    {"x-nvidia-switch-attestation-report-nonce-match", V2 | V3, SWITCH},
    {"x-nvidia-switch-attestation-report-signature-verified", V2 | V3, SWITCH},
    {"x-nvidia-switch-attestation-report-cert-chain-validated", V2, SWITCH},
    {"x-nvidia-switch-attestation-report-cert-chain-fwid-match", V3, SWITCH},
    {"x-nvidia-switch-bios-rim-fetched", V2 | V3, SWITCH},
    {"x-nvidia-switch-bios-rim-schema-validated", V2 | V3, SWITCH},
    {"x-nvidia-switch-bios-rim-cert-validated", V2, SWITCH},
    {"x-nvidia-switch-bios-rim-signature-verified", V2 | V3, SWITCH},
    {"x-nvidia-switch-bios-rim-version-match", V3, SWITCH},
    {"x-nvidia-switch-bios-rim-measurements-available", V2 | V3, SWITCH},
};

/* Certificate chains that the third version tells about. */
static const struct {
    const char *claim;
    unsigned kinds;
} chains[] = {
    {"x-nvidia-gpu-attestation-report-cert-chain", GPU},
    {"x-nvidia-gpu-driver-rim-cert-chain", GPU},
    {"x-nvidia-gpu-vbios-rim-cert-chain", GPU},
    {"x-nvidia-switch-attestation-report-cert-chain", SWITCH},
    {"x-nvidia-switch-bios-rim-cert-chain", SWITCH},
};

typedef struct {
    job *job;
    const nras_device *device;
    unsigned version;   /* V1, .. */
    const json *checks; /* where the checks' claims are */
} judgement;

static const json *member(const judgement *g, const char *name)
{
    return json_member(g->device->token.claims, name);
}

static const char *shown(job *j, const json *node)
{
    return node != NULL ? text_excerpt(j->arena, node->raw) : "nothing";
}

static void expect_text(const judgement *g, int def, const char *pointer, const char *first,
                        const char *second)
{
    const json *found = member(g, pointer + 1);
    bool holds = str_is(json_text(found), first) || str_is(json_text(found), second);
    finding *no = jwt_token_check(g->job, &g->device->token, def, holds, pointer);
    jwt_says(g->job, no, first, found);
}

static const char *checked(const judgement *g, const char *name)
{
    bool nested = g->checks != g->device->token.claims;
    return arena_format(g->job->arena, "%s/%s", nested ? "/" DETAILS : "", name);
}

static void expect_true(const judgement *g, const char *name, const json *found)
{
    bool holds = json_is(found, JSON_TRUE);
    const char *pointer = holds ? NULL : checked(g, name);
    finding *no = jwt_token_check(g->job, &g->device->token, F_NRAS_CHECK, holds, pointer);
    if (no != NULL) {
        finding_detail(g->job->findings, no, name);
        jwt_says(g->job, no, "true", found);
    }
}

static bool is_required(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(required); i++) {
        if (strcmp(required[i].claim, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Checks that this library does not know count too, when they failed. */
static void judge_checks(const judgement *g)
{
    for (size_t i = 0; i < ARRAY_LEN(required); i++) {
        if ((required[i].versions & g->version) != 0 &&
            (required[i].kinds >> g->device->kind & 1) != 0) {
            expect_true(g, required[i].claim, json_member(g->checks, required[i].claim));
        }
    }
    for (const json *i = g->checks != NULL ? g->checks->first : NULL; i != NULL; i = i->next) {
        const char *name = json_is(i, JSON_FALSE) && str_begins(i->name, "x-nvidia-")
                               ? text_printable(g->job->arena, bytes_of_str(i->name))
                               : NULL;
        if (name != NULL && !is_required(name)) {
            expect_true(g, name, i);
        }
    }
}

static void judge_chains(const judgement *g)
{
    for (size_t i = 0; i < ARRAY_LEN(chains); i++) {
        const json *found = member(g, chains[i].claim);
        bool asked = g->version == V3 && (chains[i].kinds >> g->device->kind & 1) != 0;
        if (!asked && found == NULL) {
            continue;
        }
        const json *status = json_member(found, "x-nvidia-cert-status");
        const json *online = json_member(found, "x-nvidia-cert-ocsp-status");
        bool holds = str_is(json_text(status), "valid") && str_is(json_text(online), "good");
        const char *pointer = holds ? NULL : arena_format(g->job->arena, "/%s", chains[i].claim);
        finding *no = jwt_token_check(g->job, &g->device->token, F_NRAS_CHAIN, holds, pointer);
        if (no != NULL) {
            finding_detail(g->job->findings, no, chains[i].claim);
            finding_says(no, "valid and good",
                         arena_format(g->job->arena, "%s, OCSP %s", shown(g->job, status),
                                      shown(g->job, online)));
        }
    }
}

/* "4010 NONCE_NOT_MATCHING: Nonce from request .." */
static const char *error_text(job *j, const json *error)
{
    assay_str message = json_text(json_member(error, "message"));
    assay_str description = json_text(json_member(error, "description"));
    const char *said = message.ptr != NULL ? text_excerpt(j->arena, bytes_of_str(message)) : "";
    const char *more =
        description.ptr != NULL ? text_excerpt(j->arena, bytes_of_str(description)) : "";
    return arena_format(j->arena, "%s %s: %s", shown(j, json_member(error, "code")), said, more);
}

/* False when there is only an error. */
static bool judge_error(job *j, const jwt_token *t)
{
    const json *error = json_member(t->claims, "x-nvidia-error-details");
    bool none = error == NULL || json_is(error, JSON_NULL);
    finding *no = jwt_token_check(j, t, F_NRAS_ERROR, none, "/x-nvidia-error-details");
    if (no != NULL) {
        finding_says(no, "a result", error_text(j, error));
    }
    return none;
}

static void judge_warning(const judgement *g)
{
    const json *said = member(g, "x-nvidia-attestation-warning");
    bool none = said == NULL || json_is(said, JSON_NULL);
    finding *no = jwt_token_check(g->job, &g->device->token, F_NRAS_WARNING, none,
                                  "/x-nvidia-attestation-warning");
    jwt_says(g->job, no, "none", said);
}

static void judge_mismatches(const judgement *g)
{
    const json *records = member(g, "x-nvidia-mismatch-measurement-records");
    bool none = records == NULL || json_is(records, JSON_NULL) ||
                (json_is(records, JSON_ARRAY) && records->count == 0);
    finding *no = jwt_token_check(g->job, &g->device->token, F_NRAS_MISMATCH, none,
                                  "/x-nvidia-mismatch-measurement-records");
    if (no != NULL) {
        finding_says(no, "none", arena_format(g->job->arena, "%zu", records->count));
    }
}

static void judge_device(const judgement *g)
{
    bool first = g->version == V1;
    const jwt_token *t = &g->device->token;
    if (!judge_error(g->job, t)) {
        return;
    }
    const json *ueid = member(g, "ueid"), *nonce = member(g, "eat_nonce");
    jwt_token_check(g->job, t, F_NRAS_UEID, json_text(ueid).len > 0, "/ueid");
    jwt_token_check(g->job, t, F_NRAS_NONCE_MISSING, json_text(nonce).len > 0, "/eat_nonce");
    expect_text(g, F_NRAS_MEASRES, "/measres", first ? "comparison-successful" : "success",
                first ? "comparison-successful" : "success");
    expect_text(g, F_NRAS_DEBUG, "/dbgstat", "disabled", "disabled-since-boot");
    const json *secboot = member(g, "secboot");
    finding *no =
        jwt_token_check(g->job, t, F_NRAS_SECBOOT, json_is(secboot, JSON_TRUE), "/secboot");
    jwt_says(g->job, no, "true", secboot);
    judge_checks(g);
    judge_chains(g);
    judge_mismatches(g);
    judge_warning(g);
}

static void judge_overall(job *j, const nras_answer *answer)
{
    const jwt_token *t = &answer->overall;
    const json *result = json_member(t->claims, "x-nvidia-overall-att-result");
    bool holds = json_is(result, JSON_TRUE);
    finding *no = jwt_token_check(j, t, F_NRAS_OVERALL, holds, "/x-nvidia-overall-att-result");
    jwt_says(j, no, "true", result);
    judge_error(j, t);
}

void nras_default_tests(job *j, const void *doc)
{
    const nras_answer *answer = doc;
    nras_version version = nras_version_of(answer);
    if (!answer->single) {
        judge_overall(j, answer);
    }
    for (size_t i = 0; i < answer->device_count; i++) {
        const json *claims = answer->devices[i].token.claims;
        judgement g = {.job = j,
                       .device = &answer->devices[i],
                       .version = 1u << version,
                       .checks = version == NRAS_V1 ? json_member(claims, DETAILS) : claims};
        judge_device(&g);
    }
}
