/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assay-bench: what an appraisal costs beside the signature checks and hashing that it cannot do
 * without, in the same run and with the same library.
 */
#include "base/error.h"
#include "bench/measure.h"
#include "forge/options.h"

#include <stdio.h>
#include <stdlib.h>

#define EXIT_BELOW_GOAL 1
#define EXIT_USAGE 2
#define EXIT_FAILED 4
#define MEMORY (256u << 20)

static const bench_format *const formats_measured[] = {
    &bench_snp,     &bench_hcl,        &bench_jwt_gcp_cs, &bench_jwt_maa,
    &bench_jwt_ita, &bench_jwt_ear,    &bench_jwt_nras,   &bench_jwt_nras_single,
    &bench_nsm,     &bench_nvidia_gpu, &bench_tdx};

static const option table[] = {
    {"--seconds", "S", "measure each rate for so long (default 3)"},
    {"--only", "GLOB", "only rows of such names"},
    {"--json", NULL, "print JSON"},
    {"--check", NULL, "exit 1 when a ratio or peak misses its goal"},
    {NULL, NULL, NULL},
};

static assay_status read_seconds(const options *given, double *out, assay_error *err)
{
    const char *value = options_value(given, "--seconds", 0);
    char *end = NULL;
    *out = value != NULL ? strtod(value, &end) : 3;
    if (*out > 0 && *out <= 3600 && (value == NULL || *end == '\0')) {
        return ASSAY_OK;
    }
    return error_set(err, ASSAY_E_ARGUMENT, "--seconds is a number up to 3600, not \"%s\"", value);
}

/* Rows begin with their format's id: one that begins otherwise than the glob need not be forged. */
static bool may_have_rows(const bench_format *f, const char *only)
{
    return only == NULL || strncmp(f->id, only, strcspn(only, "*?[/\\")) == 0;
}

static assay_status measure_all(const options *given, arena *a, report *out, assay_error *err)
{
    session s = {.only = options_value(given, "--only", 0), .arena = a, .report = out, .err = err};
    assay_status status = read_seconds(given, &s.seconds, err);
    for (size_t i = 0; status == ASSAY_OK && i < ARRAY_LEN(formats_measured); i++) {
        s.format = formats_measured[i];
        status = may_have_rows(s.format, s.only) ? measure_format(&s) : ASSAY_OK;
    }
    if (status == ASSAY_OK && out->count == 0) {
        return error_set(err, ASSAY_E_ARGUMENT, "no row has such a name");
    }
    return status;
}

static int conclude(const options *given, const report *r)
{
    if (options_value(given, "--json", 0) == NULL) {
        report_print(r);
    } else if (!report_print_json(r)) {
        return EXIT_FAILED;
    }
    bool judged = options_value(given, "--check", 0) != NULL;
    return judged && !report_meets_goals(r) ? EXIT_BELOW_GOAL : EXIT_SUCCESS;
}

static int fail(assay_status status, const assay_error *err)
{
    const char *message = err->message[0] != '\0' ? err->message : assay_status_name(status);
    fprintf(stderr, "assay-bench: error: %s\n", message);
    if (err->hint[0] != '\0') {
        fprintf(stderr, "hint: %s\n", err->hint);
    }
    return status == ASSAY_E_ARGUMENT ? EXIT_USAGE : EXIT_FAILED;
}

int main(int argc, char **argv)
{
    static report measured;
    static options given;
    assay_error err;
    assay_error_init(&err, sizeof err);
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        printf("usage: assay-bench [OPTION]...\n\n");
        options_help(table);
        return EXIT_SUCCESS;
    }
    arena a;
    arena_init(&a, NULL, MEMORY);
    assay_status status = options_read(&given, table, argc - 1, argv + 1, &err);
    status = status == ASSAY_OK ? measure_all(&given, &a, &measured, &err) : status;
    int code = status == ASSAY_OK ? conclude(&given, &measured) : fail(status, &err);
    arena_release(&a);
    return code;
}
