/* SPDX-License-Identifier: Apache-2.0 */
/* Typed values as they are written in a policy: literals, and what a param is set to. */
#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "policy/loader.h"

static bool read_bytes(arena *a, const json *node, claim *out, const char **why)
{
    *why = "expected bytes as hex text";
    return json_is(node, JSON_STRING) && hex_decode(a, bytes_of_str(node->text), &out->value.bytes);
}

static bool read_text(arena *a, const json *node, claim *out, const char **why)
{
    (void)a;
    *why = "expected a text";
    out->value.text = json_text(node);
    return json_is(node, JSON_STRING);
}

static bool read_uint(arena *a, const json *node, claim *out, const char **why)
{
    (void)a;
    *why = "expected an unsigned integer";
    return json_uint(node, &out->value.uint);
}

static bool read_int(arena *a, const json *node, claim *out, const char **why)
{
    (void)a;
    *why = "expected an integer";
    return json_int(node, &out->value.sint);
}

static bool read_bool(arena *a, const json *node, claim *out, const char **why)
{
    (void)a;
    *why = "expected true or false";
    return json_bool(node, &out->value.boolean);
}

static bool read_time(arena *a, const json *node, claim *out, const char **why)
{
    (void)a;
    *why = "expected a time such as 2026-11-01T00:00:00Z";
    return json_is(node, JSON_STRING) &&
           time_from_rfc3339(bytes_of_str(node->text), &out->value.time);
}

static bool read_number(arena *a, const json *node, claim *out, const char **why)
{
    (void)a;
    *why = "expected a number";
    out->value.text = node->text;
    return json_is(node, JSON_NUMBER);
}

typedef bool literal_reader(arena *a, const json *node, claim *out, const char **why);
static literal_reader *const readers[] = {
    [ASSAY_CLAIM_UINT] = read_uint,     [ASSAY_CLAIM_INT] = read_int,
    [ASSAY_CLAIM_BOOL] = read_bool,     [ASSAY_CLAIM_BYTES] = read_bytes,
    [ASSAY_CLAIM_TEXT] = read_text,     [ASSAY_CLAIM_TIME] = read_time,
    [ASSAY_CLAIM_NUMBER] = read_number,
};

bool literal_read(arena *a, const json *node, assay_claim_type type, size_t length, claim *out,
                  const char **why)
{
    literal_reader *read = (size_t)type < ARRAY_LEN(readers) ? readers[type] : NULL;
    *why = "no value of this type can be written down";
    *out = (claim){.type = type};
    if (read == NULL || !read(a, node, out, why)) {
        return false;
    }
    size_t len = type == ASSAY_CLAIM_BYTES ? out->value.bytes.len : 0;
    if (length == 0 || len == length) {
        return true;
    }
    const char *lengths = arena_format(a, "expected %zu bytes, found %zu", length, len);
    *why = lengths != NULL ? lengths : "wrong length";
    return false;
}

bool literal_load(loader *l, const json *node, assay_claim_type type, size_t length, claim *out)
{
    const char *why;
    if (literal_read(l->arena, node, type, length, out, &why)) {
        return true;
    }
    PROBLEM(l, node->at, "%s", why);
    return false;
}

const claim *param_read(arena *a, const declared *d, const json *node, const char **why)
{
    claim *out = ARENA_NEW(a, claim);
    *why = "out of memory";
    if (out == NULL) {
        return NULL;
    }
    if (!d->list) {
        return literal_read(a, node, d->type, d->length, out, why) ? out : NULL;
    }
    *why = "expected a list that is not empty";
    if (!json_is(node, JSON_ARRAY) || node->count == 0) {
        return NULL;
    }
    out->type = ASSAY_CLAIM_LIST;
    claim *list = ARENA_ARRAY(a, node->count, claim);
    for (const json *m = node->first; m != NULL && list != NULL; m = m->next) {
        claim *made = &list[out->count++];
        if (!literal_read(a, m, d->type, d->length, made, why)) {
            return NULL;
        }
        made->next = m->next != NULL ? made + 1 : NULL;
    }
    out->first = list;
    out->last = list != NULL ? &list[out->count - 1] : NULL;
    return list != NULL ? out : NULL;
}
