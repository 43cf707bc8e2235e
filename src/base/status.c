/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

static const struct {
    assay_status status;
    const char *name;
} names[] = {
    {ASSAY_OK, "OK"},
    {ASSAY_REJECTED, "REJECTED"},
    {ASSAY_UNDECIDED, "UNDECIDED"},
    {ASSAY_PENDING, "PENDING"},
    {ASSAY_E_ARGUMENT, "E_ARGUMENT"},
    {ASSAY_E_MEMORY, "E_MEMORY"},
    {ASSAY_E_IO, "E_IO"},
    {ASSAY_E_CONFIG, "E_CONFIG"},
    {ASSAY_E_UNSUPPORTED, "E_UNSUPPORTED"},
    {ASSAY_E_INTERNAL, "E_INTERNAL"},
};

const char *assay_status_name(assay_status status)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (names[i].status == status) {
            return names[i].name;
        }
    }
    return "UNKNOWN";
}
