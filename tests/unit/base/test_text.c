/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"
#include "check.h"

static arena memory;

static void builder_grows(void)
{
    text t = text_new(&memory, 1000);
    text_add_str(&t, "abc");
    text_add(&t, bytes_of(NULL, 0));
    text_addf(&t, "-%d-", 42);
    for (int i = 0; i < 100; i++) {
        text_add_str(&t, "xy");
    }
    assay_str s = text_done(&t);
    CHECK_UINT(s.len, 207);
    CHECK_UINT(strlen(s.ptr), 207);
    CHECK(strncmp(s.ptr, "abc-42-xyxy", 11) == 0);
}

static void empty_text_is_present(void)
{
    text t = text_new(&memory, 0);
    assay_str s = text_done(&t);
    CHECK(s.ptr != NULL && s.len == 0);
    CHECK_TEXT(s.ptr, "");
}

static void maximum_is_exact_and_sticky(void)
{
    text t = text_new(&memory, 4);
    text_add_str(&t, "abcd");
    CHECK_TEXT(text_done(&t).ptr, "abcd");
    text_add_str(&t, "e");
    CHECK(t.failed);
    CHECK(text_done(&t).ptr == NULL);

    t = text_new(&memory, 4);
    text_addf(&t, "%d", 12345);
    CHECK(t.failed);
    text_add_str(&t, "a");
    CHECK(text_done(&t).ptr == NULL);
}

static void no_memory_fails_the_text(void)
{
    arena none;
    arena_init(&none, NULL, 0);
    text t = text_new(&none, SIZE_MAX);
    text_add_str(&t, "abc");
    CHECK(t.failed);
    CHECK(text_done(&t).ptr == NULL);
    CHECK(text_printable(&none, bytes_of("a", 1)) == NULL);
}

static void nearest_word(void)
{
    static const char *const words[] = {"mrtd", "rtmr0", "report_data", "measurement"};
    CHECK_TEXT(text_nearest("mesurement", words, ARRAY_LEN(words)), "measurement");   /* delete */
    CHECK_TEXT(text_nearest("measuremment", words, ARRAY_LEN(words)), "measurement"); /* insert */
    CHECK_TEXT(text_nearest("report-data", words, ARRAY_LEN(words)), "report_data");  /* replace */
    CHECK_TEXT(text_nearest("mrdt", words, ARRAY_LEN(words)), "mrtd");                /* swap */
    CHECK_TEXT(text_nearest("rtmr0", words, ARRAY_LEN(words)), "rtmr0");
    CHECK(text_nearest("launch_digest", words, ARRAY_LEN(words)) == NULL);
    CHECK(text_nearest("mrtd", words, 0) == NULL);
    CHECK(text_nearest("xy", words, ARRAY_LEN(words)) == NULL);
}

static void nearest_of_long_words(void)
{
    char longest[65], longer[66];
    memset(longest, 'a', sizeof longest);
    memset(longer, 'a', sizeof longer);
    longest[64] = longer[65] = '\0';
    const char *const words[] = {longer, longest};
    CHECK(text_nearest(longest, words, 2) == longest);
    CHECK(text_nearest(longer, words, 2) == NULL);
}

int main(void)
{
    arena_init(&memory, NULL, 1 << 20);
    RUN(builder_grows);
    RUN(empty_text_is_present);
    RUN(maximum_is_exact_and_sticky);
    RUN(no_memory_fails_the_text);
    RUN(nearest_word);
    RUN(nearest_of_long_words);
    arena_release(&memory);
    return DONE();
}
