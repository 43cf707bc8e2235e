/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/measure.h"
#include "base/error.h"
#include "base/limits.h"
#include "trust/files.h"

#include <fnmatch.h>
#include <unistd.h>

#define COST_ROUNDS 101

typedef struct {
    const char *name;
    size_t attesters;
    bench_knowledge known;
} scenario;
/* Nothing is known without a cache. A family is known by its first attester, which each round has
 * to begin with, under an engine of its own. */
static const scenario scenarios[] = {
    {"new", BENCH_ATTESTERS, KNOWS_NOTHING},
    {"family", BENCH_ATTESTERS, KNOWS_FAMILY},
    {"seen", 1, KNOWS_ATTESTER},
    {"rotation", BENCH_ATTESTERS, KNOWS_ATTESTER},
};

typedef struct {
    const session *session;
    const scenario *scenario;
    bench_verifier *verifier; /* of the one thread that may change it, or of all */
} contest;

static assay_status new_engine(const session *s, bool forgetful, const assay_allocator *from,
                               assay_engine **out);

static bool renew(const contest *c)
{
    assay_engine_free(c->verifier->engine);
    c->verifier->engine = NULL;
    return new_engine(c->session, false, NULL, &c->verifier->engine) == ASSAY_OK;
}

static bool run_appraisal(const void *context, size_t turn)
{
    const contest *c = context;
    const bench_attester *a = &c->session->subject->attesters[turn];
    bool first = c->scenario->known == KNOWS_FAMILY && turn == 0;
    return (!first || renew(c)) && appraise_once(c->verifier, a, NULL, NULL);
}

static bool run_floor(const void *context, size_t turn)
{
    const contest *c = context;
    const bench_attester *a = &c->session->subject->attesters[turn];
    bool first = c->scenario->known == KNOWS_FAMILY && turn == 0;
    return check_floor(a, first ? KNOWS_NOTHING : c->scenario->known);
}

static bool is_family(const session *s)
{
    const bench_attester *a = &s->subject->attesters[0];
    bool shares = false;
    for (size_t i = 0; i < a->signature_count; i++) {
        shares = shares || a->signatures[i].shared;
    }
    return shares;
}

static bool wanted(const session *s, const char *name)
{
    return name != NULL && (s->only == NULL || fnmatch(s->only, name, 0) == 0);
}

static const char *row_name(const session *s, const char *what, const char *how)
{
    return arena_format(s->arena, "%s/%s/%s/%s", s->format->id, s->policy->name, what, how);
}

static assay_status new_engine(const session *s, bool forgetful, const assay_allocator *from,
                               assay_engine **out)
{
    assay_engine_options wanted_engine = {.struct_size = sizeof wanted_engine,
                                          .trust = s->trust,
                                          .no_cache = forgetful,
                                          .allocator = from};
    return assay_engine_new(out, &wanted_engine, s->err);
}

static bench_verifier verifier_of(const session *s, assay_engine *engine)
{
    return (bench_verifier){.engine = engine,
                            .policy = s->loaded,
                            .at = s->subject->at,
                            .param = s->policy->param,
                            .value = s->subject->image};
}

static assay_status not_accepted(const session *s, const char *name)
{
    return error_set(s->err, ASSAY_REJECTED, "%s: evidence was not accepted", name);
}

static assay_status measure_rate(const session *s, const scenario *how, unsigned threads)
{
    const char *name = row_name(
        s, how->name, arena_format(s->arena, "%u-thread%s", threads, threads > 1 ? "s" : ""));
    assay_engine *engine = NULL;
    bool alone = how->known == KNOWS_FAMILY;
    if (!wanted(s, name) || (alone && (threads > 1 || !is_family(s)))) {
        return ASSAY_OK;
    }
    assay_status status = new_engine(s, how->known == KNOWS_NOTHING, NULL, &engine);
    if (status != ASSAY_OK) {
        return status;
    }
    bench_verifier v = verifier_of(s, engine);
    contest c = {s, how, &v};
    race r = {{run_appraisal, run_floor}, &c, how->attesters, threads, s->seconds};
    race_result result;
    status = race_run(&r, &result);
    assay_engine_free(v.engine);
    if (status == ASSAY_OK) {
        report_add(s->report,
                   &(report_row){REPORT_RATE,
                                 name,
                                 {result.per_second[0], result.per_second[1], result.ratio},
                                 s->format->ratio});
    }
    return status == ASSAY_REJECTED ? not_accepted(s, name) : status;
}

static assay_status measure_rates(const session *s)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    const unsigned threads[] = {1, cores > 1 ? (unsigned)cores : 0};
    for (size_t t = 0; t < ARRAY_LEN(threads); t++) {
        for (size_t i = 0; threads[t] > 0 && i < ARRAY_LEN(scenarios); i++) {
            assay_status status = measure_rate(s, &scenarios[i], threads[t]);
            if (status != ASSAY_OK) {
                return status;
            }
        }
    }
    return ASSAY_OK;
}

/* The engine's own memory, such as its cache, is not counted. */
static assay_status measure_memory(const session *s)
{
    static const char *const words[] = {"new", "seen"};
    counter counted;
    assay_engine *engine = NULL;
    counter_init(&counted);
    assay_status status = new_engine(s, 0, &counted.allocator, &engine);
    bench_verifier v = verifier_of(s, engine);
    for (size_t i = 0; status == ASSAY_OK && i < ARRAY_LEN(words); i++) {
        const char *name = row_name(s, "memory", words[i]);
        counter_restart(&counted);
        bool accepted = appraise_once(&v, &s->subject->attesters[0], NULL, NULL);
        if (!accepted) {
            status = not_accepted(s, name);
        } else if (wanted(s, name)) {
            report_add(s->report,
                       &(report_row){
                           REPORT_MEMORY, name, {(double)counted.count, (double)counted.peak}, 0});
        }
    }
    assay_engine_free(engine);
    return status;
}

static void add_cost(const session *s, const char *name, double *seconds)
{
    report_add(s->report,
               &(report_row){REPORT_COST, name, {median(seconds, COST_ROUNDS) * 1e6}, 0});
}

static void time_document(void *user, assay_appraisal *made)
{
    double *passed = user, begin = seconds_now();
    assay_str document = assay_appraisal_document(made, "json");
    *passed = document.ptr != NULL ? seconds_now() - begin : -1;
}

static assay_status measure_document(const session *s)
{
    const char *name = row_name(s, "document", "json");
    assay_engine *engine = NULL;
    double passed[COST_ROUNDS];
    if (!wanted(s, name)) {
        return ASSAY_OK;
    }
    assay_status status = new_engine(s, 0, NULL, &engine);
    bench_verifier v = verifier_of(s, engine);
    for (size_t i = 0; status == ASSAY_OK && i < COST_ROUNDS; i++) {
        bool accepted = appraise_once(&v, &s->subject->attesters[0], time_document, &passed[i]);
        status = accepted ? ASSAY_OK : not_accepted(s, name);
    }
    assay_engine_free(engine);
    if (status == ASSAY_OK) {
        add_cost(s, name, passed);
    }
    return status;
}

/* Opening a store verifies everything in it. */
static assay_status measure_store(const session *s)
{
    const char *name = arena_format(s->arena, "%s/store/open", s->format->id);
    double passed[COST_ROUNDS];
    if (!wanted(s, name)) {
        return ASSAY_OK;
    }
    for (size_t i = 0; i < COST_ROUNDS; i++) {
        assay_trust *trust = NULL;
        double begin = seconds_now();
        assay_status status = store_open(s->store, &trust, s->err);
        passed[i] = seconds_now() - begin;
        assay_trust_release(trust);
        if (status != ASSAY_OK) {
            return status;
        }
    }
    add_cost(s, name, passed);
    return ASSAY_OK;
}

static assay_status policy_of_format(const session *s, assay_bytes *out)
{
    const char *made = arena_format(s->arena,
                                    "{\"assay_policy\":1,\"id\":\"%s\",\"version\":1,"
                                    "\"accept\":[\"affirming\",\"warning\"],"
                                    "\"revocation\":\"optional\",\"evidence\":"
                                    "{\"cpu\":{\"format\":[\"%s\"],\"count\":1}}}",
                                    s->policy->name, s->format->id);
    *out = bytes_of_text(made != NULL ? made : "");
    return arena_status(s->arena);
}

static assay_status policy_text(const session *s, assay_bytes *out)
{
    if (s->policy->file == NULL) {
        return policy_of_format(s, out);
    }
    const char *path = arena_format(s->arena, "%s/%s", ASSAY_POLICIES, s->policy->file);
    return path == NULL ? ASSAY_E_MEMORY
                        : file_read(path, LIMIT_POLICY_BYTES, s->arena, out, s->err);
}

static assay_status load_policy(session *s)
{
    assay_policy_options how = {.struct_size = sizeof how,
                                .name = s->policy->name,
                                .allow_any_genuine = s->policy->any_genuine};
    assay_bytes text, unsigned_text = {NULL, 0};
    assay_status status = policy_text(s, &text);
    return status != ASSAY_OK
               ? status
               : assay_policy_load(&s->loaded, text, unsigned_text, &how, NULL, s->err);
}

static assay_status measure_policy(session *s)
{
    assay_status status = load_policy(s);
    status = status == ASSAY_OK ? measure_rates(s) : status;
    status = status == ASSAY_OK ? measure_memory(s) : status;
    status = status == ASSAY_OK ? measure_document(s) : status;
    assay_policy_release(s->loaded);
    s->loaded = NULL;
    return status;
}

assay_status measure_format(session *s)
{
    bench_store store;
    bench_subject *subject = ARENA_NEW(s->arena, bench_subject);
    assay_status status = subject == NULL ? ASSAY_E_MEMORY : s->format->make(s->arena, subject);
    if (status != ASSAY_OK) {
        return error_set(s->err, status, "cannot forge %s evidence", s->format->id);
    }
    s->subject = subject;
    s->store = &store;
    status = store_make(&store, s->format, subject, s->err);
    status = status == ASSAY_OK ? store_open(&store, &s->trust, s->err) : status;
    status = status == ASSAY_OK ? measure_store(s) : status;
    for (size_t i = 0; status == ASSAY_OK && i < s->format->policy_count; i++) {
        s->policy = &s->format->policies[i];
        status = measure_policy(s);
    }
    assay_trust_release(s->trust);
    s->trust = NULL;
    store_remove(&store);
    return status;
}
