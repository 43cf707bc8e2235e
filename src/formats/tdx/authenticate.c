/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 4: the pinned root vouches for the PCK, the PCK for the quoting enclave's report, that
 * report for the attestation key, and the attestation key for the quote.
 */
#include "base/text.h"
#include "formats/tdx/evidence.h"

#define QUOTE_LISTS 16 /* revocation lists that one quote may bring along */
#define PATH_LINKS 3   /* PCK, its CA, root */

typedef struct {
    job *job;
    const quote_evidence *e;
    const quote *q;
    const quote_certs *c;
    issuer *pool;
    size_t pool_count;
    chain path;
    bool holds; /* every check so far */
} proof;

static finding *expect(proof *p, int def, bool holds)
{
    p->holds = p->holds && holds;
    return check(p->job->findings, &quote_findings[def], holds);
}

const char *quote_pck_ca(const cert *pck)
{
    return str_is(pck->issuer_cn, "Intel SGX PCK Platform CA")    ? "platform"
           : str_is(pck->issuer_cn, "Intel SGX PCK Processor CA") ? "processor"
                                                                  : NULL;
}

/* The authorities that the store has: it verified them, and knows who signed them. */
static size_t stored_issuers(const job *j, issuer *out, size_t room)
{
    static const char *const roles[] = {"x509-root", "issuer-chain"};
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        const trust_item *item = NULL;
        while ((item = trust_next(j->trust, item, roles[i], "intel")) != NULL) {
            const trust_certs *certs = item->material;
            for (size_t k = 0; k < certs->count && count < room; k++) {
                out[count++] = certs->certs[k];
            }
        }
    }
    return count;
}

/* The one that the store has with the same bytes, or NULL. */
static const issuer *stored(const proof *p, const cert *c)
{
    for (size_t i = p->c->count; i < p->pool_count; i++) {
        if (bytes_equal(p->pool[i].cert->der, c->der)) {
            return &p->pool[i];
        }
    }
    return NULL;
}

/* What the quote has comes first: the path is to be made of it. */
static void fill_pool(proof *p)
{
    job *j = p->job;
    size_t own = p->c->count;
    p->pool = ARENA_ARRAY(j->arena, LIMIT_PATH_POOL, issuer);
    if (p->pool == NULL) {
        return;
    }
    p->pool_count = own + stored_issuers(j, p->pool + own, LIMIT_PATH_POOL - own);
    for (size_t i = 0; i < own; i++) {
        const issuer *known = stored(p, &p->c->certs[i]);
        if (known != NULL) {
            p->pool[i] = *known;
        } else if (!job_held(j, issuer_of(&p->c->certs[i], j->cache, &p->pool[i]))) {
            p->pool_count = 0;
            return;
        }
    }
}

/* What the pool knows of the PCK certificate; NULL when memory failed. */
static const issuer *pck_of(const proof *p)
{
    return p->pool_count > 0 ? &p->pool[p->c->pck - p->c->certs] : NULL;
}

/* A certificate of the path whose issuer is nowhere; NULL: none is. */
static const cert *missing_issuer(const proof *p)
{
    for (size_t i = 0; i < p->path.count; i++) {
        if ((p->path.links[i].flaws & CHAIN_NO_ISSUER) != 0) {
            return p->path.links[i].cert;
        }
    }
    return NULL;
}

static void check_path(proof *p)
{
    job *j = p->job;
    chain_request request = {.leaf = p->c->pck,
                             .known = pck_of(p),
                             .pool = p->pool,
                             .pool_count = p->pool_count,
                             .at = j->at,
                             .skew = j->clock_skew,
                             .cache = j->cache};
    request.anchors = job_anchors(j, "intel", &request.anchor_count);
    bool built = request.anchors != NULL && job_held(j, chain_build(&request, &p->path));
    const cert *below = p->c->inside ? NULL : missing_issuer(p);
    chain_report(j->findings, &p->path, "PCK", j->at, below != NULL);
    if (below != NULL) {
        chain_report_issuer_missing(j->findings, below);
    }
    p->holds = p->holds && built && chain_holds(&p->path);
}

/* Only names that are there are judged: a path that broke off was reported. */
static void check_names(proof *p)
{
    const chain *path = &p->path;
    const cert *pck = p->c->pck;
    bool holds = str_is(pck->subject_cn, "Intel SGX PCK Certificate") &&
                 quote_pck_ca(pck) != NULL &&
                 (path->count < 2 || str_is(path->links[1].cert->issuer_cn, "Intel SGX Root CA")) &&
                 (path->anchor == NULL || path->count == PATH_LINKS);
    finding *no = expect(p, F_QUOTE_CHAIN_NAMES, holds);
    finding_says(no, NULL, no == NULL ? NULL : name_text(p->job->arena, pck->issuer));
}

static void check_profile(proof *p)
{
    bool algorithms = true;
    for (size_t i = 0; i < p->path.count; i++) {
        const cert *c = p->path.links[i].cert;
        algorithms =
            algorithms && c->key.type == KEY_EC_P256 && c->signature.alg == SIG_ECDSA_P256_SHA256;
    }
    expect(p, F_QUOTE_CHAIN_ALGORITHM, algorithms);
    const cert *pck = p->c->pck;
    bool signs = pck->has_key_usage && (pck->key_usage & KEY_USAGE_DIGITAL_SIGNATURE) != 0;
    expect(p, F_QUOTE_PCK_PROFILE, !pck->is_ca && pck->path_len < 0 && signs);
}

/* Is this a certificate that the path proves: one that a key above it signed? */
static bool proven(const chain *path, const cert *c)
{
    for (size_t i = 0; i + 1 < path->count; i++) {
        if (bytes_equal(path->links[i].cert->der, c->der)) {
            return true;
        }
    }
    return false;
}

/* One that begins the path: it has the pinned key. Intel has two such certificates. */
static bool begins(const chain *path, const cert *c)
{
    return path->count > 0 && bytes_equal(path->links[path->count - 1].cert->spki, c->spki);
}

/* What is pinned is a root's key; nothing but its own signature covers the rest of it. */
static bool signed_by_itself(proof *p, const cert *root)
{
    job *j = p->job;
    uint8_t key[32];
    sig_fact fact;
    sig_claim asked = {.alg = root->signature.alg,
                       .key = &root->key,
                       .key_sha256 = key,
                       .signed_bytes = root->tbs,
                       .signature = pki_signature_bytes(&root->signature)};
    bool holds = sig_key(asked.alg) == root->key.type &&
                 job_held(j, crypto_sha256(root->spki, key)) &&
                 job_held(j, sig_verify(j->cache, &asked, &fact));
    if (holds && chain_holds(&p->path)) {
        sig_cache_put(j->cache, &fact);
    }
    return holds;
}

/* Each certificate inside the quote: nothing else covers it. */
static void check_inside(proof *p)
{
    bool all = true, roots = true;
    if (!p->c->inside || p->path.anchor == NULL) {
        return;
    }
    for (size_t i = 0; i < p->c->count; i++) {
        const cert *c = &p->c->certs[i];
        if (proven(&p->path, c)) {
            continue;
        }
        bool root = begins(&p->path, c);
        all = all && root;
        roots = roots && (!root || stored(p, c) != NULL || signed_by_itself(p, c));
    }
    expect(p, F_QUOTE_CHAIN_EXTRA, all);
    expect(p, F_QUOTE_ROOT_SIGNATURE, roots);
}

/* A quote with a plain PPID says whose certificate it needs. */
static void check_platform(proof *p)
{
    fault f = {0};
    cursor c = cur_over(p->q->cert_data, &f);
    if (p->q->cert_type != CERT_DATA_PPID) {
        return;
    }
    assay_bytes named = cur_take(&c, 16, "ppid");
    finding *no = expect(p, F_QUOTE_PCK_OTHER, bytes_equal(named, p->c->says.ppid));
    if (no != NULL) {
        finding_at(no, "/ppid", (size_t)(named.ptr - p->e->raw.ptr), named.len);
        finding_says(no, text_hex(p->job->arena, p->c->says.ppid), text_hex(p->job->arena, named));
    }
}

static bool qe_signed_by_pck(proof *p)
{
    job *j = p->job;
    const issuer *pck = pck_of(p);
    sig_fact fact;
    if (pck == NULL || pck->cert->key.type != KEY_EC_P256) {
        return false;
    }
    sig_claim asked = {.alg = SIG_ECDSA_P256_SHA256,
                       .key = &pck->cert->key,
                       .key_sha256 = pck->spki_sha256,
                       .signed_bytes = p->q->qe.raw,
                       .signature = p->q->qe_signature};
    bool holds = job_held(j, sig_verify(j->cache, &asked, &fact));
    if (holds && chain_holds(&p->path)) {
        sig_cache_put(j->cache, &fact);
    }
    return holds;
}

static void check_qe_debug(proof *p)
{
    assay_bytes attributes = p->q->qe.attributes;
    bool debug = (attributes.ptr[0] >> SGX_FLAGS_DEBUG & 1) != 0;
    finding_at(expect(p, F_QUOTE_QE_DEBUG, !debug), "/qe/attributes",
               (size_t)(attributes.ptr - p->e->raw.ptr), attributes.len);
}

static void check_qe_report(proof *p)
{
    assay_bytes at = p->q->qe.raw;
    finding *no = expect(p, F_QUOTE_QE_SIGNATURE, qe_signed_by_pck(p));
    finding_at(no, NULL, (size_t)(at.ptr - p->e->raw.ptr), at.len);
}

/* SHA-256 over key and authentication data, then zeros: all 64 bytes are judged. */
static void check_key_binding(proof *p)
{
    const quote *q = p->q;
    uint8_t expected[QUOTE_REPORT_DATA_BYTES] = {0};
    const assay_bytes parts[] = {q->attestation_key, q->qe_auth};
    assay_bytes found = q->qe.report_data;
    bool bound = job_held(p->job, crypto_digest(HASH_SHA256, parts, ARRAY_LEN(parts), expected)) &&
                 bytes_equal(found, bytes_of(expected, sizeof expected));
    finding *no = expect(p, F_QUOTE_KEY_BINDING, bound);
    if (no != NULL) {
        finding_at(no, NULL, (size_t)(found.ptr - p->e->raw.ptr), found.len);
        finding_says(no, text_hex(p->job->arena, bytes_of(expected, sizeof expected)),
                     text_hex(p->job->arena, found));
    }
}

static void check_signature(proof *p)
{
    const quote *q = p->q;
    fault f = {0};
    cursor c = cur_over(q->attestation_key, &f);
    public_key key = {.type = KEY_EC_P256};
    key.a = cur_take(&c, QUOTE_KEY_BYTES / 2, "x");
    key.b = cur_take(&c, QUOTE_KEY_BYTES / 2, "y");
    uint8_t digest[32];
    bool holds = job_held(p->job, crypto_sha256(q->signed_bytes, digest)) &&
                 job_held(p->job, crypto_verify(SIG_ECDSA_P256_SHA256, &key, digest, q->signature));
    finding_at(expect(p, F_QUOTE_SIGNATURE, holds), NULL, 0, q->signed_bytes.len);
}

static void gather_lists(job *j, quote_established *out)
{
    static const char *const roles[] = {"pck-crl", "root-crl", "crl"};
    out->lists = ARENA_ARRAY(j->arena, QUOTE_LISTS, const crl *);
    for (size_t i = 0; i < ARRAY_LEN(roles) && out->lists != NULL; i++) {
        const attachment *a = NULL;
        while (out->list_count < QUOTE_LISTS && (a = job_attachment(j, roles[i], a)) != NULL) {
            const crl *list = job_read_list(j, a->bytes, LIMIT_QUOTE_CRL_BYTES);
            out->lists[out->list_count] = list;
            out->list_count += list != NULL;
        }
    }
}

/* The PCK certificate on its CA's list, the CA on the root's. */
static void check_revocation(proof *p)
{
    job *j = p->job;
    const chain *path = &p->path;
    quote_established *out = p->e->established;
    revocation_question q = {.family = "intel",
                             .path_holds = chain_holds(path),
                             .more = out->lists,
                             .more_count = out->list_count};
    if (path->anchor == NULL || path->count != PATH_LINKS) {
        return;
    }
    revocation_result *const results[] = {&out->pck, &out->ca};
    for (size_t i = 0; i < ARRAY_LEN(results); i++) {
        q.subject = path->links[i].cert;
        q.issuer = path->links[i + 1].cert;
        *results[i] = job_revocation(j, &q);
        revocation_report_revoked(j->findings, q.subject, results[i]);
        p->holds = p->holds && results[i]->state != REVOCATION_REVOKED;
    }
    out->pck_ca = path->links[1].cert;
    quote_describe_revocation(j, out->pck.state, out->ca.state);
}

/* A platform hosts many TDs, and two quotes of one platform are of one device (DESIGN 9). */
static void establish(proof *p)
{
    job *j = p->job;
    const pck_ext *says = &p->c->says;
    job_identity(j, "ppid", says->ppid, true);
    if (says->platform_instance_id.ptr != NULL) {
        job_identity(j, "platform_instance_id", says->platform_instance_id, true);
    }
    job_identity(j, "serial", p->c->pck->serial, false);
}

static tcb_subject subject_of(const proof *p)
{
    const quote *q = p->q;
    const pck_ext *says = &p->c->says;
    return (tcb_subject){.td = quote_is_td(q),
                         .authenticated = chain_holds(&p->path),
                         .lists = p->e->established->lists,
                         .list_count = p->e->established->list_count,
                         .fmspc = says->fmspc,
                         .pceid = says->pceid,
                         .sgx_svn = bytes_of(says->svn, sizeof says->svn),
                         .pcesvn = says->pcesvn,
                         .qe_miscselect = q->qe.miscselect,
                         .qe_attributes = q->qe.attributes,
                         .qe_mrsigner = q->qe.mrsigner,
                         .qe_isvprodid = q->qe.isvprodid,
                         .qe_isvsvn = q->qe.isvsvn,
                         .tee_tcb_svn = q->td.tee_tcb_svn,
                         .tee_tcb_svn2 = q->td.tee_tcb_svn2,
                         .mrsignerseam = q->td.mrsignerseam,
                         .seamattributes = q->td.seamattributes};
}

static void check_qe(proof *p)
{
    quote_established *out = p->e->established;
    out->subject = subject_of(p);
    out->tcb = tcb_choose(p->job, &out->subject);
    if (out->tcb == NULL) {
        p->holds = false;
        return;
    }
    p->holds = tcb_authenticate(p->job, out->tcb) && p->holds;
    if (out->path_holds && !tcb_knows_enclave(out->tcb)) {
        quote_need_lists(p->job, p->e); /* one round of fetching is to be enough */
    }
}

static void check_pck(proof *p)
{
    gather_lists(p->job, p->e->established);
    fill_pool(p);
    check_path(p);
    check_names(p);
    check_profile(p);
    check_inside(p);
    check_platform(p);
    check_qe_report(p);
    check_revocation(p);
    p->e->established->path_holds = p->holds;
    check_qe(p);
}

static void report_no_pck(proof *p)
{
    p->holds = false;
    if (p->q->cert_type >= CERT_DATA_PCK_LEAF) {
        return; /* one was there, and was refused */
    }
    expect(p, F_QUOTE_PCK_MISSING, false);
    quote_need_pck(p->job, p->q);
    check_qe(p); /* an identity tells a foreign quoting enclave without it */
}

bool quote_authenticate(job *j, const void *doc)
{
    const quote_evidence *e = doc;
    proof *p = ARENA_NEW(j->arena, proof);
    if (p == NULL) {
        return false;
    }
    *p = (proof){.job = j, .e = e, .q = &e->quote, .c = &e->certs, .holds = e->sound};
    check_qe_debug(p);
    if (p->c->says_read) {
        check_pck(p);
    } else {
        report_no_pck(p);
    }
    check_key_binding(p);
    check_signature(p);
    if (p->holds) {
        establish(p);
    }
    return p->holds;
}
