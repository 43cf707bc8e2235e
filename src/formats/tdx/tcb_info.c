/* SPDX-License-Identifier: Apache-2.0 */
/* The inner objects: TCB info of a platform, with its TDX modules; identity of a quoting enclave.
 */
#include "base/limits.h"
#include "formats/tdx/collateral_fields.h"

#define SVN_NAME_CHARS 16 /* "sgxtcbcomp16svn" */

/* Version 2: sgxtcbcomp01svn to sgxtcbcomp16svn. */
static void read_flat(const fields *f, const json *tcb, tcb_level *out)
{
    for (size_t i = 0; i < TCB_COMPONENTS; i++) {
        char name[SVN_NAME_CHARS] = "sgxtcbcomp00svn";
        name[10] = (char)('0' + (i + 1) / 10);
        name[11] = (char)('0' + (i + 1) % 10);
        out->sgx[i] = (uint8_t)field_uint(f, tcb, name, UINT8_MAX, "tcbLevels.tcb.sgxtcbcompsvn");
    }
    out->pcesvn = (uint16_t)field_uint(f, tcb, "pcesvn", UINT16_MAX, "tcbLevels.tcb.pcesvn");
}

static void read_components(const fields *f, const json *tcb, const char *name, uint8_t *out,
                            const char *what)
{
    const json *list = field(f, tcb, name, JSON_ARRAY, what);
    if (list == NULL) {
        return;
    }
    if (list->count != TCB_COMPONENTS) {
        field_fail(f, list->at, what, "not of sixteen components");
        return;
    }
    for (const json *i = list->first; i != NULL; i = i->next) {
        *out++ = (uint8_t)field_uint(f, i, "svn", UINT8_MAX, what);
    }
}

static void read_sgx(const fields *f, const json *tcb, tcb_level *out)
{
    read_components(f, tcb, "sgxtcbcomponents", out->sgx, "tcbLevels.tcb.sgxtcbcomponents");
    out->pcesvn = (uint16_t)field_uint(f, tcb, "pcesvn", UINT16_MAX, "tcbLevels.tcb.pcesvn");
}

static void read_tdx(const fields *f, const json *tcb, tcb_level *out)
{
    read_sgx(f, tcb, out);
    read_components(f, tcb, "tdxtcbcomponents", out->tdx, "tcbLevels.tcb.tdxtcbcomponents");
}

static void read_module(const fields *f, const json *from, tdx_module *out)
{
    field_hex(f, from, "mrsigner", out->mrsigner, sizeof out->mrsigner, "tdxModule.mrsigner");
    field_hex(f, from, "attributes", out->attributes, sizeof out->attributes,
              "tdxModule.attributes");
    field_hex(f, from, "attributesMask", out->mask, sizeof out->mask, "tdxModule.attributesMask");
}

static void read_module_identity(const fields *f, const json *from, tdx_module_identity *out)
{
    out->id = field_kept(f, field_text(f, from, "id", "tdxModuleIdentities.id"));
    read_module(f, from, &out->module);
    out->levels = field_levels(f, from, TCB_OF_MODULE, field_isvsvn);
}

static void read_modules(const fields *f, const json *object, tcb_info *out)
{
    read_module(f, field(f, object, "tdxModule", JSON_OBJECT, "tdxModule"), &out->module);
    if (!fields_ok(f) || json_member(object, "tdxModuleIdentities") == NULL) {
        return;
    }
    const json *list = field(f, object, "tdxModuleIdentities", JSON_ARRAY, "tdxModuleIdentities");
    if (list == NULL || list->count > LIMIT_TCB_MODULES) {
        field_fail(f, object->at, "tdxModuleIdentities", "more than the limit");
        return;
    }
    tdx_module_identity *modules = ARENA_ARRAY(f->arena, list->count, tdx_module_identity);
    for (const json *i = list->first; i != NULL && fields_ok(f); i = i->next) {
        read_module_identity(f, i, &modules[out->module_count++]);
    }
    out->modules = modules;
}

static void take_names(const fields *f, const json *components, tcb_component_name *out)
{
    const json *i = components != NULL ? components->first : NULL;
    for (; i != NULL; i = i->next, out++) {
        out->category = field_kept(f, json_text(json_member(i, "category")));
        out->type = field_kept(f, json_text(json_member(i, "type")));
    }
}

/* What the components are stands in every level alike; it is for people, so the first will do. */
static void read_names(const fields *f, const json *object, tcb_info *out)
{
    const json *tcb = json_member(json_member(object, "tcbLevels")->first, "tcb");
    take_names(f, json_member(tcb, "sgxtcbcomponents"), out->sgx_names);
    take_names(f, json_member(tcb, "tdxtcbcomponents"), out->tdx_names);
}

#define VERSION_FLAT 2
#define VERSION_TYPED 3

bool tcb_info_read(const fields *f, const json *object, const collateral *c, tcb_info *out)
{
    bool flat = c->version == VERSION_FLAT;
    if (c->version != VERSION_TYPED && (!flat || c->kind->td)) {
        return field_fail(f, object->at, "version", "not supported");
    }
    if (!flat && !str_is(field_text(f, object, "id", "id"), c->kind->id)) {
        return field_fail(f, object->at, "id", "of another technology");
    }
    field_hex(f, object, "fmspc", out->fmspc, sizeof out->fmspc, "fmspc");
    field_hex(f, object, "pceId", out->pceid, sizeof out->pceid, "pceId");
    field_uint(f, object, "tcbType", 0, "tcbType");
    if (c->kind->td) {
        read_modules(f, object, out);
    }
    out->levels = field_levels(f, object, TCB_OF_PLATFORM,
                               flat          ? read_flat
                               : c->kind->td ? read_tdx
                                             : read_sgx);
    if (!fields_ok(f)) {
        return false;
    }
    if (!flat) {
        read_names(f, object, out);
    }
    return fields_ok(f);
}

bool enclave_identity_read(const fields *f, const json *object, enclave_identity *out)
{
    field_hex(f, object, "miscselect", out->miscselect, sizeof out->miscselect, "miscselect");
    field_hex(f, object, "miscselectMask", out->miscselect_mask, sizeof out->miscselect_mask,
              "miscselectMask");
    field_hex(f, object, "attributes", out->attributes, sizeof out->attributes, "attributes");
    field_hex(f, object, "attributesMask", out->attributes_mask, sizeof out->attributes_mask,
              "attributesMask");
    field_hex(f, object, "mrsigner", out->mrsigner, sizeof out->mrsigner, "mrsigner");
    out->isvprodid = (uint16_t)field_uint(f, object, "isvprodid", UINT16_MAX, "isvprodid");
    out->levels = field_levels(f, object, TCB_OF_ENCLAVE, field_isvsvn);
    return fields_ok(f);
}
