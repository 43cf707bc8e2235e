/* SPDX-License-Identifier: Apache-2.0 */
#include "facts.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/time.h"

static bool empty(const claim *c)
{
    if (c == NULL || c->type == ASSAY_CLAIM_NONE || c->type == ASSAY_CLAIM_NULL) {
        return true;
    }
    switch (c->type) {
    case ASSAY_CLAIM_BYTES:
        return c->value.bytes.len == 0;
    case ASSAY_CLAIM_TEXT:
        return c->value.text.len == 0;
    case ASSAY_CLAIM_LIST:
    case ASSAY_CLAIM_MAP:
        return c->count == 0;
    default:
        return false;
    }
}

static bool bytes_hold(assay_str hex, assay_bytes found)
{
    uint8_t wanted[4096];
    return hex.len == 2 * found.len && found.len <= sizeof wanted &&
           hex_decode_fixed(bytes_of_str(hex), wanted, found.len) &&
           bytes_equal(bytes_of(wanted, found.len), found);
}

static bool text_holds(const json *fact, const claim *c)
{
    uint64_t number;
    assay_time time;
    switch (c->type) {
    case ASSAY_CLAIM_TEXT:
    case ASSAY_CLAIM_NUMBER:
        return bytes_equal(bytes_of_str(fact->text), bytes_of_str(c->value.text));
    case ASSAY_CLAIM_BYTES:
        return bytes_hold(fact->text, c->value.bytes);
    case ASSAY_CLAIM_UINT:
        return uint_parse(bytes_of_str(fact->text), &number) && number == c->value.uint;
    case ASSAY_CLAIM_TIME:
        return time_from_rfc3339(bytes_of_str(fact->text), &time) && time == c->value.time;
    default:
        return false;
    }
}

static bool number_holds(const json *fact, const claim *c)
{
    uint64_t u;
    int64_t i;
    switch (c->type) {
    case ASSAY_CLAIM_UINT:
        return json_uint(fact, &u) && u == c->value.uint;
    case ASSAY_CLAIM_INT:
        return json_int(fact, &i) && i == c->value.sint;
    case ASSAY_CLAIM_TIME:
        return json_int(fact, &i) && i == c->value.time;
    case ASSAY_CLAIM_NUMBER:
        return bytes_equal(bytes_of_str(fact->text), bytes_of_str(c->value.text));
    default:
        return false;
    }
}

static bool scalar_holds(const json *fact, const claim *c)
{
    if (fact->type == JSON_NULL) {
        return empty(c);
    }
    if (c == NULL) {
        return false;
    }
    switch (fact->type) {
    case JSON_TRUE:
    case JSON_FALSE:
        return c->type == ASSAY_CLAIM_BOOL && c->value.boolean == (fact->type == JSON_TRUE);
    case JSON_NUMBER:
        return number_holds(fact, c);
    case JSON_STRING:
        return text_holds(fact, c);
    default:
        return false;
    }
}

typedef struct {
    const json *next;
    const claim *found;
    size_t index;
} level;

static const claim *counterpart(const json *fact, const level *l)
{
    if (fact->name.ptr != NULL) {
        for (const claim *c = l->found->first; c != NULL; c = c->next) {
            if (bytes_equal(bytes_of_str(c->name), bytes_of_str(fact->name))) {
                return c;
            }
        }
        return NULL;
    }
    const claim *c = l->found->first;
    for (size_t i = 0; i < l->index && c != NULL; i++) {
        c = c->next;
    }
    return c;
}

static bool node_fits(const json *fact, const claim *c)
{
    if (c == NULL) {
        return false;
    }
    return fact->type == JSON_OBJECT ? c->type == ASSAY_CLAIM_MAP
                                     : c->type == ASSAY_CLAIM_LIST && c->count == fact->count;
}

bool fact_holds(const json *fact, const claim *found)
{
    level stack[LIMIT_JSON_DEPTH + 1];
    size_t depth = 0;
    for (;;) {
        if (fact->type == JSON_OBJECT || fact->type == JSON_ARRAY) {
            if (!node_fits(fact, found) || depth > LIMIT_JSON_DEPTH) {
                return false;
            }
            stack[depth++] = (level){.next = fact->first, .found = found};
        } else if (!scalar_holds(fact, found)) {
            return false;
        }
        while (depth > 0 && stack[depth - 1].next == NULL) {
            depth--;
        }
        if (depth == 0) {
            return true;
        }
        level *l = &stack[depth - 1];
        fact = l->next;
        found = counterpart(fact, l);
        l->next = fact->next;
        l->index++;
    }
}
