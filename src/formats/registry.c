/* SPDX-License-Identifier: Apache-2.0 */
/* The one list of evidence formats and input containers. */
#include "formats/format.h"
#include "formats/hcl/hcl.h"
#include "formats/jwt/jwt.h"
#include "formats/nsm/nsm.h"
#include "formats/nvgpu/nvgpu.h"
#include "formats/nvswitch/nvswitch.h"
#include "formats/snp/snp.h"
#include "formats/spdm/evidence_json.h"
#include "formats/spdm/rim.h"
#include "formats/tdx/tcb.h"
#include "formats/tdx/tdx.h"

const format *const formats[] = {
    &format_snp_report, &format_snp_ext_report, &format_azure_hcl_snp, &format_azure_hcl_tdx,
    &format_jwt_gcp_cs, &format_jwt_nras,       &format_jwt_maa,       &format_jwt_ita,
    &format_jwt_ear,    &format_nsm_document,   &format_nvidia_gpu,    &format_nvidia_nvswitch,
    &format_tdx_quote,  &format_sgx_quote,
};
const size_t format_count = ARRAY_LEN(formats);
const container *const containers[] = {
    &container_snp_msg_report_rsp,
    &container_nvidia_evidence_json,
    &container_nvidia_nras_request,
};
const size_t container_count = ARRAY_LEN(containers);
const dissector *const dissectors[] = {
    &dissector_cms_enveloped_data,
    &dissector_ccel_eventlog,
    &dissector_ccel_acpi_table,
    &dissector_tdx_tdreport,
};
const size_t dissector_count = ARRAY_LEN(dissectors);
const trust_role *const format_roles[] = {&role_jwks,         &role_jwk,
                                          &role_tdx_tcb_info, &role_tdx_qe_identity,
                                          &role_sgx_tcb_info, &role_sgx_qe_identity,
                                          &role_rim,          NULL};

const format *format_find(const char *id)
{
    for (size_t i = 0; i < format_count; i++) {
        if (strcmp(formats[i]->id, id) == 0) {
            return formats[i];
        }
    }
    return NULL;
}

const container *container_find(const char *id)
{
    for (size_t i = 0; i < container_count; i++) {
        if (strcmp(containers[i]->id, id) == 0) {
            return containers[i];
        }
    }
    return NULL;
}

const dissector *dissector_find(const char *id)
{
    for (size_t i = 0; i < dissector_count; i++) {
        if (strcmp(dissectors[i]->id, id) == 0) {
            return dissectors[i];
        }
    }
    return NULL;
}
