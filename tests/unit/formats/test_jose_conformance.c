/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wycheproof's JSON Web Signatures and Keys, and the signatures of RFC 7520, through the reader,
 * the key sets and the signature check that attestation tokens go through. Shared secrets and P-521
 * are refused by name, on purpose: no attestation service signs with them.
 */
#include "base/text.h"
#include "check.h"
#include "formats/jwt/jwk.h"

/* Cases whose keys contradict their tokens, so that they cannot be valid; the manifest of the
 * vectors names them: the JWK says PS256 and the token PS384, or the JWK says ES521. */
static const uint64_t contradictory[] = {346, 347, 350, 351};

static bool is_contradictory(uint64_t id)
{
    bool found = false;
    for (size_t i = 0; i < ARRAY_LEN(contradictory); i++) {
        found = found || contradictory[i] == id;
    }
    return found;
}

static bool refused_by_name(const json *keys, assay_str alg)
{
    const json *list = json_member(keys, "keys");
    assay_str kty = json_text(json_member(list != NULL ? list->first : keys, "kty"));
    return str_is(kty, "oct") || str_is(alg, "ES512");
}

static bool verifies(arena *a, assay_str text_in, const jwk_set *set, jws *token)
{
    fault f = {0};
    const char *why;
    uint8_t digest[HASH_MAX];
    if (jws_parse(a, bytes_of_str(text_in), token, &f) != JWS_SOUND || token->alg == JWS_ALG_NONE) {
        return false;
    }
    const jwk *key = jwk_find(set, token->kid, token->alg, &why);
    sig_alg alg = jwk_sig_alg(token->alg);
    return key != NULL &&
           crypto_digest(sig_hash(alg), &token->signing_input, 1, digest) == ASSAY_OK &&
           crypto_verify(alg, &key->key, digest, token->signature) == ASSAY_OK;
}

typedef struct {
    unsigned compared, verified, by_name, contradictions;
} tally;

static void compare(arena *a, const json *test, const json *keys, const jwk_set *set, tally *t)
{
    jws token = {0};
    uint64_t id = 0;
    const json *in = json_member(test, "jws");
    json_uint(json_member(test, "tcId"), &id);
    bool wanted = str_is(json_text(json_member(test, "result")), "valid");
    bool found = set != NULL && verifies(a, json_text(in), set, &token);
    t->compared++;
    t->verified += found;
    if (wanted && !found && refused_by_name(keys, token.alg_name)) {
        t->by_name++;
        return;
    }
    if (wanted && !found && is_contradictory(id)) {
        t->contradictions++;
        return;
    }
    if (!CHECK(found == wanted)) {
        fprintf(stderr, "  case %u\n", (unsigned)id);
    }
}

/* The public keys of a group, or its secrets. */
static const json *group_keys(const json *group)
{
    const json *keys = json_member(group, "public");
    return keys != NULL ? keys : json_member(group, "private");
}

static void run_file(const char *dir, const char *name, tally *t)
{
    char path[4096];
    arena a;
    fault f = {0};
    arena_init(&a, NULL, 64u << 20);
    snprintf(path, sizeof path, "%s/conformance/wycheproof/%s", dir, name);
    assay_bytes in = read_file(path);
    const json *groups = json_member(json_parse(&a, in, &f), "testGroups");
    CHECK(groups != NULL && groups->count > 0);
    for (const json *g = groups != NULL ? groups->first : NULL; g != NULL; g = g->next) {
        jwk_set set;
        const json *where, *keys = group_keys(g);
        bool single = json_member(keys, "keys") == NULL;
        bool read = jwk_set_read(&a, keys, single, &set, &where) == NULL;
        for (const json *c = json_member(g, "tests")->first; c != NULL; c = c->next) {
            compare(&a, c, keys, read ? &set : NULL, t);
        }
    }
    printf("%s: %u compared, %u verified, %u refused by name, %u contradictory\n", name,
           t->compared, t->verified, t->by_name, t->contradictions);
    free((void *)(uintptr_t)in.ptr);
    arena_release(&a);
}

static const char *dir;

static void wycheproof_signatures_agree(void)
{
    tally t = {0};
    run_file(dir, "json_web_signature_test.json", &t);
    CHECK(t.compared > 250 && t.verified >= 15 && t.contradictions <= 4);
}

static void wycheproof_keys_agree(void)
{
    tally t = {0};
    run_file(dir, "json_web_key_test.json", &t);
    CHECK(t.compared == 21 && t.verified == 1 && t.contradictions == 0);
}

/* RFC 7520's examples print private keys: their public half. */
static const char *public_half(arena *a, const json *key)
{
    static const char *const names[] = {"kty", "kid", "use", "crv", "x", "y", "n", "e"};
    text t = text_new(a, 1u << 16);
    text_add_str(&t, "{\"kid\":");
    text_add(&t, json_member(key, "kid")->raw);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const json *m = json_member(key, names[i]);
        if (m != NULL && strcmp(names[i], "kid") != 0) {
            text_addf(&t, ",\"%s\":", names[i]);
            text_add(&t, m->raw);
        }
    }
    text_add_str(&t, "}");
    return text_done(&t).ptr;
}

static void rfc7520_signatures_agree(void)
{
    static const struct {
        const char *file;
        bool verifies;
    } examples[] = {{"jws/4_1.rsa_v15_signature.json", true},
                    {"jws/4_2.rsa-pss_signature.json", true},
                    {"jws/4_3.ecdsa_signature.json", false},                /* P-521 */
                    {"jws/4_4.hmac-sha2_integrity_protection.json", false}, /* a shared secret */
                    {"jws/4_5.signature_with_detached_content.json", false}};
    for (size_t i = 0; i < ARRAY_LEN(examples); i++) {
        char path[4096];
        arena a;
        fault f = {0};
        jws token;
        jwk_set set = {0};
        const json *where;
        arena_init(&a, NULL, 16u << 20);
        snprintf(path, sizeof path, "%s/conformance/cookbook/%s", dir, examples[i].file);
        assay_bytes in = read_file(path);
        const json *root = json_parse(&a, in, &f);
        const json *key = json_at(root, bytes_of_text("/input/key"));
        assay_str compact = json_text(json_at(root, bytes_of_text("/output/compact")));
        CHECK(key != NULL);
        const json *half = json_parse(&a, bytes_of_text(public_half(&a, key)), &f);
        CHECK(jwk_set_read(&a, half, true, &set, &where) == NULL);
        if (!CHECK(verifies(&a, compact, &set, &token) == examples[i].verifies)) {
            fprintf(stderr, "  %s\n", examples[i].file);
        }
        free((void *)(uintptr_t)in.ptr);
        arena_release(&a);
    }
}

int main(void)
{
    dir = vectors_dir();
    if (dir == NULL) {
        return SKIPPED;
    }
    RUN(wycheproof_signatures_agree);
    RUN(wycheproof_keys_agree);
    RUN(rfc7520_signatures_agree);
    return DONE();
}
