/* SPDX-License-Identifier: Apache-2.0 */
/* Turns what pki saw into findings. */
#include "claims/chain_findings.h"
#include "base/text.h"
#include "base/time.h"

static const struct {
    unsigned flaw;
    int finding;
} flaws[] = {
    {CHAIN_TOO_LONG, F_CHAIN_TOO_LONG},
    {CHAIN_NO_ISSUER, F_CHAIN_NO_ISSUER},
    {CHAIN_FOREIGN_ROOT, F_CHAIN_FOREIGN_ROOT},
    {CHAIN_SIGNATURE, F_CHAIN_SIGNATURE},
    {CHAIN_ALGORITHM, F_CHAIN_ALGORITHM},
    {CHAIN_NOT_CA, F_CHAIN_NOT_CA},
    {CHAIN_KEY_USAGE, F_CHAIN_KEY_USAGE},
    {CHAIN_PATH_LEN, F_CHAIN_PATH_LENGTH},
    {CHAIN_CRITICAL, F_CHAIN_CRITICAL},
    {CHAIN_EXPIRED, F_CHAIN_EXPIRED},
    {CHAIN_NOT_YET_VALID, F_CHAIN_NOT_YET_VALID},
    {CHAIN_PIN_WINDOW, F_CHAIN_PIN_WINDOW},
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

void revocation_report_revoked(findings *f, const cert *subject, const revocation_result *r)
{
    bool holds = r->state != REVOCATION_REVOKED;
    finding *made = check(f, &common_findings[F_REVOCATION_REVOKED], holds);
    if (made == NULL) {
        return;
    }
    arena *a = f->arena;
    finding_detail(f, made, name_brief(a, subject->subject));
    finding_says(made, "not revoked",
                 arena_format(a, "serial %s revoked at %s", text_hex(a, subject->serial),
                              time_text(a, r->revoked_at)));
}

void revocation_report_missing(findings *f, const cert *subject, const revocation_result *r)
{
    bool holds = r->state == REVOCATION_GOOD;
    finding *made = check(f, &common_findings[F_REVOCATION_MISSING], holds);
    if (made == NULL) {
        return;
    }
    arena *a = f->arena;
    finding_detail(f, made, name_brief(a, subject->subject));
    finding_says(made, arena_format(a, "a current list of %s", name_brief(a, subject->issuer)),
                 r->by == NULL ? "none"
                               : arena_format(a, "the newest runs from %s to %s",
                                              time_text(a, r->by->this_update),
                                              time_text(a, r->by->next_update)));
}
