/* SPDX-License-Identifier: Apache-2.0 */
/* assay-vectors CASES.json [--shared DIR] [--only GLOB] [--json]: runs every case of the file. */
#include "base/limits.h"
#include "formats/format.h"
#include "runner.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const char *cases, *shared, *only;
    bool json;
} options;

/* Formats that have no runner; a corpus has a test of its own. */
static const char *const skipped[] = {"comid*",    "corim*",           "coserv*",  "cmw*",
                                      "cbor-diag", "cose-key",         "*-claims", "x5c-chain-json",
                                      "jwt-coco",  "spdm-parse-truth", "corpus-*"};
static const char *const inspected[] = {"snp-msg-report-rsp", "ccel-eventlog", "ccel-acpi-table",
                                        "cms-enveloped-data", "tdx-tdreport"};

static bool listed(const char *format_id, const char *const *globs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (fnmatch(globs[i], format_id, 0) == 0) {
            return true;
        }
    }
    return false;
}

static bool known(const char *id)
{
    return format_find(id) != NULL || container_find(id) != NULL || dissector_find(id) != NULL;
}

static bool members_known(const run *r)
{
    const json *members = json_member(r->spec, "members");
    for (const json *m = members != NULL ? members->first : NULL; m != NULL; m = m->next) {
        assay_str id = json_text(json_member(m, "format"));
        if (id.ptr == NULL || !known(arena_text(r->arena, bytes_of_str(id)))) {
            return false;
        }
    }
    return members != NULL;
}

static case_outcome run_case(run *r)
{
    const char *id = case_text(r, "format");
    if (strcmp(id, "x509-cert") == 0 || strcmp(id, "crl") == 0 ||
        strcmp(id, "ocsp") == 0) {
        return run_certificate(r);
    }
    if (run_lacks_rim(r)) {
        return CASE_SKIPPED;
    }
    if (strcmp(id, "rim") == 0) {
        return run_rim(r);
    }
    if (strcmp(id, "nvidia-cert-chain") == 0) {
        return run_certificate(r);
    }
    if (strcmp(id, "jwks") == 0) {
        return run_keys(r);
    }
    if (listed(id, skipped, ARRAY_LEN(skipped))) {
        return CASE_SKIPPED;
    }
    if (strcmp(id, "composite") == 0) {
        return members_known(r) ? run_evidence(r) : CASE_SKIPPED;
    }
    if (!known(id)) {
        return CASE_SKIPPED;
    }
    return listed(id, inspected, ARRAY_LEN(inspected)) ? run_inspection(r) : run_evidence(r);
}

static void print_case(const options *o, const run *r, case_outcome outcome)
{
    static const char *const words[] = {"passed", "failed", "skipped"};
    const char *id = case_text(r, "id");
    if (o->json) {
        printf("{\"id\":\"%s\",\"outcome\":\"%s\"}\n", id, words[outcome]);
        return;
    }
    if (outcome == CASE_FAILED) {
        printf("%s: %.*s\n", id, (int)r->why.len, r->why.ptr != NULL ? r->why.ptr : "");
    }
}

static bool run_all(const options *o, const json *cases, run *r)
{
    unsigned counts[3] = {0};
    for (const json *c = cases->first; c != NULL; c = c->next) {
        arena memory;
        arena_init(&memory, NULL, LIMIT_STORE_MEMORY);
        r->arena = &memory;
        r->spec = c;
        r->why = text_new(&memory, LIMIT_JSON_BYTES);
        if (fnmatch(o->only, case_text(r, "id"), 0) == 0) {
            case_outcome outcome = run_case(r);
            counts[outcome]++;
            print_case(o, r, outcome);
        }
        arena_release(&memory);
    }
    printf("%u facts compared\n", r->facts);
    printf("%u passed, %u failed, %u skipped\n", counts[0], counts[1], counts[2]);
    return counts[CASE_FAILED] == 0;
}

static int usage(void)
{
    fprintf(stderr, "usage: assay-vectors CASES.json [--shared DIR] [--only GLOB] [--json]\n");
    return 2;
}

static bool read_arguments(int argc, char **argv, options *o)
{
    *o = (options){.shared = "../shared", .only = "*"};
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (strcmp(argv[i], "--json") == 0) {
            o->json = true;
        } else if (strcmp(argv[i], "--shared") == 0 && more) {
            o->shared = argv[++i];
        } else if (strcmp(argv[i], "--only") == 0 && more) {
            o->only = argv[++i];
        } else if (o->cases == NULL && argv[i][0] != '-') {
            o->cases = argv[i];
        } else {
            return false;
        }
    }
    return o->cases != NULL;
}

int main(int argc, char **argv)
{
    options o;
    if (!read_arguments(argc, argv, &o)) {
        return usage();
    }
    arena memory;
    arena_init(&memory, NULL, LIMIT_STORE_MEMORY);
    const json *cases = NULL;
    run r = {.shared = o.shared};
    bool good = run_open(&r, &memory, o.cases, &cases) && run_all(&o, cases, &r);
    assay_policy_release(r.any_genuine);
    arena_release(&memory);
    assay_thread_end();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
