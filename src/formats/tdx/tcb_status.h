/* SPDX-License-Identifier: Apache-2.0 */
/* The statuses that Intel gives a TCB level, and those that follow from several. */
#ifndef ASSAY_FORMATS_TDX_TCB_STATUS_H
#define ASSAY_FORMATS_TDX_TCB_STATUS_H

#include "base/bytes.h"

typedef enum {
    TCB_NOT_SUPPORTED = 0, /* no level matches */
    TCB_UP_TO_DATE,
    TCB_SW_HARDENING_NEEDED,
    TCB_CONFIGURATION_NEEDED,
    TCB_CONFIGURATION_AND_SW_HARDENING_NEEDED,
    TCB_OUT_OF_DATE,
    TCB_OUT_OF_DATE_CONFIGURATION_NEEDED,
    TCB_REVOKED,
    /* From the two module versions of a trust domain alone */
    TCB_RELAUNCH_ADVISED,
    TCB_RELAUNCH_ADVISED_CONFIGURATION_NEEDED,
    TCB_STATUSES
} tcb_status;

/* What a level is of: not every status is one of a module's or an enclave's. */
typedef enum { TCB_OF_PLATFORM = 1, TCB_OF_ENCLAVE = 2, TCB_OF_MODULE = 4 } tcb_subject_kind;

const char *tcb_status_name(tcb_status s); /* "UpToDate" */
/* False for a text that is no status of such a level. */
bool tcb_status_read(assay_str text, tcb_subject_kind of, tcb_status *out);

/* The platform's status, lowered by that of its module or quoting enclave (DCAP 4.1.2.5.1.3). */
tcb_status tcb_converge(tcb_status platform, const tcb_status *components, size_t count);
/* The status of a trust domain that was launched under one module and runs under another now. */
tcb_status tcb_relaunch(tcb_status launch, tcb_status current);

#endif
