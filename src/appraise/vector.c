/* SPDX-License-Identifier: Apache-2.0 */
/* see vector.h: findings to claims by the table of ar4si.def. */
#include "appraise/vector.h"

#define AR4SI_BIT_ALL AR4SI_ALL
#define AR4SI_BIT_INSTANCE_IDENTITY (1u << AR4SI_INSTANCE_IDENTITY)
#define AR4SI_BIT_CONFIGURATION (1u << AR4SI_CONFIGURATION)
#define AR4SI_BIT_EXECUTABLES (1u << AR4SI_EXECUTABLES)
#define AR4SI_BIT_HARDWARE (1u << AR4SI_HARDWARE)
#define AR4SI_BIT_RUNTIME_OPAQUE (1u << AR4SI_RUNTIME_OPAQUE)
/* clang-format off */
#define ROW(finding_, claim_, held_, warned_, failed_)                                             \
    {finding_, AR4SI_BIT_##claim_, held_, warned_, failed_},
/* clang-format on */
static const vector_row rows[] = {
#include "appraise/ar4si.def"
};

static const vector_row not_authentic = {"", AR4SI_ALL, 0, -33, 99};
static const vector_row elsewhere = {"", AR4SI_BIT_CONFIGURATION, 0, 32, 96};

/* A rule of the policy that holds: what it looked at is as the relying party wants it. Code is
 * measured when it is loaded. */
static const vector_row rules[AR4SI_CLAIMS] = {
    [AR4SI_INSTANCE_IDENTITY] = {"policy.rule", 1u << AR4SI_INSTANCE_IDENTITY, 2, -33, 97},
    [AR4SI_CONFIGURATION] = {"policy.rule", 1u << AR4SI_CONFIGURATION, 2, 32, 96},
    [AR4SI_EXECUTABLES] = {"policy.rule", 1u << AR4SI_EXECUTABLES, 3, 33, 96},
    [AR4SI_FILE_SYSTEM] = {"policy.rule", 1u << AR4SI_FILE_SYSTEM, 2, 32, 96},
    [AR4SI_HARDWARE] = {"policy.rule", 1u << AR4SI_HARDWARE, 2, 32, 96},
    [AR4SI_RUNTIME_OPAQUE] = {"policy.rule", 1u << AR4SI_RUNTIME_OPAQUE, 2, 32, 96},
    [AR4SI_STORAGE_OPAQUE] = {"policy.rule", 1u << AR4SI_STORAGE_OPAQUE, 2, 32, 96},
    [AR4SI_SOURCED_DATA] = {"policy.rule", 1u << AR4SI_SOURCED_DATA, 2, 32, 96},
};

const vector_row *vector_row_at(size_t index)
{
    return index < ARRAY_LEN(rows) ? &rows[index] : NULL;
}

const vector_row *vector_rule_at(size_t index)
{
    return index < ARRAY_LEN(rules) ? &rules[index] : NULL;
}

/* draft-ietf-rats-ar4si-10, 2.3.2 */
assay_verdict ar4si_tier(int value)
{
    int rank = value >= 0 ? value : -value - 1;
    if (rank >= ASSAY_VERDICT_CONTRAINDICATED) {
        return ASSAY_VERDICT_CONTRAINDICATED;
    }
    if (rank >= ASSAY_VERDICT_WARNING) {
        return ASSAY_VERDICT_WARNING;
    }
    return value > 1 || value < -1 ? ASSAY_VERDICT_AFFIRMING : ASSAY_VERDICT_NONE;
}

/* How well a row names a finding: 0: not at all. */
static size_t likeness(const vector_row *row, const char *id)
{
    size_t len = strlen(row->finding);
    bool group = row->finding[len - 1] == '.';
    bool same = group ? strncmp(row->finding, id, len) == 0 : strcmp(row->finding, id) == 0;
    return same ? len : 0;
}

/* A vector while findings are entered into it. */
typedef struct {
    arena *arena;
    trust_vector *out;
    trust_claim affirmed[AR4SI_CLAIMS]; /* counts where nothing speaks against it */
    cause **ends[AR4SI_CLAIMS], **affirmed_ends[AR4SI_CLAIMS];
    unsigned open; /* claims of which something is undecided */
} entry;

static void add_cause(arena *a, cause ***end, const finding *f)
{
    cause *made = ARENA_NEW(a, cause);
    if (made != NULL) {
        made->finding = f;
        **end = made;
        *end = &made->next;
    }
}

/* The worst tier wins; of one tier the first value stays, and each finding is named. */
static void enter(entry *e, unsigned at, int value, const finding *f)
{
    bool good = ar4si_tier(value) == ASSAY_VERDICT_AFFIRMING;
    trust_claim *c = good ? &e->affirmed[at] : &e->out->claims[at];
    cause ***end = good ? &e->affirmed_ends[at] : &e->ends[at];
    assay_verdict had = ar4si_tier(c->value), tier = ar4si_tier(value);
    if (value == 0 || tier < had) {
        return;
    }
    if (tier > had) {
        c->value = value;
        c->causes = NULL;
        *end = &c->causes;
    }
    add_cause(e->arena, end, f);
}

static void enter_row(entry *e, const vector_row *row, const finding *f)
{
    assay_severity s = f->view.severity;
    int value = s == ASSAY_FAIL ? row->failed : s == ASSAY_WARN ? row->warned : row->held;
    for (unsigned i = 0; i < AR4SI_CLAIMS; i++) {
        if ((row->claims >> i & 1) == 0) {
            continue;
        }
        if (s == ASSAY_UNDECIDABLE) {
            e->open |= 1u << i;
        } else {
            enter(e, i, value, f);
        }
    }
}

static void enter_rule(entry *e, const assay_appraisal *a, const finding *f)
{
    unsigned bits = 0;
    for (size_t i = 0; bits == 0 && i < a->request->policy_count; i++) {
        bits = policy_rule_affects(a->request->policies[i], &f->view);
    }
    if (bits == 0 && f->view.severity != ASSAY_SEVERITY_NONE) {
        bits = elsewhere.claims;
    }
    for (size_t i = 0; i < AR4SI_CLAIMS; i++) {
        if ((bits >> i & 1) != 0) {
            enter_row(e, &rules[i], f);
        }
    }
}

/* A note, and a warning that spares the tier, are no one's claim. */
static bool bears(const finding *f)
{
    bool advice = f->view.severity == ASSAY_WARN && f->def->spares_tier && !f->view.waived;
    return f->view.severity != ASSAY_NOTE && !advice;
}

static void enter_finding(entry *e, const assay_appraisal *a, const finding *f)
{
    size_t best = 0;
    if (f->view.rule != NULL) {
        enter_rule(e, a, f);
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t like = likeness(&rows[i], f->view.id);
        best = like > best ? like : best;
    }
    for (size_t i = 0; best > 0 && i < ARRAY_LEN(rows); i++) {
        if (likeness(&rows[i], f->view.id) == best) {
            enter_row(e, &rows[i], f);
        }
    }
    if (best == 0) {
        enter_row(e, f->view.stage <= 4 ? &not_authentic : &elsewhere, f);
    }
}

static assay_verdict tier_of(const finding *f)
{
    switch (f->view.severity) {
    case ASSAY_FAIL:
        return ASSAY_VERDICT_CONTRAINDICATED;
    case ASSAY_WARN:
        return bears(f) ? ASSAY_VERDICT_WARNING : ASSAY_VERDICT_AFFIRMING;
    case ASSAY_UNDECIDABLE:
        return ASSAY_VERDICT_NONE;
    default:
        return ASSAY_VERDICT_AFFIRMING;
    }
}

static bool is_of(const finding *f, const char *label)
{
    bool both = label != NULL && f->view.label != NULL;
    return both ? strcmp(f->view.label, label) == 0 : label == NULL && f->view.label == NULL;
}

/* Rejected beats undecided beats warned. */
static assay_verdict worst_of(const assay_appraisal *a, const char *label)
{
    assay_severity worst = ASSAY_SEVERITY_NONE;
    for (const finding *f = a->findings.first; f != NULL; f = f->next) {
        assay_severity s = bears(f) ? f->view.severity : ASSAY_SEVERITY_NONE;
        worst = is_of(f, label) && s > worst ? s : worst;
    }
    static const assay_verdict tiers[] = {[ASSAY_SEVERITY_NONE] = ASSAY_VERDICT_AFFIRMING,
                                          [ASSAY_NOTE] = ASSAY_VERDICT_AFFIRMING,
                                          [ASSAY_WARN] = ASSAY_VERDICT_WARNING,
                                          [ASSAY_UNDECIDABLE] = ASSAY_VERDICT_NONE,
                                          [ASSAY_FAIL] = ASSAY_VERDICT_CONTRAINDICATED};
    return tiers[worst];
}

static const cause *causes_of(assay_appraisal *a, const char *label, assay_verdict tier)
{
    cause *first = NULL, **end = &first;
    for (const finding *f = a->findings.first; f != NULL; f = f->next) {
        if (tier != ASSAY_VERDICT_AFFIRMING && is_of(f, label) && tier_of(f) == tier) {
            add_cause(&a->documents, &end, f);
        }
    }
    return first;
}

/* What is good counts only of a piece that is authentic, and where nothing is open. A piece that is
 * undecided has the tier none, and may hold no claim of a worse one (draft-ietf-rats-ear 3). */
static void settle(entry *e, const piece *p)
{
    for (size_t i = 0; i < AR4SI_CLAIMS; i++) {
        bool open = (e->open >> i & 1) != 0;
        if (e->out->tier == ASSAY_VERDICT_NONE) {
            e->out->claims[i] = (trust_claim){0};
        } else if (p->authentic && !open && e->out->claims[i].value == 0) {
            e->out->claims[i] = e->affirmed[i];
        }
    }
}

trust_vector vector_of(assay_appraisal *a, const piece *p)
{
    trust_vector out = {.tier = worst_of(a, p->label)};
    if (!p->authentic) {
        out.tier = p->pending && out.tier != ASSAY_VERDICT_CONTRAINDICATED
                       ? ASSAY_VERDICT_NONE
                       : ASSAY_VERDICT_CONTRAINDICATED;
    }
    entry e = {.arena = &a->documents, .out = &out};
    for (size_t i = 0; i < AR4SI_CLAIMS; i++) {
        e.ends[i] = &out.claims[i].causes;
        e.affirmed_ends[i] = &e.affirmed[i].causes;
    }
    for (const finding *f = a->findings.first; f != NULL; f = f->next) {
        if (is_of(f, p->label) && bears(f)) {
            enter_finding(&e, a, f);
        }
    }
    settle(&e, p);
    out.causes = causes_of(a, p->label, out.tier);
    return out;
}

bool vector_asserts(const trust_vector *v)
{
    for (size_t i = 0; i < AR4SI_CLAIMS; i++) {
        if (v->claims[i].value != 0) {
            return true;
        }
    }
    return false;
}

static bool is_bad(int value)
{
    return ar4si_tier(value) > ASSAY_VERDICT_AFFIRMING;
}

static int worse_of(int a, int b)
{
    if (is_bad(a) || is_bad(b)) {
        return ar4si_tier(b) > ar4si_tier(a) ? b : a;
    }
    return a == 0 || b == 0 ? 0 : a > b ? a : b; /* 3: approved at boot; 2: as long as it runs */
}

trust_vector vector_of_whole(assay_appraisal *a)
{
    trust_vector out = {.tier = a->verdict, .causes = causes_of(a, NULL, a->verdict)};
    for (size_t i = 0; i < a->piece_count; i++) {
        trust_vector v = vector_of(a, &a->pieces[i]);
        for (size_t k = 0; k < AR4SI_CLAIMS; k++) {
            int value = v.claims[k].value;
            out.claims[k].value = i == 0 ? value : worse_of(out.claims[k].value, value);
        }
    }
    return out;
}
