/* SPDX-License-Identifier: Apache-2.0 */
/* SEV-SNP evidence of the forge, looked at with other tools: our own readers and the openssl CLI.
 */
#include "check.h"
#include "claims/common.h"
#include "forge/files.h"
#include "formats/format.h"
#include "pki/cert.h"
#include "pki/chain.h"
#include "pki/crl.h"
#include "forge/snp_fixtures.h"

#define OUT "forge-test"
#define AT "1780272000" /* 2026-06-01 */

static key_ring *ring;
static arena memory;
static fsnp_recipe recipe;

static bool make(const fsnp_defect *d, fsnp_evidence *out)
{
    return fsnp_defect_make(d, &memory, ring, &recipe, out) == ASSAY_OK;
}

static bool same(const fsnp_evidence *a, const fsnp_evidence *b)
{
    return bytes_equal(a->ext, b->ext) && bytes_equal(a->vek, b->vek) &&
           bytes_equal(a->ask, b->ask) && bytes_equal(a->crl, b->crl) &&
           bytes_equal(a->pinned, b->pinned) && bytes_equal(a->rsp, b->rsp);
}

static bool signed_by(const fsnp_evidence *e)
{
    cert vek;
    fault f = {0};
    uint8_t digest[HASH_MAX], signature[96];
    assay_bytes tbs = {e->report.ptr, FSNP_SIGNED_LEN};
    for (size_t i = 0; i < 48; i++) {
        signature[i] = e->report.ptr[FSNP_SIGNATURE_R + 47 - i];
        signature[48 + i] = e->report.ptr[FSNP_SIGNATURE_S + 47 - i];
    }
    return cert_parse(e->vek, &vek, &f) &&
           crypto_digest(HASH_SHA384, &tbs, 1, digest) == ASSAY_OK &&
           crypto_verify(SIG_ECDSA_P384_SHA384, &vek.key, digest,
                         bytes_of(signature, sizeof signature)) == ASSAY_OK;
}

static bool path_holds(const fsnp_evidence *e)
{
    cert vek, ask, ark;
    crl list;
    issuer pool[2];
    chain path;
    fault f = {0};
    if (!cert_parse(e->vek, &vek, &f) || !cert_parse(e->ask, &ask, &f) ||
        !cert_parse(e->pinned, &ark, &f) || !crl_parse(e->crl, &list, &f) ||
        issuer_of(&ask, NULL, &pool[0]) != ASSAY_OK ||
        issuer_of(&ark, NULL, &pool[1]) != ASSAY_OK) {
        return false;
    }
    anchor pin = {.family = "amd",
                  .valid_from = ASSAY_TIME_UNSET,
                  .valid_to = ASSAY_TIME_UNSET,
                  .path_len = -1};
    memcpy(pin.spki_sha256, pool[1].spki_sha256, sizeof pin.spki_sha256);
    const anchor *anchors[] = {&pin};
    chain_request request = {.leaf = &vek,
                             .pool = pool,
                             .pool_count = 2,
                             .anchors = anchors,
                             .anchor_count = 1,
                             .at = FSNP_DEFAULT_AT};
    return chain_build(&request, &path) == ASSAY_OK && path.flaws == 0 && path.anchor == &pin &&
           crl_verify(&list, &ark, NULL) == ASSAY_OK;
}

static void good_evidence_holds(void)
{
    const fsnp_defect *d;
    for (size_t i = 0; (d = fsnp_good_at(i)) != NULL; i++) {
        fsnp_evidence e;
        bool holds = CHECK(make(d, &e)) && CHECK(path_holds(&e)) && CHECK(signed_by(&e));
        if (!holds) {
            printf("row: %s\n", d->name);
        }
    }
}

static void same_arguments_same_bytes(void)
{
    fsnp_evidence first, second;
    key_ring *other = key_ring_new();
    const fsnp_defect *d = fsnp_good_at(0);
    CHECK(make(d, &first));
    CHECK(fsnp_defect_make(d, &memory, other, &recipe, &second) == ASSAY_OK);
    CHECK(same(&first, &second));
    key_ring_free(other);
}

/* Keys made from names: each name its own, the same in every ring, and good for signing. */
static void keys_of_names(void)
{
    key_ring *other = key_ring_new();
    char name[KEY_RING_NAME_MAX + 2];
    memset(name, 'n', sizeof name);
    name[KEY_RING_NAME_MAX + 1] = '\0';
    CHECK(key_ring_public(other, "chip-1").type == KEY_NONE);
    CHECK(key_ring_generate(other, "chip-1") && !key_ring_generate(other, "chip-1"));
    CHECK(!key_ring_generate(other, "vcek") && !key_ring_generate(other, name));
    CHECK(key_ring_generate(other, name + 1) && key_ring_generate(ring, "chip-1"));
    public_key one = key_ring_public(other, "chip-1"), two = key_ring_public(other, name + 1);
    CHECK(one.type == KEY_EC_P384 && !bytes_equal(one.a, two.a));
    CHECK(bytes_equal(one.a, key_ring_public(ring, "chip-1").a));
    assay_bytes message = bytes_of_text("signed");
    assay_bytes signature = key_ring_sign(other, &memory, "chip-1", SIG_ECDSA_P384_SHA384, message);
    uint8_t digest[HASH_MAX];
    CHECK(crypto_digest(HASH_SHA384, &message, 1, digest) == ASSAY_OK);
    CHECK(crypto_verify(SIG_ECDSA_P384_SHA384, &one, digest, signature) == ASSAY_OK);
    size_t room = KEY_RING_MAX - key_ring_file_count - 2;
    for (size_t i = 0; i <= room; i++) {
        snprintf(name, sizeof name, "more-%zu", i);
        CHECK(key_ring_generate(other, name) == (i < room));
    }
    key_ring_free(other);
}

/* The same report without the defect; a row that changes nothing in the files must change what is
 * handed over or asked for. */
static bool spoils(const fsnp_defect *d)
{
    static fsnp_recipe good;
    fsnp_evidence with, without;
    fsnp_defect base = *d;
    base.spoil = NULL;
    base.policy = NULL;
    if (fsnp_defect_make(&base, &memory, ring, &good, &without) != ASSAY_OK || !make(d, &with)) {
        return false;
    }
    return !same(&with, &without) || !bytes_equal(with.extra, without.extra) ||
           recipe.absent != good.absent || recipe.attached != good.attached ||
           recipe.at != good.at || recipe.policy != good.policy ||
           memcmp(recipe.nonce, good.nonce, sizeof good.nonce) != 0;
}

static void every_defect_spoils_something(void)
{
    const fsnp_defect *d;
    for (size_t i = 0; (d = fsnp_defect_at(i)) != NULL; i++) {
        arena_release(&memory);
        arena_init(&memory, &allocator_default, 64u << 20);
        if (!CHECK(spoils(d)) || !CHECK(fsnp_defect_find(d->name) == d)) {
            printf("row: %s\n", d->name);
        }
    }
}

static bool in_table(const finding_def *table, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(table[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static bool known(const char *id, bool *snp)
{
    const format *f = format_find("snp-report");
    *snp = f != NULL;
    return in_table(common_findings, COMMON_FINDINGS, id) ||
           (f != NULL && in_table(f->findings, f->finding_count, id));
}

static void findings_exist(void)
{
    const fsnp_defect *d;
    for (size_t i = 0; (d = fsnp_defect_at(i)) != NULL; i++) {
        bool snp;
        if (d->finding == NULL) {
            continue;
        }
        bool found = known(d->finding, &snp);
        bool unbuilt = !snp && strncmp(d->finding, "snp.", 4) == 0;
        if (!CHECK(found || unbuilt)) {
            printf("row %s: %s\n", d->name, d->finding);
        }
    }
}

static bool run(const char *command)
{
    return system(command) == 0;
}

static void write_pem(const char *path, assay_bytes der)
{
    CHECK(files_write(OUT, path, xw_pem(&memory, der), NULL) == ASSAY_OK);
}

static void openssl_agrees(void)
{
    fsnp_evidence e;
    if (!run("openssl version")) {
        printf("no openssl command\n");
        return;
    }
    for (int vlek = 0; vlek < 2; vlek++) {
        fsnp_defect good = {.name = "good", .vlek = vlek != 0};
        CHECK(make(&good, &e));
        write_pem("vek.pem", e.vek);
        write_pem("ask.pem", e.ask);
        write_pem("ark.pem", e.pinned);
        CHECK(files_write(OUT, "crl.der", e.crl, NULL) == ASSAY_OK);
        CHECK(run("openssl verify -attime " AT " -CAfile " OUT "/ark.pem -untrusted " OUT
                  "/ask.pem " OUT "/vek.pem"));
        CHECK(run("openssl crl -inform DER -in " OUT "/crl.der -noout -CAfile " OUT "/ark.pem"));
    }
    CHECK(make(fsnp_defect_find("vek-by-rogue"), &e));
    write_pem("rogue.pem", e.vek);
    CHECK(!run("openssl verify -attime " AT " -CAfile " OUT "/ark.pem -untrusted " OUT
               "/ask.pem " OUT "/rogue.pem"));
}

int main(void)
{
    ring = key_ring_new();
    arena_init(&memory, &allocator_default, 64u << 20);
    RUN(good_evidence_holds);
    RUN(same_arguments_same_bytes);
    RUN(keys_of_names);
    RUN(every_defect_spoils_something);
    RUN(findings_exist);
    RUN(openssl_agrees);
    arena_release(&memory);
    key_ring_free(ring);
    return DONE();
}
