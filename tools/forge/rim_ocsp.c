/* SPDX-License-Identifier: Apache-2.0 */
/* OCSP responses (RFC 6960 4.2.1) about the certificates of a RIM's signers. */
#include "forge/rim_forge.h"

#include "base/time.h"
#include "codec/der.h"
#include "forge/der_write.h"
#include "pki/cert.h"

#define RESPONSE_MAX 8192u
#define DAY 86400
#define OID_EXT_KEY_USAGE OID(0x55, 0x1d, 0x25)
#define OID_SHA384 OID(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02)
#define OID_ECDSA_SHA384 OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03)
#define OID_BASIC OID(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01)
#define OCSP_SIGNING "\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x09"

static der_writer writer(arena *a)
{
    uint8_t *buffer = arena_alloc(a, RESPONSE_MAX);
    return derw_over(buffer, buffer != NULL ? RESPONSE_MAX : 0);
}

static void put_time(der_writer *w, assay_time t)
{
    char in[TIME_TEXT], out[16];
    time_to_rfc3339(t, in); /* "2026-06-01T00:00:00Z" */
    size_t len = 0;
    for (const char *c = in; *c != '\0' && len + 1 < sizeof out; c++) {
        if (strchr("-:T", *c) == NULL) {
            out[len++] = *c;
        }
    }
    derw_put(w, DER_GENERALIZED_TIME, bytes_of(out, len));
}

static assay_bytes bits_of(arena *a, key_ring *ring, const char *name)
{
    public_key key = key_ring_public(ring, name);
    uint8_t *bits = arena_alloc(a, 1 + 2 * FRIM_DIGEST_LEN);
    if (bits == NULL || key.type != KEY_EC_P384) {
        return (assay_bytes){NULL, 0};
    }
    bits[0] = 4;
    memcpy(bits + 1, key.a.ptr, FRIM_DIGEST_LEN);
    memcpy(bits + 1 + FRIM_DIGEST_LEN, key.b.ptr, FRIM_DIGEST_LEN);
    return bytes_of(bits, 1 + 2 * FRIM_DIGEST_LEN);
}

static void put_hash(der_writer *w, hash_alg alg, assay_bytes of)
{
    uint8_t digest[HASH_MAX];
    w->failed = w->failed || crypto_digest(alg, &of, 1, digest) != ASSAY_OK;
    derw_put(w, DER_OCTET_STRING, bytes_of(digest, hash_len(alg)));
}

/* The issuer's name as it stands in the certificate. */
static void put_cert_id(der_writer *w, arena *a, key_ring *ring, const xw_cert *about,
                        assay_bytes der)
{
    cert parsed;
    fault f;
    w->failed = w->failed || !cert_parse(der, &parsed, &f);
    derw_open(w, DER_SEQUENCE);
    derw_open(w, DER_SEQUENCE);
    derw_put(w, DER_OID, OID_SHA384);
    derw_close(w);
    if (!w->failed) {
        put_hash(w, HASH_SHA384, parsed.issuer);
        put_hash(w, HASH_SHA384, bits_of(a, ring, about->signer));
    }
    derw_uint(w, about->serial);
    derw_close(w);
}

static void put_status(der_writer *w, const frim_answer *answer)
{
    if (answer->status == 'g' || answer->status == 'u') {
        derw_put(w, answer->status == 'g' ? DER_CONTEXT(0) : DER_CONTEXT(2), bytes_of("", 0));
        return;
    }
    derw_open(w, DER_CONTEXT_CONSTRUCTED(1));
    put_time(w, answer->from - DAY);
    derw_open(w, DER_CONTEXT_CONSTRUCTED(0));
    derw_put(w, DER_ENUMERATED, bytes_of(answer->status == 'h' ? "\x06" : "\x01", 1));
    derw_close(w);
    derw_close(w);
}

static assay_bytes data_of(const frim_recipe *r, arena *a, key_ring *ring,
                           const frim_answer *answer, const char *by)
{
    der_writer w = writer(a);
    derw_open(&w, DER_SEQUENCE);
    derw_open(&w, DER_CONTEXT_CONSTRUCTED(2));
    put_hash(&w, HASH_SHA1, bits_of(a, ring, by));
    derw_close(&w);
    put_time(&w, answer->from);
    derw_open(&w, DER_SEQUENCE);
    derw_open(&w, DER_SEQUENCE);
    put_cert_id(&w, a, ring, &r->chain[answer->about], frim_certificate(r, a, ring, answer->about));
    put_status(&w, answer);
    put_time(&w, answer->from);
    derw_open(&w, DER_CONTEXT_CONSTRUCTED(0));
    put_time(&w, answer->until);
    for (size_t i = 0; i < 4; i++) {
        derw_close(&w);
    }
    return derw_done(&w);
}

/* The delegate's certificate, issued by the issuer of what the answer is about. */
static assay_bytes delegate(const frim_recipe *r, arena *a, key_ring *ring,
                            const frim_answer *answer, const char *key)
{
    const xw_cert *about = &r->chain[answer->about];
    xw_cert c = {.serial = 0x0c50 + answer->about,
                 .issuer = about->issuer,
                 .subject = {.parts = {{XW_CN, "Test OCSP Responder"}}},
                 .not_before = answer->from - 30 * (assay_time)DAY,
                 .not_after = answer->from + 30 * (assay_time)DAY,
                 .key = key,
                 .signer = about->signer,
                 .algorithm = about->algorithm};
    xw_extend(&c.extensions, xw_oid_key_usage, true,
              xw_value_key_usage(a, KEY_USAGE_DIGITAL_SIGNATURE));
    xw_extend(&c.extensions, OID_EXT_KEY_USAGE, true,
              bytes_of(OCSP_SIGNING, sizeof OCSP_SIGNING - 1));
    return xw_make_cert(a, ring, &c);
}

static void put_basic(der_writer *w, assay_bytes data, assay_bytes rs, assay_bytes certificate)
{
    uint8_t buffer[KEY_RING_SIGNATURE_MAX];
    der_writer signature = derw_over(buffer, sizeof buffer);
    derw_ecdsa(&signature, rs);
    derw_open(w, DER_SEQUENCE);
    derw_raw(w, data);
    derw_open(w, DER_SEQUENCE);
    derw_put(w, DER_OID, OID_ECDSA_SHA384);
    derw_close(w);
    derw_bits(w, derw_done(&signature));
    if (certificate.ptr != NULL) {
        derw_open(w, DER_CONTEXT_CONSTRUCTED(0));
        derw_open(w, DER_SEQUENCE);
        derw_raw(w, certificate);
        derw_close(w);
        derw_close(w);
    }
    derw_close(w);
}

static assay_bytes wrapped(arena *a, assay_bytes basic)
{
    der_writer w = writer(a);
    derw_open(&w, DER_SEQUENCE);
    derw_put(&w, DER_ENUMERATED, bytes_of("", 1));
    derw_open(&w, DER_CONTEXT_CONSTRUCTED(0));
    derw_open(&w, DER_SEQUENCE);
    derw_put(&w, DER_OID, OID_BASIC);
    derw_put(&w, DER_OCTET_STRING, basic);
    derw_close(&w);
    derw_close(&w);
    derw_close(&w);
    return derw_done(&w);
}

assay_bytes frim_ocsp(const frim_recipe *r, arena *a, key_ring *ring, const frim_answer *answer)
{
    static const char responder[] = "rim-ocsp", stranger[] = "rogue-rim-ocsp";
    const char *by = answer->by_issuer ? r->chain[answer->about].signer : responder;
    bool keys =
        (key_ring_public(ring, responder).type != KEY_NONE || key_ring_generate(ring, responder)) &&
        (key_ring_public(ring, stranger).type != KEY_NONE || key_ring_generate(ring, stranger));
    if (!keys) {
        return (assay_bytes){NULL, 0};
    }
    assay_bytes data = data_of(r, a, ring, answer, by), certificate = {NULL, 0};
    const char *signer = answer->rogue ? stranger : by;
    assay_bytes rs =
        data.ptr != NULL ? key_ring_sign(ring, a, signer, SIG_ECDSA_P384_SHA384, data) : data;
    if (!answer->by_issuer) {
        certificate = delegate(r, a, ring, answer, responder);
    }
    if (rs.ptr == NULL) {
        return rs;
    }
    der_writer w = writer(a);
    put_basic(&w, data, rs, certificate);
    assay_bytes basic = derw_done(&w);
    return basic.ptr != NULL ? wrapped(a, basic) : basic;
}
