/* SPDX-License-Identifier: Apache-2.0 */
/* Issuing an attestation result of what was appraised: --ear and the options around it. */
#ifndef ASSAY_TOOL_EAR_OUT_H
#define ASSAY_TOOL_EAR_OUT_H

#include "options.h"

#include <assay/ear.h>

#define EAR_OPTIONS                                                                                \
    {"ear", "KEYFILE", "an attestation result (EAR, a JWT) signed by this key: P-256 or P-384",    \
     OPTION_ONCE},                                                                                 \
        {"ear-unsigned", "PUBKEY", "what this key's device has to sign, for assay ear seal",       \
         OPTION_ONCE},                                                                             \
        {"ear-out", "FILE", "the attestation result goes there", OPTION_ONCE},                     \
        {"ear-audience", "A", "whom the attestation result is for", OPTION_ONCE},                  \
        {"ear-issuer", "URL", "who issues it", OPTION_ONCE},                                       \
        {"ear-issued-at", "TIME", "when it is issued; else now", OPTION_ONCE},                     \
    {                                                                                              \
        "ear-lifetime", "SECONDS", "until it ends; else 300", OPTION_ONCE                          \
    }

typedef struct {
    assay_bytes key; /* absent: no result is issued */
    bool unsigned_only;
    const char *path; /* NULL: standard output */
    bool alone;       /* the result goes to standard output, and nothing else does */
    assay_ear_options options;
} ear_order;

exit_code ear_check_usage(cli *c, const options *o);
/* Reads the key, so that one that cannot sign is known before a nonce is spent. */
exit_code ear_take_order(cli *c, const options *o, ear_order *out);
/* Issues it, if one was ordered. */
exit_code ear_write(cli *c, const ear_order *order, assay_appraisal *a);
/* Of a key's file, PEM or DER. Says what is wrong. */
#define EAR_KEY_BYTES 16384
exit_code ear_read_public(cli *c, const char *path, assay_bytes *out);

#endif
