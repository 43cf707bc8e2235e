/* SPDX-License-Identifier: Apache-2.0 */
#include "appraise/catalog.h"
#include "claims/common.h"
#include "formats/format.h"

#include <assay/appraisal.h>

/* Formats of one folder share a table; it is listed with the first of them. */
static bool listed_before(size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (formats[i]->findings == formats[at]->findings) {
            return true;
        }
    }
    return false;
}

const finding_def *catalog_at(size_t index)
{
    if (index < COMMON_FINDINGS) {
        return &common_findings[index];
    }
    index -= COMMON_FINDINGS;
    for (size_t i = 0; i < format_count; i++) {
        if (listed_before(i)) {
            continue;
        }
        if (index < formats[i]->finding_count) {
            return &formats[i]->findings[index];
        }
        index -= formats[i]->finding_count;
    }
    return NULL;
}

const finding_def *catalog_find(const char *id)
{
    const finding_def *def = NULL;
    for (size_t i = 0; (def = catalog_at(i)) != NULL; i++) {
        if (strcmp(def->id, id) == 0) {
            return def;
        }
    }
    return NULL;
}
