/* SPDX-License-Identifier: Apache-2.0 */
/* A report of an NVIDIA device, and what its opaque data says: all views lie inside the input, and
 * the ids made of it have the characters of ids. */
#include "formats/spdm/device.h"
#include "must.h"

static void look_at(const spdm_transcript *t, assay_bytes in)
{
    size_t blocks = 0;
    MUST(t->blocks[0].ptr == NULL && t->field_count <= LIMIT_SPDM_FIELDS);
    for (size_t i = 1; i <= SPDM_INDEX_MAX; i++) {
        blocks += t->blocks[i].ptr != NULL;
        MUST(t->blocks[i].ptr == NULL ||
             (t->blocks[i].len == SPDM_DIGEST_BYTES && inside(t->blocks[i], in)));
    }
    MUST(blocks == t->block_count);
    for (size_t i = 0; i < t->field_count; i++) {
        MUST(inside(t->fields[i].value, in));
    }
    MUST(t->signed_bytes.ptr == in.ptr && t->signature.len == SPDM_SIGNATURE_BYTES);
    MUST(t->signed_bytes.len + t->signature.len + t->trailing.len == in.len);
}

static void check_name(const nv_rim_name *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
    MUST(strspn(name->id, allowed) == strlen(name->id) && strstr(name->id, "..") == NULL);
    MUST(name->product != NULL && name->version != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_bytes in = bytes_of(data, size);
    fault f = {0};
    cursor c = cur_over(in, &f);
    static spdm_transcript t; /* large */
    bool has_driver, sound = spdm_transcript_parse(&c, &t);
    MUST(sound == (f.what == NULL));
    bool probed = spdm_probe(in, NV_DRIVER_VERSION, &has_driver);
    MUST(!sound || (probed && has_driver == (spdm_field_value(&t, NV_DRIVER_VERSION).ptr != NULL)));
    if (!sound) {
        return 0;
    }
    look_at(&t, in);
    arena a;
    arena_init(&a, &allocator_default, 8192);
    nv_device d;
    if (nv_device_read(&a, &t, in, &d, &f)) {
        for (nv_arch arch = NV_ARCH_NONE; arch <= NV_LS10; arch++) {
            nv_rim_name name;
            if (nv_driver_rim(&a, &d, arch, &name)) {
                check_name(&name);
            }
            if (nv_vbios_rim(&a, &d, arch, &name)) {
                check_name(&name);
            }
        }
    }
    MUST(a.state == ARENA_OK && f.at <= size);
    arena_release(&a);
    return 0;
}
