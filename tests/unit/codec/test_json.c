/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "codec/json.h"
#include "check.h"

static arena memory;
static fault f;

static const json *parse_bytes(assay_bytes in)
{
    f = (fault){0};
    return json_parse(&memory, in, &f);
}

static const json *parse(const char *in)
{
    return parse_bytes(bytes_of_text(in));
}

/* Refused for this reason at this place. */
static bool refused(const char *in, const char *why, size_t at)
{
    bool as_wanted = parse(in) == NULL && f.why != NULL && strcmp(f.why, why) == 0 && f.at == at;
    if (!as_wanted) {
        fprintf(stderr, "  %s: found %s at %zu\n", in, f.why != NULL ? f.why : "accepted", f.at);
    }
    return as_wanted;
}

static bool raw_is(const json *node, const char *wanted)
{
    return node != NULL && bytes_equal(node->raw, bytes_of_text(wanted));
}

static void tree_in_document_order(void)
{
    const json *root = parse(" {\"a\": [1, true ,null],\t\"b\":{}, \"c\" : \"x\\u00e9\\n\" }\n");
    CHECK(json_is(root, JSON_OBJECT) && root->count == 3);
    CHECK_UINT(root->at, 1);
    CHECK(root->name.ptr == NULL);
    const json *a = root->first;
    CHECK(str_is(a->name, "a") && a->name_at == 2 && a->at == 7);
    CHECK(raw_is(a, "[1, true ,null]"));
    CHECK(json_is(a, JSON_ARRAY) && a->count == 3);
    CHECK(raw_is(a->first->next, "true") && a->first->name.ptr == NULL);
    CHECK(json_is(a->first->next->next, JSON_NULL) && a->first->next->next->next == NULL);
    const json *b = a->next;
    CHECK(raw_is(b, "{}") && b->count == 0 && b->first == NULL);
    const json *c = b->next;
    CHECK(raw_is(c, "\"x\\u00e9\\n\""));
    CHECK(str_is(json_text(c), "x\u00e9\n"));
    CHECK(c->next == NULL);
}

static void scalars_alone(void)
{
    CHECK(json_is(parse("null"), JSON_NULL));
    CHECK(json_is(parse(" true "), JSON_TRUE));
    CHECK(json_is(parse("\r\n\tfalse"), JSON_FALSE));
    CHECK(str_is(json_text(parse("\"\"")), ""));
    const json *number = parse("-12.50e+3");
    CHECK(json_is(number, JSON_NUMBER) && str_is(number->text, "-12.50e+3"));
}

static void strings_unescape(void)
{
    CHECK(str_is(json_text(parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"")), "\"\\/\b\f\n\r\t"));
    CHECK(str_is(json_text(parse("\"\\u0041\\u00DF\\u20ac\\ud83d\\uDD12\"")),
                 "A\u00df\u20ac\U0001f512"));
    CHECK(str_is(json_text(parse("\"a\\u0001b\"")), "a\x01"
                                                    "b"));
    CHECK(str_is(json_text(parse("\"plain \u20ac\x7f\"")), "plain \u20ac\x7f"));
    CHECK(str_is(json_text(parse("\"\\ud800\\udc00\\udbff\\udfff\"")), "\U00010000\U0010ffff"));
    const json *named = parse("{\"\\u0061\\u0062\":1}");
    CHECK(json_member(named, "ab") != NULL);
}

static void strings_that_are_refused(void)
{
    CHECK(refused("\"abc", "truncated", 4));
    CHECK(parse("\"a\\") == NULL && parse("\"a\\\"") == NULL && parse("\"") == NULL);
    CHECK(refused("\"a\nb\"", "control character", 2));
    CHECK(refused("\"\\n\x1f\"", "control character", 3));
    CHECK(parse_bytes(bytes_of("\"a\0b\"", 5)) == NULL);
    CHECK_TEXT(f.why, "control character");
    CHECK(refused("\"\\x41\"", "no such escape", 2));
    CHECK(refused("\"\\U0041\"", "no such escape", 2));
    CHECK(refused("\"\\'\"", "no such escape", 2));
    CHECK(parse_bytes(bytes_of("\"\\\0\"", 4)) == NULL);
    CHECK_TEXT(f.why, "no such escape");
    CHECK(refused("\"\\u00g0\"", "not four hex digits", 3));
    CHECK(refused("\"\\u 041\"", "not four hex digits", 3));
    CHECK(refused("\"\\u12", "truncated", 3));
    CHECK(refused("\"a\\u0000\"", "U+0000", 4));
    CHECK(refused("{\"\\u0000\":1}", "U+0000", 4));
    static const char lone[] = "surrogate without its other half";
    CHECK(refused("\"\\ud800\"", lone, 3));
    CHECK(refused("\"\\udc00\"", lone, 3));
    CHECK(refused("\"\\udc00\\ud800\"", lone, 3));
    CHECK(refused("\"\\ud800x\"", lone, 3));
    CHECK(refused("\"\\ud800\\n\"", lone, 3));
    CHECK(refused("\"\\ud800\\u0041\"", lone, 3));
    CHECK(refused("\"\\ud800\\ud800\"", lone, 3));
    CHECK(refused("\"\xc0\x80\"", "not UTF-8", 1));
    CHECK(refused("\"ok\xff\"", "not UTF-8", 3));
    CHECK(refused("\"\\n\xed\xa0\x80\"", "not UTF-8", 3));
}

static void numbers_that_are_refused(void)
{
    CHECK(refused("-", "a digit is missing", 1));
    CHECK(refused("1.", "a digit is missing", 2));
    CHECK(refused("1e", "a digit is missing", 2));
    CHECK(refused("1e+", "a digit is missing", 3));
    CHECK(refused("1e+-1", "a digit is missing", 3));
    CHECK(refused("1.e1", "a digit is missing", 2));
    CHECK(refused("01", "trailing bytes", 1));
    CHECK(refused("-01", "trailing bytes", 2));
    CHECK(refused("1.5.5", "trailing bytes", 3));
    CHECK(refused("0x10", "trailing bytes", 1));
    CHECK(refused("+1", "no value", 0));
    CHECK(refused(".5", "no value", 0));
    CHECK(refused("NaN", "no value", 0));
    CHECK(refused("Infinity", "no value", 0));
    CHECK(refused("-Infinity", "a digit is missing", 1));
    char longest[LIMIT_JSON_NUMBER + 2];
    memset(longest, '1', sizeof longest);
    longest[LIMIT_JSON_NUMBER] = '\0';
    CHECK(parse(longest) != NULL);
    longest[LIMIT_JSON_NUMBER] = '1';
    longest[LIMIT_JSON_NUMBER + 1] = '\0';
    CHECK(refused(longest, "too long", 0));
}

static void structures_that_are_refused(void)
{
    CHECK(refused("", "no value", 0));
    CHECK(refused("  ", "no value", 2));
    CHECK(refused("[", "no value", 1));
    CHECK(refused("[1", "no comma or end behind a value", 2));
    CHECK(refused("[1 2]", "no comma or end behind a value", 3));
    CHECK(refused("[1,]", "no value", 3));
    CHECK(refused("[,1]", "no value", 1));
    CHECK(refused("[1,,2]", "no value", 3));
    CHECK(refused("[1}", "no comma or end behind a value", 2));
    CHECK(refused("{\"a\":1]", "no comma or end behind a value", 6));
    CHECK(refused("{\"a\":1,}", "no string", 7));
    CHECK(refused("{a:1}", "no string", 1));
    CHECK(refused("{1:1}", "no string", 1));
    CHECK(refused("{\"a\" 1}", "no colon behind a member name", 5));
    CHECK(refused("{\"a\":}", "no value", 5));
    CHECK(refused("{\"a\"}", "no colon behind a member name", 4));
    CHECK(refused("[] []", "trailing bytes", 3));
    CHECK(refused("{}x", "trailing bytes", 2));
    CHECK(refused("tru", "truncated", 0));
    CHECK(refused("trux", "no such literal", 0));
    CHECK(refused("nulL", "no such literal", 0));
    CHECK(refused("falsy", "no such literal", 0));
    CHECK(refused("True", "no value", 0));
    CHECK(refused("/**/1", "no value", 0));
    CHECK(refused("\f1", "no value", 0));
    CHECK(refused("\u00a0"
                  "1",
                  "no value", 0));
    CHECK(refused("\ufeff{}", "byte order mark", 0));
    CHECK(parse_bytes(bytes_of("1\0", 2)) == NULL);
    CHECK_TEXT(f.why, "trailing bytes");
}

/* Every byte at every place of a string that is read eight at a time. */
static void plain_characters(void)
{
    for (size_t place = 0; place < 24; place++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            char whole[32];
            arena a;
            arena_init(&a, NULL, 1u << 16);
            memset(whole, 'x', sizeof whole);
            whole[0] = whole[25] = '"';
            whole[1 + place] = (char)byte;
            const json *read = json_parse(&a, bytes_of(whole, 26), &(fault){0});
            bool plain = byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
            CHECK((read != NULL) == plain);
            CHECK(!plain || (read->text.len == 24 && memcmp(read->text.ptr, whole + 1, 24) == 0));
            arena_release(&a);
        }
    }
}

static void duplicate_names(void)
{
    CHECK(refused("{\"a\":1,\"a\":1}", "duplicate", 7));
    CHECK(refused("{\"a\":1,\"\\u0061\":2}", "duplicate", 7));
    CHECK(refused("[{\"x\":{\"\":1,\"\":2}}]", "duplicate", 12));
    CHECK(parse("{\"a\":1,\"A\":2,\"a \":3}") != NULL);
    CHECK(parse("{\"a\":{\"a\":{\"a\":1}},\"b\":[\"a\",\"a\"]}") != NULL);
}

/* {"n0":0,"n1":0,...}; the member `twice` is there again at the end if it is below `n`. */
static char *object_of(size_t n, size_t twice)
{
    size_t cap = n * 20 + 40, len = 1;
    char *out = malloc(cap);
    out[0] = '{';
    for (size_t i = 0; i < n; i++) { /* not in order, to make the sort work */
        len += (size_t)snprintf(out + len, cap - len, "\"n%zu\":0,", i * 7919 % n);
    }
    if (twice < n) {
        len += (size_t)snprintf(out + len, cap - len, "\"n%zu\":0,", twice);
    }
    out[len - 1] = '}';
    out[len] = '\0';
    return out;
}

static void duplicates_among_many(void)
{
    static const size_t sizes[] = {2, 7, 8, 9, 10, 16, 17, 100, 1000, 100000};
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        size_t n = sizes[i], steps = n > 1000 ? n / 2 : n > 100 ? 97 : 1;
        for (size_t twice = 0; twice <= n; twice += steps) {
            char *in = object_of(n, twice);
            size_t reserved = memory.reserved;
            const json *root = parse(in);
            CHECK((root != NULL) == (twice >= n));
            CHECK(root == NULL || root->count == n);
            CHECK(root != NULL || strcmp(f.why, "duplicate") == 0);
            CHECK(root != NULL || f.at > strlen(in) - 12);      /* the later one is named */
            CHECK(memory.reserved - reserved < n * 128 + 8192); /* scratch was given back */
            arena_release(&memory);
            free(in);
        }
    }
    CHECK(
        refused("{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"b\":1,\"a\":1,\"g\":1,\"h\":1}",
                "duplicate", 37)); /* the first repetition in the document */
}

static const char *nested_text(size_t depth)
{
    static char in[200];
    memset(in, '[', depth);
    memset(in + depth, ']', depth);
    in[2 * depth] = '\0';
    return in;
}

static const json *nested(size_t depth)
{
    return parse(nested_text(depth));
}

/* Results are deeper than what others may send: claims stand in them below a label. */
static void documents_of_our_own_are_deeper(void)
{
    f = (fault){0};
    CHECK(json_parse_document(&memory, bytes_of_text(nested_text(LIMIT_JSON_WRITE_DEPTH)), &f));
    CHECK(
        !json_parse_document(&memory, bytes_of_text(nested_text(LIMIT_JSON_WRITE_DEPTH + 1)), &f));
    CHECK_TEXT(f.why, "nested too deeply");
}

static void depth_is_bounded(void)
{
    CHECK(nested(LIMIT_JSON_DEPTH) != NULL);
    CHECK(nested(LIMIT_JSON_DEPTH + 1) == NULL);
    CHECK_TEXT(f.why, "nested too deeply");
    CHECK_UINT(f.at, LIMIT_JSON_DEPTH);
    CHECK(parse("[[],[],[[]],{\"a\":[]}]") != NULL); /* closing makes room again */
}

static void size_and_items_are_bounded(void)
{
    size_t len = 2 * (size_t)LIMIT_JSON_ITEMS + 1;
    char *in = malloc(LIMIT_JSON_BYTES + 2);
    for (size_t i = 0; i < len; i++) {
        in[i] = i % 2 == 0 ? ',' : '0';
    }
    in[0] = '[';
    in[len - 1] = ']'; /* the array and one too many */
    arena large;
    arena_init(&large, NULL, 64 << 20);
    f = (fault){0};
    CHECK(json_parse(&large, bytes_of(in, len), &f) == NULL);
    CHECK_TEXT(f.why, "too many values");
    arena_release(&large);
    in[len - 3] = ']';
    f = (fault){0};
    CHECK(json_parse(&large, bytes_of(in, len - 2), &f) != NULL);
    arena_release(&large);

    memset(in, ' ', LIMIT_JSON_BYTES + 1);
    in[0] = '1';
    CHECK(parse_bytes(bytes_of(in, LIMIT_JSON_BYTES)) != NULL);
    CHECK(parse_bytes(bytes_of(in, LIMIT_JSON_BYTES + 1)) == NULL);
    CHECK_TEXT(f.why, "too long");
    free(in);
}

static void memory_failures_are_no_faults(void)
{
    static const char in[] = "{\"a\":[1,2,\"\\n\"],\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,"
                             "\"h\":1,\"i\":1,\"j\":1}";
    size_t failures = 0;
    for (size_t budget = 0; budget < 8192; budget += 16) {
        arena small;
        fault none = {0};
        arena_init(&small, NULL, budget);
        const json *root = json_parse(&small, bytes_of_text(in), &none);
        CHECK((root == NULL) == (small.state == ARENA_OVER_BUDGET));
        CHECK(none.what == NULL);
        failures += root == NULL;
        arena_release(&small);
    }
    CHECK(failures > 10 && failures < 8192 / 16);
}

static void positions(void)
{
    uint32_t line, column;
    assay_bytes in = bytes_of_text("{\n \"a\":\n\n x");
    json_position(in, 0, &line, &column);
    CHECK(line == 1 && column == 1);
    json_position(in, 3, &line, &column);
    CHECK(line == 2 && column == 2);
    json_position(in, 10, &line, &column);
    CHECK(line == 4 && column == 2);
    json_position(in, 1000, &line, &column);
    CHECK(line == 4 && column == 3); /* just behind the end */
}

int main(void)
{
    arena_init(&memory, NULL, 32 << 20);
    RUN(tree_in_document_order);
    RUN(scalars_alone);
    RUN(strings_unescape);
    RUN(strings_that_are_refused);
    RUN(numbers_that_are_refused);
    RUN(structures_that_are_refused);
    RUN(plain_characters);
    RUN(duplicate_names);
    RUN(duplicates_among_many);
    RUN(depth_is_bounded);
    RUN(documents_of_our_own_are_deeper);
    RUN(size_and_items_are_bounded);
    RUN(memory_failures_are_no_faults);
    RUN(positions);
    arena_release(&memory);
    return DONE();
}
