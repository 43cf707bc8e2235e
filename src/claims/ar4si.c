/* SPDX-License-Identifier: Apache-2.0 */
#include "claims/ar4si.h"

#include <string.h>

const char *const ar4si_names[AR4SI_CLAIMS] = {
    [AR4SI_INSTANCE_IDENTITY] = "instance-identity",
    [AR4SI_CONFIGURATION] = "configuration",
    [AR4SI_EXECUTABLES] = "executables",
    [AR4SI_FILE_SYSTEM] = "file-system",
    [AR4SI_HARDWARE] = "hardware",
    [AR4SI_RUNTIME_OPAQUE] = "runtime-opaque",
    [AR4SI_STORAGE_OPAQUE] = "storage-opaque",
    [AR4SI_SOURCED_DATA] = "sourced-data",
};

unsigned ar4si_bit(const char *name)
{
    for (unsigned i = 0; name != NULL && i < AR4SI_CLAIMS; i++) {
        if (strcmp(ar4si_names[i], name) == 0) {
            return 1u << i;
        }
    }
    return 0;
}
