/* SPDX-License-Identifier: Apache-2.0 */
#include "trust/document.h"
#include "base/limits.h"

static assay_status refuse_at(const document *d, size_t at, const char *message)
{
    if (message == NULL) {
        return error_set(d->err, ASSAY_E_MEMORY, "no memory");
    }
    uint32_t line = 0, column = 0;
    json_position(d->bytes, at, &line, &column);
    error_set(d->err, ASSAY_E_CONFIG, "%s", message);
    error_at(d->err, NULL, NULL, line, column);
    return ASSAY_E_CONFIG;
}

assay_status document_refuse(const document *d, const json *node, const char *message)
{
    return refuse_at(d, node->at, message);
}

assay_status document_read(arena *a, assay_bytes in, const char *kind, document *out,
                           assay_error *err)
{
    *out = (document){.arena = a, .bytes = in, .err = err};
    if (in.len > LIMIT_JSON_BYTES) {
        return error_set(err, ASSAY_E_CONFIG, "has %zu bytes, the limit for JSON is %u", in.len,
                         LIMIT_JSON_BYTES);
    }
    fault f = {0};
    out->root = json_parse(a, in, &f);
    if (f.what != NULL) {
        return refuse_at(out, f.at, arena_format(a, "is not strict JSON: %s: %s", f.what, f.why));
    }
    if (out->root == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory");
    }
    return document_kind(out, kind);
}

assay_status document_kind(const document *d, const char *kind)
{
    uint64_t version = 0;
    const json *member = json_member(d->root, kind);
    if (!json_is(d->root, JSON_OBJECT) || member == NULL) {
        return document_refuse(d, d->root, arena_format(d->arena, "has no member %s", kind));
    }
    if (!json_uint(member, &version) || version != 1) {
        return document_refuse(d, member, arena_format(d->arena, "%s must be 1", kind));
    }
    return ASSAY_OK;
}

static bool listed(const json *member, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_is(member->name, names[i])) {
            return true;
        }
    }
    return false;
}

assay_status document_members(const document *d, const json *object, const char *const *names,
                              size_t count)
{
    if (!json_is(object, JSON_OBJECT)) {
        return document_refuse(d, object, "must be an object");
    }
    for (const json *m = object->first; m != NULL; m = m->next) {
        if (listed(m, names, count)) {
            continue;
        }
        const char *name = text_printable(d->arena, bytes_of_str(m->name));
        const char *near = name != NULL ? text_nearest(name, names, count) : NULL;
        const char *message = name ? arena_format(d->arena, "unknown member '%s'", name) : NULL;
        assay_status status = refuse_at(d, m->name_at, message);
        if (near != NULL) {
            error_hint(d->err, "did you mean '%s'?", near);
        }
        return status;
    }
    return ASSAY_OK;
}

assay_status document_text(const document *d, const json *object, const char *name, assay_str *out)
{
    const json *member = json_member(object, name);
    if (member == NULL) {
        return document_refuse(d, object, arena_format(d->arena, "has no member '%s'", name));
    }
    if (!json_is(member, JSON_STRING)) {
        return document_refuse(d, member, arena_format(d->arena, "'%s' must be a text", name));
    }
    *out = json_text(member);
    return ASSAY_OK;
}

assay_status document_array(const document *d, const char *name, const json **out)
{
    *out = json_member(d->root, name);
    if (*out == NULL) {
        return document_refuse(d, d->root, arena_format(d->arena, "has no member '%s'", name));
    }
    if (!json_is(*out, JSON_ARRAY)) {
        return document_refuse(d, *out, arena_format(d->arena, "'%s' must be an array", name));
    }
    return ASSAY_OK;
}
