/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 4 of NRAS answers: every token is authentic, and the devices' tokens are exactly those that
 * the overall one speaks of.
 */
#include "formats/jwt/nras.h"
#include "base/text.h"

#define PLATFORM "NVIDIA-PLATFORM-ATTESTATION"
#define SINGLE_GPU "NVIDIA-GPU-ATTESTATION"

#define CLAIMS "NVIDIA NRAS claims"
#define MAKER CHOSEN_BY_MAKER
#define PLATFORM_CHOSE CHOSEN_BY_PLATFORM
#define ATTESTER CHOSEN_BY_ATTESTER
#define ROW(pointer_, type_, chooser_, identifies_, affects_, doc_)                                \
    {.pointer = pointer_,                                                                          \
     .type = ASSAY_CLAIM_##type_,                                                                  \
     .chooser = chooser_,                                                                          \
     .identifies = identifies_,                                                                    \
     .affects = affects_,                                                                          \
     .doc = doc_,                                                                                  \
     .reference = CLAIMS},
#define DEVICE(name_, ...) ROW("/devices/*/" name_, __VA_ARGS__)
#define CHECKED(name_, doc_) DEVICE(name_, BOOL, MAKER, false, "hardware", doc_)
#define CHAIN(name_, doc_)                                                                         \
    DEVICE(name_, MAP, MAKER, false, "hardware", doc_)                                             \
    DEVICE(name_ "/x-nvidia-cert-status", TEXT, MAKER, false, "hardware",                          \
           "valid, invalid, expired or revoked")                                                   \
    DEVICE(name_ "/x-nvidia-cert-ocsp-status", TEXT, MAKER, false, "hardware",                     \
           "good, revoked or unknown")                                                             \
    DEVICE(name_ "/x-nvidia-cert-expiration-date", TEXT, MAKER, false, "hardware",                 \
           "the first end of a certificate")                                                       \
    DEVICE(name_ "/x-nvidia-cert-revocation-reason", TEXT, MAKER, false, "hardware",               \
           "why one was revoked")

const claim_schema nras_schema[NRAS_CLAIMS] = {
#include "formats/jwt/nras.def"
};

static const json *member(const jwt_token *t, const char *name)
{
    return json_member(t->claims, name);
}

nras_version nras_version_of(const nras_answer *answer)
{
    static const char *const names[] = {[NRAS_V1] = "1.0", [NRAS_V2] = "2.0", [NRAS_V3] = "3.0"};
    assay_str said = json_text(member(&answer->overall, "x-nvidia-ver"));
    for (size_t i = answer->single ? NRAS_V1 : NRAS_V2; i < ARRAY_LEN(names); i++) {
        if (str_is(said, names[i])) {
            return answer->single && i != NRAS_V1 ? NRAS_VERSIONS : (nras_version)i;
        }
    }
    return NRAS_VERSIONS;
}

bool nras_is_overall(const jwt_token *t)
{
    assay_str subject = json_text(member(t, "sub"));
    return str_is(subject, PLATFORM) || str_is(subject, SINGLE_GPU);
}

/* A device's token may not pass for an overall result, nor the other way round. */
static bool check_subject(job *j, const nras_answer *answer)
{
    const jwt_token *t = &answer->overall;
    const json *subject = member(t, "sub");
    bool single = answer->single && str_is(json_text(subject), SINGLE_GPU);
    bool holds = single || str_is(json_text(subject), PLATFORM);
    finding *no = jwt_token_check(j, t, F_NRAS_SUBJECT, holds, "/sub");
    jwt_says(j, no, answer->single ? SINGLE_GPU : PLATFORM, subject);
    bool whole = single || !answer->single || !holds;
    no = jwt_token_check(j, t, F_NRAS_DEVICES_MISSING, whole, "/submods");
    finding_says(no, "the tokens of the devices beside the overall one", "the overall token alone");
    return holds && whole;
}

static bool check_version(job *j, const nras_answer *answer)
{
    bool known = nras_version_of(answer) != NRAS_VERSIONS;
    finding *no = jwt_token_check(j, &answer->overall, F_NRAS_VERSION, known, "/x-nvidia-ver");
    jwt_says(j, no, answer->single ? "1.0 of a single token" : "2.0 or 3.0",
             member(&answer->overall, "x-nvidia-ver"));
    return known;
}

/* The same devices, on both sides. */
static bool check_set(job *j, const nras_answer *answer)
{
    const json *submods = member(&answer->overall, "submods");
    bool same = json_is(submods, JSON_OBJECT) && submods->count == answer->device_count &&
                answer->device_count > 0;
    for (const json *i = same ? submods->first : NULL; i != NULL; i = i->next) {
        bool found = false;
        for (size_t k = 0; k < answer->device_count && !found; k++) {
            found = bytes_equal(bytes_of_str(answer->devices[k].name), bytes_of_str(i->name));
        }
        same = same && found;
    }
    finding *no = jwt_token_check(j, &answer->overall, F_NRAS_SUBMODS, same, "/submods");
    if (no != NULL) {
        size_t named = json_is(submods, JSON_OBJECT) ? submods->count : 0;
        finding_says(no, arena_format(j->arena, "the tokens of %zu devices", named),
                     arena_format(j->arena, "those of %zu", answer->device_count));
    }
    return same;
}

/* ["DIGEST",["SHA-256",hex]] */
static assay_str digest_of(const json *submods, assay_str name)
{
    const json *i = json_is(submods, JSON_OBJECT) ? submods->first : NULL;
    while (i != NULL && !bytes_equal(bytes_of_str(i->name), bytes_of_str(name))) {
        i = i->next;
    }
    bool pair = json_is(i, JSON_ARRAY) && i->count == 2 && str_is(json_text(i->first), "DIGEST");
    const json *inner = pair ? i->first->next : NULL;
    bool said = json_is(inner, JSON_ARRAY) && inner->count == 2 &&
                str_is(json_text(inner->first), "SHA-256");
    return said ? json_text(inner->first->next) : (assay_str){NULL, 0};
}

static bool check_digest(job *j, const nras_answer *answer, const nras_device *d)
{
    uint8_t found[32], said[32];
    assay_str hex = digest_of(member(&answer->overall, "submods"), d->name);
    bool holds = job_held(j, crypto_sha256(d->text, found)) && hex.ptr != NULL &&
                 hex_decode_fixed(bytes_of_str(hex), said, sizeof said) &&
                 memcmp(found, said, sizeof found) == 0;
    finding *no = jwt_token_check(j, &d->token, F_NRAS_DIGEST, holds, "");
    if (no != NULL) {
        finding_says(no, hex.ptr != NULL ? text_excerpt(j->arena, bytes_of_str(hex)) : NULL,
                     text_hex(j->arena, bytes_of(found, sizeof found)));
    }
    return holds;
}

/* One request, one nonce. A device about which there is only an error has none: see stage 5. */
static bool check_nonce(job *j, const nras_answer *answer, const nras_device *d)
{
    const json *asked = member(&answer->overall, "eat_nonce"),
               *found = member(&d->token, "eat_nonce");
    bool same = found == NULL || (asked != NULL && bytes_equal(asked->raw, found->raw));
    finding *no = jwt_token_check(j, &d->token, F_NRAS_NONCE, same, "/eat_nonce");
    if (no != NULL) {
        jwt_says(j, no, asked != NULL ? text_excerpt(j->arena, asked->raw) : NULL, found);
    }
    return same;
}

static bool check_device(job *j, const nras_answer *answer, const nras_device *d)
{
    bool held = jwt_authenticate_one(j, &d->token, &answer->overall);
    bool other =
        nras_is_overall(&d->token) || member(&d->token, "x-nvidia-overall-att-result") != NULL;
    jwt_token_check(j, &d->token, F_NRAS_DEVICE_SUBJECT, !other, "/sub");
    held = check_digest(j, answer, d) && !other && held;
    return check_nonce(j, answer, d) && held;
}

static assay_str ueid_of(const nras_device *d)
{
    return json_text(member(&d->token, "ueid"));
}

/* A GPU that is shown eight times is one GPU. */
static bool check_distinct(job *j, const nras_answer *answer)
{
    bool distinct = true;
    for (size_t i = 0; i < answer->device_count; i++) {
        const nras_device *d = &answer->devices[i], *twin = NULL;
        assay_bytes ueid = bytes_of_str(ueid_of(d));
        for (size_t k = 0; k < i && ueid.len > 0 && twin == NULL; k++) {
            bool same = bytes_equal(bytes_of_str(ueid_of(&answer->devices[k])), ueid);
            twin = same ? &answer->devices[k] : NULL;
        }
        finding *no = jwt_token_check(j, &d->token, F_NRAS_TWIN, twin == NULL, "/ueid");
        if (no != NULL) {
            finding_says(no, "a device of its own",
                         text_excerpt(j->arena, bytes_of_str(twin->name)));
        }
        distinct = distinct && twin == NULL;
    }
    return distinct;
}

static void establish(job *j, const nras_answer *answer)
{
    jwt_establish(j, &answer->overall);
    for (size_t i = 0; i < answer->device_count; i++) {
        const nras_device *d = &answer->devices[i];
        if (ueid_of(d).len > 0) {
            job_identity(j, "ueid", bytes_of_str(ueid_of(d)), true);
        }
        if (!answer->single && d->token.established->leaf != answer->overall.established->leaf) {
            jwt_establish(j, &d->token);
        }
    }
}

bool nras_authenticate(job *j, const void *doc)
{
    const nras_answer *answer = doc;
    bool held = jwt_authenticate_one(j, &answer->overall, NULL);
    held = check_subject(j, answer) && held;
    held = check_version(j, answer) && held;
    held = (answer->single || check_set(j, answer)) && held;
    for (size_t i = 0; i < answer->device_count && !answer->single; i++) {
        held = check_device(j, answer, &answer->devices[i]) && held;
    }
    held = check_distinct(j, answer) && held;
    if (held) {
        establish(j, answer);
    }
    return held;
}

static assay_str kept(job *j, assay_str in)
{
    const char *copy = arena_text(j->arena, bytes_of_str(in));
    return (assay_str){copy, copy != NULL ? in.len : 0};
}

/* The overall token's claims, and a list of the devices. NVIDIA has no claims of these names. */
void nras_describe(job *j, const void *doc)
{
    const nras_answer *answer = doc;
    jwt_describe_one(j, &answer->overall, j->claims);
    if (member(&answer->overall, "devices") != NULL ||
        member(&answer->overall, "device_count") != NULL) {
        return;
    }
    claim_uint(j->arena, j->claims, "device_count", answer->device_count);
    claim *list = claim_list(j->arena, j->claims, "devices");
    for (size_t i = 0; i < answer->device_count; i++) {
        claim *map = claim_map(j->arena, list, NULL);
        claim_text(j->arena, map, "submod", kept(j, answer->devices[i].name));
        jwt_describe_one(j, &answer->devices[i].token, map);
    }
}

/* In the overall token, and in every device's. */
void nras_carries(job *j, const void *doc, const challenge *asked, carriage *out)
{
    const nras_answer *answer = doc;
    jwt_carries(j, &answer->overall, asked, out);
    for (size_t i = 0; i < answer->device_count && out->carried; i++) {
        jwt_carries(j, &answer->devices[i].token, asked, out);
        if (!answer->single && !out->carried) {
            out->claim = arena_format(j->arena, "/devices/%zu/eat_nonce", i);
        }
    }
}

void nras_evaluate(job *j, const void *doc)
{
    const nras_answer *answer = doc;
    jwt_evaluate(j, &answer->overall);
    finding *no = jwt_check(j, F_NRAS_STATEMENT, false, NULL);
    finding_says(no, NULL, arena_format(j->arena, "%zu devices", answer->device_count));
    job_not_established(
        j, "the devices' hardware-signed reports: the tokens hold NVIDIA's verdict on them");
}
