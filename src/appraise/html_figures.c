/* SPDX-License-Identifier: Apache-2.0 */
/* Drawings of the page: who is wired to whom, and which windows the time of the appraisal lies in.
 */
#include "appraise/html.h"
#include "base/limits.h"
#include "base/time.h"

#define STEP 90
#define ROW 22
#define NAMES 260 /* for the names of windows */
#define SPAN 560  /* of the axis */
#define WINDOWS 64

static bool differs(const page *p, const piece *of)
{
    for (const finding *f = p->a->findings.first; f != NULL; f = f->next) {
        bool own = f->view.label != NULL && strcmp(f->view.label, of->label) == 0;
        if (own && f->view.severity == ASSAY_FAIL && strncmp(f->view.id, "topology.", 9) == 0) {
            return true;
        }
    }
    return false;
}

static void node(page *p, const piece *of, size_t x, size_t y)
{
    put(p,
        "<g class=\"%s\"><circle cx=\"%zu\" cy=\"%zu\" r=\"7\" fill=\"currentColor\"/></g>"
        "<text x=\"%zu\" y=\"%zu\" text-anchor=\"middle\">",
        differs(p, of) ? "bad" : "good", x, y, x, y < 100 ? y - 14 : y + 24);
    html_text(p, of->label);
    put(p, "</text>\n");
}

/* GPUs above, switches below; a line is as thick as it has links. */
void html_topology(page *p)
{
    const topology *t = &p->a->topology;
    if (t->links == NULL) {
        return;
    }
    size_t most = t->endpoint_count > t->switch_count ? t->endpoint_count : t->switch_count;
    size_t width = (most + 1) * STEP;
    put(p, "<h2>Topology <span class=\"%s\">%s</span></h2>\n",
        t->state == TOPOLOGY_AGREES ? "good" : "bad",
        t->state == TOPOLOGY_AGREES ? "all reports agree" : "the reports disagree");
    put(p, "<svg viewBox=\"0 0 %zu 260\" width=\"%zu\" role=\"img\" aria-label=\"links\">\n", width,
        width);
    for (size_t i = 0; i < t->endpoint_count; i++) {
        for (size_t k = 0; k < t->switch_count; k++) {
            size_t links = t->links[i * t->switch_count + k];
            bool bad = links == 0 || differs(p, t->endpoints[i]) || differs(p, t->switches[k]);
            put(p,
                "<line class=\"%s\" x1=\"%zu\" y1=\"40\" x2=\"%zu\" y2=\"210\" "
                "stroke=\"currentColor\" stroke-width=\"%zu\"%s><title>%zu links</title></line>\n",
                bad ? "bad" : "good", width * (i + 1) / (t->endpoint_count + 1),
                width * (k + 1) / (t->switch_count + 1), links > 4 ? (size_t)4 : links + 1,
                links == 0 ? " stroke-dasharray=\"4 6\"" : "", links);
        }
    }
    for (size_t i = 0; i < t->endpoint_count; i++) {
        node(p, t->endpoints[i], width * (i + 1) / (t->endpoint_count + 1), 40);
    }
    for (size_t k = 0; k < t->switch_count; k++) {
        node(p, t->switches[k], width * (k + 1) / (t->switch_count + 1), 210);
    }
    put(p, "</svg>\n");
}

typedef struct {
    const char *name;
    assay_time from, to; /* UNSET: open */
} span;

typedef struct {
    span list[WINDOWS];
    size_t count;
} spans;

static assay_time time_of(const claim *map, const char *name)
{
    const claim *c = claim_member(map, name);
    return c != NULL && c->type == ASSAY_CLAIM_TIME ? c->value.time : ASSAY_TIME_UNSET;
}

static const char *window_name(page *p, const char *label, const claim *named, size_t count)
{
    const char *name = named != NULL ? text_excerpt(p->arena, bytes_of_str(named->name)) : NULL;
    return name != NULL ? arena_format(p->arena, "%s %s (%zu)", label, name, count + 1) : label;
}

/* A map that says from when to when something holds, in the words of whoever wrote it. */
static void take_window(page *p, spans *s, const claim *map, const char *label, const claim *name)
{
    static const char *const words[][2] = {
        {"not_before", "not_after"}, {"issue_date", "next_update"}, {"this_update", "next_update"},
        {"valid_from", "valid_to"},  {"issued", "valid_to"},        {"nbf", "exp"}};
    for (size_t i = 0; i < ARRAY_LEN(words) && s->count < WINDOWS; i++) {
        assay_time from = time_of(map, words[i][0]), to = time_of(map, words[i][1]);
        if (from != ASSAY_TIME_UNSET && to != ASSAY_TIME_UNSET) {
            s->list[s->count++] = (span){window_name(p, label, name, s->count), from, to};
            return;
        }
    }
}

/* A window is called after the nearest claim around it that has a name. */
static void collect_claims(page *p, spans *s, const piece *of)
{
    const claim *stack[LIMIT_CLAIM_DEPTH + 2], *names[LIMIT_CLAIM_DEPTH + 2];
    size_t depth = 0;
    if (of->job.claims == NULL) {
        return;
    }
    take_window(p, s, of->job.claims, of->label, NULL);
    names[depth] = NULL;
    stack[depth++] = of->job.claims->first;
    while (depth > 0) {
        const claim *c = stack[depth - 1];
        if (c == NULL) {
            depth--;
            continue;
        }
        stack[depth - 1] = c->next;
        const claim *named = c->name.ptr != NULL ? c : names[depth - 1];
        if (c->type == ASSAY_CLAIM_MAP) {
            take_window(p, s, c, of->label, named);
        }
        if (c->first != NULL && depth < ARRAY_LEN(stack)) {
            names[depth] = named;
            stack[depth++] = c->first;
        }
    }
}

static size_t place(assay_time t, assay_time low, assay_time high)
{
    if (t <= low) {
        return NAMES;
    }
    if (t >= high) {
        return NAMES + SPAN;
    }
    return NAMES + (size_t)((double)(t - low) / (double)(high - low) * SPAN);
}

/* The axis reaches two years around the moment, so that long windows do not hide short ones. */
static void draw(page *p, const spans *s)
{
    const assay_time year = 31536000;
    assay_time at = p->a->at, low = time_add(at, -year), high = time_add(at, year);
    size_t height = (s->count + 2) * ROW;
    put(p,
        "<h2>Validity</h2>\n<svg viewBox=\"0 0 %d %zu\" width=\"%d\" role=\"img\" "
        "aria-label=\"windows of validity\">\n",
        NAMES + SPAN + 20, height, NAMES + SPAN + 20);
    for (size_t i = 0; i < s->count; i++) {
        const span *w = &s->list[i];
        size_t y = (i + 1) * ROW, from = place(w->from, low, high), to = place(w->to, low, high);
        bool holds = w->from <= at && at <= w->to;
        put(p, "<text x=\"0\" y=\"%zu\">", y + 4);
        html_text(p, w->name);
        put(p,
            "</text><line class=\"%s\" x1=\"%zu\" y1=\"%zu\" x2=\"%zu\" y2=\"%zu\" "
            "stroke=\"currentColor\" stroke-width=\"8\"><title>%s to ",
            holds ? "good" : "bad", from, y, to > from ? to : from + 1, y,
            time_text(p->arena, w->from));
        put(p, "%s</title></line>\n", time_text(p->arena, w->to));
    }
    put(p,
        "<line x1=\"%zu\" y1=\"0\" x2=\"%zu\" y2=\"%zu\" stroke=\"currentColor\"/>"
        "<text x=\"%zu\" y=\"%zu\" text-anchor=\"middle\">%s</text>\n</svg>\n",
        place(at, low, high), place(at, low, high), height - ROW, place(at, low, high), height - 4,
        time_text(p->arena, at));
}

void html_timeline(page *p)
{
    spans *s = ARENA_NEW(p->arena, spans);
    for (size_t i = 0; s != NULL && i < p->a->request->policy_count; i++) {
        policy_facts facts = policy_describe(p->a->request->policies[i]);
        if (facts.valid_to != ASSAY_TIME_UNSET && facts.valid_from != ASSAY_TIME_UNSET) {
            s->list[s->count++] = (span){facts.id, facts.valid_from, facts.valid_to};
        }
    }
    for (size_t i = 0; s != NULL && i < p->a->piece_count; i++) {
        collect_claims(p, s, &p->a->pieces[i]);
    }
    if (s != NULL && s->count > 0 && p->a->at != ASSAY_TIME_UNSET) {
        draw(p, s);
    }
}
