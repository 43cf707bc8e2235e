/* SPDX-License-Identifier: Apache-2.0 */
/* Reads store.json. Whatever is not said in manifest.h is refused: a typing error in a trust store
 * must not go unseen. */
#include "trust/manifest.h"
#include "base/limits.h"
#include "base/time.h"
#include "trust/document.h"
#include "trust/files.h"
#include "trust/store.h"

#include <stdlib.h>

typedef assay_status (*field_reader)(const document *d, const json *value, void *out);

static const char *const state_names[] = {
    [ASSAY_TRUST_PINNED] = "pinned",
    [ASSAY_TRUST_VERIFIED] = "verified",
    [ASSAY_TRUST_ASSERTED] = "asserted",
};

const char *trust_state_name(int state)
{
    return state > 0 && (size_t)state < ARRAY_LEN(state_names) ? state_names[state] : NULL;
}

/* The writer doubles backslashes; undone, so that a text does not grow each time it is rewritten.
 */
static void halve_backslashes(char *in)
{
    size_t kept = 0;
    for (size_t i = 0; in[i] != '\0'; i++) {
        in[kept++] = in[i];
        i += in[i] == '\\' && in[i + 1] == '\\';
    }
    in[kept] = '\0';
}

static const char *shown(arena *a, assay_str in)
{
    char *plain = arena_text(a, bytes_of_str(in));
    if (plain == NULL) {
        return NULL;
    }
    halve_backslashes(plain);
    const char *printable = text_printable(a, bytes_of_text(plain));
    char *out = printable != NULL ? arena_text(a, bytes_of_text(printable)) : NULL;
    if (out != NULL) {
        halve_backslashes(out);
    }
    return out;
}

static assay_status read_text(const document *d, const json *value, void *out)
{
    const char **to = out;
    if (!json_is(value, JSON_STRING)) {
        return document_refuse(d, value, "must be a text");
    }
    *to = shown(d->arena, json_text(value));
    return *to != NULL ? ASSAY_OK : document_refuse(d, value, NULL);
}

static assay_status read_scope(const document *d, const json *value, void *out)
{
    const char **to = out;
    assay_status status = read_text(d, value, out);
    if (status == ASSAY_OK && !trust_scope_valid(*to)) {
        const char *message = arena_format(d->arena, "'%s' is no scope", *to);
        return document_refuse(d, value, message);
    }
    return status;
}

/* Plain names only: whatever the manifest says, nothing outside the directory is read. */
static bool plain_name(assay_str s)
{
    bool plain = s.len > 0 && s.len < 256 && s.ptr[0] != '.' && !str_is(s, STORE_MANIFEST);
    for (size_t i = 0; plain && i < s.len; i++) {
        plain = s.ptr[i] > ' ' && s.ptr[i] < 0x7f && s.ptr[i] != '/' && s.ptr[i] != '\\';
    }
    return plain;
}

static assay_status read_file_name(const document *d, const json *value, void *out)
{
    if (json_is(value, JSON_STRING) && !plain_name(json_text(value))) {
        return document_refuse(d, value, "must be the plain name of a file in the store");
    }
    return read_text(d, value, out);
}

static assay_status read_digest(const document *d, const json *value, void *out)
{
    uint8_t digest[32];
    const char **to = out;
    if (!hex_decode_fixed(bytes_of_str(json_text(value)), digest, sizeof digest)) {
        return document_refuse(d, value, "must be the SHA-256 of the file in hex");
    }
    *to = text_hex(d->arena, bytes_of(digest, sizeof digest));
    return *to != NULL ? ASSAY_OK : document_refuse(d, value, NULL);
}

static assay_status read_time(const document *d, const json *value, void *out)
{
    assay_time *time = out;
    if (!time_from_rfc3339(bytes_of_str(json_text(value)), time)) {
        return document_refuse(d, value, "must be a time such as 2026-01-31T00:00:00Z");
    }
    return ASSAY_OK;
}

static assay_status read_state(const document *d, const json *value, void *out)
{
    int *state = out;
    for (size_t i = 1; i < ARRAY_LEN(state_names); i++) {
        if (str_is(json_text(value), state_names[i])) {
            *state = (int)i;
            return ASSAY_OK;
        }
    }
    return document_refuse(d, value, "must be pinned, verified or asserted");
}

static const char *const field_names[] = {"role",     "scope",   "subject",      "file",
                                          "sha256",   "origin",  "retrieved_at", "valid_from",
                                          "valid_to", "verified"};
/* In the order of field_names. */
static const struct {
    bool required;
    size_t offset;
    field_reader read;
} fields[] = {
    {true, offsetof(assay_trust_item, role), read_text},
    {false, offsetof(assay_trust_item, family), read_scope},
    {false, offsetof(assay_trust_item, subject), read_text},
    {true, offsetof(assay_trust_item, file), read_file_name},
    {true, offsetof(assay_trust_item, sha256), read_digest},
    {false, offsetof(assay_trust_item, origin), read_text},
    {false, offsetof(assay_trust_item, retrieved_at), read_time},
    {false, offsetof(assay_trust_item, valid_from), read_time},
    {false, offsetof(assay_trust_item, valid_to), read_time},
    {false, offsetof(assay_trust_item, state), read_state},
};

static assay_status read_field(const document *d, const json *node, size_t field,
                               assay_trust_item *out)
{
    const char *name = field_names[field];
    const json *value = json_member(node, name);
    if (value == NULL && !fields[field].required) {
        return ASSAY_OK;
    }
    if (value == NULL) {
        return document_refuse(d, node, arena_format(d->arena, "has no member '%s'", name));
    }
    if (json_is(value, JSON_NULL) && !fields[field].required) {
        return ASSAY_OK;
    }
    assay_status status = fields[field].read(d, value, (char *)out + fields[field].offset);
    error_at(status == ASSAY_OK ? NULL : d->err, NULL, name, 0, 0);
    return status;
}

static assay_status read_item(const document *d, const json *node, assay_trust_item *out)
{
    *out = (assay_trust_item){.struct_size = sizeof *out,
                              .role = "",
                              .family = "",
                              .subject = "",
                              .sha256 = "",
                              .origin = "",
                              .file = "",
                              .valid_from = ASSAY_TIME_UNSET,
                              .valid_to = ASSAY_TIME_UNSET,
                              .retrieved_at = ASSAY_TIME_UNSET};
    assay_status status = document_members(d, node, field_names, ARRAY_LEN(field_names));
    for (size_t i = 0; i < ARRAY_LEN(fields) && status == ASSAY_OK; i++) {
        status = read_field(d, node, i, out);
    }
    return status;
}

typedef struct {
    const assay_trust_item *item;
    const json *node;
} placed;

/* Two of one role, scope and digest are next to each other. */
static int by_identity(const void *a, const void *b)
{
    const assay_trust_item *x = ((const placed *)a)->item, *y = ((const placed *)b)->item;
    int order = strcmp(x->sha256, y->sha256);
    order = order != 0 ? order : strcmp(x->role, y->role);
    return order != 0 ? order : strcmp(x->family, y->family);
}

static assay_status refuse_duplicates(const document *d, placed *items, size_t count)
{
    if (count > 1) {
        qsort(items, count, sizeof *items, by_identity);
    }
    for (size_t i = 1; i < count; i++) {
        if (by_identity(&items[i - 1], &items[i]) != 0) {
            continue;
        }
        const json *first = items[i - 1].node, *second = items[i].node;
        return document_refuse(d, first->at > second->at ? first : second,
                               "the same file stands in the store twice for one role and scope");
    }
    return ASSAY_OK;
}

static assay_status read_items(const document *d, const json *list, manifest *out)
{
    if (list->count > LIMIT_STORE_ITEMS) {
        return document_refuse(d, list, "has too many items");
    }
    out->items = ARENA_ARRAY(d->arena, list->count, assay_trust_item);
    placed *places = ARENA_ARRAY(d->arena, list->count, placed);
    if (out->items == NULL || places == NULL) {
        return document_refuse(d, list, NULL);
    }
    for (const json *n = list->first; n != NULL; n = n->next) {
        assay_status status = read_item(d, n, &out->items[out->count]);
        if (status != ASSAY_OK) {
            return status;
        }
        places[out->count] = (placed){&out->items[out->count], n};
        out->count++;
    }
    return refuse_duplicates(d, places, out->count);
}

#define KIND "assay_store"

assay_status manifest_take(const document *d, manifest *out)
{
    static const char *const names[] = {KIND, "revision", "items"};
    const json *items = NULL;
    *out = (manifest){0};
    assay_status status = document_kind(d, KIND);
    if (status == ASSAY_OK) {
        status = document_members(d, d->root, names, ARRAY_LEN(names));
    }
    if (status == ASSAY_OK && !json_uint(json_member(d->root, "revision"), &out->revision)) {
        status = document_refuse(d, d->root, "'revision' must be a whole number");
    }
    if (status == ASSAY_OK) {
        status = document_array(d, "items", &items);
    }
    return status == ASSAY_OK ? read_items(d, items, out) : status;
}

assay_status manifest_read(arena *a, assay_bytes in, manifest *out, assay_error *err)
{
    document d;
    *out = (manifest){0};
    assay_status status = document_read(a, in, KIND, &d, err);
    return status == ASSAY_OK ? manifest_take(&d, out) : status;
}

/* Unknown texts are null. */
static void put_text(json_writer *w, const char *name, const char *value)
{
    json_put_cstr(w, name, value != NULL && value[0] != '\0' ? value : NULL);
}

static void put_item(json_writer *w, const assay_trust_item *item)
{
    json_open_object(w, NULL);
    json_put_cstr(w, "role", item->role);
    put_text(w, "scope", item->family);
    put_text(w, "subject", item->subject);
    json_put_cstr(w, "file", item->file);
    json_put_cstr(w, "sha256", item->sha256);
    put_text(w, "origin", item->origin);
    json_put_time(w, "retrieved_at", item->retrieved_at);
    json_put_time(w, "valid_from", item->valid_from);
    json_put_time(w, "valid_to", item->valid_to);
    json_put_cstr(w, "verified", trust_state_name(item->state));
    json_close(w);
}

void manifest_put(json_writer *w, const manifest *m)
{
    json_put_uint(w, KIND, 1);
    json_put_uint(w, "revision", m->revision);
    json_open_array(w, "items");
    for (size_t i = 0; i < m->count; i++) {
        put_item(w, &m->items[i]);
    }
    json_close(w);
}

assay_str manifest_write(arena *a, const manifest *m)
{
    json_writer *w = json_write_new();
    if (w == NULL) {
        return (assay_str){NULL, 0};
    }
    manifest_put(w, m);
    assay_str out = json_write_done(w, a, true);
    json_write_free(w);
    return out;
}
