/* SPDX-License-Identifier: Apache-2.0 */
/* The extension of a PCK certificate: what is read lies inside it and has its size, and there is
 * one encoding of it, so its length follows from what it says. */
#include "formats/tdx/pck_ext.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fault f = {0};
    pck_ext e;
    assay_bytes in = bytes_of(data, size);
    bool sound = pck_ext_parse(in, &e, &f);
    MUST(sound == (f.what == NULL));
    if (!sound) {
        return 0;
    }
    MUST(inside(e.ppid, in) && inside(e.cpusvn, in) && inside(e.fmspc, in));
    MUST(e.ppid.len == 16 && e.cpusvn.len == 16 && e.pceid.len == 2 && e.fmspc.len == 6);
    MUST(e.sgx_type <= 2);
    MUST(e.has_configuration == (e.platform_instance_id.len == 16));
    size_t wide = e.pcesvn > 0x7fff ? 2 : e.pcesvn > 0x7f ? 1 : 0;
    for (size_t i = 0; i < PCK_SVN_COUNT; i++) {
        wide += e.svn[i] > 0x7f;
    }
    MUST(size == (e.has_configuration ? 554u : 452u) + wide);
    return 0;
}
