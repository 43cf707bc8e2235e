/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collateral that is wrong in itself: altered, written anew, expired, of another platform, or under
 * a signer that is none. A store refuses what does not verify; what it then lacks leaves a quote
 * undecided, and never accepted.
 */
#include "forge/tdx_defects.h"

#include "base/text.h"

enum { INFO = 0, QE = 1 };

/* "from=>to" of document `at`; value 1: after signing. */
static void edit(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    ftdx_document *doc = &r->collateral.docs[d->at];
    const char *arrow = strstr(d->text, "=>");
    ftdx_edit *e = d->value == 1 ? doc->after : doc->before;
    e->from = arena_text(a, bytes_of(d->text, (size_t)(arrow - d->text)));
    e->to = arrow + 2;
}

static void dates(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    ftdx_document *doc = &r->collateral.docs[d->at];
    doc->issued += d->value * FTDX_DAY;
    doc->next_update += d->value * FTDX_DAY;
}

/* Its last second, and the one behind. */
static void next_update(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[d->at].next_update = r->at + (assay_time)d->value;
}

static void fmspc(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[d->at].fmspc[5] ^= 1;
}

static void pceid(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[d->at].pceid[1] ^= 1;
}

static void other_key(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[d->at].signer = d->text;
}

/* The PCK's CA signs it, and is in the chain. */
static void signed_by_ca(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[d->at].signer = r->pki.pck_ca.key;
    r->collateral.signers[1] = r->pki.pck_ca;
}

static void without_signer(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->collateral.chain_place = FTDX_NOWHERE;
}

static void signer_ended(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->collateral.signers[0].not_after = r->at - FTDX_DAY;
}

static void signer_begins(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->collateral.signers[0].not_before = r->at + FTDX_DAY;
}

/* Only the TCB info's signer, whose certificate is another. */
static void info_signer_ended(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    ftdx_collateral *c = &r->collateral;
    c->signers[1] = c->signers[0];
    c->signers[1].key = FTDX_KEY_ROGUE;
    c->signers[1].serial++;
    c->signers[1].not_after = r->at - FTDX_DAY;
    c->docs[INFO].signer = FTDX_KEY_ROGUE;
}

static void signer_renewed(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    signer_ended(r, a, d);
    r->collateral.signers[1] = r->collateral.signers[0];
    r->collateral.signers[1].serial++;
    r->collateral.signers[1].not_before = r->at - 30 * (assay_time)FTDX_DAY;
    r->collateral.signers[1].not_after = r->at + 300 * (assay_time)FTDX_DAY;
}

static void signer_revoked(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    xw_crl *list = &r->pki.root_crl;
    list->revoked[0].serial = r->collateral.signers[0].serial;
    list->revoked[0].date = r->at - 5 * (assay_time)FTDX_DAY;
    list->revoked_count = 1;
}

static void signer_name(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.signers[0].subject.parts[0].text = d->text;
}

static void signer_is_ca(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)d;
    xw_extension *e = xw_find(&r->collateral.signers[0].extensions, xw_oid_basic_constraints);
    e->value = xw_value_ca(a, true, 0);
}

static void nowhere(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[d->at].place = FTDX_NOWHERE;
}

static void number(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[d->at].number = (uint32_t)d->value;
}

static void without_root(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->collateral.without_root = true;
}

#define NO_INFO .outcome = FTDX_UNDECIDED, .finding = "quote.tcb.missing"
#define NO_QE .outcome = FTDX_UNDECIDED, .finding = "quote.qe.unknown", .at = QE
#define EDIT(name_, does_, edit_, ...)                                                             \
    {                                                                                              \
        .name = name_, .does = does_, .spoil = edit, .text = edit_, __VA_ARGS__                    \
    }
#define ROW(name_, does_, spoil_, ...)                                                             \
    {                                                                                              \
        .name = name_, .does = does_, .spoil = spoil_, __VA_ARGS__                                 \
    }

static const ftdx_defect rows[] = {
    /* Not there, or not of this platform */
    ROW("tcb-info-missing", "no TCB info", nowhere, NO_INFO),
    ROW("qe-identity-missing", "no QE identity", nowhere, NO_QE),
    ROW("fmspc-mismatch", "TCB info of another FMSPC", fmspc, NO_INFO),
    ROW("pceid-mismatch", "TCB info of another PCEID", pceid, NO_INFO),
    EDIT("tdx-tcb-id-mismatch", "the TCB info says it is of SGX", "\"id\":\"TDX\"=>\"id\":\"SGX\"",
         NO_INFO),
    EDIT("sgx-tcb-id-mismatch", "the TCB info says it is of TDX", "\"id\":\"SGX\"=>\"id\":\"TDX\"",
         NO_INFO, .version = 3, .body = FTDX_SGX),
    EDIT("tdx-qe-identity-id-mismatch", "the identity is that of the SGX quoting enclave",
         "TD_QE=>QE", NO_QE),
    EDIT("sgx-qe-identity-id-mismatch", "the identity is that of the verification enclave",
         "\"QE\"=>\"QVE\"", NO_QE, .version = 3, .body = FTDX_SGX),

    /* Time */
    ROW("tcb-expired", "the TCB info is past its next update", dates, .value = -40,
        .outcome = FTDX_UNDECIDED, .finding = "quote.collateral.stale"),
    ROW("qe-expired", "the QE identity is past its next update", dates, .value = -40, .at = QE,
        .outcome = FTDX_UNDECIDED, .finding = "quote.collateral.stale"),
    ROW("tcb-issue-date-future", "the TCB info was issued later", dates, .value = 25, NO_INFO),
    ROW("qe-issue-date-future", "the QE identity was issued later", dates, .value = 25, NO_QE),
    ROW("next-update-now", "the appraisal falls on the next update", next_update,
        .outcome = FTDX_AUTHENTIC, .status = "UpToDate"),
    ROW("next-update-passed", "the appraisal falls on the second behind it", next_update,
        .value = -1, .outcome = FTDX_UNDECIDED, .finding = "quote.collateral.stale"),
    EDIT("next-update-before-issue", "the next update is not after the issue date",
         "\"nextUpdate\":\"2026=>\"nextUpdate\":\"2025", NO_INFO),

    /* Signatures */
    EDIT("tcb-signature-long", "the TCB info's signature is a byte too long",
         ",\"signature\":\"=>,\"signature\":\"00", .value = 1, NO_INFO),
    ROW("tcb-signature-other-key", "another key signed the TCB info", other_key,
        .text = FTDX_KEY_ROGUE, NO_INFO),
    ROW("qe-identity-signature-other-key", "another key signed the QE identity", other_key,
        .text = FTDX_KEY_ROGUE, NO_QE),
    EDIT("tcb-altered", "a level was raised after signing",
         "\"tcbStatus\":\"OutOfDate\"=>\"tcbStatus\":\"UpToDate\"", .value = 1, NO_INFO),
    EDIT("tcb-reformatted", "a space was put in after signing", "\"version\":3=>\"version\": 3",
         .value = 1, NO_INFO),
    EDIT("qe-identity-reformatted", "a line end was put in after signing",
         "\"version\":2,=>\"version\":2,\n", .value = 1, NO_QE),
    EDIT("tcb-spaced-outside", "there is a space where nothing is signed",
         "{\"tcbInfo\":=>{ \"tcbInfo\" : ", .value = 1, .outcome = FTDX_AUTHENTIC,
         .status = "UpToDate"),
    EDIT("tcb-signature-first", "the signature is said twice",
         "{\"tcbInfo\"=>"
         "{\"signature\":\"00\",\"tcbInfo\"",
         .value = 1, NO_INFO),
    EDIT("tcb-key-twice", "a name stands twice in what is signed",
         "\"version\":3=>\"version\":3,\"version\":3", NO_INFO),
    EDIT("tcb-status-twice", "a level has two statuses, and readers differ in which they take",
         "\"tcbStatus\":\"UpToDate\"=>\"tcbStatus\":\"Revoked\",\"tcbStatus\":\"UpToDate\"",
         NO_INFO),
    EDIT("qe-identity-key-twice", "a name stands twice in a signed identity",
         "\"isvprodid\":2=>\"isvprodid\":2,\"isvprodid\":3", NO_QE),
    EDIT("tcb-info-twice", "two TCB infos in one document",
         "{\"tcbInfo\"=>"
         "{\"tcbInfo\":{},\"tcbInfo\"",
         .value = 1, NO_INFO),

    /* Who signed */
    ROW("ca-used-as-end-entity-tcb", "the PCK's CA signed the TCB info", signed_by_ca, NO_INFO),
    ROW("ca-used-as-end-entity-qe", "the PCK's CA signed the QE identity", signed_by_ca, NO_QE),
    ROW("tcb-signer-is-ca", "the signing certificate is a CA's", signer_is_ca, NO_QE),
    ROW("tcb-signer-name", "the signer has the name of a PCK", signer_name,
        .text = "Intel SGX PCK Certificate", NO_QE),
    ROW("short-tcb-chain", "no certificate of the signer", without_signer, NO_QE),
    ROW("tcb-chain-without-root", "the root is in the store apart", without_root,
        .outcome = FTDX_AUTHENTIC, .status = "UpToDate"),
    ROW("tcb-signer-ended", "the signing certificate had ended", signer_ended, NO_QE),
    ROW("tcb-signer-begins", "it had not begun", signer_begins, NO_QE),
    ROW("tcb-signer-renewed", "another certificate of the same key is in force", signer_renewed,
        .outcome = FTDX_AUTHENTIC, .status = "UpToDate"),
    ROW("tcb-signer-revoked", "the root revoked the signing certificate", signer_revoked, NO_QE),
    ROW("tcb-info-signer-ended", "that of the TCB info alone had ended", info_signer_ended,
        .outcome = FTDX_UNDECIDED, .finding = "quote.collateral.signer"),

    /* Numbers */
    ROW("numbers-differ", "TCB info 21, QE identity 20", number, .value = 21,
        .outcome = FTDX_UNDECIDED, .finding = "quote.collateral.numbers"),
    ROW("numbers-differ-other-way", "TCB info 19, QE identity 20", number, .value = 19,
        .outcome = FTDX_UNDECIDED, .finding = "quote.collateral.numbers"),

    /* Form, signed as it is */
    EDIT("invalid-tcb-json", "the TCB info is no JSON", "\"tcbLevels\":[=>\"tcbLevels\":[[",
         NO_INFO),
    EDIT("invalid-qe-identity-json", "the QE identity is no JSON", "\"version\":2,=>\"version\":2",
         NO_QE),
    EDIT("unknown-tcb-status", "a status that nobody knows", "UpToDate=>Excellent", NO_INFO),
    EDIT("relaunch-status", "a status that no level has", "UpToDate=>TDRelaunchAdvised", NO_INFO),
    EDIT("qe-status-hardening", "a status that no enclave has", "UpToDate=>SWHardeningNeeded",
         NO_QE),
    EDIT("tdx-missing-components", "levels without TDX components",
         "\"tdxtcbcomponents\"=>\"tdxcomponents\"", NO_INFO),
    EDIT("tcb-components-fifteen", "fifteen components",
         "\"tdxtcbcomponents\":[{\"svn\":7,\"category\":\"BIOS\",\"type\":\"Test part 0\"},=>"
         "\"tdxtcbcomponents\":[",
         NO_INFO),
    EDIT("tcb-component-negative", "an SVN below 0", "\"svn\":9=>\"svn\":-9", NO_INFO),
    EDIT("tcb-component-float", "an SVN with a fraction", "\"svn\":9=>\"svn\":9.5", NO_INFO),
    EDIT("tcb-component-exponent", "an SVN with an exponent", "\"svn\":9=>\"svn\":9e0", NO_INFO),
    EDIT("tcb-component-overflow", "an SVN beyond its byte", "\"svn\":255=>\"svn\":256", NO_INFO),
    EDIT("tcb-component-sign", "an SVN with a plus sign", "\"svn\":9=>\"svn\":+9", NO_INFO),
    EDIT("tcb-component-text", "an SVN as text", "\"svn\":9=>\"svn\":\"9\"", NO_INFO),
    EDIT("tcb-pcesvn-overflow", "a PCESVN beyond 16 bits", "\"pcesvn\":13=>\"pcesvn\":65549",
         NO_INFO),
    EDIT("tcb-pcesvn-missing", "no PCESVN", "\"pcesvn\":13=>\"pcesvnx\":13", NO_INFO),
    EDIT("tcb-invalid-issue-date", "an issue date that does not exist",
         "\"issueDate\":\"2026-05-12=>\"issueDate\":\"2026-02-30", NO_INFO),
    EDIT("tcb-date-zone", "a date in another zone",
         "\"tcbDate\":\"2025-11-12T00:00:00Z=>\"tcbDate\":\"2025-11-12T00:00:00+01:00", NO_INFO),
    EDIT("tcb-missing-next-update", "no next update", "\"nextUpdate\"=>\"nextUpdates\"", NO_INFO),
    EDIT("tcb-missing-levels", "no levels", "]}],\"tcbLevels\"=>]}],\"tcbLevel\"", NO_INFO),
    EDIT("tcb-missing-status", "a level without status", "\"tcbStatus\"=>\"status\"", NO_INFO),
    EDIT("tcb-missing-module", "no tdxModule", "\"tdxModule\"=>\"module\"", NO_INFO),
    EDIT("tcb-wrong-type", "a level that is no object", "\"tcbLevels\":[=>\"tcbLevels\":[7,",
         NO_INFO),
    EDIT("tcb-version-4", "a version that is not known", "\"version\":3=>\"version\":4", NO_INFO),
    EDIT("tcb-version-2-tdx", "TDX has no version 2", "\"version\":3=>\"version\":2", NO_INFO),
    EDIT("tcb-type-1", "a tcbType that is not known", "\"tcbType\":0=>\"tcbType\":1", NO_INFO),
    EDIT("tcb-fmspc-short", "an FMSPC of five bytes", "\"fmspc\":\"A5=>\"fmspc\":\"", NO_INFO),
    EDIT("tcb-string-escape", "the same id with an escape", "\"id\":\"TDX\"=>\"id\":\"\\u0054DX\"",
         .outcome = FTDX_AUTHENTIC, .status = "UpToDate"),
    EDIT("tcb-fmspc-lower-case", "hex of the other case", "A55A7E570000=>a55a7e570000",
         .outcome = FTDX_AUTHENTIC, .status = "UpToDate"),
    EDIT("tcb-member-unknown", "a member that Intel may add",
         "\"version\":3=>"
         "\"version\":3,\"later\":{\"x\":[1]}",
         .outcome = FTDX_AUTHENTIC, .status = "UpToDate"),
    EDIT("qe-identity-mrsigner-missing", "no mrsigner", "\"mrsigner\"=>\"signer\"", NO_QE),
    EDIT("qe-identity-mask-missing", "no mask", "\"attributesMask\"=>\"mask\"", NO_QE),
    EDIT("qe-identity-prodid-text", "isvprodid as text", "\"isvprodid\":2=>\"isvprodid\":\"2\"",
         NO_QE),
    EDIT("qe-identity-version-1", "a version that is not known", "\"version\":2=>\"version\":1",
         NO_QE),
};
const ftdx_defect_list ftdx_defects_collateral = {rows, ARRAY_LEN(rows)};
