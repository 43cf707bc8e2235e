/* SPDX-License-Identifier: Apache-2.0 */
/* Keys, algorithm identifiers, and names as text. */
#include "forge.h"
#include "pki/x509.h"

static fault found;

static sig_alg read_alg(assay_bytes der)
{
    found = (fault){0};
    cursor c = cur_over(der, &found);
    sig_alg alg = sig_alg_read(&c, "algorithm");
    cur_end(&c, "algorithm");
    return alg;
}

#define PKCS1(n) tlv(DER_OID, RAW(0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, (n)))
#define SHA2(n) SEQ(tlv(DER_OID, RAW(0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, (n))), RAW(5, 0))

/* RFC 4055 3.1 with each of its parts chosen. */
static assay_bytes pss(assay_bytes hash, assay_bytes mask_hash, uint8_t salt, assay_bytes trailer)
{
    return SEQ(PKCS1(10), SEQ(tlv(0xa0, hash), tlv(0xa1, SEQ(PKCS1(8), mask_hash)),
                              tlv(0xa2, RAW(2, 1, salt)), trailer));
}

static void algorithms_in_use(void)
{
    CHECK(read_alg(ALG_ECDSA_SHA256) == SIG_ECDSA_P256_SHA256);
    CHECK(read_alg(ALG_ECDSA_SHA384) == SIG_ECDSA_P384_SHA384);
    CHECK(read_alg(SEQ(PKCS1(11), RAW(5, 0))) == SIG_RSA_PKCS1_SHA256);
    CHECK(read_alg(SEQ(PKCS1(12), RAW(5, 0))) == SIG_RSA_PKCS1_SHA384);
    CHECK(read_alg(SEQ(PKCS1(13), RAW(5, 0))) == SIG_RSA_PKCS1_SHA512);
    static const sig_alg algs[] = {SIG_RSA_PSS_SHA256, SIG_RSA_PSS_SHA384, SIG_RSA_PSS_SHA512};
    for (uint8_t i = 0; i < 3; i++) {
        uint8_t n = (uint8_t)(i + 1), salt = (uint8_t)(32 + 16 * i);
        assay_bytes trailer = tlv(0xa3, RAW(2, 1, 1));
        CHECK(read_alg(pss(SHA2(n), SHA2(n), salt, NOTHING)) == algs[i]);
        CHECK(read_alg(pss(SHA2(n), SHA2(n), salt, trailer)) == algs[i]);
        CHECK(read_alg(pss(SHA2(n), SHA2(1 + n % 3), salt, NOTHING)) == SIG_NONE);
        CHECK(read_alg(pss(SHA2(n), SHA2(n), 20, NOTHING)) == SIG_NONE);
        CHECK(read_alg(pss(SHA2(n), SHA2(n), salt, tlv(0xa3, RAW(2, 1, 2)))) == SIG_NONE);
        CHECK(found.what == NULL);
    }
}

static void algorithms_not_in_use(void)
{
    const assay_bytes others[] = {
        ALG_ED25519,
        SEQ(PKCS1(5), RAW(5, 0)),                                         /* SHA-1 */
        SEQ(PKCS1(11)),                                                   /* without NULL */
        SEQ(PKCS1(10)),                                                   /* PSS by default */
        SEQ(PKCS1(10), RAW(0x30, 0)),                                     /* the same */
        RAW(0x30, 12, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2, 5, 0), /* ECDSA with NULL */
        RAW(0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4),       /* SHA-512 */
    };
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        CHECK(read_alg(others[i]) == SIG_NONE && found.what == NULL);
    }
    CHECK(read_alg(RAW(0x30, 0)) == SIG_NONE && found.what != NULL);
    CHECK(read_alg(SEQ(PKCS1(11), RAW(5, 0, 5, 0))) == SIG_NONE && found.what != NULL);
    CHECK(read_alg(NOTHING) == SIG_NONE && found.what != NULL);
}

static void keys(void)
{
    static const key_type types[KEYS] = {
        [ROOT] = KEY_EC_P256,  [INTERMEDIATE] = KEY_EC_P256, [LEAF] = KEY_EC_P256,
        [OTHER] = KEY_EC_P256, [P384] = KEY_EC_P384,         [RSA] = KEY_RSA};
    for (test_key k = 0; k < KEYS; k++) {
        public_key key, wanted = key_public(forge_keys[k]);
        CHECK(spki_parse(spki_of(k), &key, &found) && key.type == types[k]);
        CHECK(bytes_equal(key.a, wanted.a) && bytes_equal(key.b, wanted.b));
        CHECK(!spki_parse(CAT(spki_of(k), RAW(0)), &key, &found));
        CHECK_TEXT(found.why, "trailing bytes");
    }
}

#define EC                                                                                         \
    SEQ(RAW(6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7))
#define RSA_ALG SEQ(PKCS1(1), RAW(5, 0))

static bool spki_fails(assay_bytes algorithm, assay_bytes contents)
{
    public_key key;
    return !spki_parse(SEQ(algorithm, contents), &key, &found);
}

static bool spki_is_other(assay_bytes algorithm, assay_bytes contents)
{
    public_key key = {KEY_RSA, NOTHING, NOTHING};
    return spki_parse(SEQ(algorithm, contents), &key, &found) && key.type == KEY_NONE;
}

static void malformed_and_other_keys(void)
{
    static const uint8_t point[66] = {4}, packed[33] = {2};
    CHECK(!spki_fails(EC, bits(bytes_of(point, 65))));
    CHECK(spki_fails(EC, bits(bytes_of(point, 64))));
    CHECK(spki_fails(EC, bits(bytes_of(point, 66))));
    CHECK(spki_fails(EC, bits(bytes_of(point + 1, 65))));
    CHECK(spki_fails(EC, bits(NOTHING)));
    CHECK(spki_fails(EC, tlv(DER_BIT_STRING, CAT(RAW(1), bytes_of(point, 65)))));
    CHECK(spki_is_other(EC, bits(bytes_of(packed, 33))));
    CHECK(spki_is_other(ALG_ED25519, bits(NOTHING)));
    CHECK(!spki_fails(RSA_ALG, bits(SEQ(RAW(2, 1, 5, 2, 1, 3)))));
    CHECK(spki_fails(RSA_ALG, bits(SEQ(RAW(2, 1, 5, 2, 1, 0x83)))));
    CHECK(spki_fails(RSA_ALG, bits(SEQ(RAW(2, 1, 5, 2, 1, 3, 5, 0)))));
    CHECK(spki_fails(RSA_ALG, bits(CAT(SEQ(RAW(2, 1, 5, 2, 1, 3)), RAW(0)))));
    CHECK(spki_fails(RSA_ALG, CAT(bits(SEQ(RAW(2, 1, 5, 2, 1, 3))), RAW(5, 0))));
    CHECK(spki_fails(NOTHING, bits(NOTHING)));
}

static bool common_name_is(assay_bytes name, const char *wanted)
{
    fault f = {0};
    cursor c = cur_over(name, &f);
    assay_str found_name;
    x509_name(&c, &found_name, "name");
    return wanted == NULL ? found_name.ptr == NULL : str_is(found_name, wanted);
}

static void common_names(void)
{
    assay_bytes a = attribute_of(3, DER_UTF8, bytes_of_text("a"));
    assay_bytes org = attribute_of(10, DER_PRINTABLE, bytes_of_text("b"));
    CHECK(common_name_is(SEQ(a), "a"));
    CHECK(common_name_is(SEQ(org, a, org), "a"));
    CHECK(common_name_is(SEQ(attribute_of(3, DER_PRINTABLE, bytes_of_text("c"))), "c"));
    CHECK(common_name_is(
        SEQ(SET(SEQ(RAW(6, 3, 0x55, 4, 10, 12, 1, 'o')), SEQ(RAW(6, 3, 0x55, 4, 3, 12, 1, 'd')))),
        "d"));
    CHECK(common_name_is(SEQ(org), NULL));
    CHECK(common_name_is(SEQ(NOTHING), NULL));
    CHECK(common_name_is(SEQ(a, a), NULL));
    CHECK(common_name_is(SEQ(attribute_of(3, 0x1e, RAW(0, 'a'))), NULL)); /* BMPString */
    CHECK(common_name_is(SEQ(attribute_of(3, DER_UTF8, RAW(0xff))), NULL));
    CHECK(common_name_is(NOTHING, NULL));
}

static void names_as_text(void)
{
    assay_bytes name =
        SEQ(attribute_of(6, DER_PRINTABLE, bytes_of_text("US")),
            attribute_of(10, DER_UTF8, bytes_of_text("A, O=B\\\x1b")),
            SET(SEQ(tlv(DER_OID, RAW(0x2a, 3)), tlv(DER_UTF8, bytes_of_text("v")))),
            attribute_of(3, 0x1e, RAW(0, 'a')), attribute_of(3, DER_UTF8, RAW(0xff)));
    CHECK_TEXT(name_text(&forge_memory, name),
               "CN=#0c01ff, CN=#1e020061, 1.2.3=v, O=A\\, O\\=B\\\\\\x1b, C=US");
    CHECK_TEXT(name_brief(&forge_memory, name), name_text(&forge_memory, name));
    CHECK_TEXT(name_text(&forge_memory, SEQ(NOTHING)), "");
    arena none;
    arena_init(&none, NULL, 0);
    CHECK(name_text(&none, name) == NULL);
    arena_release(&none);
}

/* Messages name certificates that a stranger made. */
static void a_long_name_is_cut(void)
{
    char value[400];
    memset(value, 1, sizeof value);
    assay_bytes one = attribute_of(3, DER_UTF8, bytes_of(value, sizeof value));
    assay_bytes small = attribute_of(3, DER_UTF8, bytes_of_text("x"));
    const char *cut = name_brief(&forge_memory, SEQ(one));
    CHECK(strlen(name_text(&forge_memory, SEQ(one))) == 3 + 4 * sizeof value);
    CHECK(strlen(cut) == 3 + 4 * 96 + 2 && strcmp(cut + strlen(cut) - 2, "..") == 0);
    CHECK(strlen(name_brief(&forge_memory, SEQ(one, one, one, one))) < 500);
    CHECK_TEXT(name_brief(&forge_memory,
                          SEQ(small, small, small, small, small, small, small, small, small)),
               "CN=x, CN=x, CN=x, CN=x, CN=x, CN=x, CN=x, CN=x, ..");
    CHECK_TEXT(name_brief(&forge_memory, SEQ(NOTHING)), "");
}

int main(void)
{
    forge_begin();
    RUN(algorithms_in_use);
    RUN(algorithms_not_in_use);
    RUN(keys);
    RUN(malformed_and_other_keys);
    RUN(common_names);
    RUN(names_as_text);
    RUN(a_long_name_is_cut);
    forge_end();
    return DONE();
}
