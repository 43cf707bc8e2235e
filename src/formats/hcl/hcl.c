/* SPDX-License-Identifier: Apache-2.0 */
/* The descriptors of Azure blobs, recognising and parsing them. */
#include "formats/hcl/hcl.h"
#include "base/limits.h"
#include "formats/hcl/evidence.h"

const finding_def hcl_findings[HCL_FINDINGS] = {
#define FINDING(name, ...) [name] = FINDING_ROW(__VA_ARGS__),
#include "formats/hcl/findings.def"
#undef FINDING
};

/* One row per kind of hardware. */
static const hcl_kind kind_snp = {
    .inner = "snp-report", .report_type = HCL_REPORT_TYPE_SNP, .privilege = "vmpl"};

static const hcl_kind kind_tdx = {
    .inner = "tdx-quote", .report_type = HCL_REPORT_TYPE_TDX, .quoted = true};

/* Nothing signs report_type, but it tells two formats of the same magic apart. */
static bool probe(assay_bytes in, const hcl_kind *kind)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    assay_bytes magic = cur_take(&c, 4, "signature");
    cur_take(&c, HCL_DATA_AT + 8 - 4, "offset");
    uint32_t report_type = cur_u32le(&c, "report_type");
    return cur_ok(&c) && memcmp(magic.ptr, "HCLA", 4) == 0 && report_type == kind->report_type;
}

static bool probe_snp(assay_bytes in)
{
    return probe(in, &kind_snp);
}

static bool probe_tdx(assay_bytes in)
{
    return probe(in, &kind_tdx);
}

static bool check_number(job *j, int def, uint32_t expected, uint32_t found, size_t at)
{
    finding *no = check(j->findings, &hcl_findings[def], found == expected);
    if (no != NULL) {
        finding_at(no, NULL, at, 4);
        finding_says(no, arena_format(j->arena, "%u", expected),
                     arena_format(j->arena, "%u", found));
    }
    return found == expected;
}

static bool check_headers(job *j, const hcl_evidence *e)
{
    const char *what = NULL;
    size_t at = hcl_blob_unknown(&e->blob, &what);
    finding *no = check(j->findings, &hcl_findings[F_HCL_HEADER], at == SIZE_MAX);
    finding_detail(j->findings, no, what);
    finding_at(no, NULL, at, 4);
    bool type = check_number(j, F_HCL_REPORT_TYPE, e->kind->report_type, e->blob.report_type,
                             HCL_DATA_AT + 8);
    bool hash =
        check_number(j, F_HCL_HASH_TYPE, HCL_HASH_SHA256, e->blob.hash_type, HCL_DATA_AT + 12);
    bool zeros = bytes_all(e->blob.padding, 0);
    no = check(j->findings, &hcl_findings[F_HCL_PADDING], zeros);
    finding_at(no, NULL, e->blob.report_size, e->blob.padding.len);
    return at == SIZE_MAX && type && hash && zeros;
}

static bool read_runtime(job *j, hcl_evidence *e)
{
    fault f = {0};
    bool read = hcl_runtime_read(j->arena, e->blob.runtime, &e->runtime, &f);
    f.at += HCL_RUNTIME_AT;
    finding_fault(j->findings, check(j->findings, &hcl_findings[F_HCL_RUNTIME], read), &f);
    if (!read) {
        return false;
    }
    bool usable = e->runtime.ak_unusable == NULL;
    finding *no = check(j->findings, &hcl_findings[F_HCL_AK], usable);
    finding_says(no, NULL, e->runtime.ak_unusable);
    return usable;
}

static const void *parse(job *j, assay_bytes in, const hcl_kind *kind)
{
    hcl_evidence *e = ARENA_NEW(j->arena, hcl_evidence);
    if (e == NULL) {
        return NULL;
    }
    *e = (hcl_evidence){.kind = kind, .inner = format_find(kind->inner)};
    fault f = {0};
    bool whole = hcl_blob_parse(in, &e->blob, &f);
    finding_fault(j->findings, check(j->findings, &hcl_findings[F_HCL_BLOB], whole), &f);
    if (!whole || e->inner == NULL || !hcl_inner_parse(j, e)) {
        return NULL;
    }
    bool headed = check_headers(j, e);
    bool claimed = read_runtime(j, e);
    bool quoted = hcl_quote_read(j, &e->quote);
    e->sound = headed && claimed && quoted;
    return e;
}

static const void *parse_snp(job *j, assay_bytes in)
{
    return parse(j, in, &kind_snp);
}

static const void *parse_tdx(job *j, assay_bytes in)
{
    return parse(j, in, &kind_tdx);
}

/* A format of this family; only the hardware differs. */
#define HCL_FORMAT(id_, title_, media_type_, probe_, parse_, inner_, family_)                      \
    {                                                                                              \
        .id = id_, .title = title_, .media_type = media_type_, .max_bytes = LIMIT_HCL_BLOB,        \
        .probe = probe_, .parse = parse_, .describe = hcl_describe,                                \
        .authenticate = hcl_authenticate, .default_tests = hcl_default_tests,                      \
        .evaluate = hcl_evaluate, .carries = hcl_carries, .schema = hcl_schema,                    \
        .schema_count = HCL_CLAIMS, .inner = inner_, .findings = hcl_findings,                     \
        .finding_count = HCL_FINDINGS, .family = family_, .publishes_revocation = true             \
    }

const format format_azure_hcl_snp =
    HCL_FORMAT("azure-hcl-snp", "Azure vTPM report of an AMD SEV-SNP VM",
               "application/x-azure-hcl-snp", probe_snp, parse_snp, "snp-report", "amd");
const format format_azure_hcl_tdx =
    HCL_FORMAT("azure-hcl-tdx", "Azure vTPM report of an Intel TDX VM",
               "application/x-azure-hcl-tdx", probe_tdx, parse_tdx, "tdx-quote", "intel");
