/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of signed RIMs and of OCSP responses about their signers: files and cases.json. */
#include "forge/rim_rows.h"
#include "forge/reference_case.h"

#include "base/error.h"

#include <stdio.h>

#define SHARED_MEMORY (2u << 20)
#define CASE_MEMORY (8u << 20)
#define DOCUMENT_MEMORY (4u << 20)

typedef struct {
    assay_bytes root, good; /* the root's certificate; the good RIM, for its certificates */
} common;

static void put_case(case_sink *s, const frim_row *row, const common *c, assay_bytes bytes)
{
    bool response = row->answer.status != '\0';
    const char *path =
        arena_format(s->arena, "files/%s.%s", row->name, response ? "ocsp.der" : "xml");
    if (path == NULL) {
        s->status = ASSAY_E_MEMORY;
        return;
    }
    cases_write(s, path, bytes);
    json_writer *w = s->json;
    json_open_object(w, NULL);
    json_put_cstr(w, "id", arena_format(s->arena, "forge-rim/%s", row->name));
    json_put_cstr(w, "format", response ? "ocsp" : "rim");
    json_put_cstr(w, "evidence", path);
    json_open_array(w, "endorsements");
    if (response) {
        cases_put_file(s, "rim", cases_place(s, "files/", "good-driver.xml", c->good), NULL, NULL);
    }
    json_close(w);
    json_open_array(w, "trust");
    cases_put_file(s, "x509-root", cases_place(s, "trust/", "root.der", c->root), "for",
                   "nvidia-rim");
    json_close(w);
    json_put_time(w, "at", FRIM_DEFAULT_AT);
    json_put_cstr(w, "expect", row->class == NULL ? "authentic" : "rejected");
    json_put_cstr(w, "class", row->class == NULL ? "ok" : row->class);
    if (row->refusal != NULL) {
        json_put_cstr(w, "finding", row->refusal);
    }
    json_open_object(w, "facts");
    json_close(w);
    json_put_cstr(w, "why", row->does);
    json_close(w);
}

static void make_case(case_sink *s, const frim_row *row, const common *c, key_ring *ring)
{
    arena a;
    assay_bytes bytes = {NULL, 0};
    arena_init(&a, &allocator_default, CASE_MEMORY);
    frim_recipe *r = ARENA_NEW(&a, frim_recipe);
    if (r != NULL && frim_row_recipe(row, r, &a, ring)) {
        bytes = frim_row_make(row, r, &a, ring);
    }
    s->status = bytes.ptr != NULL ? s->status : ASSAY_E_MEMORY;
    if (s->status == ASSAY_OK) {
        put_case(s, row, c, bytes);
    } else {
        error_set(s->err, s->status, "the row %s cannot be made", row->name);
    }
    arena_release(&a);
}

static void share_common(case_sink *s, arena *shared, key_ring *ring, common *c)
{
    frim_recipe *r = ARENA_NEW(shared, frim_recipe);
    if (r != NULL && frim_row_recipe(frim_row_at(0), r, shared, ring)) {
        c->root = frim_certificate(r, shared, ring, FRIM_ROOT);
        c->good = frim_make(r, shared, ring);
    }
    s->status = c->root.ptr != NULL && c->good.ptr != NULL ? s->status : ASSAY_E_MEMORY;
    if (s->status == ASSAY_OK) {
        cases_share(s, "trust/root.der", c->root);
        cases_share(s, "trust/good.xml", c->good);
    }
}

assay_status frim_fixtures(const char *root, key_ring *ring, size_t *count, assay_error *err)
{
    arena shared, document;
    case_sink s;
    common c = {{NULL, 0}, {NULL, 0}};
    const frim_row *row;
    arena_init(&shared, &allocator_default, SHARED_MEMORY);
    arena_init(&document, &allocator_default, DOCUMENT_MEMORY);
    cases_open(&s, root, &document, err);
    *count = 0;
    if (s.status == ASSAY_OK) {
        share_common(&s, &shared, ring, &c);
    }
    for (size_t i = 0; s.status == ASSAY_OK && (row = frim_row_at(i)) != NULL; i++, ++*count) {
        make_case(&s, row, &c, ring);
    }
    if (s.status == ASSAY_OK) {
        fref_sink_all(&s, ring, count);
    }
    assay_status status = cases_close(&s);
    arena_release(&document);
    arena_release(&shared);
    return status;
}

const option frim_options[] = {
    {"--out", "DIR", "where the files go (required)"},
    {"--row", "NAME", "what it is (see `assay-forge list`); else good-driver"},
    {NULL, NULL, NULL},
};

assay_status frim_run(const options *o, arena *a, assay_error *err)
{
    const char *out = options_value(o, "--out", 0), *name = options_value(o, "--row", 0);
    const frim_row *row = frim_row_find(name != NULL ? name : "good-driver");
    if (out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "--out says where the files go");
    }
    if (row == NULL) {
        error_set(err, ASSAY_E_ARGUMENT, "there is no row \"%s\" of RIMs", name);
        error_hint(err, "`assay-forge list` has them all");
        return ASSAY_E_ARGUMENT;
    }
    case_sink s;
    common c = {{NULL, 0}, {NULL, 0}};
    key_ring *ring = key_ring_new();
    if (ring == NULL) {
        return ASSAY_E_MEMORY;
    }
    cases_open(&s, out, a, err);
    if (s.status == ASSAY_OK) {
        share_common(&s, a, ring, &c);
    }
    if (s.status == ASSAY_OK) {
        make_case(&s, row, &c, ring);
    }
    assay_status status = cases_close(&s);
    key_ring_free(ring);
    if (status == ASSAY_OK) {
        printf("%s/cases.json\nexpect: %s%s%s\n", out,
               row->class == NULL ? "authentic" : "rejected", row->refusal != NULL ? ", as " : "",
               row->refusal != NULL ? row->refusal : "");
    }
    return status;
}
