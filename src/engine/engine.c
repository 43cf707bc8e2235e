/* SPDX-License-Identifier: Apache-2.0 */
/* see assay/engine.h */
#include "appraise/appraisal.h"
#include "base/error.h"
#include "nonce/nonces.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct assay_engine {
    appraise_environment env; /* env.trust: under the lock */
    pthread_mutex_t lock;
    pid_t process;
};

assay_time assay_system_clock(void *unused)
{
    (void)unused;
    return (assay_time)time(NULL);
}

void assay_engine_options_init(assay_engine_options *options, size_t struct_size)
{
    if (options != NULL && struct_size >= sizeof options->struct_size) {
        memset(options, 0, struct_size);
        options->struct_size = struct_size;
    }
}

static assay_status read_options(assay_engine_options *own, const assay_engine_options *given,
                                 assay_error *err)
{
    memset(own, 0, sizeof *own);
    if (given == NULL) {
        return ASSAY_OK;
    }
    if (given->struct_size < sizeof own->struct_size || given->struct_size > sizeof *own) {
        return error_set(err, ASSAY_E_ARGUMENT,
                         "engine options of a size this library does not know");
    }
    memcpy(own, given, given->struct_size);
    if (own->max_memory != 0 && own->max_memory < LIMIT_APPRAISAL_LEAST) {
        return error_set(err, ASSAY_E_ARGUMENT, "max_memory is below %u bytes",
                         LIMIT_APPRAISAL_LEAST);
    }
    if (own->clock_skew > LIMIT_CLOCK_SKEW) {
        return error_set(err, ASSAY_E_ARGUMENT, "clock_skew is above %d seconds", LIMIT_CLOCK_SKEW);
    }
    return ASSAY_OK;
}

static assay_status open_trust(assay_engine *e, assay_trust *given, assay_error *err)
{
    if (given != NULL) {
        e->env.trust = trust_retain(given);
        return ASSAY_OK;
    }
    return trust_open(NULL, format_roles, &e->env.trust, err);
}

static assay_status fill(assay_engine *e, const assay_engine_options *o, assay_error *err)
{
    e->env.allocator = o->allocator != NULL ? o->allocator : &allocator_default;
    e->env.clock = o->clock;
    e->env.clock_user = o->clock_user;
    e->env.clock_skew = o->clock_skew;
    e->env.max_evidence = o->max_evidence > 0 ? o->max_evidence : LIMIT_EVIDENCE_BYTES;
    e->env.max_memory = o->max_memory > 0 ? o->max_memory : LIMIT_APPRAISAL_MEMORY;
    e->env.nonces = o->nonces != NULL ? nonces_store(o->nonces) : NULL;
    e->process = getpid();
    assay_status s = open_trust(e, o->trust, err);
    if (s != ASSAY_OK || o->no_cache) {
        return s;
    }
    size_t links = o->cache_links > 0 ? o->cache_links : LIMIT_CACHE_LINKS;
    e->env.cache = sig_cache_new(links, o->allocator);
    return e->env.cache != NULL ? ASSAY_OK
                                : error_set(err, ASSAY_E_MEMORY, "no memory for a cache");
}

assay_status assay_engine_new(assay_engine **out, const assay_engine_options *options,
                              assay_error *err)
{
    assay_engine_options own;
    if (out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "nowhere to put the engine");
    }
    *out = NULL;
    assay_status s = read_options(&own, options, err);
    if (s != ASSAY_OK) {
        return s;
    }
    assay_engine *e = calloc(1, sizeof *e);
    if (e == NULL) {
        return error_set(err, ASSAY_E_MEMORY, "no memory for an engine");
    }
    if (pthread_mutex_init(&e->lock, NULL) != 0) {
        free(e);
        return error_set(err, ASSAY_E_MEMORY, "no memory for a lock");
    }
    s = fill(e, &own, err);
    if (s != ASSAY_OK) {
        assay_engine_free(e);
        return s;
    }
    *out = e;
    return ASSAY_OK;
}

void assay_engine_free(assay_engine *e)
{
    if (e == NULL) {
        return;
    }
    trust_release(e->env.trust);
    sig_cache_free(e->env.cache);
    pthread_mutex_destroy(&e->lock);
    free(e);
}

assay_status assay_engine_set_trust(assay_engine *e, assay_trust *trust, assay_error *err)
{
    if (e == NULL || trust == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "no engine or no trust");
    }
    pthread_mutex_lock(&e->lock);
    assay_trust *before = e->env.trust;
    e->env.trust = trust_retain(trust);
    pthread_mutex_unlock(&e->lock);
    trust_release(before);
    return ASSAY_OK;
}

assay_status assay_appraise(assay_engine *e, const assay_request *request, assay_appraisal **out,
                            assay_error *err)
{
    if (out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "nowhere to put the appraisal");
    }
    *out = NULL;
    if (e == NULL || request == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "no engine or no request");
    }
    if (e->process != getpid()) {
        error_set(err, ASSAY_E_ARGUMENT, "the engine belongs to another process");
        error_hint(err, "make an engine after fork");
        return ASSAY_E_ARGUMENT;
    }
    pthread_mutex_lock(&e->lock);
    appraise_environment env = e->env;
    env.trust = trust_retain(e->env.trust);
    pthread_mutex_unlock(&e->lock);
    assay_status s = appraise(&env, request, out, err);
    trust_release(env.trust);
    return s == ASSAY_OK ? (*out)->status : s;
}
