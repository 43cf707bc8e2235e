/* SPDX-License-Identifier: Apache-2.0 */
/* One Azure VM's evidence, with its certificates and cases.json. */
#include "forge/hcl_command.h"

#include "base/text.h"
#include "base/time.h"
#include "forge/hcl_case.h"

#include <stdio.h>

const option fhcl_options[] = {
    {"--out", "DIR", "where the files go (required)"},
    {"--nonce", "HEX", "up to 64 bytes; stands in the quote's extraData"},
    {"--defect", "NAME", "what to spoil (see `assay-forge list`)"},
    {"--at", "TIME", "of the appraisal, RFC 3339 (default 2026-06-01T00:00:00Z)"},
    {NULL, NULL, NULL},
};

typedef struct {
    const char *out;
    assay_time at;
    assay_bytes nonce;
    const fhcl_defect *said;
} wish;

static assay_status read_wish(const options *o, arena *a, wish *w, assay_error *err)
{
    const char *nonce = options_value(o, "--nonce", 0), *at = options_value(o, "--at", 0);
    const char *defect = options_value(o, "--defect", 0);
    *w = (wish){.out = options_value(o, "--out", 0), .at = FSNP_DEFAULT_AT};
    w->said = defect == NULL ? fhcl_defect_at(0) : fhcl_defect_find(defect);
    if (w->out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "--out says where the files go");
    }
    if (nonce != NULL && (!hex_decode(a, bytes_of_text(nonce), &w->nonce) || w->nonce.len > 64)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--nonce takes hex of up to 64 bytes");
    }
    if (at != NULL && !time_from_rfc3339(bytes_of_text(at), &w->at)) {
        return error_set(err, ASSAY_E_ARGUMENT, "--at takes a time such as 2026-06-01T00:00:00Z");
    }
    if (w->said == NULL) {
        error_set(err, ASSAY_E_ARGUMENT, "there is no defect \"%s\" of Azure VMs", defect);
        error_hint(err, "`assay-forge list` has them all");
        return ASSAY_E_ARGUMENT;
    }
    return ASSAY_OK;
}

static assay_status write_all(arena *a, const wish *w, const fhcl_recipe *r,
                              const fhcl_evidence *made, assay_error *err)
{
    case_sink sink;
    cases_open(&sink, w->out, a, err);
    fhcl_sink_case(&sink, "", w->said, r, made);
    assay_status status = cases_close(&sink);
    if (status == ASSAY_OK) {
        printf("%s/blob.bin\n%s/quote.bin\n%s/quote.sig\n%s/pcrs.bin\n%s/cases.json\n", w->out,
               w->out, w->out, w->out, w->out);
        printf("expect: %s%s%s\n", fhcl_expectation(w->said),
               w->said->finding == NULL ? "" : ", finding ",
               w->said->finding == NULL ? "" : w->said->finding);
    }
    return status;
}

assay_status fhcl_run(const options *o, arena *a, assay_error *err)
{
    wish w;
    assay_status status = read_wish(o, a, &w, err);
    fhcl_recipe *r = ARENA_NEW(a, fhcl_recipe);
    key_ring *ring = key_ring_new();
    if (status == ASSAY_OK && r != NULL && ring != NULL) {
        fhcl_evidence made;
        fhcl_recipe_init(r, a, ring, w.at, w.nonce);
        if (w.said->spoil != NULL) {
            w.said->spoil(r, a, w.said);
        }
        status = fhcl_make(r, a, ring, &made);
        status = status == ASSAY_OK ? write_all(a, &w, r, &made, err) : status;
    }
    key_ring_free(ring);
    return r == NULL || ring == NULL ? ASSAY_E_MEMORY : status;
}

void fhcl_list(void)
{
    const fhcl_defect *d;
    for (size_t i = 0; (d = fhcl_defect_at(i)) != NULL; i++) {
        printf("%-26s %-10s %s\n", d->name, fhcl_expectation(d), d->does);
    }
}
