/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of defects as one. */
#include "forge/hcl_defects.h"

static const fhcl_defect_list *const lists[] = {&fhcl_defects_blob, &fhcl_defects_quote};

const fhcl_defect *fhcl_defect_at(size_t index)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (index < lists[i]->count) {
            return &lists[i]->rows[index];
        }
        index -= lists[i]->count;
    }
    return NULL;
}

const fhcl_defect *fhcl_defect_find(const char *name)
{
    const fhcl_defect *d;
    for (size_t i = 0; (d = fhcl_defect_at(i)) != NULL; i++) {
        if (strcmp(d->name, name) == 0) {
            return d;
        }
    }
    return NULL;
}

const char *fhcl_expectation(const fhcl_defect *d)
{
    static const char *const names[] = {
        [FHCL_REJECTED] = "rejected", [FHCL_DEBUG] = "debug", [FHCL_AUTHENTIC] = "authentic"};
    return names[d->outcome];
}

assay_status fhcl_defect_make(const fhcl_defect *d, arena *a, key_ring *ring, fhcl_recipe *r,
                              fhcl_evidence *out)
{
    fhcl_recipe_init(r, a, ring, FSNP_DEFAULT_AT, (assay_bytes){NULL, 0});
    if (d->spoil != NULL) {
        d->spoil(r, a, d);
    }
    return fhcl_make(r, a, ring, out);
}
