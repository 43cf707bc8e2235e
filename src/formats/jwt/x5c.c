/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signer's key from the chain in the header (RFC 7515 4.1.6). A root that the header carries is
 * compared with the pins and contributes nothing else.
 */
#include "base/limits.h"
#include "base/text.h"
#include "formats/jwt/jwk.h"
#include "formats/jwt/token.h"

typedef struct {
    const cert *leaf;
    issuer pool[LIMIT_PATH_POOL];
    size_t count;
} certificates;

static const cert *read_one(job *j, const json *node, fault *f)
{
    assay_bytes der;
    cert *c = ARENA_NEW(j->arena, cert);
    if (c == NULL) {
        return NULL;
    }
    if (!base64_decode(j->arena, bytes_of_str(json_text(node)), &der)) {
        *f = (fault){"header.x5c", "no base64", 0};
        return NULL;
    }
    return cert_parse(der, c, f) ? c : NULL;
}

static bool read_header(job *j, const json *x5c, certificates *out, fault *f)
{
    if (x5c->count > LIMIT_TOKEN_CERTS) {
        *f = (fault){"header.x5c", "too many certificates", 0};
        return false;
    }
    out->leaf = read_one(j, x5c->first, f);
    for (const json *i = x5c->first->next; i != NULL && out->leaf != NULL; i = i->next) {
        const cert *c = read_one(j, i, f);
        if (c == NULL || !job_held(j, issuer_of(c, j->cache, &out->pool[out->count]))) {
            return false;
        }
        out->count++;
    }
    return out->leaf != NULL;
}

/* Roots and intermediates that the store has for the issuer: a header may leave them out. */
static void add_stored(job *j, const char *family, certificates *out)
{
    static const char *const roles[] = {"x509-root", "issuer-chain"};
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        const trust_item *item = NULL;
        while ((item = trust_next(j->trust, item, roles[i], family)) != NULL) {
            const trust_certs *certs = item->material;
            for (size_t k = 0; k < certs->count && out->count < LIMIT_PATH_POOL; k++) {
                out->pool[out->count++] = certs->certs[k];
            }
        }
    }
}

static bool build_path(job *j, const jwt_token *t, const certificates *from, chain *path)
{
    size_t anchor_count;
    const anchor **anchors = job_anchors(j, t->scope, &anchor_count);
    if (anchors == NULL) {
        return false;
    }
    chain_request request = {.leaf = from->leaf,
                             .pool = from->pool,
                             .pool_count = from->count,
                             .anchors = anchors,
                             .anchor_count = anchor_count,
                             .at = j->at,
                             .cache = j->cache};
    bool built = job_held(j, chain_build(&request, path));
    chain_report(j->findings, path, "token's signer", j->at, false);
    return built && chain_holds(path);
}

static bool check_signer(job *j, const jwt_token *t, const chain *path)
{
    const cert *leaf = path->links[0].cert;
    bool signs = !leaf->has_key_usage || (leaf->key_usage & KEY_USAGE_DIGITAL_SIGNATURE) != 0;
    bool fits = leaf->key.type == sig_key(jwk_sig_alg(t->jws.alg));
    bool end_entity = !leaf->is_ca && path->count > 1;
    const char *prefix = t->profile->signer_prefix;
    bool named = prefix == NULL || str_begins(leaf->subject_cn, prefix);
    bool holds = signs && fits && end_entity && named;
    finding *no = jwt_token_check(j, t, F_JWT_SIGNER, holds, NULL);
    if (no != NULL) {
        const char *name = prefix != NULL ? arena_format(j->arena, "CN=%s..", prefix) : NULL;
        finding_says(no, name, name_brief(j->arena, leaf->subject));
    }
    return holds;
}

/* The worst of all links; false when one is revoked. */
static bool check_revocation(job *j, const jwt_token *t, const chain *path)
{
    revocation worst = REVOCATION_GOOD;
    for (size_t i = 0; i + 1 < path->count; i++) {
        const cert *subject = path->links[i].cert;
        revocation_question q = {.family = t->scope,
                                 .subject = subject,
                                 .issuer = path->links[i + 1].cert,
                                 .path_holds = chain_holds(path)};
        revocation_result r = job_revocation(j, &q);
        revocation_report_revoked(j->findings, subject, &r);
        if (r.state == REVOCATION_REVOKED) {
            worst = REVOCATION_REVOKED;
        } else if (r.state == REVOCATION_NOT_ESTABLISHED && worst == REVOCATION_GOOD) {
            worst = REVOCATION_NOT_ESTABLISHED;
        }
    }
    t->established->signers = worst;
    return worst != REVOCATION_REVOKED;
}

bool jwt_signer_holds(job *j, const jwt_token *t, const chain *path)
{
    bool held = check_signer(j, t, path);
    return check_revocation(j, t, path) && held;
}

bool jwt_chain_key(job *j, const jwt_token *t, public_key *out)
{
    fault f = {0};
    chain *path = ARENA_NEW(j->arena, chain);
    certificates *from = ARENA_NEW(j->arena, certificates);
    if (path == NULL || from == NULL) {
        return false;
    }
    bool read = read_header(j, t->jws.x5c, from, &f);
    finding_fault(j->findings, jwt_token_check(j, t, F_JWT_X5C, read, NULL), &f);
    if (!read) {
        return false;
    }
    add_stored(j, t->scope, from);
    bool held = build_path(j, t, from, path);
    held = jwt_signer_holds(j, t, path) && held;
    t->established->leaf = from->leaf;
    *out = from->leaf->key;
    return held;
}
