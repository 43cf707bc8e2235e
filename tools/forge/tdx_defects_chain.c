/* SPDX-License-Identifier: Apache-2.0 */
/* Defects of the PCK certificate, its extension, its issuers, and revocation. */
#include "forge/tdx_defects.h"

#include "pki/cert.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define CHAIN(finding_) .class = "chain", .finding = finding_

static void ext_form(ftdx_recipe *r, const ftdx_defect *d)
{
    r->platform.form = (ftdx_ext_form)d->value;
}

/* Which certificate `at` means. */
static xw_cert *cert_of(ftdx_recipe *r, const ftdx_defect *d)
{
    xw_cert *const certs[] = {[FTDX_PCK] = &r->pki.pck,
                              [FTDX_PCK_CA] = &r->pki.pck_ca,
                              [FTDX_ROOT] = &r->pki.root,
                              [FTDX_EXTRA] = &r->extra};
    return certs[d->at];
}

static void set_common_name(xw_name *name, const char *value)
{
    name->parts[0].text = value;
}

/* Of the certificate and, where it issues, in what it issued. */
static void rename_subject(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    set_common_name(&cert_of(r, d)->subject, d->text);
    if (d->at == FTDX_PCK_CA) {
        set_common_name(&r->pki.pck.issuer, d->text);
    }
}

static void signed_by(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    cert_of(r, d)->signer = d->text;
}

/* The whole chain below another root of the same name. */
static void foreign(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->pki.root.key = r->pki.root.signer = r->pki.pck_ca.signer = FTDX_KEY_ROGUE_ROOT;
    r->pki.pck_ca.key = r->pki.pck.signer = d->text;
}

/* Seconds from the appraisal at which it ended (at < 0) or begins. */
static void window(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    xw_cert *c = cert_of(r, d);
    (void)a;
    if (d->value < 0) {
        c->not_after = r->at + d->value;
    } else {
        c->not_before = r->at + d->value;
    }
}

static void usage(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    xw_find(&cert_of(r, d)->extensions, xw_oid_key_usage)->value =
        xw_value_key_usage(a, (uint8_t)d->value);
}

static void constraints(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    xw_find(&cert_of(r, d)->extensions, xw_oid_basic_constraints)->value =
        xw_value_ca(a, d->value >= 0, (int)d->value);
}

static void other_key(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->pki.pck.key = d->text;
    r->qe_signer = d->text;
}

/* The CA signs as the PCK: a certificate that says nothing of a platform. */
static void ca_as_end(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->qe_signer = FTDX_KEY_PCK_CA;
    r->chain[0] = FTDX_PCK_CA;
    r->chain[1] = FTDX_ROOT;
    r->chain_len = 2;
}

/* The certificates of the chain, by their numbers. */
static void links(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    for (r->chain_len = 0; d->text[r->chain_len] != '\0'; r->chain_len++) {
        r->chain[r->chain_len] = (ftdx_link)(d->text[r->chain_len] - '0');
    }
}

/* Two certificates of platforms. */
static void second_pck(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->extra = r->pki.pck;
    r->extra.serial++;
    r->chain[r->chain_len++] = FTDX_EXTRA;
}

static void root_window(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->pki.root.not_after += 1; /* and nobody's signature but its own covers that */
    r->pki.root.signer = FTDX_KEY_ROGUE;
}

static void pck_with_path_length(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)d;
    xw_find(&r->pki.pck.extensions, xw_oid_basic_constraints)->value = xw_value_ca(a, true, 0);
}

/* A serial on a list; `value` 0: the PCK's, 1: the CA's. */
static void revoked(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    xw_crl *list = d->value == 0 ? &r->pki.pck_crl : &r->pki.root_crl;
    (void)a;
    list->revoked[0].serial = d->value == 0 ? r->pki.pck.serial : r->pki.pck_ca.serial;
    list->revoked[0].date = r->at - 20 * (assay_time)FTDX_DAY;
    list->revoked_count = 1;
}

static void stale(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    xw_crl *list = d->value == 0 ? &r->pki.pck_crl : &r->pki.root_crl;
    (void)a;
    list->next_update = r->at - 1;
}

static void list_of_rogue(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->pki.pck_crl.signer = FTDX_KEY_ROGUE;
}

/* Type 1, naming another platform than the certificate beside it. */
static void other_platform(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->cert_type = 1;
    r->platform.ppid[0] ^= 1;
}

static void cert_type(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->cert_type = (uint16_t)d->value;
    r->chain_len = d->value == 4 ? 1 : r->chain_len;
}

/* Type 4 under a CA that nobody knows. */
static void unknown_issuer(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->cert_type = 4;
    r->chain_len = 1;
    set_common_name(&r->pki.pck.issuer, d->text);
}

#define EXT(form_) CHAIN("quote.pck.extension"), .shape = ext_form, .value = form_
static const ftdx_defect rows[] = {
    {ROW("pck-ext-absent", "the PCK certificate has no SGX extension"), EXT(FTDX_EXT_ABSENT)},
    {ROW("pck-ext-no-fmspc", "the extension lacks FMSPC"), EXT(FTDX_EXT_NO_FMSPC)},
    {ROW("pck-ext-fmspc-twice", "it has FMSPC twice"), EXT(FTDX_EXT_FMSPC_TWICE)},
    {ROW("pck-ext-fmspc-short", "FMSPC of 5 bytes"), EXT(FTDX_EXT_FMSPC_SHORT)},
    {ROW("pck-ext-ppid-short", "PPID of 15 bytes"), EXT(FTDX_EXT_PPID_SHORT)},
    {ROW("pck-ext-svn-256", "a component SVN of 256"), EXT(FTDX_EXT_SVN_256)},
    {ROW("pck-ext-svn-negative", "255 without its leading zero: -1"), EXT(FTDX_EXT_SVN_NEGATIVE)},
    {ROW("pck-ext-svn-missing", "15 component SVNs"), EXT(FTDX_EXT_SVN_MISSING)},
    {ROW("pck-ext-svn-swapped", "two components in each other's place"), EXT(FTDX_EXT_SVN_SWAPPED)},
    {ROW("pck-ext-pcesvn-65536", "PCESVN of 65536"), EXT(FTDX_EXT_PCESVN_65536)},
    {ROW("pck-ext-type-3", "an SGX type that does not exist"), EXT(FTDX_EXT_TYPE_3)},
    {ROW("pck-ext-type-integer", "the SGX type as INTEGER"), EXT(FTDX_EXT_TYPE_INTEGER)},
    {ROW("pck-ext-bool-1", "TRUE as 01"), EXT(FTDX_EXT_BOOL_1)},
    {ROW("pck-ext-unknown", "a member that the profile does not have"), EXT(FTDX_EXT_UNKNOWN)},
    {ROW("pck-ext-tcb-unknown", "the same in its TCB"), EXT(FTDX_EXT_TCB_UNKNOWN)},
    {ROW("pck-ext-trailing", "a byte behind the extension"), EXT(FTDX_EXT_TRAILING)},
    {ROW("pck-ext-hidden", "all that a search for OIDs finds, inside PPID"),
     EXT(FTDX_EXT_OIDS_IN_PPID)},
    {ROW("pck-twice", "certificates of two platforms"), CHAIN("quote.pck.extension"),
     .spoil = second_pck},
    {ROW("ca-as-end-entity", "the CA's key signs the quoting enclave's report"),
     CHAIN("quote.pck.extension"), .spoil = ca_as_end},
    {ROW("pck-name", "the PCK certificate has another name"), CHAIN("quote.chain.names"),
     .spoil = rename_subject, .at = FTDX_PCK, .text = "Intel SGX TCB Signing"},
    {ROW("pck-ca-name", "its CA has another name"), CHAIN("quote.chain.names"),
     .spoil = rename_subject, .at = FTDX_PCK_CA, .text = "Intel SGX PCK Other CA"},
    {ROW("pck-ca-flag", "the PCK certificate is a CA's"), CHAIN("quote.pck.profile"),
     .spoil = pck_with_path_length},
    {ROW("pck-usage", "it may not sign data"), CHAIN("quote.pck.profile"), .spoil = usage,
     .at = FTDX_PCK, .value = KEY_USAGE_CERT_SIGN},
    {ROW("pck-p384", "its key is P-384"), CHAIN("quote.chain.algorithm"), .spoil = other_key,
     .text = "vcek"},
    {ROW("pck-by-rogue", "it is signed by another key"), CHAIN("chain.signature"),
     .spoil = signed_by, .at = FTDX_PCK, .text = FTDX_KEY_ROGUE},
    {ROW("pck-by-root", "it is signed by the root, in the CA's name"), CHAIN("chain.signature"),
     .spoil = signed_by, .at = FTDX_PCK, .text = FTDX_KEY_ROOT},
    {ROW("ca-by-rogue", "the CA is signed by another key"), CHAIN("chain.signature"),
     .spoil = signed_by, .at = FTDX_PCK_CA, .text = FTDX_KEY_ROGUE},
    {ROW("foreign-root", "a whole chain under another root of the same name"),
     CHAIN("chain.foreign-root"), .spoil = foreign, .text = FTDX_KEY_ROGUE},
    {ROW("ca-usage", "the CA may not sign certificates"), CHAIN("quote.chain.extra"),
     .spoil = usage, .at = FTDX_PCK_CA, .value = KEY_USAGE_CRL_SIGN},
    {ROW("ca-no-ca", "the CA is no CA"), CHAIN("quote.chain.extra"), .spoil = constraints,
     .at = FTDX_PCK_CA, .value = -1},
    {ROW("pck-expired", "the PCK certificate has ended"), .class = "expired",
     .finding = "chain.expired", .spoil = window, .at = FTDX_PCK, .value = -1},
    {ROW("pck-not-yet", "it has not begun"), .class = "not-yet-valid",
     .finding = "chain.not-yet-valid", .spoil = window, .at = FTDX_PCK, .value = 3600},
    {ROW("ca-expired", "the CA inside the quote has ended; the store has one that has not"),
     .class = "expired", .finding = "quote.chain.extra", .spoil = window, .at = FTDX_PCK_CA,
     .value = -1},
    {ROW("chain-extra", "the certificate of the TCB signer stands in the chain"),
     CHAIN("quote.chain.extra"), .spoil = links, .text = "0123"},
    {ROW("chain-tcb-signing", "it stands in the place of the PCK CA"), CHAIN("quote.chain.extra"),
     .spoil = links, .text = "032"},
    {ROW("root-altered", "the root's certificate was changed, which its key did not sign"),
     CHAIN("quote.chain.root-signature"), .spoil = root_window},
    {ROW("revoked-pck", "the PCK certificate is revoked"), .class = "revoked",
     .finding = "revocation.revoked", .spoil = revoked},
    {ROW("revoked-ca", "its CA is revoked"), .class = "revoked", .finding = "revocation.revoked",
     .spoil = revoked, .value = 1},
    {ROW("revoked-pck-given", "the list that says so comes with the quote"), .class = "revoked",
     .finding = "revocation.revoked", .spoil = revoked, .given = FTDX_GIVE_PCK_CRL},
    {ROW("denied", "the deny list names the platform"), .class = "policy", .finding = "deny.listed",
     .given = FTDX_DENY},
    {ROW("crl-by-rogue", "the list that comes with the quote is signed by another key"),
     .outcome = FTDX_UNDECIDED, .finding = "revocation.not-established", .spoil = list_of_rogue,
     .given = FTDX_GIVE_PCK_CRL, .strict = true},
    {ROW("no-pck-crl", "no list of the PCK CA"), .outcome = FTDX_UNDECIDED,
     .finding = "revocation.not-established", .given = FTDX_NO_PCK_CRL, .strict = true},
    {ROW("no-root-crl", "no list of the root"), .outcome = FTDX_UNDECIDED,
     .finding = "revocation.not-established", .given = FTDX_NO_ROOT_CRL, .strict = true},
    {ROW("stale-pck-crl", "the list of the PCK CA has ended"), .outcome = FTDX_UNDECIDED,
     .finding = "revocation.not-established", .spoil = stale, .strict = true},
    {ROW("stale-root-crl", "the list of the root has ended"), .outcome = FTDX_UNDECIDED,
     .finding = "revocation.not-established", .spoil = stale, .value = 1, .strict = true},
    {ROW("cert-type-1", "a plain PPID and no PCK certificate"), .outcome = FTDX_UNDECIDED,
     .finding = "quote.pck.missing", .spoil = cert_type, .value = 1},
    {ROW("cert-type-2", "an encrypted PPID (RSA-2048), and no certificate"),
     .outcome = FTDX_UNDECIDED, .finding = "quote.pck.missing", .spoil = cert_type, .value = 2},
    {ROW("cert-type-3", "an encrypted PPID (RSA-3072), and no certificate"),
     .outcome = FTDX_UNDECIDED, .finding = "quote.pck.missing", .spoil = cert_type, .value = 3,
     .version = 3, .body = FTDX_SGX},
    {ROW("cert-type-4-issuer", "type 4, of a CA that is not at hand"), .outcome = FTDX_UNDECIDED,
     .finding = "chain.issuer-missing", .spoil = unknown_issuer,
     .text = "Intel SGX PCK Processor CA"},
    {ROW("cert-type-1-other", "a plain PPID, and the certificate of another platform"),
     CHAIN("quote.pck.other-platform"), .spoil = other_platform,
     .given = FTDX_GIVE_PCK | FTDX_GIVE_CHAIN},
};
const ftdx_defect_list ftdx_defects_chain = {rows, ARRAY_LEN(rows)};
