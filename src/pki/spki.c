/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys, algorithms and signatures (RFC 3279, 4055, 5480, 5758). Each algorithm in use has one DER
 * encoding, or two; so whole AlgorithmIdentifiers are compared, parameters included.
 */
#include "codec/der.h"
#include "pki/x509.h"

/* clang-format off */
#define OID_SHA2(n) 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, (n)
#define OID_PKCS1(n) 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, (n)
#define OID_EC_PUBLIC_KEY 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01
#define ALG_SHA2(n) 0x30, 0x0d, OID_SHA2(n), 0x05, 0x00
#define ALG_MGF1(n) 0x30, 0x1a, OID_PKCS1(0x08), ALG_SHA2(n)
#define ALG_PKCS1(n) 0x30, 0x0d, OID_PKCS1(n), 0x05, 0x00
#define ALG_ECDSA(n) 0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, (n)
/* RFC 4055 3.1: hash, mask, salt length; then trailerField, which AMD used to spell out. */
#define PSS_FIELDS(n, salt) \
    0xa0, 0x0f, ALG_SHA2(n), 0xa1, 0x1c, ALG_MGF1(n), 0xa2, 0x03, 0x02, 0x01, (salt)
#define ALG_PSS(n, salt) 0x30, 0x41, OID_PKCS1(0x0a), 0x30, 0x34, PSS_FIELDS(n, salt)
#define ALG_PSS_TRAILER(n, salt) \
    0x30, 0x46, OID_PKCS1(0x0a), 0x30, 0x39, PSS_FIELDS(n, salt), 0xa3, 0x03, 0x02, 0x01, 0x01

#define ALGORITHM(...) sizeof((const uint8_t[]){__VA_ARGS__}), {__VA_ARGS__}
static const struct {
    sig_alg alg;
    size_t len;
    uint8_t der[72];
} signature_algorithms[] = {
    {SIG_ECDSA_P256_SHA256, ALGORITHM(ALG_ECDSA(0x02))},
    {SIG_ECDSA_P384_SHA384, ALGORITHM(ALG_ECDSA(0x03))},
    {SIG_RSA_PKCS1_SHA256, ALGORITHM(ALG_PKCS1(0x0b))},
    {SIG_RSA_PKCS1_SHA384, ALGORITHM(ALG_PKCS1(0x0c))},
    {SIG_RSA_PKCS1_SHA512, ALGORITHM(ALG_PKCS1(0x0d))},
    {SIG_RSA_PSS_SHA256, ALGORITHM(ALG_PSS(0x01, 32))},
    {SIG_RSA_PSS_SHA256, ALGORITHM(ALG_PSS_TRAILER(0x01, 32))},
    {SIG_RSA_PSS_SHA384, ALGORITHM(ALG_PSS(0x02, 48))},
    {SIG_RSA_PSS_SHA384, ALGORITHM(ALG_PSS_TRAILER(0x02, 48))},
    {SIG_RSA_PSS_SHA512, ALGORITHM(ALG_PSS(0x03, 64))},
    {SIG_RSA_PSS_SHA512, ALGORITHM(ALG_PSS_TRAILER(0x03, 64))},
};

static const struct {
    key_type type;
    size_t width; /* of a coordinate; 0: not a point */
    size_t len;
    uint8_t der[24];
} key_algorithms[] = {
    {KEY_EC_P256, 32, ALGORITHM(0x30, 0x13, OID_EC_PUBLIC_KEY,
                                0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07)},
    {KEY_EC_P384, 48, ALGORITHM(0x30, 0x10, OID_EC_PUBLIC_KEY,
                                0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22)},
    {KEY_RSA, 0, ALGORITHM(ALG_PKCS1(0x01))},
};
/* clang-format on */

assay_bytes x509_algorithm(cursor *c, const char *what)
{
    size_t at = cur_at(c);
    cursor algorithm = der_enter(c, DER_SEQUENCE, what);
    der_oid(&algorithm, what);
    if (cur_left(&algorithm) > 0) {
        unsigned tag;
        der_any(&algorithm, &tag, what);
    }
    cur_end(&algorithm, what);
    return cur_since(c, at);
}

sig_alg sig_alg_read(cursor *c, const char *what)
{
    assay_bytes algorithm = x509_algorithm(c, what);
    for (size_t i = 0; cur_ok(c) && i < ARRAY_LEN(signature_algorithms); i++) {
        assay_bytes known = bytes_of(signature_algorithms[i].der, signature_algorithms[i].len);
        if (bytes_equal(algorithm, known)) {
            return signature_algorithms[i].alg;
        }
    }
    return SIG_NONE;
}

/* SEC 1 2.3.3. A compressed point is well formed, but of no use here. */
static void read_point(cursor *c, assay_bytes bits, size_t width, public_key *out)
{
    bool compressed = bits.len == 1 + width && (bits.ptr[0] == 0x02 || bits.ptr[0] == 0x03);
    if (compressed) {
        out->type = KEY_NONE;
        return;
    }
    if (bits.len != 1 + 2 * width || bits.ptr[0] != 0x04) {
        cur_fail(c, cur_at(c) - bits.len, "spki.key", "not a point of its curve");
        return;
    }
    out->a = bytes_of(bits.ptr + 1, width);
    out->b = bytes_of(bits.ptr + 1 + width, width);
}

/* RFC 8017 A.1.1, inside the BIT STRING that has just been read. */
static void read_rsa(cursor *c, assay_bytes bits, public_key *out)
{
    cursor key = {.ptr = bits.ptr, .len = bits.len, .fault = c->fault};
    key.origin = cur_at(c) - bits.len;
    cursor fields = der_enter(&key, DER_SEQUENCE, "spki.key");
    out->a = der_magnitude(&fields, "spki.key.modulus");
    out->b = der_magnitude(&fields, "spki.key.exponent");
    cur_end(&fields, "spki.key");
    cur_end(&key, "spki.key");
}

assay_bytes x509_spki(cursor *c, public_key *out, const char *what)
{
    size_t at = cur_at(c);
    cursor spki = der_enter(c, DER_SEQUENCE, what);
    assay_bytes whole = cur_since(c, at);
    assay_bytes algorithm = x509_algorithm(&spki, "spki.algorithm");
    assay_bytes bits = der_bits(&spki, "spki.key");
    cur_end(&spki, what);
    *out = (public_key){.type = KEY_NONE};
    for (size_t i = 0; cur_ok(c) && i < ARRAY_LEN(key_algorithms); i++) {
        assay_bytes known = bytes_of(key_algorithms[i].der, key_algorithms[i].len);
        if (!bytes_equal(algorithm, known)) {
            continue;
        }
        out->type = key_algorithms[i].type;
        if (key_algorithms[i].width > 0) {
            read_point(&spki, bits, key_algorithms[i].width, out);
        } else {
            read_rsa(&spki, bits, out);
        }
    }
    return whole;
}

bool spki_parse(assay_bytes spki, public_key *out, fault *f)
{
    *f = (fault){0};
    cursor c = cur_over(spki, f);
    x509_spki(&c, out, "spki");
    return cur_end(&c, "spki");
}

/* The widest signature that can be kept; wider ones belong to curves that are not used. */
#define WIDTH_MAX (sizeof(((pki_signature *)NULL)->ecdsa) / 2)
#define WIDTH_P521 66

bool pki_signature_read(assay_bytes bits, pki_signature *s)
{
    key_type type = sig_key(s->alg);
    if (type != KEY_EC_P256 && type != KEY_EC_P384) {
        s->rsa = bits;
        return true;
    }
    size_t width = type == KEY_EC_P256 ? 32 : WIDTH_MAX;
    uint8_t other_curve[2 * WIDTH_P521];
    if (der_ecdsa_to_fixed(bits, width, s->ecdsa)) {
        s->ecdsa_len = 2 * width;
        return true;
    }
    s->alg = SIG_NONE;
    return der_ecdsa_to_fixed(bits, WIDTH_P521, other_curve);
}

assay_bytes pki_signature_bytes(const pki_signature *s)
{
    return s->ecdsa_len > 0 ? bytes_of(s->ecdsa, s->ecdsa_len) : s->rsa;
}
