/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the extensions of VCEK and VLEK certificates. AMD writes them in two ways at once: most
 * hold a DER value, hwID holds bare bytes. */
#include "formats/snp/vek.h"
#include "base/text.h"
#include "codec/der.h"

const char *snp_vek_name(snp_vek_kind kind)
{
    static const char *const names[] = {"VEK", "VCEK", "VLEK"};
    return names[kind];
}

/* What follows `prefix`; {NULL, 0}: it does not begin so. */
static assay_str behind(assay_str cn, const char *prefix)
{
    size_t len = strlen(prefix);
    if (cn.ptr == NULL || cn.len < len || memcmp(cn.ptr, prefix, len) != 0) {
        return (assay_str){NULL, 0};
    }
    return (assay_str){cn.ptr + len, cn.len - len};
}

snp_name snp_name_read(assay_str cn)
{
    static const struct {
        const char *prefix;
        snp_name_role role;
    } authorities[] = {{"SEV-VLEK-", NAME_ASVK}, {"SEV-", NAME_ASK}, {"ARK-", NAME_ARK}};
    if (str_is(cn, "SEV-VCEK") || str_is(cn, "SEV-VLEK")) {
        return (snp_name){str_is(cn, "SEV-VCEK") ? NAME_VCEK : NAME_VLEK, NULL};
    }
    for (size_t i = 0; i < ARRAY_LEN(authorities); i++) {
        const snp_product *line = snp_product_of_name(behind(cn, authorities[i].prefix));
        if (line != NULL) {
            return (snp_name){authorities[i].role, line};
        }
    }
    return (snp_name){NAME_OTHER, NULL};
}

const snp_product *snp_name_issues(snp_name name, snp_vek_kind kind)
{
    bool issues = (kind == VEK_CHIP && name.role == NAME_ASK) ||
                  (kind == VEK_LOADED && name.role == NAME_ASVK);
    return issues ? name.line : NULL;
}

static snp_vek_kind kind_of(assay_str subject_cn)
{
    snp_name name = snp_name_read(subject_cn);
    if (name.role == NAME_VCEK) {
        return VEK_CHIP;
    }
    return name.role == NAME_VLEK ? VEK_LOADED : VEK_NONE;
}

/* An INTEGER that fits a byte. */
static uint8_t read_level(cursor *in, const char *what)
{
    uint64_t number = der_uint(in, what);
    if (cur_ok(in) && number > UINT8_MAX) {
        cur_fail(in, 0, what, "above 255");
    }
    return (uint8_t)number;
}

static assay_str read_text(cursor *in, const char *what)
{
    assay_bytes found = der_value(in, DER_IA5, what);
    for (size_t i = 0; i < found.len; i++) {
        if (found.ptr[i] < 0x20 || found.ptr[i] > 0x7e) {
            cur_fail(in, i, what, "not printable");
        }
    }
    return (assay_str){(const char *)found.ptr, found.len};
}

/*
 * The identity stands there as it is: 64 bytes, 8 on Turin. An older form wraps it in an OCTET
 * STRING. Only the length tells them apart, since an identity may begin with any byte.
 */
static assay_bytes read_hwid(cursor *in)
{
    size_t len = cur_left(in);
    if (len == 64 || len == 8) {
        return cur_take(in, len, "hwID");
    }
    if (len != 66 && len != 10) {
        cur_fail(in, 0, "hwID", "neither 64 nor 8 bytes");
        return (assay_bytes){NULL, 0};
    }
    return der_value(in, DER_OCTET_STRING, "hwID");
}

/* 1.3.6.1.4.1.3704.1, and what may follow it */
static const uint8_t amd_arc[] = {0x2b, 0x06, 0x01, 0x04, 0x01, 0x9c, 0x78, 0x01};
enum { ARC_STRUCTURE = 1, ARC_PRODUCT, ARC_SPL, ARC_HWID, ARC_CSP };

/* Extensions seen, as bits by the arc. */
typedef struct {
    snp_vek *out;
    unsigned seen;
} reading;

static void read_spl(reading *r, cursor *in, unsigned spl)
{
    static const char *const names[SPL_END] = {"",     "blSPL", "teeSPL", "snpSPL",   "spl4",
                                               "spl5", "spl6",  "spl7",   "ucodeSPL", "fmcSPL"};
    if (spl < SPL_BL || spl >= SPL_END) {
        return;
    }
    r->out->spl[spl] = read_level(in, names[spl]);
    r->out->has |= (uint16_t)(1u << spl);
    cur_end(in, names[spl]);
}

static void read_extension(reading *r, assay_bytes oid, assay_bytes value, fault *f)
{
    size_t prefix = sizeof amd_arc;
    if (oid.len <= prefix || memcmp(oid.ptr, amd_arc, prefix) != 0) {
        return;
    }
    unsigned arc = oid.ptr[prefix];
    cursor in = cur_over(value, f);
    if (arc == ARC_SPL && oid.len == prefix + 2) {
        read_spl(r, &in, oid.ptr[prefix + 1]);
        return;
    }
    if (oid.len != prefix + 1 || arc < ARC_STRUCTURE || arc > ARC_CSP || arc == ARC_SPL) {
        return;
    }
    r->seen |= 1u << arc;
    switch (arc) {
    case ARC_STRUCTURE:
        r->out->structure = read_level(&in, "structVersion");
        break;
    case ARC_PRODUCT:
        r->out->product_name = read_text(&in, "productName");
        break;
    case ARC_HWID:
        r->out->hwid = read_hwid(&in);
        break;
    default:
        r->out->csp_id = read_text(&in, "cspID");
        break;
    }
    cur_end(&in, "extension");
}

/* The extensions in their order, each once: cert_parse saw to that. */
static void read_extensions(const cert *c, reading *r, fault *f)
{
    fault form = {0};
    cursor all = cur_over(c->extensions, &form);
    while (cur_left(&all) > 0) {
        cursor one = der_enter(&all, DER_SEQUENCE, "extension");
        assay_bytes oid = der_value(&one, DER_OID, "extension");
        if (der_peek(&one, DER_BOOLEAN)) {
            der_bool(&one, "extension");
        }
        assay_bytes value = der_value(&one, DER_OCTET_STRING, "extension");
        if (cur_ok(&one)) {
            read_extension(r, oid, value, f);
        }
    }
}

/* Arcs that a certificate of this kind must have, and those that it must not. */
static bool check_presence(unsigned seen, snp_vek_kind kind, cursor *in)
{
    static const char *const names[] = {"", "structVersion", "productName", "", "hwID", "cspID"};
    unsigned needed = 1u << ARC_STRUCTURE | 1u << ARC_PRODUCT;
    needed |= kind == VEK_CHIP ? 1u << ARC_HWID : kind == VEK_LOADED ? 1u << ARC_CSP : 0;
    for (unsigned arc = ARC_STRUCTURE; arc <= ARC_CSP; arc++) {
        if ((needed >> arc & 1) != 0 && (seen >> arc & 1) == 0) {
            return cur_fail(in, 0, names[arc], "missing");
        }
    }
    if (kind == VEK_LOADED && (seen >> ARC_HWID & 1) != 0) {
        return cur_fail(in, 0, "hwID", "in a VLEK, which belongs to no chip");
    }
    return cur_ok(in);
}

bool snp_vek_read(const cert *c, snp_vek *out, fault *f)
{
    *out = (snp_vek){.kind = kind_of(c->subject_cn)};
    reading r = {.out = out};
    cursor in = cur_over(c->der, f);
    read_extensions(c, &r, f);
    return check_presence(r.seen, out->kind, &in);
}

assay_bytes snp_vek_hwid(const cert *c)
{
    fault f = {0};
    assay_bytes value;
    if (!cert_extension(c, OID(0x2b, 0x06, 0x01, 0x04, 0x01, 0x9c, 0x78, 0x01, ARC_HWID), &value)) {
        return (assay_bytes){NULL, 0};
    }
    cursor in = cur_over(value, &f);
    assay_bytes hwid = read_hwid(&in);
    return cur_end(&in, "hwID") ? hwid : (assay_bytes){NULL, 0};
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
