/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verbs and their options as tables: one table per verb parses the command line and prints its
 * help. Pages of the manual and completion are made from the same tables.
 */
#ifndef ASSAY_TOOL_OPTIONS_H
#define ASSAY_TOOL_OPTIONS_H

#include "out.h"

typedef enum {
    OPTION_ONCE = 0,
    OPTION_MANY,
    OPTION_UNBUILT /* known, left out of the help, refused as not built in this version */
} option_use;

typedef struct {
    const char *name;     /* "policy", for --policy */
    const char *argument; /* "FILE"; NULL: a flag */
    const char *help;
    option_use use;
} option_def;

typedef struct options options;

typedef struct verb {
    const char *name;      /* "trust add" */
    const char *arguments; /* "SPEC..." */
    const char *summary;
    const char *details; /* below the options; NULL: nothing */
    const option_def *options;
    size_t option_count;
    size_t least, most; /* operands */
    exit_code (*run)(cli *c, const options *o);
} verb;

typedef struct {
    const option_def *def;
    const char *value;
} given_option;

struct options {
    const verb *verb;
    given_option *given; /* in the order of the command line */
    size_t given_count;
    const char **operands;
    size_t operand_count;
    bool help;
};

/* What follows the verb; says what is wrong and returns EXIT_USAGE. Sets c->json and the colours.
 */
exit_code options_parse(cli *c, const verb *v, int argc, char **argv, options *out);

bool option_given(const options *o, const char *name);
/* The first one's value; NULL when it was not given. */
const char *option_value(const options *o, const char *name);
/* The next with this name after `after`; begin with NULL. */
const given_option *option_next(const options *o, const char *name, const given_option *after);

/* The option table of a verb, then those that every verb has. NULL past the end. */
const option_def *option_at(const verb *v, size_t index);

#endif
