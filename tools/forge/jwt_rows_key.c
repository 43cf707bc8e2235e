/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of the wrong algorithm, issuer or key, and signatures that do not hold. */
#include "forge/jwt_rows.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define ALG .class = "signature", .finding = "jwt.alg"
#define ISSUER .class = "chain", .finding = "jwt.issuer"
#define UNKNOWN .class = "chain", .finding = "jwt.kid.unknown"
#define KEY .class = "signature", .finding = "jwt.key"
#define SIGNATURE .class = "signature", .finding = "jwt.signature"

/* 65537 modulo each of the primes that CVE-2017-15361 is told by; nobody knows its factors. */
#define MODULUS_ROCA                                                                               \
    "\"gAAAAAAA______________________________________________________________________"             \
    "________________________________________________________________________________"             \
    "________________________________________________________________________________"             \
    "________________________________________________________________________________"             \
    "______90Vxgn1Bu5PtLJIADQ\""

static const fjwt_row rows[] = {
    {ROW("alg-none", "alg none, no signature"), ALG, .after = FJWT_UNSIGNED,
     .edits = {{FJWT_HEADER, "alg", "\"none\""}}},
    {ROW("alg-none-signed", "alg none, and the right signature"), ALG,
     .edits = {{FJWT_HEADER, "alg", "\"none\""}}},
    {ROW("alg-none-case", "alg nOnE"), ALG, .after = FJWT_UNSIGNED,
     .edits = {{FJWT_HEADER, "alg", "\"nOnE\""}}},
    {ROW("alg-empty", "an empty alg"), ALG, .edits = {{FJWT_HEADER, "alg", "\"\""}}},
    {ROW("alg-hs256", "a shared secret"), ALG, .edits = {{FJWT_HEADER, "alg", "\"HS256\""}}},
    {ROW("alg-ps256", "PSS, which this issuer does not use"), ALG, .alg = SIG_RSA_PSS_SHA256,
     .edits = {{FJWT_HEADER, "alg", "\"PS256\""}, {FJWT_KEY, "alg", NULL}}},
    {ROW("alg-rs384", "SHA-384, which this issuer does not use"), ALG, .alg = SIG_RSA_PKCS1_SHA384,
     .edits = {{FJWT_HEADER, "alg", "\"RS384\""}, {FJWT_KEY, "alg", NULL}}},
    {ROW("alg-es256", "ECDSA with the key's kid"), ALG, .signer = "vcek-p256",
     .alg = SIG_ECDSA_P256_SHA256, .edits = {{FJWT_HEADER, "alg", "\"ES256\""}}},
    {ROW("issuer-other", "the issuer's earlier development service"), ISSUER,
     .edits = {{FJWT_CLAIMS, "iss",
                "\"https://storage.googleapis.com/attestation-verifier-dev\""}}},
    {ROW("issuer-slash", "a slash behind the issuer"), ISSUER,
     .edits = {{FJWT_CLAIMS, "iss", "\"" FJWT_ISSUER "/\""}}},
    {ROW("issuer-case", "the issuer in other letters"), ISSUER,
     .edits = {{FJWT_CLAIMS, "iss", "\"https://ConfidentialComputing.googleapis.com\""}}},
    {ROW("issuer-list", "the issuer in a list"), ISSUER,
     .edits = {{FJWT_CLAIMS, "iss", "[\"" FJWT_ISSUER "\"]"}}},
    {ROW("issuer-missing", "no issuer"), ISSUER, .edits = {{FJWT_CLAIMS, "iss", NULL}}},
    {ROW("kid-missing", "no kid"), .class = "chain", .finding = "jwt.kid.missing",
     .edits = {{FJWT_HEADER, "kid", NULL}}},
    {ROW("kid-unknown", "a kid that the set does not have"), UNKNOWN, .signer = "rogue-cs",
     .edits = {{FJWT_HEADER, "kid", "\"attacker\""}}},
    {ROW("kid-case", "the kid in other letters"), UNKNOWN,
     .edits = {{FJWT_HEADER, "kid", "\"5F3C1BD0A7E24C6F9D08B1E6A2C47D935E80F1A2\""}}},
    {ROW("kid-longer", "the kid, and a blank"), UNKNOWN,
     .edits = {{FJWT_HEADER, "kid", "\"5f3c1bd0a7e24c6f9d08b1e6a2c47d935e80f1a2 \""}}},
    {ROW("kid-shorter", "the beginning of the kid"), UNKNOWN,
     .edits = {{FJWT_HEADER, "kid", "\"5f3c1bd0a7e24c6f\""}}},
    {ROW("kid-path", "a kid that is a path"), UNKNOWN,
     .edits = {{FJWT_HEADER, "kid", "\"../../../dev/null\""}}},
    {ROW("keys-missing", "the store has no keys of the issuer"), .outcome = FJWT_UNDECIDED,
     .finding = "jwt.keys.missing", .no_keys = true},
    {ROW("key-1024", "an RSA key of 1024 bits"), KEY,
     .edits = {{FJWT_KEY, "n", FJWT_MODULUS_1024}}},
    {ROW("key-exponent", "an RSA key with exponent 3"), KEY, .edits = {{FJWT_KEY, "e", "\"Aw\""}}},
    {ROW("key-roca", "an RSA key of a flawed smart card"), KEY,
     .edits = {{FJWT_KEY, "n", MODULUS_ROCA}}},
    {ROW("key-use", "a key for encryption"), KEY, .edits = {{FJWT_KEY, "use", "\"enc\""}}},
    {ROW("key-ops", "a key for signing only"), KEY,
     .edits = {{FJWT_KEY, "use", NULL}, {FJWT_KEY, "key_ops", "[\"sign\"]"}}},
    {ROW("key-alg", "a key for another algorithm"), KEY, .edits = {{FJWT_KEY, "alg", "\"PS256\""}}},
    {ROW("key-alg-unused", "a key for an algorithm that is not used"), KEY,
     .edits = {{FJWT_KEY, "alg", "\"RSA-OAEP\""}}},
    {ROW("key-oct", "a shared secret under the kid"), KEY,
     .edits = {{FJWT_KEY, "kty", "\"oct\""}, {FJWT_KEY, "k", "\"c2VjcmV0\""}}},
    {ROW("key-curve", "a key on a curve under the kid"), KEY,
     .edits = {{FJWT_KEY, "kty", "\"EC\""}, {FJWT_KEY, "crv", "\"secp256k1\""}}},
    {ROW("signature-flipped", "a bit of the signature"), SIGNATURE, .after = FJWT_FLIPPED},
    {ROW("signature-claims", "the claims of another token"), SIGNATURE, .after = FJWT_OTHER_CLAIMS},
    {ROW("signature-none", "no signature"), SIGNATURE, .after = FJWT_UNSIGNED},
    {ROW("signature-short", "a signature without its last byte"), SIGNATURE, .after = FJWT_SHORT},
    {ROW("signature-rogue", "signed by an attacker's key under the right kid"), SIGNATURE,
     .signer = "rogue-cs"},
    {ROW("signature-jku", "an attacker's key, and where to fetch it"), SIGNATURE,
     .signer = "rogue-cs", .edits = {{FJWT_HEADER, "jku", "\"https://evil.example/keys\""}}},
    {ROW("signature-jwk", "an attacker's key in the header"), SIGNATURE, .signer = "rogue-cs",
     .edits = {{FJWT_HEADER, "jwk", "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}"}}},
    {ROW("signature-pss", "PSS under the name of PKCS#1"), SIGNATURE, .alg = SIG_RSA_PSS_SHA256},
};
const fjwt_row_list fjwt_rows_key = {rows, ARRAY_LEN(rows)};
