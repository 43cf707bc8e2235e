/* SPDX-License-Identifier: Apache-2.0 */
/* see assay/claim.h */
#include "claims/claim.h"

const assay_claim *assay_claim_at(const assay_claim *c, const char *json_pointer)
{
    return c != NULL && json_pointer != NULL ? claim_at(c, bytes_of_text(json_pointer)) : NULL;
}

assay_claim_type assay_claim_kind(const assay_claim *c)
{
    return c != NULL ? c->type : ASSAY_CLAIM_NONE;
}

assay_str assay_claim_name(const assay_claim *c)
{
    return c != NULL ? c->name : (assay_str){NULL, 0};
}

size_t assay_claim_count(const assay_claim *c)
{
    return c != NULL ? c->count : 0;
}

const assay_claim *assay_claim_child(const assay_claim *c)
{
    return c != NULL ? c->first : NULL;
}

const assay_claim *assay_claim_next(const assay_claim *c)
{
    return c != NULL ? c->next : NULL;
}

static bool is(const assay_claim *c, assay_claim_type type, const void *out)
{
    return c != NULL && c->type == type && out != NULL;
}

bool assay_claim_uint(const assay_claim *c, uint64_t *out)
{
    if (!is(c, ASSAY_CLAIM_UINT, out)) {
        return false;
    }
    *out = c->value.uint;
    return true;
}

bool assay_claim_int(const assay_claim *c, int64_t *out)
{
    if (!is(c, ASSAY_CLAIM_INT, out)) {
        return false;
    }
    *out = c->value.sint;
    return true;
}

bool assay_claim_bool(const assay_claim *c, bool *out)
{
    if (!is(c, ASSAY_CLAIM_BOOL, out)) {
        return false;
    }
    *out = c->value.boolean;
    return true;
}

bool assay_claim_bytes(const assay_claim *c, assay_bytes *out)
{
    if (!is(c, ASSAY_CLAIM_BYTES, out)) {
        return false;
    }
    *out = c->value.bytes;
    return true;
}

bool assay_claim_text(const assay_claim *c, assay_str *out)
{
    if (!is(c, ASSAY_CLAIM_TEXT, out) && !is(c, ASSAY_CLAIM_NUMBER, out)) {
        return false;
    }
    *out = c->value.text;
    return true;
}

bool assay_claim_time(const assay_claim *c, assay_time *out)
{
    if (!is(c, ASSAY_CLAIM_TIME, out)) {
        return false;
    }
    *out = c->value.time;
    return true;
}
