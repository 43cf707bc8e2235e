/* SPDX-License-Identifier: Apache-2.0 */
/* Lists that more than one verb reads. */
#ifndef ASSAY_TOOL_ABOUT_H
#define ASSAY_TOOL_ABOUT_H

#include "out.h"

void list_formats(cli *c);
/* A variable of the environment that is read, and what it does; false past the end. */
bool environment_at(size_t index, const char **name, const char **meaning);
/* A topic of assay help; NULL past the end. */
const char *topic_at(size_t index);
/* The finding whose id is nearest to a word, or NULL. */
const char *nearest_finding(cli *c, const char *word);

#endif
