/* SPDX-License-Identifier: Apache-2.0 */
/* Writing files below one folder. */
#ifndef ASSAY_FORGE_FILES_H
#define ASSAY_FORGE_FILES_H

#include "base/error.h"

/* Replaces `root`/`path`; folders on the way are made. OK, or E_IO with *err. */
assay_status files_write(const char *root, const char *path, assay_bytes content, assay_error *err);

#endif
