/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What may follow on the command line, for the shells: the tables of options and verbs say where,
 * the name of an argument says what.
 */
#ifndef ASSAY_TOOL_COMPLETION_H
#define ASSAY_TOOL_COMPLETION_H

#include "verbs.h"

typedef enum { PLACE_ANYTHING = 0, PLACE_FILES = 1u << 0, PLACE_FOLDERS = 1u << 1 } place;

typedef struct {
    const char *argument;             /* "FILE", "[LABEL=]ROLE:FILE..." as tables write it */
    unsigned places;                  /* PLACE_ bits */
    void (*words)(cli *c, text *out); /* adds " word" for each; NULL: none */
    bool before_file;                 /* a colon and a file follow the word */
} argument_kind;

/* Never NULL: what has no row may be anything. */
const argument_kind *argument_kind_of(const char *argument);
/* "word word"; NULL: none, or want of memory. */
const char *argument_words(cli *c, const argument_kind *kind);

void completion_bash(cli *c);
void completion_zsh(cli *c);
void completion_fish(cli *c);

#endif
