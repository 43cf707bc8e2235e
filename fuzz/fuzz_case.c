/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is read back of an appraisal: a case file, read and replayed, whose own case must then give
 * the same result; else a stored result, drawn and compared with itself.
 */
#include "compare.h"
#include "tree.h"
#include "must.h"

#include <stdio.h>

#define BUDGET (256u << 20)

static assay_appraisal *replayed(arena *a, assay_bytes in, case_record *c)
{
    assay_appraisal *out = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_status s = case_read(a, in, c, &err);
    if (s == ASSAY_OK) {
        s = case_replay(c, &out, &err);
    }
    MUST((s == ASSAY_OK) == (out != NULL));
    MUST(s == ASSAY_OK || (s == ASSAY_E_CONFIG && err.status == s && err.message[0] != '\0'));
    return out;
}

static void replay_twice(assay_bytes in)
{
    arena a;
    case_record first, second;
    arena_init(&a, NULL, BUDGET);
    assay_appraisal *once = replayed(&a, in, &first);
    assay_str kept = assay_appraisal_document(once, "case");
    assay_appraisal *twice = once != NULL ? replayed(&a, bytes_of_str(kept), &second) : NULL;
    if (once != NULL) {
        assay_str then = assay_appraisal_document(once, "json");
        assay_str now = assay_appraisal_document(twice, "json");
        MUST(then.ptr != NULL && bytes_equal(bytes_of_str(then), bytes_of_str(now)));
    }
    assay_appraisal_free(twice);
    assay_appraisal_free(once);
    arena_release(&a);
}

static const char other[] =
    "{\"status\":\"accepted\",\"claims\":{\"cpu\":{\"debug\":true}},\"findings\":[{\"id\":"
    "\"snp.debug\",\"label\":\"evidence\",\"severity\":\"note\"}],\"needs\":[{\"role\":\"crl\"}]}";

/* What the tools print goes nowhere here. */
static void draw(assay_bytes in)
{
    cli c = {0};
    fault f = {0};
    arena_init(&c.arena, NULL, BUDGET);
    stored_result s = {.path = "result", .result = json_parse_document(&c.arena, in, &f)};
    if (json_is(s.result, JSON_OBJECT)) {
        tree_draw_result(&c, s.result, in.len % 2 == 0);
        stored_result t = {.path = "other",
                           .result = json_parse_document(&c.arena, bytes_of_text(other), &f)};
        MUST(results_compare(&c, &s, &s) == EXIT_ACCEPTED);
        MUST(results_compare(&c, &s, &t) == EXIT_ACCEPTED);
    }
    arena_release(&c.arena);
}

static void silence(void)
{
    static bool silent;
    if (!silent) {
        silent = freopen("/dev/null", "w", stdout) != NULL;
        MUST(silent);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_bytes in = bytes_of(data, size);
    if (case_probe(in)) {
        replay_twice(in);
        return 0;
    }
    silence();
    draw(in);
    return 0;
}
