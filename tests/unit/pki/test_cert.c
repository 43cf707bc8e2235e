/* SPDX-License-Identifier: Apache-2.0 */
/* What cert_parse takes and what it refuses, each rule by a certificate that breaks only that one.
 */
#include "forge.h"

static cert parsed;
static fault found;

static bool parses(const recipe *r)
{
    return cert_parse(forge(r), &parsed, &found);
}

/* Refused because of `why` in `what`. */
static bool refused(const recipe *r, const char *what, const char *why)
{
    bool refuses = !parses(r);
    if (!CHECK(refuses)) {
        return false;
    }
    CHECK_TEXT(found.what, what);
    CHECK_TEXT(found.why, why);
    return true;
}

static void fields_are_read(void)
{
    recipe r = intermediate_recipe();
    r.serial = RAW(2, 3, 0, 0x80, 1);
    CHECK(parses(&r));
    CHECK(bytes_equal(parsed.serial, OID(0x80, 1)));
    CHECK(bytes_equal(parsed.subject, name_of("Test Intermediate")));
    CHECK(bytes_equal(parsed.issuer, name_of("Test Root")));
    CHECK(bytes_equal(parsed.tbs, forge_tbs(&r)));
    CHECK(bytes_equal(parsed.spki, spki_of(INTERMEDIATE)));
    CHECK(parsed.not_before == when("2025-01-01T00:00:00Z"));
    CHECK(parsed.not_after == when("2030-01-01T00:00:00Z"));
    CHECK(parsed.has_basic_constraints && parsed.is_ca && parsed.path_len == 0);
    CHECK(parsed.has_key_usage && parsed.key_usage == (KEY_USAGE_CERT_SIGN | KEY_USAGE_CRL_SIGN));
    CHECK(parsed.critical_unknown.ptr == NULL);
    CHECK(parsed.key.type == KEY_EC_P256 && parsed.signature.alg == SIG_ECDSA_P256_SHA256);
    CHECK(pki_signature_bytes(&parsed.signature).len == 64);
}

static void versions(void)
{
    recipe r = leaf_recipe();
    r.version = NOTHING; /* v1 */
    CHECK(parses(&r) && !parsed.is_ca && parsed.path_len == -1 && !parsed.has_key_usage);
    r.extensions = BASIC_CA;
    refused(&r, "certificate.tbs.extensions", "not a v3 certificate");
    r.version = RAW(0xa0, 3, 2, 1, 1);
    refused(&r, "certificate.tbs.extensions", "not a v3 certificate");
    r.extensions = NOTHING;
    CHECK(parses(&r)); /* v2 */
    r.version = RAW(0xa0, 3, 2, 1, 0);
    refused(&r, "certificate.tbs.version", "not v2 or v3");
    r.version = RAW(0xa0, 3, 2, 1, 3);
    refused(&r, "certificate.tbs.version", "not v2 or v3");
    r.version = RAW(0xa0, 4, 2, 1, 2, 0);
    refused(&r, "certificate.tbs.version", "trailing bytes");
}

static void serial_numbers(void)
{
    recipe r = leaf_recipe();
    r.serial = RAW(2, 1, 0);
    CHECK(parses(&r) && bytes_equal(parsed.serial, OID(0)));
    r.serial = RAW(2, 1, 0x80);
    refused(&r, "certificate.tbs.serialNumber", "negative");
    r.serial = RAW(2, 2, 0, 1);
    refused(&r, "certificate.tbs.serialNumber", "integer not minimal");
    r.serial = RAW(2, 0);
    refused(&r, "certificate.tbs.serialNumber", "empty integer");
    static const uint8_t twenty[21] = {0xff, 1};
    r.serial = integer(bytes_of(twenty, 20));
    CHECK(parses(&r) && parsed.serial.len == 20);
    r.serial = integer(bytes_of(twenty + 1, 20));
    CHECK(parses(&r) && parsed.serial.len == 20);
    r.serial = integer(bytes_of(twenty, 21));
    refused(&r, "certificate.tbs.serialNumber", "too long");
}

static void lengths_and_ends(void)
{
    recipe r = leaf_recipe();
    assay_bytes der = forge(&r);
    CHECK(!cert_parse(CAT(der, RAW(0)), &parsed, &found));
    CHECK_TEXT(found.why, "trailing bytes");
    CHECK(found.at == der.len);
    CHECK(
        !cert_parse(CAT(RAW(0x30, 0x83, 0), bytes_of(der.ptr + 2, der.len - 2)), &parsed, &found));
    CHECK_TEXT(found.why, "length not minimal");
    CHECK(!cert_parse(NOTHING, &parsed, &found) && found.what != NULL);
    CHECK(!cert_parse((assay_bytes){NULL, 0}, &parsed, &found) && found.what != NULL);
    CHECK(!cert_parse(
        SEQ(forge_tbs(&r), ALG_ECDSA_SHA256, bits(sign(r.by, forge_tbs(&r))), RAW(5, 0)), &parsed,
        &found));
    CHECK_TEXT(found.why, "trailing bytes");
    r.after_spki = RAW(5, 0);
    refused(&r, "certificate.tbs", "trailing bytes");
    uint8_t *big = arena_alloc(&forge_memory, LIMIT_CERT_BYTES);
    r = leaf_recipe();
    r.extensions = extension(99, false, bytes_of(big, LIMIT_CERT_BYTES));
    refused(&r, "certificate", "too large");
    r.extensions = extension(99, false, bytes_of(big, LIMIT_CERT_BYTES - 1024));
    CHECK(parses(&r));
}

static void unique_ids_are_skipped(void)
{
    recipe r = leaf_recipe();
    r.after_spki = RAW(0x81, 2, 0, 1, 0x82, 2, 0, 2);
    CHECK(parses(&r));
    r.version = NOTHING;
    refused(&r, "certificate.tbs", "trailing bytes");
}

static void names(void)
{
    recipe r = leaf_recipe();
    r.issuer_name = RAW(0x30, 0);
    refused(&r, "certificate.tbs.issuer", "empty");
    r = leaf_recipe();
    r.subject_name = RAW(0x30, 0);
    CHECK(parses(&r) && parsed.subject_cn.ptr == NULL);
    r.subject_name = SEQ(RAW(0x31, 0));
    refused(&r, "certificate.tbs.subject", "truncated");
    r.subject_name = SEQ(SET(SEQ(RAW(6, 3, 0x55, 4, 3))));
    refused(&r, "certificate.tbs.subject", "truncated");
    r.subject_name = SEQ(SET(SEQ(RAW(6, 3, 0x55, 4, 3, 0x0c, 1, 'a', 5, 0))));
    refused(&r, "certificate.tbs.subject", "trailing bytes");
    static const uint8_t letters[LIMIT_CERT_NAME] = {'a'};
    r.subject_name = SEQ(attribute_of(3, DER_UTF8, bytes_of(letters, sizeof letters)));
    refused(&r, "certificate.tbs.subject", "too long");
}

static void validity(void)
{
    recipe r = leaf_recipe();
    r.validity = SEQ(utc(FROM), tlv(DER_GENERALIZED_TIME, bytes_of_text("99991231235959Z")));
    CHECK(parses(&r) && parsed.not_after == when("9999-12-31T23:59:59Z"));
    r.validity = SEQ(utc(UNTIL), utc(FROM)); /* never valid, but well formed */
    CHECK(parses(&r));
    r.validity = SEQ(utc("250230000000Z"), utc(UNTIL));
    refused(&r, "certificate.tbs.validity.notBefore", "not a valid time");
    r.validity = SEQ(utc(FROM), utc("3001010000Z"));
    refused(&r, "certificate.tbs.validity.notAfter", "not a valid time");
    r.validity = SEQ(utc(FROM), utc(UNTIL), utc(UNTIL));
    refused(&r, "certificate.tbs.validity", "trailing bytes");
}

static void signature_algorithms_agree(void)
{
    recipe r = leaf_recipe();
    r.outer = ALG_ECDSA_SHA384;
    refused(&r, "certificate.signature", "not the signed algorithm");
    r.outer = (assay_bytes){NULL, 0};
    r.inner = ALG_ED25519;
    CHECK(parses(&r) && parsed.signature.alg == SIG_NONE);
    r.inner = ALG_ECDSA_SHA384; /* fits, and is of another curve than the issuer's */
    CHECK(parses(&r) && parsed.signature.alg == SIG_ECDSA_P384_SHA384);
    r = leaf_recipe();
    r.by = P384;
    r.inner = ALG_ECDSA_SHA256; /* does not fit */
    CHECK(parses(&r) && parsed.signature.alg == SIG_NONE);
    r.by = RSA;
    r.inner = (assay_bytes){NULL, 0};
    CHECK(parses(&r) && parsed.signature.alg == SIG_RSA_PKCS1_SHA256);
    CHECK(pki_signature_bytes(&parsed.signature).len == 256);
    r.inner = ALG_ECDSA_SHA256;
    refused(&r, "certificate.signature", "not an ECDSA signature");
}

static void extensions_are_listed_once(void)
{
    recipe r = leaf_recipe();
    r.extensions = CAT(extension(99, false, RAW(5, 0)), extension(98, false, NOTHING));
    assay_bytes value;
    CHECK(parses(&r));
    CHECK(cert_extension(&parsed, OID(0x55, 0x1d, 99), &value) && bytes_equal(value, OID(5, 0)));
    CHECK(cert_extension(&parsed, OID(0x55, 0x1d, 98), &value) && value.len == 0);
    CHECK(!cert_extension(&parsed, OID(0x55, 0x1d, 97), &value));
    r.extensions = CAT(r.extensions, extension(99, false, RAW(5, 0)));
    refused(&r, "certificate.tbs.extensions", "duplicate extension");
    r.extensions = NOTHING;
    for (uint8_t i = 0; i < LIMIT_CERT_EXTENSIONS; i++) {
        r.extensions = CAT(r.extensions, extension((uint8_t)(50 + i), false, NOTHING));
    }
    CHECK(parses(&r));
    r.extensions = CAT(r.extensions, extension(49, false, NOTHING));
    refused(&r, "certificate.tbs.extensions", "too many extensions");
    r.extension_field = RAW(0xa3, 2, 0x30, 0);
    refused(&r, "certificate.tbs.extensions", "empty list");
    r.extension_field = tlv(0xa3, CAT(SEQ(extension(99, false, NOTHING)), RAW(5, 0)));
    refused(&r, "certificate.tbs.extensions", "trailing bytes");
}

static void critical_extensions(void)
{
    recipe r = leaf_recipe();
    r.extensions = CAT(extension(98, false, NOTHING), extension(99, true, NOTHING),
                       extension(97, true, NOTHING));
    CHECK(parses(&r) && bytes_equal(parsed.critical_unknown, OID(0x55, 0x1d, 99)));
    r.extensions = SEQ(RAW(6, 3, 0x55, 0x1d, 99, 1, 1, 0, 4, 0));
    refused(&r, "certificate.tbs.extensions", "default value is encoded");
    r.extensions = SEQ(RAW(6, 3, 0x55, 0x1d, 99, 1, 1, 1, 4, 0));
    refused(&r, "certificate.tbs.extensions", "not a DER boolean");
    r.extensions = SEQ(RAW(6, 3, 0x55, 0x1d, 99, 4, 0, 5, 0));
    refused(&r, "certificate.tbs.extensions", "trailing bytes");
}

static void basic_constraints(void)
{
    static const char what[] = "certificate.tbs.extensions.basicConstraints";
    recipe r = leaf_recipe();
    r.extensions = extension(19, true, RAW(0x30, 0));
    CHECK(parses(&r) && parsed.has_basic_constraints && !parsed.is_ca && parsed.path_len == -1);
    r.extensions = BASIC_CA;
    CHECK(parses(&r) && parsed.is_ca && parsed.path_len == -1);
    r.extensions = extension(19, false, SEQ(RAW(1, 1, 0xff, 2, 5, 1, 0, 0, 0, 0)));
    CHECK(parses(&r) && parsed.path_len == INT32_MAX);
    r.extensions = extension(19, true, SEQ(RAW(1, 1, 0)));
    refused(&r, what, "default value is encoded");
    r.extensions = extension(19, true, SEQ(RAW(2, 1, 0)));
    refused(&r, what, "trailing bytes"); /* a pathLen without cA */
    r.extensions = extension(19, true, SEQ(RAW(1, 1, 0xff, 2, 1, 0xff)));
    refused(&r, what, "negative integer");
    r.extensions = extension(19, true, CAT(SEQ(RAW(1, 1, 0xff)), RAW(5, 0)));
    refused(&r, "certificate.tbs.extensions", "trailing bytes");
}

static void key_usage(void)
{
    recipe r = leaf_recipe();
    r.extensions = extension(15, true, RAW(3, 2, 0, 4)); /* trailing zero bits, as AMD has them */
    CHECK(parses(&r) && parsed.key_usage == KEY_USAGE_CERT_SIGN);
    r.extensions = extension(15, true, RAW(3, 2, 7, 0x80));
    CHECK(parses(&r) && parsed.key_usage == KEY_USAGE_DIGITAL_SIGNATURE);
    r.extensions = extension(15, true, RAW(3, 1, 0));
    refused(&r, "certificate.tbs.extensions.keyUsage", "no bit is set");
    r.extensions = extension(15, true, RAW(3, 2, 7, 0x80, 5, 0));
    refused(&r, "certificate.tbs.extensions", "trailing bytes");
}

int main(void)
{
    forge_begin();
    RUN(fields_are_read);
    RUN(versions);
    RUN(serial_numbers);
    RUN(lengths_and_ends);
    RUN(unique_ids_are_skipped);
    RUN(names);
    RUN(validity);
    RUN(signature_algorithms_agree);
    RUN(extensions_are_listed_once);
    RUN(critical_extensions);
    RUN(basic_constraints);
    RUN(key_usage);
    forge_end();
    return DONE();
}
