/* SPDX-License-Identifier: Apache-2.0 */
#include <assay/assay.h>
#include <stdio.h>

/* True when `report` comes from a machine that the policy accepts, in answer to `nonce`. */
bool is_trusted(assay_engine *engine, assay_policy *policy, assay_bytes report, assay_bytes vcek,
                assay_bytes nonce)
{
    assay_request *request = NULL;
    assay_appraisal *appraisal = NULL;
    bool built = assay_request_new(&request, 0) == ASSAY_OK &&
                 assay_request_policy(request, policy) == ASSAY_OK &&
                 assay_request_evidence(request, "cpu", NULL, report.ptr, report.len) == ASSAY_OK &&
                 assay_request_attach(request, "cpu", "vcek", vcek.ptr, vcek.len) == ASSAY_OK &&
                 assay_request_nonce(request, nonce.ptr, nonce.len, NULL, NULL) == ASSAY_OK &&
                 assay_request_at_now(request) == ASSAY_OK;
    bool trusted = built && assay_appraise(engine, request, &appraisal, NULL) == ASSAY_OK;
    assay_str why = assay_appraisal_document(appraisal, "terse");
    fputs(why.ptr ? why.ptr : "no answer\n", stderr);
    assay_appraisal_free(appraisal);
    assay_request_free(request);
    return trusted;
}
