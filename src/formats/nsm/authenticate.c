/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 4: the path from the document's certificate over its bundle to a pinned root, and the
 * signature. The root that the bundle brings is compared with the pins and trusted for nothing.
 */
#include "formats/nsm/evidence.h"
#include "base/text.h"
#include "base/time.h"

#define NSM_LISTS 16 /* revocation lists that one document may bring along */

typedef struct {
    job *job;
    const nsm_evidence *e;
    const cert *leaf;
    chain path;
    bool holds; /* every check so far */
} proof;

static finding *expect(proof *p, int def, bool holds)
{
    p->holds = p->holds && holds;
    return check(p->job->findings, &nsm_findings[def], holds);
}

static void check_path(proof *p)
{
    job *j = p->job;
    issuer pool[LIMIT_NSM_BUNDLE];
    size_t count = 0;
    for (size_t i = 1; i < p->e->certificate_count; i++) {
        count += job_held(j, issuer_of(&p->e->certificates[i], j->cache, &pool[count]));
    }
    chain_request request = {.leaf = p->leaf,
                             .pool = pool,
                             .pool_count = count,
                             .at = j->at,
                             .skew = j->clock_skew,
                             .cache = j->cache};
    request.anchors = job_anchors(j, "aws", &request.anchor_count);
    bool built = job_held(j, chain_build(&request, &p->path));
    chain_report(j->findings, &p->path, "document", j->at, false);
    p->holds = p->holds && built && chain_holds(&p->path);
}

/* The path from its end is the bundle from its beginning, certificate by certificate. */
static void check_order(proof *p)
{
    const chain *path = &p->path;
    if (path->anchor == NULL) {
        return; /* it broke off, as was said */
    }
    bool same = path->count == p->e->certificate_count;
    for (size_t i = 1; same && i < path->count; i++) {
        same = path->links[path->count - i].cert == &p->e->certificates[i];
    }
    finding *no = expect(p, F_NSM_BUNDLE_ORDER, same);
    if (no != NULL) {
        finding_says(no,
                     arena_format(p->job->arena, "%zu certificates, root first", path->count - 1),
                     arena_format(p->job->arena, "%zu certificates", p->e->fields.bundle_count));
    }
}

static void check_profile(proof *p)
{
    bool algorithms = true, authorities = true;
    for (size_t i = 0; i < p->e->certificate_count; i++) {
        const cert *c = &p->e->certificates[i];
        algorithms =
            algorithms && c->key.type == KEY_EC_P384 && c->signature.alg == SIG_ECDSA_P384_SHA384;
        authorities =
            authorities && (i == 0 || (c->has_key_usage && c->basic_constraints_critical));
    }
    expect(p, F_NSM_CHAIN_ALGORITHM, algorithms);
    expect(p, F_NSM_CA_PROFILE, authorities);
    const cert *leaf = p->leaf;
    expect(p, F_NSM_LEAF_CA, !leaf->is_ca);
    expect(p, F_NSM_LEAF_USAGE,
           leaf->has_key_usage && (leaf->key_usage & KEY_USAGE_DIGITAL_SIGNATURE) != 0);
}

/* All certificates, not the path's alone: a broken path leaves no check out. */
static void check_timestamp(proof *p)
{
    assay_time made = nsm_signed_time(p->e);
    const cert *outside = NULL;
    for (size_t i = 0; i < p->e->certificate_count; i++) {
        const cert *c = &p->e->certificates[i];
        bool within = made >= c->not_before && made <= c->not_after;
        outside = outside == NULL && !within ? c : outside;
    }
    finding *no = expect(p, F_NSM_TIMESTAMP_CHAIN, outside == NULL);
    if (no != NULL) {
        arena *a = p->job->arena;
        finding_at(no, "/timestamp", 0, 0);
        finding_says(no,
                     arena_format(a, "a time from %s to %s", time_text(a, outside->not_before),
                                  time_text(a, outside->not_after)),
                     time_text(a, made));
    }
}

static bool signed_by_leaf(proof *p)
{
    const cose_sign1 *s = &p->e->sign1;
    cose_to_be_signed tbs;
    uint8_t digest[HASH_MAX];
    if (s->alg != COSE_ES384 || s->signature.len != NSM_SIGNATURE_BYTES) {
        return false;
    }
    cose_sign1_to_be_signed(s, &tbs);
    return job_held(p->job, crypto_digest(HASH_SHA384, tbs.parts, COSE_PARTS, digest)) &&
           job_held(p->job,
                    crypto_verify(SIG_ECDSA_P384_SHA384, &p->leaf->key, digest, s->signature));
}

static void check_signature(proof *p)
{
    finding *no = expect(p, F_NSM_SIGNATURE, signed_by_leaf(p));
    assay_bytes payload = p->e->sign1.payload_bytes;
    finding_at(no, NULL, (size_t)(payload.ptr - p->e->raw.ptr), payload.len);
}

/* AWS's text disables revocation lists and its certificates name some all the same: they count
 * where the operator or the sender has them. */
static void check_revocation(proof *p)
{
    job *j = p->job;
    const crl *lists[NSM_LISTS];
    revocation_question q = {.family = "aws", .path_holds = chain_holds(&p->path), .more = lists};
    q.more_count = job_attached_lists(j, lists, NSM_LISTS, LIMIT_NSM_CRL_BYTES);
    bool good = p->path.count > 1, revoked = false;
    for (size_t i = 0; i + 1 < p->path.count; i++) {
        q.subject = p->path.links[i].cert;
        q.issuer = p->path.links[i + 1].cert;
        revocation_result one = job_revocation(j, &q);
        revocation_report_revoked(j->findings, q.subject, &one);
        good = good && one.state == REVOCATION_GOOD;
        revoked = revoked || one.state == REVOCATION_REVOKED;
    }
    p->holds = p->holds && !revoked;
    *p->e->revocation = revoked ? REVOCATION_REVOKED
                        : good  ? REVOCATION_GOOD
                                : REVOCATION_NOT_ESTABLISHED;
    nsm_describe_revocation(j, *p->e->revocation);
}

/* The pinned root is not for a deny list: it is pinned or it is not. */
static void establish(proof *p)
{
    job *j = p->job;
    const nsm_evidence *e = p->e;
    job_identity(j, "module_id", bytes_of_str(e->fields.module_id), true);
    for (size_t i = 0; i < e->certificate_count; i++) {
        const char *name = e->issuer_serials[i];
        if (&e->certificates[i] == p->path.links[p->path.count - 1].cert || name == NULL) {
            continue;
        }
        job_identity(j, "serial", e->certificates[i].serial, false);
        job_identity(j, "issuer_serial", bytes_of_text(name), false);
    }
}

bool nsm_authenticate(job *j, const void *doc)
{
    const nsm_evidence *e = doc;
    proof *p = ARENA_NEW(j->arena, proof);
    if (p == NULL || e->certificates == NULL) {
        return false;
    }
    *p = (proof){.job = j, .e = e, .leaf = &e->certificates[0], .holds = true};
    check_path(p);
    check_order(p);
    check_profile(p);
    check_timestamp(p);
    check_signature(p);
    check_revocation(p);
    if (p->holds) {
        establish(p);
    }
    return p->holds;
}
