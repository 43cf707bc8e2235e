/* SPDX-License-Identifier: Apache-2.0 */
/* The eight trustworthiness claims of AR4SI (draft-ietf-rats-ar4si-10, 2.3.4), by their names. */
#ifndef ASSAY_CLAIMS_AR4SI_H
#define ASSAY_CLAIMS_AR4SI_H

#include "base/bytes.h"

/* In the order of their numbers. */
typedef enum {
    AR4SI_INSTANCE_IDENTITY = 0,
    AR4SI_CONFIGURATION,
    AR4SI_EXECUTABLES,
    AR4SI_FILE_SYSTEM,
    AR4SI_HARDWARE,
    AR4SI_RUNTIME_OPAQUE,
    AR4SI_STORAGE_OPAQUE,
    AR4SI_SOURCED_DATA
} ar4si_claim;
#define AR4SI_CLAIMS 8
#define AR4SI_ALL ((1u << AR4SI_CLAIMS) - 1)

extern const char *const ar4si_names[AR4SI_CLAIMS];
/* The bit of a claim: 1 << its number; 0 for NULL and for what is none. */
unsigned ar4si_bit(const char *name);

#endif
