/* SPDX-License-Identifier: Apache-2.0 */
/* Reading key sets into the store, and choosing among their generations. */
#include "formats/jwt/jwks.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/time.h"
#include "trust/document.h"

#define RANK_KEYS 3 /* nothing is verified under them */

static assay_status no_issuer(const trust_item *item, assay_error *err)
{
    error_set(err, ASSAY_E_CONFIG, "nothing says whose keys these are");
    const char *role = item->role->name;
    error_hint(err,
               "name the issuer: %s;issuer=https://..:FILE, or %s;for=ear:FILE for results "
               "that name none",
               role, role);
    return ASSAY_E_CONFIG;
}

/* So that no appraisal verifies the signature of a key's certificate again. */
static assay_status anchor_keys(trust_load *load, jwk_set *set, trust_item *item, assay_error *err)
{
    const assay_trust *t = trust_load_store(load);
    const anchor **anchors =
        ARENA_ARRAY(trust_load_arena(load), t->anchor_count + 1, const anchor *);
    size_t count = anchors != NULL ? trust_anchors(t, item->view.family, anchors) : 0;
    assay_status status = anchors != NULL ? ASSAY_OK : ASSAY_E_MEMORY;
    bool all = true;
    for (size_t i = 0; i < set->count && status == ASSAY_OK; i++) {
        status = jwk_anchor(&set->keys[i], anchors, count);
        all = all && (set->keys[i].anchored || set->keys[i].unusable != NULL);
    }
    item->view.state = all ? ASSAY_TRUST_VERIFIED : ASSAY_TRUST_ASSERTED;
    return status == ASSAY_OK ? status : error_set(err, status, "no memory for the keys");
}

#define REPORTED_MAX 1024 /* bytes about keys that are not used */

/* Issuers publish keys that nothing may be verified with: each is named, with the reason. */
static const char *left_out(arena *a, const jwk_set *set)
{
    text t = text_new(a, REPORTED_MAX);
    for (size_t i = 0; i < set->count && t.len < REPORTED_MAX / 2; i++) {
        const jwk *k = &set->keys[i];
        if (k->unusable != NULL) {
            text_addf(&t, "%s%s is %s", t.len > 0 ? "; " : "",
                      k->kid.ptr != NULL ? text_excerpt(a, bytes_of_str(k->kid)) : "one",
                      k->unusable);
        }
    }
    return text_done(&t).ptr;
}

static assay_status describe(arena *a, const jwk_set *set, trust_item *item, assay_error *err)
{
    size_t unused = set->count - set->usable;
    item->view.subject =
        unused == 0 ? arena_format(a, "%zu keys of %s", set->count, item->view.family)
                    : arena_format(a, "%zu keys of %s, %zu more are not used: %s", set->usable,
                                   item->view.family, unused, left_out(a, set));
    item->material = set;
    return item->view.subject != NULL ? ASSAY_OK
                                      : error_set(err, ASSAY_E_MEMORY, "no memory for the keys");
}

static assay_status verify(trust_load *load, trust_item *item, bool single, assay_error *err)
{
    arena *a = trust_load_arena(load);
    fault f = {0};
    if (item->view.family[0] == '\0') {
        return no_issuer(item, err);
    }
    if (item->bytes.len > LIMIT_JWKS_BYTES) {
        return error_set(err, ASSAY_E_CONFIG, "is larger than %u bytes", LIMIT_JWKS_BYTES);
    }
    const json *root = json_parse(a, item->bytes, &f), *where = NULL;
    if (root == NULL) {
        return error_set(err, f.what == NULL ? ASSAY_E_MEMORY : ASSAY_E_CONFIG,
                         "is no strict JSON: %s, at byte %zu", f.what != NULL ? f.why : "no memory",
                         f.at);
    }
    document d = {.arena = a, .bytes = item->bytes, .root = root, .err = err};
    jwk_set *set = ARENA_NEW(a, jwk_set);
    if (set == NULL) {
        return document_refuse(&d, root, NULL);
    }
    const char *refused = jwk_set_read(a, root, single, set, &where);
    if (refused != NULL) {
        return document_refuse(&d, where, arena_format(a, "is %s", refused));
    }
    if (set->usable == 0) {
        return document_refuse(&d, root, "has no key that can be used");
    }
    assay_status status = anchor_keys(load, set, item, err);
    return status == ASSAY_OK ? describe(a, set, item, err) : status;
}

static assay_status verify_set(trust_load *load, trust_item *item, assay_error *err)
{
    return verify(load, item, false, err);
}

static assay_status verify_single(trust_load *load, trust_item *item, assay_error *err)
{
    return verify(load, item, true, err);
}

static bool ends(const trust_item *item)
{
    return item->view.valid_to != ASSAY_TIME_UNSET || strcmp(item->role->name, "jwk") == 0;
}

static bool in_window(const trust_item *item, assay_time at)
{
    const assay_trust_item *v = &item->view;
    return (v->valid_from == ASSAY_TIME_UNSET || v->valid_from <= at) &&
           (v->valid_to == ASSAY_TIME_UNSET || at <= v->valid_to);
}

/* When the generation that counts at `at` was retrieved, among the sets that state no end. UNSET:
 * there is none. */
static assay_time generation(const assay_trust *t, const char *iss, assay_time at)
{
    assay_time latest = ASSAY_TIME_UNSET, first = ASSAY_TIME_UNSET;
    const trust_item *item = NULL;
    while ((item = trust_next(t, item, "jwks", iss)) != NULL) {
        assay_time retrieved = item->view.retrieved_at;
        if (ends(item) || retrieved == ASSAY_TIME_UNSET || !in_window(item, at)) {
            continue;
        }
        if (retrieved <= at && (latest == ASSAY_TIME_UNSET || retrieved > latest)) {
            latest = retrieved;
        }
        if (first == ASSAY_TIME_UNSET || retrieved < first) {
            first = retrieved;
        }
    }
    return latest != ASSAY_TIME_UNSET ? latest : first;
}

static bool counts(const trust_item *item, assay_time at, assay_time chosen)
{
    if (!in_window(item, at)) {
        return false;
    }
    assay_time retrieved = item->view.retrieved_at;
    return ends(item) || (retrieved != ASSAY_TIME_UNSET && retrieved == chosen &&
                          at <= time_add(retrieved, JWKS_STALE_AFTER));
}

static void look_into(const trust_item *item, assay_str kid, jws_alg alg, jwks_search *out)
{
    const char *unusable;
    const jwk *key = jwk_find(item->material, kid, alg, &unusable);
    if (key != NULL) {
        *out = (jwks_search){.answer = JWKS_FOUND, .key = key, .item = item};
    } else if (unusable != NULL) {
        *out = (jwks_search){.answer = JWKS_UNSUITABLE, .unusable = unusable, .item = item};
    } else if (out->answer > JWKS_UNKNOWN) {
        *out = (jwks_search){.answer = JWKS_UNKNOWN, .item = item};
    }
}

jwks_search jwks_find(const assay_trust *t, const char *iss, assay_time at, assay_str kid,
                      jws_alg alg)
{
    static const char *const roles[] = {"jwks", "jwk"};
    assay_time chosen = generation(t, iss, at);
    jwks_search found = {.answer = JWKS_MISSING};
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        const trust_item *item = NULL;
        while (found.answer != JWKS_FOUND && (item = trust_next(t, item, roles[i], iss)) != NULL) {
            if (counts(item, at, chosen)) {
                look_into(item, kid, alg, &found);
            } else if (found.answer >= JWKS_STALE) {
                bool newer =
                    found.item == NULL || item->view.retrieved_at > found.item->view.retrieved_at;
                found = (jwks_search){.answer = JWKS_STALE, .item = newer ? item : found.item};
            }
        }
    }
    return found;
}

static assay_time later(assay_time a, assay_time b)
{
    return a == ASSAY_TIME_UNSET || (b != ASSAY_TIME_UNSET && b > a) ? b : a;
}

static assay_time sooner(assay_time a, assay_time b)
{
    return a == ASSAY_TIME_UNSET || (b != ASSAY_TIME_UNSET && b < a) ? b : a;
}

static void window_of(const assay_trust *t, const trust_item *item, assay_time *from,
                      assay_time *to)
{
    *from = item->view.valid_from;
    *to = item->view.valid_to;
    assay_time retrieved = item->view.retrieved_at;
    if (ends(item) || retrieved == ASSAY_TIME_UNSET) {
        return;
    }
    bool first = true;
    *to = time_add(retrieved, JWKS_STALE_AFTER);
    const trust_item *other = NULL;
    while ((other = trust_next(t, other, "jwks", item->view.family)) != NULL) {
        assay_time when = other->view.retrieved_at;
        if (ends(other) || when == ASSAY_TIME_UNSET) {
            continue;
        }
        first = first && when >= retrieved;
        *to = when > retrieved ? sooner(*to, when - 1) : *to;
    }
    *from = first ? *from : later(*from, retrieved);
}

const trust_role role_jwks = {
    .name = "jwks", .rank = RANK_KEYS, .verify = verify_set, .window = window_of};
const trust_role role_jwk = {
    .name = "jwk", .rank = RANK_KEYS, .verify = verify_single, .window = window_of};
