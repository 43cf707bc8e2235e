/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates and CRLs: the to-be-signed part is written, signed, and wrapped. */
#include "forge/x509_write.h"

#include "base/text.h"
#include "forge/der_write.h"

static const uint8_t attribute_oids[][3] = {
    [XW_C] = {0x55, 0x04, 0x06}, [XW_ST] = {0x55, 0x04, 0x08}, [XW_L] = {0x55, 0x04, 0x07},
    [XW_O] = {0x55, 0x04, 0x0a}, [XW_OU] = {0x55, 0x04, 0x0b}, [XW_CN] = {0x55, 0x04, 0x03},
};

#define OID_RSA 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01
#define OID_SHA2(n) 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, (n)

static const uint8_t oid_rsa[] = {OID_RSA, 0x01}, oid_mgf1[] = {OID_RSA, 0x08},
                     oid_ec[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1},
                     oid_p256[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07},
                     oid_p384[] = {0x2b, 0x81, 0x04, 0x00, 0x22};

/* Signature algorithms: their OID, and the hash that PSS parameters name. */
typedef struct {
    sig_alg alg;
    uint8_t oid[9];
    size_t oid_len;
    bool null; /* parameters are NULL */
    uint8_t pss_hash[9];
} algorithm_row;
static const algorithm_row algorithms[] = {
    {SIG_ECDSA_P256_SHA256, {0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2}, 8, false, {0}},
    {SIG_ECDSA_P384_SHA384, {0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3}, 8, false, {0}},
    {SIG_RSA_PKCS1_SHA256, {OID_RSA, 0x0b}, 9, true, {0}},
    {SIG_RSA_PKCS1_SHA384, {OID_RSA, 0x0c}, 9, true, {0}},
    {SIG_RSA_PKCS1_SHA512, {OID_RSA, 0x0d}, 9, true, {0}},
    {SIG_RSA_PSS_SHA256, {OID_RSA, 0x0a}, 9, false, {OID_SHA2(1)}},
    {SIG_RSA_PSS_SHA384, {OID_RSA, 0x0a}, 9, false, {OID_SHA2(2)}},
    {SIG_RSA_PSS_SHA512, {OID_RSA, 0x0a}, 9, false, {OID_SHA2(3)}},
};

static const algorithm_row *algorithm_of(sig_alg alg)
{
    for (size_t i = 0; i < ARRAY_LEN(algorithms); i++) {
        if (algorithms[i].alg == alg) {
            return &algorithms[i];
        }
    }
    return NULL;
}

static void put_oid(der_writer *w, const uint8_t *oid, size_t len)
{
    derw_put(w, DER_OID, bytes_of(oid, len));
}

static void put_hash(der_writer *w, const algorithm_row *row)
{
    derw_open(w, DER_SEQUENCE);
    put_oid(w, row->pss_hash, sizeof row->pss_hash);
    derw_put(w, DER_NULL, (assay_bytes){NULL, 0});
    derw_close(w);
}

/* RSASSA-PSS-params, RFC 4055 3.1. */
static void put_pss(der_writer *w, const algorithm_row *row, bool trailer)
{
    derw_open(w, DER_SEQUENCE);
    derw_open(w, DER_CONTEXT_CONSTRUCTED(0));
    put_hash(w, row);
    derw_close(w);
    derw_open(w, DER_CONTEXT_CONSTRUCTED(1));
    derw_open(w, DER_SEQUENCE);
    put_oid(w, oid_mgf1, sizeof oid_mgf1);
    put_hash(w, row);
    derw_close(w);
    derw_close(w);
    derw_open(w, DER_CONTEXT_CONSTRUCTED(2));
    derw_uint(w, hash_len(sig_hash(row->alg)));
    derw_close(w);
    if (trailer) {
        derw_open(w, DER_CONTEXT_CONSTRUCTED(3));
        derw_uint(w, 1);
        derw_close(w);
    }
    derw_close(w);
}

static void put_algorithm(der_writer *w, xw_algorithm algorithm)
{
    const algorithm_row *row = algorithm_of(algorithm.alg);
    if (row == NULL) {
        w->failed = true;
        return;
    }
    derw_open(w, DER_SEQUENCE);
    put_oid(w, row->oid, row->oid_len);
    if (row->null) {
        derw_put(w, DER_NULL, (assay_bytes){NULL, 0});
    }
    if (row->pss_hash[0] != 0) {
        put_pss(w, row, algorithm.trailer);
    }
    derw_close(w);
}

static void put_name(der_writer *w, const xw_name *name)
{
    derw_open(w, DER_SEQUENCE);
    for (size_t i = 0; i < XW_NAME_MAX && name->parts[i].text != NULL; i++) {
        xw_attribute type = name->parts[i].type;
        derw_open(w, DER_SET);
        derw_open(w, DER_SEQUENCE);
        put_oid(w, attribute_oids[type], sizeof attribute_oids[type]);
        derw_text(w, type == XW_C ? DER_PRINTABLE : DER_UTF8, name->parts[i].text);
        derw_close(w);
        derw_close(w);
    }
    derw_close(w);
}

static void put_extensions(der_writer *w, unsigned context, const xw_extensions *e)
{
    if (e->count == 0) {
        return;
    }
    derw_open(w, DER_CONTEXT_CONSTRUCTED(context));
    derw_open(w, DER_SEQUENCE);
    for (size_t i = 0; i < e->count; i++) {
        derw_open(w, DER_SEQUENCE);
        derw_put(w, DER_OID, e->items[i].oid);
        if (e->items[i].critical) {
            derw_bool(w, true);
        }
        derw_put(w, DER_OCTET_STRING, e->items[i].value);
        derw_close(w);
    }
    derw_close(w);
    derw_close(w);
}

/* The contents of subjectPublicKey: RSAPublicKey (RFC 8017 A.1.1) or an uncompressed point. */
static assay_bytes key_bits(arena *a, const public_key *key)
{
    size_t cap = key->a.len + key->b.len + 16;
    uint8_t *out = arena_alloc(a, cap);
    der_writer w = derw_over(out, cap);
    if (key->type == KEY_RSA) {
        derw_open(&w, DER_SEQUENCE);
        derw_magnitude(&w, key->a);
        derw_magnitude(&w, key->b);
        derw_close(&w);
        return derw_done(&w);
    }
    derw_raw(&w, bytes_of("\x04", 1));
    derw_raw(&w, key->a);
    derw_raw(&w, key->b);
    return derw_done(&w);
}

static void put_public_key(der_writer *w, arena *a, const public_key *key)
{
    bool p384 = key->type == KEY_EC_P384;
    derw_open(w, DER_SEQUENCE);
    derw_open(w, DER_SEQUENCE);
    if (key->type == KEY_RSA) {
        put_oid(w, oid_rsa, sizeof oid_rsa);
        derw_put(w, DER_NULL, (assay_bytes){NULL, 0});
    } else {
        put_oid(w, oid_ec, sizeof oid_ec);
        put_oid(w, p384 ? oid_p384 : oid_p256, p384 ? sizeof oid_p384 : sizeof oid_p256);
    }
    derw_close(w);
    derw_bits(w, key_bits(a, key));
    derw_close(w);
}

/* SEQUENCE { to-be-signed, algorithm, signature }. */
static assay_bytes sign(arena *a, key_ring *ring, const char *signer, xw_algorithm algorithm,
                        assay_bytes tbs)
{
    assay_bytes signature = key_ring_sign(ring, a, signer, algorithm.alg, tbs);
    if (tbs.ptr == NULL || signature.ptr == NULL) {
        return (assay_bytes){NULL, 0};
    }
    size_t cap = tbs.len + signature.len + 128;
    uint8_t der_signature[128];
    if (sig_key(algorithm.alg) != KEY_RSA) {
        der_writer s = derw_over(der_signature, sizeof der_signature);
        derw_ecdsa(&s, signature);
        signature = derw_done(&s);
    }
    der_writer w = derw_over(arena_alloc(a, cap), cap);
    derw_open(&w, DER_SEQUENCE);
    derw_raw(&w, tbs);
    put_algorithm(&w, algorithm);
    derw_bits(&w, signature);
    derw_close(&w);
    return derw_done(&w);
}

assay_bytes xw_make_cert(arena *a, key_ring *ring, const xw_cert *cert)
{
    public_key key = key_ring_public(ring, cert->key);
    der_writer w = derw_over(arena_alloc(a, LIMIT_CERT_BYTES), LIMIT_CERT_BYTES);
    if (key.type == KEY_NONE) {
        return (assay_bytes){NULL, 0};
    }
    derw_open(&w, DER_SEQUENCE);
    derw_open(&w, DER_CONTEXT_CONSTRUCTED(0));
    derw_uint(&w, 2);
    derw_close(&w);
    derw_uint(&w, cert->serial);
    put_algorithm(&w, cert->algorithm);
    put_name(&w, &cert->issuer);
    derw_open(&w, DER_SEQUENCE);
    derw_time(&w, cert->not_before);
    derw_time(&w, cert->not_after);
    derw_close(&w);
    put_name(&w, &cert->subject);
    put_public_key(&w, a, &key);
    put_extensions(&w, 3, &cert->extensions);
    derw_close(&w);
    return sign(a, ring, cert->signer, cert->algorithm, derw_done(&w));
}

static void put_revoked(der_writer *w, const xw_crl *crl)
{
    if (crl->revoked_count == 0) {
        return;
    }
    derw_open(w, DER_SEQUENCE);
    for (size_t i = 0; i < crl->revoked_count; i++) {
        derw_open(w, DER_SEQUENCE);
        derw_uint(w, crl->revoked[i].serial);
        derw_time(w, crl->revoked[i].date);
        derw_close(w);
    }
    derw_close(w);
}

assay_bytes xw_make_crl(arena *a, key_ring *ring, const xw_crl *crl)
{
    der_writer w = derw_over(arena_alloc(a, LIMIT_CERT_BYTES), LIMIT_CERT_BYTES);
    derw_open(&w, DER_SEQUENCE);
    derw_uint(&w, 1);
    put_algorithm(&w, crl->algorithm);
    put_name(&w, &crl->issuer);
    derw_time(&w, crl->this_update);
    if (crl->next_update != ASSAY_TIME_UNSET) {
        derw_time(&w, crl->next_update);
    }
    put_revoked(&w, crl);
    put_extensions(&w, 0, &crl->extensions);
    derw_close(&w);
    return sign(a, ring, crl->signer, crl->algorithm, derw_done(&w));
}

assay_bytes xw_pem(arena *a, assay_bytes der)
{
    const char *base64 = base64_encode(a, der);
    text t = text_new(a, 2 * der.len + 128);
    text_add_str(&t, "-----BEGIN CERTIFICATE-----\n");
    for (size_t at = 0, len = base64 == NULL ? 0 : strlen(base64); at < len; at += 64) {
        text_add(&t, bytes_of(base64 + at, len - at < 64 ? len - at : 64));
        text_add_str(&t, "\n");
    }
    text_add_str(&t, "-----END CERTIFICATE-----\n");
    return bytes_of_str(text_done(&t));
}
