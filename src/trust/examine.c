/* SPDX-License-Identifier: Apache-2.0 */
#include "trust/examine.h"
#include "base/limits.h"
#include "codec/pem.h"

static assay_bytes der_of(arena *a, assay_bytes file, fault *f)
{
    assay_str label;
    assay_bytes der = {NULL, 0};
    cursor c = cur_over(file, f);
    if (!pem_probe(file)) {
        return file;
    }
    return pem_next(&c, a, &label, &der) ? der : (assay_bytes){NULL, 0};
}

/* Candidates for a path, however many: the path's builder bounds what it verifies. */
typedef struct {
    arena *arena;
    issuer *list;
    size_t count, room;
} pool;

static assay_status pool_add(pool *p, const issuer *one)
{
    if (p->count == p->room) {
        size_t room = 2 * p->room + LIMIT_PATH_DEPTH;
        issuer *more = ARENA_ARRAY(p->arena, room, issuer);
        if (more == NULL) {
            return ASSAY_E_MEMORY;
        }
        if (p->count > 0) {
            memcpy(more, p->list, p->count * sizeof *more);
        }
        p->list = more;
        p->room = room;
    }
    p->list[p->count++] = *one;
    return ASSAY_OK;
}

static assay_status pool_add_der(pool *p, assay_bytes der)
{
    fault f = {0};
    cert *c = ARENA_NEW(p->arena, cert);
    issuer made;
    if (c == NULL || !cert_parse(der, c, &f)) {
        return arena_status(p->arena);
    }
    assay_status s = issuer_of(c, NULL, &made);
    return s == ASSAY_OK ? pool_add(p, &made) : s;
}

/* Every certificate of a file, up to its first damage. */
static assay_status pool_add_extra(pool *p, assay_bytes file)
{
    fault f = {0};
    assay_str label;
    assay_bytes der;
    if (!pem_probe(file)) {
        return pool_add_der(p, file);
    }
    cursor c = cur_over(file, &f);
    assay_status s = ASSAY_OK;
    for (size_t i = 0;
         i < LIMIT_PEM_BLOCKS && s == ASSAY_OK && pem_next(&c, p->arena, &label, &der); i++) {
        s = pool_add_der(p, der);
    }
    return s;
}

static assay_status pool_add_store(pool *p, const assay_trust *t)
{
    static const char *const roles[] = {"x509-root", "issuer-chain", "ask", "asvk"};
    for (size_t r = 0; r < ARRAY_LEN(roles); r++) {
        const trust_item *item = NULL;
        while ((item = trust_next(t, item, roles[r], NULL)) != NULL) {
            const trust_certs *certs = item->material;
            for (size_t i = 0; i < certs->count; i++) {
                if (pool_add(p, &certs->certs[i]) != ASSAY_OK) {
                    return ASSAY_E_MEMORY;
                }
            }
        }
    }
    return ASSAY_OK;
}

/* The worst of all certificates below the anchor: revoked, then not established, then good. */
static revocation_result revocation_along(const assay_trust *t, arena *a, const chain *c,
                                          assay_time at)
{
    const crl **lists = ARENA_ARRAY(a, t->count, const crl *);
    revocation_request request = {.crls = lists, .at = at, .known_at = at};
    const trust_item *item = NULL;
    while (lists != NULL && (item = trust_next(t, item, "crl", NULL)) != NULL) {
        lists[request.count++] = item->material;
    }
    revocation_result worst = {.state = REVOCATION_GOOD};
    for (size_t i = 0; i + 1 < c->count; i++) {
        revocation_result r = revocation_of(c->links[i].cert, &request);
        if (worst.state != REVOCATION_REVOKED && r.state != REVOCATION_GOOD) {
            worst = r;
        }
    }
    return worst;
}

static bool read_cert(arena *a, assay_bytes file, cert **out, examination *e)
{
    assay_bytes der = der_of(a, file, &e->fault);
    *out = ARENA_NEW(a, cert);
    e->readable = *out != NULL && e->fault.what == NULL && cert_parse(der, *out, &e->fault);
    return e->readable;
}

/* The certificates that came along, which are untrusted, and those of the store. */
static assay_status gather(const assay_trust *t, arena *a, const assay_bytes *extra, size_t count,
                           pool *out)
{
    *out = (pool){.arena = a};
    for (size_t i = 0; i < count; i++) {
        if (pool_add_extra(out, extra[i]) != ASSAY_OK) {
            return ASSAY_E_MEMORY;
        }
    }
    return pool_add_store(out, t);
}

static assay_status find_path(const assay_trust *t, arena *a, const pool *p, const cert *leaf,
                              const char *family, assay_time at, chain *out)
{
    const anchor **anchors = ARENA_ARRAY(a, t->anchor_count + 1, const anchor *);
    if (anchors == NULL) {
        return arena_status(a);
    }
    chain_request request = {.leaf = leaf,
                             .pool = p->list,
                             .pool_count = p->count,
                             .anchors = anchors,
                             .anchor_count = trust_anchors(t, family, anchors),
                             .at = at};
    return chain_build(&request, out);
}

assay_status trust_examine_cert(const assay_trust *t, arena *a, assay_bytes file,
                                const assay_bytes *extra, size_t extra_count, const char *family,
                                assay_time at, examination *out)
{
    *out = (examination){0};
    cert *leaf;
    if (!read_cert(a, file, &leaf, out)) {
        return arena_status(a);
    }
    pool p;
    assay_status s = gather(t, a, extra, extra_count, &p);
    s = s == ASSAY_OK ? find_path(t, a, &p, leaf, family, at, &out->chain) : s;
    if (s == ASSAY_OK) {
        out->revocation = revocation_along(t, a, &out->chain, at);
    }
    return s;
}

static const cert *signer_of(const crl *list, const pool *p, assay_status *s)
{
    for (size_t i = 0; i < p->count; i++) {
        *s = crl_verify(list, p->list[i].cert, NULL);
        if (*s != ASSAY_REJECTED) {
            return *s == ASSAY_OK ? p->list[i].cert : NULL;
        }
    }
    *s = ASSAY_OK;
    return NULL;
}

assay_status trust_examine_crl(const assay_trust *t, arena *a, assay_bytes file, assay_time at,
                               examination *out)
{
    *out = (examination){0};
    crl *list = ARENA_NEW(a, crl);
    pool p;
    if (list == NULL) {
        return arena_status(a);
    }
    assay_bytes der = der_of(a, file, &out->fault);
    out->readable = out->fault.what == NULL && crl_parse(der, list, &out->fault);
    if (!out->readable) {
        return arena_status(a);
    }
    out->crl = list;
    out->in_window =
        list->this_update <= at && list->next_update != ASSAY_TIME_UNSET && at < list->next_update;
    assay_status s = gather(t, a, NULL, 0, &p);
    if (s == ASSAY_OK) {
        out->issuer = signer_of(list, &p, &s);
    }
    return s;
}

static assay_status issuer_for(const ocsp *response, const pool *p, const cert **by,
                               const cert **responder)
{
    for (size_t i = 0; i < p->count; i++) {
        assay_status s = ocsp_verify(response, p->list[i].cert, NULL, responder);
        if (s != ASSAY_REJECTED) {
            *by = s == ASSAY_OK ? p->list[i].cert : NULL;
            return s;
        }
    }
    return ASSAY_OK;
}

static bool is_current(const ocsp *response, const cert *responder, assay_time at)
{
    ocsp_answer says = ocsp_first(response).says;
    bool stands = responder == NULL || (responder->not_before <= at && at <= responder->not_after);
    return stands && says.this_update <= at && at < says.next_update;
}

assay_status trust_examine_ocsp(const assay_trust *t, arena *a, assay_bytes file,
                                const assay_bytes *extra, size_t extra_count, assay_time at,
                                examination *out)
{
    *out = (examination){0};
    pool p;
    const cert *responder = NULL;
    ocsp *response = ARENA_NEW(a, ocsp);
    if (response == NULL) {
        return arena_status(a);
    }
    out->readable = ocsp_parse(file, response, &out->fault);
    if (!out->readable) {
        return ASSAY_OK;
    }
    out->ocsp = response;
    assay_status s = gather(t, a, extra, extra_count, &p);
    s = s == ASSAY_OK ? issuer_for(response, &p, &out->issuer, &responder) : s;
    if (s != ASSAY_OK || out->issuer == NULL) {
        return s;
    }
    out->in_window = is_current(response, responder, at);
    s = find_path(t, a, &p, out->issuer, NULL, at, &out->chain);
    out->issuer = chain_holds(&out->chain) ? out->issuer : NULL;
    return s;
}
