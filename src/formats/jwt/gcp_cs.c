/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Google Confidential Space: what its claims are, and what a token of it does and does not say. The
 * token is Google's statement about a VM; the hardware's own report is not in it.
 */
#include "base/text.h"
#include "formats/jwt/families.h"

#define CLAIMS "Confidential Space token claims"
#define MAKER CHOSEN_BY_MAKER
#define PLATFORM CHOSEN_BY_PLATFORM
#define ATTESTER CHOSEN_BY_ATTESTER
#define ROW(pointer_, type_, chooser_, identifies_, affects_, doc_)                                \
    {.pointer = pointer_,                                                                          \
     .type = ASSAY_CLAIM_##type_,                                                                  \
     .chooser = chooser_,                                                                          \
     .identifies = identifies_,                                                                    \
     .affects = affects_,                                                                          \
     .doc = doc_,                                                                                  \
     .reference = CLAIMS},
#define ONE_OR_LIST(pointer_, chooser_, doc_)                                                      \
    {.pointer = pointer_,                                                                          \
     .type = ASSAY_CLAIM_LIST,                                                                     \
     .single_is_list = true,                                                                       \
     .chooser = chooser_,                                                                          \
     .doc = doc_,                                                                                  \
     .reference = CLAIMS},

const claim_schema gcp_cs_schema[GCP_CS_CLAIMS] = {
#include "formats/jwt/gcp_cs.def"
};

typedef enum { MACHINE_STATED = 0, MACHINE_UNREPORTED, MACHINE_OPEN } machine_kind;

static const struct {
    const char *hwmodel;
    machine_kind kind;
} machines[] = {
    {"GCP_AMD_SEV", MACHINE_UNREPORTED}, {"GCP_AMD_SEV_ES", MACHINE_UNREPORTED},
    {"GCP_INTEL_TDX", MACHINE_STATED},   {"INTEL_TDX", MACHINE_STATED},
    {"GCP_SHIELDED_VM", MACHINE_OPEN},
};

/* What remains open, by the kind of machine. */
static const char *const open_points[] = {
    [MACHINE_STATED] =
        "the machine's hardware-signed report: the token holds Google's verdict on it",
    [MACHINE_UNREPORTED] = "any hardware-signed report: AMD SEV without SNP has none, and protects "
                           "memory from being read, not from being changed",
    [MACHINE_OPEN] = "confidentiality of memory: a Shielded VM has none",
};

static const json *member_at(const jwt_token *t, const char *pointer)
{
    return json_at(t->claims, bytes_of_text(pointer));
}

static const char *shown(job *j, const json *node)
{
    return node != NULL ? text_printable(j->arena, node->raw) : NULL;
}

static void judge_machine(job *j, const jwt_token *t)
{
    const json *model = member_at(t, "/hwmodel");
    size_t i = 0;
    while (i < ARRAY_LEN(machines) && !str_is(json_text(model), machines[i].hwmodel)) {
        i++;
    }
    bool known = i < ARRAY_LEN(machines);
    machine_kind kind = known ? machines[i].kind : MACHINE_STATED;
    finding *no = jwt_check(j, F_GCP_CS_HWMODEL, known, "/hwmodel");
    finding_says(no, NULL, shown(j, model));
    no = jwt_check(j, F_GCP_CS_SHIELDED, kind != MACHINE_OPEN, "/hwmodel");
    finding_says(no, "a Confidential VM", shown(j, model));
    no = jwt_check(j, F_GCP_CS_STATEMENT, false, "/hwmodel");
    finding_says(no, NULL, shown(j, model));
    job_not_established(j, open_points[kind]);
}

static void expect_text(job *j, const jwt_token *t, int def, const char *pointer,
                        const char *expected)
{
    const json *found = member_at(t, pointer);
    finding *no = jwt_check(j, def, str_is(json_text(found), expected), pointer);
    finding_says(no, expected, shown(j, found));
}

void gcp_cs_evaluate(job *j, const jwt_token *t)
{
    expect_text(j, t, F_GCP_CS_DEBUG, "/dbgstat", "disabled-since-boot");
    expect_text(j, t, F_GCP_CS_SOFTWARE, "/swname", "CONFIDENTIAL_SPACE");
    judge_machine(j, t);
    assay_str instance = json_text(member_at(t, "/submods/gce/instance_id"));
    if (instance.len > 0) {
        job_identity(j, "instance_id", bytes_of_str(instance), true);
    }
}
