/* SPDX-License-Identifier: Apache-2.0 */
/* The command `assay-forge nras`: one answer with its keys, pin and cases.json. */
#include "forge/nras_case.h"

#include "base/text.h"
#include "base/time.h"
#include "codec/json.h"

#include <stdio.h>

const option fnras_options[] = {
    {"--out", "DIR", "where the files go (required)"},
    {"--row", "NAME", "the answer to begin with (see `assay-forge tokens`); default good-v3"},
    {"--gpus", "N", "how many GPUs, up to 64"},
    {"--switches", "N", "how many switches, up to 64 with the GPUs"},
    {"--nonce", "HEX", "32 bytes; stands in eat_nonce of every token"},
    {"--claim", "NAME=JSON", "a claim of the overall token; may be repeated"},
    {"--field", "NAME=JSON", "a claim of every device's token; may be repeated"},
    {"--at", "TIME", "of the appraisal, RFC 3339 (default 2026-06-01T00:00:00Z)"},
    {NULL, NULL, NULL},
};

static assay_status read_count(const options *o, const char *name, size_t *out, assay_error *err)
{
    uint64_t number;
    const char *value = options_value(o, name, 0);
    if (value == NULL) {
        return ASSAY_OK;
    }
    if (!uint_parse(bytes_of_text(value), &number) || number > LIMIT_NRAS_DEVICES) {
        return error_set(err, ASSAY_E_ARGUMENT, "%s takes a number up to %d", name,
                         LIMIT_NRAS_DEVICES);
    }
    *out = (size_t)number;
    return ASSAY_OK;
}

static assay_status edit(const options *o, arena *a, const char *name, fjwt_object *into,
                         assay_error *err)
{
    const char *set;
    for (size_t i = 0; (set = options_value(o, name, i)) != NULL; i++) {
        const char *equals = strchr(set, '=');
        fault f = {0};
        if (equals == NULL || json_parse(a, bytes_of_text(equals + 1), &f) == NULL) {
            return error_set(err, ASSAY_E_ARGUMENT, "%s takes NAME=JSON, not %s", name, set);
        }
        fjwt_set(into, arena_text(a, bytes_of(set, (size_t)(equals - set))), equals + 1);
    }
    return ASSAY_OK;
}

static assay_status change(const options *o, arena *a, fnras_recipe *r, assay_error *err)
{
    const char *nonce = options_value(o, "--nonce", 0), *at = options_value(o, "--at", 0);
    assay_time moment;
    if (nonce != NULL && !hex_decode_fixed(bytes_of_text(nonce), r->nonce, sizeof r->nonce)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--nonce takes hex of 32 bytes");
    }
    if (at != NULL && !time_from_rfc3339(bytes_of_text(at), &moment)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--at takes a time such as 2026-06-01T00:00:00Z");
    }
    if (at != NULL) {
        fnras_recipe_move(r, moment);
    }
    assay_status status = read_count(o, "--gpus", &r->gpus, err);
    status = status == ASSAY_OK ? read_count(o, "--switches", &r->switches, err) : status;
    if (status == ASSAY_OK &&
        (r->gpus + r->switches == 0 || r->gpus + r->switches > FNRAS_DEVICES_MAX)) {
        status = error_set(err, ASSAY_E_ARGUMENT, "1 to %d devices", LIMIT_NRAS_DEVICES);
    }
    status = status == ASSAY_OK ? edit(o, a, "--claim", &r->objects[FNRAS_OVERALL], err) : status;
    return status == ASSAY_OK ? edit(o, a, "--field", &r->objects[FNRAS_EVERY], err) : status;
}

static assay_status write_answer(const char *out, arena *a, const fnras_row *row,
                                 const fnras_recipe *r, assay_error *err)
{
    fnras_evidence made;
    case_sink sink;
    key_ring *ring = key_ring_new();
    assay_status status = ring != NULL ? fnras_make(r, a, ring, &made) : ASSAY_E_MEMORY;
    if (status == ASSAY_OK) {
        cases_open(&sink, out, a, err);
        fnras_case(&sink, "", row, r, &made);
        status = cases_close(&sink);
        printf("%s/answer.json\n%s/keys.json\n%s/pin.txt\n%s/cases.json\nexpect: %s\n", out, out,
               out, out, fnras_expectation(row));
    }
    key_ring_free(ring);
    return status;
}

assay_status fnras_run(const options *o, arena *a, assay_error *err)
{
    const char *out = options_value(o, "--out", 0), *name = options_value(o, "--row", 0);
    const fnras_row *row = fnras_row_find(name != NULL ? name : "good-v3");
    fnras_recipe *r = ARENA_NEW(a, fnras_recipe);
    if (out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "--out says where the files go");
    }
    if (row == NULL) {
        error_set(err, ASSAY_E_ARGUMENT, "there is no row \"%s\" of NRAS answers", name);
        error_hint(err, "`assay-forge tokens` has them all");
        return ASSAY_E_ARGUMENT;
    }
    if (r == NULL) {
        return ASSAY_E_MEMORY;
    }
    fnras_row_apply(row, r, a);
    assay_status status = change(o, a, r, err);
    return status == ASSAY_OK ? write_answer(out, a, row, r, err) : status;
}

void fnras_list(void)
{
    const fnras_row *row;
    for (size_t i = 0; (row = fnras_row_at(i)) != NULL; i++) {
        printf("%-26s %-10s %s\n", row->name, fnras_expectation(row), row->does);
    }
}
