/* SPDX-License-Identifier: Apache-2.0 */
/* Looking claims up in a schema table. */
#include "claims/schema.h"

/* The bytes of the step that begins at `at`, up to the next '/'. */
static assay_bytes step_at(assay_bytes pointer, size_t at)
{
    size_t end = at;
    while (end < pointer.len && pointer.ptr[end] != '/') {
        end++;
    }
    return bytes_of(pointer.ptr + at, end - at);
}

static bool row_matches(assay_bytes row, assay_bytes pointer)
{
    size_t i = 0, j = 0;
    while (i < row.len && j < pointer.len) {
        if (row.ptr[i] != '/' || pointer.ptr[j] != '/') {
            return false;
        }
        assay_bytes wanted = step_at(row, i + 1), found = step_at(pointer, j + 1);
        bool any = wanted.len == 1 && wanted.ptr[0] == '*';
        if (!any && !bytes_equal(wanted, found)) {
            return false;
        }
        i += 1 + wanted.len;
        j += 1 + found.len;
    }
    return i == row.len && j == pointer.len;
}

const claim_schema *schema_find(const claim_schema *rows, size_t count, assay_bytes pointer)
{
    for (size_t i = 0; i < count; i++) {
        if (row_matches(bytes_of_text(rows[i].pointer), pointer)) {
            return &rows[i];
        }
    }
    return NULL;
}

const claim *schema_view(arena *a, const claim_schema *row, const claim *c)
{
    if (c == NULL || row == NULL || !row->single_is_list || c->pending ||
        c->type == ASSAY_CLAIM_LIST || c->type == ASSAY_CLAIM_NULL) {
        return c;
    }
    claim *list = ARENA_NEW(a, claim), *only = ARENA_NEW(a, claim);
    if (only == NULL) {
        return NULL;
    }
    *only = *c;
    only->name = (assay_str){NULL, 0};
    only->next = NULL;
    *list = (claim){.type = ASSAY_CLAIM_LIST,
                    .name = c->name,
                    .count = 1,
                    .first = only,
                    .last = only,
                    .offset = c->offset,
                    .length = c->length};
    return list;
}

const char *claim_type_name(assay_claim_type type)
{
    static const char *const names[] = {
        [ASSAY_CLAIM_NONE] = "nothing",
        [ASSAY_CLAIM_MAP] = "map",
        [ASSAY_CLAIM_LIST] = "list",
        [ASSAY_CLAIM_UINT] = "unsigned integer",
        [ASSAY_CLAIM_INT] = "integer",
        [ASSAY_CLAIM_BOOL] = "boolean",
        [ASSAY_CLAIM_BYTES] = "bytes",
        [ASSAY_CLAIM_TEXT] = "text",
        [ASSAY_CLAIM_TIME] = "time",
        [ASSAY_CLAIM_NULL] = "null",
        [ASSAY_CLAIM_NUMBER] = "number",
    };
    return (size_t)type < ARRAY_LEN(names) ? names[type] : "unknown";
}
