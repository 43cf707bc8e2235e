/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The payload of an attestation document as its fields; syntax only. Source: attestation_process.md
 * of aws/aws-nitro-enclaves-nsm-api, and what Nitro Security Modules write in fact: optional fields
 * as null, maps of definite or of indefinite length, 1024 bytes of user data and nonce. Every view
 * points into the payload.
 */
#ifndef ASSAY_FORMATS_NSM_DOCUMENT_H
#define ASSAY_FORMATS_NSM_DOCUMENT_H

#include "base/cursor.h"
#include "base/limits.h"

typedef enum { NSM_NONE = 0, NSM_ENCLAVE, NSM_NITROTPM } nsm_kind;
const char *nsm_kind_name(nsm_kind kind); /* "enclave", "nitrotpm" */

#define NSM_TPM_PCRS 24 /* those of a TPM: 0 to 23 */

/* An optional field that is absent or null is {NULL, 0}. */
typedef struct {
    nsm_kind kind;
    assay_str module_id, digest;
    uint64_t timestamp_ms; /* since 1970, more than zero */
    assay_bytes pcrs[LIMIT_NSM_PCRS];
    assay_bytes certificate;
    assay_bytes cabundle[LIMIT_NSM_BUNDLE]; /* root first */
    size_t bundle_count;
    assay_bytes public_key, user_data, nonce;
} nsm_fields;

/* Takes all of the payload; false with the fault set ("document.pcrs", ...). */
bool nsm_fields_parse(cursor *payload, nsm_fields *out);

#endif
