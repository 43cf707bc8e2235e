/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Intel's collateral in the forms in which it is handed on, for `assay trust add`: issuer chains as
 * HTTP headers of the provisioning service (percent-encoded PEM, alone or in a dump of headers),
 * revocation lists in hex, and JSON of caching services and quote libraries that holds everything
 * of one platform. What the store keeps are the parts as Intel published them.
 */
#ifndef ASSAY_TOOL_COLLATERAL_IMPORT_H
#define ASSAY_TOOL_COLLATERAL_IMPORT_H

#include "out.h"
#include "trust/store.h"

typedef struct {
    trust_addition *list;
    size_t count, cap;
} import_list;

/* Appends what `given` is, or what it holds. Files that cannot be read are passed on as they are:
 * adding them says why. */
exit_code import_addition(cli *c, const trust_addition *given, import_list *out);

#endif
