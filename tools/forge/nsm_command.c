/* SPDX-License-Identifier: Apache-2.0 */
/* One Nitro document with its root and cases.json. */
#include "forge/nsm_command.h"

#include "base/text.h"
#include "base/time.h"
#include "forge/nsm_case.h"

#include <stdio.h>

const option fnsm_options[] = {
    {"--out", "DIR", "where the files go (required)"},
    {"--nitrotpm", NULL, "a document of NitroTPM instead of an enclave's"},
    {"--nonce", "HEX", "up to 1024 bytes; stands in the field nonce"},
    {"--defect", "NAME", "what to spoil (see `assay-forge list`); may be repeated"},
    {"--at", "TIME", "of the appraisal, RFC 3339 (default 2026-06-01T00:00:00Z)"},
    {NULL, NULL, NULL},
};

typedef struct {
    const char *out;
    assay_time at;
    assay_bytes nonce;
    fnsm_defect said; /* the gravest of the rows; the good one at first */
} wish;

static assay_status read_wish(const options *o, arena *a, wish *w, assay_error *err)
{
    const char *nonce = options_value(o, "--nonce", 0), *at = options_value(o, "--at", 0);
    w->out = options_value(o, "--out", 0);
    w->at = FNSM_DEFAULT_AT;
    if (w->out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "--out says where the files go");
    }
    if (nonce != NULL &&
        (!hex_decode(a, bytes_of_text(nonce), &w->nonce) || w->nonce.len > LIMIT_NSM_FIELD)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--nonce takes hex of up to 1024 bytes");
    }
    if (at != NULL && !time_from_rfc3339(bytes_of_text(at), &w->at)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--at takes a time such as 2026-06-01T00:00:00Z");
    }
    return ASSAY_OK;
}

static assay_status find_row(const char *name, const fnsm_defect **out, assay_error *err)
{
    *out = fnsm_defect_find(name);
    if (*out != NULL) {
        return ASSAY_OK;
    }
    error_set(err, ASSAY_E_ARGUMENT, "there is no defect \"%s\" of Nitro documents", name);
    error_hint(err, "`assay-forge list` has them all");
    return ASSAY_E_ARGUMENT;
}

static assay_status spoil(const options *o, arena *a, fnsm_recipe *r, wish *w, assay_error *err)
{
    const char *name;
    for (size_t i = 0; (name = options_value(o, "--defect", i)) != NULL; i++) {
        const fnsm_defect *d;
        assay_status status = find_row(name, &d, err);
        if (status != ASSAY_OK) {
            return status;
        }
        if (d->tpm != r->tpm && d->tpm) {
            return error_set(err, ASSAY_E_ARGUMENT, "%s needs --nitrotpm", name);
        }
        if (d->spoil != NULL) {
            d->spoil(r, a, d);
        }
        if (i == 0 || d->outcome < w->said.outcome) {
            w->said = *d;
        }
    }
    return ASSAY_OK;
}

static assay_status write_all(arena *a, const wish *w, const fnsm_recipe *r,
                              const fnsm_evidence *made, assay_error *err)
{
    case_sink sink;
    fnsm_defect named = w->said;
    named.name = "document";
    cases_open(&sink, w->out, a, err);
    fnsm_sink_case(&sink, "", &named, r, made);
    assay_status status = cases_close(&sink);
    if (status == ASSAY_OK) {
        printf("%s/document.bin\n%s/document.root.der\n%s/cases.json\n", w->out, w->out, w->out);
        printf("expect: %s%s%s\n", fnsm_expectation(&named),
               named.finding == NULL ? "" : ", finding ",
               named.finding == NULL ? "" : named.finding);
    }
    return status;
}

assay_status fnsm_run(const options *o, arena *a, assay_error *err)
{
    wish w = {.said = *fnsm_defect_at(0)};
    assay_status status = read_wish(o, a, &w, err);
    fnsm_recipe *r = ARENA_NEW(a, fnsm_recipe);
    key_ring *ring = key_ring_new();
    if (status == ASSAY_OK && r != NULL && ring != NULL) {
        fnsm_evidence made;
        bool tpm = options_value(o, "--nitrotpm", 0) != NULL;
        fnsm_recipe_init(r, a, tpm, w.at, w.nonce);
        status = spoil(o, a, r, &w, err);
        status = status == ASSAY_OK ? fnsm_make(r, a, ring, &made) : status;
        status = status == ASSAY_OK ? write_all(a, &w, r, &made, err) : status;
    }
    key_ring_free(ring);
    return r == NULL || ring == NULL ? ASSAY_E_MEMORY : status;
}

void fnsm_list(void)
{
    const fnsm_defect *d;
    for (size_t i = 0; (d = fnsm_defect_at(i)) != NULL; i++) {
        printf("%-26s %-10s %s\n", d->name, fnsm_expectation(d), d->does);
    }
}
