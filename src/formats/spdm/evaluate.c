/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 5: what is said of any device, once its report is authentic. */
#include "formats/spdm/evidence.h"

void nv_evaluate(job *j, const nv_evidence *e)
{
    if (*e->revocation != REVOCATION_GOOD) {
        job_not_established(j, "revocation of NVIDIA's signing certificates");
    }
    job_not_established(j, "revocation of the device's own certificates: NVIDIA publishes no list");
}
