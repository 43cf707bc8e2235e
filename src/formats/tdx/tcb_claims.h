/* SPDX-License-Identifier: Apache-2.0 */
/* The claims /tcb and /collateral. */
#ifndef ASSAY_FORMATS_TDX_TCB_CLAIMS_H
#define ASSAY_FORMATS_TDX_TCB_CLAIMS_H

#include "formats/tdx/assess.h"
#include "formats/tdx/choice.h"

typedef struct {
    const tcb_choice *choice;
    bool known;        /* TCB info may be used */
    bool waits;        /* a store item may change what it says: something is missing or stale */
    bool has_current;  /* the quote says which TDX module runs now */
    tcb_status status; /* of both together */
    tcb_assessment launch, current; /* launch: the only one without has_current */
} tcb_verdict;

void tcb_describe(job *j, const tcb_verdict *v);

#endif
