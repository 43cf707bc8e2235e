/* SPDX-License-Identifier: Apache-2.0 */
/* see assay/format.h */
#include "crypto/crypto.h"
#include "formats/format.h"

#include <assay/format.h>
#include <assay/version.h>

bool assay_format_at(size_t index, assay_format_info *out)
{
    if (out == NULL || index >= format_count + container_count) {
        return false;
    }
    if (index < format_count) {
        const format *f = formats[index];
        *out = (assay_format_info){.id = f->id, .title = f->title, .media_type = f->media_type};
        return true;
    }
    const container *c = containers[index - format_count];
    *out = (assay_format_info){.id = c->id, .title = c->title, .container = true};
    return true;
}

const char *assay_version(void)
{
    return ASSAY_VERSION;
}

const char *assay_crypto_backend(void)
{
    return crypto_backend();
}
