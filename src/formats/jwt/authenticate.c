/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 4, the same for every family: the algorithm against the profile's list first, then the
 * issuer, then a key that the store or a pinned chain vouches for, then the signature, then dates
 * and audience.
 */
#include "base/text.h"
#include "formats/jwt/jwk.h"
#include "formats/jwt/token.h"

static const char *allowed_names(arena *a, unsigned algs)
{
    text names = text_new(a, 256);
    for (jws_alg alg = JWS_RS256; alg <= JWS_ES384; alg++) {
        if ((algs >> alg & 1) != 0) {
            text_addf(&names, "%s%s", names.len > 0 ? ", " : "", jws_alg_name(alg));
        }
    }
    return text_done(&names).ptr;
}

static bool check_alg(job *j, const jwt_token *t)
{
    bool allowed = t->jws.alg != JWS_ALG_NONE && (t->profile->algs >> t->jws.alg & 1) != 0;
    finding *no = jwt_token_check(j, t, F_JWT_ALG, allowed, "/jose/alg");
    if (no != NULL) {
        finding_says(no, allowed_names(j->arena, t->profile->algs),
                     text_excerpt(j->arena, bytes_of_str(t->jws.alg_name)));
    }
    return allowed;
}

static bool check_issuer(job *j, const jwt_token *t)
{
    assay_str iss = json_text(json_member(t->claims, "iss"));
    bool holds = t->scope != NULL;
    finding *no = jwt_token_check(j, t, F_JWT_ISSUER, holds, "/iss");
    if (no != NULL) {
        finding_says(no, t->profile->issuer,
                     iss.ptr != NULL ? text_excerpt(j->arena, bytes_of_str(iss)) : NULL);
    }
    return holds;
}

static bool check_kid(job *j, const jwt_token *t)
{
    const char *prefix = t->profile->kid_prefix;
    assay_str kid = t->jws.kid;
    if (prefix == NULL) {
        return true;
    }
    bool holds = str_begins(kid, prefix);
    finding *no = jwt_token_check(j, t, F_JWT_KID_CLASS, holds, "/jose/kid");
    if (no != NULL) {
        finding_says(no, arena_format(j->arena, "%s..", prefix),
                     kid.ptr != NULL ? text_excerpt(j->arena, bytes_of_str(kid)) : NULL);
    }
    return holds;
}

static bool verifies(job *j, const jwt_token *t, const public_key *key)
{
    uint8_t digest[HASH_MAX];
    sig_alg alg = jwk_sig_alg(t->jws.alg);
    return job_held(j, crypto_digest(sig_hash(alg), &t->jws.signing_input, 1, digest)) &&
           job_held(j, crypto_verify(alg, key, digest, t->jws.signature));
}

/* Whether the store vouches for the key; without one the key is of no type. */
static void choose_key(job *j, const jwt_token *t)
{
    jwt_established *known = t->established;
    bool carried = t->jws.x5c != NULL && (t->profile->keys & KEYS_X5C) != 0;
    bool pinned = !carried && (t->profile->keys & KEYS_PINNED_SET) != 0;
    known->vouched =
        carried ? jwt_chain_key(j, t, &known->key) : pinned && jwt_pinned_key(j, t, &known->key);
}

static bool same_key(const jwt_token *a, const jwt_token *b)
{
    return a->jws.kid.ptr != NULL && b->jws.kid.ptr != NULL && a->jws.alg == b->jws.alg &&
           a->jws.x5c == NULL && b->jws.x5c == NULL && jwt_issued(a) == jwt_issued(b) &&
           bytes_equal(bytes_of_str(a->jws.kid), bytes_of_str(b->jws.kid));
}

/* False when there is no key to verify with, or it does not verify. A chain that does not hold
 * still has a key: that it signed the token is worth saying. */
static bool check_signature(job *j, const jwt_token *t, const jwt_token *like)
{
    if (like != NULL && same_key(t, like)) {
        *t->established = *like->established;
    } else {
        choose_key(j, t);
    }
    if (t->established->key.type == KEY_NONE) {
        return false;
    }
    bool holds = verifies(j, t, &t->established->key);
    jwt_token_check(j, t, F_JWT_SIGNATURE, holds, NULL);
    return t->established->vouched && holds;
}

/* RFC 7519 4.1.3: a text, or a list of texts. Whose name it is, is the policy's matter. */
static bool check_audience(job *j, const jwt_token *t)
{
    const json *aud = json_member(t->claims, "aud");
    bool list = json_is(aud, JSON_ARRAY);
    bool holds = list ? aud->count > 0 : json_text(aud).len > 0;
    for (const json *i = list ? aud->first : NULL; i != NULL; i = i->next) {
        holds = holds && json_text(i).len > 0;
    }
    holds = holds || (aud == NULL && !t->profile->audience);
    jwt_token_check(j, t, F_JWT_AUDIENCE, holds, "/aud");
    return holds;
}

static const uint8_t *key_of(job *j, const jwt_established *e)
{
    uint8_t *made = e->leaf_key_sha256 == NULL ? arena_alloc(j->arena, 32) : NULL;
    if (made == NULL) {
        return e->leaf_key_sha256;
    }
    return job_held(j, crypto_sha256(e->leaf->spki, made)) ? made : NULL;
}

void jwt_establish(job *j, const jwt_token *t)
{
    const cert *leaf = t->established->leaf;
    if (t->jws.kid.ptr != NULL) {
        job_identity(j, "kid", bytes_of_str(t->jws.kid), false);
    }
    const uint8_t *key = leaf != NULL ? key_of(j, t->established) : NULL;
    if (key != NULL) {
        job_identity(j, "serial", leaf->serial, false);
        job_identity(j, "device_key", bytes_of(key, 32), false);
    }
}

bool jwt_authenticate_one(job *j, const jwt_token *t, const jwt_token *like)
{
    bool named = check_alg(j, t);
    named = check_issuer(j, t) && named;
    bool held = check_kid(j, t) && named && check_signature(j, t, like);
    held = jwt_check_times(j, t) && held;
    return check_audience(j, t) && held;
}

bool jwt_authenticate(job *j, const void *doc)
{
    const jwt_token *t = doc;
    bool held = jwt_authenticate_one(j, t, NULL);
    if (held) {
        jwt_establish(j, t);
    }
    return held;
}

void jwt_default_tests(job *j, const void *doc)
{
    const jwt_token *t = doc;
    t->profile->default_tests(j, t);
}

void jwt_evaluate(job *j, const void *doc)
{
    const jwt_token *t = doc;
    if (t->established->leaf == NULL) {
        job_not_established(j, "that the issuer's keys are the issuer's: the operator says so");
    } else if (t->established->signers != REVOCATION_GOOD) {
        job_not_established(j, "revocation of the certificates that signed the token");
    }
    if (t->profile->evaluate != NULL) {
        t->profile->evaluate(j, t);
    }
}
