/* SPDX-License-Identifier: Apache-2.0 */
/* The captured reports through all stages of the format, with the built-in pins as the only trust:
 * the roots' certificates travel with the evidence, and lend nothing but the bytes of pinned keys.
 */
#include "check.h"
#include "base/text.h"
#include "base/time.h"
#include "codec/json.h"
#include "formats/snp/layout.h"
#include "formats/snp/snp.h"

#define ATTACHMENTS 8

static const char *folder;
static assay_trust *pins;
static const json *cases;
static arena texts; /* what lives as long as the program */

static const char *member_text(const json *object, const char *name)
{
    const char *made = arena_text(&texts, bytes_of_str(json_text(json_member(object, name))));
    return made != NULL ? made : "";
}

typedef struct {
    arena arena;
    findings findings;
    needs needs;
    job job;
    const format *format;
    assay_bytes evidence;
    attachment attachments[ATTACHMENTS];
    size_t attachment_count;
    const void *doc;
    bool authentic;
} subject;

static assay_bytes read_vector(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return read_file(path);
}

static void attach(subject *s, const char *role, const char *file)
{
    if (CHECK(s->attachment_count < ATTACHMENTS)) {
        s->attachments[s->attachment_count++] = (attachment){NULL, role, read_vector(file)};
    }
}

static void attach_all(subject *s, const json *list, bool trust)
{
    for (const json *i = list != NULL ? list->first : NULL; i != NULL; i = i->next) {
        const char *role = member_text(i, "role");
        attach(s, trust && strcmp(role, "x509-root") == 0 ? "ark" : role, member_text(i, "file"));
    }
}

static void subject_open(subject *s, const json *one)
{
    *s = (subject){.format = format_find(member_text(one, "format"))};
    arena_init(&s->arena, &allocator_default, 16 << 20);
    s->findings = (findings){.arena = &s->arena, .label = "cpu", .stage = 3};
    s->needs = (needs){.arena = &s->arena};
    attach_all(s, json_member(one, "endorsements"), false);
    attach_all(s, json_member(one, "trust"), true);
    s->evidence = read_vector(member_text(one, "evidence"));
    s->job = (job){.arena = &s->arena,
                   .trust = pins,
                   .findings = &s->findings,
                   .needs = &s->needs,
                   .label = "cpu",
                   .attachments = s->attachments,
                   .attachment_count = s->attachment_count,
                   .claims = claim_root(&s->arena)};
    time_from_rfc3339(bytes_of_str(json_text(json_member(one, "at"))), &s->job.at);
    s->job.known_at = s->job.at;
}

static void appraise(subject *s)
{
    s->doc = s->format->parse(&s->job, s->evidence);
    if (s->doc == NULL) {
        return;
    }
    s->format->describe(&s->job, s->doc);
    s->findings.stage = 4;
    s->authentic = s->format->authenticate(&s->job, s->doc) &&
                   findings_worst(&s->findings, "cpu", 4) < ASSAY_UNDECIDABLE;
    s->findings.stage = 5;
    if (s->authentic) {
        s->format->default_tests(&s->job, s->doc);
        s->format->evaluate(&s->job, s->doc);
    }
}

static void subject_close(subject *s)
{
    for (size_t i = 0; i < s->attachment_count; i++) {
        free((void *)(uintptr_t)s->attachments[i].bytes.ptr);
    }
    free((void *)(uintptr_t)s->evidence.ptr);
    arena_release(&s->arena);
}

static void explain(const subject *s)
{
    for (const finding *f = s->findings.first; f != NULL; f = f->next) {
        if (f->view.severity >= ASSAY_UNDECIDABLE) {
            fprintf(stderr, "    %s: %s; expected %s, found %s\n", f->view.id, f->view.message,
                    f->view.expected ? f->view.expected : "-", f->view.found ? f->view.found : "-");
        }
    }
}

static bool equals(const claim *c, const json *fact)
{
    uint64_t number;
    bool flag;
    assay_str written = json_text(fact);
    uint8_t octets[64];
    switch (c->type) {
    case ASSAY_CLAIM_UINT:
        return (json_uint(fact, &number) || uint_parse(bytes_of_str(written), &number)) &&
               number == c->value.uint;
    case ASSAY_CLAIM_BOOL:
        return json_bool(fact, &flag) && flag == c->value.boolean;
    case ASSAY_CLAIM_TEXT:
        return bytes_equal(bytes_of_str(written), bytes_of_str(c->value.text));
    case ASSAY_CLAIM_BYTES:
        return c->value.bytes.len <= sizeof octets &&
               hex_decode_fixed(bytes_of_str(written), octets, c->value.bytes.len) &&
               bytes_equal(bytes_of(octets, c->value.bytes.len), c->value.bytes);
    default:
        return false;
    }
}

static size_t compare_facts(const subject *s, const json *facts)
{
    size_t count = 0;
    for (const json *i = facts->first; i != NULL; i = i->next, count++) {
        const char *name = arena_text(&texts, bytes_of_str(i->name));
        const claim *c = claim_member(s->job.claims, name);
        if (!CHECK(c != NULL && equals(c, i))) {
            fprintf(stderr, "    fact %s\n", name);
        }
    }
    return count;
}

static bool is_ours(const json *one)
{
    assay_str name = json_text(json_member(one, "format"));
    return str_is(name, "snp-report") || str_is(name, "snp-ext-report");
}

static size_t check_case(const json *one)
{
    subject s;
    subject_open(&s, one);
    appraise(&s);
    assay_str expect = json_text(json_member(one, "expect"));
    bool authentic = str_is(expect, "authentic") || str_is(expect, "debug");
    if (!CHECK(s.authentic == authentic)) {
        fprintf(stderr, "  %s\n", member_text(one, "id"));
        explain(&s);
    }
    CHECK(findings_has(&s.findings, "cpu", "snp.debug") == str_is(expect, "debug"));
    if (str_is(expect, "rejected")) {
        CHECK(findings_worst(&s.findings, "cpu", 5) == ASSAY_FAIL);
    }
    if (str_is(expect, "authentic")) {
        CHECK(findings_worst(&s.findings, "cpu", 5) <= ASSAY_UNDECIDABLE);
    }
    size_t facts = s.doc != NULL ? compare_facts(&s, json_member(one, "facts")) : 0;
    subject_close(&s);
    return facts;
}

static void captured_reports_are_judged(void)
{
    size_t count = 0, facts = 0;
    for (const json *i = cases->first; i != NULL; i = i->next) {
        if (is_ours(i)) {
            facts += check_case(i);
            count++;
        }
    }
    CHECK(count >= 20 && facts > 300);
    printf("%zu cases, %zu facts\n", count, facts);
}

static const json *case_of(const char *id)
{
    const json *i = cases->first;
    while (i != NULL && !str_is(json_text(json_member(i, "id")), id)) {
        i = i->next;
    }
    CHECK(i != NULL);
    return i;
}

static void drop(subject *s, const char *role)
{
    for (size_t i = 0; i < s->attachment_count; i++) {
        if (strcmp(s->attachments[i].role, role) == 0) {
            s->attachments[i].role = "ccel-log";
        }
    }
}

static const need *only_need(const subject *s, const char *role)
{
    const need *n = s->needs.first;
    bool one = n != NULL && n->next == NULL && strcmp(n->view.role, role) == 0;
    return CHECK(one) ? n : NULL;
}

/* So is the list, which nobody has either. */
static void a_missing_vcek_is_a_need(void)
{
    subject s;
    subject_open(&s, case_of("snp/turin-v5-tav"));
    drop(&s, "vcek");
    appraise(&s);
    CHECK(!s.authentic && findings_has(&s.findings, "cpu", "snp.vek.missing"));
    CHECK(findings_worst(&s.findings, "cpu", 5) == ASSAY_UNDECIDABLE);
    const need *n = s.needs.first;
    if (CHECK(s.needs.count == 2)) {
        CHECK_TEXT(n->view.role, "vcek");
        CHECK_TEXT(n->view.url, "https://kdsintf.amd.com/vcek/v1/Turin/59790fb1c39f35c1"
                                "?fmcSPL=1&blSPL=1&teeSPL=1&snpSPL=4&ucodeSPL=81");
        CHECK(!n->view.authenticated && n->view.mandatory);
        CHECK_TEXT(n->next->view.role, "crl");
        CHECK_TEXT(n->next->view.id, "ARK-Turin");
        CHECK(!n->next->view.authenticated);
    }
    subject_close(&s);
}

static void without_a_product_the_need_has_no_address(void)
{
    subject s;
    subject_open(&s, case_of("snp/milan-v2-virtee"));
    drop(&s, "vcek");
    appraise(&s);
    const need *n = only_need(&s, "vcek");
    CHECK(n != NULL && n->view.url == NULL && n->view.id != NULL);
    subject_close(&s);
}

static void a_missing_issuer_is_a_need(void)
{
    static const struct {
        const char *role, *id;
    } cases_of_role[] = {{"ask", "SEV-Milan"}, {"ark", "ARK-Milan"}};
    for (size_t i = 0; i < ARRAY_LEN(cases_of_role); i++) {
        subject s;
        subject_open(&s, case_of("snp/milan-v3-aci-tav"));
        drop(&s, cases_of_role[i].role);
        appraise(&s);
        CHECK(!s.authentic && findings_has(&s.findings, "cpu", "chain.issuer-missing"));
        CHECK(findings_worst(&s.findings, "cpu", 5) == ASSAY_UNDECIDABLE);
        const need *n = only_need(&s, "issuer-chain");
        if (n != NULL) {
            CHECK_TEXT(n->view.id, cases_of_role[i].id);
            CHECK_TEXT(n->view.url, "https://kdsintf.amd.com/vcek/v1/Milan/cert_chain");
        }
        subject_close(&s);
    }
}

typedef struct {
    const char *from, *role, *file, *finding;
} swap;

/* Another certificate in place of one: never authentic, and said why. */
static void foreign_certificates_are_refused(void)
{
    static const swap swaps[] = {
        {"snp/milan-v3-aci-tav", "vcek", "snp/certs/vcek_milan_b9060d95d6.der", "snp.vek.hwid"},
        {"snp/milan-v3-aci-tav", "vcek", "snp/certs/vcek_milan_b9060d95d6.der", "snp.signature"},
        {"snp/milan-v3-aci-tav", "vcek", "snp/certs/vlek_milan_296a7c9905.der", "snp.vek.kind"},
        {"snp/milan-v3-aci-tav", "vcek", "snp/certs/vcek_genoa_b6563a6c77.der", "snp.product"},
        {"snp/milan-v3-aci-tav", "vcek", "snp/reports/milan-v2-virtee.bin", "snp.vek.malformed"},
        {"snp/milan-v3-vlek-vmpl1-aws", "vlek", "snp/certs/vcek_milan_27c3ccfce0.der",
         "snp.vek.kind"},
        {"snp/milan-v3-vlek-vmpl1-aws", "vlek", "snp/certs/vlek_milan_660274b715.der",
         "snp.vek.tcb"},
        {"snp/turin-v5-tav", "vcek", "snp/certs/vcek_milan_27c3ccfce0.der", "snp.product"},
        {"snp/genoa-v5-oak", "ask", "snp/roots/ask_genoa_2022_01_REVOKED.der", "chain.signature"},
    };
    for (size_t i = 0; i < ARRAY_LEN(swaps); i++) {
        subject s;
        subject_open(&s, case_of(swaps[i].from));
        drop(&s, swaps[i].role);
        attach(&s, swaps[i].role, swaps[i].file);
        s.job.attachment_count = s.attachment_count;
        appraise(&s);
        CHECK(!s.authentic);
        if (!CHECK(findings_has(&s.findings, "cpu", swaps[i].finding))) {
            fprintf(stderr, "  swap %zu wants %s\n", i, swaps[i].finding);
            explain(&s);
        }
        subject_close(&s);
    }
}

/* A crowd of certificates of other chips, and the right one among them. */
static void the_fitting_certificate_is_picked(void)
{
    subject s;
    subject_open(&s, case_of("snp/milan-v3-aci-tav"));
    attach(&s, "cert-chain", "snp/certs/vcek_milan_b9060d95d6.der");
    attach(&s, "vcek", "snp/certs/vlek_milan_296a7c9905.der");
    attach(&s, "cert-chain", "snp/roots/milan_vcek_cert_chain.pem");
    s.job.attachment_count = s.attachment_count;
    drop(&s, "ask");
    drop(&s, "ark");
    attachment first = s.attachments[0];
    s.attachments[0] = s.attachments[s.attachment_count - 2];
    s.attachments[s.attachment_count - 2] = first;
    appraise(&s);
    if (!CHECK(s.authentic)) {
        explain(&s);
    }
    subject_close(&s);
}

static void appraise_at(subject *s, const char *id, const char *at)
{
    subject_open(s, case_of(id));
    CHECK(time_from_rfc3339(bytes_of_text(at), &s->job.at));
    s->job.known_at = s->job.at;
    appraise(s);
}

static void windows_are_those_of_the_certificates(void)
{
    subject s;
    appraise_at(&s, "snp/milan-v3-vlek-vmpl1-aws", "2025-12-10T22:14:21Z");
    CHECK(s.authentic);
    subject_close(&s);
    appraise_at(&s, "snp/milan-v3-vlek-vmpl1-aws", "2025-12-10T22:14:22Z");
    CHECK(!s.authentic && findings_has(&s.findings, "cpu", "chain.expired"));
    subject_close(&s);
    appraise_at(&s, "snp/milan-v3-vlek-vmpl1-aws", "2024-12-10T22:14:20Z");
    CHECK(!s.authentic && findings_has(&s.findings, "cpu", "chain.not-yet-valid"));
    subject_close(&s);
}

static const char *status_of(const subject *s, const char *pointer)
{
    const claim *c = claim_at(s->job.claims, bytes_of_text(pointer));
    return c != NULL && c->type == ASSAY_CLAIM_TEXT ? c->value.text.ptr : NULL;
}

static void revocation_is_good_while_the_list_lasts(void)
{
    subject s;
    appraise_at(&s, "snp/milan-v2-idblock-authorkey-enarx+crl", "2023-03-01T00:00:00Z");
    CHECK(s.authentic && !findings_has(&s.findings, "cpu", "revocation.not-established"));
    CHECK_TEXT(status_of(&s, "/revocation/status"), "good");
    CHECK(s.needs.count == 0);
    subject_close(&s);
    appraise_at(&s, "snp/milan-v2-idblock-authorkey-enarx+crl", "2023-06-01T00:00:00Z");
    CHECK(s.authentic && findings_has(&s.findings, "cpu", "revocation.not-established"));
    CHECK_TEXT(status_of(&s, "/revocation/status"), "not-established");
    const need *n = only_need(&s, "crl");
    CHECK(n != NULL && n->view.authenticated);
    subject_close(&s);
}

static void lists_of_other_roots_say_nothing(void)
{
    subject s;
    subject_open(&s, case_of("snp/milan-v2-idblock-authorkey-enarx"));
    attach(&s, "crl", "snp/roots/crl_genoa_crlnumber2.crl.der");
    s.job.attachment_count = s.attachment_count;
    appraise(&s);
    CHECK(s.authentic && findings_has(&s.findings, "cpu", "revocation.not-established"));
    subject_close(&s);
}

static void firmware_levels_are_judged_as_known(void)
{
    subject s;
    appraise_at(&s, "snp/milan-v2-virtee", "2023-05-03T19:23:43Z");
    CHECK(s.authentic && !findings_has(&s.findings, "cpu", "snp.tcb.minimum"));
    CHECK_TEXT(status_of(&s, "/tcb/minimum/status"), "unknown");
    subject_close(&s);
    appraise_at(&s, "snp/milan-v2-virtee", "2025-06-01T00:00:00Z");
    CHECK(s.authentic && findings_has(&s.findings, "cpu", "snp.tcb.minimum"));
    CHECK_TEXT(status_of(&s, "/tcb/minimum/status"), "below");
    subject_close(&s);
    appraise_at(&s, "snp/milan-v3-oak-cb", "2025-06-01T00:00:00Z");
    CHECK(s.authentic && !findings_has(&s.findings, "cpu", "snp.tcb.minimum"));
    CHECK_TEXT(status_of(&s, "/tcb/minimum/status"), "met");
    subject_close(&s);
}

static void flip(subject *s, size_t at, uint8_t mask)
{
    uint8_t *bytes = malloc(s->evidence.len);
    memcpy(bytes, s->evidence.ptr, s->evidence.len);
    bytes[at] ^= mask;
    free((void *)(uintptr_t)s->evidence.ptr);
    s->evidence.ptr = bytes;
}

/* Some bits of each field, all of which must spoil the report. */
static void altered_reports_are_not_authentic(void)
{
    for (size_t at = 0; at < SNP_REPORT_BYTES; at += 13) {
        subject s;
        subject_open(&s, case_of("snp/milan-v3-oak-cb"));
        flip(&s, at, (uint8_t)(1u << (at % 8)));
        appraise(&s);
        if (!CHECK(!s.authentic)) {
            fprintf(stderr, "  at 0x%zx\n", at);
        }
        subject_close(&s);
    }
}

/* The same chip and key, and a report whose signature was taken away. */
static void unsigned_reports_are_named(void)
{
    subject s;
    subject_open(&s, case_of("snp/milan-v3-oak-cb"));
    uint8_t *bytes = calloc(1, s.evidence.len);
    memcpy(bytes, s.evidence.ptr, 0x2A0);
    free((void *)(uintptr_t)s.evidence.ptr);
    s.evidence.ptr = bytes;
    appraise(&s);
    CHECK(!s.authentic && findings_has(&s.findings, "cpu", "snp.report.unsigned"));
    subject_close(&s);
}

static void devices_have_a_name(void)
{
    subject s;
    subject_open(&s, case_of("snp/milan-v3-oak-cb"));
    appraise(&s);
    CHECK(s.job.identity_count == 2 && strcmp(s.job.identities[0].kind, "chip_id") == 0);
    CHECK(s.job.identities[0].distinct && s.job.identities[0].value.len == 64);
    CHECK_TEXT(s.job.identities[1].kind, "report_id");
    subject_close(&s);
    subject_open(&s, case_of("snp/milan-v3-vlek-vmpl1-aws"));
    appraise(&s);
    CHECK(s.job.identity_count == 2 && strcmp(s.job.identities[0].kind, "report_id") == 0);
    CHECK(s.job.identities[0].distinct && s.job.identities[0].value.len == 32);
    CHECK_TEXT(s.job.identities[1].kind, "csp_id");
    CHECK(!s.job.identities[1].distinct);
    CHECK_TEXT(status_of(&s, "/csp_id"), "CN=cc-us-east-2.amazonaws.com");
    subject_close(&s);
}

static bool open_cases(assay_bytes *file)
{
    char path[4096];
    fault f = {0};
    snprintf(path, sizeof path, "%s/cases.json", folder);
    *file = read_file(path);
    cases = json_member(json_parse(&texts, *file, &f), "cases");
    return CHECK(cases != NULL) && CHECK(trust_open(NULL, format_roles, &pins, NULL) == ASSAY_OK);
}

int main(void)
{
    assay_bytes file;
    folder = vectors_dir();
    if (folder == NULL) {
        return SKIPPED;
    }
    arena_init(&texts, &allocator_default, 64 << 20);
    if (open_cases(&file)) {
        RUN(captured_reports_are_judged);
        RUN(a_missing_vcek_is_a_need);
        RUN(without_a_product_the_need_has_no_address);
        RUN(a_missing_issuer_is_a_need);
        RUN(foreign_certificates_are_refused);
        RUN(the_fitting_certificate_is_picked);
        RUN(windows_are_those_of_the_certificates);
        RUN(revocation_is_good_while_the_list_lasts);
        RUN(lists_of_other_roots_say_nothing);
        RUN(firmware_levels_are_judged_as_known);
        RUN(altered_reports_are_not_authentic);
        RUN(unsigned_reports_are_named);
        RUN(devices_have_a_name);
    }
    trust_release(pins);
    arena_release(&texts);
    free((void *)(uintptr_t)file.ptr);
    return DONE();
}
