/* SPDX-License-Identifier: Apache-2.0 */
/* The runtime claims: JSON that the paravisor writes and whose digest the hardware report holds. */
#ifndef ASSAY_FORMATS_HCL_RUNTIME_H
#define ASSAY_FORMATS_HCL_RUNTIME_H

#include "codec/json.h"
#include "crypto/crypto.h"

typedef struct {
    const json *vm_configuration; /* an object; NULL: none */
    assay_bytes user_data;        /* 64 bytes; {NULL, 0}: none, as in blobs of 2023 */
    public_key ak;                /* of the vTPM's attestation key */
    const char *ak_unusable;      /* why there is none (static text); NULL: there is */
} hcl_runtime;

/* False with the fault set (offsets of `in`) when it is not strict JSON of the form, or when two
 * keys have one kid: then nothing says which of them is meant. */
bool hcl_runtime_read(arena *a, assay_bytes in, hcl_runtime *out, fault *f);

#endif
