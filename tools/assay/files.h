/* SPDX-License-Identifier: Apache-2.0 */
/* Reading files that the user names: whole, bounded, "-" being standard input, once. */
#ifndef ASSAY_TOOL_FILES_H
#define ASSAY_TOOL_FILES_H

#include "out.h"

/* At most `max` bytes; a larger file is an error. Says what is wrong. */
exit_code file_read_whole(cli *c, const char *path, size_t max, assay_bytes *out);
/* The same, but a larger file yields its first max + 1 bytes: for what a sender chose, whose size
 * is for the appraisal to judge. */
exit_code file_read_some(cli *c, const char *path, size_t max, assay_bytes *out);
/* The same, but of a file that `wanted` says yes to, by its first `max` bytes, up to `more` are
 * read; beyond them it is an error. */
exit_code file_read_if(cli *c, const char *path, size_t max, size_t more,
                       bool (*wanted)(assay_bytes begin), assay_bytes *out);
/* Writes a file, in place of one that is there. Says what is wrong: EXIT_ENVIRONMENT. */
exit_code file_write(cli *c, const char *path, assay_bytes content);
bool file_exists(const char *path);
/* `file` as seen from the folder of `beside`; absolute ones as they are. NULL when memory failed.
 */
const char *file_beside(cli *c, const char *beside, const char *file);

#endif
