/* SPDX-License-Identifier: Apache-2.0 */
/* Every row of the forge through the stages of the format: what the row says must be what is found.
 * The pinned root lends its key; policies and nonces are for the whole pipeline to judge. */
#include "check.h"
#include "base/arena.h"
#include "formats/format.h"
#include "forge/snp_fixtures.h"

#define ATTACHMENTS 8

static key_ring *ring;

typedef struct {
    arena arena;
    fsnp_recipe recipe;
    fsnp_evidence made;
    findings findings;
    needs needs;
    attachment attachments[ATTACHMENTS];
    size_t attachment_count;
    assay_trust trust;
    anchor pin;
    const anchor *pins[1];
    job job;
    bool authentic;
} subject;

static bool in_table(const subject *s, fsnp_form form, fsnp_piece piece)
{
    for (size_t i = 0; form == FSNP_EXT && i < s->recipe.table.count; i++) {
        if (s->recipe.table.entries[i].piece == piece) {
            return true;
        }
    }
    return false;
}

static void attach(subject *s, const char *role, assay_bytes bytes)
{
    s->attachments[s->attachment_count++] = (attachment){NULL, role, bytes};
}

static void attach_all(subject *s, fsnp_form form)
{
    const struct {
        fsnp_piece piece;
        const char *role;
        assay_bytes bytes;
    } pieces[] = {
        {FSNP_VEK, s->recipe.vlek ? "vlek" : "vcek", s->made.vek},
        {FSNP_ASK, s->recipe.vlek ? "asvk" : "ask", s->made.ask},
        {FSNP_CRL, "crl", s->made.crl},
    };
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        if ((s->recipe.absent & pieces[i].piece) == 0 && !in_table(s, form, pieces[i].piece)) {
            attach(s, pieces[i].role, pieces[i].bytes);
        }
    }
    attach(s, "ark", s->made.pinned);
    if (s->made.extra.ptr != NULL) {
        attach(s, "ask", s->made.extra);
    }
    if ((s->recipe.attached & FSNP_ARK) != 0) {
        attach(s, "ark", s->made.ark);
    }
}

static bool pin(subject *s)
{
    cert root;
    issuer key;
    fault f = {0};
    if (!cert_parse(s->made.pinned, &root, &f) || issuer_of(&root, NULL, &key) != ASSAY_OK) {
        return false;
    }
    s->pin = (anchor){.family = "amd",
                      .name = "test",
                      .valid_from = ASSAY_TIME_UNSET,
                      .valid_to = ASSAY_TIME_UNSET,
                      .path_len = -1};
    memcpy(s->pin.spki_sha256, key.spki_sha256, sizeof s->pin.spki_sha256);
    s->pins[0] = &s->pin;
    s->trust.anchors = s->pins;
    s->trust.anchor_count = 1;
    return true;
}

static bool subject_open(subject *s, const fsnp_defect *d)
{
    *s = (subject){.authentic = false};
    arena_init(&s->arena, &allocator_default, 64u << 20);
    if (fsnp_defect_make(d, &s->arena, ring, &s->recipe, &s->made) != ASSAY_OK || !pin(s)) {
        return false;
    }
    attach_all(s, d->form);
    s->findings = (findings){.arena = &s->arena, .label = "cpu", .stage = 3};
    s->needs = (needs){.arena = &s->arena};
    s->job = (job){.arena = &s->arena,
                   .trust = &s->trust,
                   .findings = &s->findings,
                   .needs = &s->needs,
                   .label = "cpu",
                   .at = s->recipe.at,
                   .known_at = s->recipe.at,
                   .attachments = s->attachments,
                   .attachment_count = s->attachment_count,
                   .claims = claim_root(&s->arena)};
    return true;
}

static void appraise(subject *s, const format *f, assay_bytes in)
{
    const void *doc = in.len <= f->max_bytes ? f->parse(&s->job, in) : NULL;
    if (doc == NULL) {
        return;
    }
    f->describe(&s->job, doc);
    s->findings.stage = 4;
    s->authentic = f->authenticate(&s->job, doc);
    s->findings.stage = 5;
    if (s->authentic) {
        f->default_tests(&s->job, doc);
        f->evaluate(&s->job, doc);
    }
}

/* Does the worst of the findings lead to the row's outcome? */
static bool outcome_is(const subject *s, const fsnp_defect *d)
{
    assay_severity worst = findings_worst(&s->findings, "cpu", 5);
    bool optional = d->policy == NULL;
    bool unrevoked = !findings_has(&s->findings, "cpu", "revocation.not-established");
    switch (d->outcome) {
    case FSNP_REJECTED:
        return worst >= ASSAY_FAIL || (!s->authentic && worst == ASSAY_SEVERITY_NONE);
    case FSNP_DEBUG:
        return s->authentic && worst >= ASSAY_FAIL;
    case FSNP_UNDECIDED:
        return worst == ASSAY_UNDECIDABLE;
    case FSNP_ACCEPTED:
        return s->authentic && (optional ? worst < ASSAY_FAIL : worst < ASSAY_UNDECIDABLE) &&
               (optional || unrevoked);
    default:
        return true;
    }
}

/* Rows that a stage beyond the format's own decides. */
static bool judged_elsewhere(const fsnp_defect *d)
{
    const char *id = d->finding == NULL ? "" : d->finding;
    return strncmp(id, "policy.", 7) == 0 || strncmp(id, "nonce.", 6) == 0 ||
           strncmp(id, "size.", 5) == 0;
}

static void explain(const subject *s, const fsnp_defect *d)
{
    fprintf(stderr, "  row %s (%s), authentic %d\n", d->name, d->does, s->authentic);
    for (const finding *f = s->findings.first; f != NULL; f = f->next) {
        if (f->view.severity != ASSAY_SEVERITY_NONE) {
            fprintf(stderr, "    %s: %s\n", f->view.id, f->view.message);
        }
    }
}

static const char *const inauthentic[] = {"malformed", "signature",     "chain",
                                          "expired",   "not-yet-valid", "revoked"};

static bool class_holds(const subject *s, const fsnp_defect *d)
{
    for (size_t i = 0; d->outcome == FSNP_REJECTED && i < ARRAY_LEN(inauthentic); i++) {
        if (d->class != NULL && strcmp(d->class, inauthentic[i]) == 0 && s->authentic) {
            return false;
        }
    }
    return true;
}

static void judge(const fsnp_defect *d)
{
    static subject s;
    const format *f = format_find(d->form == FSNP_EXT ? "snp-ext-report" : "snp-report");
    if (!CHECK(subject_open(&s, d))) {
        fprintf(stderr, "  row %s\n", d->name);
        return;
    }
    appraise(&s, f, d->form == FSNP_EXT ? s.made.ext : s.made.report);
    bool found =
        d->finding == NULL || judged_elsewhere(d) || findings_has(&s.findings, "cpu", d->finding);
    bool outcome = judged_elsewhere(d) || outcome_is(&s, d);
    if (!CHECK(found) || !CHECK(outcome) || !CHECK(class_holds(&s, d))) {
        explain(&s, d);
    }
    arena_release(&s.arena);
}

static void reports_are_judged_as_the_rows_say(void)
{
    const fsnp_defect *d;
    for (size_t i = 0; (d = fsnp_good_at(i)) != NULL; i++) {
        if (d->form <= FSNP_EXT) {
            judge(d);
        }
    }
    for (size_t i = 0; (d = fsnp_defect_at(i)) != NULL; i++) {
        if (d->form <= FSNP_EXT) {
            judge(d);
        }
    }
}

static void responses_are_judged_as_the_rows_say(void)
{
    static subject s;
    const container *c = container_find("snp-msg-report-rsp");
    const fsnp_defect *d;
    for (size_t i = 0; (d = fsnp_defect_at(i)) != NULL; i++) {
        fault f = {0};
        if (d->form != FSNP_RSP) {
            continue;
        }
        CHECK(subject_open(&s, d));
        unwrapped piece;
        bool inside = c->unwrap(&s.arena, s.made.rsp, &piece, &f) == 1;
        if (!CHECK(inside == (d->outcome == FSNP_ACCEPTED))) {
            fprintf(stderr, "  row %s\n", d->name);
        }
        arena_release(&s.arena);
    }
    CHECK(subject_open(&s, fsnp_good_at(0)));
    fault f = {0};
    unwrapped piece;
    CHECK_UINT(c->unwrap(&s.arena, s.made.rsp, &piece, &f), 1);
    CHECK(bytes_equal(piece.evidence, s.made.report));
    arena_release(&s.arena);
}

int main(void)
{
    ring = key_ring_new();
    RUN(reports_are_judged_as_the_rows_say);
    RUN(responses_are_judged_as_the_rows_say);
    key_ring_free(ring);
    return DONE();
}
