/* SPDX-License-Identifier: Apache-2.0 */
/* see assay/trust.h: opening needs the roles of all formats, which trust/ does not know. */
#include "base/error.h"
#include "formats/format.h"

assay_status assay_trust_open(assay_trust **out, const assay_trust_options *options,
                              assay_error *err)
{
    if (out == NULL) {
        return error_set(err, ASSAY_E_ARGUMENT, "nowhere to put the store");
    }
    *out = NULL;
    return trust_open(options, format_roles, out, err);
}
