/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 6: do the reports of GPUs and switches tell of one and the same fabric? Only authentic
 * reports are heard (DESIGN section 9). A GPU whose name is not known counts by number.
 */
#include "appraise/appraisal.h"

#define NO_PORT 0xff

typedef struct {
    piece *piece;
    fabric fabric;
} node;

typedef struct {
    assay_appraisal *a;
    node *endpoints, *switches;
    size_t endpoint_count, switch_count;
    bool agrees;
    topology_state missing; /* of a device whose report is not authentic; NONE: there is none */
} wiring;

static bool names(const fabric *f, assay_bytes name)
{
    for (size_t i = 0; i < f->link_count; i++) {
        if (bytes_equal(f->links[i], name)) {
            return true;
        }
    }
    return false;
}

/* "8877665544332211, ..": each once. */
static const char *list_links(arena *a, const fabric *f)
{
    text out = text_new(a, 4096);
    for (size_t i = 0; i < f->link_count; i++) {
        fabric before = *f;
        before.link_count = i;
        if (!names(&before, f->links[i])) {
            const char *hex = text_hex(a, f->links[i]);
            text_addf(&out, "%s%s", out.len > 0 ? ", " : "", hex != NULL ? hex : "");
        }
    }
    assay_str done = text_done(&out);
    return done.len > 0 ? done.ptr : "none";
}

static const char *list_switches(const wiring *w)
{
    text out = text_new(&w->a->arena, 4096);
    for (size_t i = 0; i < w->switch_count; i++) {
        const char *hex = text_hex(&w->a->arena, w->switches[i].fabric.self);
        text_addf(&out, "%s%s (%s)", i > 0 ? ", " : "", hex != NULL ? hex : "",
                  w->switches[i].piece->label);
    }
    return text_done(&out).ptr;
}

static void judge(wiring *w, const node *n, int def, bool holds, const char *expected,
                  const char *found)
{
    finding *no = stage_check(w->a, 6, n->piece->label, def, holds);
    finding_says(no, expected, found);
    w->agrees = w->agrees && holds;
}

static bool is_switch(const wiring *w, assay_bytes name)
{
    for (size_t i = 0; i < w->switch_count; i++) {
        if (bytes_equal(w->switches[i].fabric.self, name)) {
            return true;
        }
    }
    return false;
}

/* Each link leads to a switch that is here, and each switch is led to. */
static void judge_endpoint(wiring *w, const node *n)
{
    bool all = true;
    for (size_t i = 0; i < n->fabric.link_count; i++) {
        all = all && is_switch(w, n->fabric.links[i]);
    }
    for (size_t i = 0; i < w->switch_count; i++) {
        all = all && names(&n->fabric, w->switches[i].fabric.self);
    }
    judge(w, n, F_TOPOLOGY_ENDPOINT, all, all ? NULL : list_switches(w),
          all ? NULL : list_links(&w->a->arena, &n->fabric));
}

/* A GPU that is known by name is one that each switch names. */
static void judge_name(wiring *w, const node *n)
{
    arena *a = &w->a->arena;
    const fabric *without = NULL;
    if (n->fabric.self.ptr == NULL) {
        return;
    }
    for (size_t i = 0; i < w->switch_count && without == NULL; i++) {
        const fabric *f = &w->switches[i].fabric;
        without = names(f, n->fabric.self) ? NULL : f;
    }
    judge(w, n, F_TOPOLOGY_STRANGER, without == NULL,
          without != NULL ? list_links(a, without) : NULL,
          without != NULL ? text_hex(a, n->fabric.self) : NULL);
}

/* Each device goes by its own name. */
static void judge_repeated(wiring *w, const node *nodes, size_t at)
{
    const node *n = &nodes[at], *twin = NULL;
    for (size_t i = 0; i < at && n->fabric.self.ptr != NULL; i++) {
        twin = bytes_equal(nodes[i].fabric.self, n->fabric.self) ? &nodes[i] : twin;
    }
    judge(w, n, F_TOPOLOGY_REPEATED, twin == NULL, NULL,
          twin != NULL ? arena_format(&w->a->arena, "that of %s", twin->piece->label) : NULL);
}

static bool distinct_links(const fabric *f)
{
    fabric before = *f;
    for (before.link_count = 0; before.link_count < f->link_count; before.link_count++) {
        if (names(&before, f->links[before.link_count])) {
            return false;
        }
    }
    return true;
}

static bool same_links(const fabric *f, const fabric *g)
{
    bool same = f->link_count == g->link_count;
    for (size_t i = 0; i < f->link_count && same; i++) {
        same = names(g, f->links[i]);
    }
    return same;
}

/* Ports lead to endpoints that the switch names, and one at least to each. */
static bool ports_fit(const fabric *f)
{
    bool reached[FABRIC_LINKS] = {false};
    for (size_t i = 0; i < f->ports.len; i++) {
        uint8_t place = f->ports.ptr[i];
        if (place != NO_PORT && place >= f->link_count) {
            return false;
        }
        if (place != NO_PORT) {
            reached[place] = true;
        }
    }
    for (size_t i = 0; i < f->link_count; i++) {
        if (!reached[i]) {
            return false;
        }
    }
    return true;
}

static void judge_switch(wiring *w, const node *n)
{
    arena *a = &w->a->arena;
    const fabric *first = &w->switches[0].fabric;
    bool members = n->fabric.link_count == w->endpoint_count && distinct_links(&n->fabric);
    judge(w, n, F_TOPOLOGY_MEMBERS, members,
          members ? NULL : arena_format(a, "%zu different GPUs", w->endpoint_count),
          members ? NULL : list_links(a, &n->fabric));
    bool agree = same_links(&n->fabric, first);
    judge(w, n, F_TOPOLOGY_AGREE, agree, agree ? NULL : list_links(a, first),
          agree ? NULL : list_links(a, &n->fabric));
    judge(w, n, F_TOPOLOGY_PORTS, ports_fit(&n->fabric), "a port for each GPU that it names", NULL);
}

/* A report that names others leaves them open, where there is nothing to compare it with. */
static void leave_open(wiring *w, node *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool others = nodes[i].fabric.link_count > 0;
        stage_check(w->a, 6, nodes[i].piece->label, F_TOPOLOGY_OPEN, !others);
        if (others) {
            job_not_established(&nodes[i].piece->job,
                                "topology not established: what the device is wired to");
            w->agrees = false;
        }
    }
}

static size_t links_between(const node *endpoint, const node *other)
{
    size_t n = 0;
    for (size_t i = 0; i < endpoint->fabric.link_count; i++) {
        n += bytes_equal(endpoint->fabric.links[i], other->fabric.self) ? 1 : 0;
    }
    return n;
}

static const piece **pieces_of(arena *a, const node *nodes, size_t count)
{
    const piece **out = ARENA_ARRAY(a, count, const piece *);
    for (size_t i = 0; i < count && out != NULL; i++) {
        out[i] = nodes[i].piece;
    }
    return out;
}

static void draw(wiring *w)
{
    arena *a = &w->a->arena;
    topology *t = &w->a->topology;
    size_t *links = ARENA_ARRAY(a, w->endpoint_count * w->switch_count, size_t);
    t->endpoints = pieces_of(a, w->endpoints, w->endpoint_count);
    t->switches = pieces_of(a, w->switches, w->switch_count);
    if (links == NULL || t->endpoints == NULL || t->switches == NULL) {
        return;
    }
    for (size_t i = 0; i < w->endpoint_count; i++) {
        for (size_t k = 0; k < w->switch_count; k++) {
            links[i * w->switch_count + k] = links_between(&w->endpoints[i], &w->switches[k]);
        }
    }
    t->links = links;
    t->endpoint_count = w->endpoint_count;
    t->switch_count = w->switch_count;
}

static void compare(wiring *w)
{
    for (size_t i = 0; i < w->endpoint_count; i++) {
        judge_endpoint(w, &w->endpoints[i]);
        judge_name(w, &w->endpoints[i]);
        judge_repeated(w, w->endpoints, i);
    }
    for (size_t i = 0; i < w->switch_count; i++) {
        judge_switch(w, &w->switches[i]);
        judge_repeated(w, w->switches, i);
    }
    w->a->topology.state = w->agrees ? TOPOLOGY_AGREES : TOPOLOGY_DIFFERS;
    draw(w);
}

static void collect(wiring *w)
{
    for (size_t i = 0; i < w->a->piece_count; i++) {
        piece *p = &w->a->pieces[i];
        fabric f = {0};
        if (p->format == NULL || p->format->fabric == NULL) {
            continue;
        }
        if (!p->authentic) {
            w->missing =
                p->pending && w->missing != TOPOLOGY_OPEN ? TOPOLOGY_PENDING : TOPOLOGY_OPEN;
            continue;
        }
        p->format->fabric(&p->job, p->doc, &f);
        if (f.kind == FABRIC_ENDPOINT) {
            w->endpoints[w->endpoint_count++] = (node){p, f};
        } else if (f.kind == FABRIC_SWITCH) {
            w->switches[w->switch_count++] = (node){p, f};
        }
    }
}

/* Without switches, or without all reports, only what names nobody can be said to agree. */
static void settle(wiring *w)
{
    leave_open(w, w->endpoints, w->endpoint_count);
    leave_open(w, w->switches, w->switch_count);
    bool some = w->endpoint_count + w->switch_count > 0;
    w->a->topology.state = w->missing != TOPOLOGY_NONE ? w->missing
                           : !some                     ? TOPOLOGY_NONE
                           : w->agrees                 ? TOPOLOGY_AGREES
                                                       : TOPOLOGY_OPEN;
}

void stage_topology(assay_appraisal *a)
{
    wiring w = {.a = a, .agrees = true};
    w.endpoints = ARENA_ARRAY(&a->arena, a->piece_count + 1, node);
    w.switches = ARENA_ARRAY(&a->arena, a->piece_count + 1, node);
    if (w.endpoints == NULL || w.switches == NULL || a->pieces == NULL) {
        return;
    }
    collect(&w);
    if (w.endpoint_count > 0 && w.switch_count > 0 && w.missing == TOPOLOGY_NONE) {
        compare(&w);
    } else {
        settle(&w);
    }
    a->policy.topology = a->topology.state;
    a->policy.endpoints = w.endpoint_count;
    a->policy.switches = w.switch_count;
}
