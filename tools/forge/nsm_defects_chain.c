/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the certificates and of the bundle. */
#include "forge/nsm_defects.h"

#include "crypto/ec.h"
#include "pki/cert.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define CHAIN(finding_) .class = "chain", .finding = finding_

static void set_common_name(xw_name *name, const char *common_name)
{
    size_t last = 0;
    while (last + 1 < XW_NAME_MAX && name->parts[last + 1].text != NULL) {
        last++;
    }
    name->parts[last].text = common_name;
}

/* Everything in the document is an attacker's; the root's name is AWS's if `value`. */
static void foreign_root(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    xw_cert *root = &r->above[FNSM_ROOT];
    root->key = root->signer = r->above[FNSM_REGIONAL].signer = "rogue-nsm-root";
    if (d->value == 0) {
        set_common_name(&root->subject, "rogue.nitro-enclaves");
        root->issuer = r->above[FNSM_REGIONAL].issuer = root->subject;
    }
}

/* The pinned root stands first, and the rest leads elsewhere. */
static void foreign_rest(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    r->above[FNSM_REGIONAL].signer = "rogue-nsm-root";
}

static xw_cert *certificate(fnsm_recipe *r, size_t which)
{
    return which < FNSM_CERTIFICATES ? &r->above[which] : &r->leaf;
}
#define LEAF FNSM_CERTIFICATES

/* basicConstraints of the certificate `at`: a CA if `size`, with path length `value`. */
static void constraints(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    xw_extension *e = xw_find(&certificate(r, d->at)->extensions, xw_oid_basic_constraints);
    e->value = xw_value_ca(a, d->size != 0, (int)d->value);
}

static void uncritical(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    xw_find(&certificate(r, d->at)->extensions, xw_oid_basic_constraints)->critical = false;
}

/* keyUsage of the certificate `at`; 0: left out. */
static void usage(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    xw_extensions *all = &certificate(r, d->at)->extensions;
    xw_extension *e = xw_find(all, xw_oid_key_usage);
    if (d->value == 0) {
        *e = all->items[--all->count];
        return;
    }
    e->value = xw_value_key_usage(a, (uint8_t)d->value);
}

static void critical(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    static const uint8_t name_constraints[] = {0x55, 0x1d, 0x1e};
    xw_extend(&certificate(r, d->at)->extensions,
              bytes_of(name_constraints, sizeof name_constraints), true, xw_value_uint(a, 1));
}

/* The window of the certificate `at` begins `value` seconds after the appraisal, or, with `size`,
 * ends then. */
static void window(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    xw_cert *c = certificate(r, d->at);
    assay_time *edge = d->size != 0 ? &c->not_after : &c->not_before;
    *edge = r->at + d->value;
    if (d->at == FNSM_ROOT) {
        r->pinned = *c;
    }
}

/* The leaf's key issued one more leaf, which made the document. */
static void leaf_issues(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    r->above[FNSM_EXTRA] = r->leaf;
    set_common_name(&r->above[FNSM_EXTRA].subject, "i-0a55a7e5700000003.us-east-1.aws");
    r->leaf.issuer = r->above[FNSM_EXTRA].subject;
    r->leaf.signer = r->above[FNSM_EXTRA].key;
    r->leaf.key = r->signer = "rogue-nsm";
    r->bundle[r->bundle_count++] = FNSM_EXTRA;
}

static void issuer_name(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    set_common_name(&r->leaf.issuer, d->text);
}

static void subject_name(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    set_common_name(&r->leaf.subject, d->text);
}

/* The leaf's key is of another kind, and alg as `hex` says. */
static void leaf_key(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    r->leaf.key = r->signer = d->text;
    if (d->hex != NULL) {
        r->headers = fnsm_row_bytes(a, d);
    }
}

static void leaf_signer(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    r->leaf.signer = d->text;
}

/* The entry `at` is left out. */
static void leave_out(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    r->bundle_count--;
    for (size_t i = d->at; i < r->bundle_count; i++) {
        r->bundle[i] = r->bundle[i + 1];
    }
}

static void reverse(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    for (size_t i = 0, k = r->bundle_count - 1; i < k; i++, k--) {
        fnsm_entry other = r->bundle[i];
        r->bundle[i] = r->bundle[k];
        r->bundle[k] = other;
    }
}

static void add_stranger(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    (void)a;
    (void)d;
    xw_cert *c = &r->above[FNSM_EXTRA];
    *c = r->above[FNSM_ROOT];
    c->key = c->signer = "rogue-nsm-root";
    set_common_name(&c->subject, "stranger");
    c->issuer = c->subject;
    r->bundle[r->bundle_count++] = FNSM_EXTRA;
}

/* A list of the issuer `at`, which names the certificate below it if `value`. */
static void list(fnsm_recipe *r, arena *a, const fnsm_defect *d)
{
    const xw_cert *issuer = &r->above[d->at];
    r->crl = (xw_crl){.issuer = issuer->subject,
                      .this_update = r->at - 3600,
                      .next_update = r->at + 3600,
                      .signer = issuer->key,
                      .algorithm = issuer->algorithm};
    xw_extend(&r->crl.extensions, xw_oid_crl_number, false, xw_value_uint(a, 1));
    if (d->value != 0) {
        r->crl.revoked[0].serial =
            certificate(r, d->at == FNSM_INSTANCE ? LEAF : d->at + 1)->serial;
        r->crl.revoked[0].date = r->at - 3600;
        r->crl.revoked_count = 1;
    }
}

static const fnsm_defect rows[] = {
    {ROW("self-rooted", "a whole chain under the attacker's own root"), CHAIN("chain.foreign-root"),
     .spoil = foreign_root},
    {ROW("same-name-root", "the same under the name of the pinned root"),
     CHAIN("chain.foreign-root"), .spoil = foreign_root, .value = 1},
    {ROW("pinned-root-foreign-rest", "the pinned root in front of a chain that it did not sign"),
     CHAIN("chain.signature"), .spoil = foreign_rest},
    {ROW("ca-false", "the instance certificate is no CA"), CHAIN("chain.not-ca"),
     .spoil = constraints, .at = FNSM_INSTANCE, .value = -1},
    {ROW("ca-no-cert-sign", "the instance certificate may not sign certificates"),
     CHAIN("chain.key-usage"), .spoil = usage, .at = FNSM_INSTANCE,
     .value = KEY_USAGE_DIGITAL_SIGNATURE},
    {ROW("ca-no-usage", "the zonal certificate has no keyUsage"), CHAIN("nsm.chain.ca-profile"),
     .spoil = usage, .at = FNSM_ZONAL},
    {ROW("ca-uncritical", "basicConstraints of the zonal certificate are not critical"),
     CHAIN("nsm.chain.ca-profile"), .spoil = uncritical, .at = FNSM_ZONAL},
    {ROW("path-length", "the zonal certificate has path length 0"), CHAIN("chain.path-length"),
     .spoil = constraints, .at = FNSM_ZONAL, .size = 1},
    {ROW("leaf-ca", "the leaf is a CA certificate"), CHAIN("nsm.leaf.ca"), .spoil = constraints,
     .at = LEAF, .size = 1, .value = -1},
    {ROW("leaf-issues-leaf", "the leaf issued another one"), CHAIN("chain.not-ca"),
     .spoil = leaf_issues},
    {ROW("leaf-no-signature", "the leaf may not sign data"), CHAIN("nsm.leaf.key-usage"),
     .spoil = usage, .at = LEAF, .value = KEY_USAGE_CERT_SIGN},
    {ROW("leaf-no-usage", "the leaf has no keyUsage"), CHAIN("nsm.leaf.key-usage"), .spoil = usage,
     .at = LEAF},
    {ROW("leaf-critical", "name constraints in the leaf"), CHAIN("chain.critical-extension"),
     .spoil = critical, .at = LEAF},
    {ROW("leaf-issuer-name", "the leaf names another issuer"), CHAIN("chain.no-issuer"),
     .spoil = issuer_name, .text = "other.nitro-enclaves"},
    {ROW("leaf-by-rogue", "the leaf is signed by another key in its issuer's name"),
     CHAIN("chain.signature"), .spoil = leaf_signer, .text = "rogue-nsm"},
    {ROW("leaf-name", "the leaf is of another module"), .outcome = FNSM_AUTHENTIC,
     .finding = "nsm.module-id", .spoil = subject_name,
     .text = "i-0a55a7e5700000002-enc0a55a7e570000000b.us-east-1.aws"},
    {ROW("leaf-p256", "the leaf's key is P-256, alg ES256"), .class = "unsupported",
     .finding = "nsm.chain.algorithm", .spoil = leaf_key, .text = "vcek-p256", .hex = "a10126"},
    {ROW("leaf-p256-es384", "the leaf's key is P-256, alg ES384"), .class = "unsupported",
     .finding = "nsm.chain.algorithm", .spoil = leaf_key, .text = "vcek-p256"},
    {ROW("leaf-not-yet", "the leaf begins in 30 seconds"), .class = "not-yet-valid",
     .finding = "chain.not-yet-valid", .spoil = window, .at = LEAF, .value = 30},
    {ROW("leaf-expired", "the leaf ended a second ago"), .class = "expired",
     .finding = "chain.expired", .spoil = window, .at = LEAF, .size = 1, .value = -1},
    {ROW("instance-not-yet", "the instance certificate begins in a second"),
     .class = "not-yet-valid", .finding = "chain.not-yet-valid", .spoil = window,
     .at = FNSM_INSTANCE, .value = 1},
    {ROW("root-expired", "the pinned root ended a second ago"), .class = "expired",
     .finding = "chain.expired", .spoil = window, .at = FNSM_ROOT, .size = 1, .value = -1},
    {ROW("bundle-without-root", "the root is left out"), CHAIN("chain.no-issuer"),
     .spoil = leave_out, .at = FNSM_ROOT},
    {ROW("bundle-without-zonal", "the zonal certificate is left out"), CHAIN("chain.no-issuer"),
     .spoil = leave_out, .at = FNSM_ZONAL},
    {ROW("bundle-reversed", "the root comes last"), CHAIN("nsm.cabundle.order"), .spoil = reverse},
    {ROW("bundle-stranger", "a certificate that is no part of the path"),
     CHAIN("nsm.cabundle.order"), .spoil = add_stranger},
    {ROW("revoked-leaf", "a list of the instance certificate names the leaf"), .class = "revoked",
     .finding = "revocation.revoked", .spoil = list, .at = FNSM_INSTANCE, .value = 1},
    {ROW("revoked-regional", "a list of the root names the regional certificate"),
     .class = "revoked", .finding = "revocation.revoked", .spoil = list, .at = FNSM_ROOT,
     .value = 1},
    {ROW("listed-good", "a list of the zonal certificate names nobody"), .outcome = FNSM_AUTHENTIC,
     .spoil = list, .at = FNSM_ZONAL},
};
const fnsm_defect_list fnsm_defects_chain = {rows, ARRAY_LEN(rows)};
