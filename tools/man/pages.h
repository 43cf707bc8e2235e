/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of the manual, each from the tables that the program itself goes by. */
#ifndef ASSAY_MAN_PAGES_H
#define ASSAY_MAN_PAGES_H

#include "mdoc.h"
#include "verbs.h"

bool page_of_program(manual *m);             /* assay(1) */
bool page_of_verb(manual *m, const verb *v); /* assay-verify(1), ... */
bool page_of_policies(manual *m);            /* assay-policy(5) */
bool page_of_trust(manual *m);               /* assay-trust(5) */
bool page_of_findings(manual *m);            /* assay-findings(7) */

/* "assay-trust-add" */
#define PAGE_NAME_MAX 64
const char *verb_page(const verb *v, char out[PAGE_NAME_MAX]);

#endif
