/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the attestation report in the order of AMD 56860, table ATTESTATION_REPORT. */
#include "formats/snp/report.h"

static snp_version version_read(cursor *c, const char *what)
{
    snp_version v;
    v.build = cur_u8(c, what); /* in this order: build, minor, major */
    v.minor = cur_u8(c, what);
    v.major = cur_u8(c, what);
    cur_u8(c, what);
    return v;
}

static void read_guest(cursor *c, snp_report *out)
{
    out->version = cur_u32le(c, "version");
    out->guest_svn = cur_u32le(c, "guest_svn");
    out->policy = cur_u64le(c, "policy");
    out->family_id = cur_take(c, 16, "family_id");
    out->image_id = cur_take(c, 16, "image_id");
    out->vmpl = cur_u32le(c, "vmpl");
    out->signature_algo = cur_u32le(c, "signature_algo");
    out->current_tcb = cur_take(c, SNP_TCB_BYTES, "current_tcb");
    out->platform_info = cur_u64le(c, "platform_info");
    out->key_info = cur_u32le(c, "key_info");
    cur_u32le(c, "reserved");
    out->report_data = cur_take(c, SNP_REPORT_DATA_BYTES, "report_data");
    out->measurement = cur_take(c, 48, "measurement");
    out->host_data = cur_take(c, 32, "host_data");
    out->id_key_digest = cur_take(c, 48, "id_key_digest");
    out->author_key_digest = cur_take(c, 48, "author_key_digest");
    out->report_id = cur_take(c, 32, "report_id");
    out->report_id_ma = cur_take(c, 32, "report_id_ma");
}

static void read_platform(cursor *c, snp_report *out)
{
    out->reported_tcb = cur_take(c, SNP_TCB_BYTES, "reported_tcb");
    out->family = cur_u8(c, "cpuid_fam_id");
    out->model = cur_u8(c, "cpuid_mod_id");
    out->stepping = cur_u8(c, "cpuid_step");
    cur_take(c, 21, "reserved");
    out->chip_id = cur_take(c, SNP_CHIP_ID_BYTES, "chip_id");
    out->committed_tcb = cur_take(c, SNP_TCB_BYTES, "committed_tcb");
    out->current = version_read(c, "current_version");
    out->committed = version_read(c, "committed_version");
    out->launch_tcb = cur_take(c, SNP_TCB_BYTES, "launch_tcb");
    out->launch_mit = cur_u64le(c, "launch_mit_vector");
    out->current_mit = cur_u64le(c, "current_mit_vector");
    cur_take(c, 0x98, "reserved");
}

bool snp_report_parse(cursor *c, snp_report *out)
{
    *out = (snp_report){.version = 0};
    cursor whole = *c;
    out->raw = cur_take(&whole, SNP_REPORT_BYTES, "report");
    cursor signed_part = *c;
    out->signed_part = cur_take(&signed_part, SNP_SIGNED_BYTES, "report");
    read_guest(c, out);
    read_platform(c, out);
    out->r = cur_take(c, SNP_SCALAR_BYTES, "signature.r");
    out->s = cur_take(c, SNP_SCALAR_BYTES, "signature.s");
    cur_take(c, SNP_REPORT_BYTES - SNP_TAIL_AT, "tail");
    return cur_ok(c);
}

bool snp_report_version_known(const snp_report *r)
{
    return r->version >= SNP_VERSION_MIN && r->version <= SNP_VERSION_MAX;
}

/* Reserved and zero in reports of versions `from` to `to`. */
static const struct {
    size_t at, len;
    uint32_t from, to;
} reserved[] = {
    {0x04C, 4, SNP_VERSION_MIN, SNP_VERSION_MAX},
    {0x188, 24, SNP_VERSION_MIN, SNP_VERSION_FMS - 1},
    {0x18B, 21, SNP_VERSION_FMS, SNP_VERSION_MAX},
    {0x1EB, 1, SNP_VERSION_MIN, SNP_VERSION_MAX},
    {0x1EF, 1, SNP_VERSION_MIN, SNP_VERSION_MAX},
    {0x1F8, 16, SNP_VERSION_MIN, SNP_VERSION_MIT - 1},
    {0x208, 0x98, SNP_VERSION_MIN, SNP_VERSION_MAX},
};

/* The first byte of raw[at, at + len) that is not zero, or SIZE_MAX. */
static size_t first_set(assay_bytes raw, size_t at, size_t len)
{
    fault f = {0};
    cursor c = cur_over(raw, &f);
    cur_take(&c, at, "offset");
    assay_bytes span = cur_take(&c, len, "reserved");
    if (bytes_all(span, 0)) {
        return SIZE_MAX;
    }
    while (span.ptr[0] == 0) {
        span = bytes_of(span.ptr + 1, span.len - 1);
    }
    return at + len - span.len;
}

size_t snp_report_reserved(const snp_report *r)
{
    if ((r->policy >> SNP_POLICY_ONE & 1) == 0) {
        return 0x08 + SNP_POLICY_ONE / 8;
    }
    if ((r->key_info & SNP_KEY_INFO_RESERVED) != 0) {
        return 0x48;
    }
    for (size_t i = 0; i < ARRAY_LEN(reserved); i++) {
        bool applies = r->version >= reserved[i].from && r->version <= reserved[i].to;
        size_t at = applies ? first_set(r->raw, reserved[i].at, reserved[i].len) : SIZE_MAX;
        if (at != SIZE_MAX) {
            return at;
        }
    }
    return SIZE_MAX;
}

size_t snp_report_tail(const snp_report *r)
{
    return first_set(r->raw, SNP_TAIL_AT, SNP_REPORT_BYTES - SNP_TAIL_AT);
}

bool snp_report_unsigned(const snp_report *r)
{
    return bytes_all(r->r, 0) && bytes_all(r->s, 0);
}

/* 72 little-endian bytes into 48 big-endian ones. */
static bool scalar(assay_bytes in, uint8_t out[SNP_SCALAR_USED])
{
    fault f = {0};
    cursor c = cur_over(in, &f);
    for (size_t i = SNP_SCALAR_USED; i > 0; i--) {
        out[i - 1] = cur_u8(&c, "scalar");
    }
    return bytes_all(cur_rest(&c), 0) && cur_ok(&c);
}

bool snp_report_signature(const snp_report *r, uint8_t out[2 * SNP_SCALAR_USED])
{
    bool r_fits = scalar(r->r, out);
    bool s_fits = scalar(r->s, out + SNP_SCALAR_USED);
    return r_fits && s_fits;
}

static uint32_t version_number(const snp_version *v)
{
    return (uint32_t)v->major << 16 | (uint32_t)v->minor << 8 | v->build;
}

int snp_version_order(const snp_version *a, const snp_version *b)
{
    uint32_t left = version_number(a), right = version_number(b);
    return (left > right) - (left < right);
}

const char *snp_version_text(arena *a, const snp_version *v)
{
    return arena_format(a, "%u.%u.%u", v->major, v->minor, v->build);
}
