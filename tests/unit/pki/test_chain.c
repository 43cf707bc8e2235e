/* SPDX-License-Identifier: Apache-2.0 */
/* Paths: each flaw alone, its absence when the cause is gone, and pools that strangers filled. */
#include "forge.h"

#define POOL_MAX 80

static issuer pool[POOL_MAX];
static size_t pool_count;
static anchor pin;
static assay_time at;
static sig_cache *cache;

/* A fresh start: an empty pool, and the root's key pinned. */
static void reset(void)
{
    pool_count = 0;
    at = when(DURING);
    pin = (anchor){.family = "test",
                   .name = "Test Root",
                   .valid_from = ASSAY_TIME_UNSET,
                   .valid_to = ASSAY_TIME_UNSET,
                   .path_len = -1};
    CHECK(crypto_sha256(spki_of(ROOT), pin.spki_sha256) == ASSAY_OK);
}

static const cert *offer(const recipe *r)
{
    const cert *c = forged(r);
    if (CHECK(pool_count < POOL_MAX)) {
        CHECK(issuer_of(c, cache, &pool[pool_count++]) == ASSAY_OK);
    }
    return c;
}

static chain build(const cert *leaf)
{
    static const anchor other = {.name = "another"};
    const anchor *anchors[] = {&other, &pin};
    chain_request r = {.leaf = leaf,
                       .pool = pool,
                       .pool_count = pool_count,
                       .anchors = anchors,
                       .anchor_count = 2,
                       .at = at,
                       .cache = cache};
    chain c;
    CHECK(chain_build(&r, &c) == ASSAY_OK);
    return c;
}

/* The usual three certificates, each as its recipe says. */
static chain path(const recipe *leaf, const recipe *intermediate, const recipe *root)
{
    reset();
    offer(intermediate);
    offer(root);
    return build(forged(leaf));
}

static void a_good_path_holds(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    chain c = path(&l, &i, &r);
    CHECK(chain_holds(&c) && c.flaws == 0);
    CHECK(c.count == 3 && c.anchor == &pin);
    CHECK(bytes_equal(c.links[1].cert->subject, name_of("Test Intermediate")));
    CHECK(bytes_equal(c.links[2].cert->subject, name_of("Test Root")));
    chain nothing = {.flaws = 0};
    CHECK(!chain_holds(&nothing));
}

/* Only this flaw, and only on that link. */
static void flawed(const chain *c, size_t link, unsigned flaw)
{
    CHECK(!chain_holds(c));
    CHECK_UINT(c->flaws, flaw);
    for (size_t n = 0; n < c->count; n++) {
        CHECK_UINT(c->links[n].flaws, n == link ? flaw : 0);
    }
    CHECK(c->count > link);
}

static void windows(void)
{
    for (size_t link = 0; link < 3; link++) {
        recipe all[] = {leaf_recipe(), intermediate_recipe(), root_recipe()};
        all[link].from = "260101000000Z";
        all[link].until = "280101000000Z";
        path(&all[0], &all[1], &all[2]);
        const cert *leaf = forged(&all[0]);
        static const struct {
            const char *at;
            unsigned flaw;
        } times[] = {{"2025-12-31T23:59:59Z", CHAIN_NOT_YET_VALID},
                     {"2026-01-01T00:00:00Z", 0},
                     {"2028-01-01T00:00:00Z", 0},
                     {"2028-01-01T00:00:01Z", CHAIN_EXPIRED}};
        for (size_t i = 0; i < ARRAY_LEN(times); i++) {
            at = when(times[i].at);
            chain c = build(leaf);
            if (times[i].flaw == 0) {
                CHECK(chain_holds(&c));
                continue;
            }
            flawed(&c, link, times[i].flaw);
            CHECK(c.anchor == &pin);
        }
    }
}

static void signatures(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    i.key = OTHER;
    chain c = path(&l, &i, &r);
    flawed(&c, 0, CHAIN_SIGNATURE);
    CHECK(c.anchor == NULL);
    i = intermediate_recipe();
    i.by = OTHER;
    c = path(&l, &i, &r);
    flawed(&c, 1, CHAIN_SIGNATURE);
}

/* The root's own signature says nothing that the pin does not say. */
static void the_signature_of_the_anchor_is_not_asked_for(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    r.by = OTHER;
    chain c = path(&l, &i, &r);
    CHECK(chain_holds(&c));
    r.inner = ALG_ED25519;
    c = path(&l, &i, &r);
    CHECK(chain_holds(&c));
}

static void algorithms(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    l.inner = ALG_ED25519;
    chain c = path(&l, &i, &r);
    flawed(&c, 0, CHAIN_ALGORITHM);
    reset(); /* said without an issuer too */
    c = build(forged(&l));
    flawed(&c, 0, CHAIN_ALGORITHM | CHAIN_NO_ISSUER);
    l.inner = ALG_ECDSA_SHA384; /* by a P-256 key */
    c = path(&l, &i, &r);
    flawed(&c, 0, CHAIN_ALGORITHM);
    l = leaf_recipe();
    i.key = P384;
    l.by = P384;
    c = path(&l, &i, &r);
    CHECK(chain_holds(&c));
    i.key = RSA;
    l.by = RSA;
    c = path(&l, &i, &r);
    CHECK(chain_holds(&c));
    l = leaf_recipe();
    l.spki = SEQ(ALG_ED25519, bits(RAW(1, 2, 3)));
    i = intermediate_recipe();
    c = path(&l, &i, &r);
    flawed(&c, 0, CHAIN_ALGORITHM);
    CHECK(c.anchor == &pin);
}

static void issuers_are_authorities(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    i.extensions = USAGE_CA;
    chain c = path(&l, &i, &r);
    flawed(&c, 1, CHAIN_NOT_CA);
    i.extensions = CAT(extension(19, true, RAW(0x30, 0)), USAGE_CA);
    c = path(&l, &i, &r);
    flawed(&c, 1, CHAIN_NOT_CA);
    i.extensions = CAT(BASIC_CA, extension(15, true, RAW(3, 2, 1, 0x82))); /* all but keyCertSign */
    c = path(&l, &i, &r);
    flawed(&c, 1, CHAIN_KEY_USAGE);
    i.extensions = BASIC_CA; /* no keyUsage at all */
    c = path(&l, &i, &r);
    CHECK(chain_holds(&c));
    r.extensions = NOTHING;
    c = path(&l, &i, &r);
    flawed(&c, 2, CHAIN_NOT_CA);
    l.extensions = extension(15, true, RAW(3, 2, 7, 0x80)); /* an end entity may be no CA */
    r = root_recipe();
    c = path(&l, &i, &r);
    CHECK(chain_holds(&c));
}

/* leaf <- issuing <- intermediate <- root */
static chain long_path(const recipe *intermediate, const recipe *root, int32_t pinned)
{
    recipe issuing = {.subject = "Test Issuing",
                      .issuer = "Test Intermediate",
                      .key = OTHER,
                      .by = INTERMEDIATE,
                      .extensions = BASIC_CA};
    recipe l = leaf_recipe();
    l.issuer = "Test Issuing";
    l.by = OTHER;
    reset();
    pin.path_len = pinned;
    offer(&issuing);
    offer(intermediate);
    offer(root);
    return build(forged(&l));
}

static void path_lengths(void)
{
    recipe i = intermediate_recipe(), r = root_recipe();
    chain c = long_path(&i, &r, -1);
    flawed(&c, 2, CHAIN_PATH_LEN);
    i.extensions = BASIC_CA_LEN(1);
    c = long_path(&i, &r, -1);
    CHECK(chain_holds(&c) && c.count == 4);
    r.extensions = BASIC_CA_LEN(1);
    c = long_path(&i, &r, -1);
    flawed(&c, 3, CHAIN_PATH_LEN);
    r.extensions = BASIC_CA_LEN(2);
    c = long_path(&i, &r, 2);
    CHECK(chain_holds(&c));
    c = long_path(&i, &r, 1);
    flawed(&c, 3, CHAIN_PATH_LEN);
    CHECK(c.anchor == &pin);
}

static void critical_extensions(void)
{
    for (size_t link = 0; link < 3; link++) {
        recipe all[] = {leaf_recipe(), intermediate_recipe(), root_recipe()};
        assay_bytes before = all[link].extensions;
        all[link].extensions = CAT(before, extension(30, true, RAW(0x30, 0)));
        chain c = path(&all[0], &all[1], &all[2]);
        flawed(&c, link, CHAIN_CRITICAL);
        all[link].extensions = CAT(before, extension(30, false, RAW(0x30, 0)));
        c = path(&all[0], &all[1], &all[2]);
        CHECK(chain_holds(&c));
    }
}

static void missing_issuers(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    reset();
    offer(&r);
    chain c = build(forged(&l));
    flawed(&c, 0, CHAIN_NO_ISSUER);
    i.subject = "Test Intermediate ";
    c = path(&l, &i, &r);
    flawed(&c, 0, CHAIN_NO_ISSUER);
}

static void foreign_roots(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    r.key = r.by = i.by = OTHER;
    chain c = path(&l, &i, &r);
    flawed(&c, 2, CHAIN_FOREIGN_ROOT);
    CHECK(c.anchor == NULL);
    reset();
    c = build(forged(&r));
    flawed(&c, 0, CHAIN_FOREIGN_ROOT);
}

static void paths_end_at_the_first_pinned_key(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    reset();
    chain c = build(forged(&r));
    CHECK(chain_holds(&c) && c.count == 1);
    l.key = ROOT; /* whoever issued it */
    c = build(forged(&l));
    CHECK(chain_holds(&c) && c.count == 1);
    path(&l, &i, &r);
    CHECK(crypto_sha256(spki_of(INTERMEDIATE), pin.spki_sha256) == ASSAY_OK);
    l = leaf_recipe();
    c = build(forged(&l));
    CHECK(chain_holds(&c) && c.count == 2);
}

static void windows_of_the_pin(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    path(&l, &i, &r);
    const cert *leaf = forged(&l);
    pin.valid_from = at;
    pin.valid_to = at;
    chain c = build(leaf);
    CHECK(chain_holds(&c));
    pin.valid_from = at + 1;
    pin.valid_to = ASSAY_TIME_UNSET;
    c = build(leaf);
    flawed(&c, 2, CHAIN_PIN_WINDOW);
    pin.valid_from = ASSAY_TIME_UNSET;
    pin.valid_to = at - 1;
    c = build(leaf);
    flawed(&c, 2, CHAIN_PIN_WINDOW);
    CHECK(c.anchor == &pin);
}

static void a_live_pin_comes_before_a_dead_one(void)
{
    recipe r = root_recipe();
    reset();
    anchor dead = pin;
    dead.valid_to = at - 1;
    const anchor *anchors[] = {&dead, &pin};
    chain_request request = {.leaf = forged(&r), .anchors = anchors, .anchor_count = 2, .at = at};
    chain c;
    CHECK(chain_build(&request, &c) == ASSAY_OK && chain_holds(&c) && c.anchor == &pin);
}

/* A line of authorities, each issued by the one above it. */
static chain line(size_t authorities)
{
    static char names[16][8];
    recipe r = root_recipe();
    reset();
    for (size_t i = 0; i <= authorities; i++) {
        snprintf(names[i], sizeof names[i], "CA %zu", i);
    }
    r.subject = names[0];
    offer(&r);
    for (size_t i = 1; i <= authorities; i++) {
        recipe one = {.subject = names[i],
                      .issuer = names[i - 1],
                      .key = OTHER,
                      .by = i == 1 ? ROOT : OTHER,
                      .extensions = BASIC_CA};
        offer(&one);
    }
    recipe l = leaf_recipe();
    l.issuer = names[authorities];
    l.by = OTHER;
    return build(forged(&l));
}

static void depth_is_bounded(void)
{
    chain c = line(LIMIT_PATH_DEPTH - 1);
    CHECK(chain_holds(&c) && c.count == LIMIT_PATH_DEPTH + 1);
    c = line(LIMIT_PATH_DEPTH);
    flawed(&c, LIMIT_PATH_DEPTH, CHAIN_TOO_LONG);
    CHECK(c.anchor == NULL);
}

static void loops_end(void)
{
    recipe a = {.subject = "A", .issuer = "B", .key = OTHER, .by = INTERMEDIATE};
    recipe b = {.subject = "B", .issuer = "A", .key = INTERMEDIATE, .by = OTHER};
    a.extensions = b.extensions = BASIC_CA;
    recipe l = leaf_recipe();
    l.issuer = "B";
    reset();
    offer(&a);
    offer(&b);
    chain c = build(forged(&l));
    flawed(&c, LIMIT_PATH_DEPTH, CHAIN_TOO_LONG);
}

/* Certificates of the intermediate's name with keys that are not its own. */
static void offer_strangers(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint8_t point[65] = {0x04, (uint8_t)i, 1};
        recipe r = intermediate_recipe();
        r.spki = SEQ(SEQ(RAW(6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1),
                         RAW(6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7)),
                     bits(bytes_of(point, sizeof point)));
        offer(&r);
    }
}

static void a_crowd_of_strangers_is_bounded(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    const cert *leaf = forged(&l);
    reset();
    offer(&r);
    offer_strangers(LIMIT_PATH_CHECKS - 2);
    offer(&i);
    chain c = build(leaf);
    CHECK(chain_holds(&c)); /* the last check is the intermediate's own */
    reset();
    offer(&r);
    offer_strangers(LIMIT_PATH_POOL);
    offer(&i);
    c = build(leaf);
    flawed(&c, 0, CHAIN_TOO_LONG);
    recipe stranger = i;
    stranger.key = OTHER;
    reset();
    offer(&r);
    for (size_t n = 0; n < LIMIT_PATH_POOL; n++) {
        offer(&stranger); /* one key, one check */
    }
    offer(&i);
    c = build(leaf);
    CHECK(chain_holds(&c));
}

/* Certificates of one key cost one check, and the best of them is taken. */
static void the_best_certificate_of_a_key_is_taken(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    recipe expired = i, stripped_ca = i;
    expired.until = "260101000000Z";
    stripped_ca.extensions = NOTHING;
    reset();
    offer(&r);
    for (size_t n = 0; n < LIMIT_PATH_POOL / 2; n++) {
        offer(&expired);
        offer(&stripped_ca);
    }
    chain c = build(forged(&l));
    flawed(&c, 1, CHAIN_EXPIRED); /* the first, as all have flaws */
    const cert *good = offer(&i);
    c = build(forged(&l));
    CHECK(chain_holds(&c) && c.links[1].cert == good);
}

/* A certificate of another key is no better one, however flawless it is. */
static void a_stranger_is_never_the_better_certificate(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    recipe stranger = i;
    i.until = "260101000000Z";
    stranger.key = OTHER;
    reset();
    offer(&r);
    const cert *expired = offer(&i);
    offer(&stranger);
    chain c = build(forged(&l));
    flawed(&c, 1, CHAIN_EXPIRED);
    CHECK(c.links[1].cert == expired);
    reset();
    offer(&r);
    stranger = i;
    stranger.subject = "Another Name"; /* nor one of another name with the same key */
    stranger.until = UNTIL;
    offer(&stranger);
    offer(&i);
    c = build(forged(&l));
    flawed(&c, 1, CHAIN_EXPIRED);
    reset();
    offer(&r);
    offer(&i);
    offer(&stranger);
    c = build(forged(&l));
    flawed(&c, 1, CHAIN_EXPIRED);
}

static bool remembered(const cert *c, test_key by)
{
    issuer known;
    uint8_t key[32];
    CHECK(issuer_of(c, cache, &known) == ASSAY_OK);
    CHECK(crypto_sha256(spki_of(by), key) == ASSAY_OK);
    return known.signer_known && memcmp(known.signer_sha256, key, sizeof key) == 0;
}

static void only_paths_that_hold_are_remembered(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe();
    const cert *leaf = forged(&l);
    cache = sig_cache_new(64, NULL);
    path(&l, &i, &r);
    sig_cache_free(cache);
    cache = sig_cache_new(64, NULL);
    at = when("2031-01-01T00:00:00Z");
    chain c = build(leaf);
    CHECK(c.anchor != NULL && !chain_holds(&c));
    CHECK(!remembered(leaf, INTERMEDIATE) && !remembered(pool[0].cert, ROOT));
    at = when(DURING);
    c = build(leaf);
    CHECK(chain_holds(&c));
    CHECK(remembered(leaf, INTERMEDIATE) && remembered(pool[0].cert, ROOT));
    CHECK(!remembered(pool[1].cert, ROOT)); /* the anchor's own was never checked */
    c = build(leaf);
    CHECK(chain_holds(&c));
    at = when("2031-01-01T00:00:00Z"); /* nothing but signatures is remembered */
    c = build(leaf);
    CHECK_UINT(c.flaws, CHAIN_EXPIRED);
    sig_cache_free(cache);
    cache = NULL;
}

/* What is remembered is one certificate under one key. */
static void another_key_or_byte_is_checked_again(void)
{
    recipe l = leaf_recipe(), i = intermediate_recipe(), r = root_recipe(), stranger = i;
    cache = sig_cache_new(64, NULL);
    const cert *leaf = forged(&l);
    chain c = path(&l, &i, &r);
    CHECK(chain_holds(&c) && remembered(leaf, INTERMEDIATE));
    stranger.key = OTHER;
    reset();
    offer(&stranger);
    offer(&r);
    c = build(leaf);
    CHECK_UINT(c.flaws, CHAIN_SIGNATURE);
    uint8_t bytes[LIMIT_CERT_BYTES];
    cert changed;
    fault f;
    memcpy(bytes, leaf->der.ptr, leaf->der.len);
    bytes[leaf->der.len - 1] ^= 1;
    CHECK(cert_parse(bytes_of(bytes, leaf->der.len), &changed, &f));
    CHECK(!remembered(&changed, INTERMEDIATE));
    reset();
    offer(&i);
    offer(&r);
    c = build(&changed);
    CHECK_UINT(c.flaws, CHAIN_SIGNATURE);
    sig_cache_free(cache);
    cache = NULL;
}

int main(void)
{
    forge_begin();
    RUN(a_good_path_holds);
    RUN(windows);
    RUN(signatures);
    RUN(the_signature_of_the_anchor_is_not_asked_for);
    RUN(algorithms);
    RUN(issuers_are_authorities);
    RUN(path_lengths);
    RUN(critical_extensions);
    RUN(missing_issuers);
    RUN(foreign_roots);
    RUN(paths_end_at_the_first_pinned_key);
    RUN(windows_of_the_pin);
    RUN(a_live_pin_comes_before_a_dead_one);
    RUN(depth_is_bounded);
    RUN(loops_end);
    RUN(a_crowd_of_strangers_is_bounded);
    RUN(the_best_certificate_of_a_key_is_taken);
    RUN(a_stranger_is_never_the_better_certificate);
    RUN(only_paths_that_hold_are_remembered);
    RUN(another_key_or_byte_is_checked_again);
    forge_end();
    return DONE();
}
