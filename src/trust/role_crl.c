/* SPDX-License-Identifier: Apache-2.0 */
/* crl: verified under the certificate of its issuer. That of an issuer whose certificate comes with
 * the evidence, as those of Intel's PCK issuers do, waits for it as the operator's word, if the
 * scope is said. Several generations may stand side by side; which one counts is decided for each
 * appraisal. */
#include "base/limits.h"
#include "codec/pem.h"
#include "trust/load.h"
#include "trust/paths.h"

static assay_status read_der(trust_load *load, assay_bytes in, assay_bytes *out, assay_error *err)
{
    fault f = {0};
    assay_str label;
    assay_bytes second;
    *out = in;
    if (!pem_probe(in)) {
        return ASSAY_OK;
    }
    cursor c = cur_over(in, &f);
    bool one = pem_next(&c, trust_load_arena(load), &label, out) && str_is(label, "X509 CRL");
    if (one && !pem_next(&c, trust_load_arena(load), &label, &second) && cur_ok(&c)) {
        return ASSAY_OK;
    }
    assay_status status = load_memory(load, err);
    return status != ASSAY_OK ? status
                              : error_set(err, ASSAY_E_CONFIG, "must hold one PEM X509 CRL");
}

static const char *number_text(arena *a, assay_bytes number)
{
    uint64_t value = 0;
    if (number.len == 0) {
        return "without number";
    }
    if (number.len > sizeof value) {
        const char *hex = text_hex(a, number);
        return hex != NULL ? arena_format(a, "0x%s", hex) : NULL;
    }
    for (size_t i = 0; i < number.len; i++) {
        value = value << 8 | number.ptr[i];
    }
    return arena_format(a, "%ju", (uintmax_t)value);
}

typedef struct {
    const cert *signer;
    const char *family;
    bool known;         /* some certificate has the issuer's name */
    bool named;         /* and the scope */
    const char *second; /* another family in which it verifies as well */
} search;

static assay_status try_candidate(const candidate *one, const crl *list, const char *scope,
                                  search *s)
{
    const char *family = one->item->view.family;
    if (!bytes_equal(one->issuer->cert->subject, list->issuer)) {
        return ASSAY_OK;
    }
    s->known = true;
    if (scope != NULL && strcmp(scope, family) != 0) {
        return ASSAY_OK;
    }
    s->named = true;
    if (s->family != NULL && strcmp(s->family, family) == 0) {
        return ASSAY_OK;
    }
    assay_status status = crl_verify(list, one->issuer->cert, NULL);
    if (status != ASSAY_OK) {
        return status == ASSAY_REJECTED ? ASSAY_OK : status;
    }
    if (s->family != NULL) {
        s->second = family;
        return ASSAY_OK;
    }
    s->family = family;
    s->signer = one->issuer->cert;
    return ASSAY_OK;
}

static assay_status refuse_unsigned(const search *s, const char *issuer_name, assay_error *err)
{
    if (s->named) {
        return error_set(err, ASSAY_E_CONFIG, "this list is not signed by %s", issuer_name);
    }
    error_set(err, ASSAY_E_CONFIG, "the certificate of its issuer is not in the store: %s",
              issuer_name);
    error_hint(err,
               "add that certificate too, as x509-root or issuer-chain; or, where it comes with "
               "the evidence, say whose list it is: crl;for=SCOPE:FILE");
    return ASSAY_E_CONFIG;
}

static assay_status find_signer(trust_load *load, const trust_item *item, const crl *list,
                                search *s, assay_error *err)
{
    for (size_t i = 0; i < load->candidate_count; i++) {
        assay_status status = try_candidate(&load->candidates[i], list, item_scope(item), s);
        if (status != ASSAY_OK) {
            return error_set(err, status, "cannot verify a signature");
        }
    }
    if (s->second != NULL) {
        error_set(err, ASSAY_E_CONFIG, "its issuer serves '%s' and '%s'", s->family, s->second);
        error_hint(err, "say which with for=SCOPE");
        return ASSAY_E_CONFIG;
    }
    bool waits = s->family == NULL && !s->known && item_scope(item) != NULL;
    if (s->family == NULL && !waits) {
        const char *name = name_text(trust_load_arena(load), list->issuer);
        return name == NULL ? load_memory(load, err) : refuse_unsigned(s, name, err);
    }
    return ASSAY_OK;
}

static void describe(arena *a, trust_item *item, crl *list, const search *s)
{
    bool verified = s->signer != NULL;
    const char *number = number_text(a, list->number);
    const char *name = verified ? path_name(a, s->signer) : name_text(a, list->issuer);
    item->view.subject = arena_format(a, "CRL %s of %s", number, name);
    item->view.valid_from = list->this_update;
    item->view.valid_to = list->next_update;
    item->view.state = verified ? ASSAY_TRUST_VERIFIED : ASSAY_TRUST_ASSERTED;
    if (verified) {
        item->view.family = s->family;
        list->signer_spki = s->signer->spki; /* so that no appraisal verifies it again */
    }
}

static assay_status verify_crl(trust_load *load, trust_item *item, assay_error *err)
{
    fault f = {0};
    assay_bytes der;
    search s = {0};
    arena *a = trust_load_arena(load);
    assay_status status = read_der(load, item->bytes, &der, err);
    if (status != ASSAY_OK) {
        return status;
    }
    crl *list = ARENA_NEW(a, crl);
    if (list == NULL) {
        return load_memory(load, err);
    }
    if (!crl_parse(der, list, &f)) {
        return error_set(err, ASSAY_E_CONFIG, "is no revocation list: %s: %s, at byte %zu", f.what,
                         f.why, f.at);
    }
    status = find_signer(load, item, list, &s, err);
    if (status != ASSAY_OK) {
        return status;
    }
    describe(a, item, list, &s);
    item->material = list;
    return load_memory(load, err);
}

const trust_role role_crl = {.name = "crl", .rank = RANK_UNDER_ISSUER, .verify = verify_crl};
