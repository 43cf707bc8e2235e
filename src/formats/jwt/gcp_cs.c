/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Google Confidential Space: what its claims are, and what a token of it does and does not say. The
 * token is Google's statement about a VM; the hardware's own report is not in it.
 */
#include "formats/jwt/families.h"

#define CLAIMS "Confidential Space token claims"
#include "formats/jwt/schema_rows.h"

const claim_schema gcp_cs_schema[GCP_CS_CLAIMS] = {
#include "formats/jwt/gcp_cs.def"
};

typedef enum { MACHINE_STATED = 0, MACHINE_UNREPORTED, MACHINE_OPEN } machine_kind;

typedef struct {
    const char *hwmodel;
    machine_kind kind;
} machine;

static const machine machines[] = {
    {"GCP_AMD_SEV", MACHINE_UNREPORTED}, {"GCP_AMD_SEV_ES", MACHINE_UNREPORTED},
    {"GCP_INTEL_TDX", MACHINE_STATED},   {"INTEL_TDX", MACHINE_STATED},
    {"GCP_SHIELDED_VM", MACHINE_OPEN},
};

/* What remains open, by the kind of machine. */
static const char *const open_points[] = {
    [MACHINE_STATED] =
        "the machine's hardware-signed report: the token holds Google's verdict on it",
    [MACHINE_UNREPORTED] =
        ("any hardware-signed report: AMD SEV without SNP has none, and protects "
         "memory from being read, not from being changed"),
    [MACHINE_OPEN] = "confidentiality of memory: a Shielded VM has none",
};

/* The row of the token's machine; NULL: of a kind that has none. */
static const machine *machine_of(const json *model)
{
    for (size_t i = 0; i < ARRAY_LEN(machines); i++) {
        if (str_is(json_text(model), machines[i].hwmodel)) {
            return &machines[i];
        }
    }
    return NULL;
}

/* Where Google states Intel's status of a TDX machine. */
static const char *const tcb_places[] = {"/submods/intel_tdx/gcp_attester_tcb_status",
                                         "/tdx/gcp_attester_tcb_status"};

/* What a GPU holds is protected only in the mode ON. */
static void check_gpus(job *j, const jwt_token *t)
{
    const json *gpus = jwt_member(t, "/submods/nvidia_gpu"), *mode = json_member(gpus, "cc_mode");
    bool debug = str_is(json_text(mode), "DEVTOOLS");
    finding *no = jwt_check(j, F_GCP_CS_GPU_DEBUG, !debug, "/submods/nvidia_gpu/cc_mode");
    jwt_says(j, no, "ON", mode);
    bool protects = gpus == NULL || debug || str_is(json_text(mode), "ON");
    no = jwt_check(j, F_GCP_CS_GPU_OPEN, protects, "/submods/nvidia_gpu/cc_mode");
    jwt_says(j, no, "ON", mode);
}

static void identify_gpus(job *j, const jwt_token *t)
{
    const json *gpus = jwt_member(t, "/submods/nvidia_gpu/gpus");
    for (const json *i = json_is(gpus, JSON_ARRAY) ? gpus->first : NULL; i != NULL; i = i->next) {
        assay_str ueid = json_text(json_member(i, "ueid"));
        if (ueid.len > 0) {
            job_identity(j, "ueid", bytes_of_str(ueid), true);
        }
    }
}

void gcp_cs_default_tests(job *j, const jwt_token *t)
{
    const json *model = jwt_member(t, "/hwmodel");
    const machine *m = machine_of(model);
    bool open = m != NULL && m->kind == MACHINE_OPEN;
    jwt_expect_text(j, t, F_GCP_CS_DEBUG, "/dbgstat", "disabled-since-boot");
    finding *no = jwt_check(j, F_GCP_CS_SHIELDED, !open, "/hwmodel");
    jwt_says(j, no, "a Confidential VM", model);
    check_gpus(j, t);
    for (size_t i = 0; i < ARRAY_LEN(tcb_places); i++) {
        jwt_tcb_default_tests(j, jwt_member(t, tcb_places[i]));
    }
}

void gcp_cs_evaluate(job *j, const jwt_token *t)
{
    const json *model = jwt_member(t, "/hwmodel");
    const machine *m = machine_of(model);
    jwt_expect_text(j, t, F_GCP_CS_SOFTWARE, "/swname", "CONFIDENTIAL_SPACE");
    jwt_says(j, jwt_check(j, F_GCP_CS_HWMODEL, m != NULL, "/hwmodel"), NULL, model);
    jwt_says(j, jwt_check(j, F_GCP_CS_STATEMENT, false, "/hwmodel"), NULL, model);
    job_not_established(j, open_points[m != NULL ? m->kind : MACHINE_STATED]);
    for (size_t i = 0; i < ARRAY_LEN(tcb_places); i++) {
        jwt_tcb_evaluate(j, jwt_member(t, tcb_places[i]));
    }
    identify_gpus(j, t);
    assay_str instance = json_text(jwt_member(t, "/submods/gce/instance_id"));
    if (instance.len > 0) {
        job_identity(j, "instance_id", bytes_of_str(instance), true);
    }
}
