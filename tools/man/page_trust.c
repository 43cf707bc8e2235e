/* SPDX-License-Identifier: Apache-2.0 */
/* assay-trust(5): the store, and what may stand in it or travel with evidence. */
#include "pages.h"

#include <assay/roles.h>

static void put_roles(manual *m, const char *title, bool stored)
{
    const assay_role *r = NULL;
    page_section(m, title);
    page_list(m);
    for (size_t i = 0; (r = assay_role_at(i)) != NULL; i++) {
        if (stored ? r->storable : r->attachable) {
            page_item(m, "Li", r->name, NULL);
            page_text(m, r->title);
        }
    }
    page_list_end(m);
}

bool page_of_trust(manual *m)
{
    if (!page_open(m, "assay-trust", 5, "stores of trust")) {
        return false;
    }
    page_section(m, "DESCRIPTION");
    page_text(
        m,
        "A trust store is a directory: the manifest store.json, and the files that it names, as\n"
        "their issuers published them.\n"
        "The manifest has a revision, and for each item its role, scope, family, subject, file,\n"
        "SHA-256, origin, dates and how it was verified.\n"
        "A store that others than its owner may write is refused.");
    page_paragraph(m);
    page_text(m, "Each anchor serves the families that it was added for, and no others.\n"
                 "The makers' root keys are built in as pins: a store adds to them.\n"
                 "Items are verified when they are added, and when the store is opened.");
    put_roles(m, "ROLES OF ITEMS", true);
    put_roles(m, "ROLES OF WHAT TRAVELS WITH EVIDENCE", false);
    static const char *const also[] = {
        "assay-trust-add", "1", "assay-trust-status", "1", "assay-verify", "1", NULL};
    page_see_also(m, also);
    return page_close(m);
}
