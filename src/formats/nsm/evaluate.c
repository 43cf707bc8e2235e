/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 5: what holds for any document whatever the policy says. */
#include "formats/nsm/evidence.h"
#include "base/text.h"
#include "base/time.h"

/* The module's clock and the relying party's are two. */
#define TIMESTAMP_SKEW 60

static void judge_debug(job *j, const nsm_evidence *e)
{
    if (e->fields.kind != NSM_ENCLAVE) {
        return; /* a NitroTPM has no debug mode, and its PCRs mean other things */
    }
    finding *no = check(j->findings, &nsm_findings[F_NSM_DEBUG], !nsm_debug(&e->fields));
    finding_at(no, "/pcrs/0", 0, 0);
    finding_says(no, "PCR0 to PCR2 of an image", "zeros");
}

static void judge_timestamp(job *j, const nsm_evidence *e)
{
    assay_time made = nsm_signed_time(e), latest = time_add(j->at, TIMESTAMP_SKEW + j->clock_skew);
    finding *no = check(j->findings, &nsm_findings[F_NSM_TIMESTAMP_FUTURE], made <= latest);
    if (no != NULL) {
        finding_at(no, "/timestamp", 0, 0);
        finding_says(no, arena_format(j->arena, "at most %s", time_text(j->arena, latest)),
                     time_text(j->arena, made));
    }
}

/* AWS's certificates are named MODULE.REGION.aws. */
static void judge_module_id(job *j, const nsm_evidence *e)
{
    assay_str id = e->fields.module_id, name = e->certificates[0].subject_cn;
    bool same =
        name.len > id.len && memcmp(name.ptr, id.ptr, id.len) == 0 && name.ptr[id.len] == '.';
    finding *no = check(j->findings, &nsm_findings[F_NSM_MODULE_ID], same);
    if (no != NULL) {
        finding_at(no, "/module_id", 0, 0);
        finding_says(no, text_excerpt(j->arena, bytes_of_str(name)),
                     text_excerpt(j->arena, bytes_of_str(id)));
    }
}

void nsm_default_tests(job *j, const void *doc)
{
    judge_debug(j, doc);
    judge_timestamp(j, doc);
}

void nsm_evaluate(job *j, const void *doc)
{
    const nsm_evidence *e = doc;
    judge_module_id(j, e);
    if (*e->revocation != REVOCATION_GOOD) {
        job_not_established(j, "revocation of the certificates: no current list of their issuers");
    }
    job_not_established(
        j, e->fields.kind == NSM_ENCLAVE
               ? "encryption of the enclave's memory: the document does not state it"
               : "encryption of the instance's memory: the document does not state it");
}
