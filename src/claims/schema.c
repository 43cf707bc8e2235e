/* SPDX-License-Identifier: Apache-2.0 */
/* Looking claims up in a schema table. */
#include "claims/schema.h"

/* Past the step of `pointer` that begins at `at`. */
static size_t step_end(assay_bytes pointer, size_t at)
{
    while (at < pointer.len && pointer.ptr[at] != '/') {
        at++;
    }
    return at;
}

static bool is_any(const char *step)
{
    return step[0] == '*' && (step[1] == '/' || step[1] == '\0');
}

bool schema_matches(const claim_schema *row, assay_bytes pointer)
{
    size_t at = 0;
    bool begins = false;
    for (const char *p = row->pointer; *p != '\0'; p++) {
        if (begins && is_any(p)) {
            at = step_end(pointer, at);
        } else if (at == pointer.len || pointer.ptr[at++] != (uint8_t)*p) {
            return false;
        }
        begins = *p == '/';
    }
    return at == pointer.len;
}

const claim_schema *schema_find(const claim_schema *rows, size_t count, assay_bytes pointer)
{
    for (size_t i = 0; i < count; i++) {
        if (schema_matches(&rows[i], pointer)) {
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
