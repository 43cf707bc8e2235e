/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of Nitro documents: files and cases.json. */
#include "forge/nsm_case.h"

#include "base/error.h"

#define SHARED_MEMORY (1u << 20)
#define CASE_MEMORY (4u << 20)
#define DOCUMENT_MEMORY (4u << 20)

static void put_endorsements(case_sink *s, const char *folder, const fnsm_defect *d,
                             const fnsm_evidence *e)
{
    json_open_array(s->json, "endorsements");
    if (e->crl.ptr != NULL) {
        const char *name = arena_format(s->arena, "%s.crl", d->name);
        cases_put_file(s, "crl", cases_place(s, folder, name, e->crl), NULL, NULL);
    }
    json_close(s->json);
}

static void put_trust(case_sink *s, const char *folder, const fnsm_defect *d,
                      const fnsm_evidence *e)
{
    const char *root = arena_format(s->arena, "%s.root.der", d->name);
    const char *deny = arena_format(s->arena, "%s.deny.json", d->name);
    json_open_array(s->json, "trust");
    cases_put_file(s, "x509-root", cases_place(s, folder, root, e->pinned), "for", "aws");
    if (e->deny.ptr != NULL) {
        cases_put_file(s, "deny", cases_place(s, folder, deny, e->deny), NULL, NULL);
    }
    json_close(s->json);
}

/* What every good document says, whatever is unusual about it. */
static void put_facts(json_writer *w, const fnsm_defect *d, const fnsm_recipe *r)
{
    json_put_cstr(w, "kind", r->tpm ? "nitrotpm" : "enclave");
    json_put_cstr(w, "module_id", r->tpm ? fnsm_module_tpm : fnsm_module_enclave);
    json_put_cstr(w, "digest", "SHA384");
    json_put_uint(w, "timestamp_ms", r->timestamp_ms);
    json_put_hex(w, "nonce", r->nonce);
    if (!r->tpm) {
        json_put_bool(w, "debug", d->outcome == FNSM_DEBUG);
    }
}

static void put_expectation(json_writer *w, const fnsm_defect *d, const fnsm_recipe *r)
{
    json_put_time(w, "at", r->at);
    json_put_hex(w, "nonce", r->nonce);
    json_put_cstr(w, "expect", fnsm_expectation(d));
    json_put_cstr(w, "class", d->class == NULL ? "ok" : d->class);
    if (d->finding != NULL) {
        json_put_cstr(w, "finding", d->finding);
    }
    json_open_object(w, "facts");
    if (d->outcome == FNSM_AUTHENTIC || d->outcome == FNSM_DEBUG) {
        put_facts(w, d, r);
    }
    json_close(w);
    json_put_cstr(w, "why", d->does);
}

void fnsm_sink_case(case_sink *s, const char *folder, const fnsm_defect *d, const fnsm_recipe *r,
                    const fnsm_evidence *e)
{
    const char *path = arena_format(s->arena, "%s%s.bin", folder, d->name);
    if (path == NULL) {
        s->status = ASSAY_E_MEMORY;
        return;
    }
    cases_write(s, path, e->document);
    json_open_object(s->json, NULL);
    json_put_cstr(s->json, "id", arena_format(s->arena, "forge-nsm/%s", d->name));
    json_put_cstr(s->json, "format", "nsm-document");
    json_put_cstr(s->json, "evidence", path);
    put_endorsements(s, folder, d, e);
    put_trust(s, folder, d, e);
    put_expectation(s->json, d, r);
    json_close(s->json);
}

static void make_case(case_sink *s, const char *folder, const fnsm_defect *d, key_ring *ring)
{
    arena a;
    fnsm_evidence made;
    arena_init(&a, &allocator_default, CASE_MEMORY);
    fnsm_recipe *r = ARENA_NEW(&a, fnsm_recipe);
    s->status = r == NULL ? ASSAY_E_MEMORY : fnsm_row_make(d, r, &a, ring, &made);
    if (s->status == ASSAY_OK) {
        fnsm_sink_case(s, folder, d, r, &made);
    }
    arena_release(&a);
}

/* The root that most cases pin, in memory that outlives them. */
static void share_root(case_sink *s, arena *shared, key_ring *ring)
{
    fnsm_evidence made;
    fnsm_recipe *r = ARENA_NEW(shared, fnsm_recipe);
    s->status =
        r == NULL ? ASSAY_E_MEMORY : fnsm_row_make(fnsm_defect_at(0), r, shared, ring, &made);
    if (s->status == ASSAY_OK) {
        cases_share(s, "trust/root.der", made.pinned);
    }
}

assay_status fnsm_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err)
{
    arena shared, document;
    case_sink s;
    const fnsm_defect *d;
    arena_init(&shared, &allocator_default, SHARED_MEMORY);
    arena_init(&document, &allocator_default, DOCUMENT_MEMORY);
    cases_open(&s, root, &document, err);
    *count = 0;
    if (s.status == ASSAY_OK) {
        share_root(&s, &shared, ring);
    }
    for (size_t i = 0; s.status == ASSAY_OK && (d = fnsm_defect_at(i)) != NULL; i++, ++*count) {
        make_case(&s, "documents/", d, ring);
    }
    assay_status status = cases_close(&s);
    if (status == ASSAY_E_MEMORY) {
        error_set(err, status, "out of memory, or a test key cannot be used");
    }
    arena_release(&document);
    arena_release(&shared);
    return status;
}
