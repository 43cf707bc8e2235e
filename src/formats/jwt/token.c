/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 3: from the text of a token to its claims, which are JSON already. */
#include "formats/jwt/token.h"
#include "base/limits.h"
#include "base/text.h"
#include "claims/claim_json.h"

const finding_def jwt_findings[JWT_FINDINGS] = {
#define FINDING(name, ...) [name] = FINDING_ROW(__VA_ARGS__),
#include "formats/jwt/findings.def"
#undef FINDING
};

finding *jwt_check(job *j, int def, bool holds, const char *pointer)
{
    finding *no = check(j->findings, &jwt_findings[def], holds);
    finding_at(no, pointer, 0, 0);
    return no;
}

finding *jwt_token_check(job *j, const jwt_token *t, int def, bool holds, const char *pointer)
{
    finding *no = check(j->findings, &jwt_findings[def], holds);
    if (no != NULL && pointer != NULL) {
        bool alone = t->place[0] == '\0';
        pointer = alone ? pointer : arena_format(j->arena, "%s%s", t->place, pointer);
    }
    finding_at(no, pointer, t->at, 0);
    return no;
}

void jwt_says(job *j, finding *no, const char *expected, const json *found)
{
    if (no != NULL) {
        finding_says(no, expected, found != NULL ? text_excerpt(j->arena, found->raw) : "nothing");
    }
}

/* RFC 7519 5.1: the name of the type is compared without regard to case. */
static bool is_jwt(assay_str typ)
{
    return typ.ptr == NULL || (typ.len == 3 && (typ.ptr[0] | 0x20) == 'j' &&
                               (typ.ptr[1] | 0x20) == 'w' && (typ.ptr[2] | 0x20) == 't');
}

/* The form of the token and of its header. */
static bool read_parts(job *j, assay_bytes in, jwt_token *t)
{
    jws *out = &t->jws;
    static const struct {
        jws_defect defect;
        int finding;
    } defects[] = {
        {JWS_MALFORMED, F_JWT_FORM}, {JWS_HEADER, F_JWT_HEADER}, {JWS_EXTENSION, F_JWT_EXTENSION}};
    fault f = {0};
    jws_defect seen = jws_parse(j->arena, in, out, &f);
    f.at += t->at;
    for (size_t i = 0; i < ARRAY_LEN(defects); i++) {
        bool holds = seen != defects[i].defect;
        finding_fault(j->findings, jwt_token_check(j, t, defects[i].finding, holds, NULL), &f);
        if (!holds) {
            return false;
        }
    }
    finding *no = jwt_token_check(j, t, F_JWT_TYPE, is_jwt(out->typ), NULL);
    if (no != NULL) {
        finding_says(no, "JWT", text_excerpt(j->arena, bytes_of_str(out->typ)));
    }
    return true;
}

/* A jku that says where the store's keys are from is no hint of anything else. */
static void check_hints(job *j, const jwt_token *t)
{
    static const char *const others[] = {"x5u", "jwk"};
    const json *jku = json_member(t->jws.header, "jku");
    const jwt_profile *p = t->profile;
    bool plain = !t->jws.names_keys;
    if (jku != NULL && t->scope != NULL) {
        const char *expected = jwt_keys_url(j->arena, p, t->scope);
        plain = expected != NULL && str_is(json_text(jku), expected);
        for (size_t i = 0; i < ARRAY_LEN(others); i++) {
            plain = plain && json_member(t->jws.header, others[i]) == NULL;
        }
    }
    jwt_token_check(j, t, F_JWT_KEY_HINT, plain, NULL);
}

static const json *read_claims(job *j, const jwt_token *t)
{
    fault f = {0};
    const json *claims = json_parse(j->arena, t->jws.payload, &f);
    f.at = t->at + jws_payload_offset(&t->jws, f.at);
    bool object = json_is(claims, JSON_OBJECT);
    finding *no = jwt_token_check(j, t, F_JWT_PAYLOAD, object, NULL);
    finding_fault(j->findings, no, &f);
    return object ? claims : NULL;
}

static const char *scope_of(arena *a, const jwt_profile *p, const json *claims)
{
    const json *member = json_member(claims, "iss");
    assay_str iss = json_text(member);
    if (member != NULL && iss.ptr == NULL) {
        return NULL;
    }
    if (p->scope != NULL) {
        return p->scope(a, iss);
    }
    return str_is(iss, p->issuer) ? p->issuer : NULL;
}

bool jwt_read(job *j, assay_bytes in, const jwt_profile *p, const char *place, size_t at,
              jwt_token *out)
{
    *out = (jwt_token){.profile = p, .place = place, .at = at};
    out->established = ARENA_NEW(j->arena, jwt_established);
    if (out->established == NULL || place == NULL || !read_parts(j, in, out)) {
        return false;
    }
    out->claims = read_claims(j, out);
    if (out->claims == NULL) {
        return false;
    }
    out->scope = scope_of(j->arena, p, out->claims);
    check_hints(j, out);
    return true;
}

const void *jwt_parse(job *j, assay_bytes in, const jwt_profile *p)
{
    jwt_token *t = ARENA_NEW(j->arena, jwt_token);
    return t != NULL && jwt_read(j, in, p, "", 0, t) ? t : NULL;
}

static claim *member_of(claim *parent, const char *name)
{
    claim *c = parent != NULL ? parent->first : NULL;
    while (c != NULL && !str_is(c->name, name)) {
        c = c->next;
    }
    return c;
}

/* RFC 7519 4.1.4 to 4.1.6: seconds since 1970. What is none of the family's times stays as it is.
 */
static void present_times(const jwt_token *t, claim *at)
{
    static const char *const names[] = {"exp", "iat", "nbf"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        claim *c = member_of(at, names[i]);
        assay_time time = c != NULL ? jwt_time(t, json_member(t->claims, names[i])) : -1;
        if (c != NULL && time >= 0) {
            c->value.time = time;
            c->type = ASSAY_CLAIM_TIME;
        }
    }
}

claim *jwt_claim(claim *root, const char *pointer)
{
    claim *c = root;
    while (c != NULL && *pointer == '/') {
        size_t len = strcspn(pointer + 1, "/");
        claim *m = c->first;
        while (m != NULL &&
               !bytes_equal(bytes_of_str(m->name), bytes_of((const uint8_t *)pointer + 1, len))) {
            m = m->next;
        }
        c = m;
        pointer += 1 + len;
    }
    return c;
}

/* What the family's schema has as bytes is hex text in the token; other text stays as it is. */
static void present_bytes(job *j, const jwt_token *t)
{
    for (size_t i = 0; i < t->profile->schema_count; i++) {
        const claim_schema *row = &t->profile->schema[i];
        claim *c = row->type == ASSAY_CLAIM_BYTES ? jwt_claim(j->claims, row->pointer) : NULL;
        assay_bytes value;
        if (c != NULL && c->type == ASSAY_CLAIM_TEXT &&
            hex_decode(j->arena, bytes_of_str(c->value.text), &value)) {
            c->value.bytes = value;
            c->type = ASSAY_CLAIM_BYTES;
        }
    }
}

static assay_str kept(job *j, assay_str in)
{
    const char *copy = arena_text(j->arena, bytes_of_str(in));
    return (assay_str){copy, copy != NULL ? in.len : 0};
}

/* The header, beside the claims; no issuer has a claim of that name. */
static void describe_header(job *j, const jwt_token *t, claim *at)
{
    if (json_member(t->claims, "jose") != NULL) {
        return;
    }
    claim *map = claim_map(j->arena, at, "jose");
    claim_text(j->arena, map, "alg", kept(j, t->jws.alg_name));
    if (t->jws.kid.ptr != NULL) {
        claim_text(j->arena, map, "kid", kept(j, t->jws.kid));
    }
    bool carried = t->jws.x5c != NULL && (t->profile->keys & KEYS_X5C) != 0;
    claim_cstr(j->arena, map, "keys", carried ? "x5c" : "jwks");
}

void jwt_describe_one(job *j, const jwt_token *t, claim *at)
{
    bool all = claim_add_json(j->arena, at, t->claims, LIMIT_TOKEN_CLAIMS);
    finding *no = jwt_token_check(j, t, F_JWT_CLAIMS, all, NULL);
    if (no != NULL) {
        finding_says(no, arena_format(j->arena, "at most %d", LIMIT_TOKEN_CLAIMS), NULL);
    }
    present_times(t, at);
    describe_header(j, t, at);
}

void jwt_describe(job *j, const void *doc)
{
    const jwt_token *t = doc;
    jwt_describe_one(j, t, j->claims);
    present_bytes(j, t);
    if (t->profile->present != NULL) {
        t->profile->present(j);
    }
}
