/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of NVIDIA devices: files and cases.json. */
#include "forge/nv_case.h"

#include "base/error.h"

#define SHARED_MEMORY (4u << 20)
#define CASE_MEMORY (32u << 20)
#define DOCUMENT_MEMORY (16u << 20)

static void put_endorsements(case_sink *s, const char *folder, const fnv_row *row,
                             const fnv_recipe *r, const fnv_evidence *e)
{
    const char *chain = arena_format(s->arena, "%s.chain.pem", row->name);
    const char *crl = arena_format(s->arena, "%s.crl", row->name);
    json_open_array(s->json, "endorsements");
    for (unsigned i = 0; i < r->copies; i++) {
        cases_put_file(s, "cert-chain", cases_place(s, folder, chain, e->chain), NULL, NULL);
    }
    if (e->travelling.ptr != NULL) {
        cases_put_file(s, "crl", cases_place(s, folder, crl, e->travelling), NULL, NULL);
    }
    json_close(s->json);
}

static void put_root(case_sink *s, const char *folder, const char *name, assay_bytes root)
{
    const char *file = arena_format(s->arena, "%s.root.der", name);
    cases_put_file(s, "x509-root", cases_place(s, folder, file, root), "for", "nvidia-device");
}

static void put_trust(case_sink *s, const char *folder, const fnv_row *row, const fnv_evidence *e)
{
    const char *deny = arena_format(s->arena, "%s.deny.json", row->name);
    json_open_array(s->json, "trust");
    put_root(s, folder, row->name, e->pinned);
    if (e->lists[1].ptr != NULL) { /* a list is verified under its issuer, which must be there */
        const char *name = arena_format(s->arena, "%s.identity.pem", row->name);
        cases_put_file(s, "issuer-chain", cases_place(s, folder, name, e->identity), NULL, NULL);
    }
    for (size_t i = 0; i < ARRAY_LEN(e->lists); i++) {
        const char *list = arena_format(s->arena, "%s.%zu.crl", row->name, i);
        if (e->lists[i].ptr != NULL) {
            cases_put_file(s, "crl", cases_place(s, folder, list, e->lists[i]), NULL, NULL);
        }
    }
    if (e->deny.ptr != NULL) {
        cases_put_file(s, "deny", cases_place(s, folder, deny, e->deny), NULL, NULL);
    }
    json_close(s->json);
}

/* What every good report says, whatever is unusual about it. */
static void put_facts(json_writer *w, const fnv_recipe *r)
{
    static const char *const arch[FNV_MODELS] = {"hopper", "blackwell", "ls10"};
    static const char *const leaf[FNV_MODELS] = {"GH100 A01 GSP FMC LF", "GB100 A01 GSP FMC LF",
                                                 "LS_10 A01 FSP FMC LF"};
    json_put_cstr(w, "arch", arch[r->model]);
    json_put_cstr(w, "leaf_cn", leaf[r->model]);
    json_put_hex(w, "nonce", r->nonce);
    json_put_uint(w, "measurement_count", r->block_count);
}

static void put_outcome(json_writer *w, assay_time at, assay_bytes nonce, fnv_outcome outcome,
                        const char *class, const char *finding)
{
    json_put_time(w, "at", at);
    json_put_hex(w, "nonce", nonce);
    json_put_cstr(w, "expect", fnv_expectation(outcome));
    json_put_cstr(w, "class", class == NULL ? "ok" : class);
    if (finding != NULL) {
        json_put_cstr(w, "finding", finding);
    }
}

void fnv_sink_case(case_sink *s, const char *folder, const fnv_row *row, const fnv_recipe *r,
                   const fnv_evidence *e)
{
    const char *path = arena_format(s->arena, "%s%s.bin", folder, row->name);
    if (path == NULL) {
        s->status = ASSAY_E_MEMORY;
        return;
    }
    cases_write(s, path, e->report);
    json_open_object(s->json, NULL);
    json_put_cstr(s->json, "id", arena_format(s->arena, "forge-nvidia/%s", row->name));
    json_put_cstr(s->json, "format", row->as != NULL ? row->as : fnv_format(row->model));
    json_put_cstr(s->json, "evidence", path);
    put_endorsements(s, folder, row, r, e);
    put_trust(s, folder, row, e);
    put_outcome(s->json, r->at, r->nonce, row->outcome, row->class, row->finding);
    json_open_object(s->json, "facts");
    if (row->outcome == FNV_AUTHENTIC) {
        put_facts(s->json, r);
    }
    json_close(s->json);
    json_put_cstr(s->json, "why", row->does);
    json_close(s->json);
}

static void make_case(case_sink *s, const fnv_row *row, key_ring *ring)
{
    arena a;
    fnv_evidence made;
    arena_init(&a, &allocator_default, CASE_MEMORY);
    fnv_recipe *r = ARENA_NEW(&a, fnv_recipe);
    s->status = r == NULL || !fnv_row_recipe(row, r, &a, ring) ? ASSAY_E_MEMORY
                                                               : fnv_make(r, &a, ring, &made);
    if (s->status == ASSAY_OK) {
        fnv_sink_case(s, "reports/", row, r, &made);
    }
    arena_release(&a);
}

static void sink_group(case_sink *s, const fnv_group *g, assay_bytes list, assay_bytes pinned,
                       assay_bytes nonce)
{
    const char *path = arena_format(s->arena, "lists/%s.json", g->name);
    cases_write(s, path, list);
    json_open_object(s->json, NULL);
    json_put_cstr(s->json, "id", arena_format(s->arena, "forge-nvidia/%s", g->name));
    json_put_cstr(s->json, "format", g->format);
    json_put_cstr(s->json, "evidence", path);
    json_open_array(s->json, "endorsements");
    json_close(s->json);
    json_open_array(s->json, "trust");
    put_root(s, "lists/", g->name, pinned);
    json_close(s->json);
    put_outcome(s->json, FNV_DEFAULT_AT, nonce, g->outcome, g->class, g->finding);
    json_open_object(s->json, "facts");
    json_close(s->json);
    json_put_cstr(s->json, "why", g->does);
    json_close(s->json);
}

static void make_group(case_sink *s, const fnv_group *g, key_ring *ring)
{
    arena a;
    assay_bytes pinned = {NULL, 0}, none = {NULL, 0};
    arena_init(&a, &allocator_default, CASE_MEMORY);
    fnv_recipe *r = ARENA_NEW(&a, fnv_recipe);
    bool good = r != NULL && fnv_recipe_init(r, &a, ring, FNV_H100, 'a', FNV_DEFAULT_AT, none);
    assay_bytes list = good ? fnv_group_make(g, &a, ring, &pinned) : none;
    s->status = list.ptr != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    if (s->status == ASSAY_OK) {
        sink_group(s, g, list, pinned, r->nonce);
    }
    arena_release(&a);
}

/* What most cases of a model share, in memory that outlives them: the chain, and of all of them the
 * root. */
static void share(case_sink *s, arena *shared, key_ring *ring, fnv_model model)
{
    static const char *const paths[FNV_MODELS] = {"trust/h100.chain.pem", "trust/gb100.chain.pem",
                                                  "trust/ls10.chain.pem"};
    fnv_evidence made;
    assay_bytes none = {NULL, 0};
    fnv_recipe *r = ARENA_NEW(shared, fnv_recipe);
    bool good = r != NULL && fnv_recipe_init(r, shared, ring, model, 'a', FNV_DEFAULT_AT, none) &&
                fnv_make(r, shared, ring, &made) == ASSAY_OK;
    if (!good) {
        s->status = ASSAY_E_MEMORY;
        return;
    }
    cases_share(s, paths[model], made.chain);
    cases_share(s, "trust/root.der", made.pinned);
    if (model != FNV_GB100) { /* H100 and LS10 are of one */
        cases_share(s, "trust/identity.pem", made.identity);
    }
}

static void make_all(case_sink *s, key_ring *ring, bool switches, size_t *count)
{
    const fnv_row *row;
    const fnv_group *g;
    for (size_t i = 0; s->status == ASSAY_OK && (row = fnv_row_at(i)) != NULL; i++) {
        if (fnv_is_switch(row->model) == switches) {
            make_case(s, row, ring);
            ++*count;
        }
    }
    for (size_t i = 0; !switches && s->status == ASSAY_OK && (g = fnv_group_at(i)) != NULL; i++) {
        make_group(s, g, ring);
        ++*count;
    }
}

static assay_status make_fixtures(const char *root, key_ring *ring, bool switches, size_t *count,
                                  assay_error *err)
{
    arena shared, document;
    case_sink s;
    arena_init(&shared, &allocator_default, SHARED_MEMORY);
    arena_init(&document, &allocator_default, DOCUMENT_MEMORY);
    cases_open(&s, root, &document, err);
    *count = 0;
    for (fnv_model m = FNV_H100; m < FNV_MODELS && s.status == ASSAY_OK; m++) {
        if (fnv_is_switch(m) == switches) {
            share(&s, &shared, ring, m);
        }
    }
    make_all(&s, ring, switches, count);
    assay_status status = cases_close(&s);
    if (status == ASSAY_E_MEMORY) {
        error_set(err, status, "out of memory, or a test key cannot be used");
    }
    arena_release(&document);
    arena_release(&shared);
    return status;
}

assay_status fnv_gpu_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err)
{
    return make_fixtures(root, ring, false, count, err);
}

assay_status fnv_switch_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err)
{
    return make_fixtures(root, ring, true, count, err);
}
