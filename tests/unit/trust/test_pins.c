/* SPDX-License-Identifier: Apache-2.0 */
/* The built-in pins, scopes and roles. */
#include "trust_test.h"

#include <assay/roles.h>

static void pins_open_alone(void)
{
    assay_trust *t = NULL, *again = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    CHECK(trust_open(NULL, NULL, &t, &err) == ASSAY_OK);
    assay_trust_options options = {.struct_size = sizeof options};
    CHECK(trust_open(&options, NULL, &again, &err) == ASSAY_OK);
    if (t != NULL && again != NULL) {
        uint8_t first[32], second[32];
        assay_trust_digest(t, first);
        assay_trust_digest(again, second);
        CHECK(memcmp(first, second, 32) == 0);
        CHECK(!bytes_all(bytes_of(first, 32), 0));
        CHECK_UINT(assay_trust_revision(t), 0);
        CHECK_UINT(assay_trust_count(t), 0);
        CHECK(assay_trust_at(t, 0) == NULL);
        CHECK_UINT(t->anchor_count, trust_pin_count);
        CHECK(assay_trust_retain(t) == t);
        assay_trust_release(t);
        CHECK_UINT(t->anchor_count, trust_pin_count);
    }
    trust_release(t);
    trust_release(again);
    assay_trust_release(NULL);
}

static void every_pin_says_where_it_is_from(void)
{
    for (size_t i = 0; i < trust_pin_count; i++) {
        const anchor *p = &trust_pins[i];
        CHECK(trust_scope_valid(p->family));
        CHECK(strncmp(p->origin, "https://", 8) == 0);
        CHECK(strncmp(p->date, "2026-11-", 8) == 0 && strlen(p->date) == 10);
        CHECK(p->valid_from < p->valid_to);
        CHECK(trust_pin_of(p->spki_sha256) == p);
    }
    uint8_t zero[32] = {0};
    CHECK(trust_pin_of(zero) == NULL);
}

static assay_status opens_with(assay_trust_options options, assay_error *err)
{
    assay_trust *t = NULL;
    assay_error_init(err, sizeof *err);
    assay_status status = trust_open(&options, NULL, &t, err);
    trust_release(t);
    return status;
}

static void options_are_checked(void)
{
    static const uint8_t bytes[32] = {1};
    assay_error err;
    assay_trust_options o = {.struct_size = sizeof o};
    CHECK(opens_with(o, &err) == ASSAY_OK);
    o.struct_size = 0;
    CHECK(opens_with(o, &err) == ASSAY_E_ARGUMENT);
    o.struct_size = sizeof o;
    o.bundle = bytes_of(bytes, 1);
    CHECK(opens_with(o, &err) == ASSAY_E_UNSUPPORTED);
    o.bundle = (assay_bytes){NULL, 0};
    o.signer_spki_sha256 = bytes_of(bytes, 32);
    CHECK(opens_with(o, &err) == ASSAY_E_UNSUPPORTED);
    o.signer_spki_sha256 = (assay_bytes){NULL, 0};
    o.manifest_sha256 = bytes_of(bytes, 31);
    CHECK(opens_with(o, &err) == ASSAY_E_ARGUMENT);
    o.manifest_sha256 = bytes_of(bytes, 32);
    CHECK(opens_with(o, &err) == ASSAY_E_CONFIG);
    o.manifest_sha256 = (assay_bytes){NULL, 0};
    o.min_revision = 1;
    CHECK(opens_with(o, &err) == ASSAY_E_CONFIG);
}

static void scopes(void)
{
    CHECK(trust_scope_valid("amd"));
    CHECK(trust_scope_valid("nvidia-rim"));
    CHECK(trust_scope_valid("https://sharedeus.eus.attest.azure.net"));
    CHECK(!trust_scope_valid(""));
    CHECK(trust_scope_valid("Intel Trust Authority") && trust_scope_valid("ear"));
    CHECK(trust_issuer_valid("Intel Trust Authority") && trust_issuer_valid("https://a.example"));
    CHECK(!trust_issuer_valid("ear") && !trust_issuer_valid("amd"));
    CHECK(!trust_scope_valid("Intel Trust authority"));
    CHECK(!trust_scope_valid("AMD"));
    CHECK(!trust_scope_valid("nvidia"));
    CHECK(!trust_scope_valid("https://"));
    CHECK(!trust_scope_valid("https:///path"));
    CHECK(!trust_scope_valid("http://issuer.example"));
    CHECK(!trust_scope_valid("https://user@issuer.example"));
    CHECK(!trust_scope_valid("https://issuer.example/ x"));
}

static void roles_are_one_table(void)
{
    size_t count = 0;
    for (const assay_role *r; (r = assay_role_at(count)) != NULL; count++) {
        CHECK(assay_role_find(r->name) == r);
        CHECK(r->attachable || r->storable);
        CHECK(r->title[0] != '\0');
    }
    CHECK_UINT(count, 34);
    CHECK(assay_role_find("ark")->attachable && !assay_role_find("ark")->storable);
    CHECK(!assay_role_find("deny")->attachable && assay_role_find("deny")->storable);
    CHECK(assay_role_find("crl")->attachable && assay_role_find("crl")->storable);
    CHECK(assay_role_find("vcek")->attachable && assay_role_find("vcek")->storable);
    CHECK(assay_role_find("vcekk") == NULL);
    CHECK(assay_role_find(NULL) == NULL);
}

static void published_nonces_are_known(void)
{
    uint8_t nonce[32];
    assay_trust *t = NULL;
    CHECK(hex_decode_fixed(
        bytes_of_text("931d8dd0add203ac3d8b4fbde75e115278eefcdceac5b87671a748f32364dfcb"), nonce,
        sizeof nonce));
    if (!CHECK(trust_open(NULL, NULL, &t, NULL) == ASSAY_OK)) {
        return;
    }
    CHECK(trust_knows_nonce(t, bytes_of(nonce, 32)));
    CHECK(!trust_knows_nonce(t, bytes_of(nonce, 31)));
    nonce[31] ^= 1;
    CHECK(!trust_knows_nonce(t, bytes_of(nonce, 32)));
    trust_release(t);
}

int main(void)
{
    RUN(pins_open_alone);
    RUN(every_pin_says_where_it_is_from);
    RUN(options_are_checked);
    RUN(scopes);
    RUN(roles_are_one_table);
    RUN(published_nonces_are_known);
    return DONE();
}
