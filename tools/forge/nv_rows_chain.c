/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the certificates and of the chain that travels. */
#include "forge/nv_rows.h"

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

static void copies(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    r->copies = (unsigned)row->value;
}

/* Text instead of the chain. */
static void text_chain(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    r->pem = bytes_of_text(row->text);
}

/* The certificate `at` is left out. */
static void leave_out(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    r->order_count--;
    for (size_t i = row->at; i < r->order_count; i++) {
        r->order[i] = r->order[i + 1];
    }
}

static void root_alone(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    (void)row;
    r->order[0] = FNV_ROOT;
    r->order_count = 1;
}

static void reverse(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    (void)row;
    for (size_t i = 0; i < r->order_count; i++) {
        r->order[i] = (unsigned)(FNV_ROOT - i);
    }
}

/* The certificates `at` and the one behind it change places. */
static void swap(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    unsigned first = r->order[row->at];
    (void)a;
    (void)ring;
    r->order[row->at] = r->order[row->at + 1];
    r->order[row->at + 1] = first;
}

/* The certificate `at` once more, at the end, `size` times. */
static void repeat(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    for (size_t i = 0; i < row->size; i++) {
        r->order[r->order_count++] = (unsigned)row->at;
    }
}

/* A certificate that nobody asked for stands at the end. */
static void add_stranger(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    xw_cert *c = &r->chain[FNV_EXTRA];
    (void)row;
    *c = r->chain[FNV_ROOT];
    c->key = c->signer = fnv_key(a, ring, "rogue-nv", '\0');
    set_common_name(&c->subject, "stranger");
    c->issuer = c->subject;
    r->order[r->order_count++] = FNV_EXTRA;
}

/* Everything is an attacker's; the root's name is NVIDIA's if `value`. */
static void foreign_root(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    xw_cert *root = &r->chain[FNV_ROOT];
    root->key = root->signer = r->chain[FNV_IDENTITY].signer = fnv_key(a, ring, "rogue-nv", '\0');
    if (row->value == 0) {
        set_common_name(&root->subject, "Rogue Device Identity CA");
        root->issuer = r->chain[FNV_IDENTITY].issuer = root->subject;
    }
}

/* The certificate `at` is signed by another key in its issuer's name. */
static void rogue_signer(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    r->chain[row->at].signer = fnv_key(a, ring, "rogue-nv", '\0');
}

/* A second root certificate over the same key and name, which NVIDIA has too. */
static void other_root(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    (void)row;
    r->chain[FNV_ROOT].serial++;
    r->chain[FNV_ROOT].not_before -= 86400;
}

static void constraints(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)ring;
    xw_find(&r->chain[row->at].extensions, xw_oid_basic_constraints)->value =
        xw_value_ca(a, row->size != 0, (int)row->value);
}

static void leaf_ca(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)ring;
    (void)row;
    xw_extend(&r->chain[FNV_LEAF].extensions, xw_oid_basic_constraints, true,
              xw_value_ca(a, true, -1));
}

static void uncritical(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    xw_find(&r->chain[row->at].extensions, xw_oid_basic_constraints)->critical = false;
}

/* keyUsage of the certificate `at`; 0: left out. */
static void usage(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    xw_extensions *all = &r->chain[row->at].extensions;
    xw_extension *e = xw_find(all, xw_oid_key_usage);
    (void)ring;
    if (row->value == 0) {
        *e = all->items[--all->count];
        return;
    }
    e->value = xw_value_key_usage(a, (uint8_t)row->value);
}

static void critical(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    static const uint8_t name_constraints[] = {0x55, 0x1d, 0x1e};
    (void)ring;
    xw_extend(&r->chain[row->at].extensions, bytes_of(name_constraints, sizeof name_constraints),
              true, xw_value_uint(a, 1));
}

/* The window of the certificate `at` begins `value` seconds after the appraisal, or, with `size`,
 * ends then. */
static void window(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    xw_cert *c = &r->chain[row->at];
    (void)a;
    (void)ring;
    *(row->size != 0 ? &c->not_after : &c->not_before) = r->at + row->value;
}

/* The certificate `at` has this name, and what it issued names it so. */
static void rename_(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    set_common_name(&r->chain[row->at].subject, row->text);
    if (row->at > 0) {
        r->chain[row->at - 1].issuer = r->chain[row->at].subject;
    }
}

/* Leaf and boot ROM of a switch, under a GPU's report. */
static void switch_chain(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    rename_(r, a, ring, &(fnv_row){.at = FNV_LEAF, .text = "LS_10 A01 FSP FMC LF"});
    rename_(r, a, ring, &(fnv_row){.at = FNV_BROM, .text = "LS_10 A01 FSP BROM"});
    (void)row;
}

/* The leaf's key is on P-256. */
static void leaf_p256(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    r->chain[FNV_LEAF].key = r->signer = row->text;
}

/* The leaf issued another one, which signed the report. */
static void leaf_issues(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    xw_cert *c = &r->chain[FNV_EXTRA];
    (void)row;
    *c = r->chain[FNV_LEAF];
    c->issuer = r->chain[FNV_LEAF].subject;
    c->signer = r->chain[FNV_LEAF].key;
    c->key = r->signer = fnv_key(a, ring, "rogue-nv", '\0');
    set_common_name(&c->subject, "GH100 A01 GSP FMC LF 2");
    for (size_t i = r->order_count++; i > 0; i--) {
        r->order[i] = r->order[i - 1];
    }
    r->order[0] = FNV_EXTRA;
}

static xw_extension *fwid_of(fnv_recipe *r)
{
    return xw_find(&r->chain[FNV_LEAF].extensions, fnv_fwid_oid(r->model));
}

static void no_fwid(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    xw_extensions *all = &r->chain[FNV_LEAF].extensions;
    (void)a;
    (void)ring;
    (void)row;
    *fwid_of(r) = all->items[all->count - 1];
    all->count--;
}

/* The extension has another model's form, or its OID too if `value`. */
static void foreign_fwid(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    uint8_t fwid[FNV_DIGEST_LEN];
    fnv_model other = r->model == FNV_GB100 ? FNV_H100 : FNV_GB100;
    xw_extension *e = fwid_of(r);
    fnv_fwid(r->model, fwid);
    e->value = fnv_fwid_value(a, ring, other, r->chain[FNV_BROM].key, fwid, fwid);
    if (row->value != 0) {
        e->oid = fnv_fwid_oid(other);
    }
}

/* One byte of the extension is another one, from its end. */
static void spoilt_fwid(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    xw_extension *e = fwid_of(r);
    uint8_t *value = arena_alloc(a, e->value.len);
    (void)ring;
    if (value != NULL) {
        memcpy(value, e->value.ptr, e->value.len);
        value[e->value.len - row->at] = (uint8_t)row->value;
        e->value = bytes_of(value, e->value.len - row->size);
    }
}

/* The second firmware id of Blackwell's leaf is the one in the report. */
static void fwid_second(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    uint8_t fwid[FNV_DIGEST_LEN], other[FNV_DIGEST_LEN] = {0x5a};
    (void)row;
    fnv_fwid(r->model, fwid);
    fwid_of(r)->value = fnv_fwid_value(a, ring, r->model, r->chain[FNV_BROM].key, other, fwid);
}

/* The list of the issuer `at`, in the store or, with `size`, with the evidence, names the
 * certificate below it. */
static void revoked(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    xw_crl list = fnv_list(r, a, row->at, r->chain[row->at - 1].serial);
    (void)ring;
    if (row->value != 0) { /* ended an hour ago */
        list.this_update = r->at - 86400;
        list.next_update = r->at - 3600;
    }
    *(row->size != 0 ? &r->travelling : &r->lists[row->at == FNV_ROOT ? 0 : 1]) = list;
}

/* A list in Identity's name that a stranger signed says nothing. */
static void forged_list(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)row;
    r->travelling = fnv_list(r, a, FNV_IDENTITY, r->chain[FNV_ICA].serial);
    r->travelling.signer = fnv_key(a, ring, "rogue-nv", '\0');
}

static void denied(fnv_recipe *r, arena *a, key_ring *ring, const fnv_row *row)
{
    (void)a;
    (void)ring;
    r->denied = row->text;
}

#define NO_CERTIFICATE "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
#define NO_BASE64 "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n"
#define A_KEY "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
static const fnv_row rows[] = {
    {ROW("chain-missing", "no certificates came with the report"), CHAIN("nvidia.chain.missing"),
     .spoil = copies},
    {ROW("chain-twice", "the chain was attached twice"), CHAIN("nvidia.chain.missing"),
     .spoil = copies, .value = 2},
    {ROW("chain-empty", "the chain is an empty file"), CHAIN("nvidia.chain.malformed"),
     .spoil = text_chain, .text = ""},
    {ROW("chain-no-pem", "the chain is no PEM"), CHAIN("nvidia.chain.malformed"),
     .spoil = text_chain, .text = "certificates"},
    {ROW("chain-no-certificate", "a block is no certificate"), CHAIN("nvidia.chain.malformed"),
     .spoil = text_chain, .text = NO_CERTIFICATE},
    {ROW("chain-no-base64", "a block is no base64"), CHAIN("nvidia.chain.malformed"),
     .spoil = text_chain, .text = NO_BASE64},
    {ROW("chain-key", "a block is a public key"), CHAIN("nvidia.chain.malformed"),
     .spoil = text_chain, .text = A_KEY},
    {ROW("chain-root-alone", "the chain is the root alone"), CHAIN("nvidia.chain.count"),
     .spoil = root_alone},
    {ROW("chain-no-root", "the root is left out"), CHAIN("chain.no-issuer"), .spoil = leave_out,
     .at = FNV_ROOT},
    {ROW("chain-no-ica", "the Provisioner ICA is left out"), CHAIN("chain.no-issuer"),
     .spoil = leave_out, .at = FNV_ICA},
    {ROW("chain-no-leaf", "the leaf is left out"), CHAIN("nvidia.signature"), .spoil = leave_out},
    {ROW("chain-reversed", "the root stands first"), CHAIN("nvidia.chain.order"), .spoil = reverse},
    {ROW("chain-swapped", "Provisioner ICA and Identity change places"),
     CHAIN("nvidia.chain.order"), .spoil = swap, .at = FNV_ICA},
    {ROW("chain-six", "a stranger stands behind the root"), CHAIN("nvidia.chain.count"),
     .spoil = add_stranger},
    {ROW("chain-root-twice", "the root stands twice"), CHAIN("nvidia.chain.count"), .spoil = repeat,
     .at = FNV_ROOT, .size = 1},
    {ROW("chain-nine", "nine certificates"), CHAIN("nvidia.chain.malformed"), .spoil = repeat,
     .at = FNV_ROOT, .size = 4},
    {ROW("root-other", "another root certificate of the same key and name"),
     .outcome = FNV_AUTHENTIC, .spoil = other_root},
    {ROW("self-rooted", "a whole chain under the attacker's own root"), CHAIN("chain.foreign-root"),
     .spoil = foreign_root},
    {ROW("same-name-root", "the same under the name of the pinned root"),
     CHAIN("chain.foreign-root"), .spoil = foreign_root, .value = 1},
    {ROW("leaf-by-rogue", "the leaf is signed by another key"), CHAIN("chain.signature"),
     .spoil = rogue_signer, .at = FNV_LEAF},
    {ROW("brom-by-rogue", "the boot ROM's certificate is signed by another key"),
     CHAIN("chain.signature"), .spoil = rogue_signer, .at = FNV_BROM},
    {ROW("identity-by-rogue", "Identity is signed by another key"), CHAIN("chain.signature"),
     .spoil = rogue_signer, .at = FNV_IDENTITY},
    {ROW("brom-no-ca", "the boot ROM's certificate is no CA"), CHAIN("chain.not-ca"),
     .spoil = constraints, .at = FNV_BROM, .value = -1},
    {ROW("brom-no-cert-sign", "the boot ROM's key may not sign certificates"),
     CHAIN("chain.key-usage"), .spoil = usage, .at = FNV_BROM,
     .value = KEY_USAGE_DIGITAL_SIGNATURE},
    {ROW("brom-no-usage", "the boot ROM's certificate has no keyUsage"),
     CHAIN("nvidia.chain.ca-profile"), .spoil = usage, .at = FNV_BROM},
    {ROW("ica-uncritical", "basicConstraints of the Provisioner ICA are not critical"),
     CHAIN("nvidia.chain.ca-profile"), .spoil = uncritical, .at = FNV_ICA},
    {ROW("ica-path-length", "the Provisioner ICA has path length 0"), CHAIN("chain.path-length"),
     .spoil = constraints, .at = FNV_ICA, .size = 1},
    {ROW("leaf-ca", "the leaf is a CA certificate"), CHAIN("nvidia.leaf.ca"), .spoil = leaf_ca},
    {ROW("leaf-issues-leaf", "the leaf issued another one"), CHAIN("chain.not-ca"),
     .spoil = leaf_issues},
    {ROW("leaf-no-signature", "the leaf may not sign data"), CHAIN("nvidia.leaf.key-usage"),
     .spoil = usage, .at = FNV_LEAF, .value = KEY_USAGE_CERT_SIGN},
    {ROW("leaf-no-usage", "the leaf has no keyUsage"), CHAIN("nvidia.leaf.key-usage"),
     .spoil = usage, .at = FNV_LEAF},
    {ROW("leaf-critical", "name constraints in the leaf"), CHAIN("chain.critical-extension"),
     .spoil = critical, .at = FNV_LEAF},
    {ROW("leaf-p256", "the leaf's key is on P-256"), CHAIN("nvidia.chain.algorithm"),
     .spoil = leaf_p256, .text = "vcek-p256"},
    {ROW("leaf-not-yet", "the leaf begins in 30 seconds"), .class = "not-yet-valid",
     .finding = "chain.not-yet-valid", .spoil = window, .at = FNV_LEAF, .value = 30},
    {ROW("leaf-expired", "the leaf ended a second ago"), .class = "expired",
     .finding = "chain.expired", .spoil = window, .at = FNV_LEAF, .size = 1, .value = -1},
    {ROW("ica-expired", "the Provisioner ICA ended a second ago"), .class = "expired",
     .finding = "chain.expired", .spoil = window, .at = FNV_ICA, .size = 1, .value = -1},
    {ROW("leaf-other-chip", "the leaf is of another chip than its boot ROM"),
     CHAIN("nvidia.chain.chip"), .spoil = rename_, .at = FNV_LEAF, .text = "GB100 A01 GSP FMC LF"},
    {ROW("chip-unknown", "leaf and boot ROM are of an unknown chip"), CHAIN("nvidia.chain.chip"),
     .spoil = rename_, .at = FNV_LEAF, .text = "GX999 A01 GSP FMC LF"},
    {ROW("chip-prefix", "the leaf's chip only begins like a known one"), CHAIN("nvidia.chain.chip"),
     .spoil = rename_, .at = FNV_LEAF, .text = "GH1000 A01 GSP FMC LF"},
    {ROW("switch-chain", "a switch's certificates with a GPU's report"), CHAIN("nvidia.chain.chip"),
     .spoil = switch_chain},
    {ROW("fwid-missing", "the leaf has no firmware id"), CHAIN("nvidia.leaf.fwid"),
     .spoil = no_fwid},
    {ROW("fwid-form", "the firmware id has Blackwell's form"), CHAIN("nvidia.leaf.fwid"),
     .spoil = foreign_fwid},
    {ROW("fwid-oid", "so does its OID"), CHAIN("nvidia.leaf.fwid"), .spoil = foreign_fwid,
     .value = 1},
    {ROW("gb100-fwid-oid", "a GB100's leaf has Hopper's extension"), CHAIN("nvidia.leaf.fwid"),
     .model = FNV_GB100, .spoil = foreign_fwid, .value = 1},
    {ROW("fwid-sha256", "the firmware id is named a SHA-256"), CHAIN("nvidia.leaf.fwid"),
     .spoil = spoilt_fwid, .at = 51, .value = 1},
    {ROW("fwid-cut", "the firmware id is cut"), CHAIN("nvidia.leaf.fwid"), .spoil = spoilt_fwid,
     .at = 1, .size = 1},
    {ROW("leaf-fwid-other", "the leaf is of other firmware"), .class = "signature",
     .finding = "nvidia.fwid", .spoil = spoilt_fwid, .at = 1, .value = 0x77},
    {ROW("gb100-fwid-second", "the report has the leaf's second firmware id"), .class = "signature",
     .finding = "nvidia.fwid", .model = FNV_GB100, .spoil = fwid_second},
    {ROW("ls10-fwid-missing", "a switch's leaf has no firmware id"), CHAIN("nvidia.leaf.fwid"),
     .model = FNV_LS10, .spoil = no_fwid},
    {ROW("identity-revoked", "the root's list names Identity"), .class = "revoked",
     .finding = "revocation.revoked", .spoil = revoked, .at = FNV_ROOT},
    {ROW("identity-revoked-stale", "so does one that ended"), .class = "revoked",
     .finding = "revocation.revoked", .spoil = revoked, .at = FNV_ROOT, .value = 1},
    {ROW("ica-revoked", "Identity's list names the Provisioner ICA"), .class = "revoked",
     .finding = "revocation.revoked", .spoil = revoked, .at = FNV_IDENTITY},
    {ROW("ica-revoked-travelling", "the list comes with the evidence"), .class = "revoked",
     .finding = "revocation.revoked", .spoil = revoked, .at = FNV_IDENTITY, .size = 1},
    {ROW("brom-revoked", "the Provisioner ICA's list names the boot ROM"), .class = "revoked",
     .finding = "revocation.revoked", .spoil = revoked, .at = FNV_ICA, .size = 1},
    {ROW("list-forged", "a stranger's list names the Provisioner ICA"), .outcome = FNV_AUTHENTIC,
     .spoil = forged_list},
    {ROW("denied-key", "the deny list names the device's key"), .class = "policy",
     .finding = "deny.listed", .spoil = denied, .text = "device_key"},
    {ROW("denied-ueid", "the deny list names the device's ueid"), .class = "policy",
     .finding = "deny.listed", .spoil = denied, .text = "ueid"},
    {ROW("ls10-self-rooted", "a switch's chain under the attacker's own root"),
     CHAIN("chain.foreign-root"), .model = FNV_LS10, .spoil = foreign_root},
};
const fnv_row_list fnv_rows_chain = {rows, ARRAY_LEN(rows)};
