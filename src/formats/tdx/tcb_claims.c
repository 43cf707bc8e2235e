/* SPDX-License-Identifier: Apache-2.0 */
/* Claims of TCB evaluation: /tcb, what Intel says of the platform; /collateral, what says so. */
#include "formats/tdx/tcb_claims.h"
#include "base/text.h"

typedef struct {
    job *job;
    arena *arena;
    bool waits; /* every value may change with the store */
} writer;

static claim *mark(const writer *w, claim *c)
{
    if (c != NULL && c->type != ASSAY_CLAIM_MAP) {
        c->pending = w->waits;
    }
    return c;
}

/* Texts that claims hand out end with a NUL; those of a document do not. */
static void put_text(const writer *w, claim *parent, const char *name, assay_str value)
{
    const char *kept = arena_text(w->arena, bytes_of_str(value));
    if (kept != NULL) {
        mark(w, claim_text(w->arena, parent, name, (assay_str){kept, value.len}));
    }
}

static void put_cstr(const writer *w, claim *parent, const char *name, const char *value)
{
    mark(w, claim_cstr(w->arena, parent, name, value));
}

static void put_uint(const writer *w, claim *parent, const char *name, uint64_t value)
{
    mark(w, claim_uint(w->arena, parent, name, value));
}

static void put_time(const writer *w, claim *parent, const char *name, assay_time value)
{
    mark(w, claim_time(w->arena, parent, name, value));
}

static void put_advisories(const writer *w, claim *parent, const char *name,
                           const tcb_assessment *from)
{
    size_t count = 0;
    const assay_str *all = NULL;
    if (from->status != TCB_NOT_SUPPORTED) {
        all = tcb_advisories(w->arena, from, &count);
    }
    claim *list = mark(w, claim_list(w->arena, parent, name));
    for (size_t i = 0; i < count && all != NULL; i++) {
        put_text(w, list, NULL, all[i]);
    }
}

static void put_status(const writer *w, claim *parent, const char *name, const tcb_level *level)
{
    if (level != NULL) {
        put_cstr(w, parent, name, tcb_status_name(level->status));
    }
}

/* A step of a ladder: where it stands, 0 first. */
static claim *put_level(const writer *w, claim *parent, const char *name, const tcb_levels *of,
                        const tcb_level *level)
{
    if (level == NULL) {
        return NULL;
    }
    claim *map = claim_map(w->arena, parent, name);
    put_uint(w, map, "index", (uint64_t)(level - of->steps));
    put_cstr(w, map, "status", tcb_status_name(level->status));
    put_time(w, map, "date", level->date);
    return map;
}

static void put_platform(const writer *w, claim *levels, const tcb_verdict *v)
{
    const tcb_level *level = v->launch.platform;
    const collateral *c = v->choice->info.data;
    claim *map = put_level(w, levels, "platform", &c->info.levels, level);
    if (map == NULL) {
        return;
    }
    put_uint(w, map, "pcesvn", level->pcesvn);
    mark(w, claim_bytes(w->arena, map, "sgx", bytes_of(level->sgx, sizeof level->sgx)));
    if (v->choice->subject->td) {
        mark(w, claim_bytes(w->arena, map, "tdx", bytes_of(level->tdx, sizeof level->tdx)));
    }
}

static void put_levels(const writer *w, claim *tcb, const tcb_verdict *v)
{
    claim *levels = claim_map(w->arena, tcb, "levels");
    const tcb_assessment *a = &v->launch;
    put_platform(w, levels, v);
    if (a->module != NULL) {
        claim *map = put_level(w, levels, "tdx_module", &a->identity->levels, a->module);
        put_uint(w, map, "isvsvn", a->module->isvsvn);
    }
    if (a->qe != NULL) {
        const collateral *c = v->choice->identity.data;
        claim *map = put_level(w, levels, "qe", &c->identity.levels, a->qe);
        put_uint(w, map, "isvsvn", a->qe->isvsvn);
    }
}

/* What everything is measured against: the first step that asks for no update, or the first. */
static const tcb_level *best_of(const tcb_levels *l)
{
    for (size_t i = 0; i < l->count; i++) {
        tcb_status s = l->steps[i].status;
        if (s != TCB_OUT_OF_DATE && s != TCB_OUT_OF_DATE_CONFIGURATION_NEEDED && s != TCB_REVOKED) {
            return &l->steps[i];
        }
    }
    return &l->steps[0];
}

typedef struct {
    const char *name; /* "sgx_03", "pcesvn" */
    const tcb_component_name *title;
    uint64_t has, asked;
} lag;

static const char *title_text(arena *a, const tcb_component_name *t)
{
    const char *category = text_printable(a, bytes_of_str(t->category));
    if (t->type.ptr == NULL) {
        return category;
    }
    const char *type = text_printable(a, bytes_of_str(t->type));
    return arena_format(a, "%s: %s", category != NULL ? category : "", type != NULL ? type : "");
}

static void put_lag(const writer *w, claim *behind, const lag *l)
{
    if (l->has >= l->asked || l->name == NULL) {
        return;
    }
    claim *map = claim_map(w->arena, behind, l->name);
    put_uint(w, map, "svn", l->has);
    put_uint(w, map, "latest", l->asked);
    put_uint(w, map, "by", l->asked - l->has);
    if (l->title != NULL && l->title->category.ptr != NULL) {
        put_cstr(w, map, "component", title_text(w->arena, l->title));
    }
}

static void put_components(const writer *w, claim *behind, const char *prefix, assay_bytes has,
                           const uint8_t *asked, const tcb_component_name *titles, size_t from)
{
    for (size_t i = from; i < TCB_COMPONENTS; i++) {
        if (has.ptr[i] < asked[i]) {
            put_lag(w, behind,
                    &(lag){.name = arena_format(w->arena, "%s_%02zu", prefix, i + 1),
                           .title = &titles[i],
                           .has = has.ptr[i],
                           .asked = asked[i]});
        }
    }
}

static void put_behind(const writer *w, claim *tcb, const tcb_verdict *v)
{
    const tcb_subject *s = v->choice->subject;
    const tcb_info *info = &v->choice->info.data->info;
    const tcb_level *best = best_of(&info->levels);
    claim *behind = claim_map(w->arena, tcb, "behind");
    put_components(w, behind, "sgx", s->sgx_svn, best->sgx, info->sgx_names, 0);
    put_lag(w, behind, &(lag){.name = "pcesvn", .has = s->pcesvn, .asked = best->pcesvn});
    if (s->td) {
        put_components(w, behind, "tdx", s->tee_tcb_svn, best->tdx, info->tdx_names,
                       v->launch.asks_module ? 2 : 0);
    }
    if (v->launch.identity != NULL) {
        put_lag(w, behind,
                &(lag){.name = "tdx_module",
                       .has = s->tee_tcb_svn.ptr[0],
                       .asked = best_of(&v->launch.identity->levels)->isvsvn});
    }
    if (pick_usable(&v->choice->identity)) {
        put_lag(w, behind,
                &(lag){.name = "qe",
                       .has = s->qe_isvsvn,
                       .asked = best_of(&v->choice->identity.data->identity.levels)->isvsvn});
    }
}

static void put_module(const writer *w, claim *tcb, const tcb_assessment *a)
{
    if (a->identity != NULL) {
        put_text(w, tcb, "tdx_module_id", a->identity->id);
        put_status(w, tcb, "tdx_module_status", a->module);
    }
}

static void put_both(const writer *w, claim *tcb, const tcb_verdict *v)
{
    if (v->has_current) {
        put_cstr(w, tcb, "launch_status", tcb_status_name(v->launch.status));
        put_cstr(w, tcb, "current_status", tcb_status_name(v->current.status));
        put_advisories(w, tcb, "current_advisories", &v->current);
    }
}

static void put_tcb(const writer *w, const tcb_verdict *v)
{
    claim *tcb = claim_map(w->arena, w->job->claims, "tcb");
    put_cstr(w, tcb, "status", tcb_status_name(v->status));
    if (v->launch.status != TCB_NOT_SUPPORTED) {
        put_time(w, tcb, "date", v->launch.date);
    }
    put_advisories(w, tcb, "advisories", &v->launch);
    put_uint(w, tcb, "evaluation_data_number", v->choice->info.data->number);
    put_status(w, tcb, "platform_status", v->launch.platform);
    put_status(w, tcb, "qe_status", v->launch.qe);
    put_module(w, tcb, &v->launch);
    put_both(w, tcb, v);
    put_levels(w, tcb, v);
    put_behind(w, tcb, v);
}

static void put_pick(const writer *w, claim *collateral_map, const char *name,
                     const collateral_pick *p)
{
    if (!pick_usable(p)) {
        claim_pending(w->arena, collateral_map, name);
        return;
    }
    const collateral *c = p->data;
    const writer own = {w->job, w->arena, p->state != COLLATERAL_CURRENT};
    assay_time known_at = w->job->known_at;
    claim *map = claim_map(w->arena, collateral_map, name);
    put_uint(&own, map, "evaluation_data_number", c->number);
    put_time(&own, map, "issue_date", c->issued);
    put_time(&own, map, "next_update", c->next_update);
    put_uint(&own, map, "age", known_at > c->issued ? (uint64_t)(known_at - c->issued) : 0);
    put_cstr(&own, map, "origin", p->item != NULL ? "store" : "evidence");
}

void tcb_describe(job *j, const tcb_verdict *v)
{
    const writer w = {j, j->arena, v->waits};
    claim *map = claim_map(j->arena, j->claims, "collateral");
    put_pick(&w, map, "tcb_info", &v->choice->info);
    put_pick(&w, map, "qe_identity", &v->choice->identity);
    if (!v->known) {
        claim_pending(j->arena, j->claims, "tcb");
        return;
    }
    put_tcb(&w, v);
}
