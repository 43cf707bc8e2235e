/* SPDX-License-Identifier: Apache-2.0 */
/* Certificate revocation lists (RFC 5280 5.1 to 5.3). */
#include "pki/crl.h"
#include "codec/der.h"
#include "pki/x509.h"

enum { /* last arcs of 2.5.29.x */
       EXT_CRL_NUMBER = 20,
       EXT_REASON_CODE = 21,
       EXT_DELTA_CRL_INDICATOR = 27,
       EXT_ISSUING_DISTRIBUTION_POINT = 28,
       EXT_CERTIFICATE_ISSUER = 29,
       EXT_AUTHORITY_KEY_ID = 35
};

typedef struct {
    uint8_t last;
    bool refused; /* critical or not: it changes what the list is about */
} known_extension;

static const known_extension list_extensions[] = {
    {EXT_AUTHORITY_KEY_ID, false},
    {EXT_CRL_NUMBER, false},
    {EXT_DELTA_CRL_INDICATOR, true},
    {EXT_ISSUING_DISTRIBUTION_POINT, true},
};
static const known_extension entry_extensions[] = {
    {EXT_REASON_CODE, false},
    {EXT_CERTIFICATE_ISSUER, true},
};

static bool is_extension(assay_bytes oid, uint8_t last)
{
    return bytes_equal(oid, OID(0x55, 0x1d, last));
}

static bool may_stand(const x509_extension *e, const known_extension *known, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_extension(e->oid, known[i].last)) {
            return !known[i].refused;
        }
    }
    return !e->critical;
}

/* RFC 5280 5.2.3: up to 20 bytes. */
static assay_bytes read_number(cursor *value)
{
    static const char what[] = "crl.tbs.crlExtensions.cRLNumber";
    assay_bytes number = x509_serial(value, what);
    cur_end(value, what);
    return number;
}

static void read_extensions(cursor *tbs, crl *out)
{
    static const char what[] = "crl.tbs.crlExtensions";
    if (!der_peek(tbs, DER_CONTEXT_CONSTRUCTED(0))) {
        return;
    }
    cursor outer = der_enter(tbs, DER_CONTEXT_CONSTRUCTED(0), what);
    x509_extensions all = x509_extensions_enter(&outer, what);
    x509_extension one;
    while (x509_extension_next(&all, &one)) {
        if (!may_stand(&one, list_extensions, ARRAY_LEN(list_extensions))) {
            cur_fail(&one.value, cur_at(&one.value), what, "not a complete, direct list");
        }
        if (is_extension(one.oid, EXT_CRL_NUMBER)) {
            out->number = read_number(&one.value);
        }
    }
    cur_end(&outer, what);
}

static void check_entry_extensions(cursor *entry)
{
    static const char what[] = "crl.tbs.revokedCertificates.crlEntryExtensions";
    if (cur_left(entry) == 0) {
        return;
    }
    x509_extensions all = x509_extensions_enter(entry, what);
    x509_extension one;
    while (x509_extension_next(&all, &one)) {
        if (!may_stand(&one, entry_extensions, ARRAY_LEN(entry_extensions))) {
            cur_fail(&one.value, cur_at(&one.value), what, "entry of another meaning");
        }
    }
}

/* The serial and date of the next entry; its extensions are left in *rest. */
static assay_bytes next_entry(cursor *entries, assay_time *when, cursor *rest)
{
    *rest = der_enter(entries, DER_SEQUENCE, "crl.tbs.revokedCertificates");
    assay_bytes serial = x509_serial(rest, "crl.tbs.revokedCertificates.userCertificate");
    *when = der_time(rest, "crl.tbs.revokedCertificates.revocationDate");
    return serial;
}

static void read_entries(cursor *tbs, crl *out)
{
    static const char what[] = "crl.tbs.revokedCertificates";
    if (!der_peek(tbs, DER_SEQUENCE)) {
        return;
    }
    cursor entries = der_enter(tbs, DER_SEQUENCE, what), ahead = entries, rest;
    out->entries = cur_rest(&ahead);
    while (cur_left(&entries) > 0) {
        assay_time when;
        size_t at = cur_at(&entries);
        if (out->entry_count == LIMIT_CRL_ENTRIES) {
            cur_fail(&entries, at, what, "too many entries");
            return;
        }
        next_entry(&entries, &when, &rest);
        check_entry_extensions(&rest);
        cur_end(&rest, what);
        out->entry_count++;
    }
}

static assay_bytes read_tbs(cursor *tbs, crl *out)
{
    size_t at = cur_at(tbs);
    assay_str common_name;
    if (der_uint(tbs, "crl.tbs.version") != 1) {
        cur_fail(tbs, at, "crl.tbs.version", "not v2");
    }
    assay_bytes algorithm = x509_algorithm(tbs, "crl.tbs.signature");
    at = cur_at(tbs);
    out->issuer = x509_name(tbs, &common_name, "crl.tbs.issuer");
    if (cur_ok(tbs) && out->issuer.len == 2) {
        cur_fail(tbs, at, "crl.tbs.issuer", "empty");
    }
    out->this_update = der_time(tbs, "crl.tbs.thisUpdate");
    if (der_peek(tbs, DER_UTC_TIME) || der_peek(tbs, DER_GENERALIZED_TIME)) {
        out->next_update = der_time(tbs, "crl.tbs.nextUpdate");
    }
    read_entries(tbs, out);
    read_extensions(tbs, out);
    cur_end(tbs, "crl.tbs");
    return algorithm;
}

bool crl_parse(assay_bytes der, crl *out, fault *f)
{
    *out = (crl){.der = der, .next_update = ASSAY_TIME_UNSET};
    *f = (fault){0};
    cursor c = cur_over(der, f);
    if (der.len > LIMIT_CRL_BYTES) {
        return cur_fail(&c, 0, "crl", "too large");
    }
    cursor fields = der_enter(&c, DER_SEQUENCE, "crl");
    cur_end(&c, "crl");
    size_t at = cur_at(&fields);
    cursor tbs = der_enter(&fields, DER_SEQUENCE, "crl.tbs");
    out->tbs = cur_since(&fields, at);
    assay_bytes algorithm = read_tbs(&tbs, out);
    x509_signature(&fields, algorithm, &out->signature, "crl.signature");
    return cur_end(&fields, "crl");
}

assay_status crl_verify(const crl *c, const cert *issuer, sig_cache *cache)
{
    bool signs_lists = !issuer->has_key_usage || (issuer->key_usage & KEY_USAGE_CRL_SIGN) != 0;
    if (!bytes_equal(c->issuer, issuer->subject) || !signs_lists) {
        return ASSAY_REJECTED;
    }
    if (c->signer_spki.ptr != NULL && bytes_equal(c->signer_spki, issuer->spki)) {
        return ASSAY_OK;
    }
    uint8_t key[32];
    sig_fact fact;
    sig_claim claim = {.alg = c->signature.alg,
                       .key = &issuer->key,
                       .key_sha256 = key,
                       .signed_bytes = c->tbs,
                       .signature = pki_signature_bytes(&c->signature)};
    assay_status status = crypto_sha256(issuer->spki, key);
    status = status == ASSAY_OK ? sig_verify(cache, &claim, &fact) : status;
    if (status == ASSAY_OK) {
        sig_cache_put(cache, &fact);
    }
    return status;
}

/* A serial that stands there twice was revoked at the earlier date. */
bool crl_lists(const crl *c, assay_bytes serial, assay_time *when)
{
    fault f = {0};
    cursor entries = cur_over(c->entries, &f), rest;
    bool found = false;
    while (cur_left(&entries) > 0) {
        assay_time date;
        if (bytes_equal(next_entry(&entries, &date, &rest), serial)) {
            *when = found && *when < date ? *when : date;
            found = true;
        }
    }
    return found;
}
