/* SPDX-License-Identifier: Apache-2.0 */
/* A path is sought among the certificates of the store whose names lead upwards from the leaf. They
 * may be unverified still: the path's signatures decide, and each is verified on its own account.
 */
#include "trust/paths.h"

#define WINDOW_FLAWS (CHAIN_EXPIRED | CHAIN_NOT_YET_VALID | CHAIN_PIN_WINDOW)

const char *path_name(arena *a, const cert *c)
{
    assay_str common = c->subject_cn;
    return common.ptr != NULL ? text_printable(a, bytes_of_str(common)) : name_text(a, c->subject);
}

static bool in_pool(const trust_load *load, size_t count, const issuer *sought)
{
    for (size_t i = 0; i < count; i++) {
        if (load->pool[i].cert == sought->cert) {
            return true;
        }
    }
    return false;
}

static size_t add_issuers_of(const trust_load *load, const cert *below, size_t count)
{
    for (size_t i = 0; i < load->candidate_count && count < LIMIT_PATH_POOL; i++) {
        const issuer *one = load->candidates[i].issuer;
        if (bytes_equal(one->cert->subject, below->issuer) && !in_pool(load, count, one)) {
            load->pool[count++] = *one;
        }
    }
    return count;
}

static size_t fill_pool(const trust_load *load, const cert *leaf)
{
    size_t count = add_issuers_of(load, leaf, 0);
    for (size_t i = 0; i < count; i++) {
        count = add_issuers_of(load, load->pool[i].cert, count);
    }
    return count;
}

static bool holds(const chain *c)
{
    return c->anchor != NULL && (c->flaws & ~(unsigned)WINDOW_FLAWS) == 0;
}

static assay_status build(const trust_load *load, const cert *leaf, const char *family, chain *out)
{
    chain_request request = {.leaf = leaf,
                             .pool = load->pool,
                             .pool_count = fill_pool(load, leaf),
                             .anchors = load->scratch,
                             .anchor_count = trust_anchors(load->store, family, load->scratch),
                             .at = leaf->not_before};
    return chain_build(&request, out);
}

static const struct {
    unsigned flaw;
    const char *words;
} flaw_words[] = {
    {CHAIN_NO_ISSUER, "the certificate of its issuer is not in the store"},
    {CHAIN_FOREIGN_ROOT, "is a root that is not pinned for this scope"},
    {CHAIN_SIGNATURE, "is not signed by the issuer that it names"},
    {CHAIN_ALGORITHM, "has a key or signature of a kind that is not used"},
    {CHAIN_NOT_CA, "issues certificates and is no CA"},
    {CHAIN_KEY_USAGE, "issues certificates, which its key usage does not allow"},
    {CHAIN_PATH_LEN, "has more issuers below it than it allows"},
    {CHAIN_CRITICAL, "has a critical extension that is not understood"},
    {CHAIN_TOO_LONG, "needs a path that is too long"},
};

static assay_status refuse_link(const chain_link *link, arena *a, assay_error *err)
{
    size_t i = 0;
    while (i < ARRAY_LEN(flaw_words) && (link->flaws & flaw_words[i].flaw) == 0) {
        i++;
    }
    const char *name = path_name(a, link->cert);
    const char *issuer_name = name_text(a, link->cert->issuer);
    if (name == NULL || issuer_name == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for the trust store");
    }
    const char *words = i < ARRAY_LEN(flaw_words) ? flaw_words[i].words : "leads to no pinned key";
    error_set(err, ASSAY_E_CONFIG, "%s: %s", name, words);
    if (link->flaws & CHAIN_NO_ISSUER) {
        error_hint(err, "add the certificate of %s first", issuer_name);
    }
    return ASSAY_E_CONFIG;
}

static assay_status refuse(trust_load *load, const cert *leaf, const char *family, const chain *c,
                           assay_error *err)
{
    arena *a = trust_load_arena(load);
    chain elsewhere;
    assay_status status = family != NULL ? build(load, leaf, NULL, &elsewhere) : ASSAY_REJECTED;
    if (status == ASSAY_E_MEMORY) {
        return error_set(err, status, "no memory for the trust store");
    }
    if (status == ASSAY_OK && holds(&elsewhere)) {
        const char *name = path_name(a, leaf);
        return error_set(err, ASSAY_E_CONFIG, "%s leads to %s, which anchors '%s' and not '%s'",
                         name != NULL ? name : "", elsewhere.anchor->name, elsewhere.anchor->family,
                         family);
    }
    for (size_t i = 0; i < c->count; i++) {
        if ((c->links[i].flaws & ~(unsigned)WINDOW_FLAWS) != 0) {
            return refuse_link(&c->links[i], a, err);
        }
    }
    chain_link whole = {leaf, c->flaws};
    return refuse_link(&whole, a, err);
}

/* The same key may have been pinned for several families; then the scope must be said. */
static assay_status check_sole_family(const trust_load *load, const anchor *reached,
                                      assay_error *err)
{
    const assay_trust *t = load->store;
    for (size_t i = 0; i < t->anchor_count; i++) {
        const anchor *other = t->anchors[i];
        if (memcmp(other->spki_sha256, reached->spki_sha256, 32) == 0 &&
            strcmp(other->family, reached->family) != 0) {
            error_set(err, ASSAY_E_CONFIG, "%s anchors '%s' and '%s'", reached->name,
                      reached->family, other->family);
            error_hint(err, "say which with for=SCOPE");
            return ASSAY_E_CONFIG;
        }
    }
    return ASSAY_OK;
}

/* So that no appraisal verifies this signature again. */
static void remember_signer(const trust_load *load, issuer *leaf, const chain *c)
{
    for (size_t i = 0; c->count > 1 && i < LIMIT_PATH_POOL; i++) {
        if (load->pool[i].cert == c->links[1].cert) {
            memcpy(leaf->signer_sha256, load->pool[i].spki_sha256, sizeof leaf->signer_sha256);
            leaf->signer_known = true;
            return;
        }
    }
}

assay_status path_verify(trust_load *load, issuer *leaf, const char *family, const anchor **reached,
                         assay_error *err)
{
    chain c;
    assay_status status = build(load, leaf->cert, family, &c);
    if (status != ASSAY_OK) {
        return error_set(err, status, "no memory for the trust store");
    }
    if (!holds(&c)) {
        return refuse(load, leaf->cert, family, &c, err);
    }
    remember_signer(load, leaf, &c);
    *reached = c.anchor;
    return family == NULL ? check_sole_family(load, c.anchor, err) : ASSAY_OK;
}
