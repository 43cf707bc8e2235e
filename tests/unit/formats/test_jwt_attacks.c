/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A corpus of tokens that verifiers get wrong, appraised under a profile of its own, which stands
 * in a registry of this test alone: its verdicts agree, and each attack is told by a finding of its
 * kind.
 */
#include "base/limits.h"
#include "base/text.h"
#include "formats/jwt/families.h"
#include "formats/jwt/jwks.h"
#include "trust/trust_test.h"

#include <assay/assay.h>

#define ISSUER "https://issuer.example"
#define FORMAT "jwt-attacks"

static const nonce_place nonces[] = {{"/eat_nonce", NONCE_BASE64URL}};
static const claim_schema schema[] = {
    {.pointer = "/iss",
     .type = ASSAY_CLAIM_TEXT,
     .chooser = CHOSEN_BY_MAKER,
     .identifies = true,
     .doc = "d",
     .reference = "r"},
    {.pointer = "/aud",
     .type = ASSAY_CLAIM_LIST,
     .single_is_list = true,
     .chooser = CHOSEN_BY_MAKER,
     .doc = "d",
     .reference = "r"},
    {.pointer = "/aud/*",
     .type = ASSAY_CLAIM_TEXT,
     .chooser = CHOSEN_BY_MAKER,
     .doc = "d",
     .reference = "r"},
    {.pointer = "/iat",
     .type = ASSAY_CLAIM_TIME,
     .chooser = CHOSEN_BY_MAKER,
     .doc = "d",
     .reference = "r"},
};

static void nothing(job *j, const jwt_token *t)
{
    (void)j;
    (void)t;
}

static const jwt_profile profile = {.issuer = ISSUER,
                                    .algs = JWT_ALG(RS256) | JWT_ALG(PS256) | JWT_ALG(ES256) |
                                            JWT_ALG(ES384),
                                    .keys = KEYS_PINNED_SET,
                                    .nonces = nonces,
                                    .nonce_count = ARRAY_LEN(nonces),
                                    .lifetime = 86400,
                                    .skew = 60,
                                    .audience = true,
                                    .schema = schema,
                                    .schema_count = ARRAY_LEN(schema),
                                    .default_tests = nothing,
                                    .evaluate = nothing};

static const void *parse(job *j, assay_bytes in)
{
    return jwt_parse(j, in, &profile);
}

static bool probe(assay_bytes in)
{
    return jws_mentions(in, ISSUER);
}

static const format attacked = {.id = FORMAT,
                                .title = "t",
                                .media_type = "application/eat+jwt",
                                .max_bytes = LIMIT_TOKEN_BYTES,
                                .probe = probe,
                                .parse = parse,
                                .describe = jwt_describe,
                                .authenticate = jwt_authenticate,
                                .default_tests = jwt_default_tests,
                                .evaluate = jwt_evaluate,
                                .carries = jwt_carries,
                                .signed_time = jwt_signed_time,
                                .schema = schema,
                                .schema_count = ARRAY_LEN(schema),
                                .findings = jwt_findings,
                                .finding_count = JWT_FINDINGS,
                                .family = ISSUER};

const format *const formats[] = {&attacked};
const size_t format_count = ARRAY_LEN(formats);
const container *const containers[] = {NULL};
const size_t container_count = 0;
const dissector *const dissectors[] = {NULL};
const size_t dissector_count = 0;
const trust_role *const format_roles[] = {&role_jwks, NULL};

const format *format_find(const char *id)
{
    return strcmp(id, FORMAT) == 0 ? &attacked : NULL;
}

const container *container_find(const char *id)
{
    (void)id;
    return NULL;
}

const dissector *dissector_find(const char *id)
{
    (void)id;
    return NULL;
}

/* What the corpus calls a reason, up to what it adds in words; and the findings that tell it. */
static const struct {
    const char *reason;
    const char *findings[3];
} reasons[] = {
    {"ALG_NOT_ALLOWED", {"jwt.alg"}},
    {"HEADER_INVALID", {"jwt.header", "jwt.header.extension"}},
    {"KEY_TYPE_MISMATCH", {"jwt.key"}},
    {"KEY_ALG_MISMATCH", {"jwt.key"}},
    {"KEY_EXPONENT", {"jwt.key"}},
    {"KEY_USE", {"jwt.key"}},
    {"CURVE_MISMATCH", {"jwt.key"}},
    {"UNTRUSTED_CHAIN_OR_KID_UNKNOWN", {"jwt.kid.unknown"}},
    {"KID_UNKNOWN_OR_LIMIT", {"jwt.kid.unknown", "jwt.header", "size.evidence"}},
    {"KID_UNKNOWN", {"jwt.kid.unknown", "jwt.header"}},
    {"KID_MISSING", {"jwt.kid.missing"}},
    {"SIGNATURE", {"jwt.signature"}},
    {"FORMAT", {"jwt.form"}},
    {"BASE64", {"jwt.form"}},
    {"JSON", {"jwt.payload", "jwt.header"}},
    {"LIMIT_DEPTH", {"jwt.payload"}},
    {"EXPIRED", {"jwt.expired"}},
    {"EXP", {"jwt.time.form"}},
    {"LIFETIME", {"jwt.lifetime"}},
    {"MAX_AGE", {"policy.rule"}},
    {"NOT_YET_VALID", {"jwt.not-yet-valid"}},
    {"IAT_FUTURE", {"jwt.issued-later"}},
    {"TIME_ORDER", {"jwt.lifetime"}},
    {"ISS", {"jwt.issuer"}},
    {"AUD", {"jwt.audience", "policy.rule"}},
    {"NONCE", {"nonce.mismatch"}},
    {"nested JWT", {"jwt.header.extension"}},
};

static bool failed_with(const assay_appraisal *a, const char *id)
{
    for (size_t i = 0; i < assay_findings_count(a); i++) {
        const assay_finding *f = assay_findings_at(a, i);
        if (f->severity == ASSAY_FAIL && strcmp(f->id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* The first row counts whose name begins the reason. */
static bool told(const assay_appraisal *a, const char *reason)
{
    for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
        if (strncmp(reason, reasons[i].reason, strlen(reasons[i].reason)) != 0) {
            continue;
        }
        bool found = false;
        for (size_t k = 0; k < ARRAY_LEN(reasons[i].findings); k++) {
            const char *id = reasons[i].findings[k];
            found = found || (id != NULL && failed_with(a, id));
        }
        return found;
    }
    return false;
}

typedef struct {
    place place;
    assay_trust *trust;
    assay_engine *engine;
} verifier;

/* The corpus's set without the second of two keys that share a kid. */
static const char *clear_keys(arena *a, const json *keys)
{
    text t = text_new(a, 1u << 16);
    bool seen = false;
    text_add_str(&t, "{\"keys\":[");
    for (const json *k = json_member(keys, "keys")->first; k != NULL; k = k->next) {
        bool twice = str_is(json_text(json_member(k, "kid")), "dup");
        if (!twice || !seen) {
            text_addf(&t, "%s", t.len > 9 ? "," : "");
            text_add(&t, k->raw);
        }
        seen = seen || twice;
    }
    text_add_str(&t, "]}");
    return text_done(&t).ptr;
}

static assay_status add_keys(verifier *v, const char *document)
{
    trust_addition item = {
        .role = "jwks", .issuer = ISSUER, .file = put_beside(&v->place, "keys", document)};
    text report = text_new(&v->place.arena, 1u << 16);
    assay_error_init(&v->place.err, sizeof v->place.err);
    return trust_add(v->place.store, &item, 1, format_roles, NOW, &report, &v->place.err);
}

static void verifier_open(verifier *v, const json *keys)
{
    v->place = place_new();
    arena *a = &v->place.arena;
    CHECK(add_keys(v, arena_text(a, keys->raw)) == ASSAY_E_CONFIG);
    CHECK(says(&v->place, "the kid and algorithm of another key"));
    CHECK(add_keys(v, clear_keys(a, keys)) == ASSAY_OK);
    assay_trust_options options = {.struct_size = sizeof options, .path = v->place.store};
    CHECK(trust_open(&options, format_roles, &v->trust, &v->place.err) == ASSAY_OK);
    assay_engine_options engine;
    assay_engine_options_init(&engine, sizeof engine);
    engine.trust = v->trust;
    CHECK(assay_engine_new(&v->engine, &engine, &v->place.err) == ASSAY_OK);
}

static void verifier_close(verifier *v)
{
    assay_engine_free(v->engine);
    trust_release(v->trust);
    place_free(&v->place);
}

static const char *option(arena *a, const json *options, const char *name)
{
    return arena_text(a, bytes_of_str(json_text(json_member(options, name))));
}

/* The caller's expectations, as a policy. */
static assay_policy *policy_of(arena *a, const json *options)
{
    const json *age = json_member(options, "max_age");
    const char *fresh = age == NULL
                            ? ""
                            : arena_format(a,
                                           ",{\"id\":\"age\",\"claim\":\"/iat\",\"max_age_s\":%s,"
                                           "\"skew_s\":60}",
                                           arena_text(a, age->raw));
    const char *document = arena_format(
        a,
        "{\"assay_policy\":1,\"id\":\"p\",\"version\":1,\"settings\":{\"known_nonces\":\"allow\"},"
        "\"accept\":[\"affirming\",\"warning\"],\"evidence\":{\"token\":{\"format\":[\"" FORMAT
        "\"],\"count\":1,\"rules\":[{\"id\":\"iss\",\"claim\":\"/iss\",\"eq\":\"%s\"},"
        "{\"id\":\"aud\",\"claim\":\"/aud\",\"contains\":\"%s\"}%s]}}}",
        option(a, options, "iss"), option(a, options, "aud"), fresh);
    assay_policy *p = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_bytes none = {NULL, 0};
    if (!CHECK(assay_policy_load(&p, bytes_of_text(document), none, NULL, NULL, &err) ==
               ASSAY_OK)) {
        fprintf(stderr, "  %s\n", err.message);
    }
    return p;
}

static assay_appraisal *appraise(verifier *v, arena *a, const json *c)
{
    assay_request *q = NULL;
    assay_appraisal *made = NULL;
    assay_bytes nonce = {NULL, 0};
    uint64_t now = 0;
    const json *options = json_member(c, "options");
    assay_str token = json_text(json_member(c, "token"));
    assay_policy *p = policy_of(a, options);
    CHECK(base64url_decode(a, bytes_of_text(option(a, options, "nonce")), &nonce));
    CHECK(json_uint(json_member(options, "now"), &now));
    CHECK(assay_request_new(&q, 8u << 20) == ASSAY_OK);
    CHECK(assay_request_policy(q, p) == ASSAY_OK);
    CHECK(assay_request_at(q, (assay_time)now, ASSAY_TIME_UNSET) == ASSAY_OK);
    CHECK(assay_request_nonce(q, nonce.ptr, nonce.len, NULL, NULL) == ASSAY_OK);
    CHECK(assay_request_evidence(q, "token", FORMAT, (const uint8_t *)token.ptr, token.len) ==
          ASSAY_OK);
    CHECK(assay_appraise(v->engine, q, &made, &v->place.err) >= ASSAY_OK);
    assay_request_free(q);
    assay_policy_release(p);
    return made;
}

typedef struct {
    unsigned compared, accepted, rejected;
} tally;

static void compare(verifier *v, const json *c, tally *t)
{
    arena a;
    arena_init(&a, NULL, 8u << 20);
    const char *id = option(&a, c, "id"), *reason = option(&a, c, "reason");
    bool wanted = str_is(json_text(json_member(c, "expect")), "accept");
    assay_appraisal *made = appraise(v, &a, c);
    assay_status status = assay_appraisal_status(made);
    t->compared++;
    t->accepted += status == ASSAY_OK;
    t->rejected += status == ASSAY_REJECTED;
    if (!CHECK(status == (wanted ? ASSAY_OK : ASSAY_REJECTED)) ||
        !CHECK(wanted || told(made, reason))) {
        fprintf(stderr, "  %s (%s) is %s\n", id, reason, assay_status_name(status));
    }
    assay_appraisal_free(made);
    arena_release(&a);
}

static const char *dir;

static void the_corpus_agrees(void)
{
    char path[4096];
    arena a;
    fault f = {0};
    verifier v = {.engine = NULL};
    tally t = {0};
    arena_init(&a, NULL, 64u << 20);
    snprintf(path, sizeof path, "%s/jwt/attacks/attacks.json", dir);
    assay_bytes in = read_file(path);
    const json *root = json_parse(&a, in, &f), *cases = json_member(root, "cases");
    if (CHECK(cases != NULL && cases->count > 80)) {
        verifier_open(&v, json_member(root, "jwks"));
        for (const json *c = cases->first; c != NULL; c = c->next) {
            compare(&v, c, &t);
        }
        verifier_close(&v);
    }
    printf("%u compared, %u accepted, %u rejected\n", t.compared, t.accepted, t.rejected);
    CHECK(t.accepted >= 7 && t.rejected >= 78);
    free((void *)(uintptr_t)in.ptr);
    arena_release(&a);
}

int main(void)
{
    dir = vectors_dir();
    if (dir == NULL) {
        return SKIPPED;
    }
    RUN(the_corpus_agrees);
    return DONE();
}
