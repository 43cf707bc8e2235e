/* SPDX-License-Identifier: Apache-2.0 */
/* What a certificate path and revocation lists say, from paths made by hand. */
#include "check.h"
#include "claims/chain_findings.h"

/* Name ::= SEQUENCE { SET { SEQUENCE { OID commonName, UTF8String } } }, RFC 5280 4.1.2.4 */
static const uint8_t name_leaf[] = {0x30, 0x0f, 0x31, 0x0d, 0x30, 0x0b, 0x06, 0x03, 0x55,
                                    0x04, 0x03, 0x0c, 0x04, 'l',  'e',  'a',  'f'};
static const uint8_t name_root[] = {0x30, 0x0f, 0x31, 0x0d, 0x30, 0x0b, 0x06, 0x03, 0x55,
                                    0x04, 0x03, 0x0c, 0x04, 'r',  'o',  'o',  't'};
static const uint8_t serial[] = {0x01, 0xab};

static const cert leaf = {.subject = {name_leaf, sizeof name_leaf},
                          .issuer = {name_root, sizeof name_root},
                          .serial = {serial, sizeof serial},
                          .not_before = 0,
                          .not_after = 86400};
static const cert root = {.subject = {name_root, sizeof name_root},
                          .issuer = {name_root, sizeof name_root},
                          .serial = {serial, 1},
                          .not_before = 86400,
                          .not_after = 172800};

static const struct {
    unsigned flaw;
    const char *id;
} flaws[] = {
    {CHAIN_EXPIRED, "chain.expired"},      {CHAIN_NOT_YET_VALID, "chain.not-yet-valid"},
    {CHAIN_SIGNATURE, "chain.signature"},  {CHAIN_ALGORITHM, "chain.algorithm"},
    {CHAIN_NOT_CA, "chain.not-ca"},        {CHAIN_KEY_USAGE, "chain.key-usage"},
    {CHAIN_PATH_LEN, "chain.path-length"}, {CHAIN_CRITICAL, "chain.critical-extension"},
    {CHAIN_NO_ISSUER, "chain.no-issuer"},  {CHAIN_FOREIGN_ROOT, "chain.foreign-root"},
    {CHAIN_TOO_LONG, "chain.too-long"},    {CHAIN_PIN_WINDOW, "chain.pin-window"},
};

static chain two_links(unsigned leaf_flaws, unsigned root_flaws)
{
    return (chain){.links = {{&leaf, leaf_flaws}, {&root, root_flaws}},
                   .count = 2,
                   .flaws = leaf_flaws | root_flaws};
}

static size_t failed(const findings *f)
{
    size_t count = 0;
    for (const finding *i = f->first; i != NULL; i = i->next) {
        count += i->view.severity != ASSAY_SEVERITY_NONE;
    }
    return count;
}

static void a_good_path_leaves_one_held_check_per_flaw(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a, .stage = 4};
    chain c = two_links(0, 0);
    chain_report(&f, &c, "VCEK", 0, false);
    CHECK_UINT(f.count, ARRAY_LEN(flaws));
    CHECK_UINT(failed(&f), 0);
    for (size_t i = 0; i < ARRAY_LEN(flaws); i++) {
        bool there = false;
        for (const finding *k = f.first; k != NULL; k = k->next) {
            there |= strcmp(k->view.id, flaws[i].id) == 0;
        }
        CHECK(there);
    }
    arena_release(&a);
}

static void each_flaw_has_a_finding_of_its_own(void)
{
    for (size_t i = 0; i < 2 * ARRAY_LEN(flaws); i++) {
        arena a;
        arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
        findings f = {.arena = &a, .stage = 4};
        unsigned flaw = flaws[i / 2].flaw;
        chain c = i % 2 == 0 ? two_links(flaw, 0) : two_links(0, flaw);
        chain_report(&f, &c, "VCEK", 90000, false);
        CHECK_UINT(failed(&f), 1);
        CHECK(findings_has(&f, NULL, flaws[i / 2].id));
        const finding *made = f.first;
        while (made->view.severity == ASSAY_SEVERITY_NONE) {
            made = made->next;
        }
        CHECK_UINT(made->view.severity, ASSAY_FAIL);
        CHECK(!made->view.waivable);
        const char *at_fault = i % 2 == 0 ? ": CN=leaf, in the chain of the VCEK"
                                          : ": CN=root, in the chain of the VCEK";
        CHECK(strstr(made->view.message, at_fault) != NULL);
        bool dated = (flaw & (CHAIN_EXPIRED | CHAIN_NOT_YET_VALID)) != 0;
        CHECK_TEXT(made->view.found, dated ? "1970-01-02T01:00:00Z" : "issued by CN=root");
        CHECK((made->view.expected != NULL) == dated);
        arena_release(&a);
    }
}

static void all_flaws_are_said_together(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a, .stage = 4};
    chain c = two_links(0xfff & ~(unsigned)CHAIN_EXPIRED, CHAIN_EXPIRED);
    chain_report(&f, &c, "VCEK", 0, false);
    CHECK_UINT(failed(&f), ARRAY_LEN(flaws));
    arena_release(&a);
}

static void a_flaw_of_no_link_is_said_of_the_path(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a, .stage = 4};
    chain c = two_links(0, 0);
    c.flaws = CHAIN_PIN_WINDOW;
    chain_report(&f, &c, "VCEK", 0, false);
    chain empty = {.flaws = CHAIN_TOO_LONG};
    chain_report(&f, &empty, "VCEK", 0, false);
    CHECK(findings_has(&f, NULL, "chain.pin-window") && findings_has(&f, NULL, "chain.too-long"));
    CHECK_UINT(failed(&f), 2);
    arena_release(&a);
}

static void a_missing_issuer_is_a_need_or_a_failure(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a, .stage = 4};
    chain c = two_links(CHAIN_NO_ISSUER, 0);
    chain_report(&f, &c, "VCEK", 0, true);
    CHECK_UINT(failed(&f), 0);
    CHECK_UINT(f.count, ARRAY_LEN(flaws) - 1);
    chain_report_issuer_missing(&f, &leaf);
    CHECK(findings_has(&f, NULL, "chain.issuer-missing"));
    CHECK_UINT(f.last->view.severity, ASSAY_UNDECIDABLE);
    CHECK_TEXT(f.last->view.expected, "CN=root");
    arena_release(&a);
}

static void revocation_is_said_with_serial_and_date(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a, .stage = 4};
    revocation_result r = {.state = REVOCATION_REVOKED, .revoked_at = 86400};
    revocation_report_revoked(&f, &leaf, &r);
    CHECK(findings_has(&f, NULL, "revocation.revoked"));
    CHECK_UINT(f.last->view.severity, ASSAY_FAIL);
    CHECK_TEXT(f.last->view.found, "serial 01ab revoked at 1970-01-02T00:00:00Z");
    CHECK(strstr(f.last->view.message, "CN=leaf") != NULL);
    r.state = REVOCATION_NOT_ESTABLISHED;
    revocation_report_revoked(&f, &leaf, &r);
    CHECK_UINT(f.last->view.severity, ASSAY_SEVERITY_NONE);
    r.state = REVOCATION_GOOD;
    revocation_report_revoked(&f, &leaf, &r);
    CHECK_UINT(f.last->view.severity, ASSAY_SEVERITY_NONE);
    CHECK_UINT(f.count, 3);
    arena_release(&a);
}

static void revocation_that_is_not_established_is_undecided(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a, .stage = 4};
    revocation_result r = {.state = REVOCATION_NOT_ESTABLISHED};
    revocation_report_missing(&f, &leaf, &r);
    CHECK(findings_has(&f, NULL, "revocation.not-established"));
    CHECK_UINT(f.last->view.severity, ASSAY_UNDECIDABLE);
    CHECK_TEXT(f.last->view.expected, "a current list of CN=root");
    CHECK_TEXT(f.last->view.found, "none");
    crl stale = {.this_update = 0, .next_update = 86400};
    r.by = &stale;
    revocation_report_missing(&f, &leaf, &r);
    CHECK_TEXT(f.last->view.found,
               "the newest runs from 1970-01-01T00:00:00Z to 1970-01-02T00:00:00Z");
    ocsp_statement unknown = {.says = {.status = OCSP_UNKNOWN, .this_update = 0}};
    r = (revocation_result){.stated = &unknown};
    revocation_report_missing(&f, &leaf, &r);
    CHECK_TEXT(f.last->view.found,
               "the responder answered at 1970-01-01T00:00:00Z that it does not know it");
    r.state = REVOCATION_GOOD;
    revocation_report_missing(&f, &leaf, &r);
    CHECK_UINT(f.last->view.severity, ASSAY_SEVERITY_NONE);
    arena_release(&a);
}

static void a_hold_is_said_by_its_own_name(void)
{
    arena a;
    arena_init(&a, NULL, LIMIT_APPRAISAL_MEMORY);
    findings f = {.arena = &a, .stage = 4};
    ocsp_statement held = {.says = {.status = OCSP_REVOKED, .reason = OCSP_REASON_HOLD}};
    revocation_result r = {.state = REVOCATION_HELD, .stated = &held, .revoked_at = 86400};
    revocation_report_revoked(&f, &leaf, &r);
    CHECK(findings_has(&f, NULL, "revocation.on-hold"));
    CHECK_UINT(f.last->view.severity, ASSAY_FAIL);
    CHECK(strstr(f.last->view.found, "on hold since 1970-01-02T00:00:00Z") != NULL);
    revocation_report_missing(&f, &leaf, &r);
    CHECK_UINT(f.last->view.severity, ASSAY_SEVERITY_NONE);
    r.state = REVOCATION_GOOD;
    revocation_report_revoked(&f, &leaf, &r);
    CHECK_UINT(f.last->view.severity, ASSAY_SEVERITY_NONE);
    arena_release(&a);
}

int main(void)
{
    RUN(a_good_path_leaves_one_held_check_per_flaw);
    RUN(each_flaw_has_a_finding_of_its_own);
    RUN(all_flaws_are_said_together);
    RUN(a_flaw_of_no_link_is_said_of_the_path);
    RUN(a_missing_issuer_is_a_need_or_a_failure);
    RUN(revocation_is_said_with_serial_and_date);
    RUN(revocation_that_is_not_established_is_undecided);
    RUN(a_hold_is_said_by_its_own_name);
    return DONE();
}
