/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the extensions of VCEK and VLEK certificates. AMD writes them in two ways at once: most
 * hold a DER value, hwID holds bare bytes. */
#include "formats/snp/vek.h"
#include "base/text.h"
#include "codec/der.h"

/* 1.3.6.1.4.1.3704.1 */
#define AMD_ARC 0x2b, 0x06, 0x01, 0x04, 0x01, 0x9c, 0x78, 0x01
#define OID_STRUCTURE OID(AMD_ARC, 1)
#define OID_PRODUCT OID(AMD_ARC, 2)
#define OID_SPL(n) OID(AMD_ARC, 3, n)
#define OID_HWID OID(AMD_ARC, 4)
#define OID_CSP OID(AMD_ARC, 5)

const char *snp_vek_name(snp_vek_kind kind)
{
    static const char *const names[] = {"VEK", "VCEK", "VLEK"};
    return names[kind];
}

snp_vek_kind snp_vek_kind_of(assay_bytes subject)
{
    assay_str name = name_common_name(subject);
    if (str_is(name, "SEV-VCEK")) {
        return VEK_CHIP;
    }
    return str_is(name, "SEV-VLEK") ? VEK_LOADED : VEK_NONE;
}

/* An INTEGER that fits a byte; false when the extension is absent or not that. */
static bool read_level(const cert *c, assay_bytes oid, const char *what, uint8_t *out, fault *f)
{
    assay_bytes value;
    if (!cert_extension(c, oid, &value)) {
        return false;
    }
    cursor in = cur_over(value, f);
    uint64_t number = der_uint(&in, what);
    if (cur_end(&in, what) && number > UINT8_MAX) {
        cur_fail(&in, 0, what, "above 255");
    }
    *out = (uint8_t)number;
    return cur_ok(&in);
}

static bool read_text(const cert *c, assay_bytes oid, const char *what, assay_str *out, fault *f)
{
    assay_bytes value;
    if (!cert_extension(c, oid, &value)) {
        return false;
    }
    cursor in = cur_over(value, f);
    assay_bytes found = der_value(&in, DER_IA5, what);
    cur_end(&in, what);
    for (size_t i = 0; cur_ok(&in) && i < found.len; i++) {
        if (found.ptr[i] < 0x20 || found.ptr[i] > 0x7e) {
            cur_fail(&in, i, what, "not printable");
        }
    }
    *out = (assay_str){(const char *)found.ptr, found.len};
    return cur_ok(&in);
}

/*
 * The identity stands there as it is: 64 bytes, 8 on Turin. An older form wraps it in an OCTET
 * STRING. Only the length tells them apart, since an identity may begin with any byte.
 */
static void read_hwid(const cert *c, assay_bytes *out, fault *f)
{
    assay_bytes value;
    if (!cert_extension(c, OID_HWID, &value)) {
        return;
    }
    cursor in = cur_over(value, f);
    if (value.len == 64 || value.len == 8) {
        *out = value;
        return;
    }
    if (value.len != 66 && value.len != 10) {
        cur_fail(&in, 0, "hwID", "neither 64 nor 8 bytes");
        return;
    }
    *out = der_value(&in, DER_OCTET_STRING, "hwID");
    cur_end(&in, "hwID");
}

assay_bytes snp_vek_hwid(const cert *c)
{
    fault f = {0};
    assay_bytes hwid = {NULL, 0};
    read_hwid(c, &hwid, &f);
    return f.what == NULL ? hwid : (assay_bytes){NULL, 0};
}

static void read_levels(const cert *c, snp_vek *out, fault *f)
{
    static const char *const names[SPL_END] = {"",     "blSPL", "teeSPL", "snpSPL",   "spl4",
                                               "spl5", "spl6",  "spl7",   "ucodeSPL", "fmcSPL"};
    for (unsigned spl = SPL_BL; spl < SPL_END; spl++) {
        if (read_level(c, OID_SPL((uint8_t)spl), names[spl], &out->spl[spl], f)) {
            out->has |= (uint16_t)(1u << spl);
        }
    }
}

bool snp_vek_read(const cert *c, snp_vek *out, fault *f)
{
    *out = (snp_vek){.kind = snp_vek_kind_of(c->subject)};
    cursor in = cur_over(c->der, f);
    if (!read_level(c, OID_STRUCTURE, "structVersion", &out->structure, f)) {
        return cur_fail(&in, 0, "structVersion", "missing");
    }
    if (!read_text(c, OID_PRODUCT, "productName", &out->product_name, f)) {
        return cur_fail(&in, 0, "productName", "missing");
    }
    read_levels(c, out, f);
    read_hwid(c, &out->hwid, f);
    (void)read_text(c, OID_CSP, "cspID", &out->csp_id, f);
    if (out->kind == VEK_CHIP && out->hwid.ptr == NULL) {
        return cur_fail(&in, 0, "hwID", "missing");
    }
    if (out->kind == VEK_LOADED && out->csp_id.ptr == NULL) {
        return cur_fail(&in, 0, "cspID", "missing");
    }
    if (out->kind == VEK_LOADED && out->hwid.ptr != NULL) {
        return cur_fail(&in, 0, "hwID", "in a VLEK, which belongs to no chip");
    }
    return cur_ok(&in);
}

/* What follows `prefix` in the common name. */
static assay_str behind(assay_bytes name, const char *prefix)
{
    assay_str cn = name_common_name(name);
    size_t len = strlen(prefix);
    if (cn.ptr == NULL || cn.len < len || memcmp(cn.ptr, prefix, len) != 0) {
        return (assay_str){NULL, 0};
    }
    return (assay_str){cn.ptr + len, cn.len - len};
}

const snp_product *snp_issuer_line(assay_bytes name, snp_vek_kind *kind)
{
    const snp_product *loaded = snp_product_of_name(behind(name, "SEV-VLEK-"));
    *kind = loaded != NULL ? VEK_LOADED : VEK_CHIP;
    return loaded != NULL ? loaded : snp_product_of_name(behind(name, "SEV-"));
}

const snp_product *snp_root_line(assay_bytes name)
{
    return snp_product_of_name(behind(name, "ARK-"));
}

static bool has(const snp_vek *v, snp_spl spl)
{
    return (v->has >> spl & 1) != 0;
}

bool snp_vek_is_of_tcb(const snp_vek *v, const snp_product *p, assay_bytes tcb)
{
    for (const snp_spl *spl = p->order; *spl != 0; spl++) {
        if (!has(v, *spl)) {
            return false;
        }
    }
    for (snp_spl spl = SPL_BL; spl < SPL_END; spl++) {
        bool equal = p->at[spl] >= 0 && v->spl[spl] == snp_tcb_level(p, tcb, spl);
        if (has(v, spl) && !equal) {
            return false;
        }
    }
    return true;
}

bool snp_vek_is_of_chip(const snp_vek *v, const snp_product *p, assay_bytes chip_id)
{
    if (v->hwid.len != p->hwid_bytes || v->hwid.len > chip_id.len) {
        return false;
    }
    assay_bytes head = {chip_id.ptr, v->hwid.len};
    assay_bytes rest = {chip_id.ptr + v->hwid.len, chip_id.len - v->hwid.len};
    return bytes_equal(v->hwid, head) && bytes_all(rest, 0);
}

const char *snp_vek_levels_text(arena *a, const snp_vek *v)
{
    static const snp_spl order[] = {SPL_FMC, SPL_BL, SPL_TEE, SPL_SNP, SPL_UCODE};
    text t = text_new(a, 128);
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        if (has(v, order[i])) {
            text_addf(&t, "%s%s %u", t.len == 0 ? "" : ", ", snp_spl_name(order[i]),
                      v->spl[order[i]]);
        }
    }
    return text_done(&t).ptr;
}
