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

/* RFC 7519 5.1: the name of the type is compared without regard to case. */
static bool is_jwt(assay_str typ)
{
    return typ.ptr == NULL || (typ.len == 3 && (typ.ptr[0] | 0x20) == 'j' &&
                               (typ.ptr[1] | 0x20) == 'w' && (typ.ptr[2] | 0x20) == 't');
}

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
        finding_says(no, "JWT", text_printable(j->arena, bytes_of_str(out->typ)));
    }
    jwt_token_check(j, t, F_JWT_KEY_HINT, !out->names_keys, NULL);
    return true;
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

bool jwt_read(job *j, assay_bytes in, const jwt_profile *p, const char *place, size_t at,
              jwt_token *out)
{
    *out = (jwt_token){.profile = p, .place = place, .at = at};
    out->established = ARENA_NEW(j->arena, jwt_established);
    if (out->established == NULL || place == NULL || !read_parts(j, in, out)) {
        return false;
    }
    out->claims = read_claims(j, out);
    return out->claims != NULL;
}

const void *jwt_parse(job *j, assay_bytes in, const jwt_profile *p)
{
    jwt_token *t = ARENA_NEW(j->arena, jwt_token);
    return t != NULL && jwt_read(j, in, p, "", 0, t) ? t : NULL;
}

/* RFC 7519 4.1.4 to 4.1.6: seconds since 1970. What is no whole number stays as it is. */
static void present_times(claim *root)
{
    static const char *const names[] = {"exp", "iat", "nbf"};
    for (claim *c = root != NULL ? root->first : NULL; c != NULL; c = c->next) {
        bool time = false;
        for (size_t i = 0; i < ARRAY_LEN(names); i++) {
            time = time || str_is(c->name, names[i]);
        }
        if (time && c->type == ASSAY_CLAIM_UINT && c->value.uint <= INT64_MAX) {
            c->value.time = (assay_time)c->value.uint;
            c->type = ASSAY_CLAIM_TIME;
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
    present_times(at);
    describe_header(j, t, at);
}

void jwt_describe(job *j, const void *doc)
{
    jwt_describe_one(j, doc, j->claims);
}
