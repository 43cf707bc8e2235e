/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/pem.h"
#include "check.h"

static arena memory;

#define BLOCK(label, body) "-----BEGIN " label "-----\n" body "-----END " label "-----\n"

/* All blocks of `in` as "label=bytes;", then the fault's reason if there is one. */
static const char *blocks(assay_bytes in)
{
    static char out[512];
    fault f = {0};
    cursor c = cur_over(in, &f);
    assay_str label;
    assay_bytes der;
    size_t len = 0;
    out[0] = '\0';
    while (pem_next(&c, &memory, &label, &der)) {
        len += (size_t)snprintf(out + len, sizeof out - len, "%s=%.*s;", label.ptr, (int)der.len,
                                (const char *)der.ptr);
    }
    snprintf(out + len, sizeof out - len, "%s", f.why != NULL ? f.why : "");
    return out;
}

static const char *blocks_of(const char *in)
{
    return blocks(bytes_of_text(in));
}

static void blocks_in_order(void)
{
    CHECK_TEXT(blocks_of(""), "");
    CHECK_TEXT(blocks_of("no block here\n"), "");
    CHECK_TEXT(blocks_of(BLOCK("CERTIFICATE", "Zm9v\n")), "CERTIFICATE=foo;");
    CHECK_TEXT(blocks_of(BLOCK("A", "Zm9v\nYmFy\n") BLOCK("X509 CRL", "Zg==\n")),
               "A=foobar;X509 CRL=f;");
    CHECK_TEXT(blocks_of(BLOCK("A", "")), "A=;");
    CHECK_TEXT(blocks_of(BLOCK("A", "Z\nm9\nv\n")), "A=foo;"); /* any line length */
}

static void what_files_have_in_fact(void)
{
    CHECK_TEXT(blocks_of("-----BEGIN A-----\r\nZm9v\r\n-----END A-----\r\n"), "A=foo;");
    CHECK_TEXT(blocks_of("subject: CN=x\n\n" BLOCK("A", "Zm9v\n") "\n\nissuer\n" BLOCK(
                   "B", "Zg==\n") "tail"),
               "A=foo;B=f;");
    CHECK_TEXT(blocks_of("-----BEGIN A-----\nZm9v\n-----END A-----"), "A=foo;");
    static const char nuls[] = BLOCK("A", "Zm9v\n") "\0\0";
    CHECK_TEXT(blocks(bytes_of(nuls, sizeof nuls)), "A=foo;");
    static const char nul_after_end[] = "-----BEGIN A-----\nZm9v\n-----END A-----\0";
    CHECK_TEXT(blocks(bytes_of(nul_after_end, sizeof nul_after_end)), "A=foo;");
}

static void line_lengths(void)
{
    char in[256] = "-----BEGIN A-----\n";
    size_t start = strlen(in);
    memset(in + start, 'A', 76);
    strcpy(in + start + 76, "\n-----END A-----\n");
    CHECK(strncmp(blocks_of(in), "A=", 2) == 0 && strstr(blocks_of(in), "too long") == NULL);
    memset(in + start, 'A', 80);
    strcpy(in + start + 80, "\n-----END A-----\n");
    CHECK_TEXT(blocks_of(in), "line too long");
}

static void damaged_blocks_are_faults(void)
{
    static const char *const cases[][2] = {
        {"-----BEGIN A-----\nZm9v\n", "no END line"},
        {"-----BEGIN A-----", "no END line"},
        {"-----BEGIN A-----\nZm9v\n" BLOCK("A", "Zm9v\n"), "no END line"},
        {"-----BEGIN A-----\nZm9v\n-----END B-----\n", "END does not match BEGIN"},
        {"-----BEGIN A-----\nZm9v\n-----END A----\n", "END does not match BEGIN"},
        {"-----BEGIN A-----\nZm9v\n-----END A-----x\n", "END does not match BEGIN"},
        {"-----BEGIN A-----\nZm9v\n-----END A----- \n", "END does not match BEGIN"},
        {"-----END A-----\n", "END without BEGIN"},
        {BLOCK("A", "Zm9v\n\n"), "empty line"},
        {BLOCK("A", "Proc-Type: 4,ENCRYPTED\n\nZm9v\n"), "header inside a block"},
        {BLOCK("A", "Zm9\n"), "not base64"},
        {BLOCK("A", "Zm9v \n"), "not base64"},
        {BLOCK("A", " Zm9v\n"), "not base64"},
        {BLOCK("A", "Zg==\nZg==\n"), "not base64"},
        {BLOCK("A", "Zh==\n"), "not base64"},
        {BLOCK("A", "Zm-v\n"), "not base64"},
        {BLOCK("A", "-\nZm9v\n"), "not base64"},
        {BLOCK("", "Zm9v\n"), "not a label"},
        {BLOCK(" A", "Zm9v\n"), "not a label"},
        {BLOCK("A  B", "Zm9v\n"), "not a label"},
        {BLOCK("A ", "Zm9v\n"), "not a label"},
        {BLOCK("A\x01", "Zm9v\n"), "not a label"},
        {BLOCK("A\x80", "Zm9v\n"), "not a label"},
        {"-----BEGIN A----\nZm9v\n", "not a label"},
        {"-----BEGIN \n", "not a label"},
        {BLOCK("A", "Zm9v\n") "-----BEGIN B-----\nZ", "A=foo;no END line"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK_TEXT(blocks_of(cases[i][0]), cases[i][1]);
    }
}

static void labels_are_bounded(void)
{
    char in[400], label[80];
    for (int len = 64; len <= 65; len++) {
        snprintf(label, sizeof label, "%0*d", len, 0);
        snprintf(in, sizeof in, "-----BEGIN %s-----\nZm9v\n-----END %s-----\n", label, label);
        CHECK((strstr(blocks_of(in), "not a label") != NULL) == (len == 65));
    }
}

static void faults_know_their_place(void)
{
    fault f = {0};
    assay_str label;
    assay_bytes der;
    cursor c = cur_over(bytes_of_text("text\n-----BEGIN A-----\nZm9v\n\n"), &f);
    CHECK(!pem_next(&c, &memory, &label, &der));
    CHECK_TEXT(f.what, "pem.line");
    CHECK_UINT(f.at, 28);
}

static void probing(void)
{
    CHECK(pem_probe(bytes_of_text("x\n-----BEGIN A-----\n")));
    CHECK(!pem_probe(bytes_of_text("x -----BEGIN A-----\n")));
    CHECK(!pem_probe(bytes_of_text("----BEGIN A-----\n")));
    CHECK(!pem_probe(bytes_of_text("-----BEGIN")));
    CHECK(!pem_probe(bytes_of(NULL, 0)));
}

static void no_memory_is_no_fault(void)
{
    for (size_t budget = 0; budget < 200; budget += 8) {
        arena small;
        fault f = {0};
        assay_str label;
        assay_bytes der;
        arena_init(&small, NULL, budget);
        cursor c = cur_over(bytes_of_text(BLOCK("A", "Zm9v\n")), &f);
        bool got = pem_next(&c, &small, &label, &der);
        CHECK(got == (small.state == ARENA_OK));
        CHECK(f.what == NULL);
        arena_release(&small);
    }
}

int main(void)
{
    arena_init(&memory, NULL, 1 << 20);
    RUN(blocks_in_order);
    RUN(what_files_have_in_fact);
    RUN(line_lengths);
    RUN(damaged_blocks_are_faults);
    RUN(labels_are_bounded);
    RUN(faults_know_their_place);
    RUN(probing);
    RUN(no_memory_is_no_fault);
    arena_release(&memory);
    return DONE();
}
