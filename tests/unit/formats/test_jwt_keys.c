/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of token issuers: reading them, adding them to a store, and which set counts when. */
#include "forge/jwt_rows.h"
#include "formats/jwt/jwt.h"
#include "formats/jwt/token.h"
#include "trust/trust_test.h"

#define ISSUER "https://issuer.example"
#define DAY 86400

static const char n2048[] = "oXx5rKdo3qdKrKo7o5zyV2IQC5p_"
                            "tKZmOypYuZyyMzQrG1FG22NAxVgNenPb9KlIcXy81w2qfZdhEKXXXlWmQHCf36638V98"
                            "1H4LcBrnRkaK3eQXkX5ojCmREnK2VB7HhBBQg3p0xNzFRclq4s5OcarPWHturxS7kChHwV"
                            "7Rh9Dhez0vt43sB5YObxmmIUiB"
                            "5Y373lrgn7uQOtgM6qbJXwThoN5hx5JXQS5OZyiRyGn4PEx460-x5s_q5-"
                            "ljWuikgsSUSmZwAnf0uXSE-SwrSIaApSVZ2ZhM"
                            "JA06Md5Io0XYwLUN7itQz6P-BArtfxiCAIrJpZumCY1fXB04kFjaEw";
#define XY256                                                                                      \
    "\"x\":\"04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY\","                                       \
    "\"y\":\"UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw\""

typedef struct {
    arena arena;
    jwk key;
    const char *refused;
} read_key;

static read_key read_one(const char *document)
{
    read_key r;
    fault f = {0};
    arena_init(&r.arena, NULL, 1u << 20);
    const json *node = json_parse(&r.arena, bytes_of_text(document), &f);
    CHECK(node != NULL);
    r.refused = jwk_read(&r.arena, node, &r.key);
    return r;
}

static const char *rsa(arena *a, const char *rest)
{
    return arena_format(a, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AQAB\"%s}", n2048, rest);
}

static void keys_are_read(void)
{
    arena a;
    arena_init(&a, NULL, 1u << 20);
    read_key r = read_one(
        rsa(&a, ",\"kid\":\"k\",\"alg\":\"PS384\",\"use\":\"sig\",\"key_ops\":[\"verify\"]"));
    CHECK(r.refused == NULL && r.key.unusable == NULL && r.key.key.type == KEY_RSA);
    CHECK(r.key.key.a.len == 256 && r.key.key.b.len == 3 && str_is(r.key.kid, "k"));
    arena_release(&r.arena);
    r = read_one("{\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 "}");
    CHECK(r.refused == NULL && r.key.unusable == NULL && r.key.key.type == KEY_EC_P256);
    CHECK(r.key.kid.ptr == NULL && r.key.alg.ptr == NULL);
    arena_release(&r.arena);
    /* A leading zero byte of the modulus is no part of the number. */
    const char *zero = arena_format(&a, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AAEAAQ\"}", n2048);
    r = read_one(zero);
    CHECK(r.refused == NULL && r.key.unusable == NULL && r.key.key.b.len == 3);
    arena_release(&r.arena);
    arena_release(&a);
}

static void what_is_no_public_key_is_refused(void)
{
    static const char *const documents[] = {
        "[]",
        "7",
        "{}",
        "{\"kty\":7}",
        "{\"kty\":\"RSA\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"n\":\"A\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQ==\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"}",
        "{\"kty\":\"EC\"}",
        "{\"kty\":\"EC\",\"crv\":7}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 ",\"d\":\"AA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 ",\"kid\":7}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 ",\"alg\":7}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 ",\"use\":7}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 ",\"key_ops\":\"verify\"}",
    };
    for (size_t i = 0; i < ARRAY_LEN(documents); i++) {
        read_key r = read_one(documents[i]);
        CHECK(r.refused != NULL);
        arena_release(&r.arena);
    }
}

static void keys_that_verify_nothing_say_why(void)
{
    static const struct {
        const char *members, *why;
    } cases[] = {
        {"\"kty\":\"oct\",\"k\":\"AA\"", "a shared secret"},
        {"\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"", "a key of a type that is not used"},
        {"\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AA\",\"y\":\"AA\"",
         "a key on a curve that is not used"},
        {"\"kty\":\"EC\",\"crv\":\"P-384\"," XY256,
         "a key whose coordinates are not as wide as the curve"},
        {"\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 ",\"use\":\"enc\"",
         "a key that is not for signatures"},
        {"\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 ",\"key_ops\":[\"sign\"]",
         "a key that is not for verifying"},
        {"\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 ",\"key_ops\":[]",
         "a key that is not for verifying"},
        {"\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 ",\"alg\":\"ES224\"",
         "a key for an algorithm that is not used"},
        {"\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 ",\"alg\":\"ES384\"",
         "a key of another kind than its algorithm's"},
        {"\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 ",\"alg\":\"RS256\"",
         "a key of another kind than its algorithm's"},
        {"\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"", "an RSA key below 2048 bits"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        arena a;
        arena_init(&a, NULL, 1u << 16);
        read_key r = read_one(arena_format(&a, "{%s}", cases[i].members));
        CHECK(r.refused == NULL);
        CHECK_TEXT(r.key.unusable, cases[i].why);
        arena_release(&r.arena);
        arena_release(&a);
    }
}

static void weak_rsa_keys_say_why(void)
{
    arena a;
    arena_init(&a, NULL, 1u << 20);
    read_key r = read_one(arena_format(&a, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"Aw\"}", n2048));
    CHECK_TEXT(r.key.unusable, "an RSA key whose exponent is below 65537");
    arena_release(&r.arena);
    r = read_one(arena_format(&a, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AQAA\"}", n2048));
    CHECK_TEXT(r.key.unusable, "an RSA key whose exponent is below 65537");
    arena_release(&r.arena);
    r = read_one(arena_format(&a, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AQAC\"}", n2048));
    CHECK_TEXT(r.key.unusable, "an RSA key of a size or exponent that is not used");
    arena_release(&r.arena);
    r = read_one(arena_format(&a, "{\"kty\":\"RSA\",\"n\":\"%s%s%s%s\",\"e\":\"AQAB\"}", n2048,
                              n2048, n2048, "AAAA"));
    CHECK_TEXT(r.key.unusable, "an RSA key of a size or exponent that is not used");
    arena_release(&r.arena);
    arena_release(&a);
}

static const char *set_refused(const char *keys)
{
    arena a;
    jwk_set set;
    fault f = {0};
    const json *where = NULL;
    arena_init(&a, NULL, 8u << 20);
    const json *root = json_parse(&a, bytes_of_text(keys), &f);
    CHECK(root != NULL);
    const char *refused = jwk_set_read(&a, root, false, &set, &where);
    CHECK(refused == NULL || where != NULL);
    arena_release(&a);
    return refused;
}

#define EC(rest) "{\"kty\":\"EC\",\"crv\":\"P-256\"," XY256 rest "}"

static void sets_must_select_one_key(void)
{
    CHECK(set_refused("{\"keys\":[" EC(",\"kid\":\"a\"") "," EC(",\"kid\":\"b\"") "]}") == NULL);
    CHECK(set_refused("{\"keys\":[" EC("") "," EC("") "]}") == NULL);
    CHECK(set_refused("{\"keys\":[" EC(",\"kid\":\"a\",\"alg\":\"ES256\"") "," EC(
              ",\"kid\":\"a\",\"alg\":\"ES384\"") "]}") == NULL);
    CHECK(set_refused("{\"keys\":[" EC(",\"kid\":\"a\"") "," EC(",\"kid\":\"a\"") "]}") != NULL);
    CHECK(set_refused("{\"keys\":[" EC(",\"kid\":\"a\",\"alg\":\"ES256\"") "," EC(
              ",\"kid\":\"a\",\"alg\":\"ES256\"") "]}") != NULL);
    CHECK(set_refused("{\"keys\":[" EC(",\"kid\":\"a\",\"alg\":\"ES256\"") "," EC(
              ",\"kid\":\"a\"") "]}") != NULL);
    CHECK(set_refused("{\"keys\":[]}") != NULL);
    CHECK(set_refused("{\"keys\":{}}") != NULL);
    CHECK(set_refused("{}") != NULL);
    CHECK(set_refused("[]") != NULL);
    CHECK(set_refused(EC("")) != NULL);
}

static void sets_are_bounded(void)
{
    arena a;
    arena_init(&a, NULL, 1u << 20);
    for (int more = 0; more < 2; more++) {
        text t = text_new(&a, 1u << 19);
        text_add_str(&t, "{\"keys\":[{\"kty\":\"oct\"}");
        for (int i = 1; i < LIMIT_JWKS_KEYS + more; i++) {
            text_add_str(&t, ",{\"kty\":\"oct\"}");
        }
        text_add_str(&t, "]}");
        CHECK((set_refused(text_done(&t).ptr) != NULL) == (more == 1));
    }
    arena_release(&a);
}

static void a_kid_and_an_algorithm_select_a_key(void)
{
    arena a;
    jwk_set set;
    fault f = {0};
    const json *where;
    const char *why;
    arena_init(&a, NULL, 1u << 20);
    const char *document =
        arena_format(&a, "{\"keys\":[%s,%s,%s,{\"kty\":\"oct\",\"kid\":\"o\"}]}",
                     rsa(&a, ",\"kid\":\"r\",\"alg\":\"RS256\""),
                     rsa(&a, ",\"kid\":\"r\",\"alg\":\"PS384\""), EC(",\"kid\":\"e\""));
    const json *root = json_parse(&a, bytes_of_text(document), &f);
    CHECK(jwk_set_read(&a, root, false, &set, &where) == NULL && set.count == 4 && set.usable == 3);
    CHECK(jwk_find(&set, str_of("r"), JWS_RS256, &why) == &set.keys[0]);
    CHECK(jwk_find(&set, str_of("r"), JWS_PS384, &why) == &set.keys[1]);
    CHECK(jwk_find(&set, str_of("r"), JWS_RS384, &why) == NULL && why != NULL);
    CHECK(jwk_find(&set, str_of("r"), JWS_ES256, &why) == NULL && why != NULL);
    CHECK(jwk_find(&set, str_of("e"), JWS_ES256, &why) == &set.keys[2] && why == NULL);
    CHECK(jwk_find(&set, str_of("e"), JWS_ES384, &why) == NULL && why != NULL);
    CHECK(jwk_find(&set, str_of("o"), JWS_RS256, &why) == NULL && why != NULL);
    CHECK(jwk_find(&set, str_of("x"), JWS_RS256, &why) == NULL && why == NULL);
    CHECK(jwk_find(&set, (assay_str){NULL, 0}, JWS_ES256, &why) == NULL && why == NULL);
    root = json_parse(&a, bytes_of_text(EC("")), &f);
    CHECK(jwk_set_read(&a, root, true, &set, &where) == NULL && set.count == 1);
    CHECK(jwk_find(&set, (assay_str){NULL, 0}, JWS_ES256, &why) == &set.keys[0]);
    CHECK(jwk_find(&set, str_of("x"), JWS_ES256, &why) == NULL && why == NULL);
    arena_release(&a);
}

static assay_status add(place *p, const char *role, const char *url, const char *document)
{
    text report = text_new(&p->arena, 1u << 16);
    trust_addition item = {.role = role, .issuer = url, .file = put_beside(p, "keys", document)};
    assay_error_init(&p->err, sizeof p->err);
    return trust_add(p->store, &item, 1, format_roles, NOW, &report, &p->err);
}

static void stores_take_keys_of_a_named_issuer(void)
{
    place p = place_new();
    assay_trust *t = NULL;
    CHECK(add(&p, "jwks", NULL, "{\"keys\":[" EC(",\"kid\":\"a\"") "]}") == ASSAY_E_CONFIG);
    CHECK(says(&p, "whose keys") && hints(&p, "issuer="));
    CHECK(add(&p, "jwks", "http://issuer.example", "{}") == ASSAY_E_CONFIG);
    CHECK(add(&p, "jwks", ISSUER, "{\"keys\":[" EC(",\"kid\":\"a\"") ",{\"kty\":\"oct\"}]}") ==
          ASSAY_OK);
    CHECK(add(&p, "jwk", ISSUER, EC("")) == ASSAY_OK);
    assay_trust_options options = {.struct_size = sizeof options, .path = p.store};
    if (CHECK(trust_open(&options, format_roles, &t, &p.err) == ASSAY_OK)) {
        const assay_trust_item *item = assay_trust_at(t, 0);
        CHECK_TEXT(item->family, ISSUER);
        CHECK_TEXT(item->subject,
                   "1 keys of " ISSUER ", 1 more are not used: one is a shared secret");
        CHECK(item->state == ASSAY_TRUST_ASSERTED);
        CHECK(jwks_find(t, ISSUER, NOW, str_of("a"), JWS_ES256).answer == JWKS_FOUND);
        CHECK(jwks_find(t, "https://other.example", NOW, str_of("a"), JWS_ES256).answer ==
              JWKS_MISSING);
    }
    trust_release(t);
    place_free(&p);
}

static void stores_refuse_what_is_no_key_set(void)
{
    static const struct {
        const char *role, *document, *why;
    } cases[] = {
        {"jwks", "{\"keys\":[", "no strict JSON"},
        {"jwks", "{\"keys\":[],\"keys\":[]}", "no strict JSON"},
        {"jwks", "{}", "no set of keys"},
        {"jwks", "{\"keys\":[{\"kty\":\"oct\"}]}", "no key that can be used"},
        {"jwks", "{\"keys\":[" EC(",\"d\":\"AA\"") "]}", "a private key"},
        {"jwks", "{\"keys\":[" EC(",\"kid\":\"a\"") "," EC(",\"kid\":\"a\"") "]}",
         "the kid and algorithm of another key"},
        {"jwk", "{\"keys\":[" EC("") "]}", "a key without its type"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        place p = place_new();
        CHECK(add(&p, cases[i].role, ISSUER, cases[i].document) == ASSAY_E_CONFIG);
        CHECK(says(&p, cases[i].why));
        place_free(&p);
    }
    place p = place_new();
    char *large = calloc(1, LIMIT_JWKS_BYTES + 2);
    memset(large, ' ', LIMIT_JWKS_BYTES + 1);
    CHECK(add(&p, "jwks", ISSUER, large) == ASSAY_E_CONFIG && says(&p, "larger than"));
    free(large);
    place_free(&p);
}

/* A store in memory with sets of one kid each. */
#define SETS 4
typedef struct {
    jwk keys[SETS];
    jwk_set sets[SETS];
    trust_item items[SETS];
    trust_list list;
    assay_trust trust;
} generations;

typedef struct {
    const char *kid;
    assay_time retrieved, from, to;
} generation;

#define OPEN ASSAY_TIME_UNSET

static void generations_open(generations *g, const generation *said, size_t count)
{
    *g = (generations){.list = {.role = &role_jwks, .first = &g->items[0]}};
    for (size_t i = 0; i < count; i++) {
        g->keys[i] = (jwk){.kid = str_of(said[i].kid), .key = {.type = KEY_RSA}};
        g->sets[i] = (jwk_set){&g->keys[i], 1, 1};
        g->items[i] = (trust_item){.role = &role_jwks,
                                   .material = &g->sets[i],
                                   .next = i + 1 < count ? &g->items[i + 1] : NULL,
                                   .view = {.family = ISSUER,
                                            .subject = "keys",
                                            .retrieved_at = said[i].retrieved,
                                            .valid_from = said[i].from,
                                            .valid_to = said[i].to,
                                            .state = ASSAY_TRUST_ASSERTED}};
    }
    g->trust = (assay_trust){.lists = &g->list, .list_count = 1};
}

static jwks_answer ask(const generations *g, assay_time at, const char *kid)
{
    return jwks_find(&g->trust, ISSUER, at, str_of(kid), JWS_RS256).answer;
}

static void snapshots_without_an_end_follow_each_other(void)
{
    static const generation said[] = {{"new", 200 * DAY, OPEN, OPEN},
                                      {"old", 190 * DAY, OPEN, OPEN}};
    generations g;
    generations_open(&g, said, 2);
    CHECK(ask(&g, 195 * DAY, "old") == JWKS_FOUND);
    CHECK(ask(&g, 195 * DAY, "new") == JWKS_UNKNOWN);
    CHECK(ask(&g, 200 * DAY - 1, "old") == JWKS_FOUND);
    CHECK(ask(&g, 200 * DAY, "old") == JWKS_UNKNOWN);
    CHECK(ask(&g, 200 * DAY, "new") == JWKS_FOUND);
    CHECK(ask(&g, 230 * DAY, "new") == JWKS_FOUND);
    CHECK(ask(&g, 230 * DAY + 1, "new") == JWKS_STALE);
    CHECK(ask(&g, 10 * DAY, "old") == JWKS_FOUND); /* before any was retrieved: the first */
    CHECK(ask(&g, 10 * DAY, "new") == JWKS_UNKNOWN);
}

static void an_old_snapshot_does_not_come_back(void)
{
    static const generation said[] = {{"old", 170 * DAY, OPEN, OPEN},
                                      {"new", 175 * DAY, OPEN, OPEN}};
    generations g;
    generations_open(&g, said, 2);
    CHECK(ask(&g, 210 * DAY, "old") == JWKS_STALE);
    CHECK(ask(&g, 210 * DAY, "new") == JWKS_STALE);
}

static void snapshots_of_one_moment_count_together(void)
{
    static const generation said[] = {{"a", 200 * DAY, OPEN, OPEN}, {"b", 200 * DAY, OPEN, OPEN}};
    generations g;
    generations_open(&g, said, 2);
    CHECK(ask(&g, 201 * DAY, "a") == JWKS_FOUND && ask(&g, 201 * DAY, "b") == JWKS_FOUND);
}

static void stated_windows_overlap(void)
{
    static const generation said[] = {{"a", 100 * DAY, 100 * DAY, 210 * DAY},
                                      {"b", 200 * DAY, 200 * DAY, 300 * DAY},
                                      {"c", OPEN, OPEN, OPEN}};
    generations g;
    generations_open(&g, said, 3);
    CHECK(ask(&g, 205 * DAY, "a") == JWKS_FOUND && ask(&g, 205 * DAY, "b") == JWKS_FOUND);
    CHECK(ask(&g, 210 * DAY, "a") == JWKS_FOUND);
    CHECK(ask(&g, 210 * DAY + 1, "a") == JWKS_UNKNOWN);
    CHECK(ask(&g, 199 * DAY, "b") == JWKS_UNKNOWN);
    CHECK(ask(&g, 99 * DAY, "a") == JWKS_STALE && ask(&g, 301 * DAY, "b") == JWKS_STALE);
    CHECK(ask(&g, 205 * DAY, "c") == JWKS_UNKNOWN); /* nobody says from when it is */
}

/* A token of the forge, under keys that were retrieved too long ago. */
static void stale_keys_leave_a_token_undecided(void)
{
    static const generation said[] = {
        {"5f3c1bd0a7e24c6f9d08b1e6a2c47d935e80f1a2", FJWT_DEFAULT_AT - 31 * DAY, OPEN, OPEN}};
    generations g;
    arena a;
    static fjwt_recipe r;
    fjwt_evidence made;
    key_ring *ring = key_ring_new();
    generations_open(&g, said, 1);
    g.items[0].view.family = format_jwt_gcp_cs.family;
    arena_init(&a, NULL, 4u << 20);
    fjwt_recipe_init(&r, &a, false);
    CHECK(fjwt_make(&r, &a, ring, &made) == ASSAY_OK);
    findings found = {.arena = &a, .label = "token", .stage = 3};
    needs missing = {.arena = &a};
    job j = {.arena = &a,
             .trust = &g.trust,
             .findings = &found,
             .needs = &missing,
             .label = "token",
             .at = r.at,
             .known_at = r.at,
             .claims = claim_root(&a)};
    const void *doc = format_jwt_gcp_cs.parse(&j, made.token);
    found.stage = 4;
    CHECK(doc != NULL && !format_jwt_gcp_cs.authenticate(&j, doc));
    CHECK(findings_worst(&found, "token", 4) == ASSAY_UNDECIDABLE);
    CHECK(findings_has(&found, "token", "jwt.keys.stale"));
    CHECK(missing.count == 1 && strcmp(missing.first->view.role, "jwks") == 0);
    CHECK_TEXT(missing.first->view.id, format_jwt_gcp_cs.family);
    CHECK(missing.first->view.url != NULL && !missing.first->view.authenticated);
    arena_release(&a);
    key_ring_free(ring);
}

/* Below the issuer, where its name is an address; else where its family publishes. */
static void keys_are_where_the_issuer_publishes_them(void)
{
    static const struct {
        const jwt_profile *profile;
        const char *scope, *url;
    } homes[] = {
        {&jwt_ita, "Intel Trust Authority", "https://portal.trustauthority.intel.com/certs"},
        {&jwt_ita, "https://portal.eu.trustauthority.intel.com",
         "https://portal.eu.trustauthority.intel.com/certs"},
        {&jwt_maa, "https://shareduks.uks.attest.azure.net",
         "https://shareduks.uks.attest.azure.net/certs"},
    };
    arena a;
    arena_init(&a, NULL, 1u << 16);
    for (size_t i = 0; i < ARRAY_LEN(homes); i++) {
        CHECK_TEXT(jwt_keys_url(&a, homes[i].profile, homes[i].scope), homes[i].url);
    }
    arena_release(&a);
}

int main(void)
{
    RUN(keys_are_read);
    RUN(what_is_no_public_key_is_refused);
    RUN(keys_that_verify_nothing_say_why);
    RUN(weak_rsa_keys_say_why);
    RUN(sets_must_select_one_key);
    RUN(sets_are_bounded);
    RUN(a_kid_and_an_algorithm_select_a_key);
    RUN(stores_take_keys_of_a_named_issuer);
    RUN(stores_refuse_what_is_no_key_set);
    RUN(snapshots_without_an_end_follow_each_other);
    RUN(an_old_snapshot_does_not_come_back);
    RUN(snapshots_of_one_moment_count_together);
    RUN(stated_windows_overlap);
    RUN(stale_keys_leave_a_token_undecided);
    RUN(keys_are_where_the_issuer_publishes_them);
    return DONE();
}
