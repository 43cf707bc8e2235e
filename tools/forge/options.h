/* SPDX-License-Identifier: Apache-2.0 */
/* Commands and their options as tables: parsing and help. */
#ifndef ASSAY_FORGE_OPTIONS_H
#define ASSAY_FORGE_OPTIONS_H

#include "base/error.h"

typedef struct {
    const char *name;     /* with its dashes: "--out" */
    const char *argument; /* "DIR"; NULL: a flag */
    const char *help;
} option;

#define OPTIONS_GIVEN_MAX 64
typedef struct {
    const option *options; /* ended by a NULL name */
    struct {
        const option *option;
        const char *value; /* "" for a flag */
    } given[OPTIONS_GIVEN_MAX];
    size_t count;
} options;

/* Reads "--name VALUE", "--name=VALUE" and flags. E_ARGUMENT with *err on anything else. */
assay_status options_read(options *o, const option *table, int argc, char **argv, assay_error *err);
/* The n-th value of an option, from 0; NULL when it was not given so often. */
const char *options_value(const options *o, const char *name, size_t n);
void options_help(const option *table);

#endif
