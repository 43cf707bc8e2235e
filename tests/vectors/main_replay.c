/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assay-replay CASES.json [--only GLOB] [--write DIR]: appraises every case of the file, keeps the
 * case file, and appraises that: the result must have the same bytes. With --write, case and result
 * stay in DIR.
 * assay-replay --check DIR: appraises what another build wrote there.
 */
#include "appraise/case.h"
#include "base/limits.h"
#include "runner.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

#define ENDING ".case"

typedef struct {
    const char *cases, *only, *write, *check;
} options;

static void keep(run *r, const char *dir, const char *ending, assay_str document)
{
    char *name = arena_text(r->arena, bytes_of_text(case_text(r, "id")));
    for (char *slash = name; (slash = strchr(slash, '/')) != NULL;) {
        *slash = '_';
    }
    const char *path = arena_format(r->arena, "%s/%s%s", dir, name, ending);
    FILE *f = fopen(path, "wb");
    bool written = f != NULL && fwrite(document.ptr, 1, document.len, f) == document.len;
    if (f == NULL || fclose(f) != 0 || !written) {
        disagree(r, "cannot write %s", path);
    }
}

/* The case once more, against the result that was reached then. */
static void replay(run *r, assay_bytes in, assay_bytes then)
{
    case_record c;
    assay_appraisal *again = NULL;
    assay_error err;
    assay_error_init(&err, sizeof err);
    if (case_read(r->arena, in, &c, &err) != ASSAY_OK ||
        case_replay(&c, &again, &err) != ASSAY_OK) {
        disagree(r, "the case is refused: %s:%u:%u: %s", err.source, err.line, err.column,
                 err.message);
        return;
    }
    assay_str now = assay_appraisal_document(again, "json");
    if (now.ptr == NULL || !bytes_equal(bytes_of_str(now), then)) {
        disagree(r, "the result has other bytes");
    }
    assay_appraisal_free(again);
}

static void record_and_replay(run *r, const options *o, assay_trust *t)
{
    assay_engine *e = case_engine(r, t);
    assay_request *q = case_request(r, NULL, false);
    assay_appraisal *a = e != NULL && q != NULL ? case_appraise(r, e, q) : NULL;
    assay_str written = assay_appraisal_document(a, "case");
    assay_str then = assay_appraisal_document(a, "json");
    if (a != NULL && (written.ptr == NULL || then.ptr == NULL)) {
        disagree(r, "no document");
    } else if (a != NULL && o->write != NULL) {
        keep(r, o->write, ENDING, written);
        keep(r, o->write, ".json", then);
    } else if (a != NULL) {
        replay(r, bytes_of_str(written), bytes_of_str(then));
    }
    assay_appraisal_free(a);
    assay_request_free(q);
    assay_engine_free(e);
}

static bool is_evidence(const run *r)
{
    return family_of(case_text(r, "format")) != NULL;
}

static case_outcome run_case(run *r, const options *o)
{
    if (!is_evidence(r)) {
        return CASE_SKIPPED;
    }
    r->policy = case_policy(r);
    assay_trust *t = case_trust(r, family_of(case_text(r, "format")));
    if (r->policy != NULL && t != NULL) {
        record_and_replay(r, o, t);
    }
    assay_trust_release(t);
    assay_policy_release(r->policy);
    return r->why.len == 0 ? CASE_PASSED : CASE_FAILED;
}

static void begin(run *r, arena *memory)
{
    arena_init(memory, NULL, LIMIT_STORE_MEMORY);
    r->arena = memory;
    r->why = text_new(memory, LIMIT_JSON_BYTES);
}

static bool finish(const char *id, run *r, unsigned counts[3], case_outcome outcome)
{
    counts[outcome]++;
    if (outcome == CASE_FAILED) {
        printf("%s: %.*s\n", id, (int)r->why.len, r->why.ptr);
    }
    return outcome != CASE_FAILED;
}

static bool run_all(const options *o, const json *cases, run *r)
{
    unsigned counts[3] = {0};
    for (const json *c = cases->first; c != NULL; c = c->next) {
        arena memory;
        begin(r, &memory);
        r->spec = c;
        if (fnmatch(o->only, case_text(r, "id"), 0) == 0) {
            finish(case_text(r, "id"), r, counts, run_case(r, o));
        }
        arena_release(&memory);
    }
    printf("%u passed, %u failed, %u skipped\n", counts[0], counts[1], counts[2]);
    return counts[CASE_FAILED] == 0 && counts[CASE_PASSED] > 0;
}

static void check_file(run *r, const char *name)
{
    size_t stem = strlen(name) - strlen(ENDING);
    const char *result = arena_format(r->arena, "%.*s.json", (int)stem, name);
    assay_bytes in = case_file(r, str_of(name));
    assay_bytes then = case_file(r, str_of(result));
    if (in.ptr != NULL && then.ptr != NULL) {
        replay(r, in, then);
    }
}

static bool check_all(const options *o, run *r)
{
    unsigned counts[3] = {0};
    DIR *d = opendir(o->check);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        if (fnmatch("*" ENDING, e->d_name, 0) != 0) {
            continue;
        }
        arena memory;
        begin(r, &memory);
        r->folder = arena_format(&memory, "%s/", o->check);
        check_file(r, e->d_name);
        finish(e->d_name, r, counts, r->why.len == 0 ? CASE_PASSED : CASE_FAILED);
        arena_release(&memory);
    }
    if (d != NULL) {
        closedir(d);
    }
    printf("%u passed, %u failed\n", counts[CASE_PASSED], counts[CASE_FAILED]);
    return counts[CASE_FAILED] == 0 && counts[CASE_PASSED] > 0;
}

static bool read_arguments(int argc, char **argv, options *o)
{
    *o = (options){.only = "*"};
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (strcmp(argv[i], "--only") == 0 && more) {
            o->only = argv[++i];
        } else if (strcmp(argv[i], "--write") == 0 && more) {
            o->write = argv[++i];
        } else if (strcmp(argv[i], "--check") == 0 && more) {
            o->check = argv[++i];
        } else if (o->cases == NULL && argv[i][0] != '-') {
            o->cases = argv[i];
        } else {
            return false;
        }
    }
    return (o->cases != NULL) != (o->check != NULL);
}

int main(int argc, char **argv)
{
    options o;
    if (!read_arguments(argc, argv, &o)) {
        fprintf(stderr, "usage: assay-replay CASES.json [--only GLOB] [--write DIR]\n"
                        "       assay-replay --check DIR\n");
        return 2;
    }
    arena memory;
    arena_init(&memory, NULL, LIMIT_STORE_MEMORY);
    const json *cases = NULL;
    run r = {.shared = "../shared"};
    bool good = o.check != NULL ? check_all(&o, &r)
                                : run_open(&r, &memory, o.cases, &cases) && run_all(&o, cases, &r);
    assay_policy_release(r.any_genuine);
    arena_release(&memory);
    assay_thread_end();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
