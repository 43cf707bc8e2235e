/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a store: files, permissions, digests, revision. */
#include "trust_test.h"

static void small_store_opens(void)
{
    place p = place_new();
    assay_trust *t = NULL;
    put_small_store(&p);
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        const assay_trust_item *item = assay_trust_at(t, 0);
        CHECK_UINT(assay_trust_count(t), 1);
        CHECK_UINT(assay_trust_revision(t), 7);
        CHECK_TEXT(item->role, "known-nonces");
        CHECK_UINT(item->state, ASSAY_TRUST_ASSERTED);
        CHECK_TEXT(item->sha256, sha256_text(&p, NONCES));
        CHECK(trust_next(t, NULL, "known-nonces", NULL) == &t->items[0]);
        CHECK(trust_next(t, &t->items[0], "known-nonces", NULL) == NULL);
        CHECK(trust_next(t, NULL, "known-nonces", "amd") == NULL);
        CHECK(trust_next(t, NULL, "crl", NULL) == NULL);
    }
    trust_release(t);
    place_free(&p);
}

static void writable_by_others(void)
{
    place p = place_new();
    put_small_store(&p);
    const char *paths[] = {p.store, in_store(&p, STORE_MANIFEST), in_store(&p, "n.json")};
    const mode_t modes[] = {0770, 0620, 0602};
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        chmod(paths[i], modes[i]);
        CHECK(opens(&p) == ASSAY_E_CONFIG);
        CHECK(says(&p, "writable by group or others"));
        CHECK(hints(&p, "chmod go-w"));
        CHECK_TEXT(p.err.source, paths[i]);
        chmod(paths[i], i == 0 ? 0700 : 0600);
        CHECK(opens(&p) == ASSAY_OK);
    }
    place_free(&p);
}

static void missing(void)
{
    place p = place_new();
    CHECK(opens(&p) == ASSAY_E_IO);
    CHECK_TEXT(p.err.source, p.store);
    put_small_store(&p);
    unlink(in_store(&p, "n.json"));
    CHECK(opens(&p) == ASSAY_E_IO);
    CHECK_TEXT(p.err.source, in_store(&p, "n.json"));
    unlink(in_store(&p, STORE_MANIFEST));
    CHECK(opens(&p) == ASSAY_E_IO);
    CHECK_TEXT(p.err.source, in_store(&p, STORE_MANIFEST));
    place_free(&p);
}

static void links_and_others_than_files(void)
{
    place p = place_new();
    put_small_store(&p);
    const char *beside = put_beside(&p, "n.json", NONCES);
    const char *name = in_store(&p, "n.json");
    unlink(name);
    CHECK(symlink(beside, name) == 0);
    CHECK(opens(&p) == ASSAY_E_CONFIG);
    CHECK(says(&p, "symbolic link"));
    unlink(name);
    CHECK(mkfifo(name, 0600) == 0);
    CHECK(opens(&p) == ASSAY_E_CONFIG);
    CHECK(says(&p, "not a regular file"));
    unlink(name);
    CHECK(mkdir(name, 0700) == 0);
    CHECK(opens(&p) == ASSAY_E_CONFIG);
    CHECK(says(&p, "not a regular file"));
    rmdir(name);
    place_free(&p);
}

static void too_large(void)
{
    place p = place_new();
    put_small_store(&p);
    CHECK(truncate(in_store(&p, "n.json"), (off_t)LIMIT_STORE_FILE + 1) == 0);
    CHECK(opens(&p) == ASSAY_E_CONFIG);
    CHECK(says(&p, "the limit is"));
    place_free(&p);
}

static void damaged(void)
{
    place p = place_new();
    put_small_store(&p);
    put_in_store(&p, "n.json", NONCES " ");
    CHECK(opens(&p) == ASSAY_E_CONFIG);
    CHECK(says(&p, sha256_text(&p, NONCES)));
    CHECK(says(&p, sha256_text(&p, NONCES " ")));
    CHECK_TEXT(p.err.source, in_store(&p, "n.json"));
    put_in_store(&p, STORE_MANIFEST, "{\"assay_store\":1,\n \"revi");
    CHECK(opens(&p) == ASSAY_E_CONFIG);
    CHECK_TEXT(p.err.source, in_store(&p, STORE_MANIFEST));
    CHECK_UINT(p.err.line, 2);
    place_free(&p);
}

static void kept_outside(void)
{
    place p = place_new();
    assay_trust *t = NULL;
    uint8_t digest[32];
    put_small_store(&p);
    if (!CHECK(open_store(&p, &t) == ASSAY_OK)) {
        return;
    }
    assay_trust_digest(t, digest);
    trust_release(t);
    assay_trust_options o = {.struct_size = sizeof o, .path = p.store, .min_revision = 7};
    o.manifest_sha256 = bytes_of(digest, 32);
    CHECK(trust_open(&o, NULL, &t, &p.err) == ASSAY_OK);
    trust_release(t);
    o.min_revision = 8;
    CHECK(trust_open(&o, NULL, &t, &p.err) == ASSAY_E_CONFIG);
    CHECK(says(&p, "revision 7 is below the minimum of 8"));
    CHECK(t == NULL);
    o.min_revision = 0;
    digest[0] ^= 1;
    CHECK(trust_open(&o, NULL, &t, &p.err) == ASSAY_E_CONFIG);
    CHECK(says(&p, "expected the manifest"));
    CHECK(t == NULL);
    place_free(&p);
}

static assay_status opens_with_role(place *p, const char *role, const char *more)
{
    put_manifest(p,
                 arena_format(&p->arena,
                              "{\"role\":\"%s\",\"file\":\"n.json\",\"sha256\":\"%s\"%s}", role,
                              sha256_text(p, NONCES), more),
                 1);
    return opens(p);
}

static void roles(void)
{
    place p = place_new();
    put_in_store(&p, "n.json", NONCES);
    CHECK(opens_with_role(&p, "known-nonces", "") == ASSAY_OK);
    CHECK(opens_with_role(&p, "known-nonces", ",\"verified\":\"asserted\"") == ASSAY_OK);
    CHECK(opens_with_role(&p, "known-nonces", ",\"verified\":\"pinned\"") == ASSAY_E_CONFIG);
    CHECK(says(&p, "the manifest says pinned, and it is asserted"));
    CHECK(opens_with_role(&p, "known-nonces", ",\"scope\":\"amd\"") == ASSAY_E_CONFIG);
    CHECK(says(&p, "no scope"));
    CHECK(opens_with_role(&p, "known-nonce", "") == ASSAY_E_CONFIG);
    CHECK(hints(&p, "known-nonces"));
    CHECK(opens_with_role(&p, "ark", "") == ASSAY_E_CONFIG);
    CHECK(says(&p, "cannot be stored"));
    CHECK(opens_with_role(&p, "export-key", "") == ASSAY_E_UNSUPPORTED);
    place_free(&p);
}

/* A role of a format: verified after the ranks below it, sees what they made, and its scope counts.
 */
static assay_status verify_probe(trust_load *load, trust_item *item, assay_error *err)
{
    const trust_item *nonces = trust_next(trust_load_store(load), NULL, "known-nonces", NULL);
    if (nonces == NULL) {
        return error_set(err, ASSAY_E_CONFIG, "ranks are not in order");
    }
    if (trust_next(trust_load_store(load), NULL, "jwks", NULL) != NULL) {
        return error_set(err, ASSAY_E_CONFIG, "an unverified item is shown");
    }
    item->view.family = "intel";
    item->view.state = ASSAY_TRUST_VERIFIED;
    item->material = arena_text(trust_load_arena(load), bytes_of_text("probe"));
    return ASSAY_OK;
}
static const trust_role probe = {.name = "jwks", .rank = 9, .verify = verify_probe};
static const trust_role *const probes[] = {&probe, NULL};

static void roles_of_formats(void)
{
    place p = place_new();
    assay_trust *t = NULL;
    const char *sha = sha256_text(&p, NONCES);
    assay_trust_options o = {.struct_size = sizeof o, .path = p.store};
    put_small_store(&p);
    put_manifest(&p,
                 arena_format(&p.arena,
                              "{\"role\":\"jwks\",\"file\":\"n.json\",\"sha256\":\"%s\"},%s", sha,
                              nonces_item(&p)),
                 1);
    if (CHECK(trust_open(&o, probes, &t, &p.err) == ASSAY_OK)) {
        const trust_item *item = trust_next(t, NULL, "jwks", "intel");
        CHECK(item == &t->items[0] && item->role == &probe);
        CHECK(item != NULL && strcmp(item->material, "probe") == 0);
    }
    trust_release(t);
    put_manifest(&p,
                 arena_format(&p.arena,
                              "{\"role\":\"jwks\",\"scope\":\"amd\",\"file\":\"n.json\","
                              "\"sha256\":\"%s\"},%s",
                              sha, nonces_item(&p)),
                 1);
    CHECK(trust_open(&o, probes, &t, &p.err) == ASSAY_E_CONFIG);
    CHECK(says(&p, "is for 'intel', not for 'amd'"));
    place_free(&p);
}

int main(void)
{
    RUN(small_store_opens);
    RUN(writable_by_others);
    RUN(missing);
    RUN(links_and_others_than_files);
    RUN(too_large);
    RUN(damaged);
    RUN(kept_outside);
    RUN(roles);
    RUN(roles_of_formats);
    return DONE();
}
