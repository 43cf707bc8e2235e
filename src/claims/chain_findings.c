/* SPDX-License-Identifier: Apache-2.0 */
/* Turns what pki saw into findings. */
#include "claims/chain_findings.h"
#include "base/text.h"
#include "base/time.h"

static const struct {
    unsigned flaw;
    int finding;
} flaws[] = {
    {CHAIN_TOO_LONG, F_CHAIN_TOO_LONG},           {CHAIN_NO_ISSUER, F_CHAIN_NO_ISSUER},
    {CHAIN_FOREIGN_ROOT, F_CHAIN_FOREIGN_ROOT},   {CHAIN_SIGNATURE, F_CHAIN_SIGNATURE},
    {CHAIN_ALGORITHM, F_CHAIN_ALGORITHM},         {CHAIN_NOT_CA, F_CHAIN_NOT_CA},
    {CHAIN_KEY_USAGE, F_CHAIN_KEY_USAGE},         {CHAIN_PATH_LEN, F_CHAIN_PATH_LENGTH},
    {CHAIN_CRITICAL, F_CHAIN_CRITICAL},           {CHAIN_EXPIRED, F_CHAIN_EXPIRED},
    {CHAIN_NOT_YET_VALID, F_CHAIN_NOT_YET_VALID}, {CHAIN_PIN_WINDOW, F_CHAIN_PIN_WINDOW},
};

static const cert *first_with(const chain *c, unsigned flaw)
{
    for (size_t i = 0; i < c->count; i++) {
        if ((c->links[i].flaws & flaw) != 0) {
            return c->links[i].cert;
        }
    }
    return c->count > 0 ? c->links[0].cert : NULL;
}

static const char *window(arena *a, const cert *c)
{
    return arena_format(a, "a time from %s to %s", time_text(a, c->not_before),
                        time_text(a, c->not_after));
}

static void say_flaw(findings *f, finding *made, const chain *c, unsigned flaw, const char *what,
                     assay_time at)
{
    const cert *at_fault = first_with(c, flaw);
    if (made == NULL || at_fault == NULL) {
        return;
    }
    arena *a = f->arena;
    const char *subject = name_brief(a, at_fault->subject);
    finding_detail(f, made, arena_format(a, "%s, in the chain of the %s", subject, what));
    if ((flaw & (CHAIN_EXPIRED | CHAIN_NOT_YET_VALID)) != 0) {
        finding_says(made, window(a, at_fault), time_text(a, at));
        return;
    }
    finding_says(made, NULL, arena_format(a, "issued by %s", name_brief(a, at_fault->issuer)));
}

void chain_report(findings *f, const chain *c, const char *what, assay_time at,
                  bool issuer_missing_is_need)
{
    for (size_t i = 0; i < ARRAY_LEN(flaws); i++) {
        if (flaws[i].flaw == CHAIN_NO_ISSUER && issuer_missing_is_need) {
            continue;
        }
        bool holds = (c->flaws & flaws[i].flaw) == 0;
        finding *made = check(f, &common_findings[flaws[i].finding], holds);
        say_flaw(f, made, c, flaws[i].flaw, what, at);
    }
    if (c->skewed && (c->flaws & CHAIN_NOT_YET_VALID) == 0) {
        check(f, &common_findings[F_CHAIN_SKEW], false);
    }
}

void chain_report_issuer_missing(findings *f, const cert *below)
{
    finding *made = check(f, &common_findings[F_CHAIN_ISSUER_MISSING], false);
    finding_says(made, name_brief(f->arena, below->issuer), "no certificate of that name");
}

/* The serial number and the date, of a revocation or a hold. */
static void say_withdrawn(findings *f, finding *made, const cert *subject, const char *expected,
                          const char *word, assay_time since)
{
    if (made == NULL) {
        return;
    }
    arena *a = f->arena;
    finding_detail(f, made, name_brief(a, subject->subject));
    finding_says(made, expected,
                 arena_format(a, "serial %s %s %s", text_hex(a, subject->serial), word,
                              time_text(a, since)));
}

void revocation_report_revoked(findings *f, const cert *subject, const revocation_result *r)
{
    bool revoked = r->state == REVOCATION_REVOKED, held = r->state == REVOCATION_HELD;
    finding *made = check(f, &common_findings[F_REVOCATION_REVOKED], !revoked);
    say_withdrawn(f, made, subject, "not revoked", "revoked at", r->revoked_at);
    if (r->stated != NULL) { /* lists know no hold */
        made = check(f, &common_findings[F_REVOCATION_HELD], !held);
        say_withdrawn(f, made, subject, "not on hold", "on hold since", r->revoked_at);
    }
}

static const char *nearest(arena *a, const revocation_result *r)
{
    if (r->by == NULL && r->stated == NULL) {
        return "none";
    }
    if (r->stated != NULL && r->stated->says.status == OCSP_UNKNOWN) {
        return arena_format(a, "the responder answered at %s that it does not know it",
                            time_text(a, r->stated->says.this_update));
    }
    assay_time from = r->by != NULL ? r->by->this_update : r->stated->says.this_update;
    assay_time to = r->by != NULL ? r->by->next_update : r->stated->says.next_update;
    return arena_format(a, "the newest runs from %s to %s", time_text(a, from), time_text(a, to));
}

void revocation_report_missing(findings *f, const cert *subject, const revocation_result *r)
{
    bool holds = r->state == REVOCATION_GOOD || r->state == REVOCATION_HELD;
    finding *made = check(f, &common_findings[F_REVOCATION_MISSING], holds);
    if (made == NULL) {
        return;
    }
    arena *a = f->arena;
    finding_detail(f, made, name_brief(a, subject->subject));
    finding_says(made, arena_format(a, "a current list of %s", name_brief(a, subject->issuer)),
                 nearest(a, r));
}
