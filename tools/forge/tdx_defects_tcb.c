/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Platforms, TDX modules and quoting enclaves at every level, under collateral that is in order;
 * and several generations of it, in the store and with the quote.
 */
#include "forge/tdx_defects.h"

#include "base/text.h"

enum { INFO = 0, QE = 1 };

/* A PCK certificate's component. */
static void svn(ftdx_recipe *r, const ftdx_defect *d)
{
    r->platform.svn[d->at] = (uint8_t)d->value;
    r->platform.cpusvn[d->at] = (uint8_t)d->value;
}

static void pcesvn(ftdx_recipe *r, const ftdx_defect *d)
{
    r->platform.pcesvn = (uint32_t)d->value;
}

/* The collateral stays that of the good platform. */
static void good_info(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    ftdx_platform good;
    ftdx_platform_init(&good);
    ftdx_document *info = &r->collateral.docs[INFO];
    for (size_t i = 0; i < 2; i++) {
        memcpy(info->levels[i].sgx, good.svn, sizeof good.svn);
        info->levels[i].pcesvn = (uint16_t)(good.pcesvn - 2 * i);
    }
    info->levels[1].sgx[0]--;
    info->levels[1].sgx[4] = 200;
}

static void body(ftdx_recipe *r, const char *name, size_t at, uint8_t value)
{
    const ftdx_field *f = ftdx_field_find(r->body_type, name);
    if (f != NULL) {
        r->body[f->at + at] = value;
    }
}

/* tee_tcb_svn, and tee_tcb_svn2 where the body has it. */
static void tee_svn(ftdx_recipe *r, const ftdx_defect *d)
{
    body(r, "tee_tcb_svn", d->at, (uint8_t)d->value);
    body(r, "tee_tcb_svn2", d->at, (uint8_t)d->value);
}

static void launch_svn(ftdx_recipe *r, const ftdx_defect *d)
{
    body(r, "tee_tcb_svn", d->at, (uint8_t)d->value);
}

static void current_svn(ftdx_recipe *r, const ftdx_defect *d)
{
    body(r, "tee_tcb_svn2", d->at, (uint8_t)d->value);
}

static void mrsignerseam(ftdx_recipe *r, const ftdx_defect *d)
{
    body(r, "mrsignerseam", d->at, (uint8_t)d->value);
}

static void seamattributes(ftdx_recipe *r, const ftdx_defect *d)
{
    body(r, "seamattributes", d->at, (uint8_t)d->value);
}

/* A byte of the quoting enclave's report. */
static void qe_byte(ftdx_recipe *r, const ftdx_defect *d)
{
    r->qe_report[d->at] = (uint8_t)d->value;
}

/* The status of the best level of the platform. */
static void platform_status(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[INFO].levels[0].status = d->text;
    r->collateral.docs[INFO].levels[0].advisories = "\"INTEL-SA-09999\"";
}

static void module_status(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[INFO].modules[1].levels[0].status = d->text;
}

static void qe_status(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[QE].levels[0].status = d->text;
}

static void configured_and_qe_old(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    platform_status(r, a, d);
    r->collateral.docs[QE].levels[0].status = "OutOfDate";
}

static void levels_swapped(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    ftdx_level *l = r->collateral.docs[INFO].levels, first = l[0];
    l[0] = l[1];
    l[1] = first;
}

/* Before modules had major versions, their SVN was a component like others. */
static void module_0(ftdx_recipe *r, const ftdx_defect *d)
{
    tee_svn(r, &(ftdx_defect){.at = 1, .value = 0});
    tee_svn(r, &(ftdx_defect){.at = 0, .value = d->value});
}

static void components_of_module_0(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    for (size_t i = 0; i < 2; i++) {
        r->collateral.docs[INFO].levels[i].tdx[0] = (uint8_t)(7 - 2 * i);
        r->collateral.docs[INFO].levels[i].tdx[1] = 0;
    }
}

static void module_id(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[INFO].modules[1].id = d->text;
}

static void identity_mrsigner(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[INFO].modules[1].mrsigner = (uint8_t)d->value;
}

static void flat(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    good_info(r, a, d);
    r->collateral.docs[INFO].flat = true;
}

static void age(ftdx_document *d, uint32_t number, int days)
{
    d->number = number;
    d->issued -= days * (assay_time)FTDX_DAY;
    d->next_update -= days * (assay_time)FTDX_DAY;
}

/* The store has number 20, the quote brings 19, by which the platform is up to date still. */
static void rolled_back(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    platform_status(r, a, d);
    for (size_t i = INFO; i <= QE; i++) {
        ftdx_document *old = ftdx_collateral_more(&r->collateral, i);
        age(old, 19, 5);
        old->place = FTDX_SENT;
        old->levels[0].status = "UpToDate";
        old->levels[0].advisories = NULL;
    }
}

/* The other way round: what the quote brings is the newer. */
static void brought(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    for (size_t i = INFO; i <= QE; i++) {
        ftdx_document *newer = ftdx_collateral_more(&r->collateral, i);
        age(newer, 21, -5);
        newer->place = FTDX_SENT;
    }
    r->collateral.docs[2].levels[0].status = d->text;
}

/* Nothing is stored: documents and chain come with the quote. */
static void all_sent(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->collateral.docs[INFO].place = FTDX_SENT;
    r->collateral.docs[QE].place = FTDX_SENT;
    r->collateral.chain_place = FTDX_SENT;
}

static void sent_by_rogue(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    brought(r, a, d);
    r->collateral.docs[2].signer = FTDX_KEY_ROGUE;
    r->collateral.docs[3].signer = FTDX_KEY_ROGUE;
}

static void sent_later(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    brought(r, a, d);
    age(&r->collateral.docs[2], 21, -40);
}

static void sent_of_other(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    brought(r, a, d);
    r->collateral.docs[2].fmspc[0] ^= 1;
}

static void sent_malformed(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    brought(r, a, d);
    r->collateral.docs[2].after[0] = (ftdx_edit){"{", "["};
}

/* Two generations of both in the store. */
static void generations(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    for (size_t i = INFO; i <= QE; i++) {
        age(ftdx_collateral_more(&r->collateral, i), 19, (int)d->value);
    }
    r->collateral.docs[INFO].levels[0].status = d->text;
}

/* The higher number is past its next update, the lower one is not: there is no way back. */
static void stale_above(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    generations(r, a, d);
    r->collateral.docs[INFO].next_update = r->at - FTDX_DAY;
}

/* The same number, issued twice. */
static void issued_again(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    for (size_t i = INFO; i <= QE; i++) {
        age(ftdx_collateral_more(&r->collateral, i), 20, 15);
    }
    r->collateral.docs[INFO].levels[0].status = d->text;
}

/* The next generation is in the store already, and begins after the appraisal. */
static void next_generation(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    for (size_t i = INFO; i <= QE; i++) {
        age(ftdx_collateral_more(&r->collateral, i), 21, -25);
    }
    r->collateral.docs[2].levels[0].status = d->text;
}

static void stale(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->collateral.docs[INFO].next_update = r->at - FTDX_DAY;
}

static void stale_and_revoked(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    platform_status(r, a, d);
    stale(r, a, d);
}

static void stale_identity(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->collateral.docs[QE].next_update = r->at - FTDX_DAY;
}

static void identity_nowhere_and_revoked(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    platform_status(r, a, d);
    r->collateral.docs[QE].place = FTDX_NOWHERE;
}

#define MODULE_1(attributes, mask)                                                                 \
    "\"TDX_01\",\"mrsigner\":\"000000000000000000000000000000000000000000000000000000000000000000" \
    "000000000000000000000000000000\",\"attributes\":\"" attributes                                \
    "\",\"attributesMask\":\"" mask "\""

/* What TCB info says of the module's attributes. */
static void module_identity(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->collateral.docs[INFO].before[0] =
        (ftdx_edit){MODULE_1("0000000000000000", "FFFFFFFFFFFFFFFF"), d->text};
}

static void info_nowhere_and_qe_revoked(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    qe_status(r, a, d);
    r->collateral.docs[INFO].place = FTDX_NOWHERE;
}

static void without_pck(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->cert_type = 1;
}

static void without_pck_and_qe_revoked(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    qe_status(r, a, d);
    without_pck(r, a, d);
}

#define IS(name_, does_, status_)                                                                  \
    .name = name_, .does = does_, .outcome = FTDX_AUTHENTIC, .status = status_
#define NOT(name_, does_, finding_)                                                                \
    .name = name_, .does = does_, .outcome = FTDX_REJECTED, .class = "tcb", .finding = finding_
#define LATER(name_, does_, finding_)                                                              \
    .name = name_, .does = does_, .outcome = FTDX_UNDECIDED, .finding = finding_
#define OUT .finding = "quote.tcb.out-of-date"
#define ADVISED .finding = "quote.tcb.advised"

static const ftdx_defect rows[] = {
    /* Levels */
    {IS("tcb-equal", "every SVN is that of the best level", "UpToDate")},
    {IS("component-svn-all-higher", "an SVN above the best level", "UpToDate"), .shape = svn,
     .at = 2, .value = 200, .spoil = good_info},
    {IS("tcb-second-level", "one SVN below the best level", "OutOfDate"), .shape = svn, .at = 0,
     .value = 6, .spoil = good_info, .advisories = "INTEL-SA-09901,INTEL-SA-09902", OUT},
    {IS("tcb-svn-254", "254 where 255 is asked for", "OutOfDate"), .shape = svn, .at = 4,
     .value = 254, .spoil = good_info, .advisories = "INTEL-SA-09901,INTEL-SA-09902", OUT},
    {IS("pcesvn-second-level", "the PCESVN below the best level", "OutOfDate"), .shape = pcesvn,
     .value = 12, .spoil = good_info, .advisories = "INTEL-SA-09901,INTEL-SA-09902", OUT},
    {NOT("sgx-component-svn-mismatch", "an SVN below every level", "quote.tcb.unsupported"),
     .shape = svn, .at = 1, .value = 8, .spoil = good_info, .status = "TCB_NOT_SUPPORTED"},
    {NOT("pcesvn-mismatch", "the PCESVN below every level", "quote.tcb.unsupported"),
     .shape = pcesvn, .value = 10, .spoil = good_info, .status = "TCB_NOT_SUPPORTED"},
    {NOT("tdx-component-svn-mismatch", "a TDX component below every level",
         "quote.tcb.unsupported"),
     .shape = tee_svn, .at = 2, .value = 1, .status = "TCB_NOT_SUPPORTED"},
    {IS("tdx-component-second-level", "a TDX component below the best level", "OutOfDate"),
     .shape = tee_svn, .at = 2, .value = 2, .advisories = "INTEL-SA-09901,INTEL-SA-09902", OUT},
    {IS("level-order", "the lower level stands first, and counts", "OutOfDate"),
     .spoil = levels_swapped, .advisories = "INTEL-SA-09901,INTEL-SA-09902", OUT},
    {IS("tcb-info-version-2", "TCB info of version 2", "UpToDate"), .version = 3, .body = FTDX_SGX,
     .spoil = flat},
    {IS("tcb-info-version-2-second-level", "and its second level", "OutOfDate"), .version = 3,
     .body = FTDX_SGX, .shape = svn, .at = 0, .value = 6, .spoil = flat,
     .advisories = "INTEL-SA-09901,INTEL-SA-09902", OUT},

    /* Statuses of the platform */
    {IS("sw-hardening-needed", "Intel asks for software mitigations", "SWHardeningNeeded"),
     .spoil = platform_status, .text = "SWHardeningNeeded", .advisories = "INTEL-SA-09999",
     ADVISED},
    {IS("configuration-needed", "Intel asks for another configuration", "ConfigurationNeeded"),
     .spoil = platform_status, .text = "ConfigurationNeeded", .advisories = "INTEL-SA-09999",
     ADVISED},
    {IS("configuration-and-sw-hardening-needed", "Intel asks for both",
        "ConfigurationAndSWHardeningNeeded"),
     .spoil = platform_status, .text = "ConfigurationAndSWHardeningNeeded",
     .advisories = "INTEL-SA-09999", ADVISED},
    {IS("out-of-date-configuration-needed", "and an update", "OutOfDateConfigurationNeeded"),
     .spoil = platform_status, .text = "OutOfDateConfigurationNeeded",
     .advisories = "INTEL-SA-09999", OUT},
    {NOT("revoked-platform-tcb", "the platform's TCB is revoked", "quote.tcb.revoked"),
     .spoil = platform_status, .text = "Revoked", .status = "Revoked",
     .advisories = "INTEL-SA-09999"},
    {NOT("revoked-qe-tcb", "the quoting enclave's TCB is revoked", "quote.tcb.revoked"),
     .spoil = qe_status, .text = "Revoked", .status = "Revoked"},
    {NOT("revoked-module-tcb", "the TDX module's TCB is revoked", "quote.tcb.revoked"),
     .spoil = module_status, .text = "Revoked", .status = "Revoked"},

    /* Convergence */
    {IS("qe-out-of-date", "the quoting enclave is below its best level", "OutOfDate"),
     .shape = qe_byte, .at = 258, .value = 7, .advisories = "INTEL-SA-09904", OUT},
    {NOT("qe-below-levels", "the quoting enclave is below every level", "quote.tcb.unsupported"),
     .shape = qe_byte, .at = 258, .value = 4, .status = "TCB_NOT_SUPPORTED"},
    {IS("qe-configuration-needed", "a configuration of the quoting enclave is nobody else's",
        "UpToDate"),
     .spoil = qe_status, .text = "ConfigurationNeeded"},
    {IS("qe-old-and-hardening", "hardening needed, and an old quoting enclave", "OutOfDate"),
     .spoil = configured_and_qe_old, .text = "SWHardeningNeeded", .advisories = "INTEL-SA-09999",
     OUT},
    {IS("qe-old-and-configuration", "configuration needed, and an old quoting enclave",
        "OutOfDateConfigurationNeeded"),
     .spoil = configured_and_qe_old, .text = "ConfigurationNeeded", .advisories = "INTEL-SA-09999",
     OUT},

    /* The quoting enclave's identity */
    {NOT("qe-mrsigner-mismatch", "another signer's enclave made the quote", "quote.qe.identity"),
     .shape = qe_byte, .at = 128, .value = 0},
    {NOT("qe-isvprodid-mismatch", "another enclave of the signer made it", "quote.qe.identity"),
     .shape = qe_byte, .at = 256, .value = 3},
    {NOT("qe-attributes-mismatch", "an enclave without the provisioning key made it",
         "quote.qe.identity"),
     .shape = qe_byte, .at = 48, .value = 1},
    {NOT("qe-miscselect-mismatch", "an enclave with another MISCSELECT made it",
         "quote.qe.identity"),
     .shape = qe_byte, .at = 16, .value = 1},
    {LATER("qe-mismatch-stale-identity", "by a stale identity it is another enclave",
           "quote.qe.unknown"),
     .spoil = stale_identity, .shape = qe_byte, .at = 256, .value = 3},

    /* The TDX module */
    {IS("module-out-of-date", "the module is below its best level", "OutOfDate"), .shape = tee_svn,
     .at = 0, .value = 5, .advisories = "INTEL-SA-09901,INTEL-SA-09903", OUT},
    {NOT("module-below-levels", "the module is below every level", "quote.tcb.unsupported"),
     .shape = tee_svn, .at = 0, .value = 3, .status = "TCB_NOT_SUPPORTED"},
    {IS("module-other-version", "another major version has a ladder of its own", "UpToDate"),
     .shape = tee_svn, .at = 1, .value = 3},
    {NOT("module-unknown", "a module of a version that TCB info does not have",
         "quote.tdx-module.unknown"),
     .shape = tee_svn, .at = 1, .value = 10, .status = "TCB_NOT_SUPPORTED"},
    {IS("module-id-upper-case", "TDX_0A is found", "UpToDate"), .shape = tee_svn, .at = 1,
     .value = 10, .spoil = module_id, .text = "TDX_0A"},
    {IS("module-id-lower-case", "TDX_0a as well", "UpToDate"), .shape = tee_svn, .at = 1,
     .value = 10, .spoil = module_id, .text = "TDX_0a"},
    {NOT("module-signer", "a module of another signer", "quote.tdx-module.signer"),
     .shape = mrsignerseam, .value = 1},
    {NOT("module-identity-signer", "the identity of its version names another signer",
         "quote.tdx-module.signer"),
     .spoil = identity_mrsigner, .value = 0x51},
    {NOT("module-attributes", "a module that may be debugged", "quote.tdx-module.signer"),
     .shape = seamattributes, .value = 1},
    {NOT("module-attributes-unmasked", "the same, and TCB info masks no attribute",
         "quote.tdx-module.signer"),
     .shape = seamattributes, .value = 1, .spoil = module_identity,
     .text = MODULE_1("0000000000000000", "0000000000000000")},
    {NOT("module-attributes-asked", "TCB info asks for an attribute that the module has not",
         "quote.tdx-module.signer"),
     .spoil = module_identity, .text = MODULE_1("0100000000000000", "FFFFFFFFFFFFFFFF")},
    {IS("module-version-0", "TDX 1.0: the module is a component like others", "UpToDate"),
     .shape = module_0, .value = 7, .spoil = components_of_module_0},
    {IS("module-version-0-second-level", "and may be out of date as one", "OutOfDate"),
     .shape = module_0, .value = 5, .spoil = components_of_module_0,
     .advisories = "INTEL-SA-09901,INTEL-SA-09902", OUT},
    {NOT("module-version-0-below", "or unsupported", "quote.tcb.unsupported"), .shape = module_0,
     .value = 4, .spoil = components_of_module_0, .status = "TCB_NOT_SUPPORTED"},

    /* Launched under one module, running under another */
    {IS("td-relaunch-advised", "the module was updated since the launch", "TDRelaunchAdvised"),
     .version = 5, .body = FTDX_TD15, .shape = launch_svn, .value = 5,
     .advisories = "INTEL-SA-09901,INTEL-SA-09903", OUT},
    {IS("td-relaunch-advised-td15-ex", "the same in an extended body", "TDRelaunchAdvised"),
     .version = 5, .body = FTDX_TD15_EX, .shape = launch_svn, .value = 5,
     .advisories = "INTEL-SA-09901,INTEL-SA-09903", OUT},
    {IS("td-relaunch-advised-configuration-needed", "and a configuration is needed",
        "TDRelaunchAdvisedConfigurationNeeded"),
     .version = 5, .body = FTDX_TD15, .shape = launch_svn, .value = 5, .spoil = platform_status,
     .text = "ConfigurationNeeded", .advisories = "INTEL-SA-09901,INTEL-SA-09903,INTEL-SA-09999",
     OUT},
    {IS("td-both-out-of-date", "out of date then and now", "OutOfDate"), .version = 5,
     .body = FTDX_TD15, .shape = tee_svn, .value = 5, .advisories = "INTEL-SA-09901,INTEL-SA-09903",
     OUT},
    {IS("td-current-older", "the module that runs now is the older", "UpToDate"), .version = 5,
     .body = FTDX_TD15, .shape = current_svn, .value = 5},
    {NOT("td-current-unsupported", "the module that runs now is not supported",
         "quote.tcb.unsupported"),
     .version = 5, .body = FTDX_TD15, .shape = current_svn, .value = 3,
     .status = "TCB_NOT_SUPPORTED"},

    /* Generations */
    {IS("rolled-back", "the quote brings an older generation, by which all is well", "OutOfDate"),
     .spoil = rolled_back, .text = "OutOfDate", .advisories = "INTEL-SA-09999",
     .finding = "quote.collateral.older"},
    {NOT("rolled-back-revoked", "the same where the store says Revoked", "quote.tcb.revoked"),
     .spoil = rolled_back, .text = "Revoked", .status = "Revoked", .advisories = "INTEL-SA-09999"},
    {IS("collateral-brought", "the quote brings a newer generation", "SWHardeningNeeded"),
     .spoil = brought, .text = "SWHardeningNeeded", ADVISED},
    {NOT("collateral-brought-revoked", "which may be the worse", "quote.tcb.revoked"),
     .spoil = brought, .text = "Revoked", .status = "Revoked"},
    {IS("collateral-all-sent", "nothing is in the store", "UpToDate"), .spoil = all_sent},
    {IS("collateral-sent-unsigned", "what it brings is signed by somebody else", "UpToDate"),
     .spoil = sent_by_rogue, .text = "Revoked", .finding = "quote.collateral.refused"},
    {LATER("collateral-sent-later", "what it brings was issued after the appraisal",
           "quote.collateral.refused"),
     .spoil = sent_later, .text = "Revoked"},
    {LATER("collateral-sent-of-other", "what it brings is of another platform",
           "quote.collateral.refused"),
     .spoil = sent_of_other, .text = "Revoked"},
    {LATER("collateral-sent-malformed", "what it brings cannot be read", "attachment.malformed"),
     .spoil = sent_malformed, .text = "UpToDate"},
    {IS("generations", "two in the store: the higher number counts", "ConfigurationNeeded"),
     .spoil = generations, .value = 1, .text = "ConfigurationNeeded", ADVISED},
    {IS("generations-number-first", "also where the lower one was issued later",
        "ConfigurationNeeded"),
     .spoil = generations, .value = -5, .text = "ConfigurationNeeded", ADVISED},
    {IS("generation-issued-again", "of one number the latest counts", "ConfigurationNeeded"),
     .spoil = issued_again, .text = "ConfigurationNeeded", ADVISED},
    {LATER("generation-stale-above", "a stale higher number is not replaced by a lower one",
           "quote.collateral.stale"),
     .spoil = stale_above, .value = 1, .text = "UpToDate"},
    {IS("generation-of-tomorrow", "one that was issued later does not count yet", "UpToDate"),
     .spoil = next_generation, .text = "Revoked"},

    /* What is not current */
    {NOT("stale-and-revoked", "stale TCB info says Revoked: that stays so", "quote.tcb.revoked"),
     .spoil = stale_and_revoked, .text = "Revoked", .status = "Revoked",
     .advisories = "INTEL-SA-09999"},
    {LATER("stale-and-unsupported", "stale TCB info has no level: a later one may",
           "quote.tcb.unsettled"),
     .spoil = stale, .shape = tee_svn, .at = 2, .value = 1},
    {LATER("stale-and-module-unknown", "or lacks the module", "quote.tcb.unsettled"),
     .spoil = stale, .shape = tee_svn, .at = 1, .value = 9},
    {NOT("qe-unknown-and-revoked", "without QE identity: no item cures a revoked platform",
         "quote.tcb.revoked"),
     .spoil = identity_nowhere_and_revoked, .text = "Revoked"},
    {NOT("qe-revoked-without-info", "nor, without TCB info, a revoked quoting enclave",
         "quote.tcb.revoked"),
     .spoil = info_nowhere_and_qe_revoked, .text = "Revoked"},
    {NOT("stale-module-unknown-and-revoked", "nor a platform that runs a module of tomorrow",
         "quote.tcb.revoked"),
     .spoil = stale_and_revoked, .text = "Revoked", .shape = tee_svn, .at = 1, .value = 9},
    {NOT("qe-mrsigner-without-pck", "another signer's enclave, and no PCK certificate",
         "quote.qe.identity"),
     .spoil = without_pck, .shape = qe_byte, .at = 128},
    {NOT("qe-revoked-without-pck", "a revoked quoting enclave, and no PCK certificate",
         "quote.tcb.revoked"),
     .spoil = without_pck_and_qe_revoked, .text = "Revoked"},
};
const ftdx_defect_list ftdx_defects_tcb = {rows, ARRAY_LEN(rows)};
