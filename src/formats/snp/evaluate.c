/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 5: what holds for any report whatever the policy says, firmware levels, revocation known.
 */
#include "formats/snp/evidence.h"
#include "formats/snp/needs.h"

static finding *judge(job *j, int def, bool holds, const char *pointer, size_t at, size_t length)
{
    finding *no = check(j->findings, &snp_findings[def], holds);
    finding_at(no, pointer, at, length);
    return no;
}

static bool bit(uint64_t word, unsigned number)
{
    return (word >> number & 1) != 0;
}

static void judge_policy(job *j, const snp_report *r)
{
    judge(j, F_SNP_DEBUG, !bit(r->policy, SNP_POLICY_DEBUG), "/policy", 0x08, 8);
    judge(j, F_SNP_MIGRATE, !bit(r->policy, SNP_POLICY_MIGRATE_MA), "/policy", 0x08, 8);
    uint64_t policy_rest = r->policy >> SNP_POLICY_KNOWN_BITS;
    uint64_t platform_rest = r->platform_info >> SNP_PLATFORM_KNOWN_BITS;
    judge(j, F_SNP_POLICY_BITS, policy_rest == 0, "/policy", 0x08, 8);
    judge(j, F_SNP_PLATFORM_BITS, platform_rest == 0, "/platform_info", 0x40, 8);
}

static void judge_vmpl(job *j, const snp_report *r)
{
    bool host = r->vmpl == SNP_VMPL_HOST;
    judge(j, F_SNP_VMPL_HOST, !host, "/vmpl", 0x30, 4);
    judge(j, F_SNP_VMPL_RANGE, host || r->vmpl <= SNP_VMPL_MAX, "/vmpl", 0x30, 4);
    finding *no = judge(j, F_SNP_VMPL, host || r->vmpl == 0, "/vmpl", 0x30, 4);
    if (no != NULL) {
        finding_says(no, NULL, arena_format(j->arena, "VMPL %u", r->vmpl));
    }
}

static void say_order(job *j, finding *no, const snp_product *p, assay_bytes low, assay_bytes high)
{
    if (no != NULL) {
        finding_says(no, arena_format(j->arena, "at most %s", snp_tcb_text(j->arena, p, high)),
                     snp_tcb_text(j->arena, p, low));
    }
}

/* AMD 56860, TCB_VERSION: a host may report less than it runs, and commits to at most what it runs.
 */
static void judge_levels(job *j, const snp_report *r, const snp_product *p)
{
    bool reported = snp_tcb_at_most(p, r->reported_tcb, r->current_tcb);
    finding *no = judge(j, F_SNP_TCB_REPORTED, reported, "/reported_tcb", 0x180, SNP_TCB_BYTES);
    say_order(j, no, p, r->reported_tcb, r->current_tcb);

    int order = snp_version_order(&r->committed, &r->current);
    bool committed = snp_tcb_at_most(p, r->committed_tcb, r->current_tcb) && order <= 0;
    no = judge(j, F_SNP_TCB_COMMITTED, committed, "/committed_tcb", 0x1E0, SNP_TCB_BYTES);
    say_order(j, no, p, r->committed_tcb, r->current_tcb);

    bool final = snp_tcb_at_most(p, r->current_tcb, r->committed_tcb) && order == 0;
    no = judge(j, F_SNP_TCB_PROVISIONAL, final || !committed, "/current_tcb", 0x38, SNP_TCB_BYTES);
    say_order(j, no, p, r->current_tcb, r->committed_tcb);
}

static void judge_minimum(job *j, const snp_report *r, const snp_product *p)
{
    bool any;
    snp_cpu cpu = {-1, -1};
    if (r->version >= SNP_VERSION_FMS) {
        cpu = (snp_cpu){r->model, r->stepping};
    }
    const snp_floor *missed = snp_floor_missed(p, cpu, r->reported_tcb, j->known_at, &any);
    snp_describe_minimum(j, missed, any);
    finding *no =
        judge(j, F_SNP_TCB_MINIMUM, missed == NULL, "/reported_tcb", 0x180, SNP_TCB_BYTES);
    if (no != NULL) {
        finding_says(no,
                     arena_format(j->arena, "%s %u (%s)", snp_spl_name(missed->spl), missed->level,
                                  missed->source),
                     snp_tcb_text(j->arena, p, r->reported_tcb));
    }
    if (!any) {
        job_not_established(j, "firmware level: no published minimum for this product line");
    }
}

static void judge_revocation(job *j, const snp_established *e)
{
    revocation_report_missing(j->findings, e->issuer, &e->revocation);
    if (e->revocation.state != REVOCATION_GOOD) {
        snp_need_list(j, e->product, e->kind, true);
        job_not_established(j, "revocation of AMD's signing key (ASK or ASVK)");
    }
    job_not_established(j, e->kind == VEK_LOADED
                               ? "revocation of the VLEK itself: AMD publishes none"
                               : "revocation of the VCEK itself: AMD publishes none");
}

void snp_default_tests(job *j, const void *doc)
{
    const snp_evidence *e = doc;
    judge_policy(j, &e->report);
    judge_vmpl(j, &e->report);
}

void snp_evaluate(job *j, const void *doc)
{
    const snp_evidence *e = doc;
    const snp_established *known = e->established;
    judge_levels(j, &e->report, known->product);
    judge_minimum(j, &e->report, known->product);
    judge_revocation(j, known);
    if (bytes_all(e->report.chip_id, 0) && known->kind == VEK_LOADED) {
        job_not_established(
            j, "which chip made the report: CHIP_ID is masked, and a VLEK serves many");
    }
}
