/* SPDX-License-Identifier: Apache-2.0 */
/*
 * x509-root, issuer-chain, ask, asvk, vcek, vlek: certificates. Only x509-root makes an anchor;
 * every other certificate must lead to one by names, signatures and constraints. Windows and
 * revocation are each appraisal's matter.
 */
#include "base/time.h"
#include "codec/pem.h"
#include "trust/load.h"
#include "trust/paths.h"

static bool is_self_issued(const cert *c)
{
    return bytes_equal(c->issuer, c->subject);
}

static assay_status add_certificate(trust_load *load, assay_bytes der, issuer *out,
                                    assay_error *err)
{
    fault f = {0};
    cert *c = ARENA_NEW(trust_load_arena(load), cert);
    if (c == NULL) {
        return load_memory(load, err);
    }
    if (!cert_parse(der, c, &f)) {
        return error_set(err, ASSAY_E_CONFIG, "is no X.509 certificate: %s: %s, at byte %zu",
                         f.what, f.why, f.at);
    }
    assay_status status = issuer_of(c, NULL, out);
    return status == ASSAY_OK ? status : error_set(err, status, "no memory");
}

/* Every block must be a certificate: what else a file holds was not meant to be pinned. */
static assay_status read_pem(trust_load *load, assay_bytes in, issuer *out, size_t *count,
                             assay_error *err)
{
    fault f = {0};
    assay_str label;
    assay_bytes der;
    cursor c = cur_over(in, &f);
    while (pem_next(&c, trust_load_arena(load), &label, &der)) {
        if (!str_is(label, "CERTIFICATE")) {
            const char *found = text_printable(trust_load_arena(load), bytes_of_str(label));
            return error_set(err, ASSAY_E_CONFIG, "holds a PEM block '%s' among certificates",
                             found != NULL ? found : "");
        }
        if (*count == LIMIT_PEM_BLOCKS) {
            return error_set(err, ASSAY_E_CONFIG, "holds more than %d certificates",
                             LIMIT_PEM_BLOCKS);
        }
        assay_status status = add_certificate(load, der, &out[*count], err);
        if (status != ASSAY_OK) {
            return status;
        }
        *count += 1;
    }
    if (!cur_ok(&c)) {
        return error_set(err, ASSAY_E_CONFIG, "is damaged PEM: %s: %s, at byte %zu", f.what, f.why,
                         f.at);
    }
    return load_memory(load, err);
}

static assay_status read_certificates(trust_load *load, trust_item *item, assay_error *err)
{
    _Static_assert(LIMIT_PEM_BLOCKS <= LIMIT_PATH_POOL, "the pool is the scratch room here");
    issuer *found = load->pool;
    size_t count = 0;
    assay_status status;
    if (pem_probe(item->bytes)) {
        status = read_pem(load, item->bytes, found, &count, err);
    } else {
        status = add_certificate(load, item->bytes, &found[count++], err);
    }
    if (status != ASSAY_OK) {
        return status;
    }
    trust_certs *certs = ARENA_NEW(trust_load_arena(load), trust_certs);
    issuer *kept = ARENA_ARRAY(trust_load_arena(load), count, issuer);
    if (certs == NULL || kept == NULL) {
        return load_memory(load, err);
    }
    memcpy(kept, found, count * sizeof *kept);
    *certs = (trust_certs){count, kept};
    item->material = certs;
    return ASSAY_OK;
}

assay_status x509_parse(trust_load *load, trust_item *item, assay_error *err)
{
    bool holds_issuers = item->role == &role_x509_root || item->role == &role_issuer_chain ||
                         item->role == &role_ask || item->role == &role_asvk;
    return holds_issuers ? read_certificates(load, item, err) : ASSAY_OK;
}

assay_status x509_candidates(trust_load *load, assay_error *err)
{
    const assay_trust *t = load->store;
    size_t total = 0;
    for (size_t i = 0; i < t->count; i++) {
        const trust_certs *certs = t->items[i].material;
        total += certs != NULL ? certs->count : 0;
    }
    load->candidates = ARENA_ARRAY(trust_load_arena(load), total, candidate);
    if (load->candidates == NULL) {
        return load_memory(load, err);
    }
    for (size_t i = 0; i < t->count; i++) {
        const trust_certs *certs = t->items[i].material;
        for (size_t k = 0; certs != NULL && k < certs->count; k++) {
            candidate found = {&certs->certs[k], &t->items[i]};
            load->candidates[load->candidate_count++] = found;
        }
    }
    return ASSAY_OK;
}

static assay_status only_certificate(const trust_item *item, const issuer **out, assay_error *err)
{
    const trust_certs *certs = item->material;
    *out = certs->certs;
    if (certs->count == 1) {
        return ASSAY_OK;
    }
    return error_set(err, ASSAY_E_CONFIG, "must hold one certificate, and holds %zu", certs->count);
}

/* A transport error in a root would otherwise show only when a path fails to end at it. */
static assay_status check_own_signature(const cert *c, const char *name, assay_error *err)
{
    sig_fact fact;
    sig_claim claim = {.alg = c->signature.alg,
                       .key = &c->key,
                       .signed_bytes = c->tbs,
                       .signature = pki_signature_bytes(&c->signature)};
    assay_status status = sig_verify(NULL, &claim, &fact);
    if (status == ASSAY_OK) {
        return status;
    }
    if (status != ASSAY_REJECTED) {
        return error_set(err, status, "cannot verify a signature");
    }
    return error_set(err, ASSAY_E_CONFIG, "%s: its own signature does not hold", name);
}

static assay_status check_root(const cert *c, const char *name, assay_error *err)
{
    if (!is_self_issued(c)) {
        error_set(err, ASSAY_E_CONFIG, "%s does not name itself as its issuer", name);
        error_hint(err, "an intermediate certificate is added as issuer-chain");
        return ASSAY_E_CONFIG;
    }
    if (!c->is_ca || (c->has_key_usage && (c->key_usage & KEY_USAGE_CERT_SIGN) == 0)) {
        return error_set(err, ASSAY_E_CONFIG, "%s may not issue certificates", name);
    }
    if (c->key.type == KEY_NONE) {
        return error_set(err, ASSAY_E_CONFIG, "%s has a key of a kind that is not used", name);
    }
    return check_own_signature(c, name, err);
}

assay_status scope_of_key(const trust_item *item, const uint8_t spki_sha256[32], const char *name,
                          const char **family, assay_error *err)
{
    const anchor *pin = trust_pin_of(spki_sha256);
    const char *scope = item_scope(item);
    if (pin != NULL && scope != NULL && strcmp(pin->family, scope) != 0) {
        return error_set(err, ASSAY_E_CONFIG,
                         "%s is the key of %s, which anchors '%s' and never '%s'", name, pin->name,
                         pin->family, scope);
    }
    *family = pin != NULL ? pin->family : scope;
    if (*family != NULL) {
        return ASSAY_OK;
    }
    error_set(err, ASSAY_E_CONFIG, "%s: nothing says whom it anchors", name);
    error_hint(err, "name its scope: %s;for=SCOPE:FILE, such as for=aws", item->role->name);
    return ASSAY_E_CONFIG;
}

assay_status add_anchor(trust_load *load, const trust_item *item, const uint8_t spki_sha256[32],
                        int32_t path_len, assay_error *err)
{
    anchor *made = ARENA_NEW(trust_load_arena(load), anchor);
    const char *date = time_text(trust_load_arena(load), item->view.retrieved_at);
    if (made == NULL || date == NULL) {
        return load_memory(load, err);
    }
    *made = (anchor){.family = item->view.family,
                     .name = item->view.subject,
                     .valid_from = item->view.valid_from,
                     .valid_to = item->view.valid_to,
                     .path_len = path_len,
                     .origin = item->view.origin,
                     .date = date};
    memcpy(made->spki_sha256, spki_sha256, sizeof made->spki_sha256);
    load->store->anchors[load->store->anchor_count++] = made;
    return ASSAY_OK;
}

static assay_status verify_root(trust_load *load, trust_item *item, assay_error *err)
{
    const issuer *root = NULL;
    assay_status status = only_certificate(item, &root, err);
    if (status != ASSAY_OK) {
        return status;
    }
    const cert *c = root->cert;
    const char *name = path_name(trust_load_arena(load), c);
    if (name == NULL) {
        return load_memory(load, err);
    }
    status = check_root(c, name, err);
    if (status == ASSAY_OK) {
        status = scope_of_key(item, root->spki_sha256, name, &item->view.family, err);
    }
    if (status != ASSAY_OK) {
        return status;
    }
    item->view.subject = name;
    item->view.valid_from = c->not_before;
    item->view.valid_to = c->not_after;
    item->view.state = ASSAY_TRUST_PINNED;
    return add_anchor(load, item, root->spki_sha256, c->path_len, err);
}

#define SUBJECT_MAX 1024u

/* The names of all, and the time in which all of them are valid. */
static assay_status describe(trust_load *load, trust_item *item, assay_error *err)
{
    const trust_certs *certs = item->material;
    text names = text_new(trust_load_arena(load), SUBJECT_MAX);
    item->view.valid_from = certs->certs[0].cert->not_before;
    item->view.valid_to = certs->certs[0].cert->not_after;
    for (size_t i = 0; i < certs->count; i++) {
        const cert *c = certs->certs[i].cert;
        const char *name = path_name(trust_load_arena(load), c);
        size_t room = names.max - names.len;
        if (name != NULL && strlen(name) + 2 < room) {
            text_addf(&names, "%s%s", i > 0 ? ", " : "", name);
        }
        item->view.valid_from =
            c->not_before > item->view.valid_from ? c->not_before : item->view.valid_from;
        item->view.valid_to =
            c->not_after < item->view.valid_to ? c->not_after : item->view.valid_to;
    }
    assay_str subject = text_done(&names);
    item->view.subject = subject.ptr;
    item->view.state = ASSAY_TRUST_VERIFIED;
    return subject.ptr != NULL ? ASSAY_OK : load_memory(load, err);
}

/* One family for the whole file: that of the first certificate's anchor, unless it was given. */
static assay_status verify_chain(trust_load *load, trust_item *item, assay_error *err)
{
    const trust_certs *certs = item->material;
    const char *family = item_scope(item);
    if (certs->count == 0) {
        return error_set(err, ASSAY_E_CONFIG, "holds no certificate");
    }
    for (size_t i = 0; i < certs->count; i++) {
        const anchor *reached = NULL;
        assay_status status = path_verify(load, &certs->certs[i], family, &reached, err);
        if (status != ASSAY_OK) {
            return status;
        }
        family = reached->family;
    }
    item->view.family = family;
    return describe(load, item, err);
}

static assay_status verify_single(trust_load *load, trust_item *item, bool ca, assay_error *err)
{
    const issuer *only = NULL;
    assay_status status = only_certificate(item, &only, err);
    if (status != ASSAY_OK) {
        return status;
    }
    if (only->cert->is_ca != ca) {
        return error_set(err, ASSAY_E_CONFIG,
                         ca ? "is not the certificate of an issuer"
                            : "is the certificate of an issuer");
    }
    return verify_chain(load, item, err);
}

static assay_status verify_issuer(trust_load *load, trust_item *item, assay_error *err)
{
    return verify_single(load, item, true, err);
}

static assay_status verify_key(trust_load *load, trust_item *item, assay_error *err)
{
    assay_status status = read_certificates(load, item, err);
    return status == ASSAY_OK ? verify_single(load, item, false, err) : status;
}

const trust_role role_x509_root = {.name = "x509-root", .rank = RANK_ANCHOR, .verify = verify_root};
const trust_role role_issuer_chain = {
    .name = "issuer-chain", .rank = RANK_ISSUER, .verify = verify_chain};
const trust_role role_ask = {.name = "ask", .rank = RANK_ISSUER, .verify = verify_issuer};
const trust_role role_asvk = {.name = "asvk", .rank = RANK_ISSUER, .verify = verify_issuer};
const trust_role role_vcek = {.name = "vcek", .rank = RANK_UNDER_ISSUER, .verify = verify_key};
const trust_role role_vlek = {.name = "vlek", .rank = RANK_UNDER_ISSUER, .verify = verify_key};
