/* SPDX-License-Identifier: Apache-2.0 */
/* The descriptors of Intel quotes, recognising and parsing them. */
#include "formats/tdx/tdx.h"
#include "formats/tdx/evidence.h"

const finding_def quote_findings[QUOTE_FINDINGS] = {
#define FINDING(name, ...) [name] = FINDING_ROW(__VA_ARGS__),
#include "formats/tdx/findings.def"
#undef FINDING
};

/* Version, key type and TEE; what they may be is the parser's to say. */
static bool looks_like_quote(assay_bytes in, uint32_t tee_type)
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    uint16_t version = cur_u16le(&c, "version"), key = cur_u16le(&c, "att_key_type");
    uint32_t tee = cur_u32le(&c, "tee_type");
    cur_take(&c, QUOTE_HEADER_BYTES - 8, "header");
    return cur_ok(&c) && version >= 3 && version <= 5 && key > 0 && key <= 4 && tee == tee_type;
}

static bool probe_td(assay_bytes in)
{
    return looks_like_quote(in, QUOTE_TEE_TDX);
}

static bool probe_sgx(assay_bytes in)
{
    return looks_like_quote(in, QUOTE_TEE_SGX);
}

static bool check_vendor(job *j, const quote_evidence *e)
{
    static const uint8_t intel[] = QUOTE_VENDOR_INTEL;
    assay_bytes found = e->quote.qe_vendor_id;
    bool holds = bytes_equal(found, bytes_of(intel, sizeof intel));
    finding *no = check(j->findings, &quote_findings[F_QUOTE_VENDOR], holds);
    finding_at(no, "/qe_vendor_id", (size_t)(found.ptr - e->raw.ptr), found.len);
    return holds;
}

static const void *parse(job *j, assay_bytes in, bool td)
{
    quote_evidence *e = ARENA_NEW(j->arena, quote_evidence);
    quote_established *known = ARENA_NEW(j->arena, quote_established);
    if (known == NULL) {
        return NULL;
    }
    *e = (quote_evidence){.raw = in, .established = known};
    fault f = {0};
    bool formed = quote_parse(in, &e->quote, &f);
    finding_fault(j->findings, check(j->findings, &quote_findings[F_QUOTE_FORM], formed), &f);
    if (!formed) {
        return NULL;
    }
    bool kind = quote_is_td(&e->quote) == td;
    finding_at(check(j->findings, &quote_findings[F_QUOTE_TEE], kind), "/tee_type", 4, 4);
    if (!kind) {
        return NULL;
    }
    bool vendor = check_vendor(j, e);
    bool gathered = quote_gather(j, &e->quote, &e->certs);
    e->sound = vendor && gathered;
    return e;
}

static const void *parse_td(job *j, assay_bytes in)
{
    return parse(j, in, true);
}

static const void *parse_sgx(job *j, assay_bytes in)
{
    return parse(j, in, false);
}

/* DESIGN section 8: the nonce padded with zeros, or the digest of nonce and inputs. */
static void carries(job *j, const void *doc, const challenge *asked, carriage *out)
{
    const quote_evidence *e = doc;
    assay_bytes found = e->quote.report_data;
    uint8_t *expected = arena_alloc(j->arena, QUOTE_REPORT_DATA_BYTES);
    *out = (carriage){.claim = "/report_data",
                      .offset = (size_t)(found.ptr - e->raw.ptr),
                      .length = found.len,
                      .found = found};
    if (expected == NULL || asked->nonce.len > QUOTE_REPORT_DATA_BYTES) {
        return;
    }
    if (asked->input_count > 0) {
        if (!job_held(j, challenge_sha512(asked, expected))) {
            return;
        }
    } else if (asked->nonce.len > 0) {
        memcpy(expected, asked->nonce.ptr, asked->nonce.len);
    }
    out->expected = bytes_of(expected, QUOTE_REPORT_DATA_BYTES);
    out->carried = asked->nonce.ptr != NULL && crypto_equal(out->expected, out->found);
}

/* A format of this family; only the body differs. */
#define QUOTE_FORMAT(id_, title_, media_type_, probe_, parse_, schema_, count_)                    \
    {                                                                                              \
        .id = id_, .title = title_, .media_type = media_type_, .max_bytes = LIMIT_QUOTE_BYTES,     \
        .probe = probe_, .parse = parse_, .describe = quote_describe,                              \
        .authenticate = quote_authenticate, .default_tests = quote_default_tests,                  \
        .evaluate = quote_evaluate, .carries = carries, .schema = schema_, .schema_count = count_, \
        .findings = quote_findings, .finding_count = QUOTE_FINDINGS, .family = "intel",            \
        .publishes_revocation = true                                                               \
    }

const format format_tdx_quote =
    QUOTE_FORMAT("tdx-quote", "Intel TDX quote of a trust domain", "application/x-intel-tdx-quote",
                 probe_td, parse_td, quote_td_schema, QUOTE_TD_CLAIMS);
const format format_sgx_quote =
    QUOTE_FORMAT("sgx-quote", "Intel SGX quote of an enclave", "application/x-intel-sgx-quote",
                 probe_sgx, parse_sgx, quote_sgx_schema, QUOTE_SGX_CLAIMS);
