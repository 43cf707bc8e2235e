/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one table of roles: what an attachment, a bundle member or a trust item is for. The same names
 * serve assay_request_attach, --endorse, and assay trust add.
 */
#ifndef ASSAY_ROLES_H
#define ASSAY_ROLES_H

#include <assay/values.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    size_t struct_size;
    const char *name, *title;
    bool attachable; /* may travel with evidence */
    bool storable;   /* may stand in a trust store */
} assay_role;

/* In a fixed order; NULL past the end. */
ASSAY_API const assay_role *assay_role_at(size_t index);
ASSAY_API const assay_role *assay_role_find(const char *name); /* NULL: no such role */

#ifdef __cplusplus
}
#endif
#endif
