/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "codec/json.h"
#include "codec/json_write.h"
#include "check.h"

#include <cJSON.h>

static arena memory;

static void write_everything(json_writer *w)
{
    json_put_cstr(w, "text", "a\"b\\c");
    json_put_cstr(w, "none", NULL);
    json_open_array(w, "list");
    json_put_uint(w, NULL, UINT64_MAX);
    json_put_int(w, NULL, INT64_MIN);
    json_open_object(w, NULL);
    json_put_bool(w, "yes", true);
    json_put_bool(w, "no", false);
    json_close(w);
    json_open_array(w, NULL);
    json_close(w);
    json_close(w);
    json_open_object(w, "empty");
    json_close(w);
    json_put_hex(w, "hex", bytes_of("\x00\xff", 2));
    json_put_time(w, "at", 0);
    json_put_time(w, "unset", ASSAY_TIME_UNSET);
    json_put_number(w, "number", str_of("-1.50E+3"));
}

static const char line_form[] =
    "{\"text\":\"a\\\"b\\\\\\\\c\",\"none\":null,"
    "\"list\":[18446744073709551615,-9223372036854775808,{\"yes\":true,\"no\":false},[]],"
    "\"empty\":{},\"hex\":\"00ff\",\"at\":\"1970-01-01T00:00:00Z\",\"unset\":null,"
    "\"number\":-1.50E+3}";

static const char indented_form[] = "{\n"
                                    "  \"text\": \"a\\\"b\\\\\\\\c\",\n"
                                    "  \"none\": null,\n"
                                    "  \"list\": [\n"
                                    "    18446744073709551615,\n"
                                    "    -9223372036854775808,\n"
                                    "    {\n"
                                    "      \"yes\": true,\n"
                                    "      \"no\": false\n"
                                    "    },\n"
                                    "    []\n"
                                    "  ],\n"
                                    "  \"empty\": {},\n"
                                    "  \"hex\": \"00ff\",\n"
                                    "  \"at\": \"1970-01-01T00:00:00Z\",\n"
                                    "  \"unset\": null,\n"
                                    "  \"number\": -1.50E+3\n"
                                    "}\n";

static void both_forms(void)
{
    json_writer *w = json_write_new();
    write_everything(w);
    CHECK_TEXT(json_write_done(w, &memory, false).ptr, line_form);
    assay_str indented = json_write_done(w, &memory, true);
    CHECK_TEXT(indented.ptr, indented_form);
    CHECK_UINT(indented.len, strlen(indented_form));
    fault f = {0};
    CHECK(json_parse(&memory, bytes_of_str(indented), &f) != NULL);
    json_write_free(w);

    w = json_write_new();
    CHECK_TEXT(json_write_done(w, &memory, true).ptr, "{}\n");
    json_write_free(w);
}

static void marks_inside_strings_are_text(void)
{
    json_writer *w = json_write_new();
    json_put_cstr(w, "{[,:]}", "a,\"b\":{}[]\\");
    CHECK_TEXT(json_write_done(w, &memory, true).ptr,
               "{\n  \"{[,:]}\": \"a,\\\"b\\\":{}[]\\\\\\\\\"\n}\n");
    json_write_free(w);
}

/* The document's text is what text_printable made of it, once JSON's own escapes are undone. */
static void untrusted_text_is_printable(void)
{
    json_writer *w = json_write_new();
    json_put_text(w, "v", (assay_str){"a\0\x1b\xff\u202e\\\u00e9", 10});
    json_put_text(w, "bad\nname", (assay_str){"", 0});
    json_put_text(w, "absent", (assay_str){NULL, 0});
    json_put_hex(w, "no bytes", bytes_of(NULL, 0));
    assay_str out = json_write_done(w, &memory, false);
    fault f = {0};
    const json *root = json_parse(&memory, bytes_of_str(out), &f);
    CHECK(str_is(json_text(json_member(root, "v")), "a\\x00\\x1b\\xff\\xe2\\x80\\xae\\\\\u00e9"));
    CHECK(str_is(json_text(json_member(root, "bad\\x0aname")), ""));
    CHECK(json_is(json_member(root, "absent"), JSON_NULL));
    CHECK(json_is(json_member(root, "no bytes"), JSON_NULL));
    json_write_free(w);
}

static void what_was_printable_is_not_escaped_again(void)
{
    json_writer *w = json_write_new();
    json_put_shown(w, "v", "a\\xe2\\\\b\x1b\\");
    json_put_shown(w, "absent", NULL);
    assay_str out = json_write_done(w, &memory, false);
    fault f = {0};
    const json *root = json_parse(&memory, bytes_of_str(out), &f);
    CHECK(str_is(json_text(json_member(root, "v")), "a\\xe2\\\\b\\x1b\\"));
    CHECK(json_is(json_member(root, "absent"), JSON_NULL));
    json_write_free(w);
}

static bool fails(void misuse(json_writer *))
{
    json_writer *w = json_write_new();
    misuse(w);
    json_put_null(w, "later");
    bool failed = json_write_done(w, &memory, false).ptr == NULL;
    json_write_free(w);
    return failed;
}

static void left_open(json_writer *w)
{
    json_open_array(w, "a");
    json_close(w);
    json_open_object(w, "b");
}

static void closed_too_often(json_writer *w)
{
    json_close(w);
}

static void no_name_in_object(json_writer *w)
{
    json_put_null(w, NULL);
}

static void name_in_array(json_writer *w)
{
    json_open_array(w, "a");
    json_put_null(w, "b");
    json_close(w);
}

static void too_deep(json_writer *w)
{
    for (int i = 1; i <= LIMIT_JSON_WRITE_DEPTH; i++) {
        json_open_object(w, "a");
    }
    for (int i = 1; i <= LIMIT_JSON_WRITE_DEPTH; i++) {
        json_close(w);
    }
}

static void not_a_number(json_writer *w)
{
    json_put_number(w, "n", str_of("1,\"x\":2"));
}

static void no_number_at_all(json_writer *w)
{
    json_put_number(w, "n", (assay_str){NULL, 0});
}

static void misuse_fails_the_document(void)
{
    CHECK(fails(left_open));
    CHECK(fails(closed_too_often));
    CHECK(fails(no_name_in_object));
    CHECK(fails(name_in_array));
    CHECK(fails(too_deep));
    CHECK(fails(not_a_number));
    CHECK(fails(no_number_at_all));
    CHECK(!fails(write_everything));
}

static void depth_up_to_the_limit(void)
{
    json_writer *w = json_write_new();
    for (int i = 1; i < LIMIT_JSON_WRITE_DEPTH; i++) {
        json_open_object(w, "a");
    }
    for (int i = 1; i < LIMIT_JSON_WRITE_DEPTH; i++) {
        json_close(w);
    }
    assay_str out = json_write_done(w, &memory, false);
    CHECK_UINT(out.len, LIMIT_JSON_WRITE_DEPTH * strlen("{\"a\":}") - strlen("\"a\":"));
    json_write_free(w);
}

static size_t allocations_left;

static void *failing_malloc(size_t size)
{
    if (allocations_left == 0) {
        return NULL;
    }
    allocations_left--;
    return malloc(size);
}

static void each_allocation_fails_in_turn(void)
{
    cJSON_Hooks hooks = {failing_malloc, free};
    size_t failed = 0;
    assay_str out = {NULL, 0};
    cJSON_InitHooks(&hooks);
    for (size_t n = 0; n < 500 && out.ptr == NULL; n++) {
        allocations_left = n;
        json_writer *w = json_write_new();
        write_everything(w);
        out = json_write_done(w, &memory, false);
        failed += out.ptr == NULL;
        json_write_free(w);
    }
    cJSON_InitHooks(NULL);
    CHECK(failed > 20);
    CHECK_TEXT(out.ptr, line_form); /* never a document that lacks something */
}

static void arena_fails(void)
{
    arena none;
    arena_init(&none, NULL, 0);
    json_writer *w = json_write_new();
    CHECK(json_write_done(w, &none, true).ptr == NULL);
    CHECK(json_write_done(NULL, &memory, true).ptr == NULL);
    json_write_free(w);
    json_write_free(NULL);
}

int main(void)
{
    arena_init(&memory, NULL, 1 << 20);
    RUN(both_forms);
    RUN(marks_inside_strings_are_text);
    RUN(untrusted_text_is_printable);
    RUN(what_was_printable_is_not_escaped_again);
    RUN(misuse_fails_the_document);
    RUN(depth_up_to_the_limit);
    RUN(each_allocation_fails_in_turn);
    RUN(arena_fails);
    arena_release(&memory);
    return DONE();
}
