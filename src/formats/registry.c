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

/* Families that were left out of this build (CMake: ASSAY_FAMILIES) have no lines. */
#ifdef ASSAY_WITHOUT_SNP
#define SNP(...)
#else
#define SNP(...) __VA_ARGS__
#endif
#ifdef ASSAY_WITHOUT_HCL
#define HCL(...)
#else
#define HCL(...) __VA_ARGS__
#endif
#ifdef ASSAY_WITHOUT_JWT
#define JWT(...)
#else
#define JWT(...) __VA_ARGS__
#endif
#ifdef ASSAY_WITHOUT_NSM
#define NSM(...)
#else
#define NSM(...) __VA_ARGS__
#endif
#ifdef ASSAY_WITHOUT_NVIDIA
#define NVIDIA(...)
#else
#define NVIDIA(...) __VA_ARGS__
#endif
#ifdef ASSAY_WITHOUT_TDX
#define TDX(...)
#else
#define TDX(...) __VA_ARGS__
#endif

/* clang-format off */
const format *const formats[] = {
    SNP(&format_snp_report, &format_snp_ext_report,)
    HCL(&format_azure_hcl_snp, &format_azure_hcl_tdx,)
    JWT(&format_jwt_gcp_cs, &format_jwt_nras, &format_jwt_maa, &format_jwt_ita, &format_jwt_ear,)
    NSM(&format_nsm_document,)
    NVIDIA(&format_nvidia_gpu, &format_nvidia_nvswitch,)
    TDX(&format_tdx_quote, &format_sgx_quote,)
    NULL
};
const container *const containers[] = {
    SNP(&container_snp_msg_report_rsp,)
    NVIDIA(&container_nvidia_evidence_json, &container_nvidia_nras_request,)
    NULL
};
const dissector *const dissectors[] = {
    NSM(&dissector_cms_enveloped_data,)
    TDX(&dissector_ccel_eventlog, &dissector_ccel_acpi_table, &dissector_tdx_tdreport,)
    NULL
};
const trust_role *const format_roles[] = {
    JWT(&role_jwks, &role_jwk,)
    TDX(&role_tdx_tcb_info, &role_tdx_qe_identity, &role_sgx_tcb_info, &role_sgx_qe_identity,)
    NVIDIA(&role_rim,)
    NULL
};
/* clang-format on */
const size_t format_count = ARRAY_LEN(formats) - 1;
const size_t container_count = ARRAY_LEN(containers) - 1;
const size_t dissector_count = ARRAY_LEN(dissectors) - 1;

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
