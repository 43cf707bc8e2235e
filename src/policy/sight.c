/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at claims: is one there, is it what the schema says, is it equal. */
#include "crypto/crypto.h"
#include "policy/values.h"

static size_t parent_length(assay_bytes pointer)
{
    size_t len = pointer.len;
    while (len > 0 && pointer.ptr[len - 1] != '/') {
        len--;
    }
    return len > 0 ? len - 1 : 0;
}

/* The claim itself, or the nearest ancestor that exists. */
static const claim *nearest(const claim *root, assay_bytes pointer, bool *exact)
{
    const claim *c = claim_at(root, pointer);
    *exact = c != NULL;
    while (c == NULL && pointer.len > 0) {
        pointer.len = parent_length(pointer);
        c = claim_at(root, pointer);
    }
    return c;
}

sight look(const claim *root, const char *pointer, bool authentic, const claim **out)
{
    bool exact;
    const claim *c = nearest(root, bytes_of_text(pointer), &exact);
    *out = NULL;
    if (c != NULL && c->pending) {
        return PENDING;
    }
    bool there = exact && c->type != ASSAY_CLAIM_NONE && c->type != ASSAY_CLAIM_NULL;
    if (!there) {
        return authentic ? ABSENT : PENDING;
    }
    *out = c;
    return SEEN;
}

sight look_as(evaluation *ev, const claim *root, const char *pointer, bool authentic,
              const claim_schema *row, const claim **out)
{
    sight seen = look(root, pointer, authentic, out);
    *out = schema_view(ev->c->arena, row, *out);
    return seen == SEEN && *out == NULL ? PENDING : seen;
}

bool well_typed(const claim *c, const claim_schema *row)
{
    assay_claim_type type = row != NULL ? row->type : ASSAY_CLAIM_TEXT;
    if (c == NULL || c->type != type) {
        return false;
    }
    return type != ASSAY_CLAIM_BYTES || row->length == 0 || c->value.bytes.len == row->length;
}

static bool is_octets(const claim *c)
{
    return c->type == ASSAY_CLAIM_BYTES || c->type == ASSAY_CLAIM_TEXT;
}

bool same_value(const claim *c, const claim *wanted)
{
    bool text_as_bytes = c->type == ASSAY_CLAIM_BYTES && wanted->type == ASSAY_CLAIM_TEXT;
    if (is_octets(c) && (c->type == wanted->type || text_as_bytes)) {
        return crypto_equal(claim_octets(c), claim_octets(wanted));
    }
    return claim_equal(c, wanted);
}

#define FOUND_MAX 2048
#define FOUND_ROOM 1900

void say_found(evaluation *ev, const char *pointer, const char *what)
{
    text *t = &ev->found;
    size_t more = (pointer != NULL ? strlen(pointer) : 0) + (what != NULL ? strlen(what) : 0);
    if (t->arena == NULL) {
        *t = text_new(ev->c->arena, FOUND_MAX);
    }
    if (t->len > FOUND_ROOM || more > FOUND_ROOM - t->len) {
        bool said = t->len >= 3 && memcmp(t->ptr + t->len - 3, "...", 3) == 0;
        text_add_str(t, said ? "" : "; ...");
        return;
    }
    text_add_str(t, t->len > 0 ? "; " : "");
    if (pointer != NULL) {
        text_addf(t, "%s ", pointer);
    }
    text_add_str(t, what != NULL ? what : "");
}
