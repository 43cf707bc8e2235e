/* SPDX-License-Identifier: Apache-2.0 */
/* Opening the nonce store that an URI names: sqlite:PATH. */
#ifndef ASSAY_TOOL_NONCE_STORE_H
#define ASSAY_TOOL_NONCE_STORE_H

#include "out.h"

#include <assay/nonce.h>

/* `make`: a database that is not there is made, else it is an error. The caller frees *out. */
exit_code nonce_store_open(cli *c, const char *uri, bool make, assay_nonces **out);

#endif
