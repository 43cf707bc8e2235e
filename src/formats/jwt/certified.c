/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The certificate of a key in an issuer's set (RFC 7517 4.7), for issuers whose keys change too
 * often to be pinned: it must lead to a pinned key, and have been valid when the token was issued.
 */
#include "formats/jwt/token.h"

bool jwt_certified(job *j, const jwt_token *t, const jwk *key)
{
    size_t anchor_count;
    chain *path = ARENA_NEW(j->arena, chain);
    const anchor **anchors = job_anchors(j, t->scope, &anchor_count);
    assay_time issued = jwt_issued(t);
    jwt_token_check(j, t, F_JWT_KEY_CERTIFICATE, key->cert_count > 0, "/jose/kid");
    if (path == NULL || anchors == NULL || key->cert_count == 0) {
        return false;
    }
    chain_request request = {.leaf = key->certs[0].cert,
                             .known = &key->certs[0],
                             .pool = key->certs + 1,
                             .pool_count = key->cert_count - 1,
                             .anchors = anchors,
                             .anchor_count = anchor_count,
                             .at = issued != ASSAY_TIME_UNSET ? issued : j->at,
                             .cache = j->cache};
    bool built = job_held(j, chain_build(&request, path));
    chain_report(j->findings, path, "token's key", request.at, false);
    t->established->leaf = key->certs[0].cert;
    t->established->leaf_key_sha256 = key->certs[0].spki_sha256;
    return jwt_signer_holds(j, t, path) && built && chain_holds(path);
}
