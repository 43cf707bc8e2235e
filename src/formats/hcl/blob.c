/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the blob in the order of its fields. */
#include "formats/hcl/blob.h"

static void read_header(cursor *c, hcl_blob *out)
{
    assay_bytes magic = cur_take(c, 4, "signature");
    if (cur_ok(c) && memcmp(magic.ptr, "HCLA", 4) != 0) {
        cur_fail(c, 0, "signature", "not HCLA");
    }
    out->version = cur_u32le(c, "version");
    out->report_size = cur_u32le(c, "report_size");
    out->request_type = cur_u32le(c, "request_type");
    out->status = cur_u32le(c, "status");
    out->reserved = cur_take(c, HCL_RESERVED_BYTES, "reserved");
}

static void read_data(cursor *c, hcl_blob *out)
{
    out->data_size = cur_u32le(c, "data_size");
    out->data_version = cur_u32le(c, "data_version");
    out->report_type = cur_u32le(c, "report_type");
    out->hash_type = cur_u32le(c, "hash_type");
    out->runtime_size = cur_u32le(c, "variable_data_size");
}

/* Two sizes say again what variable_data_size says. Nothing signs any of them. */
static void check_sizes(cursor *c, const hcl_blob *b)
{
    if (cur_ok(c) && b->report_size != (uint64_t)HCL_RUNTIME_AT + b->runtime_size) {
        cur_fail(c, 0x08, "report_size", "not the end of the runtime data");
    }
    if (cur_ok(c) && b->data_size != (uint64_t)HCL_DATA_BYTES + b->runtime_size) {
        cur_fail(c, HCL_DATA_AT, "data_size", "not the size of the runtime data and of its header");
    }
}

bool hcl_blob_parse(assay_bytes in, hcl_blob *out, fault *f)
{
    *out = (hcl_blob){.version = 0};
    cursor c = cur_over(in, f);
    read_header(&c, out);
    out->report = cur_take(&c, HCL_REPORT_BYTES, "hardware report");
    read_data(&c, out);
    out->runtime = cur_take(&c, out->runtime_size, "runtime data");
    out->padding = cur_rest(&c);
    check_sizes(&c, out);
    return cur_ok(&c);
}

size_t hcl_blob_unknown(const hcl_blob *b, const char **what)
{
    const struct {
        size_t at;
        const char *what;
        bool known;
    } fields[] = {
        {0x04, "version", b->version >= HCL_VERSION_FIRST && b->version <= HCL_VERSION_LAST},
        {0x0C, "request_type", b->request_type == HCL_REQUEST_AK_CERT},
        {0x10, "status", b->status == 0},
        {0x14, "reserved", bytes_all(b->reserved, 0)},
        {HCL_DATA_AT + 4, "data version", b->data_version == HCL_DATA_VERSION},
    };
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (!fields[i].known) {
            *what = fields[i].what;
            return fields[i].at;
        }
    }
    return SIZE_MAX;
}
