/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the page share: text that a browser shows as it is. */
#ifndef ASSAY_APPRAISE_HTML_H
#define ASSAY_APPRAISE_HTML_H

#include "appraise/appraisal.h"
#include "base/text.h"

typedef struct {
    const assay_appraisal *a;
    arena *arena;
    text out;
} page;

/* Markup of our own. */
#define put(p, ...) text_addf(&(p)->out, __VA_ARGS__)
/* Text that is in printable form already: markup characters become references. NULL: nothing. */
void html_text(page *p, const char *printable);

/* A table of claims; beyond LIMIT_HTML_CLAIMS it says that there are more. */
void html_claims(page *p, const claim *root);

/* Drawings (html_figures.c). */
void html_topology(page *p);
void html_timeline(page *p);

#endif
