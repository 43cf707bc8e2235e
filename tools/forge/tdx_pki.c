/* SPDX-License-Identifier: Apache-2.0 */
/* Good certificates and lists; windows and names as Intel has them. */
#include "forge/tdx_pki.h"

#include "pki/cert.h"

#define CA_BEGIN 1526899510 /* 2018-05-21T10:45:10Z */
#define ROOT_END 2524607999 /* 2049-12-31T23:59:59Z */
#define CA_YEARS (15 * 365 * (assay_time)FTDX_DAY)
#define PCK_YEARS (7 * 365 * (assay_time)FTDX_DAY)

static const xw_algorithm es256 = {SIG_ECDSA_P256_SHA256, false};

void ftdx_platform_init(ftdx_platform *p)
{
    *p = (ftdx_platform){.ppid = {0xa5, 0x5a, 0x7e, 0x57, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66,
                                  0x77, 0x88, 0x99, 0xaa, 0xbb},
                         .svn = {7, 9, 3, 3, 255, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0},
                         .cpusvn = {7, 9, 3, 3, 255, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0},
                         .pceid = {0, 0},
                         .fmspc = {0xa5, 0x5a, 0x7e, 0x57, 0x00, 0x00},
                         .pcesvn = 13,
                         .sgx_type = 1,
                         .platform_ca = true,
                         .instance_id = {0x7e, 0x57, 0x1d, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06,
                                         0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c},
                         .dynamic_platform = true,
                         .smt_enabled = true};
}

/* Intel's order of attributes under another organisation. */
static xw_name intel_name(const char *common_name)
{
    return (xw_name){{{XW_CN, common_name},
                      {XW_O, "Assay throw-away test"},
                      {XW_L, "Santa Clara"},
                      {XW_ST, "CA"},
                      {XW_C, "US"}}};
}

/* Authority and subject key, keyUsage and basicConstraints, as in all of Intel's certificates. */
static void extend(xw_cert *c, arena *a, key_ring *ring, uint8_t usage, bool ca, int path_len)
{
    xw_extensions *e = &c->extensions;
    xw_extend(e, xw_oid_authority_key, false, xw_value_authority_key(a, ring, c->signer));
    xw_extend(e, xw_oid_subject_key, false, xw_value_subject_key(a, ring, c->key));
    xw_extend(e, xw_oid_key_usage, true, xw_value_key_usage(a, usage));
    xw_extend(e, xw_oid_basic_constraints, true, xw_value_ca(a, ca, path_len));
}

static void derive_authorities(ftdx_pki *p, arena *a, key_ring *ring, bool platform_ca)
{
    const uint8_t ca_usage = KEY_USAGE_CERT_SIGN | KEY_USAGE_CRL_SIGN;
    xw_name root = intel_name("Intel SGX Root CA");
    p->root = (xw_cert){.serial = 0x22650cd6,
                        .issuer = root,
                        .subject = root,
                        .not_before = CA_BEGIN,
                        .not_after = ROOT_END,
                        .key = FTDX_KEY_ROOT,
                        .signer = FTDX_KEY_ROOT,
                        .algorithm = es256};
    extend(&p->root, a, ring, ca_usage, true, 1);
    const char *ca = platform_ca ? "Intel SGX PCK Platform CA" : "Intel SGX PCK Processor CA";
    p->pck_ca = (xw_cert){.serial = platform_ca ? 0x956f5dcd : 0x42f55cc4,
                          .issuer = root,
                          .subject = intel_name(ca),
                          .not_before = CA_BEGIN,
                          .not_after = CA_BEGIN + CA_YEARS,
                          .key = FTDX_KEY_PCK_CA,
                          .signer = FTDX_KEY_ROOT,
                          .algorithm = es256};
    extend(&p->pck_ca, a, ring, ca_usage, true, 0);
}

static void derive_ends(ftdx_pki *p, arena *a, key_ring *ring, const ftdx_platform *platform,
                        assay_time at)
{
    p->pck = (xw_cert){.serial = 0x69922d71,
                       .issuer = p->pck_ca.subject,
                       .subject = intel_name("Intel SGX PCK Certificate"),
                       .not_before = at - 365 * (assay_time)FTDX_DAY,
                       .not_after = at - 365 * (assay_time)FTDX_DAY + PCK_YEARS,
                       .key = FTDX_KEY_PCK,
                       .signer = FTDX_KEY_PCK_CA,
                       .algorithm = es256};
    extend(&p->pck, a, ring, KEY_USAGE_DIGITAL_SIGNATURE, false, -1);
    if (platform->form != FTDX_EXT_ABSENT) {
        xw_extend(&p->pck.extensions, ftdx_oid_sgx, false, ftdx_pck_extension(a, platform));
    }
    p->tcb_signing = (xw_cert){.serial = 0x7e3882d5,
                               .issuer = p->root.subject,
                               .subject = intel_name("Intel SGX TCB Signing"),
                               .not_before = at - 365 * (assay_time)FTDX_DAY,
                               .not_after = at - 365 * (assay_time)FTDX_DAY + PCK_YEARS,
                               .key = FTDX_KEY_TCB_SIGNING,
                               .signer = FTDX_KEY_ROOT,
                               .algorithm = es256};
    extend(&p->tcb_signing, a, ring, KEY_USAGE_DIGITAL_SIGNATURE, false, -1);
}

static void derive_lists(ftdx_pki *p, arena *a, key_ring *ring, assay_time at)
{
    const xw_cert *const by[] = {&p->root, &p->pck_ca};
    xw_crl *const lists[] = {&p->root_crl, &p->pck_crl};
    const assay_time days[] = {360, 30};
    for (size_t i = 0; i < ARRAY_LEN(by); i++) {
        *lists[i] = (xw_crl){.issuer = by[i]->subject,
                             .this_update = at - 10 * (assay_time)FTDX_DAY,
                             .next_update = at + (days[i] - 10) * FTDX_DAY,
                             .signer = by[i]->key,
                             .algorithm = es256};
        xw_extensions *e = &lists[i]->extensions;
        xw_extend(e, xw_oid_crl_number, false, xw_value_uint(a, 1));
        xw_extend(e, xw_oid_authority_key, false, xw_value_authority_key(a, ring, by[i]->key));
    }
}

void ftdx_pki_init(ftdx_pki *p, arena *a, key_ring *ring, const ftdx_platform *platform,
                   assay_time at)
{
    *p = (ftdx_pki){.root = {.serial = 0}};
    derive_authorities(p, a, ring, platform->platform_ca);
    derive_ends(p, a, ring, platform, at);
    derive_lists(p, a, ring, at);
}

#define CHAIN_MAX (16u * 1024u)

assay_bytes ftdx_pem_chain(arena *a, key_ring *ring, const xw_cert *const *certs, size_t count)
{
    uint8_t *out = arena_alloc(a, CHAIN_MAX);
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        assay_bytes pem = xw_pem(a, xw_make_cert(a, ring, certs[i]));
        if (out == NULL || pem.ptr == NULL || pem.len > CHAIN_MAX - len) {
            return (assay_bytes){NULL, 0};
        }
        memcpy(out + len, pem.ptr, pem.len);
        len += pem.len;
    }
    return bytes_of(out, len);
}
