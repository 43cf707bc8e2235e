/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a quote. Nested lengths are exact; behind the declared end only zeros may follow, because
 * kernels hand quotes out in buffers of fixed size. */
#include "formats/tdx/quote.h"
#include "base/limits.h"

/* A fault that the cursor does not find by itself. */
static void require(cursor *c, bool holds, size_t at, const char *what, const char *why)
{
    if (cur_ok(c) && !holds) {
        cur_fail(c, at, what, why);
    }
}

static void read_header(cursor *c, quote *q)
{
    q->version = cur_u16le(c, "header.version");
    require(c, q->version >= 3 && q->version <= 5, 0, "header.version", "not 3, 4 or 5");
    q->key_type = cur_u16le(c, "header.att_key_type");
    require(c, q->key_type == QUOTE_KEY_ECDSA_P256, 2, "header.att_key_type",
            "not 2 (ECDSA with P-256)");
    q->tee_type = cur_u32le(c, "header.tee_type");
    require(c, q->version > 3 || q->tee_type == QUOTE_TEE_SGX, 4, "header.reserved", "not zero");
    require(c, q->tee_type == QUOTE_TEE_SGX || q->tee_type == QUOTE_TEE_TDX, 4, "header.tee_type",
            "neither 0 (SGX) nor 0x81 (TDX)");
    q->qe_svn = cur_u16le(c, "header.qe_svn");
    q->pce_svn = cur_u16le(c, "header.pce_svn");
    q->qe_vendor_id = cur_take(c, 16, "header.qe_vendor_id");
    q->user_data = cur_take(c, 20, "header.user_data");
}

static const struct {
    uint32_t bytes, tee_type;
} bodies[] = {[QUOTE_BODY_SGX] = {SGX_REPORT_BYTES, QUOTE_TEE_SGX},
              [QUOTE_BODY_TD10] = {TD10_REPORT_BYTES, QUOTE_TEE_TDX},
              [QUOTE_BODY_TD15] = {TD15_REPORT_BYTES, QUOTE_TEE_TDX},
              [QUOTE_BODY_TD15_EX] = {TD15_EX_REPORT_BYTES, QUOTE_TEE_TDX}};

/* Version 5 says which body follows, and how long it is; before, tee_type says it. */
static void read_body_type(cursor *c, quote *q)
{
    if (q->version < 5) {
        q->body_type = q->tee_type == QUOTE_TEE_SGX ? QUOTE_BODY_SGX : QUOTE_BODY_TD10;
        return;
    }
    size_t at = cur_at(c);
    q->body_type = cur_u16le(c, "body.type");
    bool known = q->body_type >= QUOTE_BODY_SGX && q->body_type < ARRAY_LEN(bodies);
    require(c, known, at, "body.type", "not 1 to 4");
    uint32_t size = cur_u32le(c, "body.size");
    require(c, known && size == bodies[q->body_type].bytes, at + 2, "body.size",
            "not the size of this type");
    require(c, known && q->tee_type == bodies[q->body_type].tee_type, at, "body.type",
            "of another TEE than the header names");
}

static void read_sgx_report(cursor *c, sgx_report *r)
{
    cursor whole = *c;
    r->raw = cur_take(&whole, SGX_REPORT_BYTES, "sgx");
    r->cpusvn = cur_take(c, 16, "sgx.cpusvn");
    r->miscselect = cur_take(c, 4, "sgx.miscselect");
    r->reserved[0] = cur_take(c, 12, "sgx.reserved1");
    r->isvextprodid = cur_take(c, 16, "sgx.isvextprodid");
    r->attributes = cur_take(c, 16, "sgx.attributes");
    r->mrenclave = cur_take(c, 32, "sgx.mrenclave");
    r->reserved[1] = cur_take(c, 32, "sgx.reserved2");
    r->mrsigner = cur_take(c, 32, "sgx.mrsigner");
    r->reserved[2] = cur_take(c, 32, "sgx.reserved3");
    r->configid = cur_take(c, 64, "sgx.configid");
    r->isvprodid = cur_u16le(c, "sgx.isvprodid");
    r->isvsvn = cur_u16le(c, "sgx.isvsvn");
    r->configsvn = cur_u16le(c, "sgx.configsvn");
    r->reserved[3] = cur_take(c, 42, "sgx.reserved4");
    r->isvfamilyid = cur_take(c, 16, "sgx.isvfamilyid");
    r->report_data = cur_take(c, QUOTE_REPORT_DATA_BYTES, "sgx.report_data");
}

/* What TD_15 and TD_15_EX have behind the body of 584 bytes. */
static void read_td15(cursor *c, td_report *r, bool extended)
{
    r->tee_tcb_svn2 = cur_take(c, 16, "td.tee_tcb_svn2");
    r->mrservicetd = cur_take(c, 48, "td.mrservicetd");
    if (!extended) {
        return;
    }
    r->vm_id = cur_take(c, 1, "td.vm_id");
    r->td_id = cur_take(c, 32, "td.td_id");
    r->dev_info = cur_take(c, 48, "td.dev_info");
    r->init_servtd_hash = cur_take(c, 48, "td.init_servtd_hash");
    r->init_servtd_attributes = cur_take(c, 8, "td.init_servtd_attributes");
    r->init_cpusvn = cur_take(c, 16, "td.init_cpusvn");
    r->init_tee_tcb_svn = cur_take(c, 16, "td.init_tee_tcb_svn");
    r->init_tee_fmspc = cur_take(c, 12, "td.init_tee_fmspc");
    r->cur_servtd_hash = cur_take(c, 48, "td.cur_servtd_hash");
    r->cur_servtd_attributes = cur_take(c, 8, "td.cur_servtd_attributes");
}

static void read_td_report(cursor *c, td_report *r, uint16_t body_type)
{
    static const char *const names[] = {"td.rtmr0", "td.rtmr1", "td.rtmr2", "td.rtmr3"};
    r->tee_tcb_svn = cur_take(c, 16, "td.tee_tcb_svn");
    r->mrseam = cur_take(c, 48, "td.mrseam");
    r->mrsignerseam = cur_take(c, 48, "td.mrsignerseam");
    r->seamattributes = cur_take(c, 8, "td.seamattributes");
    r->td_attributes = cur_take(c, 8, "td.td_attributes");
    r->xfam = cur_take(c, 8, "td.xfam");
    r->mrtd = cur_take(c, 48, "td.mrtd");
    r->mrconfigid = cur_take(c, 48, "td.mrconfigid");
    r->mrowner = cur_take(c, 48, "td.mrowner");
    r->mrownerconfig = cur_take(c, 48, "td.mrownerconfig");
    for (size_t i = 0; i < ARRAY_LEN(r->rtmr); i++) {
        r->rtmr[i] = cur_take(c, 48, names[i]);
    }
    r->report_data = cur_take(c, QUOTE_REPORT_DATA_BYTES, "td.report_data");
    if (body_type != QUOTE_BODY_TD10) {
        read_td15(c, r, body_type == QUOTE_BODY_TD15_EX);
    }
}

static void read_body(cursor *c, quote *q)
{
    read_body_type(c, q);
    if (!cur_ok(c)) {
        return;
    }
    if (quote_is_td(q)) {
        read_td_report(c, &q->td, q->body_type);
        q->report_data = q->td.report_data;
        return;
    }
    read_sgx_report(c, &q->enclave);
    q->report_data = q->enclave.report_data;
}

/* A type, a length, and exactly so many bytes up to the end of `c`. */
static cursor enter_cert_data(cursor *c, uint16_t *type, const char *what)
{
    size_t at = cur_at(c);
    *type = cur_u16le(c, what);
    uint32_t size = cur_u32le(c, what);
    require(c, size == cur_left(c), at + 2, what, "its length is not what is left");
    return cur_sub(c, cur_left(c), what);
}

static void read_qe(cursor *c, quote *q)
{
    read_sgx_report(c, &q->qe);
    q->qe_signature = cur_take(c, QUOTE_SIGNATURE_BYTES, "qe_report_signature");
    size_t at = cur_at(c);
    uint16_t size = cur_u16le(c, "qe_auth_data");
    require(c, size <= LIMIT_QUOTE_QE_AUTH, at, "qe_auth_data", "larger than the limit");
    q->qe_auth = cur_take(c, size, "qe_auth_data");
    at = cur_at(c);
    cursor data = enter_cert_data(c, &q->cert_type, "certification_data");
    require(c, q->cert_type >= CERT_DATA_PPID && q->cert_type <= CERT_DATA_PCK_CHAIN, at,
            "certification_data", "of no type that a quote can have");
    require(c, cur_left(&data) <= LIMIT_QUOTE_CERT_DATA, at, "certification_data",
            "larger than the limit");
    q->cert_data = cur_rest(&data);
}

static void read_auth(cursor *c, quote *q)
{
    q->signature = cur_take(c, QUOTE_SIGNATURE_BYTES, "signature");
    q->attestation_key = cur_take(c, QUOTE_KEY_BYTES, "attestation_key");
    if (q->version == 3) {
        read_qe(c, q);
        return;
    }
    uint16_t type;
    size_t at = cur_at(c);
    cursor inner = enter_cert_data(c, &type, "outer_certification_data");
    require(c, type == CERT_DATA_QE_REPORT, at, "outer_certification_data",
            "not 6 (QE report certification data)");
    read_qe(&inner, q);
}

bool quote_parse(assay_bytes in, quote *out, fault *f)
{
    *out = (quote){.version = 0};
    cursor c = cur_over(in, f), whole = c;
    read_header(&c, out);
    read_body(&c, out);
    out->signed_bytes = cur_take(&whole, cur_at(&c), "signed bytes");
    cursor auth = cur_sub(&c, cur_u32le(&c, "auth_data"), "auth_data");
    read_auth(&auth, out);
    size_t at = cur_at(&c);
    out->padding = cur_rest(&c);
    require(&c, bytes_all(out->padding, 0), at, "padding",
            "bytes behind the declared end are not zero");
    return cur_ok(&c);
}
