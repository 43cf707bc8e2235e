/* SPDX-License-Identifier: Apache-2.0 */
/* A certificate table: what is accepted lies inside the input, behind the header, without overlap.
 */
#include "formats/snp/cert_table.h"
#include "formats/snp/layout.h"
#include "must.h"

static void check_entry(assay_bytes table, const snp_table *t, size_t index)
{
    const snp_table_entry *e = &t->entries[index];
    size_t at = (size_t)(e->bytes.ptr - table.ptr);
    MUST(e->bytes.len > 0 && at == e->offset && at + e->bytes.len <= table.len);
    MUST(at >= (t->count + 1) * SNP_TABLE_ENTRY_BYTES);
    for (size_t i = 0; i < index; i++) {
        const snp_table_entry *o = &t->entries[i];
        MUST(e->bytes.ptr >= o->bytes.ptr + o->bytes.len ||
             o->bytes.ptr >= e->bytes.ptr + e->bytes.len);
        MUST(!bytes_equal(e->guid, o->guid));
    }
    assay_bytes cut = snp_table_unpadded(e->bytes);
    MUST(cut.ptr == e->bytes.ptr && cut.len <= e->bytes.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fault f = {0};
    snp_table t;
    assay_bytes in = bytes_of(data, size);
    cursor c = cur_over(in, &f);
    bool sound = snp_table_parse(&c, &t);
    MUST(sound == (f.what == NULL) && t.count <= LIMIT_SNP_TABLE_ENTRIES);
    for (size_t i = 0; sound && i < t.count; i++) {
        check_entry(in, &t, i);
    }
    return 0;
}
