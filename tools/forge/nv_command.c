/* SPDX-License-Identifier: Apache-2.0 */
/* One device's report with its chain and cases.json. */
#include "forge/nv_command.h"

#include "base/text.h"
#include "base/time.h"
#include "forge/nv_case.h"

#include <stdio.h>

const option fnv_options[] = {
    {"--out", "DIR", "where the files go (required)"},
    {"--model", "NAME", "h100, gb100 or ls10 (default h100)"},
    {"--device", "LETTER", "a to z: keys and serials of its own (default a)"},
    {"--nonce", "HEX", "32 bytes; what the device is asked with"},
    {"--field", "TYPE=HEX", "an opaque field; without HEX it is left out; may be repeated"},
    {"--defect", "NAME", "what to spoil (see `assay-forge list`); may be repeated"},
    {"--at", "TIME", "of the appraisal, RFC 3339 (default 2026-06-01T00:00:00Z)"},
    {NULL, NULL, NULL},
};

typedef struct {
    const char *out;
    fnv_model model;
    char device;
    assay_time at;
    assay_bytes nonce;
    fnv_row said; /* the gravest of the rows; a good one at first */
} wish;

static bool model_of(const char *name, fnv_model *out)
{
    static const char *const names[FNV_MODELS] = {"h100", "gb100", "ls10"};
    for (fnv_model m = FNV_H100; m < FNV_MODELS; m++) {
        if (strcmp(name, names[m]) == 0) {
            *out = m;
            return true;
        }
    }
    return false;
}

static assay_status read_wish(const options *o, arena *a, wish *w, assay_error *err)
{
    const char *nonce = options_value(o, "--nonce", 0), *at = options_value(o, "--at", 0);
    const char *model = options_value(o, "--model", 0), *device = options_value(o, "--device", 0);
    w->out = options_value(o, "--out", 0);
    w->at = FNV_DEFAULT_AT;
    w->device = device != NULL ? device[0] : 'a';
    if (w->out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "--out says where the files go");
    }
    if (model != NULL && !model_of(model, &w->model)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--model takes h100, gb100 or ls10");
    }
    if (w->device < 'a' || w->device > 'z' || (device != NULL && device[1] != '\0')) {
        return error_set(err, ASSAY_E_ARGUMENT, "--device takes a letter from a to z");
    }
    if (nonce != NULL &&
        (!hex_decode(a, bytes_of_text(nonce), &w->nonce) || w->nonce.len != FNV_NONCE_LEN)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--nonce takes hex of 32 bytes");
    }
    if (at != NULL && !time_from_rfc3339(bytes_of_text(at), &w->at)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--at takes a time such as 2026-06-01T00:00:00Z");
    }
    return ASSAY_OK;
}

static assay_status set_fields(const options *o, arena *a, fnv_recipe *r, assay_error *err)
{
    const char *given;
    for (size_t i = 0; (given = options_value(o, "--field", i)) != NULL; i++) {
        const char *equals = strchr(given, '=');
        size_t len = equals != NULL ? (size_t)(equals - given) : strlen(given);
        uint64_t type;
        assay_bytes value = {NULL, 0};
        bool good = uint_parse(bytes_of(given, len), &type) && type <= UINT16_MAX &&
                    (equals == NULL || hex_decode(a, bytes_of_text(equals + 1), &value));
        if (!good) {
            return error_set(err, ASSAY_E_ARGUMENT, "--field takes TYPE=HEX, not %s", given);
        }
        if (equals == NULL) {
            fnv_remove(r, (uint16_t)type);
        } else {
            fnv_set(r, (uint16_t)type, value);
        }
    }
    return ASSAY_OK;
}

static assay_status spoil(const options *o, arena *a, key_ring *ring, fnv_recipe *r, wish *w,
                          assay_error *err)
{
    const char *name;
    for (size_t i = 0; (name = options_value(o, "--defect", i)) != NULL; i++) {
        const fnv_row *row = fnv_row_find(name);
        if (row == NULL) {
            error_set(err, ASSAY_E_ARGUMENT, "there is no defect \"%s\" of NVIDIA devices", name);
            error_hint(err, "`assay-forge list` has them all");
            return ASSAY_E_ARGUMENT;
        }
        if (fnv_is_switch(row->model) != fnv_is_switch(r->model)) {
            return error_set(err, ASSAY_E_ARGUMENT, "%s is of another --model", name);
        }
        if (row->spoil != NULL) {
            row->spoil(r, a, ring, row);
        }
        if (i == 0 || row->outcome < w->said.outcome) {
            w->said = *row;
        }
    }
    return ASSAY_OK;
}

static assay_status write_all(arena *a, const wish *w, const fnv_recipe *r,
                              const fnv_evidence *made, assay_error *err)
{
    case_sink sink;
    fnv_row named = w->said;
    named.name = "report";
    named.model = r->model;
    cases_open(&sink, w->out, a, err);
    fnv_sink_case(&sink, "", &named, r, made);
    assay_status status = cases_close(&sink);
    if (status == ASSAY_OK) {
        printf("%s/report.bin\n%s/report.chain.pem\n%s/report.root.der\n%s/cases.json\n", w->out,
               w->out, w->out, w->out);
        printf("expect: %s%s%s\n", fnv_expectation(named.outcome),
               named.finding == NULL ? "" : ", finding ",
               named.finding == NULL ? "" : named.finding);
    }
    return status;
}

static assay_status make(const options *o, arena *a, key_ring *ring, fnv_recipe *r, wish *w,
                         assay_error *err)
{
    fnv_evidence made;
    if (!fnv_recipe_init(r, a, ring, w->model, w->device, w->at, w->nonce)) {
        return ASSAY_E_MEMORY;
    }
    assay_status status = set_fields(o, a, r, err);
    status = status == ASSAY_OK ? spoil(o, a, ring, r, w, err) : status;
    status = status == ASSAY_OK ? fnv_make(r, a, ring, &made) : status;
    return status == ASSAY_OK ? write_all(a, w, r, &made, err) : status;
}

assay_status fnv_run(const options *o, arena *a, assay_error *err)
{
    wish w = {.said = *fnv_row_at(0)};
    assay_status status = read_wish(o, a, &w, err);
    fnv_recipe *r = ARENA_NEW(a, fnv_recipe);
    key_ring *ring = key_ring_new();
    if (status == ASSAY_OK && r != NULL && ring != NULL) {
        status = make(o, a, ring, r, &w, err);
    }
    key_ring_free(ring);
    return r == NULL || ring == NULL ? ASSAY_E_MEMORY : status;
}

void fnv_list_rows(void)
{
    const fnv_row *row;
    for (size_t i = 0; (row = fnv_row_at(i)) != NULL; i++) {
        printf("%-26s %-10s %s\n", row->name, fnv_expectation(row->outcome), row->does);
    }
}
