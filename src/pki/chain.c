/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Building a path (RFC 5280 6.1) link by link. A link's issuer is found in two steps: the key that
 * verifies the signature, among the keys of the certificates of the issuer's name; then the best
 * certificate of that key. So a crowd of certificates costs one check per key, and there is nothing
 * to go back to: a signature has one key.
 */
#include "pki/chain.h"
#include "base/time.h"

typedef struct {
    const chain_request *request;
    chain *out;
    const issuer *top;                /* the last link so far */
    sig_fact facts[LIMIT_PATH_DEPTH]; /* that are new */
    size_t fact_count;
    size_t checks;
} walk;

static bool names_itself(const cert *c)
{
    return bytes_equal(c->issuer, c->subject);
}

/* One that names itself is the end of a path, so nothing is kept of it. */
assay_status issuer_of(const cert *c, sig_cache *cache, issuer *out)
{
    sig_fact fact;
    *out = (issuer){.cert = c, .hashed = cache != NULL && !names_itself(c)};
    if (out->hashed && sig_digest_certificate(c->der, out->digest) != ASSAY_OK) {
        return ASSAY_E_MEMORY;
    }
    if (!out->hashed || !sig_cache_find(cache, out->digest, &fact)) {
        return crypto_sha256(c->spki, out->spki_sha256);
    }
    memcpy(out->spki_sha256, fact.key, sizeof fact.key);
    memcpy(out->signer_sha256, fact.signer, sizeof fact.signer);
    out->signer_known = true;
    return ASSAY_OK;
}

static bool holds_at(assay_time from, assay_time to, assay_time at)
{
    return (from == ASSAY_TIME_UNSET || at >= from) && (to == ASSAY_TIME_UNSET || at <= to);
}

/* A key may be pinned twice with different windows: a live pin comes before a dead one. */
static const anchor *anchor_of(const chain_request *r, const issuer *i)
{
    const anchor *found = NULL;
    for (size_t n = 0; n < r->anchor_count; n++) {
        const anchor *a = r->anchors[n];
        if (memcmp(a->spki_sha256, i->spki_sha256, sizeof a->spki_sha256) != 0) {
            continue;
        }
        if (holds_at(a->valid_from, a->valid_to, r->at)) {
            return a;
        }
        found = found != NULL ? found : a;
    }
    return found;
}

/* The end entity, at depth 0, is not counted (RFC 5280 4.2.1.9), nor does the issuer count itself.
 */
static bool too_many_below(int32_t path_len, size_t depth)
{
    return path_len >= 0 && depth > (size_t)path_len + 1;
}

static unsigned issuer_flaws(const cert *c, size_t depth)
{
    unsigned flaws = c->is_ca ? 0 : CHAIN_NOT_CA;
    if (c->has_key_usage && (c->key_usage & KEY_USAGE_CERT_SIGN) == 0) {
        flaws |= CHAIN_KEY_USAGE;
    }
    return too_many_below(c->path_len, depth) ? flaws | CHAIN_PATH_LEN : flaws;
}

static unsigned anchor_flaws(const anchor *a, size_t depth, assay_time at)
{
    unsigned flaws = holds_at(a->valid_from, a->valid_to, at) ? 0 : CHAIN_PIN_WINDOW;
    return too_many_below(a->path_len, depth) ? flaws | CHAIN_PATH_LEN : flaws;
}

/* Everything that can be said of a certificate at this place without its issuer. */
static unsigned link_flaws(const chain_request *r, const issuer *i, size_t depth)
{
    const cert *c = i->cert;
    const anchor *a = anchor_of(r, i);
    unsigned flaws = depth > 0 ? issuer_flaws(c, depth) : 0;
    flaws |= time_add(r->at, r->skew) < c->not_before ? CHAIN_NOT_YET_VALID : 0;
    flaws |= r->at > c->not_after ? CHAIN_EXPIRED : 0;
    flaws |= c->critical_unknown.ptr != NULL || c->ext_key_usage_critical ? CHAIN_CRITICAL : 0;
    flaws |= c->key.type == KEY_NONE ? CHAIN_ALGORITHM : 0;
    if (a != NULL) {
        return flaws | anchor_flaws(a, depth, r->at);
    }
    return c->signature.alg == SIG_NONE ? flaws | CHAIN_ALGORITHM : flaws;
}

static bool same_key(const issuer *a, const issuer *b)
{
    return memcmp(a->spki_sha256, b->spki_sha256, sizeof a->spki_sha256) == 0;
}

static bool names(const cert *c, const issuer *candidate)
{
    return bytes_equal(c->issuer, candidate->cert->subject);
}

/* Was a certificate of this name and key met earlier in the pool? */
static bool tried(const chain_request *r, size_t index, const cert *c)
{
    for (size_t i = 0; i < index; i++) {
        if (names(c, &r->pool[i]) && same_key(&r->pool[i], &r->pool[index])) {
            return true;
        }
    }
    return false;
}

static bool signer_known(const issuer *top, const issuer *by)
{
    return top->signer_known &&
           memcmp(top->signer_sha256, by->spki_sha256, sizeof by->spki_sha256) == 0;
}

static void note_fact(walk *w, const issuer *by)
{
    const issuer *top = w->top;
    if (!top->hashed) {
        return;
    }
    sig_fact *fact = &w->facts[w->fact_count++];
    memcpy(fact->bytes, top->digest, sizeof fact->bytes);
    memcpy(fact->signer, by->spki_sha256, sizeof fact->signer);
    memcpy(fact->key, top->spki_sha256, sizeof fact->key);
}

static assay_status check_signature(walk *w, const cert *c, const issuer *by)
{
    if (signer_known(w->top, by)) {
        return ASSAY_OK;
    }
    w->checks++;
    sig_fact unused;
    sig_claim claim = {.alg = c->signature.alg,
                       .key = &by->cert->key,
                       .signed_bytes = c->tbs,
                       .signature = pki_signature_bytes(&c->signature)};
    assay_status status = sig_verify(NULL, &claim, &unused);
    if (status == ASSAY_OK) {
        note_fact(w, by);
    }
    return status;
}

/* OK and *found: the first certificate of the issuer's name whose key verifies c. REJECTED and
 * *flaw otherwise. */
static assay_status find_signer(walk *w, const cert *c, const issuer **found, unsigned *flaw)
{
    const chain_request *r = w->request;
    *flaw = CHAIN_NO_ISSUER;
    for (size_t i = 0; i < r->pool_count; i++) {
        const issuer *candidate = &r->pool[i];
        if (!names(c, candidate) || tried(r, i, c)) {
            continue;
        }
        if (c->signature.alg == SIG_NONE ||
            candidate->cert->key.type != sig_key(c->signature.alg)) {
            *flaw = *flaw == CHAIN_NO_ISSUER ? CHAIN_ALGORITHM : *flaw;
            continue;
        }
        *flaw = CHAIN_SIGNATURE;
        if (w->checks == LIMIT_PATH_CHECKS) {
            *flaw = CHAIN_TOO_LONG;
            return ASSAY_REJECTED;
        }
        assay_status status = check_signature(w, c, candidate);
        if (status != ASSAY_REJECTED) {
            *found = candidate;
            return status;
        }
    }
    return ASSAY_REJECTED;
}

/* Of the certificates of this name and key, the first without flaws, else the first. */
static const issuer *best_of(const walk *w, const cert *c, const issuer *signer)
{
    const chain_request *r = w->request;
    for (const issuer *i = signer; i < r->pool + r->pool_count; i++) {
        if (names(c, i) && same_key(i, signer) && link_flaws(r, i, w->out->count) == 0) {
            return i;
        }
    }
    return signer;
}

/* Appends a link; true when the path goes on beyond it. */
static bool append(walk *w, const issuer *i)
{
    chain *out = w->out;
    chain_link *link = &out->links[out->count];
    *link = (chain_link){.cert = i->cert, .flaws = link_flaws(w->request, i, out->count)};
    out->count++;
    out->skewed |= w->request->at < i->cert->not_before;
    w->top = i;
    out->anchor = anchor_of(w->request, i);
    if (out->anchor == NULL && names_itself(i->cert)) {
        link->flaws |= CHAIN_FOREIGN_ROOT;
    } else if (out->anchor == NULL && out->count == ARRAY_LEN(out->links)) {
        link->flaws |= CHAIN_TOO_LONG;
    } else {
        return out->anchor == NULL;
    }
    return false;
}

static assay_status climb(walk *w, const issuer *leaf)
{
    bool more = append(w, leaf);
    while (more) {
        chain_link *top = &w->out->links[w->out->count - 1];
        const issuer *signer = NULL;
        unsigned flaw;
        assay_status status = find_signer(w, top->cert, &signer, &flaw);
        if (status == ASSAY_REJECTED) {
            top->flaws |= flaw;
            return ASSAY_OK;
        }
        if (status != ASSAY_OK) {
            return status;
        }
        more = append(w, best_of(w, top->cert, signer));
    }
    return ASSAY_OK;
}

static void keep_facts(const walk *w)
{
    for (size_t i = 0; i < w->fact_count; i++) {
        sig_cache_put(w->request->cache, &w->facts[i]);
    }
}

assay_status chain_build(const chain_request *request, chain *out)
{
    *out = (chain){.count = 0};
    walk w = {.request = request, .out = out};
    issuer made;
    const issuer *leaf = request->known != NULL ? request->known : &made;
    assay_status status =
        leaf == &made ? issuer_of(request->leaf, request->cache, &made) : ASSAY_OK;
    status = status == ASSAY_OK ? climb(&w, leaf) : status;
    for (size_t i = 0; i < out->count; i++) {
        out->flaws |= out->links[i].flaws;
    }
    if (status == ASSAY_OK && chain_holds(out)) {
        keep_facts(&w);
    }
    return status;
}
