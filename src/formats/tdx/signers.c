/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the certificate of a TCB signing key, and judges its path and revocation at known_at. */
#include "formats/tdx/signers.h"
#include "base/limits.h"
#include "codec/pem.h"

static const char *const stored_roles[] = {"x509-root", "issuer-chain"};
static const char *const sent_roles[] = {"issuer-chain", "cert-chain"};

static bool wanted(const cert *c)
{
    return collateral_signer(c) || str_is(c->subject_cn, "Intel SGX Root CA");
}

static void add(signers *all, const issuer *one)
{
    for (size_t i = 0; i < all->count; i++) {
        if (bytes_equal(all->certs[i].cert->der, one->cert->der)) {
            return;
        }
    }
    if (all->count < LIMIT_PATH_POOL && wanted(one->cert)) {
        all->certs[all->count++] = *one;
    }
}

static void add_stored(job *j, signers *all)
{
    for (size_t r = 0; r < ARRAY_LEN(stored_roles); r++) {
        const trust_item *item = NULL;
        while ((item = trust_peek(j->trust, item, stored_roles[r], INTEL)) != NULL) {
            const trust_certs *certs = item->material;
            for (size_t i = 0; i < certs->count; i++) {
                add(all, &certs->certs[i]);
            }
        }
    }
}

/* What cannot be read is noted where the chain of the quote is gathered. */
static void add_sent_cert(job *j, signers *all, assay_bytes der)
{
    fault f = {0};
    issuer made;
    cert *c = ARENA_NEW(j->arena, cert);
    if (c != NULL && cert_parse(der, c, &f) && wanted(c) &&
        job_held(j, issuer_of(c, j->cache, &made))) {
        add(all, &made);
    }
}

static void add_sent(job *j, signers *all)
{
    for (size_t r = 0; r < ARRAY_LEN(sent_roles); r++) {
        const attachment *a = NULL;
        while ((a = job_attachment(j, sent_roles[r], a)) != NULL) {
            fault f = {0};
            cursor c = cur_over(a->bytes, &f);
            assay_str label;
            assay_bytes der = a->bytes;
            if (!pem_probe(a->bytes)) {
                add_sent_cert(j, all, der);
                continue;
            }
            for (size_t n = 0; n < LIMIT_PEM_BLOCKS && pem_next(&c, j->arena, &label, &der); n++) {
                add_sent_cert(j, all, der);
            }
        }
    }
}

signers signers_gather(job *j)
{
    signers all = {.certs = ARENA_ARRAY(j->arena, LIMIT_PATH_POOL, issuer),
                   .judged = ARENA_ARRAY(j->arena, LIMIT_PATH_POOL, signer_judgement)};
    if (all.judged != NULL) {
        add_stored(j, &all);
        add_sent(j, &all);
    }
    return all;
}

static void judge_one(job *j, const signers *all, size_t index, const tcb_subject *s,
                      signer_judgement *out)
{
    const issuer *one = &all->certs[index];
    size_t anchor_count;
    chain path;
    const anchor **anchors = job_anchors(j, INTEL, &anchor_count);
    chain_request request = {.leaf = one->cert,
                             .known = one,
                             .pool = all->certs,
                             .pool_count = all->count,
                             .anchors = anchors,
                             .anchor_count = anchor_count,
                             .at = j->known_at,
                             .skew = j->clock_skew,
                             .cache = j->cache};
    *out = (signer_judgement){.cert = one->cert};
    if (anchors == NULL || !job_held(j, chain_build(&request, &path))) {
        return;
    }
    out->flaws = path.flaws;
    /* Directly below the root: Intel SGX PCK Certificate and CRL Profile, 1.2. */
    if (!chain_holds(&path) || path.count != 2) {
        return;
    }
    out->issuer = path.links[1].cert;
    out->revocation = job_revocation(j, &(revocation_question){.family = INTEL,
                                                               .subject = one->cert,
                                                               .issuer = out->issuer,
                                                               .path_holds = true,
                                                               .more = s->lists,
                                                               .more_count = s->list_count});
}

/* A sender chooses how many signers and how many documents there are: no path is judged twice. */
static const signer_judgement *judged(job *j, const signers *all, size_t index,
                                      const tcb_subject *s)
{
    signer_judgement *made = &all->judged[index];
    if (made->cert == NULL) {
        judge_one(j, all, index, s, made);
    }
    return made;
}

signer_judgement signers_judge(job *j, const signers *all, const uint8_t spki_sha256[32],
                               const tcb_subject *s)
{
    signer_judgement first = {0};
    for (size_t i = 0; i < all->count; i++) {
        const issuer *one = &all->certs[i];
        if (memcmp(one->spki_sha256, spki_sha256, sizeof one->spki_sha256) != 0 ||
            !collateral_signer(one->cert)) {
            continue;
        }
        signer_judgement found = *judged(j, all, i, s);
        if (signer_in_force(&found)) {
            return found;
        }
        first = first.cert == NULL ? found : first;
    }
    return first;
}

bool signers_vouch(job *j, const signers *all, const collateral *c, const tcb_subject *s,
                   signer_judgement *out)
{
    for (size_t i = 0; i < all->count; i++) {
        sig_fact fact;
        if (!collateral_signer(all->certs[i].cert)) {
            continue;
        }
        *out = *judged(j, all, i, s);
        if (signer_in_force(out) &&
            job_held(j, collateral_verify(c, &all->certs[i], j->cache, &fact))) {
            sig_cache_put(j->cache, &fact);
            return true;
        }
    }
    return false;
}
