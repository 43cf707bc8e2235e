/* SPDX-License-Identifier: Apache-2.0 */
/* Option parsing of the forge. */
#include "forge/options.h"

#include "base/bytes.h"

#include <stdio.h>

/* The option that `word` begins with; *value is what stands behind its equals sign, or NULL. */
static const option *find(const option *table, const char *word, const char **value)
{
    for (const option *o = table; o->name != NULL; o++) {
        size_t len = strlen(o->name);
        if (strncmp(word, o->name, len) == 0 && (word[len] == '\0' || word[len] == '=')) {
            *value = word[len] == '=' ? word + len + 1 : NULL;
            return o;
        }
    }
    return NULL;
}

assay_status options_read(options *o, const option *table, int argc, char **argv, assay_error *err)
{
    *o = (options){.options = table};
    for (int i = 0; i < argc; i++) {
        const char *value = NULL;
        const option *found = find(table, argv[i], &value);
        if (found == NULL || (found->argument == NULL && value != NULL)) {
            return error_set(err, ASSAY_E_ARGUMENT, "unknown option \"%s\"", argv[i]);
        }
        if (found->argument != NULL && value == NULL) {
            value = ++i < argc ? argv[i] : NULL;
        }
        if (found->argument != NULL && value == NULL) {
            return error_set(err, ASSAY_E_ARGUMENT, "%s needs %s", found->name, found->argument);
        }
        if (o->count == OPTIONS_GIVEN_MAX) {
            return error_set(err, ASSAY_E_ARGUMENT, "too many options");
        }
        o->given[o->count].option = found;
        o->given[o->count++].value = value == NULL ? "" : value;
    }
    return ASSAY_OK;
}

const char *options_value(const options *o, const char *name, size_t n)
{
    for (size_t i = 0; i < o->count; i++) {
        if (strcmp(o->given[i].option->name, name) == 0 && n-- == 0) {
            return o->given[i].value;
        }
    }
    return NULL;
}

void options_help(const option *table)
{
    for (const option *o = table; o->name != NULL; o++) {
        char left[64];
        snprintf(left, sizeof left, "%s%s%s", o->name, o->argument == NULL ? "" : " ",
                 o->argument == NULL ? "" : o->argument);
        printf("  %-22s %s\n", left, o->help);
    }
}
