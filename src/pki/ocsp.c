/* SPDX-License-Identifier: Apache-2.0 */
/* OCSP responses (RFC 6960 4.2), read field by field in the order of their ASN.1. */
#include "pki/ocsp.h"
#include "codec/der.h"
#include "pki/x509.h"

#define OID_PKIX_OCSP_BASIC OID(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01)

typedef struct {
    hash_alg hash;
    assay_bytes name_hash, key_hash, serial;
    ocsp_answer says;
} single_response;

static assay_time read_time(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    if (cur_ok(c) && !der_peek(c, DER_GENERALIZED_TIME)) {
        cur_fail(c, at, what, "not a GeneralizedTime");
    }
    return der_time(c, what);
}

/* Nothing here is understood but what may be passed over. */
static void skip_extensions(cursor *c, unsigned tag, const char *what)
{
    if (!der_peek(c, DER_CONTEXT_CONSTRUCTED(tag))) {
        return;
    }
    cursor outer = der_enter(c, DER_CONTEXT_CONSTRUCTED(tag), what);
    x509_extensions all = x509_extensions_enter(&outer, what);
    x509_extension one;
    while (x509_extension_next(&all, &one)) {
        if (one.critical) {
            cur_fail(&one.value, cur_at(&one.value), what, "critical and not understood");
        }
    }
    cur_end(&outer, what);
}

/* --- a single response --- */

static hash_alg read_hash(cursor *c)
{
    static const char what[] = "ocsp.certID.hashAlgorithm";
    static const struct {
        hash_alg alg;
        uint8_t len, oid[9];
    } known[] = {
        {HASH_SHA1, 5, {0x2b, 0x0e, 0x03, 0x02, 0x1a}},
        {HASH_SHA256, 9, {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01}},
        {HASH_SHA384, 9, {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02}},
        {HASH_SHA512, 9, {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03}},
    };
    cursor algorithm = der_enter(c, DER_SEQUENCE, what);
    assay_bytes oid = der_oid(&algorithm, what);
    der_optional_null(&algorithm);
    cur_end(&algorithm, what);
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (bytes_equal(oid, bytes_of(known[i].oid, known[i].len))) {
            return known[i].alg;
        }
    }
    return HASH_NONE;
}

static void read_cert_id(cursor *c, single_response *out)
{
    static const char what[] = "ocsp.certID";
    cursor id = der_enter(c, DER_SEQUENCE, what);
    out->hash = read_hash(&id);
    out->name_hash = der_value(&id, DER_OCTET_STRING, "ocsp.certID.issuerNameHash");
    out->key_hash = der_value(&id, DER_OCTET_STRING, "ocsp.certID.issuerKeyHash");
    out->serial = x509_serial(&id, "ocsp.certID.serialNumber");
    cur_end(&id, what);
}

/* RFC 5280 5.3.1: 7 is not used, and nothing is above 10. */
static unsigned read_reason(cursor *c)
{
    static const char what[] = "ocsp.certStatus.revocationReason";
    cursor outer = der_enter(c, DER_CONTEXT_CONSTRUCTED(0), what);
    size_t at = cur_at(&outer);
    assay_bytes reason = der_value(&outer, DER_ENUMERATED, what);
    cur_end(&outer, what);
    if (cur_ok(c) && (reason.len != 1 || reason.ptr[0] > 10 || reason.ptr[0] == 7)) {
        cur_fail(c, at, what, "no reason of this number");
    }
    return cur_ok(c) ? reason.ptr[0] : 0;
}

static void read_empty(cursor *c, unsigned tag)
{
    cursor none = der_enter(c, tag, "ocsp.certStatus");
    cur_end(&none, "ocsp.certStatus");
}

static void read_status(cursor *c, ocsp_answer *out)
{
    if (der_peek(c, DER_CONTEXT(0))) {
        read_empty(c, DER_CONTEXT(0));
        out->status = OCSP_GOOD;
        return;
    }
    if (der_peek(c, DER_CONTEXT(2))) {
        read_empty(c, DER_CONTEXT(2));
        out->status = OCSP_UNKNOWN;
        return;
    }
    cursor revoked = der_enter(c, DER_CONTEXT_CONSTRUCTED(1), "ocsp.certStatus");
    out->status = OCSP_REVOKED;
    out->revoked_at = read_time(&revoked, "ocsp.certStatus.revocationTime");
    if (der_peek(&revoked, DER_CONTEXT_CONSTRUCTED(0))) {
        out->reason = read_reason(&revoked);
    }
    cur_end(&revoked, "ocsp.certStatus");
}

static single_response next_response(cursor *list)
{
    static const char what[] = "ocsp.responses";
    single_response out = {.says = {.next_update = ASSAY_TIME_UNSET}};
    cursor one = der_enter(list, DER_SEQUENCE, what);
    read_cert_id(&one, &out);
    read_status(&one, &out.says);
    out.says.this_update = read_time(&one, "ocsp.thisUpdate");
    if (der_peek(&one, DER_CONTEXT_CONSTRUCTED(0))) {
        cursor next = der_enter(&one, DER_CONTEXT_CONSTRUCTED(0), "ocsp.nextUpdate");
        out.says.next_update = read_time(&next, "ocsp.nextUpdate");
        cur_end(&next, "ocsp.nextUpdate");
    }
    skip_extensions(&one, 1, "ocsp.singleExtensions");
    cur_end(&one, what);
    return out;
}

/* --- the response --- */

static void read_responder(cursor *data, ocsp *out)
{
    static const char what[] = "ocsp.responderID";
    assay_str common_name;
    bool by_name = der_peek(data, DER_CONTEXT_CONSTRUCTED(1));
    cursor id = der_enter(data, DER_CONTEXT_CONSTRUCTED(by_name ? 1 : 2), what);
    if (by_name) {
        out->responder_name = x509_name(&id, &common_name, what);
    } else {
        out->responder_key_hash = der_value(&id, DER_OCTET_STRING, what);
    }
    cur_end(&id, what);
}

static void read_responses(cursor *data, ocsp *out)
{
    static const char what[] = "ocsp.responses";
    cursor list = der_enter(data, DER_SEQUENCE, what), ahead = list;
    out->responses = cur_rest(&ahead);
    if (cur_ok(&list) && cur_left(&list) == 0) {
        cur_fail(&list, cur_at(&list), what, "empty list");
    }
    while (cur_left(&list) > 0) {
        size_t at = cur_at(&list);
        if (out->response_count == LIMIT_OCSP_RESPONSES) {
            cur_fail(&list, at, what, "too many responses");
            return;
        }
        next_response(&list);
        out->response_count++;
    }
}

static void read_data(cursor *data, ocsp *out)
{
    if (der_peek(data, DER_CONTEXT_CONSTRUCTED(0))) {
        /* X.690 11.5: v1 is the default, and there is no other. */
        cur_fail(data, cur_at(data), "ocsp.version", "not v1");
    }
    read_responder(data, out);
    out->produced_at = read_time(data, "ocsp.producedAt");
    read_responses(data, out);
    skip_extensions(data, 1, "ocsp.responseExtensions");
    cur_end(data, "ocsp.tbsResponseData");
}

static void read_certs(cursor *basic, ocsp *out)
{
    static const char what[] = "ocsp.certs";
    if (!der_peek(basic, DER_CONTEXT_CONSTRUCTED(0))) {
        return;
    }
    cursor outer = der_enter(basic, DER_CONTEXT_CONSTRUCTED(0), what);
    cursor list = der_enter(&outer, DER_SEQUENCE, what);
    cur_end(&outer, what);
    while (cur_left(&list) > 0) {
        size_t at = cur_at(&list);
        assay_bytes der = der_element(&list, DER_SEQUENCE, what);
        fault f;
        if (out->cert_count == LIMIT_OCSP_CERTS) {
            cur_fail(&list, at, what, "too many certificates");
        } else if (cur_ok(&list) && !cert_parse(der, &out->certs[out->cert_count++], &f)) {
            cur_fail(&list, at + f.at, f.what, f.why);
        }
    }
}

static void read_basic(cursor *outer, ocsp *out)
{
    static const char what[] = "ocsp.basicResponse";
    cursor basic = der_enter(outer, DER_SEQUENCE, what);
    cur_end(outer, what);
    size_t at = cur_at(&basic);
    cursor data = der_enter(&basic, DER_SEQUENCE, "ocsp.tbsResponseData");
    out->tbs = cur_since(&basic, at);
    read_data(&data, out);
    cursor ahead = basic;
    assay_bytes algorithm = x509_algorithm(&ahead, "ocsp.signatureAlgorithm");
    x509_signature(&basic, algorithm, &out->signature, "ocsp.signature");
    read_certs(&basic, out);
    cur_end(&basic, what);
}

/* RFC 6960 4.2.1: an error says nothing of any certificate, and nobody signs it. */
static void read_response_status(cursor *c)
{
    static const char what[] = "ocsp.responseStatus";
    size_t at = cur_at(c);
    assay_bytes status = der_value(c, DER_ENUMERATED, what);
    if (cur_ok(c) && (status.len != 1 || status.ptr[0] != 0)) {
        cur_fail(c, at, what, "not successful");
    }
}

bool ocsp_parse(assay_bytes der, ocsp *out, fault *f)
{
    *out = (ocsp){.der = der};
    *f = (fault){0};
    cursor c = cur_over(der, f);
    if (der.len > LIMIT_OCSP_BYTES) {
        return cur_fail(&c, 0, "ocsp", "too large");
    }
    cursor response = der_enter(&c, DER_SEQUENCE, "ocsp");
    cur_end(&c, "ocsp");
    read_response_status(&response);
    cursor outer = der_enter(&response, DER_CONTEXT_CONSTRUCTED(0), "ocsp.responseBytes");
    cur_end(&response, "ocsp");
    cursor bytes = der_enter(&outer, DER_SEQUENCE, "ocsp.responseBytes");
    cur_end(&outer, "ocsp.responseBytes");
    size_t at = cur_at(&bytes);
    if (!bytes_equal(der_oid(&bytes, "ocsp.responseType"), OID_PKIX_OCSP_BASIC)) {
        cur_fail(&bytes, at, "ocsp.responseType", "not a basic response");
    }
    cursor basic = der_enter(&bytes, DER_OCTET_STRING, "ocsp.response");
    cur_end(&bytes, "ocsp.responseBytes");
    read_basic(&basic, out);
    return cur_ok(&c);
}

/* --- who signed it --- */

static assay_status verify_under(sig_cache *cache, const cert *by, const pki_signature *signature,
                                 assay_bytes signed_bytes)
{
    uint8_t key[32];
    sig_fact fact;
    sig_claim claim = {.alg = signature->alg,
                       .key = &by->key,
                       .key_sha256 = key,
                       .signed_bytes = signed_bytes,
                       .signature = pki_signature_bytes(signature)};
    assay_status status = crypto_sha256(by->spki, key);
    status = status == ASSAY_OK ? sig_verify(cache, &claim, &fact) : status;
    if (status == ASSAY_OK) {
        sig_cache_put(cache, &fact);
    }
    return status;
}

/* The bits of a subjectPublicKey, without tag, length and number of unused bits. */
static assay_bytes key_bits(const cert *c)
{
    fault f = {0};
    cursor outer = cur_over(c->spki, &f);
    cursor spki = der_enter(&outer, DER_SEQUENCE, "spki");
    x509_algorithm(&spki, "spki");
    return der_bits(&spki, "spki");
}

static assay_status hash_is(hash_alg alg, assay_bytes of, assay_bytes hash)
{
    uint8_t found[HASH_MAX];
    if (alg == HASH_NONE || hash.len != hash_len(alg)) {
        return ASSAY_REJECTED;
    }
    assay_status status = crypto_digest(alg, &of, 1, found);
    if (status != ASSAY_OK) {
        return status;
    }
    return memcmp(found, hash.ptr, hash.len) == 0 ? ASSAY_OK : ASSAY_REJECTED;
}

/* Is the responder that the response names the holder of this certificate? */
static assay_status names_responder(const ocsp *o, const cert *by)
{
    if (o->responder_name.ptr != NULL) {
        return bytes_equal(o->responder_name, by->subject) ? ASSAY_OK : ASSAY_REJECTED;
    }
    return hash_is(HASH_SHA1, key_bits(by), o->responder_key_hash);
}

/* RFC 6960 4.2.2.2: issued by the issuer itself, for this purpose by name. */
static bool may_respond(const ocsp *o, const cert *c, const cert *issuer)
{
    bool signs = !c->has_key_usage || (c->key_usage & KEY_USAGE_DIGITAL_SIGNATURE) != 0;
    bool purpose = c->has_ext_key_usage && (c->ext_key_usage & EXT_KEY_USAGE_OCSP_SIGNING) != 0;
    bool valid = c->not_before <= o->produced_at && o->produced_at <= c->not_after;
    return signs && purpose && valid && c->critical_unknown.ptr == NULL &&
           bytes_equal(c->issuer, issuer->subject);
}

static assay_status verify_delegate(const ocsp *o, const cert *c, const cert *issuer,
                                    sig_cache *cache)
{
    if (!may_respond(o, c, issuer)) {
        return ASSAY_REJECTED;
    }
    assay_status status = names_responder(o, c);
    status = status == ASSAY_OK ? verify_under(cache, issuer, &c->signature, c->tbs) : status;
    return status == ASSAY_OK ? verify_under(cache, c, &o->signature, o->tbs) : status;
}

assay_status ocsp_verify(const ocsp *o, const cert *issuer, sig_cache *cache,
                         const cert **responder)
{
    *responder = o->responder;
    if (o->issuer_spki.ptr != NULL && bytes_equal(o->issuer_spki, issuer->spki)) {
        return ASSAY_OK;
    }
    *responder = NULL;
    assay_status status = names_responder(o, issuer);
    status = status == ASSAY_OK ? verify_under(cache, issuer, &o->signature, o->tbs) : status;
    for (size_t i = 0; i < o->cert_count && status == ASSAY_REJECTED; i++) {
        status = verify_delegate(o, &o->certs[i], issuer, cache);
        *responder = status == ASSAY_OK ? &o->certs[i] : NULL;
    }
    return status;
}

/* --- what it says --- */

static assay_status is_of_issuer(const single_response *r, const cert *issuer)
{
    assay_status status = hash_is(r->hash, issuer->subject, r->name_hash);
    return status == ASSAY_OK ? hash_is(r->hash, key_bits(issuer), r->key_hash) : status;
}

static assay_status concerns(const single_response *r, const cert *subject, const cert *issuer)
{
    bool named =
        bytes_equal(r->serial, subject->serial) && bytes_equal(subject->issuer, issuer->subject);
    return named ? is_of_issuer(r, issuer) : ASSAY_REJECTED;
}

assay_status ocsp_names(const ocsp *o, const cert *issuer)
{
    fault f = {0};
    cursor list = cur_over(o->responses, &f);
    single_response one = next_response(&list);
    return is_of_issuer(&one, issuer);
}

ocsp_entry ocsp_first(const ocsp *o)
{
    fault f = {0};
    cursor list = cur_over(o->responses, &f);
    single_response one = next_response(&list);
    return (ocsp_entry){one.serial, one.says};
}

static bool comes_before(const ocsp_answer *a, const ocsp_answer *b)
{
    if (b->status == OCSP_NONE || (a->status == OCSP_REVOKED) != (b->status == OCSP_REVOKED)) {
        return b->status == OCSP_NONE || a->status == OCSP_REVOKED;
    }
    return a->this_update > b->this_update;
}

assay_status ocsp_lookup(const ocsp *o, const cert *subject, const cert *issuer,
                         ocsp_answer *answer)
{
    fault f = {0};
    cursor list = cur_over(o->responses, &f);
    *answer = (ocsp_answer){.status = OCSP_NONE};
    while (cur_left(&list) > 0) {
        single_response one = next_response(&list);
        assay_status status = concerns(&one, subject, issuer);
        if (status == ASSAY_OK && comes_before(&one.says, answer)) {
            *answer = one.says;
        }
        if (status != ASSAY_OK && status != ASSAY_REJECTED) {
            return status;
        }
    }
    return ASSAY_OK;
}
