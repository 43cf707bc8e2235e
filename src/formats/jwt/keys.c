/* SPDX-License-Identifier: Apache-2.0 */
/* The signer's key from the issuer's key sets in the store. */
#include "base/text.h"
#include "base/time.h"
#include "formats/jwt/jwks.h"
#include "formats/jwt/token.h"

const char *jwt_keys_url(arena *a, const jwt_profile *p, const char *scope)
{
    bool below = p->keys_url != NULL && p->keys_url[0] == '/';
    bool address = str_begins(str_of(scope), "https://");
    return below ? arena_format(a, "%s%s", address ? scope : p->home, p->keys_url) : p->keys_url;
}

static void need_keys(job *j, const jwt_token *t)
{
    const char *scope = t->scope;
    need_add(j->needs, &(assay_need){.struct_size = sizeof(assay_need),
                                     .role = "jwks",
                                     .id = scope,
                                     .url = jwt_keys_url(j->arena, t->profile, scope),
                                     .label = j->label,
                                     .mandatory = true});
}

static const char *window_of(arena *a, const trust_item *item)
{
    const assay_trust_item *v = &item->view;
    return arena_format(a, "valid from %s to %s, retrieved at %s", time_text(a, v->valid_from),
                        time_text(a, v->valid_to), time_text(a, v->retrieved_at));
}

static void report(job *j, const jwt_token *t, const jwks_search *s)
{
    arena *a = j->arena;
    const char *kid = t->jws.kid.ptr != NULL ? text_excerpt(a, bytes_of_str(t->jws.kid)) : NULL;
    jwt_token_check(j, t, F_JWT_KEYS_MISSING, s->answer != JWKS_MISSING, NULL);
    finding *no = jwt_token_check(j, t, F_JWT_KEYS_STALE, s->answer != JWKS_STALE, NULL);
    if (no != NULL) {
        finding_says(no, arena_format(a, "keys that count at %s", time_text(a, j->at)),
                     window_of(a, s->item));
    }
    if (s->answer == JWKS_MISSING || s->answer == JWKS_STALE) {
        need_keys(j, t);
        return;
    }
    bool named = kid != NULL || s->answer != JWKS_UNKNOWN;
    jwt_token_check(j, t, F_JWT_KID_MISSING, named, "/jose/kid");
    no = jwt_token_check(j, t, F_JWT_KID_UNKNOWN, !named || s->answer != JWKS_UNKNOWN, "/jose/kid");
    finding_says(no, s->item->view.subject, kid);
    no = jwt_token_check(j, t, F_JWT_KEY, s->answer != JWKS_UNSUITABLE, "/jose/kid");
    finding_says(no, jws_alg_name(t->jws.alg), s->unusable);
}

bool jwt_pinned_key(job *j, const jwt_token *t, public_key *out)
{
    jwks_search s = jwks_find(j->trust, t->scope, j->at, t->jws.kid, t->jws.alg);
    report(j, t, &s);
    if (s.answer != JWKS_FOUND) {
        return false;
    }
    *out = s.key->key;
    return (t->profile->keys & KEYS_CERTIFIED) == 0 || jwt_certified(j, t, s.key);
}
