/* SPDX-License-Identifier: Apache-2.0 */
/* Captured certificates and lists of AMD: each chains to its own root and to no other. */
#include "check.h"
#include "base/time.h"
#include "pki/chain.h"
#include "pki/crl.h"

#include <dirent.h>

enum { MILAN, GENOA, TURIN, PRODUCTS };
static const char *const products[PRODUCTS] = {"milan", "genoa", "turin"};

typedef struct {
    assay_bytes file;
    cert cert;
    issuer issuer;
} loaded;

static char folder[4096];
static loaded ark[PRODUCTS], ask[PRODUCTS], asvk[PRODUCTS], old_ask;

static assay_time date(const char *text)
{
    assay_time t = ASSAY_TIME_UNSET;
    CHECK(time_from_rfc3339(bytes_of_text(text), &t));
    return t;
}

static assay_bytes file_at(const char *name)
{
    char path[8192];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return read_file(path);
}

static void load(const char *name, loaded *out)
{
    fault f;
    out->file = file_at(name);
    if (!CHECK(cert_parse(out->file, &out->cert, &f))) {
        fprintf(stderr, "  %s: %s: %s at %zu\n", name, f.what, f.why, f.at);
    }
    CHECK(issuer_of(&out->cert, NULL, &out->issuer) == ASSAY_OK);
}

static void load_roots(void)
{
    for (size_t i = 0; i < PRODUCTS; i++) {
        char name[64];
        snprintf(name, sizeof name, "roots/ark_%s.der", products[i]);
        load(name, &ark[i]);
        snprintf(name, sizeof name, "roots/ask_%s.der", products[i]);
        load(name, &ask[i]);
        snprintf(name, sizeof name, "roots/asvk_%s.der", products[i]);
        load(name, &asvk[i]);
    }
    load("roots/ask_genoa_2022_01_REVOKED.der", &old_ask);
}

static const anchor reached = {.name = "ARK"}; /* outlives the pin that path_of makes */

/* The path of a certificate with all intermediates and roots in the pool, but one root pinned. */
static chain path_of(const cert *leaf, const loaded *pinned, assay_time at, sig_cache *cache)
{
    issuer pool[3 * PRODUCTS + 1] = {old_ask.issuer};
    for (size_t i = 0; i < PRODUCTS; i++) {
        pool[1 + 3 * i] = asvk[i].issuer;
        pool[2 + 3 * i] = ask[i].issuer;
        pool[3 + 3 * i] = ark[i].issuer;
    }
    anchor pin = {.family = "amd",
                  .name = "ARK",
                  .path_len = -1,
                  .valid_from = ASSAY_TIME_UNSET,
                  .valid_to = ASSAY_TIME_UNSET};
    memcpy(pin.spki_sha256, pinned->issuer.spki_sha256, sizeof pin.spki_sha256);
    const anchor *pins[] = {&pin};
    chain_request r = {.leaf = leaf,
                       .pool = pool,
                       .pool_count = ARRAY_LEN(pool),
                       .anchors = pins,
                       .anchor_count = 1,
                       .at = at,
                       .cache = cache};
    chain c;
    CHECK(chain_build(&r, &c) == ASSAY_OK);
    c.anchor = c.anchor != NULL ? &reached : NULL;
    return c;
}

static size_t product_of(const char *file)
{
    for (size_t i = 0; i < PRODUCTS; i++) {
        if (strstr(file, products[i]) != NULL) {
            return i;
        }
    }
    return PRODUCTS;
}

/* One certificate of the collection is an altered one. */
#define BAD_SIGNATURE "vcek_milan_cee9695515.der"

static void check_key_certificate(const char *file)
{
    size_t product = product_of(file);
    loaded vek;
    char name[512], cn[32];
    bool vlek = strncmp(file, "vlek", 4) == 0;
    snprintf(name, sizeof name, "certs/%s", file);
    load(name, &vek);
    if (!CHECK(product < PRODUCTS)) {
        return;
    }
    CHECK(str_is(vek.cert.subject_cn, vlek ? "SEV-VLEK" : "SEV-VCEK"));
    CHECK(bytes_equal(vek.cert.serial, bytes_of("", 1)));
    CHECK(vek.cert.key.type == KEY_EC_P384);
    snprintf(cn, sizeof cn, "SEV-%s", vlek ? "VLEK-" : "");
    assay_str signer = vek.cert.issuer_cn;
    CHECK(signer.len == strlen(cn) + 5 && strncmp(signer.ptr, cn, strlen(cn)) == 0);
    for (size_t i = 0; i < PRODUCTS; i++) {
        chain c = path_of(&vek.cert, &ark[i], vek.cert.not_before, NULL);
        if (strcmp(file, BAD_SIGNATURE) == 0) {
            CHECK(!chain_holds(&c) && c.count == 1 && c.flaws == CHAIN_SIGNATURE);
            continue;
        }
        CHECK(chain_holds(&c) == (i == product));
        CHECK(c.count == 3);
        CHECK_UINT(c.flaws, i == product ? 0 : CHAIN_FOREIGN_ROOT);
    }
    free((void *)(uintptr_t)vek.file.ptr);
}

static void every_key_certificate_chains_to_its_root(void)
{
    char path[8192];
    snprintf(path, sizeof path, "%s/certs", folder);
    DIR *d = opendir(path);
    size_t count = 0;
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        if (strstr(e->d_name, ".der") != NULL) {
            check_key_certificate(e->d_name);
            count++;
        }
    }
    CHECK(count > 20);
    if (d != NULL) {
        closedir(d);
    }
}

static void windows_count_at_the_given_time(void)
{
    loaded vek;
    load("certs/vcek_milan_3430987528.der", &vek);
    assay_time first = vek.cert.not_before, last = vek.cert.not_after;
    CHECK(first == date("2023-01-24T17:58:26Z"));
    CHECK_UINT(path_of(&vek.cert, &ark[MILAN], first - 1, NULL).flaws, CHAIN_NOT_YET_VALID);
    CHECK_UINT(path_of(&vek.cert, &ark[MILAN], first, NULL).flaws, 0);
    CHECK_UINT(path_of(&vek.cert, &ark[MILAN], last, NULL).flaws, 0);
    CHECK_UINT(path_of(&vek.cert, &ark[MILAN], last + 1, NULL).flaws, CHAIN_EXPIRED);
    chain c = path_of(&vek.cert, &ark[MILAN], date("2050-01-01T00:00:00Z"), NULL);
    CHECK(c.count == 3 && c.links[1].flaws == CHAIN_EXPIRED && c.links[2].flaws == CHAIN_EXPIRED);
    free((void *)(uintptr_t)vek.file.ptr);
}

static void roots_and_intermediates_are_paths_too(void)
{
    for (size_t i = 0; i < PRODUCTS; i++) {
        chain c = path_of(&ark[i].cert, &ark[i], date("2026-01-01T00:00:00Z"), NULL);
        CHECK(chain_holds(&c) && c.count == 1);
        c = path_of(&asvk[i].cert, &ark[i], date("2026-01-01T00:00:00Z"), NULL);
        CHECK(chain_holds(&c) && c.count == 2);
        CHECK(!bytes_equal(asvk[i].cert.subject, ask[i].cert.subject));
    }
}

/* The revoked intermediate of Genoa has the name of its successor, but not its key. */
static void issuers_of_one_name_are_told_apart_by_key(void)
{
    loaded vek;
    load("certs/vcek_genoa_5636775e2c.der", &vek);
    CHECK(bytes_equal(old_ask.cert.subject, ask[GENOA].cert.subject));
    chain c = path_of(&vek.cert, &ark[GENOA], vek.cert.not_before, NULL);
    CHECK(chain_holds(&c) && bytes_equal(c.links[1].cert->der, ask[GENOA].file));
    free((void *)(uintptr_t)vek.file.ptr);
}

static void the_list_of_genoa_revokes_its_first_intermediate(void)
{
    assay_bytes file = file_at("roots/crl_genoa_crlnumber2.crl.der");
    fault f;
    crl list;
    CHECK(crl_parse(file, &list, &f) && list.entry_count == 1);
    CHECK(list.number.len == 1 && list.number.ptr[0] == 2);
    CHECK(crl_verify(&list, &ark[GENOA].cert, NULL) == ASSAY_OK);
    CHECK(crl_verify(&list, &ark[MILAN].cert, NULL) == ASSAY_REJECTED);
    CHECK(crl_verify(&list, &ask[GENOA].cert, NULL) == ASSAY_REJECTED);
    const crl *lists[] = {&list};
    revocation_request r = {.crls = lists,
                            .count = 1,
                            .at = date("2023-03-01T00:00:00Z"),
                            .known_at = date("2023-03-01T00:00:00Z")};
    revocation_result revoked = revocation_of(&old_ask.cert, &r);
    CHECK(revoked.state == REVOCATION_REVOKED && revoked.by == &list);
    CHECK(revoked.revoked_at == date("2022-10-31T13:34:46Z"));
    CHECK(revocation_of(&ask[GENOA].cert, &r).state == REVOCATION_GOOD);
    CHECK(revocation_of(&ask[MILAN].cert, &r).state == REVOCATION_NOT_ESTABLISHED);
    r.known_at = date("2024-03-01T00:00:00Z"); /* the list has run out */
    CHECK(revocation_of(&old_ask.cert, &r).state == REVOCATION_REVOKED);
    CHECK(revocation_of(&ask[GENOA].cert, &r).state == REVOCATION_NOT_ESTABLISHED);
    free((void *)(uintptr_t)file.ptr);
}

/* A list that is altered in one byte of its signed part is still refused by its own issuer. */
static void an_altered_list_is_refused(void)
{
    assay_bytes file = file_at("roots/crl_milan_crlnumber3.crl.der");
    uint8_t copy[2048];
    fault f;
    crl list;
    CHECK(file.len <= sizeof copy && crl_parse(file, &list, &f) && list.entry_count == 0);
    CHECK(crl_verify(&list, &ark[MILAN].cert, NULL) == ASSAY_OK);
    memcpy(copy, file.ptr, file.len);
    for (size_t i = 0; i < file.len; i += 7) {
        copy[i] ^= 1;
        CHECK(!crl_parse(bytes_of(copy, file.len), &list, &f) ||
              crl_verify(&list, &ark[MILAN].cert, NULL) == ASSAY_REJECTED);
        copy[i] ^= 1;
    }
    free((void *)(uintptr_t)file.ptr);
}

/* Every byte of a certificate takes another value, for each of two changes: no path ever holds. */
static void no_altered_certificate_has_a_path(void)
{
    loaded vek;
    load("certs/vcek_milan_3430987528.der", &vek);
    uint8_t copy[2048];
    assay_time at = date("2024-01-01T00:00:00Z");
    CHECK(vek.file.len <= sizeof copy);
    CHECK(path_of(&vek.cert, &ark[MILAN], at, NULL).flaws == 0);
    memcpy(copy, vek.file.ptr, vek.file.len);
    for (size_t i = 0; i < 2 * vek.file.len; i++) {
        uint8_t change = i % 2 == 0 ? 0x01 : 0x80;
        cert c;
        fault f;
        copy[i / 2] ^= change;
        if (cert_parse(bytes_of(copy, vek.file.len), &c, &f)) {
            chain p = path_of(&c, &ark[MILAN], at, NULL);
            CHECK(!chain_holds(&p));
        } else {
            CHECK(f.what != NULL && f.why != NULL && f.at <= vek.file.len);
        }
        copy[i / 2] ^= change;
    }
    for (size_t len = 0; len < vek.file.len; len++) {
        cert c;
        fault f;
        CHECK(!cert_parse(bytes_of(copy, len), &c, &f));
    }
    free((void *)(uintptr_t)vek.file.ptr);
}

static bool remembered(const cert *c, sig_cache *cache)
{
    issuer known;
    CHECK(issuer_of(c, cache, &known) == ASSAY_OK);
    return known.signer_known;
}

static void only_paths_that_hold_are_remembered(void)
{
    loaded vek;
    load("certs/vcek_milan_3430987528.der", &vek);
    sig_cache *cache = sig_cache_new(64, NULL);
    const cert *c = &vek.cert;
    assay_time at = date("2024-01-01T00:00:00Z");
    path_of(c, &ark[GENOA], at, cache);
    CHECK(!remembered(c, cache));
    path_of(c, &ark[MILAN], c->not_after + 1, cache);
    CHECK(!remembered(c, cache));
    path_of(c, &ark[MILAN], at, cache);
    CHECK(remembered(c, cache));
    CHECK_UINT(path_of(c, &ark[MILAN], at, cache).flaws, 0);
    CHECK_UINT(path_of(c, &ark[GENOA], at, cache).flaws, CHAIN_FOREIGN_ROOT);
    CHECK_UINT(path_of(c, &ark[MILAN], c->not_after + 1, cache).flaws, CHAIN_EXPIRED);
    sig_cache_free(cache);
    free((void *)(uintptr_t)vek.file.ptr);
}

static void names_are_shown_last_attribute_first(void)
{
    arena a;
    arena_init(&a, NULL, 1 << 16);
    CHECK_TEXT(name_text(&a, ark[MILAN].cert.subject),
               "CN=ARK-Milan, O=Advanced Micro Devices, ST=CA, L=Santa Clara, C=US, "
               "OU=Engineering");
    arena_release(&a);
}

static void release_roots(void)
{
    for (size_t i = 0; i < PRODUCTS; i++) {
        free((void *)(uintptr_t)ark[i].file.ptr);
        free((void *)(uintptr_t)ask[i].file.ptr);
        free((void *)(uintptr_t)asvk[i].file.ptr);
    }
    free((void *)(uintptr_t)old_ask.file.ptr);
}

int main(void)
{
    const char *dir = vectors_dir();
    if (dir == NULL) {
        return SKIPPED;
    }
    snprintf(folder, sizeof folder, "%s/snp", dir);
    load_roots();
    RUN(every_key_certificate_chains_to_its_root);
    RUN(windows_count_at_the_given_time);
    RUN(roots_and_intermediates_are_paths_too);
    RUN(issuers_of_one_name_are_told_apart_by_key);
    RUN(the_list_of_genoa_revokes_its_first_intermediate);
    RUN(an_altered_list_is_refused);
    RUN(no_altered_certificate_has_a_path);
    RUN(only_paths_that_hold_are_remembered);
    RUN(names_are_shown_last_attribute_first);
    release_roots();
    return DONE();
}
