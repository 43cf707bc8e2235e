/* SPDX-License-Identifier: Apache-2.0 */
/* A format's claims: its own, and those of the report inside. */
#include "formats/format.h"

static const format *inner_of(const format *f)
{
    return f->inner != NULL ? format_find(f->inner) : NULL;
}

const claim_schema *format_claim(const format *f, assay_bytes pointer)
{
    const claim_schema *row = NULL;
    for (; f != NULL && row == NULL; f = inner_of(f)) {
        row = schema_find(f->schema, f->schema_count, pointer);
    }
    return row;
}

const claim_schema *format_claim_at(const format *f, size_t index)
{
    for (; f != NULL; f = inner_of(f)) {
        if (index < f->schema_count) {
            return &f->schema[index];
        }
        index -= f->schema_count;
    }
    return NULL;
}
