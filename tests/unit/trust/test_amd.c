/* SPDX-License-Identifier: Apache-2.0 */
/* AMD's own certificates and lists, as captured. */
#include "trust_test.h"

static const char *vectors;

static const char *root_file(place *p, const char *name)
{
    return arena_format(&p->arena, "%s/snp/roots/%s", vectors, name);
}

static const assay_trust_item *item_at(assay_trust *t, size_t i)
{
    static const assay_trust_item none = {0};
    return assay_trust_at(t, i) != NULL ? assay_trust_at(t, i) : &none;
}

static void roots_are_recognised(void)
{
    static const char *const files[] = {"ark_milan.der", "ark_genoa.der", "ark_turin.pem"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        place p = place_new();
        assay_trust *t = NULL;
        CHECK(add_one(&p, "x509-root", "aws", root_file(&p, files[i])) == ASSAY_E_CONFIG);
        CHECK(says(&p, "which anchors 'amd' and never 'aws'"));
        CHECK(add_one(&p, "x509-root", NULL, root_file(&p, files[i])) == ASSAY_OK);
        if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
            CHECK_TEXT(item_at(t, 0)->family, "amd");
            CHECK_TEXT(item_at(t, 0)->subject, trust_pins[i].name);
            CHECK(item_at(t, 0)->valid_from == trust_pins[i].valid_from);
            CHECK(item_at(t, 0)->valid_to == trust_pins[i].valid_to);
            const trust_certs *certs = t->items[0].material;
            CHECK(certs->certs[0].cert->path_len == trust_pins[i].path_len);
        }
        trust_release(t);
        place_free(&p);
    }
}

/* As the vendor's service serves them: each file by itself suffices beside the built-in pins. */
static void cert_chains(void)
{
    static const char *const files[] = {"milan_vcek_cert_chain.pem", "genoa_vcek_cert_chain.pem",
                                        "turin_vcek_cert_chain.pem", "milan_vlek_cert_chain.pem",
                                        "genoa_vlek_cert_chain.pem", "turin_vlek_cert_chain.pem"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        place p = place_new();
        assay_trust *t = NULL;
        CHECK(add_one(&p, "issuer-chain", NULL, root_file(&p, files[i])) == ASSAY_OK);
        if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
            const trust_certs *certs = t->items[0].material;
            CHECK_TEXT(item_at(t, 0)->family, "amd");
            CHECK_UINT(item_at(t, 0)->state, ASSAY_TRUST_VERIFIED);
            CHECK_UINT(certs->count, 2);
        }
        trust_release(t);
        place_free(&p);
    }
}

static void lists_and_keys(void)
{
    place p = place_new();
    const trust_addition add[] = {
        {.role = "crl", .file = root_file(&p, "crl_milan_crlnumber3.crl.der")},
        {.role = "crl", .file = root_file(&p, "crl_genoa_crlnumber2.crl.der")},
        {.role = "asvk", .file = root_file(&p, "asvk_milan.der")},
        {.role = "ask", .file = root_file(&p, "ask_genoa.der")},
        {.role = "ask", .file = root_file(&p, "ask_genoa_2022_01_REVOKED.der")},
        {.role = "issuer-chain", .file = root_file(&p, "milan_vcek_cert_chain.pem")},
        {.role = "x509-root", .file = root_file(&p, "ark_genoa.der")},
        {.role = "vcek",
         .file = arena_format(&p.arena, "%s/snp/certs/vcek_genoa_71cdcd49d9.der", vectors)},
    };
    assay_trust *t = NULL;
    CHECK(add_all(&p, add, ARRAY_LEN(add)) == ASSAY_OK);
    if (CHECK(open_store(&p, &t) == ASSAY_OK)) {
        CHECK_TEXT(item_at(t, 0)->subject, "CRL 3 of ARK-Milan");
        CHECK_TEXT(item_at(t, 1)->subject, "CRL 2 of ARK-Genoa");
        CHECK_TEXT(item_at(t, 2)->subject, "SEV-VLEK-Milan");
        CHECK_TEXT(item_at(t, 7)->subject, "SEV-VCEK");
        for (size_t i = 0; i < ARRAY_LEN(add); i++) {
            CHECK_TEXT(item_at(t, i)->family, "amd");
        }
    }
    CHECK(strstr(p.report.ptr, "(expired)") != NULL);
    trust_release(t);
    place_free(&p);
}

static void of_the_wrong_product(void)
{
    place p = place_new();
    CHECK(add_one(&p, "issuer-chain", NULL, root_file(&p, "milan_vcek_cert_chain.pem")) ==
          ASSAY_OK);
    CHECK(add_one(&p, "ask", NULL, root_file(&p, "ask_genoa.der")) == ASSAY_E_CONFIG);
    CHECK(says(&p, "SEV-Genoa: the certificate of its issuer is not in the store"));
    CHECK(add_one(&p, "crl", NULL, root_file(&p, "crl_genoa_crlnumber2.crl.der")) ==
          ASSAY_E_CONFIG);
    CHECK(says(&p, "ARK-Genoa"));
    place_free(&p);
}

int main(void)
{
    vectors = vectors_dir();
    if (vectors == NULL) {
        return SKIPPED;
    }
    RUN(roots_are_recognised);
    RUN(cert_chains);
    RUN(lists_and_keys);
    RUN(of_the_wrong_product);
    return DONE();
}
