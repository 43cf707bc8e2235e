/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "check.h"

static void status_names(void)
{
    CHECK_TEXT(assay_status_name(ASSAY_OK), "OK");
    CHECK_TEXT(assay_status_name(ASSAY_UNDECIDED), "UNDECIDED");
    CHECK_TEXT(assay_status_name(ASSAY_E_INTERNAL), "E_INTERNAL");
    CHECK_TEXT(assay_status_name((assay_status)-1000), "UNKNOWN");
}

static void filled_and_cleared(void)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    CHECK(error_set(&err, ASSAY_E_CONFIG, "rule %d is empty", 3) == ASSAY_E_CONFIG);
    error_at(&err, "policy.json", "/rules/3", 12, 5);
    error_hint(&err, "did you mean %s", "mrtd");
    CHECK(err.status == ASSAY_E_CONFIG);
    CHECK_TEXT(err.message, "rule 3 is empty");
    CHECK_TEXT(err.source, "policy.json");
    CHECK_TEXT(err.where, "/rules/3");
    CHECK_TEXT(err.hint, "did you mean mrtd");
    CHECK(err.line == 12 && err.column == 5);

    error_at(&err, "other.json", NULL, 0, 0); /* an outer layer names the file only */
    CHECK_TEXT(err.source, "other.json");
    CHECK_TEXT(err.where, "/rules/3");
    CHECK(err.line == 12 && err.column == 5);

    error_set(&err, ASSAY_E_IO, "again: %s", err.message); /* may quote what stood there */
    CHECK_TEXT(err.message, "again: rule 3 is empty");
    CHECK_TEXT(err.source, "");
    CHECK_TEXT(err.where, "");
    CHECK_TEXT(err.hint, "");
    CHECK(err.line == 0 && err.column == 0);
}

static void nobody_listens(void)
{
    CHECK(error_set(NULL, ASSAY_E_IO, "x") == ASSAY_E_IO);
    error_at(NULL, "x", "y", 1, 1);
    error_hint(NULL, "x");
    assay_error_init(NULL, sizeof(assay_error));
}

/* `bytes` bytes of two- or three-byte characters, behind `shift` ASCII ones. */
static void fill(char *out, size_t len, size_t shift, const char *character)
{
    size_t width = strlen(character);
    memset(out, 'a', len);
    for (size_t at = shift; at + width <= len; at += width) {
        memcpy(out + at, character, width);
    }
    out[len] = '\0';
}

static void cut_between_characters(void)
{
    assay_error err;
    char in[2000];
    assay_error_init(&err, sizeof err);
    fill(in, 511, 0, "a");
    error_set(&err, ASSAY_E_IO, "%s", in);
    CHECK_UINT(strlen(err.message), 511); /* exactly full */
    fill(in, 512, 0, "a");
    error_set(&err, ASSAY_E_IO, "%s", in);
    CHECK_UINT(strlen(err.message), 511);
    fill(in, 1999, 0, "\u00e9");
    error_set(&err, ASSAY_E_IO, "%s", in);
    CHECK_UINT(strlen(err.message), 510);
    fill(in, 1999, 1, "\u00e9");
    error_set(&err, ASSAY_E_IO, "%s", in);
    CHECK_UINT(strlen(err.message), 511);
    fill(in, 1999, 0, "\U0001f512");
    error_hint(&err, "%s", in);
    CHECK_UINT(strlen(err.hint), 252);
    error_at(&err, in, in, 0, 0);
    CHECK_UINT(strlen(err.source), 252);
    CHECK_UINT(strlen(err.where), 124);
    fill(in, 1999, 0, "\x80"); /* no character to keep whole */
    error_hint(&err, "%s", in);
    CHECK_UINT(strlen(err.hint), 255);
}

/* For every size that an older caller might have: nothing is written at or beyond it. */
static void nothing_beyond_struct_size(void)
{
    char in[600];
    unsigned wrong = 0;
    fill(in, 599, 0, "a");
    for (size_t size = 0; size <= sizeof(assay_error); size++) {
        union {
            assay_error err;
            uint8_t bytes[sizeof(assay_error)];
        } u;
        memset(&u, 0xee, sizeof u);
        assay_error_init(&u.err, size);
        size_t kept = size < sizeof u.err.struct_size ? 0 : size;
        if (kept == 0) {
            wrong += !bytes_all(bytes_of(u.bytes, sizeof u), 0xee);
            continue;
        }
        error_set(&u.err, ASSAY_E_IO, "%s", in);
        error_at(&u.err, in, in, 1, 1);
        error_hint(&u.err, "%s", in);
        wrong += u.err.struct_size != size;
        wrong += !bytes_all(bytes_of(u.bytes + kept, sizeof u - kept), 0xee);
    }
    CHECK_UINT(wrong, 0);
}

int main(void)
{
    RUN(status_names);
    RUN(filled_and_cleared);
    RUN(nobody_listens);
    RUN(cut_between_characters);
    RUN(nothing_beyond_struct_size);
    return DONE();
}
