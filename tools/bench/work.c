/* SPDX-License-Identifier: Apache-2.0 */
/* One appraisal as a relying party makes it, its floor, and counting its memory. */
#include "bench/bench.h"

/* What is remembered is that a signature over a digest is valid, so the digest is needed each time
 * (DESIGN section 13). */
bool check_floor(const bench_attester *a, bench_knowledge known)
{
    bool holds = true;
    for (size_t i = 0; i < a->signature_count; i++) {
        const bench_signature *s = &a->signatures[i];
        uint8_t digest[HASH_MAX];
        bool due =
            !s->remembered || known == KNOWS_NOTHING || (known == KNOWS_FAMILY && !s->shared);
        holds = holds && crypto_digest(sig_hash(s->alg), &s->covers, 1, digest) == ASSAY_OK &&
                (!due || crypto_verify(s->alg, &s->key, digest, s->value) == ASSAY_OK);
    }
    for (size_t i = 0; i < a->digest_count; i++) {
        uint8_t digest[HASH_MAX];
        const bench_digest *d = &a->digests[i];
        holds = holds && crypto_digest(d->alg, &d->covers, 1, digest) == ASSAY_OK;
    }
    return holds;
}

static bool fill(assay_request *r, const bench_verifier *v, const bench_attester *a)
{
    bool filled =
        assay_request_policy(r, v->policy) == ASSAY_OK &&
        assay_request_evidence(r, "cpu", NULL, a->evidence.ptr, a->evidence.len) == ASSAY_OK &&
        assay_request_nonce(r, a->nonce.ptr, a->nonce.len, NULL, NULL) == ASSAY_OK &&
        assay_request_at(r, v->at, ASSAY_TIME_UNSET) == ASSAY_OK;
    filled = filled && (v->param == NULL || assay_request_param(r, v->param, v->value) == ASSAY_OK);
    for (size_t i = 0; i < a->attached_count; i++) {
        const bench_material *m = &a->attached[i];
        filled = filled &&
                 assay_request_attach(r, "cpu", m->role, m->bytes.ptr, m->bytes.len) == ASSAY_OK;
    }
    return filled;
}

bool appraise_once(const bench_verifier *v, const bench_attester *a,
                   void (*seen)(void *user, assay_appraisal *made), void *user)
{
    assay_request *request = NULL;
    assay_appraisal *made = NULL;
    bool accepted = assay_request_new(&request, 0) == ASSAY_OK && fill(request, v, a) &&
                    assay_appraise(v->engine, request, &made, NULL) == ASSAY_OK;
    if (seen != NULL && made != NULL) {
        seen(user, made);
    }
    assay_appraisal_free(made);
    assay_request_free(request);
    return accepted;
}

static void *count_alloc(void *user, size_t size)
{
    counter *c = user;
    void *made = allocator_default.alloc(allocator_default.user, size);
    if (made != NULL) {
        c->count++;
        c->now += size;
        c->peak = c->now > c->peak ? c->now : c->peak;
    }
    return made;
}

static void count_release(void *user, void *ptr, size_t size)
{
    counter *c = user;
    c->now -= size;
    allocator_default.release(allocator_default.user, ptr, size);
}

void counter_init(counter *c)
{
    *c = (counter){.allocator = {count_alloc, count_release, c}};
}

void counter_restart(counter *c)
{
    c->count = 0;
    c->now = 0;
    c->peak = 0;
}
