/* SPDX-License-Identifier: Apache-2.0 */
/* Bare reports whose certificates and lists all come from the store, among those of other chips. */
#include "formats/snp/snp.h"
#include "trust/trust_test.h"

#define AT 1736460861 /* 2025-01-09T22:14:21Z */
#define ITEMS 12

static const char *folder;

typedef struct {
    place place;
    assay_trust *trust;
    arena arena;
    findings findings;
    needs needs;
    job job;
} subject;

static void store_open(subject *s, const char *const (*items)[2], size_t count)
{
    trust_addition add[ITEMS];
    *s = (subject){.place = place_new()};
    place *p = &s->place;
    text report = text_new(&p->arena, 65536);
    for (size_t i = 0; i < count; i++) {
        const char *file = arena_format(&p->arena, "%s/snp/%s", folder, items[i][1]);
        const char *scope = strcmp(items[i][0], "x509-root") == 0 ? "amd" : NULL;
        add[i] = (trust_addition){.role = items[i][0], .scope = scope, .file = file};
    }
    assay_trust_options options = {.struct_size = sizeof options, .path = p->store};
    CHECK(trust_add(p->store, add, count, format_roles, AT, &report, &p->err) == ASSAY_OK);
    CHECK(trust_open(&options, format_roles, &s->trust, &p->err) == ASSAY_OK);
    arena_init(&s->arena, &allocator_default, 4u << 20);
}

/* Judged again and again with what is in the store. */
static bool authentic(subject *s, const char *name, assay_time at)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/snp/reports/%s", folder, name);
    assay_bytes evidence = read_file(path);
    s->findings = (findings){.arena = &s->arena, .label = "cpu", .stage = 3};
    s->needs = (needs){.arena = &s->arena};
    s->job = (job){.arena = &s->arena,
                   .trust = s->trust,
                   .at = at,
                   .known_at = at,
                   .findings = &s->findings,
                   .needs = &s->needs,
                   .label = "cpu",
                   .claims = claim_root(&s->arena)};
    const void *doc = format_snp_report.parse(&s->job, evidence);
    bool held = CHECK(doc != NULL);
    if (held) {
        format_snp_report.describe(&s->job, doc);
        s->findings.stage = 4;
        held = format_snp_report.authenticate(&s->job, doc);
    }
    if (held) {
        s->findings.stage = 5;
        format_snp_report.evaluate(&s->job, doc);
    }
    free((void *)(uintptr_t)evidence.ptr);
    return held;
}

static void close_all(subject *s)
{
    trust_release(s->trust);
    arena_release(&s->arena);
    place_free(&s->place);
}

static const char *const milan[][2] = {
    {"x509-root", "roots/ark_milan.der"},
    {"issuer-chain", "roots/milan_vcek_cert_chain.pem"},
    {"asvk", "roots/asvk_milan.der"},
    {"vcek", "certs/vcek_milan_b9060d95d6.der"},
    {"vcek", "certs/vcek_milan_27c3ccfce0.der"},
    {"vcek", "certs/vcek_milan_11717175b0.der"},
    {"vlek", "certs/vlek_milan_660274b715.der"},
    {"vlek", "certs/vlek_milan_296a7c9905.der"},
    {"crl", "roots/crl_milan_crlnumber3.crl.der"},
};

static void stored_certificates_are_found(void)
{
    subject s;
    store_open(&s, milan, ARRAY_LEN(milan));
    CHECK(authentic(&s, "milan-v3-aci-tav.bin", 1769599558));
    CHECK(authentic(&s, "milan-v3-vlek-vmpl1-aws.bin", AT));
    CHECK(findings_has(&s.findings, "cpu", "revocation.not-established")); /* the list has ended */
    CHECK(authentic(&s, "milan-v2-idblock-authorkey-enarx.bin", 1677628800));
    CHECK(!findings_has(&s.findings, "cpu", "revocation.not-established"));
    CHECK(s.needs.count == 0);
    close_all(&s);
}

/* Of another chip, or of the same chip at another level: as if none were there. */
static void stored_certificates_of_others_are_passed_over(void)
{
    subject s;
    store_open(&s, milan, ARRAY_LEN(milan));
    CHECK(!authentic(&s, "milan-v3-oak-oc-staging.bin", AT));
    CHECK(findings_has(&s.findings, "cpu", "snp.vek.missing"));
    CHECK(s.needs.count == 1);
    close_all(&s);
}

/* And nobody but the cloud can fetch the right one: the need has no address. */
static void a_stored_vlek_of_another_level_does_not_fit(void)
{
    static const char *const other_level[][2] = {
        {"x509-root", "roots/ark_milan.der"},
        {"asvk", "roots/asvk_milan.der"},
        {"vlek", "certs/vlek_milan_660274b715.der"},
    };
    subject s;
    store_open(&s, other_level, ARRAY_LEN(other_level));
    CHECK(!authentic(&s, "milan-v3-vlek-vmpl1-aws.bin", AT));
    CHECK(findings_has(&s.findings, "cpu", "snp.vek.missing"));
    CHECK(s.needs.first != NULL && s.needs.first->view.url == NULL);
    close_all(&s);
}

int main(void)
{
    folder = vectors_dir();
    if (folder == NULL) {
        return SKIPPED;
    }
    RUN(stored_certificates_are_found);
    RUN(stored_certificates_of_others_are_passed_over);
    RUN(a_stored_vlek_of_another_level_does_not_fit);
    return DONE();
}
