/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates (RFC 5280 4.1, 4.2), read field by field in the order of their ASN.1. */
#include "pki/cert.h"
#include "codec/der.h"
#include "pki/x509.h"

enum { VERSION_1 = 0, VERSION_2 = 1, VERSION_3 = 2 };

/* RFC 5280 4.1.2.1; v1 is the default and so never encoded. */
static uint64_t read_version(cursor *tbs)
{
    if (!der_peek(tbs, DER_CONTEXT_CONSTRUCTED(0))) {
        return VERSION_1;
    }
    size_t at = cur_at(tbs);
    cursor outer = der_enter(tbs, DER_CONTEXT_CONSTRUCTED(0), "certificate.tbs.version");
    uint64_t version = der_uint(&outer, "certificate.tbs.version");
    cur_end(&outer, "certificate.tbs.version");
    if (cur_ok(tbs) && version != VERSION_2 && version != VERSION_3) {
        cur_fail(tbs, at, "certificate.tbs.version", "not v2 or v3");
    }
    return version;
}

static void read_validity(cursor *tbs, cert *out)
{
    cursor validity = der_enter(tbs, DER_SEQUENCE, "certificate.tbs.validity");
    out->not_before = der_time(&validity, "certificate.tbs.validity.notBefore");
    out->not_after = der_time(&validity, "certificate.tbs.validity.notAfter");
    cur_end(&validity, "certificate.tbs.validity");
}

/* RFC 5280 4.2.1.9 */
static void read_basic_constraints(cursor *value, cert *out)
{
    static const char what[] = "certificate.tbs.extensions.basicConstraints";
    cursor c = der_enter(value, DER_SEQUENCE, what);
    out->has_basic_constraints = true;
    out->is_ca = x509_optional_bool(&c, what);
    if (out->is_ca && cur_left(&c) > 0) {
        uint64_t len = der_uint(&c, what);
        out->path_len = len < INT32_MAX ? (int32_t)len : INT32_MAX;
    }
    cur_end(&c, what);
}

/* RFC 5280 4.2.1.3: at least one bit is set. */
static void read_key_usage(cursor *value, cert *out)
{
    static const char what[] = "certificate.tbs.extensions.keyUsage";
    size_t at = cur_at(value);
    out->has_key_usage = true;
    out->key_usage = der_named_bits(value, what);
    if (out->key_usage == 0) {
        cur_fail(value, at, what, "no bit is set");
    }
}

/* RFC 5280 4.2.1.12: purposes by OID, at least one. Only that of RFC 6960 4.2.2.2 is looked at. */
static void read_ext_key_usage(cursor *value, cert *out)
{
    static const char what[] = "certificate.tbs.extensions.extKeyUsage";
    const assay_bytes ocsp_signing = OID(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x09);
    size_t at = cur_at(value), count = 0;
    cursor list = der_enter(value, DER_SEQUENCE, what);
    out->has_ext_key_usage = true;
    while (cur_left(&list) > 0 && count < LIMIT_EXT_KEY_USAGES) {
        bool known = bytes_equal(der_oid(&list, what), ocsp_signing);
        out->ext_key_usage |= known ? EXT_KEY_USAGE_OCSP_SIGNING : EXT_KEY_USAGE_OTHER;
        count++;
    }
    cur_end(&list, what);
    if (cur_ok(value) && count == 0) {
        cur_fail(value, at, what, "names no purpose");
    }
}

static const struct {
    uint8_t last; /* of 2.5.29.x */
    void (*read)(cursor *value, cert *out);
} known_extensions[] = {
    {15, read_key_usage}, {19, read_basic_constraints}, {37, read_ext_key_usage}};

static void read_extension(x509_extension *e, cert *out)
{
    for (size_t i = 0; i < ARRAY_LEN(known_extensions); i++) {
        if (bytes_equal(e->oid, OID(0x55, 0x1d, known_extensions[i].last))) {
            known_extensions[i].read(&e->value, out);
            out->basic_constraints_critical |= known_extensions[i].last == 19 && e->critical;
            out->ext_key_usage_critical |= known_extensions[i].last == 37 && e->critical;
            cur_end(&e->value, "certificate.tbs.extensions");
            return;
        }
    }
    if (e->critical && out->critical_unknown.ptr == NULL) {
        out->critical_unknown = e->oid;
    }
}

static void read_extensions(cursor *tbs, uint64_t version, cert *out)
{
    static const char what[] = "certificate.tbs.extensions";
    if (!der_peek(tbs, DER_CONTEXT_CONSTRUCTED(3))) {
        return;
    }
    if (version != VERSION_3) {
        cur_fail(tbs, cur_at(tbs), what, "not a v3 certificate");
    }
    cursor outer = der_enter(tbs, DER_CONTEXT_CONSTRUCTED(3), what);
    x509_extensions all = x509_extensions_enter(&outer, what);
    out->extensions = cur_ahead(&all.list);
    x509_extension one;
    while (x509_extension_next(&all, &one)) {
        read_extension(&one, out);
    }
    cur_end(&outer, what);
}

/* issuerUniqueID and subjectUniqueID: nothing uses them, v2 and v3 may have them. */
static void skip_unique_ids(cursor *tbs, uint64_t version)
{
    for (unsigned n = 1; n <= 2; n++) {
        if (version != VERSION_1 && der_peek(tbs, DER_CONTEXT(n))) {
            der_value(tbs, DER_CONTEXT(n), "certificate.tbs.uniqueID");
        }
    }
}

/* Returns the AlgorithmIdentifier that the signed part states. */
static assay_bytes read_tbs(cursor *tbs, cert *out)
{
    uint64_t version = read_version(tbs);
    out->serial = x509_serial(tbs, "certificate.tbs.serialNumber");
    assay_bytes algorithm = x509_algorithm(tbs, "certificate.tbs.signature");
    size_t at = cur_at(tbs);
    out->issuer = x509_name(tbs, &out->issuer_cn, "certificate.tbs.issuer");
    if (cur_ok(tbs) && out->issuer.len == 2) {
        cur_fail(tbs, at, "certificate.tbs.issuer", "empty");
    }
    read_validity(tbs, out);
    out->subject = x509_name(tbs, &out->subject_cn, "certificate.tbs.subject");
    out->spki = x509_spki(tbs, &out->key, "certificate.tbs.subjectPublicKeyInfo");
    skip_unique_ids(tbs, version);
    read_extensions(tbs, version, out);
    cur_end(tbs, "certificate.tbs");
    return algorithm;
}

bool cert_parse(assay_bytes der, cert *out, fault *f)
{
    *out = (cert){.der = der, .path_len = -1};
    *f = (fault){0};
    cursor c = cur_over(der, f);
    if (der.len > LIMIT_CERT_BYTES) {
        return cur_fail(&c, 0, "certificate", "too large");
    }
    cursor fields = der_enter(&c, DER_SEQUENCE, "certificate");
    cur_end(&c, "certificate");
    size_t at = cur_at(&fields);
    cursor tbs = der_enter(&fields, DER_SEQUENCE, "certificate.tbs");
    out->tbs = cur_since(&fields, at);
    assay_bytes algorithm = read_tbs(&tbs, out);
    x509_signature(&fields, algorithm, &out->signature, "certificate.signature");
    return cur_end(&fields, "certificate");
}

bool cert_extension(const cert *c, assay_bytes oid, assay_bytes *value)
{
    fault f = {0};
    cursor list = cur_over(c->extensions, &f);
    x509_extensions all = {.list = list, .what = "extensions"};
    x509_extension one;
    while (x509_extension_next(&all, &one)) {
        if (bytes_equal(one.oid, oid)) {
            *value = cur_rest(&one.value);
            return true;
        }
    }
    return false;
}
