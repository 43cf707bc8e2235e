/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/json.h"
#include "check.h"

static arena memory;

static const json *parse(const char *in)
{
    fault f = {0};
    return json_parse(&memory, bytes_of_text(in), &f);
}

static bool at_is(const json *root, const char *pointer, const char *raw)
{
    const json *found = json_at(root, bytes_of_text(pointer));
    return raw == NULL ? found == NULL
                       : found != NULL && bytes_equal(found->raw, bytes_of_text(raw));
}

static void pointers_of_rfc6901_5(void)
{
    const json *root = parse("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,"
                             "\"g|h\":4,\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}");
    CHECK(json_at(root, bytes_of_text("")) == root);
    CHECK(at_is(root, "/foo", "[\"bar\",\"baz\"]"));
    CHECK(at_is(root, "/foo/0", "\"bar\""));
    CHECK(at_is(root, "/", "0"));
    CHECK(at_is(root, "/a~1b", "1"));
    CHECK(at_is(root, "/c%d", "2"));
    CHECK(at_is(root, "/e^f", "3"));
    CHECK(at_is(root, "/g|h", "4"));
    CHECK(at_is(root, "/i\\j", "5"));
    CHECK(at_is(root, "/k\"l", "6"));
    CHECK(at_is(root, "/ ", "7"));
    CHECK(at_is(root, "/m~0n", "8"));
}

static void pointers_to_nothing(void)
{
    const json *root = parse("{\"a\":[10,11,12,13,14,15,16,17,18,19,20],\"a~\":1,\"s\":\"x\","
                             "\"~1\":{\"\":5},\"/\":6}");
    static const char *const bad[] = {
        "a",    "/b",    "/a/11",  "/a/-1",  "/a/01",  "/a/00", "/a/",
        "/a/-", "/a/1x", "/a/0x1", "/a/+1",  "/a/1/0", "/s/0",  "/s/",
        "/a~",  "/a~2",  "/A",     "/a/1e0", "/aa",    "//",    "/a/18446744073709551616",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        CHECK(at_is(root, bad[i], NULL));
    }
    CHECK(at_is(root, "/a/10", "20"));
    CHECK(at_is(root, "/a~0", "1"));
    CHECK(at_is(root, "/~01/", "5")); /* ~01 is "~1", not "/" */
    CHECK(at_is(root, "/~1", "6"));
    CHECK(json_at(NULL, bytes_of_text("/a")) == NULL);
}

static void members_by_exact_name(void)
{
    const json *root = parse("{\"alg\":1,\"al\":2,\"Alg\":3}");
    CHECK(json_member(root, "alg") == root->first);
    CHECK(json_member(root, "ALG") == NULL);
    CHECK(json_member(root, "a") == NULL);
    CHECK(json_member(parse("[1]"), "") == NULL);
    CHECK(json_member(NULL, "alg") == NULL);
}

static bool uint_is(const char *in, uint64_t wanted)
{
    uint64_t v = 77;
    return json_uint(parse(in), &v) && v == wanted;
}

static bool int_is(const char *in, int64_t wanted)
{
    int64_t v = 77;
    return json_int(parse(in), &v) && v == wanted;
}

static void exact_integers(void)
{
    CHECK(uint_is("0", 0) && uint_is("-0", 0) && uint_is("0.000", 0) && uint_is("0e999999999", 0));
    CHECK(uint_is("-0.0e-5", 0));
    CHECK(uint_is("1e3", 1000) && uint_is("1E+3", 1000) && uint_is("1.0", 1));
    CHECK(uint_is("10.0", 10) && uint_is("100e-2", 1) && uint_is("1.25e2", 125));
    CHECK(uint_is("12.5e1", 125) && uint_is("0.001e3", 1) && uint_is("1020.0e-1", 102));
    CHECK(uint_is("9007199254740993", 9007199254740993));
    CHECK(uint_is("18446744073709551615", UINT64_MAX));
    CHECK(uint_is("1844674407370955161500e-2", UINT64_MAX));
    CHECK(uint_is("1.8446744073709551615e19", UINT64_MAX));
    CHECK(uint_is("10000000000000000000000000000000000000000e-40", 1));
    CHECK(uint_is("1e19", 10000000000000000000u));
    CHECK(int_is("-9223372036854775808", INT64_MIN));
    CHECK(int_is("9223372036854775807", INT64_MAX));
    CHECK(int_is("-1", -1) && int_is("-1e2", -100) && int_is("-0", 0));
}

static void numbers_that_are_no_integers(void)
{
    static const char *const bad[] = {
        "1.5",
        "1e-1",
        "0.1",
        "15e-1",
        "1e-999999999",
        "1.000000000000000005",
        "18446744073709551616",
        "1e20",
        "1e999999999",
        "184467440737095516150",
        "20000000000000000000",
        "1.8446744073709551616e19",
        "-1",
        "\"1\"",
        "true",
        "null",
        "[1]",
        "100000000000000000000000000000000000001e-38",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        uint64_t v = 77;
        CHECK(parse(bad[i]) != NULL);
        CHECK(!json_uint(parse(bad[i]), &v));
        CHECK_UINT(v, 77);
    }
    int64_t s = 77;
    CHECK(!json_int(parse("9223372036854775808"), &s));
    CHECK(!json_int(parse("-9223372036854775809"), &s));
    CHECK(!json_int(parse("-1.5"), &s));
    CHECK(!json_int(NULL, &s));
    CHECK(s == 77);
}

static void booleans_and_texts(void)
{
    bool b = false;
    CHECK(json_bool(parse("true"), &b) && b);
    CHECK(json_bool(parse("false"), &b) && !b);
    CHECK(!json_bool(parse("0"), &b) && !json_bool(parse("null"), &b) && !json_bool(NULL, &b));
    CHECK(str_is(json_text(parse("\"x\"")), "x"));
    CHECK(json_text(parse("1")).ptr == NULL); /* a number's text is no string */
    CHECK(json_text(NULL).ptr == NULL);
    CHECK(!json_is(NULL, JSON_NULL) && !json_is(parse("1"), JSON_STRING));
}

int main(void)
{
    arena_init(&memory, NULL, 8 << 20);
    RUN(pointers_of_rfc6901_5);
    RUN(pointers_to_nothing);
    RUN(members_by_exact_name);
    RUN(exact_integers);
    RUN(numbers_that_are_no_integers);
    RUN(booleans_and_texts);
    arena_release(&memory);
    return DONE();
}
