/* SPDX-License-Identifier: Apache-2.0 */
/* Collateral as JSON text, in the order of members that Intel's service has, and its signature. */
#include "forge/tdx_collateral.h"

#include "base/text.h"
#include "base/time.h"

#define DOCUMENT_MAX (64u * 1024u)
#define ISSUED_DAYS 20
#define NEXT_DAYS 10

void ftdx_qe_mrsigner(bool td, uint8_t out[32])
{
    for (size_t i = 0; i < 32; i++) {
        out[i] = (uint8_t)((td ? 0xdc : 0x8c) + 7 * i);
    }
}

static const char *const advisories = "\"INTEL-SA-09902\",\"INTEL-SA-09901\"";

static void init_platform(ftdx_document *d, const ftdx_platform *p)
{
    static const uint8_t tdx[] = {7, 1, 3};
    ftdx_level *l = d->levels;
    memcpy(d->fmspc, p->fmspc, sizeof d->fmspc);
    memcpy(d->pceid, p->pceid, sizeof d->pceid);
    d->level_count = 2;
    l[0] = (ftdx_level){
        .status = "UpToDate", .date = "2025-11-12T00:00:00Z", .pcesvn = (uint16_t)p->pcesvn};
    memcpy(l[0].sgx, p->svn, sizeof l[0].sgx);
    memcpy(l[0].tdx, tdx, sizeof tdx);
    l[1] = l[0];
    l[1].status = "OutOfDate";
    l[1].date = "2024-03-13T00:00:00Z";
    l[1].advisories = advisories;
    l[1].sgx[0]--;
    l[1].sgx[4] = 200;
    l[1].tdx[2]--;
    l[1].pcesvn = (uint16_t)(p->pcesvn - 2);
}

static void init_modules(ftdx_document *d)
{
    d->module_count = 2;
    d->modules[0] = (ftdx_module){
        .id = "TDX_03",
        .levels = {{.status = "UpToDate", .date = "2025-11-12T00:00:00Z", .isvsvn = 3}},
        .level_count = 1};
    d->modules[1] = (ftdx_module){
        .id = "TDX_01",
        .levels = {{.status = "UpToDate", .date = "2025-11-12T00:00:00Z", .isvsvn = 7},
                   {.status = "OutOfDate",
                    .date = "2023-08-09T00:00:00Z",
                    .advisories = "\"INTEL-SA-09903\",\"INTEL-SA-09901\"",
                    .isvsvn = 4}},
        .level_count = 2};
}

static void init_enclave(ftdx_document *d)
{
    d->level_count = 2;
    d->levels[0] = (ftdx_level){.status = "UpToDate", .date = "2025-05-14T00:00:00Z", .isvsvn = 8};
    d->levels[1] = (ftdx_level){.status = "OutOfDate",
                                .date = "2022-11-09T00:00:00Z",
                                .advisories = "\"INTEL-SA-09904\"",
                                .isvsvn = 5};
}

void ftdx_collateral_init(ftdx_collateral *c, bool td, const ftdx_platform *platform,
                          const ftdx_pki *pki, assay_time at)
{
    *c = (ftdx_collateral){.count = 2, .signers = {pki->tcb_signing}};
    for (size_t i = 0; i < c->count; i++) {
        c->docs[i] = (ftdx_document){.identity = i == 1,
                                     .td = td,
                                     .number = 20,
                                     .issued = at - ISSUED_DAYS * (assay_time)FTDX_DAY,
                                     .next_update = at + NEXT_DAYS * (assay_time)FTDX_DAY,
                                     .signer = FTDX_KEY_TCB_SIGNING};
    }
    init_platform(&c->docs[0], platform);
    if (td) {
        init_modules(&c->docs[0]);
    }
    init_enclave(&c->docs[1]);
}

ftdx_document *ftdx_collateral_more(ftdx_collateral *c, size_t index)
{
    if (c->count == FTDX_DOCUMENTS) {
        return NULL;
    }
    c->docs[c->count] = c->docs[index];
    return &c->docs[c->count++];
}

const char *ftdx_document_role(const ftdx_document *d)
{
    if (d->identity) {
        return d->td ? "tdx-qe-identity" : "sgx-qe-identity";
    }
    return d->td ? "tdx-tcb-info" : "sgx-tcb-info";
}

static void put_fill(text *t, const char *name, uint8_t value, size_t count)
{
    text_addf(t, "\"%s\":\"", name);
    for (size_t i = 0; i < count; i++) {
        text_addf(t, "%02X", value);
    }
    text_add_str(t, "\",");
}

static void put_hex(text *t, const char *name, const uint8_t *value, size_t len)
{
    text_addf(t, "\"%s\":\"", name);
    for (size_t i = 0; i < len; i++) {
        text_addf(t, "%02X", value[i]);
    }
    text_add_str(t, "\",");
}

static void put_components(text *t, const char *name, const uint8_t *svn, bool named)
{
    text_addf(t, "\"%s\":[", name);
    for (size_t i = 0; i < 16; i++) {
        text_addf(t, "%s{\"svn\":%u", i > 0 ? "," : "", svn[i]);
        if (named && i < 3) {
            text_addf(t, ",\"category\":\"%s\",\"type\":\"Test part %zu\"",
                      i == 1 ? "OS/VMM" : "BIOS", i);
        }
        text_add_str(t, "}");
    }
    text_add_str(t, "]");
}

static void put_flat(text *t, const ftdx_level *l)
{
    for (size_t i = 0; i < 16; i++) {
        text_addf(t, "\"sgxtcbcomp%02zusvn\":%u,", i + 1, l->sgx[i]);
    }
    text_addf(t, "\"pcesvn\":%u", l->pcesvn);
}

static void put_tcb(text *t, const ftdx_document *d, bool platform, const ftdx_level *l)
{
    if (!platform) {
        text_addf(t, "\"isvsvn\":%u", l->isvsvn);
    } else if (d->flat) {
        put_flat(t, l);
    } else {
        put_components(t, "sgxtcbcomponents", l->sgx, true);
        text_addf(t, ",\"pcesvn\":%u", l->pcesvn);
        if (d->td) {
            text_add_str(t, ",");
            put_components(t, "tdxtcbcomponents", l->tdx, true);
        }
    }
}

static void put_levels(text *t, const ftdx_document *d, bool platform, const ftdx_level *l,
                       size_t count)
{
    text_add_str(t, "\"tcbLevels\":[");
    for (size_t i = 0; i < count; i++) {
        text_addf(t, "%s{\"tcb\":{", i > 0 ? "," : "");
        put_tcb(t, d, platform, &l[i]);
        text_addf(t, "},\"tcbDate\":\"%s\",\"tcbStatus\":\"%s\"", l[i].date, l[i].status);
        if (l[i].advisories != NULL) {
            text_addf(t, ",\"advisoryIDs\":[%s]", l[i].advisories);
        }
        text_add_str(t, "}");
    }
    text_add_str(t, "]");
}

static void put_module_members(text *t, uint8_t mrsigner)
{
    put_fill(t, "mrsigner", mrsigner, 48);
    put_fill(t, "attributes", 0, 8);
    text_add_str(t, "\"attributesMask\":\"FFFFFFFFFFFFFFFF\"");
}

static void put_modules(text *t, const ftdx_document *d)
{
    text_add_str(t, "\"tdxModule\":{");
    put_module_members(t, d->mrsignerseam);
    text_add_str(t, "},\"tdxModuleIdentities\":[");
    for (size_t i = 0; i < d->module_count; i++) {
        const ftdx_module *m = &d->modules[i];
        text_addf(t, "%s{\"id\":\"%s\",", i > 0 ? "," : "", m->id);
        put_module_members(t, m->mrsigner);
        text_add_str(t, ",");
        put_levels(t, d, false, m->levels, m->level_count);
        text_add_str(t, "}");
    }
    text_add_str(t, "],");
}

static void put_common(text *t, const ftdx_document *d)
{
    char issued[TIME_TEXT], next_update[TIME_TEXT];
    const char *id = d->identity ? (d->td ? "TD_QE" : "QE") : d->td ? "TDX" : "SGX";
    time_to_rfc3339(d->issued, issued);
    time_to_rfc3339(d->next_update, next_update);
    text_add_str(t, "{");
    if (!d->flat) {
        text_addf(t, "\"id\":\"%s\",", id);
    }
    text_addf(t, "\"version\":%u,\"issueDate\":\"%s\",\"nextUpdate\":\"%s\",",
              d->identity || d->flat ? 2u : 3u, issued, next_update);
}

static assay_str body_of(const ftdx_document *d, arena *a)
{
    text t = text_new(a, DOCUMENT_MAX);
    uint8_t mrsigner[32];
    put_common(&t, d);
    if (d->identity) {
        ftdx_qe_mrsigner(d->td, mrsigner);
        text_addf(&t, "\"tcbEvaluationDataNumber\":%u,", d->number);
        text_add_str(&t, "\"miscselect\":\"00000000\",\"miscselectMask\":\"FFFFFFFF\","
                         "\"attributes\":\"11000000000000000000000000000000\","
                         "\"attributesMask\":\"FBFFFFFFFFFFFFFF0000000000000000\",");
        put_hex(&t, "mrsigner", mrsigner, sizeof mrsigner);
        text_addf(&t, "\"isvprodid\":%u,", d->td ? 2u : 1u);
        put_levels(&t, d, false, d->levels, d->level_count);
    } else {
        put_hex(&t, "fmspc", d->fmspc, sizeof d->fmspc);
        put_hex(&t, "pceId", d->pceid, sizeof d->pceid);
        text_addf(&t, "\"tcbType\":0,\"tcbEvaluationDataNumber\":%u,", d->number);
        if (d->td) {
            put_modules(&t, d);
        }
        put_levels(&t, d, true, d->levels, d->level_count);
    }
    text_add_str(&t, "}");
    return text_done(&t);
}

/* {NULL, 0} when `from` is not there: a row that edits nothing is a mistake. */
static assay_str edited(arena *a, assay_str in, const ftdx_edit *edits)
{
    for (size_t i = 0; i < FTDX_EDITS && edits[i].from != NULL && in.ptr != NULL; i++) {
        const char *at = strstr(in.ptr, edits[i].from);
        text t = text_new(a, DOCUMENT_MAX);
        if (at == NULL) {
            return (assay_str){NULL, 0};
        }
        text_add(&t, bytes_of(in.ptr, (size_t)(at - in.ptr)));
        text_add_str(&t, edits[i].to);
        text_add_str(&t, at + strlen(edits[i].from));
        in = text_done(&t);
    }
    return in;
}

assay_bytes ftdx_document_make(const ftdx_document *d, arena *a, key_ring *ring)
{
    assay_bytes none = {NULL, 0};
    assay_str body = edited(a, body_of(d, a), d->before);
    if (body.ptr == NULL) {
        return none;
    }
    assay_bytes signature =
        key_ring_sign(ring, a, d->signer, SIG_ECDSA_P256_SHA256, bytes_of_str(body));
    const char *hex = signature.ptr != NULL ? text_hex(a, signature) : NULL;
    text t = text_new(a, DOCUMENT_MAX);
    text_addf(&t, "{\"%s\":", d->identity ? "enclaveIdentity" : "tcbInfo");
    text_add(&t, bytes_of_str(body));
    text_addf(&t, ",\"signature\":\"%s\"}", hex != NULL ? hex : "");
    assay_str whole = hex != NULL ? edited(a, text_done(&t), d->after) : (assay_str){NULL, 0};
    return whole.ptr != NULL ? bytes_of_str(whole) : none;
}

static assay_bytes make_chain(const ftdx_collateral *c, const xw_cert *root, arena *a,
                              key_ring *ring)
{
    const xw_cert *certs[ARRAY_LEN(c->signers) + 1];
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LEN(c->signers); i++) {
        if (c->signers[i].key != NULL) {
            certs[count++] = &c->signers[i];
        }
    }
    if (!c->without_root) {
        certs[count++] = root;
    }
    return ftdx_pem_chain(a, ring, certs, count);
}

assay_status ftdx_collateral_make(const ftdx_collateral *c, const xw_cert *root, arena *a,
                                  key_ring *ring, ftdx_collateral_files *out)
{
    *out = (ftdx_collateral_files){.chain = make_chain(c, root, a, ring)};
    bool made = out->chain.ptr != NULL;
    for (size_t i = 0; i < c->count; i++) {
        out->docs[i] = ftdx_document_make(&c->docs[i], a, ring);
        made = made && out->docs[i].ptr != NULL;
    }
    return made ? ASSAY_OK : ASSAY_E_MEMORY;
}
