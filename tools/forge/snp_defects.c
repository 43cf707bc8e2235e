/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of defects as one, and the spoilers that they share. */
#include "forge/snp_defects.h"

static const fsnp_defect_list *const lists[] = {
    &fsnp_defects_report, &fsnp_defects_signature, &fsnp_defects_vek,
    &fsnp_defects_chain,  &fsnp_defects_crl,       &fsnp_defects_transport,
};

const fsnp_defect *fsnp_defect_at(size_t index)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (index < lists[i]->count) {
            return &lists[i]->rows[index];
        }
        index -= lists[i]->count;
    }
    return NULL;
}

const fsnp_defect *fsnp_defect_find(const char *name)
{
    for (size_t i = 0; fsnp_defect_at(i) != NULL; i++) {
        if (strcmp(fsnp_defect_at(i)->name, name) == 0) {
            return fsnp_defect_at(i);
        }
    }
    return NULL;
}

void fsnp_defect_apply(const fsnp_defect *d, fsnp_recipe *r, arena *a)
{
    if (d->spoil != NULL) {
        d->spoil(r, a, d);
    }
    if (d->policy != NULL) {
        r->policy = d->policy;
    }
}

void fsnp_defect_base(const fsnp_defect *d, fsnp_recipe *r)
{
    const fsnp_model *model = fsnp_model_find(d->model == NULL ? "Milan" : d->model);
    fsnp_recipe_init(r, model, d->version == 0 ? 5 : d->version, d->vlek);
}

assay_status fsnp_defect_make(const fsnp_defect *d, arena *a, key_ring *ring, fsnp_recipe *r,
                              fsnp_evidence *out)
{
    fsnp_defect_base(d, r);
    fsnp_recipe_derive(r, a, ring);
    fsnp_defect_apply(d, r, a);
    return fsnp_make(r, a, ring, out);
}

void fsnp_spoil_signed(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    fsnp_put_le(r->report + d->at, d->value, d->size);
}

void fsnp_spoil_unsigned(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    fsnp_patch_later(r, d->at, d->size, d->value);
}

void fsnp_spoil_length(fsnp_recipe *r, arena *a, const fsnp_defect *d)
{
    (void)a;
    r->report_len = d->size;
}
