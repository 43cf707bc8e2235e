/* SPDX-License-Identifier: Apache-2.0 */
/* Which readings of the bytes are tried, and that exactly one may make sense. */
#include "appraise/identify.h"
#include "appraise/inspect.h"
#include "check.h"
#include "fake_formats.h"

static arena memory;

static bool all(const void *context, const char *id)
{
    return context == NULL || strcmp(context, id) != 0;
}

/* `but`: the policies mean every format but this one; NULL: all of them. */
static identified identify_text(const char *in, const char *named, const char *but)
{
    return identify_bytes(&memory, bytes_of_text(in), named, all, but);
}

static bool is(identified i, const format *f, const char *decoded, const char *bytes)
{
    bool same = i.decoded == decoded ||
                (i.decoded != NULL && decoded != NULL && strcmp(i.decoded, decoded) == 0);
    return i.readings == 1 && i.format == f && same && bytes_equal(i.bytes, bytes_of_text(bytes));
}

static void bytes_are_taken_as_they_are_or_decoded_once(void)
{
    CHECK(is(identify_text("P1", NULL, NULL), &fake_plain, NULL, "P1"));
    CHECK(is(identify_text("5031", NULL, NULL), &fake_plain, "hex", "P1"));
    CHECK(is(identify_text(" 50\n31\r\n", NULL, NULL), &fake_plain, "hex", "P1"));
    CHECK(is(identify_text("UDE=", NULL, NULL), &fake_plain, "base64", "P1"));
    CHECK(is(identify_text("UDE", NULL, NULL), &fake_plain, "base64", "P1"));
    CHECK(is(identify_text("-----BEGIN X-----\nUDE=\n-----END X-----\n", NULL, NULL), &fake_plain,
             "pem", "P1"));
    CHECK(is(identify_text("BP1", NULL, NULL), &fake_plain, "box", "P1"));
    CHECK(is(identify_text("425031", NULL, NULL), &fake_plain, "box", "P1")); /* hex of a box */
}

static bool holds(const unwrapped *u, const char *bytes, const char *with)
{
    bool has = u->attached.role != NULL;
    return strcmp(u->format, "plain") == 0 && bytes_equal(u->evidence, bytes_of_text(bytes)) &&
           has == (with != NULL) && (!has || bytes_equal(u->attached.bytes, bytes_of_text(with)));
}

static void a_container_holds_one_piece_or_several(void)
{
    identified seen = identify_text("BP1+L", NULL, NULL);
    CHECK(is(seen, &fake_plain, "box", "P1") && seen.piece_count == 1);
    CHECK(holds(&seen.pieces[0], "P1", "L"));
    seen = identify_text("BP1|P2+LL|P3", NULL, NULL);
    CHECK(seen.readings == 1 && seen.format == NULL && seen.damaged == NULL);
    CHECK_TEXT(identified_id(&seen), "box");
    CHECK_UINT(seen.piece_count, 3);
    if (seen.piece_count == 3) {
        CHECK(holds(&seen.pieces[0], "P1", NULL) && holds(&seen.pieces[1], "P2", "LL"));
        CHECK(holds(&seen.pieces[2], "P3", NULL));
    }
    seen = identify_text("B!P1", NULL, NULL);
    CHECK(seen.readings == 0 && seen.damaged == &fake_box);
    CHECK_TEXT(seen.fault.what, "box");
    /* with the end of its line or without, it is the same container */
    seen = identify_text("BP1|P2\n", NULL, NULL);
    CHECK(seen.readings == 1 && seen.piece_count == 2);
}

static void the_end_of_the_only_line_is_no_part_of_it(void)
{
    CHECK(is(identify_text("EP1\n", "plain", NULL), &fake_plain, "line", "EP1"));
    CHECK(is(identify_text("EP1\r\n", "plain", NULL), &fake_plain, "line", "EP1"));
    CHECK(is(identify_text("EP1\n\n", "plain", NULL), &fake_plain, NULL, "EP1\n\n"));
    CHECK(is(identify_text("E P1\n", "plain", NULL), &fake_plain, NULL, "E P1\n"));
    CHECK(is(identify_text("E\x01\n", "plain", NULL), &fake_plain, NULL, "E\x01\n"));
    CHECK(is(identify_text("\n", "plain", NULL), &fake_plain, NULL, "\n"));
    CHECK(is(identify_text("5031\n", NULL, NULL), &fake_plain, "hex", "P1"));
}

static void nothing_is_decoded_twice(void)
{
    static const char *const none[] = {
        "35303331",                                       /* hex of hex */
        "NTAzMQ==",                                       /* base64 of hex */
        "-----BEGIN X-----\nNTAzMQ==\n-----END X-----\n", /* PEM of hex */
        "-----BEGIN X-----\nUDE=\n-----END X-----\n-----BEGIN X-----\nUDE=\n-----END X-----\n",
        "5031\x01",
        "503",
        "50 3g",
        "Q1",
        "B!P1",
        " ",
        ""};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        identified seen = identify_text(none[i], NULL, NULL);
        if (!CHECK(seen.readings == 0 && seen.format == NULL)) {
            fprintf(stderr, "  %s\n", none[i]);
        }
    }
}

static void two_readings_are_one_too_many(void)
{
    CHECK_UINT(identify_text("P2", NULL, NULL).readings, 2);
    CHECK(is(identify_text("P2", NULL, "both"), &fake_plain, NULL, "P2"));
    CHECK(is(identify_text("P2", "both", NULL), &fake_both, NULL, "P2"));
}

static void a_named_format_is_the_only_one(void)
{
    CHECK(is(identify_text("P1", "plain", "plain"), &fake_plain, NULL, "P1"));
    /* and its bytes are taken as they are: no text is decoded */
    CHECK(is(identify_text("5031", "plain", NULL), &fake_plain, NULL, "5031"));
    CHECK(is(identify_text("BP1", "box", NULL), &fake_plain, "box", "P1"));
    CHECK_UINT(identify_text("P1", "box", NULL).readings, 0);
    /* its own parser says best what is wrong with bytes that do not look like it */
    CHECK(is(identify_text("Q1", "plain", NULL), &fake_plain, NULL, "Q1"));
    CHECK(is(identify_text("", "plain", NULL), &fake_plain, NULL, ""));
    CHECK_UINT(identify_text("P1", NULL, "plain").readings, 0);
}

static void want_of_memory_only_loses_readings(void)
{
    arena none;
    arena_init(&none, NULL, 0);
    CHECK(identify_bytes(&none, bytes_of_text("P1"), NULL, all, NULL).readings == 1);
    CHECK(identify_bytes(&none, bytes_of_text("5031"), NULL, all, NULL).readings == 0);
    arena_release(&none);
}

static void what_is_no_evidence_is_dissected_and_never_appraised(void)
{
    inspection seen;
    CHECK_UINT(identify_text("D1", NULL, NULL).readings, 0);
    CHECK_UINT(identify_text("D1", "note", NULL).readings, 0);
    inspect_bytes(&memory, bytes_of_text("D1"), NULL, &seen);
    CHECK(seen.what.format == NULL && seen.claims != NULL);
    CHECK_TEXT(identified_id(&seen.what), "note");
    inspect_bytes(&memory, bytes_of_text("4431"), NULL, &seen);
    CHECK(seen.claims != NULL && seen.what.decoded != NULL);
    inspect_bytes(&memory, bytes_of_text("D12"), NULL, &seen);
    CHECK(seen.claims == NULL && findings_has(&seen.findings, NULL, fake_findings[0].id));
    inspect_bytes(&memory, bytes_of_text("Q1"), "note", &seen);
    CHECK_TEXT(identified_id(&seen.what), "note"); /* named */
    inspect_bytes(&memory, bytes_of_text("P1"), NULL, &seen);
    CHECK_TEXT(identified_id(&seen.what), "plain");
    inspect_bytes(&memory, bytes_of_text("Q1"), NULL, &seen);
    CHECK(identified_id(&seen.what) == NULL);
}

static void inspection_says_what_it_is(void)
{
    inspection seen;
    inspect_bytes(&memory, bytes_of_text("5031"), NULL, &seen);
    CHECK(seen.what.format == &fake_plain && seen.claims != NULL && !seen.damaged);
    CHECK_UINT(findings_worst(&seen.findings, NULL, 8), ASSAY_SEVERITY_NONE);
    inspect_bytes(&memory, bytes_of_text("BP1|P3"), NULL, &seen);
    CHECK(seen.claims == NULL && seen.what.format == NULL);
    CHECK_UINT(seen.member_count, 2);
    if (seen.member_count == 2) {
        CHECK(seen.members[1].claims != NULL && seen.members[1].format == &fake_plain);
        CHECK_TEXT(seen.members[1].label, "1");
    }
    inspect_bytes(&memory, bytes_of_text("P2"), NULL, &seen);
    CHECK(findings_has(&seen.findings, NULL, "format.ambiguous") && seen.claims == NULL);
    inspect_bytes(&memory, bytes_of_text("Q"), NULL, &seen);
    CHECK(findings_has(&seen.findings, NULL, "format.unknown") && seen.claims == NULL);
    inspect_bytes(&memory, bytes_of_text("B!"), NULL, &seen);
    CHECK(findings_has(&seen.findings, NULL, "format.unknown") && seen.damaged);
    inspect_bytes(&memory, bytes_of_text("B!"), "box", &seen);
    CHECK(findings_has(&seen.findings, NULL, "format.unknown") && seen.damaged);
    CHECK_TEXT(seen.fault.what, "box");
    char large[66];
    memset(large, 'P', sizeof large);
    inspect_bytes(&memory, bytes_of(large, 64), NULL, &seen);
    CHECK(seen.claims != NULL);
    inspect_bytes(&memory, bytes_of(large, 65), NULL, &seen);
    CHECK(findings_has(&seen.findings, NULL, "size.evidence") && seen.claims == NULL);
}

int main(void)
{
    arena_init(&memory, NULL, LIMIT_APPRAISAL_MEMORY);
    RUN(bytes_are_taken_as_they_are_or_decoded_once);
    RUN(a_container_holds_one_piece_or_several);
    RUN(the_end_of_the_only_line_is_no_part_of_it);
    RUN(nothing_is_decoded_twice);
    RUN(two_readings_are_one_too_many);
    RUN(a_named_format_is_the_only_one);
    RUN(want_of_memory_only_loses_readings);
    RUN(what_is_no_evidence_is_dissected_and_never_appraised);
    RUN(inspection_says_what_it_is);
    arena_release(&memory);
    return DONE();
}
