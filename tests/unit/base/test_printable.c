/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 decoding and the form in which untrusted bytes are shown. */
#include "base/text.h"
#include "check.h"

static arena memory;

static void well_formed_utf8(void)
{
    static const struct {
        const char *in;
        size_t len;
        uint32_t code;
    } good[] = {
        {"\x7f", 1, 0x7f},
        {"\xc2\x80", 2, 0x80},
        {"\xdf\xbf", 2, 0x7ff},
        {"\xe0\xa0\x80", 3, 0x800},
        {"\xed\x9f\xbf", 3, 0xd7ff},
        {"\xee\x80\x80", 3, 0xe000},
        {"\xef\xbf\xbf", 3, 0xffff},
        {"\xf0\x90\x80\x80", 4, 0x10000},
        {"\xf4\x8f\xbf\xbf", 4, 0x10ffff},
    };
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        uint32_t code = 0;
        CHECK_UINT(utf8_next(bytes_of_text(good[i].in), &code), good[i].len);
        CHECK_UINT(code, good[i].code);
        CHECK(utf8_valid(bytes_of_text(good[i].in)));
        if (good[i].len > 1) { /* cut short */
            CHECK_UINT(utf8_next(bytes_of(good[i].in, good[i].len - 1), &code), 0);
        }
    }
    CHECK(utf8_valid(bytes_of(NULL, 0)));
    CHECK(utf8_valid(bytes_of("a\0b", 3)));
}

static void ill_formed_utf8(void)
{
    static const char *const bad[] = {
        "\x80",             /* continuation alone */
        "\xbf",             /* the same */
        "\xc0\x80",         /* overlong NUL */
        "\xc1\xbf",         /* overlong */
        "\xe0\x9f\xbf",     /* overlong */
        "\xf0\x8f\xbf\xbf", /* overlong */
        "\xed\xa0\x80",     /* surrogate, first */
        "\xed\xbf\xbf",     /* surrogate, last */
        "\xf4\x90\x80\x80", /* above U+10FFFF */
        "\xf5\x80\x80\x80", /* no such lead */
        "\xf8\x88\x80\x80\x80",
        "\xfe",
        "\xff",
        "\xc2z",
        "\xe2\x82z",
        "\xf0\x90\x80z",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        uint32_t code = 77;
        CHECK_UINT(utf8_next(bytes_of_text(bad[i]), &code), 0);
        CHECK_UINT(code, 77);
        CHECK(!utf8_valid(bytes_of_text(bad[i])));
    }
    uint32_t code;
    CHECK_UINT(utf8_next(bytes_of(NULL, 0), &code), 0);
    CHECK(!utf8_valid(bytes_of_text("fine until here\xff")));
}

static void encode_utf8(uint32_t code, char out[5])
{
    memset(out, 0, 5);
    if (code < 0x80) {
        out[0] = (char)code;
    } else if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 63));
    } else if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 63));
        out[2] = (char)(0x80 | (code & 63));
    } else {
        out[0] = (char)(0xf0 | code >> 18);
        out[1] = (char)(0x80 | (code >> 12 & 63));
        out[2] = (char)(0x80 | (code >> 6 & 63));
        out[3] = (char)(0x80 | (code & 63));
    }
}

static bool passes(uint32_t code)
{
    char in[5];
    encode_utf8(code, in);
    return strcmp(text_printable(&memory, bytes_of_text(in)), in) == 0;
}

static void unseen_characters_are_spelled_out(void)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = {
        {0x01, 0x1f},       {0x7f, 0x9f},       {0xad, 0xad},         {0x61c, 0x61c},
        {0x200b, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x2064},     {0x2066, 0x2069},
        {0xfdd0, 0xfdef},   {0xfeff, 0xfeff},   {0xfff9, 0xfffb},     {0xfffe, 0xffff},
        {0x1fffe, 0x1ffff}, {0xe0000, 0xe007f}, {0x10fffe, 0x10ffff},
    };
    for (size_t i = 0; i < ARRAY_LEN(hidden); i++) {
        for (uint32_t code = hidden[i].first; code <= hidden[i].last; code++) {
            CHECK(!passes(code));
        }
    }
    static const uint32_t shown[] = {0x20,   0x7e,    0xa0,    0xac,    0xae,    0xe9,
                                     0x61b,  0x61d,   0x200a,  0x2010,  0x2027,  0x202f,
                                     0x205f, 0x2070,  0xfdcf,  0xfdf0,  0xfe0f,  0xfffc,
                                     0xfffd, 0x1f600, 0x20000, 0xdfffd, 0x10fffd};
    for (size_t i = 0; i < ARRAY_LEN(shown); i++) {
        CHECK(passes(shown[i]));
    }
}

static void escaped_forms(void)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"plain text", "plain text"},
        {"a\\b", "a\\\\b"},
        {"\x1b[31mred\n", "\\x1b[31mred\\x0a"},
        {"x\u202ey", "x\\xe2\\x80\\xaey"},
        {"\xff\xfe", "\\xff\\xfe"},
        {"\xc3", "\\xc3"},
        {"\xe2\x82", "\\xe2\\x82"},
        {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
        {"gr\u00fc\u00dfe \U0001f512", "gr\u00fc\u00dfe \U0001f512"},
        {"\\x0a", "\\\\x0a"}, /* cannot be taken for an escape of ours */
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK_TEXT(text_printable(&memory, bytes_of_text(cases[i][0])), cases[i][1]);
    }
    CHECK_TEXT(text_printable(&memory, bytes_of("a\0b", 3)), "a\\x00b");
}

static void an_excerpt_says_how_much_there_is(void)
{
    char in[TEXT_EXCERPT + 8];
    memset(in, 'a', sizeof in);
    assay_bytes whole = bytes_of(in, TEXT_EXCERPT), more = bytes_of(in, TEXT_EXCERPT + 1);
    CHECK(strlen(text_excerpt(&memory, whole)) == TEXT_EXCERPT);
    const char *cut = text_excerpt(&memory, more);
    CHECK(strlen(cut) == TEXT_EXCERPT + strlen(".. (257 bytes)"));
    CHECK_TEXT(cut + TEXT_EXCERPT, ".. (257 bytes)");
    memcpy(in + TEXT_EXCERPT - 3, "\U0001f512", 4); /* which the cut would divide */
    CHECK_TEXT(text_excerpt(&memory, more) + TEXT_EXCERPT - 3, ".. (257 bytes)");
    memset(in, 0x80, sizeof in); /* no characters at all */
    CHECK(strlen(text_excerpt(&memory, more)) >= 4 * (TEXT_EXCERPT - 4));
    arena none;
    arena_init(&none, NULL, 0);
    CHECK(text_excerpt(&none, more) == NULL);
    arena_release(&none);
}

static void appending_respects_the_maximum(void)
{
    text t = text_new(&memory, 5);
    text_add_printable(&t, bytes_of("ab\n", 3)); /* six bytes in all */
    CHECK(t.failed);
    t = text_new(&memory, 6);
    text_add_printable(&t, bytes_of("ab\n", 3));
    CHECK_TEXT(text_done(&t).ptr, "ab\\x0a");
}

static bool comes_back(assay_bytes in)
{
    assay_str back = text_unprintable(&memory, str_of(text_printable(&memory, in)));
    return back.ptr != NULL && bytes_equal(bytes_of_str(back), in) && back.ptr[back.len] == '\0';
}

static void the_printable_form_can_be_undone(void)
{
    uint8_t all[256];
    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (uint8_t)i;
    }
    CHECK(comes_back(bytes_of(all, sizeof all)));
    CHECK(comes_back(bytes_of_text("a\\x41\\\\\n\u202e")));
    CHECK(comes_back(bytes_of("", 0)));
    static const char *const none[] = {"\\", "a\\", "\\x", "\\x4", "\\x4g", "\\n"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        CHECK(text_unprintable(&memory, str_of(none[i])).ptr == NULL);
    }
}

int main(void)
{
    arena_init(&memory, NULL, 1 << 20);
    RUN(well_formed_utf8);
    RUN(ill_formed_utf8);
    RUN(unseen_characters_are_spelled_out);
    RUN(escaped_forms);
    RUN(an_excerpt_says_how_much_there_is);
    RUN(appending_respects_the_maximum);
    RUN(the_printable_form_can_be_undone);
    arena_release(&memory);
    return DONE();
}
