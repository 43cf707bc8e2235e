/* SPDX-License-Identifier: Apache-2.0 */
/* assay-forge: test evidence under throw-away keys. */
#include "base/text.h"
#include "base/time.h"
#include "forge/files.h"
#include "forge/hcl_case.h"
#include "forge/hcl_command.h"
#include "forge/jwt_case.h"
#include "codec/json.h"
#include "forge/nras_case.h"
#include "forge/nsm_case.h"
#include "forge/nsm_command.h"
#include "forge/nv_case.h"
#include "forge/nv_command.h"
#include "forge/options.h"
#include "forge/rim_rows.h"
#include "forge/snp_fixtures.h"
#include "forge/tdx_case.h"
#include "forge/tdx_command.h"

#include <stdio.h>
#include <stdlib.h>

#define EXIT_USAGE 2
#define EXIT_IO 4
#define EXIT_BUG 70
#define MEMORY (16u << 20)
#define DEFECTS_MAX 1024

typedef struct {
    const char *name, *summary;
    const option *options;
    assay_status (*run)(const options *o, arena *a, assay_error *err);
} command;

static const option snp_options[] = {
    {"--out", "DIR", "where the files go (required)"},
    {"--product", "NAME", "Milan (default), Genoa, Siena or Turin"},
    {"--version", "N", "of the report: 2 to 5 (default)"},
    {"--vlek", NULL, "signed by a VLEK instead of a VCEK"},
    {"--nonce", "HEX", "up to 64 bytes; stands in report_data, zero-padded"},
    {"--set", "FIELD=VALUE", "a field of the report (see `assay-forge fields`); may be repeated"},
    {"--defect", "NAME", "what to spoil (see `assay-forge list`); may be repeated"},
    {"--at", "TIME", "of the appraisal, RFC 3339 (default 2026-06-01T00:00:00Z)"},
    {NULL, NULL, NULL},
};
static const option jwt_options[] = {
    {"--out", "DIR", "where the files go (required)"},
    {"--row", "NAME", "the token to begin with (see `assay-forge tokens`); default good-oidc-tdx"},
    {"--nonce", "HEX", "up to 64 bytes; stands in eat_nonce as hex"},
    {"--claim", "NAME=JSON", "a top-level claim; may be repeated"},
    {"--at", "TIME", "of the appraisal, RFC 3339 (default 2025-06-01T00:00:00Z)"},
    {NULL, NULL, NULL},
};
static const option fixtures_options[] = {
    {"--out", "DIR", "where the folders of the families go (required)"},
    {NULL, NULL, NULL},
};
static const option no_options[] = {{NULL, NULL, NULL}};

static assay_status out_folder(const options *o, const char **out, assay_error *err)
{
    *out = options_value(o, "--out", 0);
    return *out != NULL ? ASSAY_OK
                        : error_set(err, ASSAY_E_ARGUMENT, "--out says where the files go");
}

static assay_status find_defect(const char *name, const fsnp_defect **out, assay_error *err)
{
    static const char *names[DEFECTS_MAX];
    size_t count = 0;
    *out = fsnp_defect_find(name);
    if (*out != NULL) {
        return ASSAY_OK;
    }
    for (; count < DEFECTS_MAX && fsnp_defect_at(count) != NULL; count++) {
        names[count] = fsnp_defect_at(count)->name;
    }
    const char *near = text_nearest(name, names, count);
    error_set(err, ASSAY_E_ARGUMENT, "there is no defect \"%s\"", name);
    error_hint(err, near == NULL ? "`assay-forge list` has them all" : "did you mean %s?", near);
    return ASSAY_E_ARGUMENT;
}

/* The base: the first defect's, where no option says otherwise. */
static assay_status read_base(const options *o, fsnp_defect *base, assay_error *err)
{
    const char *product = options_value(o, "--product", 0);
    const char *version = options_value(o, "--version", 0);
    uint64_t number = base->version == 0 ? 5 : base->version;
    base->model = product != NULL ? product : base->model;
    if (base->model != NULL && fsnp_model_find(base->model) == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "--product is Milan, Genoa, Siena or Turin, not %s",
                         product);
    }
    if (version != NULL &&
        (!uint_parse(bytes_of_text(version), &number) || number < 2 || number > 5)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--version is 2 to 5, not %s", version);
    }
    base->version = (uint32_t)number;
    base->vlek = base->vlek || options_value(o, "--vlek", 0) != NULL;
    return ASSAY_OK;
}

static assay_status change(const options *o, arena *a, fsnp_recipe *r, assay_error *err)
{
    const char *nonce = options_value(o, "--nonce", 0), *at = options_value(o, "--at", 0), *set;
    assay_bytes bytes;
    if (nonce != NULL) {
        if (!hex_decode(a, bytes_of_text(nonce), &bytes) || bytes.len > sizeof r->nonce) {
            return error_set(err, ASSAY_E_ARGUMENT, "--nonce takes hex of up to 64 bytes");
        }
        fsnp_recipe_nonce(r, bytes);
    }
    if (at != NULL && !time_from_rfc3339(bytes_of_text(at), &r->at)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--at takes a time such as 2026-06-01T00:00:00Z");
    }
    assay_status status = ASSAY_OK;
    for (size_t i = 0; status == ASSAY_OK && (set = options_value(o, "--set", i)) != NULL; i++) {
        status = fsnp_report_set(r->report, set, err);
    }
    return status;
}

/* What all defects together should lead to: the gravest, which comes first in its enum. */
static assay_status spoil(const options *o, arena *a, fsnp_recipe *r, fsnp_defect *said,
                          assay_error *err)
{
    const char *name;
    for (size_t i = 0; (name = options_value(o, "--defect", i)) != NULL; i++) {
        const fsnp_defect *d;
        assay_status status = find_defect(name, &d, err);
        if (status != ASSAY_OK) {
            return status;
        }
        fsnp_defect_apply(d, r, a);
        if (i == 0 || d->outcome < said->outcome) {
            said->name = d->name;
            said->does = d->does;
            said->outcome = d->outcome;
            said->class = d->class;
            said->finding = d->finding;
            said->policy = d->policy;
            said->form = d->form;
        }
    }
    return ASSAY_OK;
}

static assay_status write_all(const char *out, arena *a, const fsnp_defect *said,
                              const fsnp_recipe *r, const fsnp_evidence *made, assay_error *err)
{
    const struct {
        const char *file;
        assay_bytes bytes;
    } files[] = {{"report.bin", made->report},
                 {"ext.bin", made->ext},
                 {"table.bin", made->table},
                 {"rsp.bin", made->rsp},
                 {r->vlek ? "vlek.der" : "vcek.der", made->vek},
                 {r->vlek ? "asvk.der" : "ask.der", made->ask},
                 {"ark.der", made->ark},
                 {"crl.der", made->crl}};
    assay_status status = ASSAY_OK;
    for (size_t i = 0; status == ASSAY_OK && i < ARRAY_LEN(files); i++) {
        status = files_write(out, files[i].file, files[i].bytes, err);
        if (status == ASSAY_OK) {
            printf("%s/%s\n", out, files[i].file);
        }
    }
    if (status != ASSAY_OK) {
        return status;
    }
    case_sink sink;
    cases_open(&sink, out, a, err);
    fsnp_sink_case(&sink, "", said, r, made);
    status = fsnp_sink_close(&sink);
    printf("%s/cases.json\nexpect: %s%s%s\n", out, fsnp_expectation(said),
           said->finding == NULL ? "" : ", finding ", said->finding == NULL ? "" : said->finding);
    return status;
}

static assay_status run_snp(const options *o, arena *a, assay_error *err)
{
    const char *out, *first = options_value(o, "--defect", 0);
    const fsnp_defect *defect = NULL;
    fsnp_defect said = {.name = "good", .does = "nothing is wrong", .outcome = FSNP_ACCEPTED};
    assay_status status = out_folder(o, &out, err);
    if (status == ASSAY_OK && first != NULL) {
        status = find_defect(first, &defect, err);
    }
    said = defect != NULL ? *defect : said;
    status = status == ASSAY_OK ? read_base(o, &said, err) : status;
    fsnp_recipe *r = ARENA_NEW(a, fsnp_recipe);
    key_ring *ring = key_ring_new();
    if (status == ASSAY_OK && r != NULL && ring != NULL) {
        fsnp_evidence made;
        fsnp_defect_base(&said, r);
        status = change(o, a, r, err);
        fsnp_recipe_derive(r, a, ring);
        status = status == ASSAY_OK ? spoil(o, a, r, &said, err) : status;
        status = status == ASSAY_OK ? fsnp_make(r, a, ring, &made) : status;
        status = status == ASSAY_OK ? write_all(out, a, &said, r, &made, err) : status;
    }
    key_ring_free(ring);
    return r == NULL || ring == NULL ? ASSAY_E_MEMORY : status;
}

static assay_status change_token(const options *o, arena *a, fjwt_recipe *r, assay_error *err)
{
    const char *nonce = options_value(o, "--nonce", 0), *at = options_value(o, "--at", 0), *set;
    assay_bytes bytes;
    if (nonce != NULL) {
        if (!hex_decode(a, bytes_of_text(nonce), &bytes) || bytes.len > sizeof r->nonce) {
            return error_set(err, ASSAY_E_ARGUMENT, "--nonce takes hex of up to 64 bytes");
        }
        fjwt_recipe_nonce(r, a, bytes);
    }
    if (at != NULL) {
        assay_time moment;
        if (!time_from_rfc3339(bytes_of_text(at), &moment)) {
            return error_set(err, ASSAY_E_ARGUMENT,
                             "--at takes a time such as 2025-06-01T00:00:00Z");
        }
        fjwt_recipe_move(r, a, moment);
    }
    for (size_t i = 0; (set = options_value(o, "--claim", i)) != NULL; i++) {
        const char *equals = strchr(set, '=');
        fault f = {0};
        if (equals == NULL || json_parse(a, bytes_of_text(equals + 1), &f) == NULL) {
            return error_set(err, ASSAY_E_ARGUMENT, "--claim takes NAME=JSON, not %s", set);
        }
        fjwt_set(&r->objects[FJWT_CLAIMS], arena_text(a, bytes_of(set, (size_t)(equals - set))),
                 equals + 1);
    }
    return ASSAY_OK;
}

static assay_status write_token(const char *out, arena *a, const fjwt_row *row,
                                const fjwt_recipe *r, assay_error *err)
{
    fjwt_evidence made;
    case_sink sink;
    key_ring *ring = key_ring_new();
    assay_status status = ring != NULL ? fjwt_make(r, a, ring, &made) : ASSAY_E_MEMORY;
    if (status == ASSAY_OK) {
        cases_open(&sink, out, a, err);
        fjwt_policy(&sink);
        fjwt_case(&sink, "", row, r, &made);
        status = cases_close(&sink);
        printf("%s/token.jwt\n%s/%s\n%s/cases.json\nexpect: %s\n", out, out,
               r->pki ? "root.der" : "keys.json", out, fjwt_expectation(row));
    }
    key_ring_free(ring);
    return status;
}

static assay_status run_jwt(const options *o, arena *a, assay_error *err)
{
    const char *out, *name = options_value(o, "--row", 0);
    const fjwt_row *row = fjwt_row_find(name != NULL ? name : "good-oidc-tdx");
    fjwt_recipe *r = ARENA_NEW(a, fjwt_recipe);
    assay_status status = out_folder(o, &out, err);
    if (status == ASSAY_OK && row == NULL) {
        error_set(err, ASSAY_E_ARGUMENT, "there is no row \"%s\"", name);
        error_hint(err, "`assay-forge tokens` has them all");
        status = ASSAY_E_ARGUMENT;
    }
    if (status != ASSAY_OK || r == NULL) {
        return r == NULL ? ASSAY_E_MEMORY : status;
    }
    fjwt_row_apply(row, r, a);
    status = change_token(o, a, r, err);
    return status == ASSAY_OK ? write_token(out, a, row, r, err) : status;
}

static assay_status run_fixtures(const options *o, arena *a, assay_error *err)
{
    static const struct {
        const char *folder;
        assay_status (*make)(const char *root, key_ring *ring, size_t *count, assay_error *err);
    } families[] = {{"snp", fsnp_fixtures},
                    {"hcl", fhcl_fixtures},
                    {"jwt", fjwt_fixtures},
                    {"nras", fnras_fixtures},
                    {"nsm", fnsm_fixtures},
                    {"nvgpu", fnv_gpu_fixtures},
                    {"nvswitch", fnv_switch_fixtures},
                    {"rim", frim_fixtures},
                    {"tdx", ftdx_fixtures}};
    const char *out;
    assay_status status = out_folder(o, &out, err);
    key_ring *ring = key_ring_new();
    for (size_t i = 0; i < ARRAY_LEN(families) && status == ASSAY_OK; i++) {
        size_t count = 0;
        const char *root = arena_format(a, "%s/%s", out, families[i].folder);
        status = root == NULL || ring == NULL ? ASSAY_E_MEMORY
                                              : families[i].make(root, ring, &count, err);
        if (status == ASSAY_OK) {
            printf("%zu cases in %s\n", count, root);
        }
    }
    key_ring_free(ring);
    return status;
}

static assay_status run_tokens(const options *o, arena *a, assay_error *err)
{
    (void)o;
    (void)a;
    (void)err;
    const fjwt_row *row;
    for (size_t i = 0; (row = fjwt_row_at(i)) != NULL; i++) {
        printf("%-26s %-10s %s\n", row->name, fjwt_expectation(row), row->does);
    }
    printf("\nof `nras`:\n");
    fnras_list();
    return ASSAY_OK;
}

static assay_status run_list(const options *o, arena *a, assay_error *err)
{
    (void)o;
    (void)a;
    (void)err;
    const fsnp_defect *d;
    for (size_t i = 0; (d = fsnp_defect_at(i)) != NULL; i++) {
        printf("%-26s %-10s %s\n", d->name, fsnp_expectation(d), d->does);
    }
    printf("\nof `hcl`:\n");
    fhcl_list();
    printf("\nof `nsm`:\n");
    fnsm_list();
    printf("\nof `nvidia`:\n");
    fnv_list_rows();
    printf("\nof `tdx`:\n");
    ftdx_list();
    printf("\nof `rim`:\n");
    frim_list();
    return ASSAY_OK;
}

static assay_status run_fields(const options *o, arena *a, assay_error *err)
{
    (void)o;
    (void)a;
    (void)err;
    for (size_t i = 0; i < fsnp_field_count; i++) {
        const fsnp_field *f = &fsnp_fields[i];
        printf("%-20s 0x%03zx %2zu bytes, %-6s %s\n", f->name, f->at, f->size,
               f->number ? "number" : "hex", f->what);
    }
    printf("\nof `tdx`:\n");
    ftdx_list_fields();
    return ASSAY_OK;
}

static const command commands[] = {
    {"snp", "one piece of SEV-SNP evidence with its certificates", snp_options, run_snp},
    {"jwt", "one token of Google, Microsoft, Intel or an EAR, with the keys that verify it", jwt_options, run_jwt},
    {"nras", "one answer of NVIDIA's attestation service with the keys that verify it",
     fnras_options, fnras_run},
    {"hcl", "an Azure VM's blob and vTPM quote with its certificates", fhcl_options, fhcl_run},
    {"nsm", "one AWS Nitro document, of an enclave or of NitroTPM", fnsm_options, fnsm_run},
    {"rim", "one signed RIM, or an OCSP answer about its signers", frim_options, frim_run},
    {"nvidia", "one report of an NVIDIA GPU or switch with its chain", fnv_options, fnv_run},
    {"tdx", "one Intel TDX or SGX quote with its certificates", ftdx_options, ftdx_run},
    {"fixtures", "the project's fixtures", fixtures_options, run_fixtures},
    {"list", "what can be spoiled, and what a verifier must say", no_options, run_list},
    {"tokens", "the tokens that `jwt --row` and `nras --row` make", no_options, run_tokens},
    {"fields", "the fields that --set takes", no_options, run_fields},
};

static void print_help(void)
{
    printf("usage: assay-forge COMMAND [OPTION]...\n\n"
           "Makes test evidence under throw-away keys. The same arguments give the same bytes.\n");
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        printf("\n%-10s %s\n", commands[i].name, commands[i].summary);
        options_help(commands[i].options);
    }
}

static int report(assay_status status, const assay_error *err)
{
    const char *message = err->message[0] != '\0' ? err->message : assay_status_name(status);
    fprintf(stderr, "assay-forge: error: %s\n", message);
    if (err->hint[0] != '\0') {
        fprintf(stderr, "hint: %s\n", err->hint);
    }
    return status == ASSAY_E_ARGUMENT ? EXIT_USAGE : status == ASSAY_E_IO ? EXIT_IO : EXIT_BUG;
}

static int run(const command *c, int argc, char **argv)
{
    arena a;
    assay_error err;
    assay_error_init(&err, sizeof err);
    arena_init(&a, &allocator_default, MEMORY);
    options *given = ARENA_NEW(&a, options);
    assay_status status =
        given == NULL ? ASSAY_E_MEMORY : options_read(given, c->options, argc, argv, &err);
    status = status == ASSAY_OK ? c->run(given, &a, &err) : status;
    arena_release(&a);
    return status == ASSAY_OK ? EXIT_SUCCESS : report(status, &err);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "help") == 0) {
            print_help();
            return EXIT_SUCCESS;
        }
    }
    for (size_t i = 0; argc > 1 && i < ARRAY_LEN(commands); i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            return run(&commands[i], argc - 2, argv + 2);
        }
    }
    fprintf(stderr, "assay-forge: error: %s\nhint: assay-forge --help\n",
            argc > 1 ? "there is no such command" : "which command?");
    return EXIT_USAGE;
}
