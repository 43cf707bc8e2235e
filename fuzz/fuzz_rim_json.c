/* SPDX-License-Identifier: Apache-2.0 */
/* Converted reference values, as a store holds them: whatever is taken is in order. */
#include "formats/spdm/rim.h"
#include "trust/load.h"
#include "must.h"
#include "rim_root.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_trust *t = trust_new();
    assay_error err;
    assay_error_init(&err, sizeof err);
    MUST(t != NULL);
    t->anchors = rim_roots;
    t->anchor_count = 1;
    trust_load load = {.store = t};
    trust_item item = {.view = {.family = ""}, .role = &role_rim, .bytes = bytes_of(data, size)};
    assay_status s = role_rim.verify(&load, &item, &err);
    MUST(s == ASSAY_OK || s == ASSAY_E_CONFIG);
    const nv_rim *rim = item.material;
    MUST((s == ASSAY_OK) == (rim != NULL));
    for (size_t i = 0; s == ASSAY_OK && i < rim->count; i++) {
        MUST(rim->golden[i].count > 0 &&
             (i == 0 || rim->golden[i - 1].index < rim->golden[i].index));
    }
    trust_release(t);
    return 0;
}
