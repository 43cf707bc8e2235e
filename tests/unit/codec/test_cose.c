/* SPDX-License-Identifier: Apache-2.0 */
/* COSE_Sign1: what is read, what is refused, and what is signed. */
#include "codec/cose.h"
#include "base/text.h"
#include "check.h"

static uint8_t buffer[256];
static fault seen;

static bool parse(const char *hex, cose_sign1 *out)
{
    size_t len = strlen(hex) / 2;
    CHECK(hex_decode_fixed(bytes_of_text(hex), buffer, len));
    seen = (fault){0};
    cursor c = cur_over(bytes_of(buffer, len), &seen);
    return cose_sign1_parse(&c, out) && cur_end(&c, "cose");
}

static void reads(void)
{
    cose_sign1 s;
    CHECK(parse("8444a1013822a043010203420a0b", &s));
    CHECK(!s.tagged && s.alg == COSE_ES384 && s.header_count == 1 && s.unprotected_count == 0);
    CHECK(s.headers.len == 4 && s.payload_bytes.len == 3 && s.signature.len == 2);
    CHECK(cur_left(&s.payload) == 3 && cur_at(&s.payload) == 8);
    CHECK(parse("d28444a1013822a043010203420a0b", &s) && s.tagged && cur_at(&s.payload) == 9);
    CHECK(parse("8443a10126a0404100", &s) && s.alg == COSE_ES256 && s.payload_bytes.len == 0);
    CHECK(parse("8444a1013822a104414140"
                "40",
                &s) &&
          s.unprotected_count == 1);
    CHECK(parse("8447a2013822044141a0"
                "40"
                "40",
                &s) &&
          s.header_count == 2);
    CHECK(parse("8443a10105a04040", &s) && s.alg == 5);
}

static void refuses(void)
{
    static const struct {
        const char *hex, *what, *why;
    } rows[] = {
        {"", "cose", "truncated"},
        {"d18444a1013822a04040", "cose.tag", "not COSE_Sign1"},
        {"d862"
         "8444a1013822a04040",
         "cose.tag", "not COSE_Sign1"},
        {"d2d28444a1013822a04040", "cose", "no array of four"},
        {"8344a1013822a040", "cose", "no array of four"},
        {"8544a1013822a0404040", "cose", "no array of four"},
        {"9f44a1013822a04040ff", "cose", "no array of four"},
        {"4d8444a1013822a04040ffffffffff", "cose", "no array of four"},
        {"8440a04040", "cose.protected", "truncated"},
        {"8441a0a04040", "cose.protected.alg", "missing"},
        {"84a1013822a04040", "cose.protected", "no byte string"},
        {"845f44a1013822ffa04040", "cose.protected", "string in chunks"},
        {"8445a101382200a04040", "cose.protected", "trailing bytes"},
        {"8448a101654553333834a04040", "cose.protected.alg", "no integer"},
        {"844ba1013bffffffffffffffffa04040", "cose.protected.alg", "no integer"},
        {"8448a201382202811863a04040", "cose.protected.crit", "critical headers"},
        {"8444a1013822a10281014040", "cose.unprotected.crit", "critical headers"},
        {"8444a1013822a101264040", "cose.unprotected", "a label that is protected too"},
        {"8444a1013822a0f640", "cose.payload", "no byte string"},
        {"8444a1013822a05f4100ff40", "cose.payload", "string in chunks"},
        {"8444a1013822a040f6", "cose.signature", "no byte string"},
        {"8444a1013822804040", "cose.unprotected", "unexpected type"},
        {"8444a1013822a0404000", "cose", "trailing bytes"},
    };
    cose_sign1 s;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        CHECK(!parse(rows[i].hex, &s));
        CHECK_TEXT(seen.what, rows[i].what);
        CHECK_TEXT(seen.why, rows[i].why);
    }
}

/* RFC 9052 4.4, written out by hand. */
static void signs(void)
{
    static const size_t lengths[] = {3, 23, 24, 255, 256, 65535, 65536};
    static const char *const heads[] = {"43",     "57",     "5818",      "58ff",
                                        "590100", "59ffff", "5a00010000"};
    static uint8_t payload[65536];
    uint8_t alg[] = {0xa1, 0x01, 0x38, 0x22};
    for (size_t i = 0; i < ARRAY_LEN(lengths); i++) {
        cose_sign1 s = {.headers = bytes_of(alg, sizeof alg),
                        .payload_bytes = bytes_of(payload, lengths[i])};
        cose_to_be_signed tbs;
        uint8_t head[8];
        size_t head_len = strlen(heads[i]) / 2;
        cose_sign1_to_be_signed(&s, &tbs);
        CHECK(hex_decode_fixed(bytes_of_text(heads[i]), head, head_len));
        CHECK(bytes_equal(tbs.parts[0], bytes_of("\x84\x6aSignature1\x44", 13)));
        CHECK(bytes_equal(tbs.parts[1], s.headers));
        CHECK(tbs.parts[2].len == 1 + head_len && tbs.parts[2].ptr[0] == 0x40);
        CHECK(memcmp(tbs.parts[2].ptr + 1, head, head_len) == 0);
        CHECK(tbs.parts[3].ptr == payload && tbs.parts[3].len == lengths[i]);
    }
}

static void names(void)
{
    static const int64_t allowed[] = {COSE_ES384, COSE_ES512};
    CHECK(cose_alg_in(COSE_ES384, allowed, 2) && !cose_alg_in(COSE_ES256, allowed, 2));
    CHECK(!cose_alg_in(COSE_ES384, allowed, 0));
    CHECK_TEXT(cose_alg_name(COSE_ES384), "ES384");
    CHECK(cose_alg_name(35) == NULL);
}

int main(void)
{
    RUN(reads);
    RUN(refuses);
    RUN(signs);
    RUN(names);
    return DONE();
}
