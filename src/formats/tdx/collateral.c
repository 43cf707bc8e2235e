/* SPDX-License-Identifier: Apache-2.0 */
/* The outer object of TCB info and enclave identities, and what both have in common. */
#include "formats/tdx/collateral.h"
#include "base/limits.h"
#include "formats/tdx/collateral_fields.h"

const collateral_kind collateral_kinds[COLLATERAL_KINDS] = {
    [TDX_TCB_INFO] = {"tdx-tcb-info", "TDX TCB info", "tcbInfo", "TDX", true, false},
    [TDX_QE_IDENTITY] = {"tdx-qe-identity", "TDX QE identity", "enclaveIdentity", "TD_QE", true,
                         true},
    [SGX_TCB_INFO] = {"sgx-tcb-info", "SGX TCB info", "tcbInfo", "SGX", false, false},
    [SGX_QE_IDENTITY] = {"sgx-qe-identity", "SGX QE identity", "enclaveIdentity", "QE", false,
                         true},
};

#define IDENTITY_VERSION 2

static bool read_common(const fields *f, const json *object, collateral *out)
{
    out->version = field_uint(f, object, "version", UINT32_MAX, "version");
    out->number =
        field_uint(f, object, "tcbEvaluationDataNumber", UINT32_MAX, "tcbEvaluationDataNumber");
    out->issued = field_time(f, object, "issueDate", "issueDate");
    out->next_update = field_time(f, object, "nextUpdate", "nextUpdate");
    if (fields_ok(f) && out->next_update <= out->issued) {
        return field_fail(f, object->at, "nextUpdate", "not after the issue date");
    }
    return fields_ok(f);
}

static bool read_identity(const fields *f, const json *object, collateral *out)
{
    if (!str_is(field_text(f, object, "id", "id"), out->kind->id)) {
        return field_fail(f, object->at, "id", "of another enclave");
    }
    if (out->version != IDENTITY_VERSION) {
        return field_fail(f, object->at, "version", "not supported");
    }
    return enclave_identity_read(f, object, &out->identity);
}

static bool read_document(const fields *f, const json *root, collateral *out)
{
    const collateral_kind *kind = out->kind;
    const json *object = field(f, root, kind->object, JSON_OBJECT, kind->object);
    field_hex(f, root, "signature", out->signature, sizeof out->signature, "signature");
    if (!fields_ok(f) || !read_common(f, object, out)) {
        return false;
    }
    out->signed_bytes = object->raw;
    return kind->identity ? read_identity(f, object, out)
                          : tcb_info_read(f, object, out, &out->info);
}

/* A store keeps many of them: the tree of the text, many times as large, is let go. */
bool collateral_read(arena *a, assay_bytes in, const collateral_kind *kind, collateral *out,
                     fault *seen)
{
    fields f = {a, seen};
    arena tree;
    *out = (collateral){.kind = kind};
    if (in.len > LIMIT_COLLATERAL_BYTES) {
        return field_fail(&f, 0, kind->object, "larger than the limit");
    }
    arena_init(&tree, a->allocator, LIMIT_COLLATERAL_MEMORY);
    const json *root = json_parse(&tree, in, seen);
    bool good = root != NULL && read_document(&f, root, out);
    if (tree.state == ARENA_NO_MEMORY) {
        a->state = ARENA_NO_MEMORY;
    } else if (tree.state == ARENA_OVER_BUDGET) {
        field_fail(&f, 0, kind->object, "unfolds into more memory than the limit");
    }
    arena_release(&tree);
    return good;
}
