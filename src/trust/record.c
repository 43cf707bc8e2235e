/* SPDX-License-Identifier: Apache-2.0 */
/* see record.h */
#include "trust/record.h"
#include "trust/load.h"

static bool family_used(const assay_trust *view, const char *family)
{
    for (size_t i = 0; i < view->anchor_count; i++) {
        if (view->used.anchors[i] && strcmp(view->anchors[i]->family, family) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < view->count; i++) {
        if (view->used.items[i] && strcmp(view->items[i].view.family, family) == 0) {
            return true;
        }
    }
    return false;
}

/* Without the issuers of its family an item would not verify when it is opened again. */
static bool is_kept(const assay_trust *view, size_t index)
{
    const trust_item *item = &view->items[index];
    bool issues = item->role->rank <= RANK_ISSUER;
    return view->used.items[index] || (issues && family_used(view, item->view.family));
}

static bool is_pin(const anchor *a)
{
    return trust_pin_of(a->spki_sha256) == a;
}

assay_status trust_record_of(const assay_trust *view, arena *a, trust_record *out)
{
    assay_bytes *files = ARENA_ARRAY(a, view->count, assay_bytes);
    *out = (trust_record){.manifest = {.revision = view->revision,
                                       .items = ARENA_ARRAY(a, view->count, assay_trust_item)},
                          .files = files,
                          .pins = ARENA_ARRAY(a, view->anchor_count, const anchor *)};
    if (a->state != ARENA_OK || view->used.items == NULL || view->used.anchors == NULL) {
        return ASSAY_E_MEMORY;
    }
    memcpy(out->digest, view->digest, sizeof out->digest);
    for (size_t i = 0; i < view->count; i++) {
        if (is_kept(view, i)) {
            files[out->manifest.count] = view->items[i].bytes;
            out->manifest.items[out->manifest.count++] = view->items[i].view;
        }
    }
    for (size_t i = 0; i < view->anchor_count; i++) {
        if (is_pin(view->anchors[i]) && family_used(view, view->anchors[i]->family)) {
            out->pins[out->pin_count++] = view->anchors[i];
        }
    }
    return ASSAY_OK;
}

static assay_status check_file(const assay_trust_item *item, assay_bytes file, assay_error *err)
{
    uint8_t found[32], expected[32];
    assay_status status = crypto_sha256(file, found);
    if (status != ASSAY_OK) {
        return error_set(err, status, "cannot compute a digest");
    }
    if (hex_decode_fixed(bytes_of_text(item->sha256), expected, sizeof expected) &&
        memcmp(found, expected, sizeof found) == 0) {
        return ASSAY_OK;
    }
    error_set(err, ASSAY_E_CONFIG, "is not the file with SHA-256 %s", item->sha256);
    files_at(NULL, item->file, err);
    return ASSAY_E_CONFIG;
}

static assay_status reopen(assay_trust *t, const trust_record *r, const trust_role *const *roles,
                           assay_error *err)
{
    size_t count = r->manifest.count;
    given_file *given = ARENA_ARRAY(&t->arena, count, given_file);
    if (given == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for the trust store");
    }
    for (size_t i = 0; i < count; i++) {
        assay_status status = check_file(&r->manifest.items[i], r->files[i], err);
        if (status != ASSAY_OK) {
            return status;
        }
        given[i] = (given_file){.bytes = r->files[i], .path = r->manifest.items[i].file};
    }
    t->anchor_count = r->pin_count;
    if (r->pin_count > 0) {
        memcpy(t->anchors, r->pins, r->pin_count * sizeof *t->anchors);
    }
    memcpy(t->digest, r->digest, sizeof t->digest);
    return trust_build(t, NULL, &r->manifest, given, roles, err);
}

assay_status trust_reopen(const trust_record *r, const trust_role *const *roles, assay_trust **out,
                          assay_error *err)
{
    *out = NULL;
    if (r->pin_count > trust_pin_count) {
        return error_set(err, ASSAY_E_CONFIG, "names more pins than there are");
    }
    assay_trust *t = trust_new();
    if (t == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for the trust store");
    }
    assay_status status = reopen(t, r, roles, err);
    if (status != ASSAY_OK) {
        trust_release(t);
        return status;
    }
    *out = t;
    return ASSAY_OK;
}
