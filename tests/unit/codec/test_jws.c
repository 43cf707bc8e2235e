/* SPDX-License-Identifier: Apache-2.0 */
/* Compact JWS: what is read from a sound one, and each way of not being one. */
#include "check.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/jws.h"

typedef struct {
    arena arena;
    fault fault;
    jws jws;
    jws_defect defect;
} parsed;

static parsed parse(const char *token)
{
    parsed p = {.fault = {0}};
    arena_init(&p.arena, NULL, 1u << 20);
    p.defect = jws_parse(&p.arena, bytes_of_text(token), &p.jws, &p.fault);
    CHECK((p.defect == JWS_SOUND) == (p.fault.what == NULL));

    return p;
}

/* header.e30.AAAA */
static parsed parse_header(const char *header)
{
    arena a;
    arena_init(&a, NULL, 1u << 20);
    const char *token =
        arena_format(&a, "%s.e30.AAAA", base64url_encode(&a, bytes_of_text(header)));
    static char kept[1u << 17];
    snprintf(kept, sizeof kept, "%s", token != NULL ? token : "");
    arena_release(&a);
    return parse(kept);
}

static void sound_tokens_are_read(void)
{
    parsed p = parse_header(
        "{\"typ\":\"JWT\",\"alg\":\"ES384\",\"kid\":\"a/b+c=\",\"x5c\":[\"AA==\",\"BB\"]}");
    CHECK(p.defect == JWS_SOUND && p.jws.alg == JWS_ES384);
    CHECK(str_is(p.jws.alg_name, "ES384") && str_is(p.jws.kid, "a/b+c="));
    CHECK(str_is(p.jws.typ, "JWT") && p.jws.x5c != NULL && p.jws.x5c->count == 2);
    CHECK(bytes_equal(p.jws.payload, bytes_of_text("{}")));
    CHECK(p.jws.signature.len == 3 && !p.jws.names_keys);
    CHECK(p.jws.signing_input.len == p.jws.payload_at + 3);
    CHECK(p.jws.signing_input.ptr[p.jws.signing_input.len] == '.');
    arena_release(&p.arena);
    p = parse_header(" { \"alg\" : \"RS256\" } ");
    CHECK(p.defect == JWS_SOUND && p.jws.kid.ptr == NULL && p.jws.typ.ptr == NULL);
    arena_release(&p.arena);
    p = parse("eyJhbGciOiJSUzI1NiJ9..");
    CHECK(p.defect == JWS_SOUND && p.jws.payload.len == 0 && p.jws.signature.len == 0);
    arena_release(&p.arena);
}

static void names_of_algorithms_are_exact(void)
{
    static const char *const none[] = {"none",  "None",  "NONE",  "nOnE",  "",
                                       "HS256", "HS384", "HS512", "rs256", "RS256 ",
                                       "ES512", "EdDSA", "RS1"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        CHECK(jws_alg_find(str_of(none[i])) == JWS_ALG_NONE);
    }
    for (jws_alg alg = JWS_RS256; alg <= JWS_ES384; alg++) {
        CHECK(jws_alg_find(str_of(jws_alg_name(alg))) == alg);
    }
    CHECK(jws_alg_find((assay_str){NULL, 0}) == JWS_ALG_NONE);
    CHECK_TEXT(jws_alg_name(JWS_ALG_NONE), "none");
}

static void other_forms_are_refused(void)
{
    static const char *const tokens[] = {"",
                                         ".",
                                         "..",
                                         "e30",
                                         "e30.e30",
                                         "eyJhbGciOiJSUzI1NiJ9.e30",
                                         "eyJhbGciOiJSUzI1NiJ9.e30.AAAA.AAAA",
                                         "eyJhbGciOiJSUzI1NiJ9.e30.AAAA.",
                                         "eyJhbGciOiJSUzI1NiJ9.e30=.AAAA",
                                         "eyJhbGciOiJSUzI1NiJ9.e30.AAA+",
                                         "eyJhbGciOiJSUzI1NiJ9.e30.AAA/",
                                         "eyJhbGciOiJSUzI1NiJ9.e30.AAAA\n",
                                         " eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
                                         "eyJhbGciOiJSUzI1NiJ9.e31.AAAA",
                                         "eyJhbGciOiJSUzI1NiJ9.e30.A",
                                         "eyJhbGciOiJSUzI1NiJ9.e30.AB",
                                         "{\"payload\":\"e30\",\"signatures\":[]}"};
    for (size_t i = 0; i < ARRAY_LEN(tokens); i++) {
        parsed p = parse(tokens[i]);
        bool empty_header = strcmp(tokens[i], "..") == 0;
        CHECK(p.defect == (empty_header ? JWS_HEADER : JWS_MALFORMED));
        arena_release(&p.arena);
    }
}

static void headers_of_other_forms_are_refused(void)
{
    static const struct {
        const char *header, *what;
    } cases[] = {
        {"[]", "header"},
        {"\"alg\"", "header"},
        {"{\"alg\":\"RS256\"", "header"},
        {"{\"alg\":\"RS256\"}x", "header"},
        {"{\"alg\":\"RS256\",\"alg\":\"RS256\"}", "header"},
        {"{\"alg\":\"RS256\",\"\\u0061lg\":\"none\"}", "header"},
        {"{}", "header.alg"},
        {"{\"ALG\":\"RS256\"}", "header.alg"},
        {"{\"alg\":1}", "header.alg"},
        {"{\"alg\":null}", "header.alg"},
        {"{\"alg\":\"RS256\",\"kid\":7}", "header.kid"},
        {"{\"alg\":\"RS256\",\"kid\":\"a\\u0000b\"}", "header"},
        {"{\"alg\":\"RS256\",\"typ\":[]}", "header.typ"},
        {"{\"alg\":\"RS256\",\"x5c\":\"AA==\"}", "header.x5c"},
        {"{\"alg\":\"RS256\",\"x5c\":[]}", "header.x5c"},
        {"{\"alg\":\"RS256\",\"x5c\":[1]}", "header.x5c"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        parsed p = parse_header(cases[i].header);
        CHECK(p.defect == JWS_HEADER);
        CHECK_TEXT(p.fault.what, cases[i].what);
        arena_release(&p.arena);
    }
}

static void extensions_are_refused(void)
{
    static const struct {
        const char *header, *what;
    } cases[] = {
        {"{\"alg\":\"RS256\",\"crit\":[\"exp\"],\"exp\":1}", "header.crit"},
        {"{\"alg\":\"RS256\",\"crit\":[]}", "header.crit"},
        {"{\"alg\":\"RS256\",\"crit\":\"b64\"}", "header.crit"},
        {"{\"alg\":\"RS256\",\"b64\":false}", "header.b64"},
        {"{\"alg\":\"RS256\",\"b64\":true}", "header.b64"},
        {"{\"alg\":\"RS256\",\"zip\":\"DEF\"}", "header.zip"},
        {"{\"alg\":\"RS256\",\"cty\":\"JWT\"}", "header.cty"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        parsed p = parse_header(cases[i].header);
        CHECK(p.defect == JWS_EXTENSION);
        CHECK_TEXT(p.fault.what, cases[i].what);
        arena_release(&p.arena);
    }
}

static void keys_that_the_header_names_are_only_noted(void)
{
    static const char *const headers[] = {"{\"alg\":\"RS256\",\"jku\":\"https://evil.example\"}",
                                          "{\"alg\":\"RS256\",\"x5u\":\"https://evil.example\"}",
                                          "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"oct\"}}"};
    for (size_t i = 0; i < ARRAY_LEN(headers); i++) {
        parsed p = parse_header(headers[i]);
        CHECK(p.defect == JWS_SOUND && p.jws.names_keys);
        arena_release(&p.arena);
    }
}

static void sizes_are_bounded(void)
{
    static char token[LIMIT_TOKEN_BYTES + 64];
    size_t len = (size_t)snprintf(token, sizeof token, "eyJhbGciOiJSUzI1NiJ9.e30.");
    memset(token + len, 'A', sizeof token - len);
    token[LIMIT_TOKEN_BYTES] = '\0'; /* 65511 characters of signature: a multiple of 4 but for 3 */
    parsed p = parse(token);
    CHECK(p.defect == JWS_SOUND);
    arena_release(&p.arena);
    token[LIMIT_TOKEN_BYTES] = 'A';
    token[LIMIT_TOKEN_BYTES + 1] = '\0';
    p = parse(token);
    CHECK(p.defect == JWS_MALFORMED);
    CHECK_TEXT(p.fault.why, "too long");
    arena_release(&p.arena);

    static char header[LIMIT_TOKEN_HEADER + 64];
    for (size_t more = 0; more < 2; more++) {
        size_t n = LIMIT_TOKEN_HEADER + more - strlen("{\"alg\":\"RS256\",\"a\":\"\"}");
        snprintf(header, sizeof header, "{\"alg\":\"RS256\",\"a\":\"%0*d\"}", (int)n, 0);
        p = parse_header(header);
        CHECK(p.defect == (more == 0 ? JWS_SOUND : JWS_HEADER));
        arena_release(&p.arena);
        n = LIMIT_TOKEN_KID + more;
        snprintf(header, sizeof header, "{\"alg\":\"RS256\",\"kid\":\"%0*d\"}", (int)n, 0);
        p = parse_header(header);
        CHECK(p.defect == (more == 0 ? JWS_SOUND : JWS_HEADER));
        arena_release(&p.arena);
    }
}

static void faults_point_into_the_token(void)
{
    parsed p = parse("eyJhbGciOiJSUzI1NiJ9.e30.AA=");
    CHECK_TEXT(p.fault.what, "signature");
    CHECK_UINT(p.fault.at, 25);
    arena_release(&p.arena);
    p = parse_header("{\"alg\":\"RS256\",\"kid\":7}");
    CHECK_UINT(p.fault.at, 21 / 3 * 4); /* the 7 is byte 21 of the header */
    arena_release(&p.arena);
    p = parse("eyJhbGciOiJSUzI1NiJ9.e30.AAAA");
    CHECK_UINT(jws_payload_offset(&p.jws, 0), 21);
    CHECK_UINT(jws_payload_offset(&p.jws, 4), 21 + 4 + 1);
    arena_release(&p.arena);
}

static void mentions_are_found_wherever_they_stand(void)
{
    static const char wanted[] = "\"https://issuer.example\"";
    arena a;
    arena_init(&a, NULL, 1u << 20);
    for (int spaces = 0; spaces < 9; spaces++) {
        const char *payload = arena_format(&a, "{\"iss\":%*s%s,\"n\":1}", spaces, "", wanted);
        const char *other =
            arena_format(&a, "{\"iss\":%*s\"https://issuer.exanple\",\"n\":1}", spaces, "");
        const char *token = arena_format(&a, "eyJhbGciOiJSUzI1NiJ9.%s.AAAA",
                                         base64url_encode(&a, bytes_of_text(payload)));
        CHECK(jws_mentions(bytes_of_text(token), wanted));
        token = arena_format(&a, "eyJhbGciOiJSUzI1NiJ9.%s.AAAA",
                             base64url_encode(&a, bytes_of_text(other)));
        CHECK(!jws_mentions(bytes_of_text(token), wanted));
    }
    CHECK(!jws_mentions(bytes_of(NULL, 0), wanted));
    CHECK(!jws_mentions(bytes_of_text("no token"), wanted));
    CHECK(!jws_mentions(bytes_of_text("eyJhbGciOiJSUzI1NiJ9.e30.AAAA\n"), "{}"));
    CHECK(!jws_mentions(bytes_of_text("eyJhbGciOiJSUzI1NiJ9.e30.AAA="), "{}"));
    CHECK(!jws_mentions(bytes_of_text("eyJhbGciOiJSUzI1NiJ9.e30.AAAA.AAAA"), "{}"));
    CHECK(jws_mentions(bytes_of_text("eyJhbGciOiJSUzI1NiJ9.e30.AAAA"), "{}"));
    CHECK(!jws_mentions(bytes_of_text("eyJhbGciOiJSUzI1NiJ9.e30.AAAA"), "RS256"));
    CHECK(jws_header_mentions(bytes_of_text("eyJhbGciOiJSUzI1NiJ9.e30.AAAA"), "RS256"));
    CHECK(!jws_header_mentions(bytes_of_text("eyJhbGciOiJSUzI1NiJ9.e30.AAA="), "RS256"));
    CHECK(!jws_header_mentions(bytes_of_text("eyJhbGciOiJSUzI1NiJ9.e30.AAAA"), "{}"));
    arena_release(&a);
}

static void want_of_memory_is_no_defect_of_the_token(void)
{
    for (size_t budget = 64; budget < 4096; budget += 512) {
        arena a;
        jws out;
        fault f = {0};
        arena_init(&a, NULL, budget);
        jws_defect d = jws_parse(&a, bytes_of_text("eyJhbGciOiJSUzI1NiJ9.e30.AAAA"), &out, &f);
        CHECK((d == JWS_SOUND) == (a.state == ARENA_OK));
        arena_release(&a);
    }
}

int main(void)
{
    RUN(sound_tokens_are_read);
    RUN(names_of_algorithms_are_exact);
    RUN(other_forms_are_refused);
    RUN(headers_of_other_forms_are_refused);
    RUN(extensions_are_refused);
    RUN(keys_that_the_header_names_are_only_noted);
    RUN(sizes_are_bounded);
    RUN(faults_point_into_the_token);
    RUN(mentions_are_found_wherever_they_stand);
    RUN(want_of_memory_is_no_defect_of_the_token);
    return DONE();
}
