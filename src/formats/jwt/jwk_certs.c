/* SPDX-License-Identifier: Apache-2.0 */
/* The certificates that a key in a set comes with (RFC 7517 4.7). */
#include "base/limits.h"
#include "base/text.h"
#include "formats/jwt/jwk.h"

#define WINDOW_FLAWS (CHAIN_EXPIRED | CHAIN_NOT_YET_VALID | CHAIN_PIN_WINDOW)

static bool read_one(arena *a, const json *node, issuer *out)
{
    fault f = {0};
    assay_bytes der;
    cert *c = ARENA_NEW(a, cert);
    return c != NULL && json_is(node, JSON_STRING) &&
           base64_decode(a, bytes_of_str(json_text(node)), &der) && cert_parse(der, c, &f) &&
           issuer_of(c, NULL, out) == ASSAY_OK;
}

static bool same_key(const public_key *a, const public_key *b)
{
    return a->type == b->type && bytes_equal(a->a, b->a) && bytes_equal(a->b, b->b);
}

void jwk_read_certificates(arena *a, const json *node, jwk *out)
{
    const json *x5c = json_member(node, "x5c");
    size_t count = json_is(x5c, JSON_ARRAY) ? x5c->count : 0, read = 0;
    if (count == 0 || count > LIMIT_TOKEN_CERTS) {
        return;
    }
    issuer *certs = ARENA_ARRAY(a, count, issuer);
    for (const json *i = x5c->first; i != NULL && certs != NULL && read_one(a, i, &certs[read]);
         i = i->next) {
        read++;
    }
    if (read < count) {
        return;
    }
    out->certs = certs;
    out->cert_count = count;
    if (!same_key(&certs[0].cert->key, &out->key)) {
        out->unusable = "a key that is not its certificate's";
    }
}

static void remember_signer(jwk *k, const cert *by)
{
    for (size_t i = 1; i < k->cert_count; i++) {
        if (k->certs[i].cert == by) {
            memcpy(k->certs[0].signer_sha256, k->certs[i].spki_sha256,
                   sizeof k->certs[0].signer_sha256);
            k->certs[0].signer_known = true;
        }
    }
}

assay_status jwk_anchor(jwk *k, const anchor *const *anchors, size_t count)
{
    chain path;
    if (k->cert_count == 0) {
        return ASSAY_OK;
    }
    chain_request request = {.leaf = k->certs[0].cert,
                             .pool = k->certs + 1,
                             .pool_count = k->cert_count - 1,
                             .anchors = anchors,
                             .anchor_count = count,
                             .at = k->certs[0].cert->not_before};
    assay_status status = chain_build(&request, &path);
    k->anchored =
        status == ASSAY_OK && path.anchor != NULL && (path.flaws & ~(unsigned)WINDOW_FLAWS) == 0;
    if (k->anchored && path.count > 1) {
        remember_signer(k, path.links[1].cert);
    }
    return status;
}
