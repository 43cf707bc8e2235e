/* SPDX-License-Identifier: Apache-2.0 */
/* Recipes: good ones, the certificates that fit a report, and signing the report. */
#include "forge/snp_forge.h"

#include "crypto/ec.h"
#include "pki/cert.h"
#include "forge/snp_table.h"

#define CA_BEGIN 1704067200  /* 2024-01-01T00:00:00Z */
#define CA_END 2493072000    /* 2049-01-01T00:00:00Z, beyond 31 bits of seconds */
#define VEK_BEGIN 1767225600 /* 2026-01-01T00:00:00Z */
#define VCEK_END 1988150400  /* 2033-01-01T00:00:00Z */
#define VLEK_END 1798761600  /* 2027-01-01T00:00:00Z */
#define YEAR (365 * 86400)

static const xw_algorithm pss_trailer = {SIG_RSA_PSS_SHA384, true},
                          pss_plain = {SIG_RSA_PSS_SHA384, false};

#define AMD_ARC 0x2b, 0x06, 0x01, 0x04, 0x01, 0x9c, 0x78, 0x01
static const uint8_t oid_struct_version[] = {AMD_ARC, 1}, oid_product[] = {AMD_ARC, 2},
                     oid_hwid[] = {AMD_ARC, 4}, oid_csp[] = {AMD_ARC, 5};
const assay_bytes fsnp_oid_struct_version = {oid_struct_version, sizeof oid_struct_version},
                  fsnp_oid_product = {oid_product, sizeof oid_product},
                  fsnp_oid_hwid = {oid_hwid, sizeof oid_hwid},
                  fsnp_oid_csp = {oid_csp, sizeof oid_csp};

/* 1.3.6.1.4.1.3704.1.3.n: blSPL, teeSPL, snpSPL, spl4 to spl7, ucodeSPL, fmcSPL. */
static const uint8_t oid_spl[10][10] = {{0},
                                        {AMD_ARC, 3, 1},
                                        {AMD_ARC, 3, 2},
                                        {AMD_ARC, 3, 3},
                                        {AMD_ARC, 3, 4},
                                        {AMD_ARC, 3, 5},
                                        {AMD_ARC, 3, 6},
                                        {AMD_ARC, 3, 7},
                                        {AMD_ARC, 3, 8},
                                        {AMD_ARC, 3, 9}};
static const uint8_t spl_arc[FSPL_COUNT] = {
    [FSPL_FMC] = 9, [FSPL_BL] = 1, [FSPL_TEE] = 2, [FSPL_SNP] = 3, [FSPL_UCODE] = 8};

static assay_bytes spl_oid(uint8_t n)
{
    return bytes_of(oid_spl[n], sizeof oid_spl[n]);
}

assay_bytes fsnp_oid_spl(fsnp_component c)
{
    return spl_oid(spl_arc[c]);
}

void fsnp_recipe_init(fsnp_recipe *r, const fsnp_model *model, uint32_t version, bool vlek)
{
    static const uint8_t nonce[FSNP_NONCE_LEN] = {0x9d, 0x1b, 0x5c, 0x07, 0x63, 0xee, 0x42, 0xa8,
                                                  0x30, 0x7f, 0xc4, 0x19, 0x88, 0x5a, 0xd2, 0x6b,
                                                  0xf1, 0x0e, 0x97, 0x24, 0xb3, 0x4d, 0x6c, 0xe5,
                                                  0x51, 0xaa, 0x38, 0xcf, 0x02, 0x79, 0x16, 0xdb};
    *r = (fsnp_recipe){.model = model,
                       .vlek = vlek,
                       .at = FSNP_DEFAULT_AT,
                       .report_signer = vlek ? "vlek" : "vcek",
                       .report_len = FSNP_REPORT_LEN,
                       .rsp_size = FSNP_REPORT_LEN,
                       .rsp_len = FSNP_RSP_LEN};
    fsnp_report_init(r->report, model, version, vlek);
    fsnp_recipe_nonce(r, bytes_of(nonce, sizeof nonce));
}

void fsnp_recipe_nonce(fsnp_recipe *r, assay_bytes nonce)
{
    memset(r->nonce, 0, sizeof r->nonce);
    memcpy(r->nonce, nonce.ptr, nonce.len);
    r->nonce_len = nonce.len;
    memcpy(r->report + FSNP_AT_REPORT_DATA, r->nonce, sizeof r->nonce);
}

/* AMD's order of attributes under another organisation. */
static xw_name amd_name(const char *common_name)
{
    return (xw_name){{{XW_OU, "Engineering"},
                      {XW_C, "US"},
                      {XW_L, "Santa Clara"},
                      {XW_ST, "CA"},
                      {XW_O, "Assay throw-away test"},
                      {XW_CN, common_name}}};
}

static const char *name_of(arena *a, const char *prefix, const char *suffix)
{
    const char *name = arena_format(a, "%s-%s", prefix, suffix);
    return name == NULL ? "" : name;
}

static void derive_ark(fsnp_recipe *r, arena *a, key_ring *ring)
{
    const fsnp_model *m = r->model;
    xw_name name = amd_name(name_of(a, "ARK", m->line));
    const char *key = name_of(a, "ark", m->key);
    r->ark = (xw_cert){.serial = m->serial,
                       .issuer = name,
                       .subject = name,
                       .not_before = CA_BEGIN,
                       .not_after = CA_END,
                       .key = key,
                       .signer = key,
                       .algorithm = pss_trailer};
    xw_extensions *e = &r->ark.extensions;
    xw_extend(e, xw_oid_key_usage, true,
              xw_value_key_usage(a, KEY_USAGE_CERT_SIGN | KEY_USAGE_CRL_SIGN));
    xw_extend(e, xw_oid_subject_key, false, xw_value_subject_key(a, ring, key));
    xw_extend(e, xw_oid_basic_constraints, true, xw_value_ca(a, true, -1));
    r->pinned = r->ark;
}

static void derive_ask(fsnp_recipe *r, arena *a, key_ring *ring)
{
    const fsnp_model *m = r->model;
    r->ask = (xw_cert){.serial = m->serial + (r->vlek ? 0x101 : 1),
                       .issuer = r->ark.subject,
                       .subject = amd_name(name_of(a, r->vlek ? "SEV-VLEK" : "SEV", m->line)),
                       .not_before = CA_BEGIN,
                       .not_after = CA_END,
                       .key = name_of(a, r->vlek ? "asvk" : "ask", m->key),
                       .signer = r->ark.key,
                       .algorithm = pss_trailer};
    xw_extensions *e = &r->ask.extensions;
    const char *url =
        arena_format(a, "https://kdsintf.amd.com/%s/v1/%s/crl", r->vlek ? "vlek" : "vcek", m->line);
    xw_extend(e, xw_oid_subject_key, false, xw_value_subject_key(a, ring, r->ask.key));
    xw_extend(e, xw_oid_authority_key, false, xw_value_authority_key(a, ring, r->ark.key));
    xw_extend(e, xw_oid_basic_constraints, true, xw_value_ca(a, true, 0));
    xw_extend(e, xw_oid_key_usage, true, xw_value_key_usage(a, KEY_USAGE_CERT_SIGN));
    xw_extend(e, xw_oid_crl_points, false, xw_value_crl_point(a, url == NULL ? "" : url));
}

/* The order in which AMD writes the levels: 4 is absent on Turin, 9 on the others. */
static void extend_spl(fsnp_recipe *r, arena *a)
{
    static const uint8_t zen3[] = {1, 2, 4, 5, 6, 7, 3, 8}, zen5[] = {9, 1, 2, 3, 5, 6, 7, 8};
    const uint8_t *order = r->model->struct_version == 0 ? zen3 : zen5;
    const uint8_t *tcb = r->report + FSNP_AT_REPORTED_TCB;
    for (size_t i = 0; i < ARRAY_LEN(zen3); i++) {
        uint64_t level = 0;
        for (int c = 0; c < FSPL_COUNT; c++) {
            int8_t byte = r->model->tcb_byte[c];
            level = spl_arc[c] == order[i] && byte >= 0 ? tcb[byte] : level;
        }
        xw_extend(&r->vek.extensions, spl_oid(order[i]), false, xw_value_uint(a, level));
    }
}

/* How far the windows above move, by whole years, so that a later appraisal is within them. */
static assay_time years_later(assay_time at)
{
    return at > VLEK_END ? (at - VEK_BEGIN) / YEAR * YEAR : 0;
}

static void derive_vek(fsnp_recipe *r, arena *a)
{
    const fsnp_model *m = r->model;
    r->vek = (xw_cert){.issuer = r->ask.subject,
                       .subject = amd_name(r->vlek ? "SEV-VLEK" : "SEV-VCEK"),
                       .not_before = VEK_BEGIN + years_later(r->at),
                       .not_after = (r->vlek ? VLEK_END : VCEK_END) + years_later(r->at),
                       .key = r->report_signer,
                       .signer = r->ask.key,
                       .algorithm = pss_plain};
    xw_extensions *e = &r->vek.extensions;
    xw_extend(e, fsnp_oid_struct_version, false, xw_value_uint(a, m->struct_version));
    xw_extend(e, fsnp_oid_product, false, xw_value_ia5(a, r->vlek ? m->line : m->vcek_product));
    extend_spl(r, a);
    if (r->vlek) {
        xw_extend(e, fsnp_oid_csp, false, xw_value_ia5(a, "CN=cc-test.example.org"));
        return;
    }
    xw_extend(e, fsnp_oid_hwid, false,
              arena_copy(a, bytes_of(r->report + FSNP_AT_CHIP_ID, m->hwid_len)));
}

static void derive_crl(fsnp_recipe *r, arena *a, key_ring *ring)
{
    r->crl = (xw_crl){.issuer = r->ark.subject,
                      .this_update = VEK_BEGIN + years_later(r->at),
                      .next_update = VLEK_END + years_later(r->at),
                      .signer = r->ark.key,
                      .algorithm = pss_plain};
    xw_extensions *e = &r->crl.extensions;
    xw_extend(e, xw_oid_authority_key, false, xw_value_authority_key(a, ring, r->ark.key));
    xw_extend(e, xw_oid_crl_number, false, xw_value_uint(a, 1));
}

void fsnp_recipe_derive(fsnp_recipe *r, arena *a, key_ring *ring)
{
    derive_ark(r, a, ring);
    derive_ask(r, a, ring);
    derive_vek(r, a);
    derive_crl(r, a, ring);
    fsnp_table_init(&r->table, r->vlek);
}

void fsnp_patch_later(fsnp_recipe *r, size_t at, size_t size, uint64_t value)
{
    if (r->patch_count < FSNP_PATCH_MAX) {
        r->patches[r->patch_count++] = (fsnp_patch){at, size, value};
    }
}

/* r and s of a big-endian r||s, as the little-endian fields of the report. */
static void put_signature(uint8_t *report, assay_bytes signature)
{
    size_t width = signature.len / 2;
    for (size_t i = 0; i < width; i++) {
        report[FSNP_SIGNATURE_R + i] = signature.ptr[width - 1 - i];
        report[FSNP_SIGNATURE_S + i] = signature.ptr[2 * width - 1 - i];
    }
}

static assay_bytes make_report(const fsnp_recipe *r, arena *a, key_ring *ring)
{
    key_type type = key_ring_public(ring, r->report_signer).type;
    sig_alg alg = type == KEY_EC_P256 ? SIG_ECDSA_P256_SHA256 : SIG_ECDSA_P384_SHA384;
    assay_bytes signature =
        key_ring_sign(ring, a, r->report_signer, alg, bytes_of(r->report, FSNP_SIGNED_LEN));
    size_t cap = r->report_len > FSNP_REPORT_LEN ? r->report_len : FSNP_REPORT_LEN;
    uint8_t *out = arena_alloc(a, cap);
    if (signature.ptr == NULL || out == NULL) {
        return (assay_bytes){NULL, 0};
    }
    memcpy(out, r->report, FSNP_REPORT_LEN);
    put_signature(out, signature);
    if (r->after_signing != NULL) {
        r->after_signing(out);
    }
    for (size_t i = 0; i < r->patch_count; i++) {
        fsnp_put_le(out + r->patches[i].at, r->patches[i].value, r->patches[i].size);
    }
    return bytes_of(out, r->report_len);
}

static assay_bytes make_vek(const fsnp_recipe *r, arena *a, key_ring *ring)
{
    assay_bytes vek = xw_make_cert(a, ring, &r->vek);
    return r->vek_len != 0 && r->vek_len < vek.len ? bytes_of(vek.ptr, r->vek_len) : vek;
}

assay_status fsnp_make(const fsnp_recipe *r, arena *a, key_ring *ring, fsnp_evidence *out)
{
    *out = (fsnp_evidence){.report = make_report(r, a, ring),
                           .pinned = xw_make_cert(a, ring, &r->pinned),
                           .vek = make_vek(r, a, ring),
                           .ask = xw_make_cert(a, ring, &r->ask),
                           .ark = xw_make_cert(a, ring, &r->ark),
                           .crl = xw_make_crl(a, ring, &r->crl)};
    bool extra = r->extra.key != NULL;
    if (extra) {
        out->extra = xw_make_cert(a, ring, &r->extra);
    }
    fsnp_table_write(r, a, out);
    const assay_bytes parts[] = {out->report, out->pinned, out->vek,
                                 out->ask,    out->ark,    out->crl,
                                 out->ext,    out->rsp,    extra ? out->extra : out->report};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (parts[i].ptr == NULL) {
            return ASSAY_E_MEMORY;
        }
    }
    return ASSAY_OK;
}
