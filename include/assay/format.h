/* SPDX-License-Identifier: Apache-2.0 */
/* Which evidence formats and input containers this build knows. */
#ifndef ASSAY_FORMAT_H
#define ASSAY_FORMAT_H

#include <assay/values.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    const char *id, *title;
    const char *media_type; /* NULL for a container */
    bool container;         /* wraps evidence of another format */
} assay_format_info;

/* False past the end. */
ASSAY_API bool assay_format_at(size_t index, assay_format_info *out);

ASSAY_API const char *assay_version(void); /* of the library that runs: "0.1.0" */
ASSAY_API const char *assay_crypto_backend(void);

#ifdef __cplusplus
}
#endif
#endif
