/* SPDX-License-Identifier: Apache-2.0 */
/* Chooses among the generations of collateral. */
#include "formats/tdx/choice.h"
#include "base/limits.h"
#include "base/time.h"
#include "formats/tdx/findings.h"

typedef struct {
    job *job;
    const tcb_subject *subject;
    signers signers;
} search;

bool pick_usable(const collateral_pick *p)
{
    return p->state >= COLLATERAL_STALE && signer_in_force(&p->signer);
}

static bool is_of(const collateral *c, const tcb_subject *s)
{
    return c->kind->identity ||
           (bytes_equal(bytes_of(c->info.fmspc, sizeof c->info.fmspc), s->fmspc) &&
            bytes_equal(bytes_of(c->info.pceid, sizeof c->info.pceid), s->pceid));
}

static bool is_issued(const job *j, const collateral *c)
{
    return c->issued <= time_add(j->known_at, j->clock_skew);
}

/* Positive: a is newer. */
static int order(const collateral *a, const collateral *b)
{
    if (a->number != b->number) {
        return a->number > b->number ? 1 : -1;
    }
    return a->issued == b->issued ? 0 : a->issued > b->issued ? 1 : -1;
}

static void take(const job *j, collateral_pick *p, const collateral *c, const trust_item *item)
{
    bool stale = j->known_at > c->next_update;
    p->state = stale ? COLLATERAL_STALE : COLLATERAL_CURRENT;
    p->data = c;
    p->item = item;
}

static void consider_later(collateral_pick *p, const collateral *c, const trust_item *item)
{
    if (p->state <= COLLATERAL_NOT_YET && (p->data == NULL || c->issued < p->data->issued)) {
        p->state = COLLATERAL_NOT_YET;
        p->data = c;
        p->item = item;
    }
}

static void look_in_store(search *s, collateral_pick *p)
{
    const job *j = s->job;
    const stored_collateral *chosen = NULL;
    const trust_item *item = NULL;
    while ((item = trust_peek(j->trust, item, p->kind->role, INTEL)) != NULL) {
        const stored_collateral *one = item->material;
        if ((one->early && !j->early_stream) || !is_of(&one->data, s->subject)) {
            continue;
        }
        if (!is_issued(j, &one->data)) {
            consider_later(p, &one->data, item);
        } else if (chosen == NULL || order(&one->data, &chosen->data) > 0) {
            chosen = one;
            take(j, p, &one->data, item);
        }
    }
    trust_note(j->trust, p->item);
    if (chosen != NULL) {
        p->signer = signers_judge(s->job, &s->signers, chosen->signer_sha256, s->subject);
    }
}

static void refuse(search *s, const collateral_pick *p, const char *why)
{
    finding *note = check(s->job->findings, &quote_findings[F_QUOTE_COLLATERAL_REFUSED], false);
    finding_detail(s->job->findings, note, p->kind->role);
    finding_says(note, NULL, why);
}

static void say_older(search *s, const collateral_pick *p, const collateral *sent)
{
    arena *a = s->job->arena;
    finding *note = check(s->job->findings, &quote_findings[F_QUOTE_COLLATERAL_OLDER], false);
    finding_detail(s->job->findings, note, p->kind->role);
    finding_says(note,
                 arena_format(a, "at least evaluation number %ju of %s", (uintmax_t)p->data->number,
                              time_text(a, p->data->issued)),
                 arena_format(a, "%ju of %s", (uintmax_t)sent->number, time_text(a, sent->issued)));
}

/* What came with the evidence is worth its signature, and must be newer than what the store has. */
static void consider_sent(search *s, collateral_pick *p, assay_bytes in)
{
    job *j = s->job;
    fault f = {0};
    signer_judgement signer;
    collateral *c = ARENA_NEW(j->arena, collateral);
    if (c == NULL) {
        return;
    }
    if (!collateral_read(j->arena, in, p->kind, c, &f)) {
        job_note_malformed(j, p->kind->role,
                           f.what != NULL ? &f : &(fault){"json", "no memory", 0});
        return;
    }
    if (!is_of(c, s->subject)) {
        refuse(s, p, "of another platform");
        return;
    }
    if (!is_issued(j, c)) {
        refuse(s, p, arena_format(j->arena, "issued at %s", time_text(j->arena, c->issued)));
        return;
    }
    int newer = p->state >= COLLATERAL_STALE ? order(c, p->data) : 1;
    if (newer < 0) {
        say_older(s, p, c);
    }
    if (newer <= 0) {
        return;
    }
    if (!signers_vouch(j, &s->signers, c, s->subject, &signer)) {
        refuse(s, p, "not signed by a TCB signing key that is in force");
        return;
    }
    take(j, p, c, NULL);
    p->signer = signer;
}

static void look_at_sent(search *s, collateral_pick *p)
{
    const attachment *a = NULL;
    size_t count = 0;
    while ((a = job_attachment(s->job, p->kind->role, a)) != NULL) {
        if (count++ == LIMIT_COLLATERAL_SENT) {
            refuse(s, p, "more than the limit");
            return;
        }
        consider_sent(s, p, a->bytes);
    }
}

static void pick(search *s, collateral_index kind, collateral_pick *out)
{
    out->kind = &collateral_kinds[kind];
    look_in_store(s, out);
    look_at_sent(s, out);
}

const tcb_choice *tcb_choose(job *j, const tcb_subject *subject)
{
    tcb_choice *c = ARENA_NEW(j->arena, tcb_choice);
    search s = {.job = j, .subject = subject, .signers = signers_gather(j)};
    if (c == NULL || s.signers.judged == NULL) {
        return NULL;
    }
    c->subject = subject;
    c->info.kind = &collateral_kinds[subject->td ? TDX_TCB_INFO : SGX_TCB_INFO];
    if (subject->fmspc.ptr != NULL) {
        pick(&s, subject->td ? TDX_TCB_INFO : SGX_TCB_INFO, &c->info);
    }
    pick(&s, subject->td ? TDX_QE_IDENTITY : SGX_QE_IDENTITY, &c->identity);
    return j->arena->state == ARENA_OK ? c : NULL;
}
