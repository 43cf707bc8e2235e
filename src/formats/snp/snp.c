/* SPDX-License-Identifier: Apache-2.0 */
/* The descriptors of SEV-SNP evidence, recognising and parsing it. */
#include "formats/snp/snp.h"
#include "formats/snp/evidence.h"

const finding_def snp_findings[SNP_FINDINGS] = {
#define FINDING(name, ...) [name] = FINDING_ROW(__VA_ARGS__),
#include "formats/snp/findings.def"
#undef FINDING
};

/* No report has a version or a signature algorithm above a byte, and other structures have larger
 * numbers in one place or the other. */
static bool looks_like_report(assay_bytes in)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    uint32_t version = cur_u32le(&c, "version");
    cur_take(&c, 0x34 - 4, "offset");
    uint32_t algorithm = cur_u32le(&c, "signature_algo");
    return cur_ok(&c) && version >= 1 && version <= UINT8_MAX && algorithm <= UINT8_MAX;
}

static bool probe_report(assay_bytes in)
{
    return in.len == SNP_REPORT_BYTES && looks_like_report(in);
}

static bool probe_ext_report(assay_bytes in)
{
    return in.len > SNP_REPORT_BYTES && looks_like_report(in);
}

static snp_evidence *evidence_new(job *j)
{
    snp_evidence *e = ARENA_NEW(j->arena, snp_evidence);
    snp_established *known = ARENA_NEW(j->arena, snp_established);
    if (e != NULL) {
        e->established = known;
    }
    return known != NULL ? e : NULL;
}

/* What can be said without knowing who signed. */
static void check_syntax(job *j, const snp_report *r)
{
    bool known = snp_report_version_known(r);
    finding *no = check(j->findings, &snp_findings[F_SNP_VERSION], known);
    if (no != NULL) {
        finding_at(no, "/version", 0, 4);
        finding_says(no, "2 to 5", arena_format(j->arena, "%u", r->version));
    }
    size_t at = known ? snp_report_reserved(r) : SIZE_MAX;
    no = check(j->findings, &snp_findings[F_SNP_RESERVED], at == SIZE_MAX);
    finding_at(no, NULL, at, 1);
    at = snp_report_tail(r);
    no = check(j->findings, &snp_findings[F_SNP_TAIL], at == SIZE_MAX);
    finding_at(no, NULL, at, 1);
}

static const void *parse_report(job *j, assay_bytes in)
{
    snp_evidence *e = evidence_new(j);
    if (e == NULL) {
        return NULL;
    }
    fault f = {0};
    cursor c = cur_over(in, &f);
    snp_report_parse(&c, &e->report);
    bool exact = cur_end(&c, "report");
    finding_fault(j->findings, check(j->findings, &snp_findings[F_SNP_SIZE], exact), &f);
    if (!exact) {
        return NULL;
    }
    check_syntax(j, &e->report);
    return e;
}

static const void *parse_ext_report(job *j, assay_bytes in)
{
    snp_evidence *e = evidence_new(j);
    if (e == NULL) {
        return NULL;
    }
    fault f = {0};
    cursor c = cur_over(in, &f);
    bool whole = snp_report_parse(&c, &e->report);
    finding_fault(j->findings, check(j->findings, &snp_findings[F_SNP_SIZE], whole), &f);
    if (!whole) {
        return NULL;
    }
    check_syntax(j, &e->report);
    bool sound = snp_table_parse(&c, &e->table);
    finding_fault(j->findings, check(j->findings, &snp_findings[F_SNP_TABLE], sound), &f);
    return sound ? e : NULL;
}

/* DESIGN section 8: the nonce padded with zeros, or the digest of nonce and inputs. */
static void carries(job *j, const void *doc, const challenge *asked, carriage *out)
{
    const snp_report *r = &((const snp_evidence *)doc)->report;
    uint8_t *expected = arena_alloc(j->arena, SNP_REPORT_DATA_BYTES);
    *out = (carriage){.claim = "/report_data",
                      .offset = SNP_REPORT_DATA_AT,
                      .length = SNP_REPORT_DATA_BYTES,
                      .found = r->report_data};
    if (expected == NULL || asked->nonce.len > SNP_REPORT_DATA_BYTES) {
        return;
    }
    if (asked->input_count > 0) {
        if (challenge_sha512(asked, expected) != ASSAY_OK) {
            j->arena->state = ARENA_NO_MEMORY;
            return;
        }
    } else if (asked->nonce.len > 0) {
        memcpy(expected, asked->nonce.ptr, asked->nonce.len);
    }
    out->expected = bytes_of(expected, SNP_REPORT_DATA_BYTES);
    out->carried = asked->nonce.ptr != NULL && crypto_equal(out->expected, out->found);
}

/* A format of this family; only the outside of the report differs. */
#define SNP_FORMAT(id_, title_, media_type_, max_bytes_, probe_, parse_)                           \
    {                                                                                              \
        .id = id_, .title = title_, .media_type = media_type_, .max_bytes = max_bytes_,            \
        .probe = probe_, .parse = parse_, .describe = snp_describe,                                \
        .authenticate = snp_authenticate, .default_tests = snp_default_tests,                      \
        .evaluate = snp_evaluate, .carries = carries, .schema = snp_schema,                        \
        .schema_count = SNP_CLAIMS, .findings = snp_findings, .finding_count = SNP_FINDINGS,       \
        .family = "amd", .publishes_revocation = true                                              \
    }

const format format_snp_report =
    SNP_FORMAT("snp-report", "AMD SEV-SNP attestation report", "application/x-amd-snp-report",
               SNP_REPORT_BYTES, probe_report, parse_report);
const format format_snp_ext_report =
    SNP_FORMAT("snp-ext-report", "AMD SEV-SNP attestation report with certificate table",
               "application/x-amd-snp-ext-report", SNP_REPORT_BYTES + LIMIT_SNP_TABLE_BYTES,
               probe_ext_report, parse_ext_report);

typedef struct {
    uint32_t status, report_size;
    assay_bytes reserved, report, rest;
} response;

static response read_response(assay_bytes in, fault *f)
{
    cursor c = cur_over(in, f);
    response r;
    r.status = cur_u32le(&c, "status");
    r.report_size = cur_u32le(&c, "report_size");
    r.reserved = cur_take(&c, SNP_RSP_RESERVED_BYTES, "reserved");
    r.report = cur_take(&c, SNP_REPORT_BYTES, "report");
    r.rest = cur_rest(&c);
    return r;
}

/* A report never begins with a status of zero and its own size. */
static bool probe_response(assay_bytes in)
{
    fault f = {0};
    response r = read_response(in, &f);
    return f.what == NULL && r.report_size == SNP_REPORT_BYTES && bytes_all(r.reserved, 0);
}

static size_t unwrap_response(arena *a, assay_bytes in, unwrapped *out, fault *f)
{
    (void)a;
    response r = read_response(in, f);
    cursor c = cur_over(in, f);
    if (r.status != 0) {
        cur_fail(&c, 0, "status", "the firmware refused the request");
    }
    if (r.report_size != SNP_REPORT_BYTES) {
        cur_fail(&c, 4, "report_size", "not 1184");
    }
    if (!bytes_all(r.reserved, 0) || !bytes_all(r.rest, 0)) {
        cur_fail(&c, 8, "response", "bytes around the report are not zero");
    }
    out[0] = (unwrapped){.format = format_snp_report.id, .evidence = r.report};
    return f->what == NULL;
}

static const char *const response_formats[] = {"snp-report", NULL};

const container container_snp_msg_report_rsp = {.id = "snp-msg-report-rsp",
                                                .title = "response of the SEV guest driver",
                                                .probe = probe_response,
                                                .unwrap = unwrap_response,
                                                .formats = response_formats};
