/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the path from the VEK to the root, and of what is missing on it. */
#include "forge/snp_defects.h"

#include "pki/cert.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define ACCEPTED .outcome = FSNP_ACCEPTED
#define CHAIN(finding_) .class = "chain", .finding = finding_
#define RETIRED_KEY "ask-milan-retired"

static xw_cert *authority(fsnp_recipe *r, fsnp_piece piece)
{
    return piece == FSNP_ARK ? &r->pinned : &r->ask;
}

static void set_name(xw_name *name, const char *common_name)
{
    name->parts[XW_NAME_MAX - 1].text = common_name;
}

static void spoil_absent(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->absent |= (unsigned)d->value;
}

static void spoil_vek_cut(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->vek_len = d->size;
}

/* The ASK's basicConstraints: CA as `value` says, path length 0 if it is one. */
static void spoil_constraints(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    xw_extension *e = xw_find(&r->ask.extensions, xw_oid_basic_constraints);
    if (e != NULL) {
        e->value = xw_value_ca(a, d->value != 0, d->value != 0 ? 0 : -1);
    }
}

static void spoil_no_constraints(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    (void)d;
    xw_extensions *all = &r->ask.extensions;
    xw_extension *e = xw_find(all, xw_oid_basic_constraints);
    if (e != NULL) {
        *e = all->items[--all->count];
    }
}

static void spoil_key_usage(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    xw_extension *e = xw_find(&r->ask.extensions, xw_oid_key_usage);
    if (e != NULL) {
        e->value = xw_value_key_usage(a, (uint8_t)d->value);
    }
}

static void spoil_critical(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    static const uint8_t name_constraints[] = {0x55, 0x1d, 0x1e};
    (void)d;
    xw_extend(&r->ask.extensions, bytes_of(name_constraints, sizeof name_constraints), true,
              xw_value_uint(a, 1));
}

/* The window of the authority `at`: begins at `value` if `size` is 0, else ends there. */
static void spoil_window(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    xw_cert *c = authority(r, (fsnp_piece)d->at);
    if (d->size == 0) {
        c->not_before = (assay_time)d->value;
        return;
    }
    c->not_after = (assay_time)d->value;
}

static void spoil_ask_algorithm(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->ask.algorithm = (xw_algorithm){(sig_alg)d->size, false};
}

/* Everything above the report's key is an attacker's, under AMD's names. */
static void spoil_foreign_root(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->ark.key = "rogue-ark";
    r->ark.signer = "rogue-ark";
    r->ask.key = "rogue-ask";
    r->ask.signer = "rogue-ark";
    r->vek.signer = "rogue-ask";
    r->attached |= (unsigned)d->value;
}

/* The store pins the root of another line. */
static void spoil_other_pin(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    set_name(&r->pinned.issuer, "ARK-Genoa");
    set_name(&r->pinned.subject, "ARK-Genoa");
    r->pinned.key = "ark-genoa";
    r->pinned.signer = "ark-genoa";
    r->attached |= (unsigned)d->value;
    r->absent |= FSNP_CRL;
}

static void spoil_vek_signer(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->vek.signer = d->text;
}

/* The right commonName in a name that the authority does not have. */
static void spoil_vek_issuer(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->vek.issuer.parts[0].text = d->text;
    r->vek.signer = "rogue-ask";
}

static void spoil_vek_by_root(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    (void)d;
    r->vek.issuer = r->ark.subject;
    r->vek.signer = r->ark.key;
}

/* The ASK, whose path length is 0, issued another authority, and that one the VEK. */
static void spoil_path_length(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    (void)d;
    r->extra = r->ask;
    r->extra.serial = 2;
    r->extra.issuer = r->ask.subject;
    set_name(&r->extra.subject, "SEV-Turin");
    r->extra.key = "rogue-ask";
    r->extra.signer = r->ask.key;
    r->vek.issuer = r->extra.subject;
    r->vek.signer = r->extra.key;
}

static void revoke(fsnp_recipe *r, uint64_t serial)
{
    r->crl.revoked[r->crl.revoked_count].serial = serial;
    r->crl.revoked[r->crl.revoked_count++].date = r->crl.this_update;
}

/* Two ASKs of one name, the first revoked; the VEK is the revoked one's if `value`; they share a
 * key if `size`. */
static void spoil_reissued(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->extra = r->ask;
    xw_cert *retired = d->value != 0 ? &r->ask : &r->extra;
    xw_cert *current = d->value != 0 ? &r->extra : &r->ask;
    current->serial++;
    retired->key = d->size != 0 ? current->key : RETIRED_KEY;
    revoke(r, retired->serial);
    r->vek.signer = r->ask.key;
}

static const fsnp_defect rows[] = {
    {ROW("vek-missing", "nobody has the VCEK's certificate"), .outcome = FSNP_UNDECIDED,
     CHAIN("snp.vek.missing"), .spoil = spoil_absent, .value = FSNP_VEK},
    {ROW("vlek-missing", "nobody has the VLEK's certificate"), .outcome = FSNP_UNDECIDED,
     CHAIN("snp.vek.missing"), .spoil = spoil_absent, .value = FSNP_VEK, .vlek = true},
    {ROW("vek-cut", "the VCEK's file ends after 700 bytes"), .class = "malformed",
     .finding = "snp.vek.malformed", .spoil = spoil_vek_cut, .size = 700},
    {ROW("ask-missing", "nobody has the ASK"), .outcome = FSNP_UNDECIDED,
     CHAIN("chain.issuer-missing"), .spoil = spoil_absent, .value = FSNP_ASK},
    {ROW("asvk-missing", "nobody has the ASVK"), .outcome = FSNP_UNDECIDED,
     CHAIN("chain.issuer-missing"), .spoil = spoil_absent, .value = FSNP_ASK, .vlek = true},

    {ROW("foreign-root", "a chain of AMD's names under another root, which comes along"),
     CHAIN("chain.foreign-root"), .spoil = spoil_foreign_root, .value = FSNP_ARK},
    {ROW("foreign-ask", "the same, and the root stays behind"), CHAIN("chain.signature"),
     .spoil = spoil_foreign_root},
    {ROW("pin-other-line", "only ARK-Genoa is pinned; ARK-Milan comes along"),
     CHAIN("chain.foreign-root"), .spoil = spoil_other_pin, .value = FSNP_ARK},
    {ROW("pin-missing", "only ARK-Genoa is pinned; ARK-Milan is not at hand"),
     .outcome = FSNP_UNDECIDED, CHAIN("chain.issuer-missing"), .spoil = spoil_other_pin},
    {ROW("vek-by-rogue", "the VEK is signed by an attacker in the ASK's name"),
     CHAIN("chain.signature"), .spoil = spoil_vek_signer, .text = "rogue-ask"},
    {ROW("vek-by-other-line", "the VEK of Milan is signed by Genoa's ASK in Milan's name"),
     CHAIN("chain.signature"), .spoil = spoil_vek_signer, .text = "ask-genoa"},
    {ROW("vek-by-lookalike", "the VEK names an issuer that differs from the ASK beside its CN"),
     CHAIN("chain.no-issuer"), .spoil = spoil_vek_issuer, .text = "Other"},
    {ROW("vek-by-root", "the ARK itself issued the VEK"), CHAIN("snp.chain.names"),
     .spoil = spoil_vek_by_root},
    {ROW("path-length", "an authority below the ASK, whose path length is 0"),
     CHAIN("chain.path-length"), .spoil = spoil_path_length},
    {ROW("ask-not-ca", "the ASK's basicConstraints say that it is no CA"), CHAIN("chain.not-ca"),
     .spoil = spoil_constraints},
    {ROW("ask-no-constraints", "the ASK has no basicConstraints"), CHAIN("chain.not-ca"),
     .spoil = spoil_no_constraints},
    {ROW("ask-no-cert-sign", "the ASK's keyUsage is cRLSign alone"), CHAIN("chain.key-usage"),
     .spoil = spoil_key_usage, .value = KEY_USAGE_CRL_SIGN},
    {ROW("ask-critical", "name constraints in the ASK, which are not understood"),
     CHAIN("chain.critical-extension"), .spoil = spoil_critical},
    {ROW("ask-pkcs1", "the ASK is signed with PKCS#1 v1.5"), CHAIN("snp.chain.algorithm"),
     .spoil = spoil_ask_algorithm, .size = SIG_RSA_PKCS1_SHA384},
    {ROW("ask-expired", "the ASK ended one second ago"), .class = "expired",
     .finding = "chain.expired", .spoil = spoil_window, .at = FSNP_ASK, .size = 1,
     .value = FSNP_DEFAULT_AT - 1},
    {ROW("ask-not-yet-valid", "the ASK begins in one second"), .class = "not-yet-valid",
     .finding = "chain.not-yet-valid", .spoil = spoil_window, .at = FSNP_ASK,
     .value = FSNP_DEFAULT_AT + 1},
    {ROW("ark-expired", "the pinned root ended one second ago"), .class = "expired",
     .finding = "chain.expired", .spoil = spoil_window, .at = FSNP_ARK, .size = 1,
     .value = FSNP_DEFAULT_AT - 1},
    {ROW("ask-until-2050", "the ASK ends in 2050, so its end is a GeneralizedTime"), ACCEPTED,
     .spoil = spoil_window, .at = FSNP_ASK, .size = 1, .value = 2540000000},

    {ROW("ask-retired", "the VEK is of an ASK that was revoked; its successor has its name"),
     .class = "revoked", .finding = "revocation.revoked", .spoil = spoil_reissued, .value = 1},
    {ROW("ask-reissued", "the VEK is of the successor of a revoked ASK of the same name"), ACCEPTED,
     .spoil = spoil_reissued, .policy = "strict"},
    {ROW("ask-renewed", "two ASKs of one name and one key, of which one is revoked"),
     .outcome = FSNP_EITHER, .class = "revoked", .spoil = spoil_reissued, .size = 1, .value = 1},
};
const fsnp_defect_list fsnp_defects_chain = {rows, ARRAY_LEN(rows)};
