/* SPDX-License-Identifier: Apache-2.0 */
/* The descriptors: what they recognise, parse and describe, and where they look for the nonce. */
#include "check.h"
#include "formats/snp/snp.h"
#include "formats/snp/findings.h"
#include "snp_bytes.h"

static uint8_t bytes[8192];

typedef struct {
    arena arena;
    findings findings;
    needs needs;
    job job;
} bench;

static void bench_open(bench *b)
{
    arena_init(&b->arena, &allocator_default, 1 << 20);
    b->findings = (findings){.arena = &b->arena, .label = "cpu", .stage = 3};
    b->needs = (needs){.arena = &b->arena};
    b->job = (job){.arena = &b->arena,
                   .findings = &b->findings,
                   .needs = &b->needs,
                   .label = "cpu",
                   .claims = claim_root(&b->arena)};
}

static bool failed(const bench *b, const char *id)
{
    return findings_has(&b->findings, "cpu", id);
}

static const void *parse(bench *b, const format *f, size_t len)
{
    bench_open(b);
    return f->parse(&b->job, bytes_of(bytes, len));
}

static const claim *described(bench *b, const char *pointer)
{
    return claim_at(b->job.claims, bytes_of_text(pointer));
}

static void reports_are_recognised(void)
{
    make_report(bytes, 3);
    CHECK(format_snp_report.probe(bytes_of(bytes, SNP_REPORT_BYTES)));
    CHECK(!format_snp_report.probe(bytes_of(bytes, SNP_REPORT_BYTES - 1)));
    CHECK(!format_snp_report.probe(bytes_of(bytes, SNP_REPORT_BYTES + 1)));
    CHECK(!format_snp_ext_report.probe(bytes_of(bytes, SNP_REPORT_BYTES)));
    CHECK(format_snp_ext_report.probe(bytes_of(bytes, SNP_REPORT_BYTES + 1)));
    CHECK(!format_snp_report.probe(bytes_of(bytes, 0)));
    put_le(bytes, 0x00020004, 4); /* a TDX quote begins like this */
    CHECK(!format_snp_report.probe(bytes_of(bytes, SNP_REPORT_BYTES)));
}

static void unknown_versions_are_described_and_rejected(void)
{
    bench b;
    uint32_t versions[] = {1, 6};
    for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
        make_report(bytes, versions[i]);
        const void *doc = parse(&b, &format_snp_report, SNP_REPORT_BYTES);
        CHECK(doc != NULL && failed(&b, "snp.report.version"));
        format_snp_report.describe(&b.job, doc);
        const claim *version = described(&b, "/version");
        CHECK(version != NULL && version->value.uint == versions[i]);
        arena_release(&b.arena);
    }
}

static void sound_reports_leave_no_failure(void)
{
    bench b;
    for (uint32_t version = 2; version <= 5; version++) {
        make_report(bytes, version);
        CHECK(parse(&b, &format_snp_report, SNP_REPORT_BYTES) != NULL);
        CHECK(findings_worst(&b.findings, "cpu", 3) == ASSAY_SEVERITY_NONE);
        CHECK(b.findings.count == 4);
        arena_release(&b.arena);
    }
}

static void syntax_failures_are_named(void)
{
    static const struct {
        size_t at, len;
        const char *id;
        bool parses;
    } cases[] = {
        {0x1EB, SNP_REPORT_BYTES, "snp.report.reserved", true},
        {0x330, SNP_REPORT_BYTES, "snp.report.tail", true},
        {0x49F, SNP_REPORT_BYTES, "snp.report.tail", true},
        {0x50, SNP_REPORT_BYTES - 1, "snp.report.size", false},
        {0x50, SNP_REPORT_BYTES + 1, "snp.report.size", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        bench b;
        make_report(bytes, 3);
        bytes[SNP_REPORT_BYTES] = 0;
        bytes[cases[i].at] ^= 0x01;
        const void *doc = parse(&b, &format_snp_report, cases[i].len);
        CHECK((doc != NULL) == cases[i].parses && failed(&b, cases[i].id));
        arena_release(&b.arena);
    }
}

static void tables_are_read_behind_the_report(void)
{
    bench b;
    make_report(bytes, 3);
    memset(bytes + SNP_REPORT_BYTES, 0, sizeof bytes - SNP_REPORT_BYTES);
    CHECK(parse(&b, &format_snp_ext_report, SNP_REPORT_BYTES + 24) != NULL);
    arena_release(&b.arena);
    CHECK(parse(&b, &format_snp_ext_report, SNP_REPORT_BYTES + 23) == NULL);
    CHECK(failed(&b, "snp.table.malformed"));
    arena_release(&b.arena);
    CHECK(parse(&b, &format_snp_ext_report, SNP_REPORT_BYTES) == NULL);
    arena_release(&b.arena);
    CHECK(parse(&b, &format_snp_ext_report, 100) == NULL && failed(&b, "snp.report.size"));
    arena_release(&b.arena);
}

static void the_line_is_told_by_the_cpu(void)
{
    bench b;
    make_report(bytes, 3);
    format_snp_report.describe(&b.job, parse(&b, &format_snp_report, SNP_REPORT_BYTES));
    const claim *line = described(&b, "/product_line"), *snp = described(&b, "/tcb/reported/snp");
    CHECK(line != NULL && str_is(line->value.text, "Milan"));
    CHECK(snp != NULL && snp->type == ASSAY_CLAIM_UINT && snp->value.uint == 24);
    const claim *fmc = described(&b, "/tcb/reported/fmc");
    CHECK(fmc == NULL || (fmc->type == ASSAY_CLAIM_NONE && !fmc->pending));
    const claim *version = described(&b, "/current_version");
    CHECK(version != NULL && str_is(version->value.text, "1.55.21"));
    arena_release(&b.arena);
}

/* Before version 3 nothing in the report says it. */
static void the_line_waits_in_version_two(void)
{
    bench b;
    make_report(bytes, 2);
    format_snp_report.describe(&b.job, parse(&b, &format_snp_report, SNP_REPORT_BYTES));
    const claim *line = described(&b, "/product_line"), *snp = described(&b, "/tcb/reported/snp");
    CHECK(line != NULL && line->type == ASSAY_CLAIM_NONE && line->pending);
    CHECK(snp != NULL && snp->type == ASSAY_CLAIM_NONE && snp->pending);
    CHECK(described(&b, "/cpuid_fam_id") == NULL && described(&b, "/launch_mit_vector") == NULL);
    arena_release(&b.arena);
}

/* Every claim has a row, of its type and length. */
static void the_schema_covers_the_claims(void)
{
    bench b;
    make_report(bytes, 5);
    bytes[0x48] = 0x04; /* VLEK */
    format_snp_report.describe(&b.job, parse(&b, &format_snp_report, SNP_REPORT_BYTES));
    for (const claim *c = b.job.claims->first; c != NULL; c = c->next) {
        char pointer[64];
        snprintf(pointer, sizeof pointer, "/%s", c->name.ptr);
        const claim_schema *row = schema_find(
            format_snp_report.schema, format_snp_report.schema_count, bytes_of_text(pointer));
        if (!CHECK(row != NULL)) {
            fprintf(stderr, "  %s\n", pointer);
            continue;
        }
        CHECK(c->type == ASSAY_CLAIM_NONE || c->type == row->type);
        CHECK(row->length == 0 || c->type == ASSAY_CLAIM_NONE || c->value.bytes.len == row->length);
    }
    arena_release(&b.arena);
}

static carriage carried(bench *b, const challenge *asked)
{
    carriage out = {0};
    const void *doc = parse(b, &format_snp_report, SNP_REPORT_BYTES);
    format_snp_report.carries(&b->job, doc, asked, &out);
    return out;
}

static void the_nonce_is_padded_and_whole(void)
{
    bench b;
    uint8_t nonce[64];
    memset(nonce, 0x4e, sizeof nonce);
    make_report(bytes, 3);
    memset(bytes + 0x50, 0, 64);
    memset(bytes + 0x50, 0x4e, 32);
    challenge asked = {.nonce = bytes_of(nonce, 32)};
    CHECK(carried(&b, &asked).carried);
    arena_release(&b.arena);
    asked.nonce.len = 31; /* a prefix of what is there */
    CHECK(!carried(&b, &asked).carried);
    arena_release(&b.arena);
    asked.nonce.len = 33;
    CHECK(!carried(&b, &asked).carried);
    arena_release(&b.arena);
    asked.nonce.len = 32;
    bytes[0x50 + 63] = 1; /* something behind the nonce */
    CHECK(!carried(&b, &asked).carried);
    arena_release(&b.arena);
    CHECK(!carried(&b, &(challenge){.nonce = {NULL, 0}}).carried);
    arena_release(&b.arena);
}

static void inputs_are_hashed_with_the_nonce(void)
{
    bench b;
    uint8_t nonce[32], input[5] = {1, 2, 3, 4, 5};
    memset(nonce, 0x4e, sizeof nonce);
    assay_bytes inputs[] = {bytes_of(input, sizeof input)};
    challenge asked = {.nonce = bytes_of(nonce, 32), .inputs = inputs, .input_count = 1};
    make_report(bytes, 3);
    CHECK(challenge_sha512(&asked, bytes + 0x50) == ASSAY_OK);
    CHECK(carried(&b, &asked).carried);
    arena_release(&b.arena);
    input[4] = 6;
    CHECK(!carried(&b, &asked).carried);
    arena_release(&b.arena);
}

static assay_bytes inside(size_t len, fault *f)
{
    unwrapped one;
    *f = (fault){0};
    size_t count = container_snp_msg_report_rsp.unwrap(NULL, bytes_of(bytes, len), &one, f);
    return count == 1 ? one.evidence : (assay_bytes){NULL, 0};
}

static void make_response(void)
{
    memset(bytes, 0, sizeof bytes);
    put_le(bytes + 4, SNP_REPORT_BYTES, 4);
    make_report(bytes + 0x20, 3);
}

static void responses_are_unwrapped(void)
{
    fault f;
    make_response();
    CHECK(container_snp_msg_report_rsp.probe(bytes_of(bytes, 4000)));
    CHECK_UINT(inside(4000, &f).len, SNP_REPORT_BYTES);
    CHECK_UINT(inside(0x20 + SNP_REPORT_BYTES, &f).len, SNP_REPORT_BYTES);
    CHECK(inside(4000, &f).ptr == bytes + 0x20);
    CHECK(!format_snp_ext_report.probe(bytes_of(bytes, 4000)));
}

static void bad_responses_are_refused(void)
{
    static const struct {
        size_t at, len;
        const char *what;
    } cases[] = {
        {0, 4000, "status"},
        {4, 4000, "report_size"},
        {8, 4000, "response"},
        {0x1f, 4000, "response"},
        {0x20 + 0x4A0, 4000, "response"},
        {3999, 4000, "response"},
        {0x100, 0x20 + SNP_REPORT_BYTES - 1, "report"},
        {0x20, 16, "reserved"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        fault f;
        make_response();
        bytes[cases[i].at] ^= 0x16;
        CHECK_UINT(inside(cases[i].len, &f).len, 0);
        CHECK_TEXT(f.what, cases[i].what);
    }
    make_report(bytes, 3);
    CHECK(!container_snp_msg_report_rsp.probe(bytes_of(bytes, 4000)));
}

int main(void)
{
    RUN(reports_are_recognised);
    RUN(unknown_versions_are_described_and_rejected);
    RUN(sound_reports_leave_no_failure);
    RUN(syntax_failures_are_named);
    RUN(tables_are_read_behind_the_report);
    RUN(the_line_is_told_by_the_cpu);
    RUN(the_line_waits_in_version_two);
    RUN(the_schema_covers_the_claims);
    RUN(the_nonce_is_padded_and_whole);
    RUN(inputs_are_hashed_with_the_nonce);
    RUN(responses_are_unwrapped);
    RUN(bad_responses_are_refused);
    return DONE();
}
