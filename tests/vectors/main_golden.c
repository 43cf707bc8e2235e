/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assay-golden CASES.json FOLDER: for each FOLDER/<name>.json the result of the case <family>/<name>
 * must be these bytes. With ASSAY_BLESS=1 the files are written anew.
 */
#include "base/limits.h"
#include "runner.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static const json *find_case(const json *cases, const char *file)
{
    size_t len = strlen(file) - strlen(".json");
    for (const json *c = cases->first; c != NULL; c = c->next) {
        assay_str id = json_text(json_member(c, "id"));
        const char *slash = id.ptr != NULL ? memchr(id.ptr, '/', id.len) : NULL;
        size_t name = slash != NULL ? id.len - (size_t)(slash + 1 - id.ptr) : 0;
        if (slash != NULL && name == len && memcmp(slash + 1, file, len) == 0) {
            return c;
        }
    }
    return NULL;
}

static void write_file(run *r, const char *path, assay_str document)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(document.ptr, 1, document.len, f) != document.len || fclose(f) != 0) {
        disagree(r, "cannot write %s", path);
    }
}

static void compare(run *r, const char *path, assay_str document)
{
    r->folder = ""; /* the golden's path is whole */
    assay_bytes wanted = case_file(r, (assay_str){path, strlen(path)});
    if (!bytes_equal(wanted, bytes_of_str(document))) {
        disagree(r, "differs from %s; with ASSAY_BLESS=1 it is written anew", path);
    }
}

static void judge(run *r, const char *path)
{
    assay_trust *t = case_trust(r, family_of(case_text(r, "format")));
    r->policy = case_policy(r);
    assay_engine *e = t != NULL && r->policy != NULL ? case_engine(r, t) : NULL;
    assay_request *q = e != NULL ? case_request(r, NULL, false) : NULL;
    assay_appraisal *a = q != NULL ? case_appraise(r, e, q) : NULL;
    if (a != NULL && getenv("ASSAY_BLESS") != NULL) {
        write_file(r, path, assay_appraisal_document(a, "json"));
    } else if (a != NULL) {
        compare(r, path, assay_appraisal_document(a, "json"));
    }
    assay_appraisal_free(a);
    assay_request_free(q);
    assay_engine_free(e);
    assay_policy_release(r->policy);
    assay_trust_release(t);
}

static bool run_file(run *r, const json *cases, const char *folder, const char *file)
{
    arena memory;
    arena_init(&memory, NULL, LIMIT_STORE_MEMORY);
    r->arena = &memory;
    r->why = text_new(&memory, LIMIT_JSON_BYTES);
    r->spec = find_case(cases, file);
    if (r->spec == NULL) {
        disagree(r, "no such case");
    } else {
        judge(r, arena_format(&memory, "%s/%s", folder, file));
    }
    bool good = r->why.len == 0;
    if (!good) {
        printf("%s: %.*s\n", file, (int)r->why.len, r->why.ptr);
    }
    arena_release(&memory);
    return good;
}

int main(int argc, char **argv)
{
    arena memory;
    arena_init(&memory, NULL, LIMIT_STORE_MEMORY);
    const json *cases = NULL;
    run r = {.shared = "."};
    DIR *d = argc == 3 ? opendir(argv[2]) : NULL;
    if (d == NULL || !run_open(&r, &memory, argv[1], &cases)) {
        fprintf(stderr, "usage: assay-golden CASES.json FOLDER\n");
        return 2;
    }
    const char *folder = r.folder;
    unsigned passed = 0, failed = 0;
    for (struct dirent *f; (f = readdir(d)) != NULL;) {
        size_t len = strlen(f->d_name);
        if (len > 5 && strcmp(f->d_name + len - 5, ".json") == 0) {
            r.folder = folder;
            bool good = run_file(&r, cases, argv[2], f->d_name);
            passed += good;
            failed += !good;
        }
    }
    closedir(d);
    printf("%u passed, %u failed\n", passed, failed);
    assay_policy_release(r.any_genuine);
    arena_release(&memory);
    return failed == 0 && passed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
