/* SPDX-License-Identifier: Apache-2.0 */
/* The fixtures of SEV-SNP. */
#include "forge/snp_fixtures.h"

#define SHARED_MEMORY (8u << 20)
#define CASE_MEMORY (1u << 20)
#define DOCUMENT_MEMORY (8u << 20)

#define GOOD(name_, does_, model_, version_)                                                       \
    .name = "good-" name_, .does = does_, .outcome = FSNP_ACCEPTED, .model = model_,               \
    .version = version_

static const fsnp_defect good[] = {
    {GOOD("milan-v2", "a report before the CPU's family was in it", "Milan", 2)},
    {GOOD("milan-v3", "a report with the CPU's family", "Milan", 3)},
    {GOOD("milan-v4", "version 4, with the layout of version 3", "Milan", 4)},
    {GOOD("milan-v5", "a report with mitigation vectors", "Milan", 5)},
    {GOOD("milan-v5-strict", "the same under a policy that names the image", "Milan", 5),
     .policy = "strict"},
    {GOOD("genoa-v2", "Genoa, of which only the chain tells", "Genoa", 2)},
    {GOOD("genoa-v3", "Genoa", "Genoa", 3)},
    {GOOD("genoa-v5", "Genoa", "Genoa", 5)},
    {GOOD("siena-v3", "Siena, whose product line is Genoa", "Siena", 3)},
    {GOOD("siena-v5", "Siena, whose product line is Genoa", "Siena", 5)},
    {GOOD("turin-v3", "Turin: FMC level, chip id of 8 bytes", "Turin", 3)},
    {GOOD("turin-v5", "Turin: FMC level, chip id of 8 bytes", "Turin", 5)},
    {GOOD("milan-v3-vlek", "signed by a VLEK, chip id zero", "Milan", 3), .vlek = true},
    {GOOD("milan-v5-vlek", "signed by a VLEK, chip id zero", "Milan", 5), .vlek = true},
    {GOOD("genoa-v5-vlek", "signed by a VLEK, chip id zero", "Genoa", 5), .vlek = true},
    {GOOD("turin-v5-vlek", "signed by a VLEK, chip id zero", "Turin", 5), .vlek = true},
    {GOOD("milan-v5-ext", "report and certificate table", "Milan", 5), .form = FSNP_EXT},
    {GOOD("turin-v5-ext", "report and certificate table", "Turin", 5), .form = FSNP_EXT},
    {GOOD("milan-v5-vlek-ext", "report and certificate table of a VLEK", "Milan", 5), .vlek = true,
     .form = FSNP_EXT},
    {GOOD("milan-v5-rsp", "what the guest driver returns", "Milan", 5), .form = FSNP_RSP},
};

const fsnp_defect *fsnp_good_at(size_t index)
{
    return index < ARRAY_LEN(good) ? &good[index] : NULL;
}

/* Good files of each line and kind of key, in memory that outlives the cases. */
static void share_authorities(case_sink *s, key_ring *ring, fsnp_recipe *r, arena *a)
{
    for (size_t i = 0; i < fsnp_model_count; i++) {
        for (int vlek = 0; vlek < 2 && s->status == ASSAY_OK; vlek++) {
            fsnp_evidence made;
            fsnp_recipe_init(r, &fsnp_models[i], 5, vlek != 0);
            fsnp_recipe_derive(r, a, ring);
            s->status = fsnp_make(r, a, ring, &made);
            if (s->status == ASSAY_OK) {
                fsnp_sink_share(s, r, &made);
            }
        }
    }
}

static void write_case(case_sink *s, key_ring *ring, fsnp_recipe *r, const fsnp_defect *d)
{
    arena a;
    fsnp_evidence made;
    arena_init(&a, &allocator_default, CASE_MEMORY);
    const char *folder = arena_format(&a, "%s/", d->name);
    s->status = folder == NULL ? ASSAY_E_MEMORY : fsnp_defect_make(d, &a, ring, r, &made);
    if (s->status == ASSAY_OK) {
        fsnp_sink_case(s, folder, d, r, &made);
    }
    arena_release(&a);
}

static void write_cases(case_sink *s, key_ring *ring, fsnp_recipe *r, size_t *count)
{
    const fsnp_defect *d;
    for (size_t i = 0; s->status == ASSAY_OK && (d = fsnp_good_at(i)) != NULL; i++, ++*count) {
        write_case(s, ring, r, d);
    }
    for (size_t i = 0; s->status == ASSAY_OK && (d = fsnp_defect_at(i)) != NULL; i++, ++*count) {
        write_case(s, ring, r, d);
    }
}

assay_status fsnp_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err)
{
    arena shared, document;
    case_sink s;
    arena_init(&shared, &allocator_default, SHARED_MEMORY);
    arena_init(&document, &allocator_default, DOCUMENT_MEMORY);
    fsnp_recipe *r = ARENA_NEW(&shared, fsnp_recipe);
    cases_open(&s, root, &document, err);
    *count = 0;
    if (r == NULL) {
        s.status = ASSAY_E_MEMORY;
    }
    if (s.status == ASSAY_OK) {
        share_authorities(&s, ring, r, &shared);
        write_cases(&s, ring, r, count);
    }
    assay_status status = fsnp_sink_close(&s);
    if (status == ASSAY_E_MEMORY) {
        error_set(err, status, "out of memory, or a test key cannot be used");
    }
    arena_release(&document);
    arena_release(&shared);
    return status;
}
