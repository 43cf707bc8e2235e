/* SPDX-License-Identifier: Apache-2.0 */
/* Putting an answer together: the devices' tokens, their digests into the overall one, its form. */
#include "forge/nras_forge.h"

#include "pki/cert.h"

#define DOCUMENT_MAX (1u << 20)
#define LIFETIME 3600
#define DAY 86400
#define YEAR (365 * DAY)
#define KID "\"nv-eat-kid-prod-20260531194659976-104939a0-6d37-4e50-b121-3794f51ab797\""
#define KID_NEXT "\"nv-eat-kid-prod-20260531204420841-76f21b92-77b7-4512-ac4d-88a1c50f7e93\""
#define ERROR                                                                                      \
    "{\"code\":4010,\"fieldName\":\"nonce\",\"httpStatus\":\"400 BAD_REQUEST\","                   \
    "\"description\":\"Nonce from request is not matching with evidence nonce \","                 \
    "\"message\":\"NONCE_NOT_MATCHING\"}"

static const char *const generated[] = {"nras-intermediate", "nras-leaf", "nras-next",
                                        "rogue-nras"};

bool fnras_keys(key_ring *ring)
{
    bool all = true;
    for (size_t i = 0; i < ARRAY_LEN(generated); i++) {
        bool there = key_ring_public(ring, generated[i]).type != KEY_NONE;
        all = (there || key_ring_generate(ring, generated[i])) && all;
    }
    return all;
}

static xw_name nvidia_name(const char *common_name)
{
    return (xw_name){
        .parts = {{XW_C, "US"}, {XW_O, "NVIDIA Corporation (test)"}, {XW_CN, common_name}}};
}

static void init_certificates(fnras_recipe *r, arena *a)
{
    static const xw_algorithm es384 = {.alg = SIG_ECDSA_P384_SHA384};
    xw_name issuing = nvidia_name("NVIDIA Attestation Service GPU Intermediate 004");
    r->intermediate = (xw_cert){.serial = 0x5fe7,
                                .issuer = nvidia_name("NVIDIA Attestation Service CA 001"),
                                .subject = issuing,
                                .not_before = r->at - YEAR,
                                .not_after = r->at + 3 * YEAR,
                                .key = "nras-intermediate",
                                .signer = "rogue-nras", /* its issuer's key is nowhere pinned */
                                .algorithm = es384};
    r->leaf = (xw_cert){.serial = 0x296f,
                        .issuer = issuing,
                        .subject = nvidia_name("NVIDIA Attestation Service GPU GH100"),
                        .not_before = r->at - DAY,
                        .not_after = r->at + DAY,
                        .key = "nras-leaf",
                        .signer = "nras-intermediate",
                        .algorithm = es384};
    xw_extend(&r->intermediate.extensions, xw_oid_basic_constraints, true,
              xw_value_ca(a, true, -1));
    xw_extend(&r->intermediate.extensions, xw_oid_key_usage, true,
              xw_value_key_usage(a, KEY_USAGE_CERT_SIGN | KEY_USAGE_CRL_SIGN));
    xw_extend(&r->leaf.extensions, xw_oid_key_usage, true,
              xw_value_key_usage(a, KEY_USAGE_DIGITAL_SIGNATURE));
}

void fnras_recipe_init(fnras_recipe *r, arena *a, unsigned version)
{
    *r = (fnras_recipe){.version = version,
                        .gpus = version == 1 ? 1 : 2,
                        .digest_name = "SHA-256",
                        .form = version == 1 ? FNRAS_EAT : FNRAS_BUNDLE,
                        .signer = "nras-leaf",
                        .entry = "nras-leaf",
                        .alg = SIG_ECDSA_P384_SHA384,
                        .at = FNRAS_DEFAULT_AT,
                        .issued = FNRAS_DEFAULT_AT - 60,
                        .ends = FNRAS_DEFAULT_AT - 60 + LIFETIME,
                        .first_ueid = 2107249};
    for (size_t i = 0; i < sizeof r->nonce; i++) {
        r->nonce[i] = (uint8_t)(0x93 + 29 * i);
    }
    fjwt_set(&r->objects[FNRAS_HEADER], "kid", KID);
    fjwt_set(&r->objects[FNRAS_HEADER], "alg", "\"ES384\"");
    fjwt_set(&r->objects[FNRAS_KEY], "kty", "\"EC\"");
    fjwt_set(&r->objects[FNRAS_KEY], "crv", "\"P-384\"");
    fjwt_set(&r->objects[FNRAS_KEY], "kid", KID);
    init_certificates(r, a);
}

void fnras_recipe_move(fnras_recipe *r, assay_time at)
{
    xw_cert *certs[] = {&r->leaf, &r->intermediate};
    for (size_t i = 0; i < ARRAY_LEN(certs); i++) {
        certs[i]->not_before += at - r->at;
        certs[i]->not_after += at - r->at;
    }
    r->issued += at - r->at;
    r->ends += at - r->at;
    r->at = at;
}

static void merge(fjwt_object *into, const fjwt_object *from)
{
    for (size_t i = 0; i < from->count; i++) {
        fjwt_set(into, from->items[i].name, from->items[i].value);
    }
}

/* What every token of an answer holds. */
static void set_shared(const fnras_recipe *r, arena *a, const char *id, fjwt_object *out)
{
    fjwt_set(out, "iss", "\"" FNRAS_ISSUER "\"");
    fjwt_set(out, "iat", arena_format(a, "%lld", (long long)r->issued));
    fjwt_set(out, "nbf", arena_format(a, "%lld", (long long)r->issued));
    fjwt_set(out, "exp", arena_format(a, "%lld", (long long)r->ends));
    fjwt_set(out, "jti", arena_format(a, "\"%s\"", id));
}

static const char *nonce_text(const fnras_recipe *r, arena *a)
{
    return arena_format(a, "\"%s\"", text_hex(a, bytes_of(r->nonce, sizeof r->nonce)));
}

static const char *encoded(arena *a, const fjwt_object *o)
{
    text t = text_new(a, DOCUMENT_MAX);
    fjwt_put_object(&t, o);
    const char *document = text_done(&t).ptr;
    return document != NULL ? base64url_encode(a, bytes_of_text(document)) : "";
}

typedef struct {
    const char *signer;
    sig_alg alg;
    bool flipped;
} signing;

static const char *make_token(arena *a, key_ring *ring, const fjwt_object *header,
                              const fjwt_object *claims, const signing *by)
{
    const char *head = encoded(a, header), *body = encoded(a, claims);
    const char *input = arena_format(a, "%s.%s", head, body);
    if (input == NULL) {
        return NULL;
    }
    assay_bytes made = key_ring_sign(ring, a, by->signer, by->alg, bytes_of_text(input));
    uint8_t *changed = made.len > 0 ? arena_alloc(a, made.len) : NULL;
    if (changed == NULL) {
        return NULL;
    }
    memcpy(changed, made.ptr, made.len);
    changed[made.len / 2] ^= by->flipped ? 0x10 : 0;
    return arena_format(a, "%s.%s", input, base64url_encode(a, bytes_of(changed, made.len)));
}

typedef struct {
    const fnras_recipe *recipe;
    arena *arena;
    key_ring *ring;
    const char *names[FNRAS_DEVICES_MAX], *tokens[FNRAS_DEVICES_MAX], *said[FNRAS_DEVICES_MAX];
    size_t count, sent; /* devices that the overall token names, and those that are sent */
} work;

static void device_claims(const work *w, size_t number, fjwt_object *out)
{
    const fnras_recipe *r = w->recipe;
    *out = (fjwt_object){.count = 0};
    set_shared(r, w->arena,
               arena_format(w->arena, "833480c9-6796-4fe4-b6ad-%012zu", r->first_ueid + number),
               out);
    if (r->error) {
        fjwt_set(out, "x-nvidia-error-details", ERROR);
    } else {
        fjwt_set(out, "eat_nonce", nonce_text(r, w->arena));
        fnras_device_claims(r, w->arena, number, out);
    }
    merge(out, &r->objects[FNRAS_EVERY]);
    if (number == 0) {
        merge(out, &r->objects[FNRAS_DEVICE]);
    }
}

static const char *device_token(const work *w, size_t number)
{
    const fnras_recipe *r = w->recipe;
    fjwt_object claims, header = r->objects[FNRAS_HEADER];
    bool first = number == 0;
    device_claims(w, number, &claims);
    if (first) {
        merge(&header, &r->objects[FNRAS_DEVICE_HEADER]);
    }
    signing by = {r->signer, r->alg, first && r->tamper == FNRAS_FLIPPED};
    by.signer = first && r->tamper == FNRAS_ROGUE ? "rogue-nras" : by.signer;
    by.signer = first && r->tamper == FNRAS_NEXT ? "nras-next" : by.signer;
    return make_token(w->arena, w->ring, &header, &claims, &by);
}

/* The same devices, asked with another nonce. */
static const char *foreign_token(const work *w)
{
    fnras_recipe *other = ARENA_NEW(w->arena, fnras_recipe);
    if (other == NULL) {
        return NULL;
    }
    *other = *w->recipe;
    other->nonce[0] ^= 1;
    work elsewhere = {.recipe = other, .arena = w->arena, .ring = w->ring};
    return device_token(&elsewhere, 0);
}

static const char *overall_token(const work *w, bool final);

static void make_devices(work *w)
{
    const fnras_recipe *r = w->recipe;
    w->count = w->sent = r->gpus + r->switches;
    for (size_t i = 0; i < w->count; i++) {
        bool gpu = i < r->gpus;
        w->names[i] =
            arena_format(w->arena, "%s-%zu", gpu ? "GPU" : "SWITCH", gpu ? i : i - r->gpus);
        w->tokens[i] = device_token(w, i);
    }
    if (r->tamper == FNRAS_REPEATED) {
        w->tokens[1] = w->tokens[0];
    } else if (r->tamper == FNRAS_FOREIGN) {
        w->tokens[0] = foreign_token(w);
    } else if (r->tamper == FNRAS_CPU) {
        w->names[0] = "CPU-0";
    } else if (r->tamper == FNRAS_OVERALL_AS_DEVICE) {
        w->tokens[0] = overall_token(w, false);
    }
    memcpy(w->said, w->names, sizeof w->said);
}

static const char *submods_of(const work *w)
{
    text t = text_new(w->arena, DOCUMENT_MAX);
    text_add_str(&t, "{");
    for (size_t i = 0; i < w->count; i++) {
        uint8_t digest[32] = {0};
        const char *token = w->tokens[i] != NULL ? w->tokens[i] : "";
        (void)!crypto_sha256(bytes_of_text(token), digest);
        text_addf(&t, "%s\"%s\":[\"DIGEST\",[\"%s\",\"%s\"]]", i > 0 ? "," : "", w->said[i],
                  w->recipe->digest_name, text_hex(w->arena, bytes_of(digest, sizeof digest)));
    }
    text_add_str(&t, "}");
    return text_done(&t).ptr;
}

static const char *overall_token(const work *w, bool final)
{
    const fnras_recipe *r = w->recipe;
    static const char *const versions[] = {"", "\"1.0\"", "\"2.0\"", "\"3.0\""};
    fjwt_object claims = {.count = 0};
    set_shared(r, w->arena, "b872dc4f-ec09-4819-a1c2-577ff6b2404c", &claims);
    fjwt_set(&claims, "eat_nonce", nonce_text(r, w->arena));
    fjwt_set(&claims, "x-nvidia-ver", versions[r->version]);
    if (r->version == 1) {
        fjwt_set(&claims, "sub", "\"NVIDIA-GPU-ATTESTATION\"");
        fnras_device_claims(r, w->arena, 0, &claims);
    } else {
        fjwt_set(&claims, "sub", "\"NVIDIA-PLATFORM-ATTESTATION\"");
        fjwt_set(&claims, "x-nvidia-overall-att-result", r->error ? "false" : "true");
        fjwt_set(&claims, "submods", final ? submods_of(w) : "{}");
    }
    merge(&claims, &r->objects[FNRAS_OVERALL]);
    return make_token(w->arena, w->ring, &r->objects[FNRAS_HEADER], &claims,
                      &(signing){r->signer, r->alg, r->flipped});
}

static void tamper_with_sent(work *w)
{
    const char *first = w->tokens[0];
    switch (w->recipe->tamper) {
    case FNRAS_OMITTED:
        w->sent--;
        break;
    case FNRAS_ADDED:
        w->names[w->sent] = arena_format(w->arena, "GPU-%zu", w->sent);
        w->tokens[w->sent] = device_token(w, w->sent);
        w->sent++;
        break;
    case FNRAS_SWAPPED:
        w->tokens[0] = w->tokens[1];
        w->tokens[1] = first;
        break;
    case FNRAS_RENAMED:
        w->names[w->sent - 1] = "GPU-99";
        break;
    default:
        break;
    }
}

static const char *bundle_of(const work *w, const char *overall)
{
    fnras_form form = w->recipe->form;
    bool pretty = form == FNRAS_PRETTY;
    text t = text_new(w->arena, DOCUMENT_MAX);
    text_addf(&t, pretty ? "[\n  [\n    \"JWT\",\n    \"%s\"\n  ],\n  {" : "[[\"JWT\",\"%s\"],{",
              overall);
    for (size_t i = 0; i < w->sent; i++) {
        text_addf(&t, pretty ? "%s\n    \"%s\": \"%s\"" : "%s\"%s\":\"%s\"", i > 0 ? "," : "",
                  w->names[form == FNRAS_DEVICE_TWICE ? 0 : i], w->tokens[i]);
    }
    text_add_str(&t, form == FNRAS_DEVICE_NUMBER ? ",\"GPU-7\":7" : "");
    text_add_str(&t, pretty ? "\n  }\n]" : form == FNRAS_THREE ? "},{}]" : "}]");
    return text_done(&t).ptr;
}

static const char *with_head(arena *a, const char *bundle, const char *head)
{
    char *out = arena_text(a, bytes_of_text(bundle));
    if (out != NULL) {
        memcpy(out + 3, head, 3);
    }
    return out;
}

static const char *answer_of(const work *w, const char *overall)
{
    arena *a = w->arena;
    const char *bundle = w->count > 0 ? bundle_of(w, overall) : NULL;
    switch (w->recipe->form) {
    case FNRAS_EAT:
        return arena_format(a, "{\"eat\":\"%s\"}", overall);
    case FNRAS_EAT_MORE:
        return arena_format(a, "{\"eat\":\"%s\",\"more\":[]}", overall);
    case FNRAS_COMPACT:
        return overall;
    case FNRAS_DEVICE_ALONE:
        return w->tokens[0];
    case FNRAS_WRAPPED:
        return arena_format(
            a, "[[\"JWT\",\"eyJhbGciOiJub25lIn0.e30.\"],{\"REMOTE_GPU_CLAIMS\":%s}]", bundle);
    case FNRAS_NO_ARRAY:
        return arena_format(a, "[[\"JWT\",\"%s\"]]", overall);
    case FNRAS_OTHER_HEAD:
        return with_head(a, bundle, "JWS");
    case FNRAS_TRAILING:
        return arena_format(a, "%s]", bundle);
    default:
        return bundle;
    }
}

static assay_bytes make_answer(const fnras_recipe *r, arena *a, key_ring *ring)
{
    work *w = ARENA_NEW(a, work);
    if (w == NULL) {
        return (assay_bytes){NULL, 0};
    }
    *w = (work){.recipe = r, .arena = a, .ring = ring};
    if (r->version > 1) {
        make_devices(w);
    }
    const char *overall = overall_token(w, true);
    tamper_with_sent(w);
    const char *answer = overall != NULL ? answer_of(w, overall) : NULL;
    return answer != NULL ? bytes_of_text(answer) : (assay_bytes){NULL, 0};
}

static const char *number_text(arena *a, assay_bytes n)
{
    const char *digits = base64url_encode(a, n);
    return digits != NULL ? arena_format(a, "\"%s\"", digits) : NULL;
}

static const char *chain_of(const fnras_recipe *r, arena *a, key_ring *ring, const xw_cert *leaf)
{
    assay_bytes first = xw_make_cert(a, ring, leaf),
                second = xw_make_cert(a, ring, &r->intermediate);
    const char *one = first.ptr != NULL ? base64_encode(a, first) : NULL;
    const char *two = second.ptr != NULL ? base64_encode(a, second) : NULL;
    return one != NULL && two != NULL ? arena_format(a, "[\"%s\",\"%s\"]", one, two) : NULL;
}

/* The signer's entry, and that of the key which comes next, as the service publishes them. */
static assay_bytes make_keys(const fnras_recipe *r, arena *a, key_ring *ring)
{
    public_key signer = key_ring_public(ring, r->entry), next = key_ring_public(ring, "nras-next");
    fjwt_object entry = r->objects[FNRAS_KEY], other = {.count = 0};
    xw_cert next_leaf = r->leaf;
    fjwt_object good = {.count = 0};
    fjwt_set(&good, "x", number_text(a, signer.a));
    fjwt_set(&good, "y", number_text(a, signer.b));
    if (!r->no_x5c) {
        fjwt_set(&good, "x5c", r->x5c != NULL ? r->x5c : chain_of(r, a, ring, &r->leaf));
    }
    merge(&good, &entry);
    next_leaf.key = "nras-next";
    next_leaf.serial++;
    fjwt_set(&other, "kty", "\"EC\"");
    fjwt_set(&other, "crv", "\"P-384\"");
    fjwt_set(&other, "kid", KID_NEXT);
    fjwt_set(&other, "x", number_text(a, next.a));
    fjwt_set(&other, "y", number_text(a, next.b));
    fjwt_set(&other, "x5c", chain_of(r, a, ring, &next_leaf));
    text t = text_new(a, DOCUMENT_MAX);
    text_add_str(&t, "{\"keys\":[");
    fjwt_put_object(&t, &good);
    text_add_str(&t, ",");
    fjwt_put_object(&t, &other);
    text_add_str(&t, "]}\n");
    return bytes_of_str(text_done(&t));
}

static assay_bytes make_pin(const fnras_recipe *r, arena *a, key_ring *ring)
{
    static const char *const keys[] = {[FNRAS_PINNED] = "nras-intermediate",
                                       [FNRAS_NO_PIN] = "nras-intermediate",
                                       [FNRAS_OTHER_PIN] = "rogue-nras",
                                       [FNRAS_LEAF_PIN] = "nras-leaf"};
    xw_cert pinned = r->intermediate;
    cert made;
    fault f = {0};
    uint8_t digest[32];
    pinned.key = keys[r->pin];
    assay_bytes der = xw_make_cert(a, ring, &pinned);
    if (der.ptr == NULL || !cert_parse(der, &made, &f) ||
        crypto_sha256(made.spki, digest) != ASSAY_OK) {
        return (assay_bytes){NULL, 0};
    }
    const char *hex = text_hex(a, bytes_of(digest, sizeof digest));
    return hex != NULL ? bytes_of_text(arena_format(a, "%s\n", hex)) : (assay_bytes){NULL, 0};
}

static assay_bytes make_crl(const fnras_recipe *r, arena *a, key_ring *ring)
{
    xw_crl crl = {.issuer = r->intermediate.subject,
                  .this_update = r->at - DAY,
                  .next_update = r->at + 30 * DAY,
                  .signer = r->intermediate.key,
                  .algorithm = r->intermediate.algorithm};
    xw_extend(&crl.extensions, xw_oid_crl_number, false, xw_value_uint(a, 1));
    crl.revoked[0].serial = r->leaf.serial;
    crl.revoked[0].date = r->at - DAY;
    crl.revoked_count = 1;
    return xw_make_crl(a, ring, &crl);
}

assay_status fnras_make(const fnras_recipe *r, arena *a, key_ring *ring, fnras_evidence *out)
{
    *out = (fnras_evidence){.answer = {NULL, 0}};
    if (!fnras_keys(ring)) {
        return ASSAY_E_MEMORY;
    }
    *out = (fnras_evidence){.answer = make_answer(r, a, ring),
                            .keys = make_keys(r, a, ring),
                            .issuer = xw_make_cert(a, ring, &r->intermediate),
                            .pin = make_pin(r, a, ring),
                            .crl = make_crl(r, a, ring)};
    bool all = out->answer.ptr != NULL && out->keys.ptr != NULL && out->pin.ptr != NULL &&
               out->issuer.ptr != NULL && out->crl.ptr != NULL;
    return all && a->state == ARENA_OK ? ASSAY_OK : ASSAY_E_MEMORY;
}
