/* SPDX-License-Identifier: Apache-2.0 */
/* Claims as JSON: bytes in lower-case hex, times in RFC 3339, integers beyond 2^53 as text. */
#include "appraise/document.h"
#include "base/limits.h"

#define EXACT_IN_DOUBLE ((uint64_t)1 << 53) /* RFC 8259 6 */

static void put_uint(json_writer *w, const char *name, uint64_t v)
{
    if (v < EXACT_IN_DOUBLE) {
        json_put_uint(w, name, v);
        return;
    }
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)v);
    json_put_cstr(w, name, digits);
}

static void put_scalar(json_writer *w, const char *name, const claim *c)
{
    switch (c->type) {
    case ASSAY_CLAIM_UINT:
        put_uint(w, name, c->value.uint);
        return;
    case ASSAY_CLAIM_INT:
        json_put_int(w, name, c->value.sint);
        return;
    case ASSAY_CLAIM_BOOL:
        json_put_bool(w, name, c->value.boolean);
        return;
    case ASSAY_CLAIM_BYTES:
        json_put_hex(w, name, c->value.bytes);
        return;
    case ASSAY_CLAIM_TEXT:
        json_put_text(w, name, c->value.text);
        return;
    case ASSAY_CLAIM_NUMBER:
        json_put_number(w, name, c->value.text);
        return;
    case ASSAY_CLAIM_TIME:
        json_put_time(w, name, c->value.time);
        return;
    case ASSAY_CLAIM_NULL:
    case ASSAY_CLAIM_NONE:
    case ASSAY_CLAIM_MAP:
    case ASSAY_CLAIM_LIST:
        json_put_null(w, name);
        return;
    }
}

static bool is_node(const claim *c)
{
    return c->type == ASSAY_CLAIM_MAP || c->type == ASSAY_CLAIM_LIST;
}

static bool open_node(json_writer *w, const char *name, const claim *c)
{
    if (c->type == ASSAY_CLAIM_MAP) {
        json_open_object(w, name);
        return true;
    }
    if (c->type == ASSAY_CLAIM_LIST) {
        json_open_array(w, name);
        return true;
    }
    put_scalar(w, name, c);
    return false;
}

void document_claims(json_writer *w, const char *name, const claim *root)
{
    const claim *next[LIMIT_CLAIM_DEPTH];
    size_t depth = 0;
    const claim *c = root;
    const char *as = name;
    for (;;) {
        if (depth == LIMIT_CLAIM_DEPTH && is_node(c)) {
            json_put_null(w, as); /* no format makes so deep a tree */
        } else if (open_node(w, as, c)) {
            next[depth++] = c->first;
        }
        while (depth > 0 && next[depth - 1] == NULL) {
            json_close(w);
            depth--;
        }
        if (depth == 0) {
            return;
        }
        c = next[depth - 1];
        as = c->name.ptr;
        next[depth - 1] = c->next;
    }
}
