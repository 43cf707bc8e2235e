/* SPDX-License-Identifier: Apache-2.0 */
/* Attestation results: what they say of each piece and why, and the tokens around them. */
#include "failing.h"
#include "world.h"

#include "appraise/catalog.h"
#include "appraise/ear.h"
#include "appraise/vector.h"
#include "codec/json.h"
#include "codec/jws.h"

#define ISSUED (AT + 7)

static const char *const debug[] = {"policy=0xb0000", NULL};

static assay_ear_options usual(void)
{
    assay_ear_options o;
    assay_ear_options_init(&o, sizeof o);
    o.issued_at = ISSUED;
    o.audience = "api";
    return o;
}

static const json *claims_of(world *w, assay_appraisal *a)
{
    assay_ear_options o = usual();
    assay_str made = {NULL, 0};
    fault f = {0};
    CHECK(assay_ear_claims(a, &o, &made, &w->err) == ASSAY_OK);
    return json_parse(&w->arena, arena_copy(&w->arena, bytes_of_str(made)), &f);
}

static bool reads(const json *claims, const char *pointer, const char *raw)
{
    const json *node = json_at(claims, bytes_of_text(pointer));
    bool same =
        raw == NULL ? node == NULL : node != NULL && bytes_equal(node->raw, bytes_of_text(raw));
    if (!same) {
        fprintf(stderr, "  %s is %.*s\n", pointer, node != NULL ? (int)node->raw.len : 4,
                node != NULL ? (const char *)node->raw.ptr : "none");
    }
    return same;
}

#define VECTOR "/submods/cpu/ear_trustworthiness_vector"
#define SET_BY "/submods/cpu/ear_assay/set_by/"

static void an_accepted_machine_is_affirmed(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    const json *c = claims_of(&w, a);
    CHECK(reads(c, "/eat_profile", "\"tag:ietf.org,2026:rats/ear#03\""));
    CHECK(reads(c, "/iat", arena_format(&w.arena, "%lld", (long long)ISSUED)));
    CHECK(reads(c, "/exp", arena_format(&w.arena, "%lld", (long long)ISSUED + 300)));
    CHECK(reads(c, "/aud", "\"api\"") && reads(c, "/iss", NULL));
    CHECK(reads(c, "/ear_status", "\"affirming\""));
    CHECK(reads(c, "/submods/cpu/ear_status", "\"affirming\""));
    CHECK(reads(c, VECTOR,
                "{\"instance-identity\":2,\"configuration\":3,\"executables\":3,"
                "\"hardware\":2,\"runtime-opaque\":2}"));
    CHECK(reads(c, SET_BY "hardware", "[\"snp.signature\"]"));
    CHECK(reads(c, SET_BY "executables", "[\"policy.rule image\"]"));
    CHECK(reads(c, SET_BY "status", "[]"));
    assay_appraisal_free(a);
    world_close(&w);
}

static void each_tier_names_what_set_it(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT_OTHER, &e));
    const json *c = claims_of(&w, a);
    CHECK(reads(c, "/ear_status", "\"contraindicated\""));
    CHECK(reads(c, VECTOR "/executables", "96") && reads(c, VECTOR "/hardware", "2"));
    CHECK(reads(c, SET_BY "status", "[\"policy.rule image\"]"));
    assay_appraisal_free(a);

    e = forged(&w, (assay_bytes){NULL, 0}, debug);
    assay_request *q = ask_fresh(&w, LENIENT, &e);
    CHECK(assay_request_waive(q, "snp.debug", "staging") == ASSAY_OK);
    a = answer(&w, q);
    c = claims_of(&w, a);
    CHECK(reads(c, "/ear_status", "\"warning\""));
    CHECK(reads(c, VECTOR "/configuration", "32") && reads(c, VECTOR "/runtime-opaque", "32"));
    CHECK(reads(c, SET_BY "configuration", "[\"snp.debug\"]"));
    CHECK(reads(c, "/ear_assay/relaxations/0/what", "\"snp.debug\""));
    assay_appraisal_free(a);

    e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    memset((void *)(uintptr_t)(e.report.ptr + 0x2a0), 1, 8); /* of the signature */
    a = answer(&w, ask_fresh(&w, STRICT, &e));
    c = claims_of(&w, a);
    for (size_t i = 0; i < AR4SI_CLAIMS; i++) {
        if (i == AR4SI_INSTANCE_IDENTITY || i == AR4SI_HARDWARE) {
            CHECK(reads(c, arena_format(&w.arena, VECTOR "/%s", ar4si_names[i]), "99"));
        }
    }
    CHECK(reads(c, SET_BY "hardware", "[\"snp.signature\"]"));
    assay_appraisal_free(a);
    world_close(&w);
}

static void what_is_open_is_of_no_tier(void)
{
    world w;
    world_open(&w, 0, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    const json *c = claims_of(&w, a);
    CHECK(assay_appraisal_status(a) == ASSAY_UNDECIDED);
    CHECK(reads(c, "/ear_status", "\"none\"") && reads(c, "/submods/cpu/ear_status", "\"none\""));
    CHECK(reads(c, VECTOR, NULL));
    CHECK(reads(c, SET_BY "status", "[\"revocation.not-established\"]"));
    assay_appraisal_free(a);
    world_close(&w);

    world_open(&w, WITH_CRL, NULL, NULL);
    e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_request *q = ask_fresh(&w, STRICT, &e);
    CHECK(assay_request_spend_later(q) == ASSAY_OK);
    a = answer(&w, q);
    assay_str out = {NULL, 0};
    CHECK(assay_appraisal_status(a) == ASSAY_PENDING);
    CHECK(assay_ear_claims(a, NULL, &out, &w.err) == ASSAY_E_ARGUMENT && out.ptr == NULL);
    CHECK(assay_appraisal_document(a, "ear-claims").ptr == NULL);
    CHECK(assay_appraisal_conclude(a, true, NULL) == ASSAY_OK);
    CHECK(assay_appraisal_document(a, "ear-claims").ptr != NULL);
    assay_appraisal_free(a);
    world_close(&w);
}

static void two_pieces_have_a_part_each(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_request *q = ask_fresh(&w, STRICT, &e);
    add_piece(q, "twin", &e);
    assay_appraisal *a = answer(&w, q);
    const json *c = claims_of(&w, a);
    CHECK(reads(c, "/ear_status", "\"contraindicated\""));
    CHECK(reads(c, "/ear_assay/set_by/status", "[\"policy.evidence.count\"]"));
    CHECK(reads(c, "/submods/twin/ear_assay/set_by/instance-identity", "[\"duplicate.device\"]"));
    CHECK(reads(c, "/submods/cpu/ear_status", "\"affirming\""));
    CHECK(reads(c, "/ear_assay/vector/instance-identity", "96"));
    CHECK(reads(c, "/ear_assay/vector/hardware", "2"));
    CHECK(json_at(c, bytes_of_text("/submods/twin/ear_status")) != NULL);
    CHECK(strstr(assay_appraisal_document(a, "ear-claims").ptr, "duplicate.device") != NULL);
    assay_appraisal_free(a);
    world_close(&w);
}

/* The time is the appraisal's, unless the engine has a clock or the caller says so. */
static assay_time soon(void *user)
{
    (void)user;
    return AT + 60;
}

static void time_is_an_input(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    for (int clock = 0; clock < 2; clock++) {
        w.options.clock = clock ? soon : NULL;
        world_engine(&w);
        fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
        assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
        const char *wanted = arena_format(&w.arena, "\"iat\":%lld,", (long long)AT + 60 * clock);
        CHECK(strstr(assay_appraisal_document(a, "ear-claims").ptr, wanted) != NULL);
        assay_appraisal_free(a);
    }
    world_close(&w);
}

static assay_bytes key_named(world *w, const char *name)
{
    const char *path = arena_format(
        &w->arena, ASSAY_SOURCE_DIR "/fixtures/keys/throw-away-test-%s.pkcs8.der", name);
    uint8_t *bytes = arena_alloc(&w->arena, 4096);
    FILE *f = fopen(path, "rb");
    size_t len = 0;
    if (CHECK(f != NULL)) {
        len = fread(bytes, 1, 4096, f);
        fclose(f);
    }
    return bytes_of(bytes, len);
}

static bool verifies(world *w, assay_str token, assay_bytes key_file, sig_alg alg)
{
    jws t;
    fault f = {0};
    private_key *key = NULL;
    uint8_t digest[HASH_MAX];
    bool read = jws_parse(&w->arena, bytes_of_str(token), &t, &f) == JWS_SOUND &&
                ear_private_key(&w->arena, key_file, &key) == ASSAY_OK;
    public_key public = read ? key_public(key) : (public_key){.type = KEY_NONE};
    bool held = read && crypto_digest(sig_hash(alg), &t.signing_input, 1, digest) == ASSAY_OK &&
                crypto_verify(alg, &public, digest, t.signature) == ASSAY_OK;
    key_free(key);
    return held;
}

static void tokens_are_the_same_each_time(void)
{
    static const struct {
        const char *key, *header;
        sig_alg alg;
    } keys[] = {{"ear", "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"", SIG_ECDSA_P256_SHA256},
                {"vcek", "{\"alg\":\"ES384\",\"typ\":\"JWT\",\"kid\":\"", SIG_ECDSA_P384_SHA384}};
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        assay_bytes key = key_named(&w, keys[i].key), first = {NULL, 0};
        for (int run = 0; run < 100; run++) {
            assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
            assay_ear_options o = usual();
            assay_str token = {NULL, 0};
            CHECK(assay_ear_sign(a, &o, key.ptr, key.len, &token, &w.err) == ASSAY_OK);
            if (run == 0) {
                first = arena_copy(&w.arena, bytes_of_str(token));
                CHECK(verifies(&w, token, key, keys[i].alg));
                assay_bytes header;
                size_t dot = strcspn(token.ptr, ".");
                CHECK(
                    base64url_decode(&w.arena, bytes_of((const uint8_t *)token.ptr, dot), &header));
                CHECK(memcmp(header.ptr, keys[i].header, strlen(keys[i].header)) == 0);
            }
            CHECK(bytes_equal(first, bytes_of_str(token)));
            assay_appraisal_free(a);
        }
    }
    world_close(&w);
}

/* SubjectPublicKeyInfo of a key (RFC 5480): what openssl pkey -pubout writes. */
static assay_bytes public_of(world *w, assay_bytes key_file)
{
    static const uint8_t p384[] = {0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86,
                                   0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b,
                                   0x81, 0x04, 0x00, 0x22, 0x03, 0x62, 0x00, 0x04};
    private_key *key = NULL;
    uint8_t *out = arena_alloc(&w->arena, sizeof p384 + 96);
    CHECK(ear_private_key(&w->arena, key_file, &key) == ASSAY_OK);
    public_key public = key_public(key);
    memcpy(out, p384, sizeof p384);
    memcpy(out + sizeof p384, public.a.ptr, 48);
    memcpy(out + sizeof p384 + 48, public.b.ptr, 48);
    key_free(key);
    return bytes_of(out, sizeof p384 + 96);
}

/* INTEGER of a number of 48 bytes, minimal. */
static size_t put_integer(uint8_t *out, const uint8_t *number)
{
    size_t skip = 0;
    while (number[skip] == 0) {
        skip++;
    }
    size_t sign = number[skip] >> 7;
    out[0] = 2;
    out[1] = (uint8_t)(48 - skip + sign);
    out[2] = 0;
    memcpy(out + 2 + sign, number + skip, 48 - skip);
    return 2 + sign + 48 - skip;
}

/* A device that signs the input makes the same token as a key at hand, in either form. */
static void a_device_may_sign(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    assay_bytes key = key_named(&w, "vcek"), public = public_of(&w, key);
    assay_ear_options o = usual();
    assay_str token = {NULL, 0}, input = {NULL, 0}, sealed = {NULL, 0};
    jws t;
    fault f = {0};
    CHECK(assay_ear_sign(a, &o, key.ptr, key.len, &token, &w.err) == ASSAY_OK);
    CHECK(assay_ear_signing_input(a, &o, public.ptr, public.len, &input, &w.err) == ASSAY_OK);
    CHECK(jws_parse(&w.arena, bytes_of_str(token), &t, &f) == JWS_SOUND);
    CHECK(bytes_equal(t.signing_input, bytes_of_str(input)));
    CHECK(assay_ear_seal(a, input.ptr, public.ptr, public.len, t.signature.ptr, t.signature.len,
                         &sealed, &w.err) == ASSAY_OK);
    CHECK(bytes_equal(bytes_of_str(token), bytes_of_str(sealed)));
    uint8_t der[110] = {0x30, 0};
    size_t len = 2;
    len += put_integer(der + len, t.signature.ptr);
    len += put_integer(der + len, t.signature.ptr + 48);
    der[1] = (uint8_t)(len - 2);
    CHECK(assay_ear_seal(a, input.ptr, public.ptr, public.len, der, len, &sealed, &w.err) ==
          ASSAY_OK);
    CHECK(bytes_equal(bytes_of_str(token), bytes_of_str(sealed)));
    der[len - 1] ^= 1;
    CHECK(assay_ear_seal(a, input.ptr, public.ptr, public.len, der, len, &sealed, &w.err) ==
          ASSAY_E_ARGUMENT);
    CHECK(sealed.ptr == NULL);
    CHECK(assay_ear_seal(a, token.ptr, public.ptr, public.len, t.signature.ptr, t.signature.len,
                         &sealed, &w.err) == ASSAY_E_ARGUMENT);
    assay_appraisal_free(a);
    world_close(&w);
}

static void each_allocation_may_fail(void)
{
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_bytes key = key_named(&w, "vcek");
    failing memory = {.left = SIZE_MAX};
    assay_allocator allocator = failing_allocator(&memory);
    w.options.allocator = &allocator;
    world_engine(&w);
    size_t idle = memory.held;
    bool whole = false;
    for (size_t n = 0; !whole && n < 1000; n++) {
        memory.left = SIZE_MAX;
        assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
        assay_str token = {NULL, 0};
        memory.left = n;
        assay_status s = assay_ear_sign(a, NULL, key.ptr, key.len, &token, &w.err);
        whole = memory.left > 0;
        CHECK(s == ASSAY_OK ? token.ptr != NULL : s == ASSAY_E_MEMORY && token.ptr == NULL);
        memory.left = SIZE_MAX;
        assay_appraisal_free(a);
    }
    CHECK(whole);
    CHECK(memory.held >= idle);
    world_close(&w);
    CHECK(memory.held == 0);
}

static void options_have_bounds(void)
{
    static const struct {
        int64_t issued_at;
        uint32_t lifetime;
        const char *audience;
        size_t size;
    } wrong[] = {{AT, 86401, NULL, 0}, {-1, 0, NULL, 0},   {INT64_MAX, 0, NULL, 0},
                 {AT, 0, "", 0},       {AT, 0, "a\nb", 0}, {AT, 0, "a\\b", 0},
                 {AT, 0, "\xff", 0},   {AT, 0, NULL, 8}};
    world w;
    world_open(&w, WITH_CRL, NULL, NULL);
    fsnp_evidence e = forged(&w, (assay_bytes){NULL, 0}, NULL);
    assay_appraisal *a = answer(&w, ask_fresh(&w, STRICT, &e));
    assay_str out;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        assay_ear_options o = usual();
        o.issued_at = wrong[i].issued_at;
        o.lifetime = wrong[i].lifetime;
        o.audience = wrong[i].audience;
        o.struct_size = wrong[i].size != 0 ? wrong[i].size : o.struct_size;
        CHECK(assay_ear_claims(a, &o, &out, &w.err) == ASSAY_E_ARGUMENT && out.ptr == NULL);
    }
    assay_bytes rsa = key_named(&w, "maa");
    CHECK(assay_ear_sign(a, NULL, rsa.ptr, rsa.len, &out, &w.err) == ASSAY_E_CONFIG);
    CHECK(assay_ear_sign(a, NULL, rsa.ptr, 7, &out, &w.err) == ASSAY_E_CONFIG);
    CHECK(assay_ear_sign(a, NULL, NULL, 0, &out, &w.err) == ASSAY_E_ARGUMENT);
    CHECK(assay_ear_claims(NULL, NULL, &out, &w.err) == ASSAY_E_ARGUMENT);
    CHECK(assay_ear_seal(a, "a.b", rsa.ptr, rsa.len, rsa.ptr, 96, &out, &w.err) == ASSAY_E_CONFIG);
    assay_appraisal_free(a);
    world_close(&w);
}

/* Values as draft-ietf-rats-ar4si-10, 2.3.2, has their tiers. */
static void values_have_tiers(void)
{
    static const struct {
        int value;
        assay_verdict tier;
    } known[] = {{-128, ASSAY_VERDICT_CONTRAINDICATED},
                 {-97, ASSAY_VERDICT_CONTRAINDICATED},
                 {-96, ASSAY_VERDICT_WARNING},
                 {-33, ASSAY_VERDICT_WARNING},
                 {-32, ASSAY_VERDICT_AFFIRMING},
                 {-2, ASSAY_VERDICT_AFFIRMING},
                 {-1, ASSAY_VERDICT_NONE},
                 {0, ASSAY_VERDICT_NONE},
                 {1, ASSAY_VERDICT_NONE},
                 {2, ASSAY_VERDICT_AFFIRMING},
                 {31, ASSAY_VERDICT_AFFIRMING},
                 {32, ASSAY_VERDICT_WARNING},
                 {95, ASSAY_VERDICT_WARNING},
                 {96, ASSAY_VERDICT_CONTRAINDICATED},
                 {127, ASSAY_VERDICT_CONTRAINDICATED}};
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        CHECK(ar4si_tier(known[i].value) == known[i].tier);
    }
}

static bool in_tier(int value, assay_verdict tier)
{
    return value == 0 || ar4si_tier(value) == tier;
}

/* Rows name findings that there are, and values of the tier that they are for. */
static void the_table_is_of_findings(void)
{
    const vector_row *row;
    for (size_t i = 0; (row = vector_row_at(i)) != NULL; i++) {
        const finding_def *def;
        size_t len = strlen(row->finding), met = 0;
        for (size_t k = 0; (def = catalog_at(k)) != NULL; k++) {
            bool group = row->finding[len - 1] == '.';
            met += group ? strncmp(def->id, row->finding, len) == 0
                         : strcmp(def->id, row->finding) == 0;
        }
        if (!CHECK(met > 0)) {
            fprintf(stderr, "  %s\n", row->finding);
        }
        CHECK(in_tier(row->held, ASSAY_VERDICT_AFFIRMING));
        CHECK(in_tier(row->warned, ASSAY_VERDICT_WARNING));
        CHECK(in_tier(row->failed, ASSAY_VERDICT_CONTRAINDICATED));
    }
    for (size_t i = 0; (row = vector_rule_at(i)) != NULL; i++) {
        CHECK(row->claims == 1u << i && row->held != 0 && row->warned != 0 && row->failed != 0);
        CHECK(ar4si_bit(ar4si_names[i]) == row->claims);
    }
    CHECK(ar4si_bit("hardwear") == 0 && ar4si_bit(NULL) == 0);
}

int main(void)
{
    RUN(an_accepted_machine_is_affirmed);
    RUN(each_tier_names_what_set_it);
    RUN(what_is_open_is_of_no_tier);
    RUN(two_pieces_have_a_part_each);
    RUN(time_is_an_input);
    RUN(tokens_are_the_same_each_time);
    RUN(a_device_may_sign);
    RUN(each_allocation_may_fail);
    RUN(options_have_bounds);
    RUN(values_have_tiers);
    RUN(the_table_is_of_findings);
    return DONE();
}
