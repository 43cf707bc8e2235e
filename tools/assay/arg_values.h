/* SPDX-License-Identifier: Apache-2.0 */
/* Values as they are written on the command line. Each parser says what is wrong. */
#ifndef ASSAY_TOOL_ARG_VALUES_H
#define ASSAY_TOOL_ARG_VALUES_H

#include "files.h"

/* hex:.., text:.., b64u:.., @FILE (exact bytes, at most `max`); bare hex is hex. `what` is for
 * messages: "the nonce". */
exit_code arg_bytes(cli *c, const char *what, const char *in, size_t max, assay_bytes *out);
/* RFC 3339, UTC. */
exit_code arg_time(cli *c, const char *option, const char *in, assay_time *out);
exit_code arg_uint(cli *c, const char *option, const char *in, uint64_t max, uint64_t *out);
/* Exactly 32 bytes of hex. */
exit_code arg_sha256(cli *c, const char *option, const char *in, uint8_t out[32]);

/* Is in[0..len] a label, [a-z][a-z0-9_-]*? */
bool label_like(const char *in, size_t len);
/* LABEL=REST, else no label: *label is NULL and *rest the whole. NULL label too when memory failed.
 */
void split_label(cli *c, const char *in, const char **label, const char **rest);
/* NAME=VALUE; says so when there is no "=". */
exit_code split_name(cli *c, const char *option, const char *in, const char **name,
                     const char **value);

#endif
