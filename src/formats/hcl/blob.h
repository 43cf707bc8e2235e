/* SPDX-License-Identifier: Apache-2.0 */
/* The blob as its fields; syntax only. Views point into the input. */
#ifndef ASSAY_FORMATS_HCL_BLOB_H
#define ASSAY_FORMATS_HCL_BLOB_H

#include "base/cursor.h"
#include "formats/hcl/layout.h"

typedef struct {
    uint32_t version, report_size, request_type, status;
    assay_bytes reserved;
    assay_bytes report; /* HCL_REPORT_BYTES */
    uint32_t data_size, data_version, report_type, hash_type, runtime_size;
    assay_bytes runtime; /* the JSON as stored */
    assay_bytes padding; /* the rest */
} hcl_blob;

/* False with the fault set when it does not begin as a blob does, ends early, or its sizes
 * contradict each other. */
bool hcl_blob_parse(assay_bytes in, hcl_blob *out, fault *f);

/* The offset of the first unsigned field that has no value that is known, or SIZE_MAX; *what names
 * it. Sizes, report_type and hash_type are apart. */
size_t hcl_blob_unknown(const hcl_blob *b, const char **what);

#endif
