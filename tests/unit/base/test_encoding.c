/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"
#include "check.h"

static arena memory;

typedef bool decoder(arena *a, assay_bytes in, assay_bytes *out);

static bool decodes_to(decoder *decode, const char *in, const char *wanted)
{
    assay_bytes out = {NULL, 0};
    return decode(&memory, bytes_of_text(in), &out) && out.ptr != NULL &&
           bytes_equal(out, bytes_of_text(wanted));
}

static bool refused(decoder *decode, const char *in)
{
    static const uint8_t untouched[1];
    assay_bytes out = {untouched, 77};
    return !decode(&memory, bytes_of_text(in), &out) && out.ptr == untouched && out.len == 77;
}

static void hex(void)
{
    CHECK(decodes_to(hex_decode, "", ""));
    CHECK(decodes_to(hex_decode, "4a4B6c", "JKl"));
    CHECK(refused(hex_decode, "4"));
    CHECK(refused(hex_decode, "4a4"));
    CHECK(refused(hex_decode, "4g"));
    CHECK(refused(hex_decode, "4G"));
    CHECK(refused(hex_decode, " 4a"));
    CHECK(refused(hex_decode, "4a\n"));
    CHECK(refused(hex_decode, "0x4a"));
    CHECK(refused(hex_decode, "4/"));
    CHECK(refused(hex_decode, "4:"));
    CHECK(refused(hex_decode, "\x10"
                              "a"));
    CHECK_TEXT(text_hex(&memory, bytes_of("\x00\xff\x1a", 3)), "00ff1a");
    CHECK_TEXT(text_hex(&memory, bytes_of(NULL, 0)), "");
    CHECK_TEXT(text_hex_u64(&memory, 0x3001f), "0x3001f");
    CHECK_TEXT(text_hex_u64(&memory, UINT64_MAX), "0xffffffffffffffff");
    CHECK_TEXT(text_hex_u64(&memory, 0), "0x0");
}

static void hex_of_fixed_length(void)
{
    uint8_t out[3] = {9, 9, 9};
    CHECK(hex_decode_fixed(bytes_of_text("0102"), out, 2));
    CHECK(out[0] == 1 && out[1] == 2 && out[2] == 9);
    CHECK(!hex_decode_fixed(bytes_of_text("01"), out, 2));
    CHECK(!hex_decode_fixed(bytes_of_text("01020"), out, 2));
    CHECK(!hex_decode_fixed(bytes_of_text("010203"), out, 2));
    CHECK(!hex_decode_fixed(bytes_of_text("ffzz"), out, 2));
    CHECK(out[0] == 1); /* untouched */
}

static void base64(void)
{
    static const char *const rfc4648_10[][2] = {
        {"", ""},
        {"Zg==", "f"},
        {"Zm8=", "fo"},
        {"Zm9v", "foo"},
        {"Zm9vYg==", "foob"},
        {"Zm9vYmE=", "fooba"},
        {"Zm9vYmFy", "foobar"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rfc4648_10); i++) {
        CHECK(decodes_to(base64_decode, rfc4648_10[i][0], rfc4648_10[i][1]));
        CHECK_TEXT(base64_encode(&memory, bytes_of_text(rfc4648_10[i][1])), rfc4648_10[i][0]);
    }
    CHECK(decodes_to(base64_decode, "+/+/", "\xfb\xff\xbf"));
    CHECK_TEXT(base64_encode(&memory, bytes_of_text("\xfb\xff\xbf")), "+/+/");
}

static void base64_strictness(void)
{
    static const char *const bad[] = {
        "Zg",   "Zg=",  "Zm8",  "Zm9v=", "Zm9v====", "Zg==Zg==", "Zh==",
        "Zm9=", "Z===", "====", "Zm 9v", "Zm9v\n",   "Zm-v",     "Zm_v",
        "Zm,v", "Z",    "=Zm9", "Zm=v",  "Zg=\n",    "Zm9v ",    "Zm\x80v",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        CHECK(refused(base64_decode, bad[i]));
    }
}

static void base64url(void)
{
    CHECK(decodes_to(base64url_decode, "", ""));
    CHECK(decodes_to(base64url_decode, "Zg", "f"));
    CHECK(decodes_to(base64url_decode, "Zm8", "fo"));
    CHECK(decodes_to(base64url_decode, "-_-_", "\xfb\xff\xbf"));
    CHECK_TEXT(base64url_encode(&memory, bytes_of_text("\xfb\xff\xbf")), "-_-_");
    CHECK_TEXT(base64url_encode(&memory, bytes_of_text("fo")), "Zm8");
    static const char *const bad[] = {"Z", "Zg==", "Zm8=", "Zh", "Zm9", "+/+/", "Zm9vZ", "Zm9v\n"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        CHECK(refused(base64url_decode, bad[i]));
    }
}

static void every_byte_survives(void)
{
    uint8_t all[256];
    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (uint8_t)(i * 7);
    }
    for (size_t len = 0; len <= sizeof all; len++) {
        assay_bytes in = bytes_of(all, len), out = {NULL, 0};
        CHECK(base64_decode(&memory, bytes_of_text(base64_encode(&memory, in)), &out));
        CHECK(bytes_equal(in, out));
        CHECK(base64url_decode(&memory, bytes_of_text(base64url_encode(&memory, in)), &out));
        CHECK(bytes_equal(in, out));
        CHECK(hex_decode(&memory, bytes_of_text(text_hex(&memory, in)), &out));
        CHECK(bytes_equal(in, out));
    }
}

static void no_memory(void)
{
    arena none;
    assay_bytes out = {NULL, 77};
    arena_init(&none, NULL, 0);
    CHECK(!hex_decode(&none, bytes_of_text("00"), &out));
    CHECK(!base64_decode(&none, bytes_of_text("Zg=="), &out));
    CHECK(out.len == 77);
    CHECK(text_hex(&none, bytes_of("a", 1)) == NULL);
    CHECK(base64_encode(&none, bytes_of("a", 1)) == NULL);
}

static bool parses_to(const char *in, uint64_t wanted)
{
    uint64_t v = 77;
    return uint_parse(bytes_of_text(in), &v) && v == wanted;
}

static void unsigned_numbers(void)
{
    CHECK(parses_to("0", 0));
    CHECK(parses_to("18446744073709551615", UINT64_MAX));
    CHECK(parses_to("0xffffffffffffffff", UINT64_MAX));
    CHECK(parses_to("0x0", 0));
    CHECK(parses_to("0xAbC", 0xabc));
    static const char *const bad[] = {
        "",
        "-1",
        "+1",
        " 1",
        "1 ",
        "00",
        "01",
        "0x",
        "0x00",
        "0x01",
        "0X1",
        "0xg",
        "1a",
        "x1",
        "1.",
        "1e3",
        "18446744073709551616",
        "0x10000000000000000",
        "99999999999999999999",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        uint64_t v = 77;
        CHECK(!uint_parse(bytes_of_text(bad[i]), &v));
        CHECK_UINT(v, 77);
    }
}

int main(void)
{
    arena_init(&memory, NULL, 16 << 20);
    RUN(hex);
    RUN(hex_of_fixed_length);
    RUN(base64);
    RUN(base64_strictness);
    RUN(base64url);
    RUN(every_byte_survives);
    RUN(no_memory);
    RUN(unsigned_numbers);
    arena_release(&memory);
    return DONE();
}
