/* SPDX-License-Identifier: Apache-2.0 */
/* Writing manual pages in mdoc(7): all text passes through here, so that none of it is a request.
 */
#ifndef ASSAY_MAN_MDOC_H
#define ASSAY_MAN_MDOC_H

#include "base/bytes.h"

#include <stdio.h>

typedef struct {
    FILE *file;
    const char *date;   /* "November 20, 2026" */
    const char *folder; /* where pages go */
} manual;

/* Opens FOLDER/name.section, with its head and NAME; false when it cannot be written. */
bool page_open(manual *m, const char *name, int section, const char *summary);
bool page_close(manual *m);

void page_section(manual *m, const char *title);
void page_paragraph(manual *m);
/* A line of text; line ends in it begin new lines. */
void page_text(manual *m, const char *in);
__attribute__((format(printf, 2, 3))) void page_textf(manual *m, const char *format, ...);
/* A macro line such as ".Fl", with its words behind it. */
__attribute__((format(printf, 2, 3))) void page_macro(manual *m, const char *format, ...);
/* A word of a macro line: quoted, escaped. Returns `out`. */
#define WORD_MAX 512
const char *page_word(const char *in, char out[WORD_MAX]);

/* A list of terms: begin, then item and text in turn, end. */
void page_list(manual *m);
/* `macro`: "Fl", "Cm", "Ar", "Pa", "Ic", "Ev", "Li"; `argument` may be NULL. */
void page_item(manual *m, const char *macro, const char *term, const char *argument);
void page_list_end(manual *m);
/* Lines as they are. */
void page_literal(manual *m, const char *in);
/* "SEE ALSO" of names and sections, NULL-terminated pairs: "assay", "1", "assay-policy", "5". */
void page_see_also(manual *m, const char *const *pairs);

#endif
