/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates, pins and revocation lists of a throw-away authority: what may enter the store. */
#include "codec/pem.h"
#include "trust/examine.h"
#include "trust_test.h"

#define ROOT DATA "root.pem"
#define OTHER DATA "other-root.pem"
#define INTERMEDIATE DATA "intermediate.pem"
#define LEAF DATA "leaf.pem"
#define CRL_1 DATA "crl-1.pem"
#define CRL_2 DATA "crl-2.pem"

static const char *joined(place *p, const char *name, const char *const *files, size_t count)
{
    text all = text_new(&p->arena, 1u << 20);
    for (size_t i = 0; i < count; i++) {
        assay_bytes one = read_file(files[i]);
        CHECK(one.ptr != NULL);
        text_add(&all, one);
        free((void *)(uintptr_t)one.ptr);
    }
    assay_str done = text_done(&all);
    return put_beside(p, name, done.ptr);
}

/* The DER of a PEM file, with the byte at `from_end` flipped unless 0. */
static const char *as_der(place *p, const char *file, size_t from_end)
{
    fault f = {0};
    assay_str label;
    assay_bytes der = {NULL, 0}, pem = read_file(file);
    cursor c = cur_over(pem, &f);
    CHECK(pem_next(&c, &p->arena, &label, &der));
    uint8_t *copy = arena_alloc(&p->arena, der.len + 1);
    memcpy(copy, der.ptr, der.len);
    copy[der.len - from_end] ^= from_end > 0;
    const char *path = arena_format(&p->arena, "%s/%zu.der", p->top, from_end);
    put_file(path, copy, der.len);
    free((void *)(uintptr_t)pem.ptr);
    return path;
}

static void roots_need_a_scope(void)
{
    place p = place_new();
    CHECK(add_one(&p, "x509-root", NULL, ROOT) == ASSAY_E_CONFIG);
    CHECK(says(&p, "Test root: nothing says whom it anchors"));
    CHECK(hints(&p, "for=aws"));
    CHECK_TEXT(p.err.source, ROOT);
    CHECK(access(p.store, F_OK) != 0);
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_OK);
    assay_trust *t = NULL;
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        const trust_item *item = trust_next(t, NULL, "x509-root", "aws");
        CHECK(item != NULL && item->view.state == ASSAY_TRUST_PINNED);
        CHECK_TEXT(item->view.subject, "Test root");
        CHECK_UINT(t->anchor_count, trust_pin_count + 1);
        const anchor *made = t->anchors[trust_pin_count];
        const trust_certs *certs = item->material;
        CHECK_TEXT(made->family, "aws");
        CHECK(memcmp(made->spki_sha256, certs->certs[0].spki_sha256, 32) == 0);
        CHECK(made->valid_from == certs->certs[0].cert->not_before);
        CHECK(made->valid_to == certs->certs[0].cert->not_after);
    }
    trust_release(t);
    place_free(&p);
}

static void what_is_no_root(void)
{
    place p = place_new();
    CHECK(add_one(&p, "x509-root", "aws", INTERMEDIATE) == ASSAY_E_CONFIG);
    CHECK(says(&p, "does not name itself as its issuer"));
    CHECK(add_one(&p, "x509-root", "aws", DATA "no-ca.pem") == ASSAY_E_CONFIG);
    CHECK(says(&p, "may not issue certificates"));
    CHECK(add_one(&p, "x509-root", "aws", as_der(&p, ROOT, 0)) == ASSAY_OK);
    CHECK(add_one(&p, "x509-root", "aws", as_der(&p, ROOT, 1)) == ASSAY_E_CONFIG);
    CHECK(says(&p, "its own signature does not hold"));
    const char *two[] = {ROOT, OTHER};
    CHECK(add_one(&p, "x509-root", "aws", joined(&p, "two.pem", two, 2)) == ASSAY_E_CONFIG);
    CHECK(says(&p, "must hold one certificate, and holds 2"));
    CHECK(add_one(&p, "x509-root", "aws", CRL_1) == ASSAY_E_CONFIG);
    CHECK(says(&p, "PEM block 'X509 CRL' among certificates"));
    CHECK(add_one(&p, "x509-root", "aws", put_beside(&p, "x", "no certificate")) == ASSAY_E_CONFIG);
    CHECK(says(&p, "is no X.509 certificate"));
    place_free(&p);
}

static void scopes_as_given(void)
{
    place p = place_new();
    trust_addition add = {.role = "x509-root", .file = ROOT, .issuer = "https://issuer.example"};
    CHECK(add_one(&p, "x509-root", "asw", ROOT) == ASSAY_E_CONFIG);
    CHECK(says(&p, "'asw' is no scope"));
    CHECK(add_all(&p, &add, 1) == ASSAY_OK);
    add.scope = "aws";
    CHECK(add_all(&p, &add, 1) == ASSAY_E_CONFIG);
    CHECK(says(&p, "not both"));
    add = (trust_addition){.role = "x509-root", .file = ROOT, .issuer = "aws"};
    CHECK(add_all(&p, &add, 1) == ASSAY_E_CONFIG);
    place_free(&p);
}

static void chains_lead_to_an_anchor(void)
{
    place p = place_new();
    CHECK(add_one(&p, "issuer-chain", NULL, INTERMEDIATE) == ASSAY_E_CONFIG);
    CHECK(says(&p, "the certificate of its issuer is not in the store"));
    CHECK(hints(&p, "Test root"));
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_OK);
    CHECK(add_one(&p, "issuer-chain", "intel", INTERMEDIATE) == ASSAY_E_CONFIG);
    CHECK(says(&p, "leads to Test root, which anchors 'aws' and not 'intel'"));
    CHECK(add_one(&p, "issuer-chain", NULL, LEAF) == ASSAY_E_CONFIG);
    CHECK(says(&p, "Test leaf"));
    CHECK(add_one(&p, "issuer-chain", NULL, as_der(&p, INTERMEDIATE, 1)) == ASSAY_E_CONFIG);
    CHECK(says(&p, "is not signed by the issuer that it names"));
    const char *no_ca[] = {DATA "below-leaf.pem", LEAF, INTERMEDIATE};
    CHECK(add_one(&p, "issuer-chain", NULL, joined(&p, "n.pem", no_ca, 3)) == ASSAY_E_CONFIG);
    CHECK(says(&p, "Test leaf: issues certificates and is no CA"));
    CHECK(add_one(&p, "issuer-chain", NULL, OTHER) == ASSAY_E_CONFIG);
    CHECK(says(&p, "Other test root: is a root that is not pinned"));
    CHECK(add_one(&p, "issuer-chain", NULL, put_beside(&p, "none", "-----BEGIN \n")) ==
          ASSAY_E_CONFIG);
    const char *files[] = {LEAF, INTERMEDIATE, ROOT};
    CHECK(add_one(&p, "issuer-chain", NULL, joined(&p, "c.pem", files, 3)) == ASSAY_OK);
    assay_trust *t = NULL;
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        const trust_item *item = trust_next(t, NULL, "issuer-chain", "aws");
        const trust_certs *certs = item != NULL ? item->material : NULL;
        CHECK(certs != NULL && certs->count == 3);
        CHECK_TEXT(item->view.subject, "Test leaf, Test intermediate, Test root");
        CHECK_UINT(item->view.state, ASSAY_TRUST_VERIFIED);
        CHECK(item->view.valid_to == certs->certs[0].cert->not_after ||
              item->view.valid_to == certs->certs[1].cert->not_after);
    }
    trust_release(t);
    place_free(&p);
}

/* A chain whose issuer stands further below in the manifest, and in one call with its root. */
static void order_does_not_matter(void)
{
    place p = place_new();
    const trust_addition add[] = {{.role = "crl", .file = CRL_1},
                                  {.role = "vcek", .file = LEAF},
                                  {.role = "issuer-chain", .file = LEAF},
                                  {.role = "ask", .file = INTERMEDIATE},
                                  {.role = "x509-root", .scope = "amd", .file = ROOT}};
    CHECK(add_all(&p, add, ARRAY_LEN(add)) == ASSAY_OK);
    assay_trust *t = NULL;
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        CHECK_UINT(assay_trust_count(t), ARRAY_LEN(add));
        for (size_t i = 0; i < ARRAY_LEN(add); i++) {
            CHECK_TEXT(assay_trust_at(t, i)->role, add[i].role);
            CHECK_TEXT(assay_trust_at(t, i)->family, "amd");
        }
    }
    trust_release(t);
    place_free(&p);
}

static void one_certificate_roles(void)
{
    place p = place_new();
    const char *two[] = {INTERMEDIATE, ROOT};
    CHECK(add_one(&p, "x509-root", "amd", ROOT) == ASSAY_OK);
    CHECK(add_one(&p, "vcek", NULL, INTERMEDIATE) == ASSAY_E_CONFIG);
    CHECK(says(&p, "is the certificate of an issuer"));
    CHECK(add_one(&p, "ask", NULL, joined(&p, "two.pem", two, 2)) == ASSAY_E_CONFIG);
    CHECK(says(&p, "must hold one certificate, and holds 2"));
    CHECK(add_one(&p, "ask", NULL, INTERMEDIATE) == ASSAY_OK);
    CHECK(add_one(&p, "asvk", NULL, LEAF) == ASSAY_E_CONFIG);
    CHECK(says(&p, "is not the certificate of an issuer"));
    CHECK(add_one(&p, "vlek", NULL, LEAF) == ASSAY_OK);
    place_free(&p);
}

static void revocation_lists(void)
{
    place p = place_new();
    CHECK(add_one(&p, "crl", NULL, CRL_1) == ASSAY_E_CONFIG);
    CHECK(says(&p, "the certificate of its issuer is not in the store"));
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_OK);
    CHECK(add_one(&p, "crl", "intel", CRL_1) == ASSAY_E_CONFIG);
    CHECK(add_one(&p, "crl", NULL, as_der(&p, CRL_1, 1)) == ASSAY_E_CONFIG);
    CHECK(says(&p, "this list is not signed by CN=Test root"));
    CHECK(add_one(&p, "crl", NULL, ROOT) == ASSAY_E_CONFIG);
    CHECK(says(&p, "must hold one PEM X509 CRL"));
    CHECK(add_one(&p, "crl", NULL, put_beside(&p, "x", "0")) == ASSAY_E_CONFIG);
    CHECK(says(&p, "is no revocation list"));
    CHECK(add_one(&p, "crl", "aws", CRL_1) == ASSAY_OK);
    CHECK(add_one(&p, "crl", NULL, as_der(&p, CRL_2, 0)) == ASSAY_OK);
    assay_trust *t = NULL;
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        const trust_item *first = trust_next(t, NULL, "crl", "aws");
        const trust_item *second = first != NULL ? trust_next(t, first, "crl", "aws") : NULL;
        if (CHECK(second != NULL && trust_next(t, second, "crl", "aws") == NULL)) {
            const crl *list = second->material;
            CHECK_TEXT(first->view.subject, "CRL 1 of Test root");
            CHECK_TEXT(second->view.subject, "CRL 2 of Test root");
            CHECK_UINT(list->entry_count, 1);
            const trust_certs *root = trust_next(t, NULL, "x509-root", "aws")->material;
            CHECK(bytes_equal(list->signer_spki, root->certs[0].cert->spki));
            CHECK(second->view.valid_to == list->next_update);
        }
    }
    trust_release(t);
    place_free(&p);
}

static void a_list_of_two_families(void)
{
    place p = place_new();
    assay_trust *t = NULL;
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_OK);
    CHECK(add_one(&p, "x509-root", "intel", ROOT) == ASSAY_OK);
    CHECK(add_one(&p, "crl", NULL, CRL_1) == ASSAY_E_CONFIG);
    CHECK(says(&p, "its issuer serves 'aws' and 'intel'"));
    CHECK(add_one(&p, "crl", "intel", CRL_1) == ASSAY_OK);
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        CHECK(trust_next(t, NULL, "crl", "aws") == NULL);
        CHECK(trust_next(t, NULL, "crl", "intel") == &t->items[2]);
    }
    trust_release(t);
    place_free(&p);
}

/* Well formed, but of an algorithm that no certificate of a TEE vendor has. */
static void keys_that_are_not_used(void)
{
    static const uint8_t ed25519[44] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                        0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
    place p = place_new();
    const char *path = put_beside(&p, "ed25519", "");
    put_file(path, ed25519, sizeof ed25519);
    CHECK(add_one(&p, "spki-pin", "aws", path) == ASSAY_E_CONFIG);
    CHECK(says(&p, "a key of a kind that is not used"));
    place_free(&p);
}

static void pins_without_certificate(void)
{
    place p = place_new();
    assay_trust *t = NULL;
    CHECK(add_one(&p, "spki-pin", NULL, DATA "root-spki.pem") == ASSAY_E_CONFIG);
    CHECK(hints(&p, "spki-pin;for="));
    CHECK(add_one(&p, "spki-pin", "aws", ROOT) == ASSAY_E_CONFIG);
    CHECK(says(&p, "must hold one PEM PUBLIC KEY"));
    CHECK(add_one(&p, "spki-pin", "aws", put_beside(&p, "x", "0123")) == ASSAY_E_CONFIG);
    CHECK(says(&p, "is no public key"));
    CHECK(add_one(&p, "spki-pin", "aws", DATA "root-spki.pem") == ASSAY_OK);
    if (!CHECK(open_store(&p, &t) == ASSAY_OK)) {
        return;
    }
    const uint8_t *pinned = t->anchors[trust_pin_count]->spki_sha256;
    const char *hex = text_hex(&p.arena, bytes_of(pinned, 32));
    const char *file = put_beside(&p, "digest", arena_format(&p.arena, "%s\n", hex));
    /* The key is pinned, but only a certificate of its holder leads there. */
    const char *files[] = {INTERMEDIATE, ROOT};
    CHECK(add_one(&p, "issuer-chain", NULL, INTERMEDIATE) == ASSAY_E_CONFIG);
    CHECK(add_one(&p, "issuer-chain", NULL, joined(&p, "c.pem", files, 2)) == ASSAY_OK);
    /* Once a second family has the key, somebody must say which is meant. */
    CHECK(add_one(&p, "spki-pin", "intel", file) == ASSAY_OK);
    CHECK(add_one(&p, "issuer-chain", NULL, INTERMEDIATE) == ASSAY_E_CONFIG);
    CHECK(says(&p, "anchors 'aws' and 'intel'"));
    CHECK(add_one(&p, "issuer-chain", "intel", INTERMEDIATE) == ASSAY_OK);
    trust_release(t);
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        const anchor *second = t->anchors[trust_pin_count + 1];
        CHECK_TEXT(text_hex(&p.arena, bytes_of(second->spki_sha256, 32)), hex);
        CHECK_TEXT(second->family, "intel");
    }
    trust_release(t);
    place_free(&p);
}

/* A pin of AMD's stays AMD's, in whatever form it comes. */
static void the_pin_of_amd(void)
{
    place p = place_new();
    const char *hex = text_hex(&p.arena, bytes_of(trust_pins[0].spki_sha256, 32));
    const char *file = put_beside(&p, "digest", hex);
    CHECK(add_one(&p, "spki-pin", "aws", file) == ASSAY_E_CONFIG);
    CHECK(says(&p, "is the key of ARK-Milan, which anchors 'amd' and never 'aws'"));
    CHECK(add_one(&p, "spki-pin", NULL, file) == ASSAY_OK);
    assay_trust *t = NULL;
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        CHECK_TEXT(assay_trust_at(t, 0)->family, "amd");
    }
    trust_release(t);
    place_free(&p);
}

/* However many certificates come along that lead nowhere. */
static void a_path_is_found_in_a_crowd(void)
{
    place p = place_new();
    assay_trust *t = NULL;
    examination seen;
    CHECK(add_one(&p, "x509-root", "aws", ROOT) == ASSAY_OK);
    assay_bytes other = read_file(OTHER), between = read_file(INTERMEDIATE);
    assay_bytes leaf = read_file(LEAF), extra[3 * LIMIT_PATH_POOL];
    for (size_t i = 0; i < ARRAY_LEN(extra); i++) {
        extra[i] = i + 1 < ARRAY_LEN(extra) ? other : between;
    }
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        assay_time at = 0;
        for (size_t family = 0; family < 2; family++) {
            CHECK(trust_examine_cert(t, &p.arena, leaf, extra, ARRAY_LEN(extra),
                                     family == 0 ? "aws" : NULL, at, &seen) == ASSAY_OK);
            CHECK(seen.chain.anchor != NULL && seen.chain.count == 3);
        }
        CHECK(trust_examine_cert(t, &p.arena, leaf, extra, ARRAY_LEN(extra), "amd", at, &seen) ==
              ASSAY_OK);
        CHECK(seen.chain.anchor == NULL);
    }
    trust_release(t);
    free((void *)(uintptr_t)other.ptr);
    free((void *)(uintptr_t)between.ptr);
    free((void *)(uintptr_t)leaf.ptr);
    place_free(&p);
}

int main(void)
{
    RUN(roots_need_a_scope);
    RUN(what_is_no_root);
    RUN(scopes_as_given);
    RUN(chains_lead_to_an_anchor);
    RUN(order_does_not_matter);
    RUN(one_certificate_roles);
    RUN(revocation_lists);
    RUN(a_list_of_two_families);
    RUN(keys_that_are_not_used);
    RUN(pins_without_certificate);
    RUN(the_pin_of_amd);
    RUN(a_path_is_found_in_a_crowd);
    return DONE();
}
