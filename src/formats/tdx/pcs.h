/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ASSAY_FORMATS_TDX_PCS_H
#define ASSAY_FORMATS_TDX_PCS_H

#include "formats/tdx/choice.h"

/* TCB info or QE identity of the policy's stream; `number` 0: the newest. */
void pcs_need_collateral(job *j, const collateral_kind *kind, const tcb_subject *s,
                         uint64_t number);

#endif
