/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a case: its texts, its files, its trust. */
#include "base/limits.h"
#include "base/time.h"
#include "formats/format.h"
#include "runner.h"
#ifdef ASSAY_RIM
#include "rim/rim.h"
#endif
#include "trust/store.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

const char *case_text(const run *r, const char *member)
{
    assay_str t = json_text(json_member(r->spec, member));
    return t.ptr != NULL ? arena_text(r->arena, bytes_of_str(t)) : "";
}

void disagree(run *r, const char *message, ...)
{
    char line[512];
    va_list args;
    va_start(args, message);
    vsnprintf(line, sizeof line, message, args);
    va_end(args);
    text_addf(&r->why, "%s%s", r->why.len > 0 ? "; " : "", line);
}

static const char *path_of(const run *r, assay_str name)
{
    const char *t = arena_text(r->arena, bytes_of_str(name));
    if (t != NULL && strncmp(t, "shared:", 7) == 0) {
        return arena_format(r->arena, "%s/%s", r->shared, t + 7);
    }
    return arena_format(r->arena, "%s%s", r->folder, t);
}

assay_bytes case_file(run *r, assay_str name)
{
    const char *path = path_of(r, name);
    FILE *f = path != NULL ? fopen(path, "rb") : NULL;
    if (f == NULL) {
        disagree(r, "cannot read %s", path);
        return (assay_bytes){NULL, 0};
    }
    long size = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : 0;
    rewind(f);
    uint8_t *data = size >= 0 ? arena_alloc(r->arena, (size_t)size + 1) : NULL;
    size_t len = data != NULL ? fread(data, 1, (size_t)size, f) : 0;
    fclose(f);
    return bytes_of(data, len);
}

assay_time case_at(const run *r)
{
    assay_time t = ASSAY_TIME_UNSET;
    time_from_rfc3339(bytes_of_text(case_text(r, "at")), &t);
    return t;
}

const char *family_of(const char *format_id)
{
    const format *f = format_find(format_id);
    const container *c = container_find(format_id);
    if (f == NULL && c != NULL) {
        f = format_find(c->formats[0]);
    }
    return f != NULL ? f->family : NULL;
}

static void remove_store(const char *dir)
{
    DIR *d = opendir(dir);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        unlink(path);
    }
    if (d != NULL) {
        closedir(d);
    }
    rmdir(dir);
}

static const char *member_text(const run *r, const json *node, const char *name)
{
    assay_str t = json_text(json_member(node, name));
    return t.ptr != NULL ? arena_text(r->arena, bytes_of_str(t)) : NULL;
}

/* Hints say "amd", or "rim" for "nvidia-rim"; others are for people. */
static const char *scope_of_hint(const run *r, const char *hint, const char *family)
{
    const char *longer = hint != NULL ? arena_format(r->arena, "nvidia-%s", hint) : NULL;
    if (longer != NULL && trust_scope_valid(longer)) {
        return longer;
    }
    return hint != NULL && trust_scope_valid(hint) ? hint : family;
}

/* Anchors, key sets and lists whose issuer comes with the evidence need a scope: the issuer that
 * the entry names, or the case's family. */
static trust_addition addition_of(const run *r, const json *entry, const char *family)
{
    static const char *const scoped[] = {"x509-root", "spki-pin", "jwks", "jwk", "crl"};
    const char *hint = member_text(r, entry, "for");
    const char *scope = scope_of_hint(r, hint, family);
    trust_addition add = {.role = member_text(r, entry, "role"),
                          .file = path_of(r, json_text(json_member(entry, "file")))};
#ifdef ASSAY_RIM
    add.converter = add.role != NULL && strcmp(add.role, "rim") == 0 ? &rim_converter : NULL;
#endif
    for (size_t i = 0; add.role != NULL && i < ARRAY_LEN(scoped); i++) {
        if (strcmp(add.role, scoped[i]) == 0) {
            add.issuer = member_text(r, entry, "issuer");
            add.scope = add.issuer != NULL ? NULL : scope;
        }
    }
    return add;
}

static size_t additions_of(run *r, const char *family, trust_addition *out, size_t max)
{
    const json *trust = json_member(r->spec, "trust");
    size_t count = 0;
    for (const json *i = trust != NULL ? trust->first : NULL; i != NULL && count < max;
         i = i->next) {
        out[count++] = addition_of(r, i, family);
    }
    return count;
}

static assay_trust *open_store(run *r, const char *dir)
{
    assay_error err;
    assay_error_init(&err, sizeof err);
    assay_trust_options options = {.struct_size = sizeof options, .path = dir};
    assay_trust *t = NULL;
    if (assay_trust_open(&t, &options, &err) != ASSAY_OK) {
        disagree(r, "the store does not open: %s", err.message);
    }
    return t;
}

/* What a store refuses is not in it, and the evidence is judged without: only a case that is to be
 * accepted needs all of it. */
static bool may_lack_trust(const run *r)
{
    const char *expect = case_text(r, "expect");
    return strcmp(expect, "rejected") == 0 || strcmp(expect, "undecided") == 0 ||
           strcmp(expect, "either") == 0;
}

/* Without the item whose file the error names; the same count when it names none. */
static size_t leave_out(trust_addition *add, size_t count, const char *source)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (source == NULL || strcmp(add[i].file, source) != 0) {
            add[kept++] = add[i];
        }
    }
    return kept;
}

static assay_status add_trust(run *r, const char *dir, trust_addition *add, size_t *count,
                              assay_error *err)
{
    for (;;) {
        text report = text_new(r->arena, LIMIT_JSON_BYTES);
        assay_status s = *count == 0 ? ASSAY_OK
                                     : trust_add(dir, add, *count, format_roles,
                                                 (assay_time)time(NULL), &report, err);
        size_t left =
            s == ASSAY_E_CONFIG && may_lack_trust(r) ? leave_out(add, *count, err->source) : *count;
        if (left == *count) {
            return s;
        }
        *count = left;
    }
}

assay_trust *case_trust(run *r, const char *family)
{
    char top[] = "/tmp/assay-vectors-XXXXXX";
    trust_addition add[64];
    size_t count = additions_of(r, family, add, ARRAY_LEN(add));
    assay_error err;
    assay_error_init(&err, sizeof err);
    if (mkdtemp(top) == NULL) {
        disagree(r, "cannot make a folder in /tmp");
        return NULL;
    }
    char dir[64];
    snprintf(dir, sizeof dir, "%s/trust", top);
    assay_trust *t = NULL;
    assay_status s = add_trust(r, dir, add, &count, &err);
    if (s != ASSAY_OK) {
        disagree(r, "the trust is refused: %s: %s", err.source, err.message);
    } else {
        t = open_store(r, count == 0 ? NULL : dir);
    }
    remove_store(dir);
    rmdir(top);
    return t;
}
