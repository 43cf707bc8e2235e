/* SPDX-License-Identifier: Apache-2.0 */
/* Files of the forge's output. */
#include "forge/files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define PATH_LEN 1024

static assay_status failed(assay_error *err, const char *what, const char *path)
{
    return error_set(err, ASSAY_E_IO, "cannot %s \"%s\": %s", what, path, strerror(errno));
}

/* Makes every folder that a file of this path needs. */
static assay_status make_folders(char *path, assay_error *err)
{
    for (char *p = path + 1; *p != '\0'; p++) {
        if (*p != '/') {
            continue;
        }
        *p = '\0';
        bool made = mkdir(path, 0777) == 0 || errno == EEXIST;
        assay_status status = made ? ASSAY_OK : failed(err, "make folder", path);
        *p = '/';
        if (status != ASSAY_OK) {
            return status;
        }
    }
    return ASSAY_OK;
}

assay_status files_write(const char *root, const char *path, assay_bytes content, assay_error *err)
{
    char full[PATH_LEN];
    int len = snprintf(full, sizeof full, "%s/%s", root, path);
    if (len < 0 || (size_t)len >= sizeof full) {
        return error_set(err, ASSAY_E_IO, "the path of %s is too long", path);
    }
    assay_status status = make_folders(full, err);
    if (status != ASSAY_OK) {
        return status;
    }
    FILE *file = fopen(full, "wb");
    if (file == NULL) {
        return failed(err, "write", full);
    }
    bool written = fwrite(content.ptr, 1, content.len, file) == content.len;
    if (fclose(file) != 0 || !written) {
        return failed(err, "write", full);
    }
    return ASSAY_OK;
}
