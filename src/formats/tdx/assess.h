/* SPDX-License-Identifier: Apache-2.0 */
/* From SVNs to a TCB status, as Intel's library evaluates them (DCAP quote verification 4.1.2.5).
 */
#ifndef ASSAY_FORMATS_TDX_ASSESS_H
#define ASSAY_FORMATS_TDX_ASSESS_H

#include "formats/tdx/collateral.h"
#include "formats/tdx/tcb.h"

/* NULL levels: none is reached, or (module, qe) none is asked for. */
typedef struct {
    tcb_status status;
    assay_time date; /* the earliest of the levels; UNSET when none is reached */
    const tcb_level *platform, *module, *qe;
    bool asks_module;                    /* the TDX module has a major version */
    const tdx_module_identity *identity; /* of that version; NULL: TCB info has none */
} tcb_assessment;

/* For one state of the TDX module; `tee_tcb_svn` is ignored for enclaves. `info`, `qe` NULL: not
 * known; without `info` nothing is supported, and without `qe` it is left out. */
tcb_assessment tcb_assess(const tcb_info *info, const enclave_identity *qe, const tcb_subject *s,
                          assay_bytes tee_tcb_svn);
/* The first member of the quoting enclave's report that the identity does not allow; NULL: it is
 * that enclave. */
const char *qe_mismatch(const enclave_identity *qe, const tcb_subject *s);
/* Is the module's signer the one that TCB info names for its version? */
bool module_signer_holds(const tcb_info *info, const tcb_assessment *a, const tcb_subject *s);
/* Those of all levels, sorted, each once; in the arena. */
const assay_str *tcb_advisories(arena *a, const tcb_assessment *from, size_t *count);

#endif
