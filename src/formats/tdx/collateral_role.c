/* SPDX-License-Identifier: Apache-2.0 */
/* The trust roles of Intel's collateral. */
#include "formats/tdx/collateral_role.h"
#include "formats/tdx/tcb.h"

#define RANK_COLLATERAL 2 /* behind the certificates of its signers */

bool collateral_signer(const cert *c)
{
    return !c->is_ca && c->key.type == KEY_EC_P256 &&
           str_is(c->subject_cn, "Intel SGX TCB Signing");
}

assay_status collateral_verify(const collateral *c, const issuer *signer, sig_cache *cache,
                               sig_fact *fact)
{
    sig_claim said = {.alg = SIG_ECDSA_P256_SHA256,
                      .key = &signer->cert->key,
                      .key_sha256 = signer->spki_sha256,
                      .signed_bytes = c->signed_bytes,
                      .signature = bytes_of(c->signature, sizeof c->signature)};
    return sig_verify(cache, &said, fact);
}

/* The certificate of the store whose key signed it. *any: was there one to try? */
static assay_status find_signer(const assay_trust *t, const collateral *c, const issuer **out,
                                bool *any)
{
    const trust_item *item = NULL;
    while ((item = trust_peek(t, item, "issuer-chain", INTEL)) != NULL) {
        const trust_certs *certs = item->material;
        for (size_t i = 0; i < certs->count; i++) {
            sig_fact fact;
            if (!collateral_signer(certs->certs[i].cert)) {
                continue;
            }
            *any = true;
            assay_status status = collateral_verify(c, &certs->certs[i], NULL, &fact);
            if (status != ASSAY_REJECTED) {
                *out = &certs->certs[i];
                return status;
            }
        }
    }
    return ASSAY_REJECTED;
}

static assay_status refuse(bool any, assay_error *err)
{
    if (any) {
        return error_set(err, ASSAY_E_CONFIG,
                         "is not signed by Intel SGX TCB Signing: altered, or written anew");
    }
    error_set(err, ASSAY_E_CONFIG, "the certificate of Intel SGX TCB Signing is not in the store");
    error_hint(err, "add the issuer chain that came with it too, as issuer-chain");
    return ASSAY_E_CONFIG;
}

static const char *subject_of(arena *a, const collateral *c)
{
    uintmax_t number = c->number;
    if (c->kind->identity) {
        return arena_format(a, "%s %ju", c->kind->title, number);
    }
    const char *fmspc = text_hex(a, bytes_of(c->info.fmspc, sizeof c->info.fmspc));
    return arena_format(a, "%s %ju of %s", c->kind->title, number, fmspc);
}

static assay_status describe(arena *a, trust_item *item, const stored_collateral *made,
                             assay_error *err)
{
    item->view.subject = subject_of(a, &made->data);
    item->view.family = INTEL;
    item->view.valid_from = made->data.issued;
    item->view.valid_to = made->data.next_update;
    item->view.state = ASSAY_TRUST_VERIFIED;
    item->material = made;
    return item->view.subject != NULL ? ASSAY_OK : error_set(err, ASSAY_E_MEMORY, "no memory");
}

static assay_status refuse_syntax(assay_bytes in, const fault *f, assay_error *err)
{
    uint32_t line = 0, column = 0;
    if (f->what == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for the trust store");
    }
    json_position(in, f->at, &line, &column);
    error_set(err, ASSAY_E_CONFIG, "%s: %s", f->what, f->why);
    error_at(err, NULL, NULL, line, column);
    return ASSAY_E_CONFIG;
}

static assay_status verify(trust_load *load, trust_item *item, collateral_index kind,
                           assay_error *err)
{
    arena *a = trust_load_arena(load);
    fault f = {0};
    const issuer *signer = NULL;
    bool any = false;
    stored_collateral *made = ARENA_NEW(a, stored_collateral);
    if (made == NULL ||
        !collateral_read(a, item->bytes, &collateral_kinds[kind], &made->data, &f)) {
        return refuse_syntax(item->bytes, &f, err);
    }
    assay_status status = find_signer(trust_load_store(load), &made->data, &signer, &any);
    if (status == ASSAY_REJECTED) {
        return refuse(any, err);
    }
    if (status != ASSAY_OK) {
        return error_set(err, status, "cannot verify a signature");
    }
    memcpy(made->signer_sha256, signer->spki_sha256, sizeof made->signer_sha256);
    made->early = strstr(item->view.origin, "update=early") != NULL;
    return describe(a, item, made, err);
}

#define ROLE(variable, name_, kind)                                                                \
    static assay_status verify_##kind(trust_load *load, trust_item *item, assay_error *err)        \
    {                                                                                              \
        return verify(load, item, kind, err);                                                      \
    }                                                                                              \
    const trust_role variable = {.name = name_, .rank = RANK_COLLATERAL, .verify = verify_##kind}

ROLE(role_tdx_tcb_info, "tdx-tcb-info", TDX_TCB_INFO);
ROLE(role_tdx_qe_identity, "tdx-qe-identity", TDX_QE_IDENTITY);
ROLE(role_sgx_tcb_info, "sgx-tcb-info", SGX_TCB_INFO);
ROLE(role_sgx_qe_identity, "sgx-qe-identity", SGX_QE_IDENTITY);

bool collateral_role(const trust_role *role)
{
    return role == &role_tdx_tcb_info || role == &role_tdx_qe_identity ||
           role == &role_sgx_tcb_info || role == &role_sgx_qe_identity;
}

bool collateral_same_subject(const stored_collateral *a, const stored_collateral *b)
{
    const collateral *x = &a->data, *y = &b->data;
    return x->kind == y->kind &&
           (x->kind->identity || memcmp(x->info.fmspc, y->info.fmspc, sizeof x->info.fmspc) == 0);
}
