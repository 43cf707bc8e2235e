/* SPDX-License-Identifier: Apache-2.0 */
/* What the walker takes, what it refuses and why. */
#include "codec/cbor.h"
#include "base/limits.h"
#include "base/text.h"
#include "check.h"

static uint8_t buffer[4096];

static assay_bytes of_hex(const char *hex)
{
    size_t len = strlen(hex) / 2;
    CHECK(len <= sizeof buffer && hex_decode_fixed(bytes_of_text(hex), buffer, len));
    return bytes_of(buffer, len);
}

/* Why one item of this hex is refused; NULL: it is not. */
static const char *refusal(const char *hex)
{
    fault f = {0};
    cursor c = cur_over(of_hex(hex), &f);
    cbr_item item = cbr_next(&c, "item");
    CHECK((item.type == CBR_NONE) == (f.what != NULL));
    return f.why;
}

static cbr_item item_of(const char *hex)
{
    static fault f;
    f = (fault){0};
    cursor c = cur_over(of_hex(hex), &f);
    cbr_item item = cbr_next(&c, "item");
    CHECK(cur_end(&c, "item"));
    return item;
}

static void numbers(void)
{
    static const struct {
        const char *hex;
        cbr_type type;
        uint64_t value;
    } rows[] = {
        {"00", CBR_UINT, 0},
        {"17", CBR_UINT, 23},
        {"1818", CBR_UINT, 24},
        {"1903e8", CBR_UINT, 1000},
        {"1bffffffffffffffff", CBR_UINT, UINT64_MAX},
        {"20", CBR_NINT, 0},
        {"3863", CBR_NINT, 99},
        {"3bffffffffffffffff", CBR_NINT, UINT64_MAX},
        {"f4", CBR_BOOL, 0},
        {"f5", CBR_BOOL, 1},
        {"f6", CBR_NULL, 0},
        {"f7", CBR_UNDEFINED, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        cbr_item item = item_of(rows[i].hex);
        CHECK_UINT(item.type, rows[i].type);
        CHECK(item.value == rows[i].value && item.contents.len == 0);
    }
    CHECK(item_of("f93e00").real == 1.5);
    CHECK(item_of("fa47c35000").real == 100000.0);
}

/* Tags of one byte are no matter of course: see cbor_head.c. */
static void tags(void)
{
    static const char *const hex[] = {"c000", "c600", "d200", "d400", "d500", "d71800"};
    static const uint64_t value[] = {0, 6, 18, 20, 21, 23};
    for (size_t i = 0; i + 1 < ARRAY_LEN(hex); i++) {
        cbr_item item = item_of(hex[i]);
        CHECK(item.type == CBR_TAG && item.value == value[i] && item.count == 1);
        CHECK_UINT(item.contents.len, 1);
    }
    CHECK_UINT(item_of("d83d00").value, 61);
    CHECK_UINT(item_of("d9010000").value, 256);
    CHECK(item_of("db123456789abcdef000").value == 0x123456789abcdef0);
    CHECK_TEXT(refusal("d81700"), "head longer than it need be");
    CHECK_TEXT(refusal("dc00"), "not CBOR");
    CHECK_TEXT(refusal("d2"), "more items than bytes");
    CHECK_TEXT(refusal("d8"), "truncated");
    CHECK_TEXT(refusal("81d2"), "more items than bytes");
}

static void containers(void)
{
    cbr_item item = item_of("83010203");
    CHECK(item.type == CBR_ARRAY && item.count == 3 && !item.indefinite && item.contents.len == 3);
    item = item_of("9f010203ff");
    CHECK(item.type == CBR_ARRAY && item.count == 3 && item.indefinite && item.contents.len == 3);
    item = item_of("a201020304");
    CHECK(item.type == CBR_MAP && item.count == 4 && item.contents.len == 4);
    item = item_of("bf01020304ff");
    CHECK(item.type == CBR_MAP && item.count == 4 && item.contents.len == 4);
    item = item_of("9fff");
    CHECK(item.count == 0 && item.contents.len == 0);
    item = item_of("80");
    CHECK(item.count == 0 && item.contents.len == 0);
    item = item_of("8280a0");
    CHECK(item.count == 2);
    item = item_of("829f01ff82a10203bf0405ff");
    CHECK(item.count == 2 && item.whole.len == 12 && item.contents.len == 11);
}

static void strings(void)
{
    cbr_item item = item_of("43010203");
    CHECK(item.type == CBR_BYTES && item.string.len == 3 && item.contents.len == 3);
    CHECK(item.contents.ptr == item.string.ptr);
    item = item_of("40");
    CHECK(item.string.ptr != NULL && item.string.len == 0);
    item = item_of("5f42010243030405ff");
    CHECK(item.type == CBR_BYTES && item.indefinite && item.string.ptr == NULL && item.count == 2);
    item = item_of("7f657374726561646d696e67ff");
    CHECK(item.type == CBR_TEXT && item.count == 2);
    CHECK_TEXT(refusal("5f6161ff"), "unexpected item among the chunks of a string");
    CHECK_TEXT(refusal("5f5f4101ffff"), "unexpected item among the chunks of a string");
    CHECK_TEXT(refusal("62c328"), "not UTF-8");
    CHECK_TEXT(refusal("7f61c361bcff"), "not UTF-8"); /* each chunk by itself, RFC 8949 3.2.3 */
}

static void what_is_not_shortest(void)
{
    static const char *const hex[] = {
        "1817", "190018", "1a0000ffff", "1b00000000ffffffff", "3800", "5801aa", "780161",
        "9800", "b800",   "d80000",
    };
    for (size_t i = 0; i < ARRAY_LEN(hex); i++) {
        CHECK_TEXT(refusal(hex[i]), "head longer than it need be");
    }
}

static void what_is_not_well_formed(void)
{
    static const struct {
        const char *hex, *why;
    } rows[] = {
        {"", "truncated"},
        {"18", "truncated"},
        {"4201", "truncated"},
        {"8201", "more items than bytes"},
        {"83", "more items than bytes"},
        {"9f01", "truncated"},
        {"9bffffffffffffffff00", "more items than bytes"},
        {"bb800000000000000000", "more items than bytes"},
        {"bbffffffffffffffff00", "more items than bytes"},
        {"5bfffffffffffffff9", "truncated"},
        {"7bffffffffffffffff", "truncated"},
        {"ff", "break out of place"},
        {"81ff", "break out of place"},
        {"9fc1ffff", "break out of place"},
        {"bf00ff", "break out of place"},
        {"1c", "not CBOR"},
        {"5c", "not CBOR"},
        {"1f", "not CBOR"},
        {"f0", "not CBOR"},
        {"f8ff", "not CBOR"},
        {"a18001", "unsupported map key"},
        {"a1f501", "unsupported map key"},
        {"a15f4101ff01", "unsupported map key"},
        {"a1c10001", "unsupported map key"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        CHECK_TEXT(refusal(rows[i].hex), rows[i].why);
    }
}

static void keys_that_repeat(void)
{
    CHECK_TEXT(refusal("a201020103"), "the same key twice");
    CHECK_TEXT(refusal("bf616101616102ff"), "the same key twice");
    CHECK_TEXT(refusal("a101a2410001410002"), "the same key twice");
    CHECK(refusal("a2016161412001") == NULL); /* 1 and h'20' */
    CHECK(refusal("a201a101020203") == NULL); /* the inner map has keys of its own */
    CHECK(refusal("82a10102a10103") == NULL); /* and so has the next one */
    CHECK_TEXT(refusal("a301a1010202030104"), "the same key twice"); /* after an inner map */
}

static void bounds(void)
{
    char hex[2 * (LIMIT_CBOR_DEPTH + 2) + 1];
    for (size_t depth = LIMIT_CBOR_DEPTH; depth <= LIMIT_CBOR_DEPTH + 1; depth++) {
        size_t at = 0;
        for (size_t i = 0; i < depth; i++) {
            hex[at++] = '8';
            hex[at++] = '1';
        }
        memcpy(hex + at, "00", 3);
        const char *why = refusal(hex);
        CHECK(depth == LIMIT_CBOR_DEPTH ? why == NULL : why != NULL);
    }
    uint8_t map[4 + 4 * LIMIT_CBOR_KEYS + 8] = {0xb9};
    for (size_t count = LIMIT_CBOR_KEYS; count <= LIMIT_CBOR_KEYS + 1; count++) {
        size_t at = 0;
        map[at++] = 0xb8;
        map[at++] = (uint8_t)count;
        for (size_t i = 0; i < count; i++) {
            map[at++] = 0x19;
            map[at++] = 0x10;
            map[at++] = (uint8_t)i;
            map[at++] = 0x00;
        }
        fault f = {0};
        cursor c = cur_over(bytes_of(map, at), &f);
        cbr_next(&c, "map");
        CHECK((f.what == NULL) == (count == LIMIT_CBOR_KEYS));
    }
}

static void typed_readers(void)
{
    fault f = {0};
    cursor c = cur_over(of_hex("840141026161a0"), &f);
    cursor in = cbr_array(&c, "array");
    CHECK_UINT(cbr_uint(&in, "uint"), 1);
    CHECK_UINT(cbr_bytes(&in, "bytes").len, 1);
    CHECK(str_is(cbr_text(&in, "text"), "a"));
    cursor map = cbr_map(&in, "map");
    CHECK(cur_left(&map) == 0 && cur_end(&in, "array") && cur_end(&c, "array"));
    CHECK(cbr_uint(&in, "more") == 0 && strcmp(f.why, "truncated") == 0);

    f = (fault){0};
    c = cur_over(of_hex("6161"), &f);
    CHECK(cbr_bytes(&c, "bytes").ptr == NULL);
    CHECK_TEXT(f.why, "unexpected type");
    f = (fault){0};
    c = cur_over(of_hex("5f4161ff"), &f);
    CHECK(cbr_bytes(&c, "bytes").ptr == NULL);
    CHECK_TEXT(f.why, "string in chunks");
    CHECK(cbr_array(&c, "array").ptr == NULL && cbr_text(&c, "text").ptr == NULL);
}

int main(void)
{
    RUN(numbers);
    RUN(tags);
    RUN(containers);
    RUN(strings);
    RUN(what_is_not_shortest);
    RUN(what_is_not_well_formed);
    RUN(keys_that_repeat);
    RUN(bounds);
    RUN(typed_readers);
    return DONE();
}
