/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Intel says about a platform and its quoting enclave: TCB info and QE identity, chosen among
 * the generations in the store and with the evidence, and the TCB status that follows (Intel SGX
 * and TDX PCS API v4; DCAP quote verification, 4.1.2.5).
 *
 * The findings are those of tcb_findings.def, which findings.def includes; the claims those of
 * tcb_schema.def, which schema.def includes; the trust roles are tdx_roles.
 */
#ifndef ASSAY_FORMATS_TDX_TCB_H
#define ASSAY_FORMATS_TDX_TCB_H

#include "formats/format.h"

/* What a quote and its PCK certificate say, as far as TCB evaluation goes. Views are borrowed. */
typedef struct {
    bool td;                 /* a trust domain's quote: TDX collateral; else SGX */
    bool authenticated;      /* the PCK's path holds: fmspc is Intel's word */
    const crl *const *lists; /* revocation lists that came with the evidence */
    size_t list_count;
    assay_bytes fmspc, pceid;  /* 6 and 2, of the PCK certificate; {NULL, 0}: there is none */
    assay_bytes sgx_svn;       /* 16 component SVNs of the PCK certificate */
    uint16_t pcesvn;           /* likewise */
    assay_bytes qe_miscselect; /* 4, as the report has them */
    assay_bytes qe_attributes; /* 16 */
    assay_bytes qe_mrsigner;   /* 32 */
    uint16_t qe_isvprodid, qe_isvsvn;
    /* Trust domains */
    assay_bytes tee_tcb_svn;    /* 16, at launch */
    assay_bytes tee_tcb_svn2;   /* 16, now; {NULL, 0} before TD 1.5 */
    assay_bytes mrsignerseam;   /* 48 */
    assay_bytes seamattributes; /* 8 */
} tcb_subject;

/* The collateral of one piece of evidence. */
typedef struct tcb_choice tcb_choice;

/* Chooses, whatever it finds; the subject is kept by reference. NULL: memory failed. */
const tcb_choice *tcb_choose(job *j, const tcb_subject *s);

/* Is there an identity that says whether the quoting enclave is Intel's? */
bool tcb_knows_enclave(const tcb_choice *c);
/* Stage 4: is the quoting enclave one of Intel's? False while no identity says so; needs are noted
 * then, those of stage 5 too. */
bool tcb_authenticate(job *j, const tcb_choice *c);
/* Stage 5, what no missing item cures: Revoked, unsupported, another module's signer. Claims /tcb
 * and /collateral. Called from default_tests, so that it runs while something else is missing;
 * NULL: memory failed, or the PCK certificate was refused. */
void tcb_default_tests(job *j, const tcb_choice *c);
/* Stage 5, of authentic evidence: collateral that is missing, stale, of two evaluation numbers, or
 * signed by a key whose revocation is not established; with needs. */
void tcb_evaluate(job *j, const tcb_choice *c);
/* tdx-tcb-info, tdx-qe-identity, sgx-tcb-info, sgx-qe-identity, for registry.c. */
extern const trust_role role_tdx_tcb_info, role_tdx_qe_identity, role_sgx_tcb_info,
    role_sgx_qe_identity;

#endif
