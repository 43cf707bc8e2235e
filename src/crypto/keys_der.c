/* SPDX-License-Identifier: Apache-2.0 */
/* Private key files: PKCS#8 around SEC1 or PKCS#1, or one of these alone. */
#include "codec/der.h"
#include "crypto/keys_parts.h"

#define OID_EC_PUBLIC_KEY OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01)    /* RFC 5480 */
#define OID_PRIME256V1 OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07) /* RFC 5480 */
#define OID_SECP384R1 OID(0x2b, 0x81, 0x04, 0x00, 0x22)                    /* RFC 5480 */
#define OID_RSA_ENCRYPTION                                                                         \
    OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01) /* RFC 8017                          \
                                                               */

static key_type curve_named(assay_bytes oid)
{
    if (bytes_equal(oid, OID_PRIME256V1)) {
        return KEY_EC_P256;
    }
    return bytes_equal(oid, OID_SECP384R1) ? KEY_EC_P384 : KEY_NONE;
}

/* ECPrivateKey (RFC 5915 3) behind its version. */
static bool parse_sec1(cursor *c, uint64_t version, key_parts *out)
{
    out->scalar = der_value(c, DER_OCTET_STRING, "privateKey");
    if (der_peek(c, DER_CONTEXT_CONSTRUCTED(0))) {
        cursor parameters = der_enter(c, DER_CONTEXT_CONSTRUCTED(0), "parameters");
        out->type = curve_named(der_oid(&parameters, "curve"));
        cur_end(&parameters, "parameters");
    }
    if (der_peek(c, DER_CONTEXT_CONSTRUCTED(1))) {
        cursor point = der_enter(c, DER_CONTEXT_CONSTRUCTED(1), "publicKey");
        out->point = der_bits(&point, "publicKey");
        cur_end(&point, "publicKey");
    }
    const ec_curve *curve = ec_curve_of(out->type);
    return cur_end(c, "ECPrivateKey") && version == 1 && curve != NULL &&
           out->scalar.len == curve->width;
}

/* RSAPrivateKey (RFC 8017 A.1.2) behind its version. */
static bool parse_pkcs1(cursor *c, uint64_t version, key_parts *out)
{
    static const char *const rest[] = {"d", "p", "q", "dP", "dQ", "qInv"};
    out->modulus = der_magnitude(c, "modulus");
    out->exponent = der_magnitude(c, "publicExponent");
    bool fits = true;
    for (size_t i = 0; i < ARRAY_LEN(rest); i++) {
        assay_bytes number = der_magnitude(c, rest[i]);
        fits = fits && number.len > 0 && number.len <= out->modulus.len;
    }
    public_key key = {KEY_RSA, out->modulus, out->exponent};
    out->type = KEY_RSA;
    return cur_end(c, "RSAPrivateKey") && version == 0 && fits && rsa_public_key(&key);
}

/* One of the two inner forms, which the element behind the version tells apart. */
static bool parse_traditional(assay_bytes der, key_parts *out)
{
    fault f = {0};
    cursor outer = cur_over(der, &f);
    cursor c = der_enter(&outer, DER_SEQUENCE, "key");
    uint64_t version = der_uint(&c, "version");
    if (!cur_end(&outer, "key")) {
        return false;
    }
    if (der_peek(&c, DER_OCTET_STRING)) {
        return parse_sec1(&c, version, out);
    }
    out->rsa = der;
    return parse_pkcs1(&c, version, out);
}

/* AlgorithmIdentifier of OneAsymmetricKey: the type that the inner form must have. */
static bool parse_algorithm(cursor *c, key_parts *out)
{
    cursor algorithm = der_enter(c, DER_SEQUENCE, "privateKeyAlgorithm");
    assay_bytes oid = der_oid(&algorithm, "algorithm");
    if (bytes_equal(oid, OID_EC_PUBLIC_KEY)) {
        out->type = curve_named(der_oid(&algorithm, "curve"));
        return cur_end(&algorithm, "privateKeyAlgorithm");
    }
    out->type = KEY_RSA;
    return bytes_equal(oid, OID_RSA_ENCRYPTION) && der_optional_null(&algorithm) &&
           cur_end(&algorithm, "privateKeyAlgorithm");
}

/* OneAsymmetricKey (RFC 5958 2); attributes and the public key are passed over. The inner form has
 * to be of the type and curve that the algorithm names. */
static bool parse_pkcs8(cursor *c, uint64_t version, key_parts *out)
{
    if (version > 1 || !parse_algorithm(c, out)) {
        return false;
    }
    assay_bytes inner = der_value(c, DER_OCTET_STRING, "privateKey");
    for (unsigned tag = 0; cur_ok(c) && cur_left(c) > 0;) {
        der_any(c, &tag, "attributes");
    }
    key_type named = out->type;
    return cur_ok(c) && parse_traditional(inner, out) && out->type == named;
}

bool key_parse(assay_bytes der, key_parts *out)
{
    *out = (key_parts){.type = KEY_NONE};
    fault f = {0};
    cursor outer = cur_over(der, &f);
    cursor c = der_enter(&outer, DER_SEQUENCE, "key");
    uint64_t version = der_uint(&c, "version");
    if (!cur_end(&outer, "key")) {
        return false;
    }
    return der_peek(&c, DER_SEQUENCE) ? parse_pkcs8(&c, version, out) : parse_traditional(der, out);
}
