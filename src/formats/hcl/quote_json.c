/* SPDX-License-Identifier: Apache-2.0 */
/* A vTPM quote as collectors for Azure write it: {"message", "signature"} in hex, and "pcrs", the
 * registers of the SHA-256 bank in hex. */
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "formats/hcl/evidence.h"

static bool fail(fault *f, const char *what, const char *why)
{
    *f = (fault){what, why, 0};
    return false;
}

static bool read_hex(arena *a, const json *object, const char *name, assay_bytes *out, fault *f)
{
    assay_str hex = json_text(json_member(object, name));
    return (hex.ptr != NULL && hex_decode(a, bytes_of_str(hex), out)) ||
           fail(f, name, "no text in hex");
}

static bool read_registers(arena *a, const json *object, assay_bytes *out, fault *f)
{
    const size_t whole = (size_t)TPM_REGISTERS * TPM_REGISTER_BYTES;
    const json *list = json_member(object, "pcrs");
    uint8_t *all = arena_alloc(a, whole);
    if (!json_is(list, JSON_ARRAY) || list->count != TPM_REGISTERS || all == NULL) {
        return fail(f, "pcrs", "no array of 24");
    }
    uint8_t *at = all;
    for (const json *i = list->first; i != NULL; i = i->next, at += TPM_REGISTER_BYTES) {
        assay_bytes value;
        assay_str hex = json_text(i);
        if (hex.ptr == NULL || !hex_decode(a, bytes_of_str(hex), &value) ||
            value.len != TPM_REGISTER_BYTES) {
            return fail(f, "pcrs", "one is not 32 bytes in hex");
        }
        memcpy(at, value.ptr, value.len);
    }
    *out = bytes_of(all, whole);
    return true;
}

bool hcl_quote_json_read(arena *a, assay_bytes in, hcl_quote *out, fault *f)
{
    if (in.len > LIMIT_HCL_QUOTE_JSON) {
        return fail(f, "quote", "larger than the limit");
    }
    const json *root = json_parse(a, in, f);
    return root != NULL && (json_is(root, JSON_OBJECT) || fail(f, "quote", "no object")) &&
           read_hex(a, root, "message", &out->message, f) &&
           read_hex(a, root, "signature", &out->signature, f) &&
           read_registers(a, root, &out->registers, f);
}
