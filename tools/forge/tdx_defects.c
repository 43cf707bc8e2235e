/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of rows as one, and the good quotes. */
#include "forge/tdx_defects.h"

#include "base/text.h"

static const ftdx_defect_list *const lists[] = {&ftdx_good,
                                                &ftdx_defects_form,
                                                &ftdx_defects_chain,
                                                &ftdx_defects_signature,
                                                &ftdx_defects_collateral,
                                                &ftdx_defects_tcb,
                                                &ftdx_defects_log};

const ftdx_defect *ftdx_defect_at(size_t index)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (index < lists[i]->count) {
            return &lists[i]->rows[index];
        }
        index -= lists[i]->count;
    }
    return NULL;
}

const ftdx_defect *ftdx_defect_find(const char *name)
{
    const ftdx_defect *d;
    for (size_t i = 0; (d = ftdx_defect_at(i)) != NULL; i++) {
        if (strcmp(d->name, name) == 0) {
            return d;
        }
    }
    return NULL;
}

const char *ftdx_expectation(const ftdx_defect *d)
{
    static const char *const names[] = {[FTDX_REJECTED] = "rejected",
                                        [FTDX_DEBUG] = "debug",
                                        [FTDX_UNDECIDED] = "undecided",
                                        [FTDX_AUTHENTIC] = "authentic"};
    return d->outcome == FTDX_AUTHENTIC && d->strict ? "accepted" : names[d->outcome];
}

void ftdx_defect_shape(const ftdx_defect *d, ftdx_recipe *r)
{
    r->given |= d->given;
    if (d->shape != NULL) {
        d->shape(r, d);
    }
}

void ftdx_defect_spoil(const ftdx_defect *d, ftdx_recipe *r, arena *a)
{
    if (d->spoil != NULL) {
        d->spoil(r, a, d);
    }
}

assay_status ftdx_row_make(const ftdx_defect *d, ftdx_recipe *r, arena *a, key_ring *ring,
                           ftdx_evidence *out)
{
    ftdx_recipe_init(r, d->version != 0 ? d->version : 4, d->body != 0 ? d->body : FTDX_TD10);
    ftdx_defect_shape(d, r);
    ftdx_recipe_derive(r, a, ring);
    ftdx_defect_spoil(d, r, a);
    return a->state == ARENA_OK ? ftdx_make(r, a, ring, out) : ASSAY_E_MEMORY;
}

void ftdx_put_le(uint8_t *out, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        out[i] = (uint8_t)(value >> 8 * i);
    }
}

void ftdx_flip_attribute(ftdx_recipe *r, const ftdx_defect *d)
{
    const ftdx_field *f =
        ftdx_field_find(r->body_type, r->body_type == FTDX_SGX ? "attributes" : "td_attributes");
    r->body[f->at + (size_t)d->value / 8] ^= (uint8_t)(1u << d->value % 8);
}

static void fill_field(ftdx_recipe *r, const ftdx_defect *d)
{
    const ftdx_field *f = ftdx_field_find(r->body_type, d->text);
    memset(r->body + f->at, (int)d->value, f->len);
}

static void processor_ca(ftdx_recipe *r, const ftdx_defect *d)
{
    (void)d;
    r->platform.platform_ca = false;
    r->platform.sgx_type = 0;
}

static void qe_auth(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    memset(r->qe_auth, 0xa5, sizeof r->qe_auth);
    r->qe_auth_len = (size_t)d->value;
}

static void reorder(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    for (size_t i = 0; i < 3; i++) {
        r->chain[i] = (ftdx_link)(d->text[i] - '0');
    }
}

static void width(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->pem_width = (size_t)d->value;
}

static void unended(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->chain_unended = true;
}

static void padded(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->pad_to = (size_t)d->value;
}

static void without_root(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->chain_len = (size_t)d->value;
}

/* The same key under another certificate, as Intel has two. */
static void other_root(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    (void)d;
    r->pki.root.serial = 0x1e9acc;
    r->pki.root.not_after = 1999999999;
}

static void cert_type(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    (void)a;
    r->cert_type = (uint16_t)d->value;
    r->chain_len = d->value == 4 ? 1 : r->chain_len;
}

#define ROW(name_, does_) .name = name_, .does = does_, .outcome = FTDX_AUTHENTIC
static const ftdx_defect rows[] = {
    {ROW("good-td10-v4", "a trust domain, TDX 1.0, version 4")},
    {ROW("good-sgx-v3", "an enclave, version 3"), .version = 3, .body = FTDX_SGX},
    {ROW("good-sgx-v4", "an enclave, version 4"), .version = 4, .body = FTDX_SGX},
    {ROW("good-sgx-v5", "an enclave, version 5: body type 1"), .version = 5, .body = FTDX_SGX},
    {ROW("good-td10-v5", "version 5: body type 2"), .version = 5},
    {ROW("good-td15-v5", "version 5: body type 3"), .version = 5, .body = FTDX_TD15},
    {ROW("good-td15-ex-v5", "version 5: body type 4"), .version = 5, .body = FTDX_TD15_EX},
    {ROW("processor-ca", "the PCK certificate is of the processor CA"), .shape = processor_ca},
    {ROW("qe-auth-empty", "the quoting enclave has no authentication data"), .spoil = qe_auth},
    {ROW("qe-auth-1024", "it has 1024 bytes of it"), .spoil = qe_auth, .value = 1024},
    {ROW("chain-root-second", "the chain is leaf, root, intermediate"), .spoil = reorder,
     .text = "021"},
    {ROW("chain-reversed", "the chain begins with the root"), .spoil = reorder, .text = "210"},
    {ROW("chain-lines-76", "the chain has lines of 76"), .spoil = width, .value = 76},
    {ROW("chain-unended", "no NUL behind the chain"), .spoil = unended},
    {ROW("chain-without-root", "the root is in the store alone"), .spoil = without_root,
     .value = 2},
    {ROW("root-of-same-key", "another root certificate of the pinned key"), .spoil = other_root},
    {ROW("padded-8000", "zeros behind the end, as kernels return quotes"), .spoil = padded,
     .value = 8000},
    {ROW("cert-type-1-given", "a plain PPID, and the PCK certificate beside the quote"),
     .spoil = cert_type, .value = 1, .given = FTDX_GIVE_PCK | FTDX_GIVE_CHAIN},
    {ROW("cert-type-2-given", "an encrypted PPID (RSA-2048), and the certificate"),
     .spoil = cert_type, .value = 2, .given = FTDX_GIVE_PCK | FTDX_GIVE_CHAIN},
    {ROW("cert-type-3-given", "an encrypted PPID (RSA-3072), and the certificate"),
     .spoil = cert_type, .value = 3, .given = FTDX_GIVE_PCK | FTDX_GIVE_CHAIN, .version = 3,
     .body = FTDX_SGX},
    {ROW("cert-type-4", "the PCK certificate alone; its issuers are in the store"),
     .spoil = cert_type, .value = 4},
    {ROW("migratable", "the TD may migrate"), .finding = "quote.td.migratable",
     .shape = ftdx_flip_attribute, .value = 29},
    {ROW("sept-ve-clear", "SEPT_VE_DISABLE is clear"), .finding = "quote.td.sept-ve-disable",
     .shape = ftdx_flip_attribute, .value = 28},
    {ROW("perfmon", "PERFMON is set, which is nobody's concern"), .shape = ftdx_flip_attribute,
     .value = 63},
    {ROW("attribute-unknown", "a reserved attribute is set"), .finding = "quote.td.attributes",
     .shape = ftdx_flip_attribute, .value = 44},
    {ROW("service-td", "a service TD is bound"), .finding = "quote.td.service-td",
     .shape = fill_field, .text = "mrservicetd", .value = 0x5d, .version = 5, .body = FTDX_TD15},
    {ROW("crl-given", "both revocation lists come with the quote"),
     .given = FTDX_GIVE_PCK_CRL | FTDX_GIVE_ROOT_CRL},
};
const ftdx_defect_list ftdx_good = {rows, ARRAY_LEN(rows)};
