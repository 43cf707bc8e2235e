/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assay trust add. The would-be store is opened in memory first, old items and new ones together,
 * so whatever is written has been verified as a whole; the manifest is replaced last.
 */
#include "base/limits.h"
#include "base/time.h"
#include "codec/pem.h"
#include "trust/load.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The old items, then the new ones. */
typedef struct {
    assay_trust *store;
    store_dir dir;
    manifest manifest;
    given_file *given; /* nothing for the old ones */
    size_t old;
    assay_time now;
    text *report;
    assay_error *err;
} addition;

static assay_status no_memory(const addition *a)
{
    return error_set(a->err, ASSAY_E_MEMORY, "no memory for the trust store");
}

/* The byte after the tag of a DER SEQUENCE of this kind is no hex digit; that of a digest in hex
 * is. */
static bool looks_like_der(assay_bytes in)
{
    return in.len > 1 && in.ptr[0] == 0x30 && strchr("0123456789abcdefABCDEF", in.ptr[1]) == NULL;
}

static const char *extension(assay_bytes in)
{
    size_t i = 0;
    if (looks_like_der(in)) {
        return "der";
    }
    if (pem_probe(in)) {
        return "pem";
    }
    while (i < in.len && in.ptr[i] != '\0' && strchr(" \t\r\n", in.ptr[i]) != NULL) {
        i++;
    }
    if (i < in.len && (in.ptr[i] == '{' || in.ptr[i] == '[')) {
        return "json";
    }
    return i < in.len && in.ptr[i] == '<' ? "xml" : "txt";
}

/* Same role and bytes; a scope that was not given may be any. */
static bool same_item(const assay_trust_item *a, const assay_trust_item *b)
{
    bool any_scope = a->family[0] == '\0' || b->family[0] == '\0';
    return strcmp(a->role, b->role) == 0 && strcmp(a->sha256, b->sha256) == 0 &&
           (any_scope || strcmp(a->family, b->family) == 0);
}

static void report_known(const addition *a, const assay_trust_item *item)
{
    text_addf(a->report, "already there: %s %s, sha256 %s\n", item->role, item->subject,
              item->sha256);
}

static assay_status scope_of(const addition *a, const trust_addition *add, const char **scope)
{
    if (add->scope != NULL && add->issuer != NULL) {
        return error_set(a->err, ASSAY_E_CONFIG, "give for= or issuer=, not both");
    }
    const char *given = add->scope != NULL ? add->scope : add->issuer;
    *scope = given != NULL ? given : "";
    bool (*valid)(const char *) = add->issuer != NULL ? trust_issuer_valid : trust_scope_valid;
    if (given == NULL || valid(given)) {
        return ASSAY_OK;
    }
    const char *shown = text_printable(&a->store->arena, bytes_of_text(given));
    error_set(a->err, ASSAY_E_CONFIG, "'%s' is no %s", shown != NULL ? shown : "",
              add->issuer != NULL ? "issuer of tokens: give it with for=" : "scope");
    error_hint(a->err, TRUST_SCOPES);
    return ASSAY_E_CONFIG;
}

static assay_status describe(addition *a, const trust_addition *add, assay_bytes bytes,
                             assay_trust_item *out)
{
    arena *m = &a->store->arena;
    uint8_t digest[32];
    const char *origin = add->origin != NULL ? add->origin : add->file;
    *out = (assay_trust_item){.struct_size = sizeof *out,
                              .subject = "",
                              .valid_from = ASSAY_TIME_UNSET,
                              .valid_to = ASSAY_TIME_UNSET,
                              .retrieved_at = a->now};
    assay_status status = scope_of(a, add, &out->family);
    if (status == ASSAY_OK) {
        status = crypto_sha256(bytes, digest);
    }
    if (status != ASSAY_OK) {
        return status == ASSAY_E_MEMORY ? no_memory(a) : status;
    }
    out->role = text_printable(m, bytes_of_text(add->role));
    out->family = arena_text(m, bytes_of_text(out->family));
    out->sha256 = text_hex(m, bytes_of(digest, sizeof digest));
    out->origin = text_printable(m, bytes_of_text(origin));
    if (m->state != ARENA_OK) {
        return no_memory(a);
    }
    out->file = arena_format(m, "%s-%.16s.%s", out->role, out->sha256, extension(bytes));
    return out->file != NULL ? ASSAY_OK : no_memory(a);
}

static const assay_trust_item *find_same(const addition *a, const assay_trust_item *item)
{
    for (size_t i = 0; i < a->manifest.count; i++) {
        if (same_item(&a->manifest.items[i], item)) {
            return &a->manifest.items[i];
        }
    }
    return NULL;
}

static bool takes_name_of_another(const addition *a, const assay_trust_item *item)
{
    for (size_t i = 0; i < a->manifest.count; i++) {
        const assay_trust_item *other = &a->manifest.items[i];
        if (strcmp(other->file, item->file) == 0 && strcmp(other->sha256, item->sha256) != 0) {
            return true;
        }
    }
    return false;
}

static assay_status take_given(addition *a, const trust_addition *add, const given_file *given)
{
    assay_trust_item item;
    assay_status status = describe(a, add, given->bytes, &item);
    if (status != ASSAY_OK) {
        return status;
    }
    const assay_trust_item *same = find_same(a, &item);
    if (same != NULL) {
        report_known(a, same);
        return ASSAY_OK;
    }
    if (takes_name_of_another(a, &item)) {
        return error_set(a->err, ASSAY_E_CONFIG, "the name %s is taken in the store", item.file);
    }
    a->given[a->manifest.count] = *given;
    a->manifest.items[a->manifest.count++] = item;
    return ASSAY_OK;
}

static assay_status take_plain(addition *a, const trust_addition *add,
                               const trust_role *const *roles)
{
    given_file given = {.path = add->file};
    const trust_role *role = trust_role_find(roles, add->role);
    if (role != NULL && role->rank == TRUST_RANK_CONVERTED) {
        error_set(a->err, ASSAY_E_UNSUPPORTED, "this program cannot read what is added as '%s'",
                  role->name);
        error_hint(a->err, "use one that was built with its reader (CMake: ASSAY_RIM)");
        return ASSAY_E_UNSUPPORTED;
    }
    arena *m = &a->store->arena;
    assay_status status = ASSAY_OK;
    if (add->bytes.ptr != NULL) {
        given.bytes = arena_copy(m, add->bytes);
        status = given.bytes.ptr != NULL ? ASSAY_OK : no_memory(a);
    } else {
        status = file_read(add->file, LIMIT_STORE_FILE, m, &given.bytes, a->err);
    }
    return status == ASSAY_OK ? take_given(a, add, &given) : status;
}

static assay_status take_converted(addition *a, const trust_addition *add,
                                   const assay_trust *anchors)
{
    given_file given = {.path = add->file, .suffix = add->converter->suffix};
    arena *m = &a->store->arena;
    assay_status status = file_read(add->file, LIMIT_STORE_FILE, m, &given.original, a->err);
    if (status != ASSAY_OK) {
        return status;
    }
    status = add->converter->convert(anchors, m, add, given.original, &given.bytes, a->err);
    if (status != ASSAY_OK) {
        files_at(NULL, add->file, a->err);
        return status;
    }
    return take_given(a, add, &given);
}

/* What needs converting is verified under the store with all that does not. */
static assay_status convert_all(addition *a, const trust_addition *add, size_t count,
                                const trust_role *const *roles)
{
    assay_trust *anchors = trust_new();
    if (anchors == NULL) {
        return no_memory(a);
    }
    anchors->path = a->dir.path;
    assay_status status = trust_build(anchors, &a->dir, &a->manifest, a->given, roles, a->err);
    for (size_t i = 0; i < count && status == ASSAY_OK; i++) {
        if (add[i].converter != NULL) {
            status = take_converted(a, &add[i], anchors);
        }
    }
    trust_release(anchors);
    return status;
}

static assay_status take_all(addition *a, const trust_addition *add, size_t count,
                             const trust_role *const *roles)
{
    bool more = false;
    assay_status status = ASSAY_OK;
    for (size_t i = 0; i < count && status == ASSAY_OK; i++) {
        more = more || add[i].converter != NULL;
        status = add[i].converter == NULL ? take_plain(a, &add[i], roles) : ASSAY_OK;
    }
    return status == ASSAY_OK && more ? convert_all(a, add, count, roles) : status;
}

static assay_status read_old(addition *a, size_t more)
{
    manifest old = {0};
    arena *m = &a->store->arena;
    if (dir_has(&a->dir, STORE_MANIFEST)) {
        assay_bytes bytes;
        assay_status status =
            dir_read(&a->dir, STORE_MANIFEST, LIMIT_JSON_BYTES, m, &bytes, a->err);
        if (status != ASSAY_OK) {
            return status;
        }
        status = manifest_read(m, bytes, &old, a->err);
        if (status != ASSAY_OK) {
            files_at(a->dir.path, STORE_MANIFEST, a->err);
            return status;
        }
    }
    a->manifest = old;
    a->old = old.count;
    a->manifest.items = ARENA_ARRAY(m, old.count + more, assay_trust_item);
    a->given = ARENA_ARRAY(m, old.count + more, given_file);
    if (m->state != ARENA_OK) {
        return no_memory(a);
    }
    if (old.count > 0) {
        memcpy(a->manifest.items, old.items, old.count * sizeof *old.items);
    }
    return ASSAY_OK;
}

/* Into the manifest goes what verification found. */
static void take_views(addition *a)
{
    for (size_t i = 0; i < a->manifest.count; i++) {
        a->manifest.items[i] = a->store->items[i].view;
    }
}

static bool shares_file(const addition *a, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(a->manifest.items[i].file, a->manifest.items[index].file) == 0) {
            return true;
        }
    }
    return false;
}

/* The name of the original beside an item's file; NULL when there is none. */
static const char *original_name(const addition *a, size_t index, char *out, size_t size)
{
    const char *suffix = a->given[index].suffix, *file = a->manifest.items[index].file;
    const char *dot = strrchr(file, '.');
    if (suffix == NULL || dot == NULL) {
        return NULL;
    }
    int len = snprintf(out, size, "%.*s.%s", (int)(dot - file), file, suffix);
    return len > 0 && (size_t)len < size ? out : NULL;
}

static assay_status write_file(const addition *a, size_t index)
{
    char name[NAME_MAX + 1];
    const given_file *given = &a->given[index];
    assay_status status = dir_write(&a->dir, a->manifest.items[index].file, given->bytes, a->err);
    if (status != ASSAY_OK || original_name(a, index, name, sizeof name) == NULL) {
        return status;
    }
    status = dir_write(&a->dir, name, given->original, a->err);
    if (status != ASSAY_OK) {
        dir_remove(&a->dir, a->manifest.items[index].file);
    }
    return status;
}

static void remove_file(const addition *a, size_t index)
{
    char name[NAME_MAX + 1];
    dir_remove(&a->dir, a->manifest.items[index].file);
    if (original_name(a, index, name, sizeof name) != NULL) {
        dir_remove(&a->dir, name);
    }
}

/* The files first; they have no meaning until the manifest names them. `done` counts them. */
static assay_status write_files(addition *a, size_t *done)
{
    for (size_t i = a->old; i < a->manifest.count; i++) {
        assay_status status = ASSAY_OK;
        if (!shares_file(a, i)) {
            status = write_file(a, i);
        }
        if (status != ASSAY_OK) {
            return status;
        }
        *done = i + 1;
    }
    return dir_sync(&a->dir, a->err);
}

static void remove_files(const addition *a, size_t done)
{
    for (size_t i = a->old; i < done; i++) {
        if (!shares_file(a, i)) {
            remove_file(a, i);
        }
    }
}

static assay_status write_store(addition *a)
{
    size_t done = a->old;
    assay_str document = manifest_write(&a->store->arena, &a->manifest);
    if (document.ptr == NULL) {
        return no_memory(a);
    }
    assay_status status = write_files(a, &done);
    if (status == ASSAY_OK) {
        status = dir_write(&a->dir, STORE_MANIFEST, bytes_of_str(document), a->err);
    }
    if (status != ASSAY_OK) {
        remove_files(a, done);
        return status;
    }
    return dir_sync(&a->dir, a->err);
}

static void report_window(text *t, const assay_trust_item *item, assay_time now)
{
    char from[TIME_TEXT], to[TIME_TEXT];
    if (item->valid_from == ASSAY_TIME_UNSET && item->valid_to == ASSAY_TIME_UNSET) {
        return;
    }
    time_to_rfc3339(item->valid_from, from);
    time_to_rfc3339(item->valid_to, to);
    bool early = item->valid_from != ASSAY_TIME_UNSET && now < item->valid_from;
    bool late = item->valid_to != ASSAY_TIME_UNSET && now > item->valid_to;
    text_addf(t, "  valid   %s to %s%s\n", from, to,
              early  ? " (not yet valid)"
              : late ? " (expired)"
                     : "");
}

static void report_added(const addition *a)
{
    for (size_t i = a->old; i < a->manifest.count; i++) {
        const assay_trust_item *item = &a->manifest.items[i];
        text_addf(a->report, "%s: %s %s\n", trust_state_name(item->state), item->role,
                  item->subject);
        if (item->family[0] != '\0') {
            text_addf(a->report, "  scope   %s\n", item->family);
        }
        text_addf(a->report, "  sha256  %s\n", item->sha256);
        report_window(a->report, item, a->now);
        text_addf(a->report, "  file    %s\n", item->file);
    }
}

static assay_status add_locked(addition *a, const trust_addition *add, size_t count,
                               const trust_role *const *roles)
{
    assay_status status = read_old(a, count);
    status = status == ASSAY_OK ? take_all(a, add, count, roles) : status;
    if (status != ASSAY_OK || a->manifest.count == a->old) {
        return status;
    }
    status = trust_build(a->store, &a->dir, &a->manifest, a->given, roles, a->err);
    if (status != ASSAY_OK) {
        return status;
    }
    take_views(a);
    a->manifest.revision++;
    status = write_store(a);
    if (status == ASSAY_OK) {
        report_added(a);
    }
    return status;
}

static assay_status make_dir(const char *dir, bool *made, assay_error *err)
{
    *made = mkdir(dir, 0700) == 0;
    if (*made || errno == EEXIST) {
        return ASSAY_OK;
    }
    const store_dir parent = {-1, dir};
    return files_error(&parent, NULL, "make the directory", err);
}

assay_status trust_add(const char *dir, const trust_addition *add, size_t count,
                       const trust_role *const *roles, assay_time now, text *report,
                       assay_error *err)
{
    bool made = false;
    int lock = -1;
    addition a = {.dir = {-1, dir}, .now = now, .report = report, .err = err};
    assay_status status = make_dir(dir, &made, err);
    if (status != ASSAY_OK) {
        return status;
    }
    a.store = trust_new();
    status = a.store != NULL ? dir_open(&a.dir, dir, err) : no_memory(&a);
    if (status != ASSAY_OK) {
        goto out;
    }
    a.store->path = dir;
    status = dir_lock(&a.dir, &lock, err);
    if (status == ASSAY_OK) {
        status = add_locked(&a, add, count, roles);
    }
out:
    if (made && status != ASSAY_OK) {
        dir_discard(&a.dir);
    }
    dir_unlock(lock);
    dir_close(&a.dir);
    trust_release(a.store);
    return status;
}
