/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which RIM counts (product and version are those of the report, its signer is valid at `at` and
 * not revoked, the newest issue first), and what differs from it.
 */
#include "formats/spdm/reference.h"
#include "base/text.h"
#include "base/time.h"
#include "formats/spdm/rim.h"

#define FAMILY "nvidia-rim"
#define RIM_SERVICE "https://rim.attestation.nvidia.com/v1/rim/"
#define INDEX_NVDEC0 35u /* not measured while the video decoder is disabled */
#define ISSUES_MAX 16u   /* of one product and version */

/* The RIMs of one source: of the driver, or of the VBIOS. */
typedef struct {
    const char *name; /* "driver", "vbios" */
    const nv_rim_name *wanted;
    const nv_rim *rim; /* that decides; NULL: none */
    const trust_item *item;
    bool older;          /* it is not the newest that was valid */
    revocation signers;  /* of it */
    const char *instead; /* rim NULL: what there is in its place */
    claim *claims;
} source;

typedef struct {
    job *job;
    const nv_evidence *e;
    source sources[2]; /* driver, VBIOS */
    size_t count;
    assay_bytes said[2 * LIMIT_RIM_CERTS]; /* signers whose revocation was reported */
    size_t said_count;
    claim *differences;
    claim *mismatch;
    size_t compared, differing;
} comparison;

/* --- which RIM --- */

static bool is_valid(const job *j, const trust_item *item)
{
    const nv_rim *rim = item->material;
    bool ended = j->at > item->view.valid_to;
    return j->at >= item->view.valid_from && (!ended || rim->expired_accepted);
}

/* A finding and a need, once for a certificate that signed for both. */
static void report_signer(comparison *c, const cert *signer, const revocation_result *r)
{
    for (size_t i = 0; i < c->said_count; i++) {
        if (bytes_equal(c->said[i], signer->der)) {
            return;
        }
    }
    if (!nv_publishes_revocation(signer) || c->said_count == ARRAY_LEN(c->said)) {
        return;
    }
    c->said[c->said_count++] = signer->der;
    revocation_report_missing(c->job->findings, signer, r);
    if (r->state != REVOCATION_GOOD) {
        nv_need_revocation(c->job, signer);
    }
}

/* The worst of all certificates below the root; reported into `to` unless NULL. */
static revocation signers_of(job *j, const nv_rim *rim, comparison *to)
{
    revocation worst = REVOCATION_GOOD;
    for (size_t i = 0; i + 1 < rim->signer_count; i++) {
        revocation_question q = {.family = FAMILY,
                                 .subject = &rim->signers[i],
                                 .issuer = &rim->signers[i + 1],
                                 .path_holds = true};
        revocation_result one = job_revocation(j, &q);
        if (one.state == REVOCATION_REVOKED || one.state == REVOCATION_HELD) {
            return one.state;
        }
        worst = one.state == REVOCATION_GOOD ? worst : REVOCATION_NOT_ESTABLISHED;
        if (to != NULL) {
            report_signer(to, q.subject, &one);
        }
    }
    return worst;
}

static bool is_of(const nv_rim *rim, const nv_rim_name *wanted)
{
    return strcmp(rim->product, wanted->product) == 0 && strcmp(rim->version, wanted->version) == 0;
}

static assay_time issued(const trust_item *item)
{
    const nv_rim *rim = item->material;
    return rim->signers[0].not_before;
}

/* Why this one does not count; NULL: it does. */
static const char *refusal(job *j, const trust_item *item, const nv_rim_name *wanted)
{
    arena *a = j->arena;
    const nv_rim *rim = item->material;
    if (strcmp(rim->version, wanted->version) == 0 && strcmp(rim->product, wanted->product) != 0) {
        return arena_format(a, "one of that version for the product %s", rim->product);
    }
    if (!is_of(rim, wanted)) {
        return NULL;
    }
    if (!is_valid(j, item)) {
        return arena_format(a, "one whose signers are valid from %s to %s",
                            time_text(a, item->view.valid_from), time_text(a, item->view.valid_to));
    }
    revocation state = signers_of(j, rim, NULL);
    bool withdrawn = state == REVOCATION_REVOKED || state == REVOCATION_HELD;
    return withdrawn ? arena_format(a, "one whose signer is %s", revocation_name(state)) : NULL;
}

/* Those that count, newest first. */
static size_t candidates(job *j, source *s, const trust_item **out)
{
    size_t count = 0;
    const trust_item *item = NULL;
    while ((item = trust_next(j->trust, item, "rim", FAMILY)) != NULL) {
        const char *no = refusal(j, item, s->wanted);
        s->instead = no != NULL ? no : s->instead;
        if (no != NULL || !is_of(item->material, s->wanted)) {
            continue;
        }
        size_t at = count < ISSUES_MAX ? count++ : ISSUES_MAX - 1;
        while (at > 0 && issued(out[at - 1]) < issued(item)) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = item;
    }
    return count;
}

static bool is_exempt(const comparison *c, unsigned index)
{
    return index == INDEX_NVDEC0 && c->e->device.nvdec0 == NV_DISABLED;
}

static bool fits(const comparison *c, const nv_golden *g)
{
    assay_bytes found = c->e->transcript.blocks[g->index + 1];
    for (size_t i = 0; i < g->count; i++) {
        if (found.ptr != NULL && bytes_equal(g->values[i], found)) {
            return true;
        }
    }
    return false;
}

static bool fits_wholly(const comparison *c, const nv_rim *rim)
{
    for (size_t i = 0; i < rim->count; i++) {
        if (!is_exempt(c, rim->golden[i].index) && !fits(c, &rim->golden[i])) {
            return false;
        }
    }
    return true;
}

/* The newest decides, unless the policy lets older issues count: then the newest that fits does. */
static void choose(comparison *c, source *s)
{
    const trust_item *found[ISSUES_MAX];
    size_t count = candidates(c->job, s, found), at = 0;
    if (count == 0) {
        return;
    }
    while (c->job->any_rim_issue && at < count && !fits_wholly(c, found[at]->material)) {
        at++;
    }
    at = at < count ? at : 0;
    s->item = found[at];
    s->rim = s->item->material;
    s->older = at > 0;
    s->signers = signers_of(c->job, s->rim, c);
}

/* --- what differs --- */

static void say_difference(comparison *c, const source *s, const nv_golden *g)
{
    job *j = c->job;
    arena *a = j->arena;
    assay_bytes found = c->e->transcript.blocks[g->index + 1];
    claim *map = claim_map(a, c->differences, NULL);
    claim_uint(a, map, "index", g->index);
    claim_cstr(a, map, "source", s->name);
    claim *golden = claim_list(a, map, "golden");
    for (size_t i = 0; i < g->count; i++) {
        claim_bytes(a, golden, NULL, g->values[i]);
    }
    nv_add_bytes(j, c->e, map, "runtime", found);
    claim_uint(a, c->mismatch, NULL, g->index);
    bool gpu = c->e->device.kind == NV_GPU;
    finding *no = check(j->findings,
                        &spdm_findings[gpu ? F_NV_RIM_MISMATCH : F_NV_RIM_MISMATCH_SWITCH], false);
    finding_at(no, arena_format(a, "/measurements/differences/%zu", c->differing),
               found.ptr != NULL ? (size_t)(found.ptr - c->e->raw.ptr) : 0, found.len);
    finding_detail(
        j->findings, no,
        arena_format(a, "index %u (block %u) of %s", g->index, g->index + 1, s->wanted->id));
    finding_says(no,
                 arena_format(a, "%s%s", text_hex(a, g->values[0]),
                              g->count > 1 ? ", or an alternative" : ""),
                 found.ptr != NULL ? text_hex(a, found) : "no such block");
    c->differing++;
}

static void compare_source(comparison *c, source *s)
{
    size_t compared = 0, before = c->differing;
    for (size_t i = 0; i < s->rim->count; i++) {
        const nv_golden *g = &s->rim->golden[i];
        if (is_exempt(c, g->index)) {
            continue;
        }
        compared++;
        if (!fits(c, g)) {
            say_difference(c, s, g);
        }
    }
    arena *a = c->job->arena;
    claim_uint(a, s->claims, "compared", compared);
    claim_cstr(a, s->claims, "status", c->differing > before ? "mismatch" : "match");
    c->compared += compared;
}

/* NVIDIA gives each index to one of the two; if both have it, which of them would be right? */
static void check_overlap(comparison *c)
{
    const nv_rim *a = c->sources[0].rim, *b = c->count > 1 ? c->sources[1].rim : NULL;
    size_t k = 0;
    const nv_golden *both = NULL;
    if (a == NULL || b == NULL) {
        return;
    }
    for (size_t i = 0; i < a->count && both == NULL; i++) {
        while (k < b->count && b->golden[k].index < a->golden[i].index) {
            k++;
        }
        both = k < b->count && b->golden[k].index == a->golden[i].index ? &a->golden[i] : NULL;
    }
    finding *no = check(c->job->findings, &spdm_findings[F_NV_RIM_OVERLAP], both == NULL);
    if (no != NULL) {
        finding_says(no, "each index once",
                     arena_format(c->job->arena, "index %u in both", both->index));
    }
}

/* --- what is said --- */

static void describe_rim(job *j, const source *s)
{
    arena *a = j->arena;
    claim_cstr(a, s->claims, "product", s->rim->product);
    claim_cstr(a, s->claims, "version", s->rim->version);
    claim_cstr(a, s->claims, "sha256", s->rim->sha256);
    claim_time(a, s->claims, "issued", issued(s->item));
    claim_time(a, s->claims, "valid_to", s->item->view.valid_to);
    claim_bool(a, s->claims, "expired", j->at > s->item->view.valid_to);
    claim_bool(a, s->claims, "older_issue", s->older);
    claim_cstr(a, s->claims, "revocation", revocation_name(s->signers));
}

static void say_missing(job *j, source *s)
{
    claim_cstr(j->arena, s->claims, "status", "missing");
    claim_pending(j->arena, s->claims, "compared");
    claim_pending(j->arena, s->claims, "expired");
    claim_pending(j->arena, s->claims, "revocation");
    finding *no = check(j->findings, &common_findings[F_REFERENCE_MISSING], false);
    const char *id = s->wanted->id;
    finding_detail(j->findings, no, arena_format(j->arena, "RIM %s not in store", id));
    finding_says(no, arena_format(j->arena, "RIM %s", id),
                 s->instead != NULL ? s->instead : "none");
    need_add(j->needs, &(assay_need){.struct_size = sizeof(assay_need),
                                     .role = "rim",
                                     .id = id,
                                     .url = arena_format(j->arena, RIM_SERVICE "%s", id),
                                     .label = j->label,
                                     .authenticated = true,
                                     .mandatory = true});
    job_not_established(j,
                        arena_format(j->arena, "reference values of the %s: RIM %s", s->name, id));
}

/* No item of a store cures a report that does not say what it is to be compared with. */
static void add_source(comparison *c, const char *name, const nv_rim_name *wanted)
{
    job *j = c->job;
    bool named = wanted->id != NULL && wanted->product != NULL;
    finding *no = check(j->findings, &common_findings[F_REFERENCE_UNNAMED], named);
    if (named) {
        c->sources[c->count++] = (source){.name = name, .wanted = wanted};
        return;
    }
    const char *what = arena_format(j->arena, "reference values of the %s", name);
    finding_detail(j->findings, no, what);
    job_not_established(j, arena_format(j->arena, "%s: the report does not name them", what));
}

static void describe_all(comparison *c)
{
    arena *a = c->job->arena;
    claim *map = claim_map(a, c->job->claims, "measurements");
    c->mismatch = claim_list(a, map, "mismatch");
    c->differences = claim_list(a, map, "differences");
    for (size_t i = 0; i < c->count; i++) {
        if (c->sources[i].rim != NULL) {
            describe_rim(c->job, &c->sources[i]);
            compare_source(c, &c->sources[i]);
        }
    }
    claim_uint(a, map, "compared", c->compared);
    claim_bool(a, map, "match", c->differing == 0);
}

void nv_compare(job *j, const nv_evidence *e)
{
    comparison *c = ARENA_NEW(j->arena, comparison);
    if (c == NULL) {
        return;
    }
    *c = (comparison){.job = j, .e = e};
    if (e->device.kind == NV_GPU) { /* a switch has no driver */
        add_source(c, "driver", &e->driver);
    }
    add_source(c, "vbios", &e->vbios);
    claim *all = claim_map(j->arena, j->claims, "reference_values");
    bool any = false;
    for (size_t i = 0; i < c->count; i++) {
        source *s = &c->sources[i];
        s->claims = claim_map(j->arena, all, s->name);
        choose(c, s);
        any = any || s->rim != NULL;
        if (s->rim == NULL) {
            say_missing(j, s);
        }
    }
    if (any) {
        check_overlap(c);
        describe_all(c);
        return;
    }
    claim_pending(j->arena, claim_map(j->arena, j->claims, "measurements"), "match");
}
