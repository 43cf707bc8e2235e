/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 4: the path from the leaf to a pinned root over exactly the certificates that came, what
 * NVIDIA's certificates are like, and the report's signature.
 */
#include "formats/spdm/evidence.h"
#include "base/text.h"

#define FAMILY "nvidia-device"
#define NV_LISTS 16                 /* revocation lists that one report may bring along */
#define NV_LIST_BYTES (64u * 1024u) /* of one that travels */

typedef struct {
    job *job;
    const nv_evidence *e;
    const cert *leaf;
    chain path;
    bool holds; /* every check so far */
} proof;

static finding *expect(proof *p, int def, bool holds)
{
    p->holds = p->holds && holds;
    return check(p->job->findings, &spdm_findings[def], holds);
}

/* False when there is nothing to go on with. */
static bool check_material(proof *p)
{
    const nv_evidence *e = p->e;
    arena *a = p->job->arena;
    finding *no = expect(p, F_NV_CHAIN_MISSING, e->chains == 1);
    if (no != NULL) {
        finding_says(no, "one attachment cert-chain", arena_format(a, "%zu", e->chains));
        return false;
    }
    no = expect(p, F_NV_CHAIN_MALFORMED, e->certificates != NULL);
    if (no != NULL) { /* the fault is in the attachment, not in the evidence */
        finding_says(no, NULL, arena_format(a, "%s: %s", e->unread.what, e->unread.why));
        return false;
    }
    no = expect(p, F_NV_CHAIN_COUNT, e->certificate_count == NV_CHAIN);
    if (no != NULL) {
        finding_says(no, "5", arena_format(a, "%zu", e->certificate_count));
    }
    return true;
}

static void check_path(proof *p)
{
    job *j = p->job;
    issuer pool[LIMIT_PATH_DEPTH];
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
    request.anchors = job_anchors(j, FAMILY, &request.anchor_count);
    bool built = job_held(j, chain_build(&request, &p->path));
    chain_report(j->findings, &p->path, "report", j->at, false);
    p->holds = p->holds && built && chain_holds(&p->path);
}

/* The path is the chain, certificate by certificate: nothing in it goes unused. */
static void check_order(proof *p)
{
    const chain *path = &p->path;
    if (path->anchor == NULL) {
        return; /* it broke off, as was said */
    }
    bool same = path->count == p->e->certificate_count;
    for (size_t i = 0; same && i < path->count; i++) {
        same = path->links[i].cert == &p->e->certificates[i];
    }
    expect(p, F_NV_CHAIN_ORDER, same);
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
    expect(p, F_NV_CHAIN_ALGORITHM, algorithms);
    expect(p, F_NV_CA_PROFILE, authorities);
    const cert *leaf = p->leaf;
    expect(p, F_NV_LEAF_CA, !leaf->is_ca && leaf->path_len < 0);
    expect(p, F_NV_LEAF_USAGE,
           leaf->has_key_usage && (leaf->key_usage & KEY_USAGE_DIGITAL_SIGNATURE) != 0);
}

static void check_chip(proof *p)
{
    arena *a = p->job->arena;
    nv_arch arch = p->e->arch;
    bool of_switch = p->e->device.kind == NV_SWITCH;
    bool fits = arch != NV_ARCH_NONE && (arch == NV_LS10) == of_switch;
    finding *no = expect(p, F_NV_CHIP, fits);
    if (no != NULL) {
        finding_says(no, of_switch ? "LS_10, twice" : "GH100 or GB100, twice",
                     arena_format(a, "leaf %s, issued by %s", name_brief(a, p->leaf->subject),
                                  name_brief(a, p->leaf->issuer)));
    }
}

/* Reports of drivers before 550, and those of switches, have no FWID of their own. */
static void check_fwid(proof *p)
{
    assay_bytes said = p->e->device.fwid, known = p->e->leaf_fwid;
    if (p->e->arch == NV_ARCH_NONE) {
        return; /* which form to expect is not known, as was said */
    }
    fault f = {0};
    nv_leaf_fwid(p->leaf, p->e->arch, &f);
    finding *no = expect(p, F_NV_FWID_EXTENSION, known.ptr != NULL);
    if (no != NULL) {
        finding_says(no, NULL, arena_format(p->job->arena, "%s: %s", f.what, f.why));
        return;
    }
    if (said.ptr != NULL) {
        no = expect(p, F_NV_FWID, bytes_equal(said, known));
        if (no != NULL) {
            finding_at(no, "/fwid", (size_t)(said.ptr - p->e->raw.ptr), said.len);
            finding_says(no, text_hex(p->job->arena, known), text_hex(p->job->arena, said));
        }
    }
}

static bool signed_by_leaf(proof *p)
{
    const spdm_transcript *t = &p->e->transcript;
    uint8_t digest[HASH_MAX];
    return job_held(p->job, crypto_digest(HASH_SHA384, &t->signed_bytes, 1, digest)) &&
           job_held(p->job,
                    crypto_verify(SIG_ECDSA_P384_SHA384, &p->leaf->key, digest, t->signature));
}

/* Every certificate may be revoked; those that name a list or a responder must be known to be good,
 * which the policy may leave open. */
static void check_revocation(proof *p)
{
    job *j = p->job;
    const crl *lists[NV_LISTS];
    revocation_question q = {.family = FAMILY, .path_holds = chain_holds(&p->path), .more = lists};
    q.more_count = job_attached_lists(j, lists, NV_LISTS, NV_LIST_BYTES);
    const ocsp *responses[NV_LISTS];
    q.more_ocsp = responses;
    q.more_ocsp_count = job_attached_ocsp(j, responses, NV_LISTS);
    bool good = p->path.count > 1, revoked = false, held = false;
    for (size_t i = 0; i + 1 < p->path.count; i++) {
        q.subject = p->path.links[i].cert;
        q.issuer = p->path.links[i + 1].cert;
        revocation_result one = job_revocation(j, &q);
        revocation_report_revoked(j->findings, q.subject, &one);
        revoked = revoked || one.state == REVOCATION_REVOKED;
        held = held || one.state == REVOCATION_HELD;
        if (chain_holds(&p->path) && nv_publishes_revocation(q.subject)) {
            good = good && one.state == REVOCATION_GOOD;
            revocation_report_missing(j->findings, q.subject, &one);
            if (one.state == REVOCATION_NOT_ESTABLISHED) {
                nv_need_revocation(j, q.subject);
            }
        }
    }
    p->holds = p->holds && !revoked;
    *p->e->revocation = revoked ? REVOCATION_REVOKED
                        : held  ? REVOCATION_HELD
                        : good  ? REVOCATION_GOOD
                                : REVOCATION_NOT_ESTABLISHED;
    nv_describe_revocation(j, *p->e->revocation);
}

/* The pinned root is not for a deny list: it is pinned or it is not. */
static void establish(proof *p)
{
    job *j = p->job;
    const cert *all = p->e->certificates;
    job_identity(j, "device_key", p->e->keys[NV_LEAF], true);
    job_identity(j, "device_key", p->e->keys[NV_BROM], true);
    if (p->e->ueid != NULL) {
        job_identity(j, "ueid", bytes_of_text(p->e->ueid), true);
    }
    for (size_t i = NV_LEAF; i < NV_ROOT; i++) {
        const char *name = p->e->issuer_serials[i];
        job_identity(j, "serial", all[i].serial, false);
        if (name != NULL) {
            job_identity(j, "issuer_serial", bytes_of_text(name), false);
        }
    }
}

bool nv_authenticate(job *j, const void *doc)
{
    const nv_evidence *e = doc;
    proof *p = ARENA_NEW(j->arena, proof);
    if (p == NULL) {
        return false;
    }
    *p = (proof){.job = j, .e = e, .holds = true};
    if (!check_material(p)) {
        return false;
    }
    p->leaf = &e->certificates[NV_LEAF];
    check_path(p);
    check_order(p);
    check_profile(p);
    check_chip(p);
    check_fwid(p);
    finding *no = expect(p, F_NV_SIGNATURE, signed_by_leaf(p));
    finding_at(no, NULL, 0, e->transcript.signed_bytes.len);
    check_revocation(p);
    if (p->holds) {
        establish(p);
    }
    return p->holds;
}
