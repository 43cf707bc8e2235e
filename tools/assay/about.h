/* SPDX-License-Identifier: Apache-2.0 */
/* Lists that more than one verb reads. */
#ifndef ASSAY_TOOL_ABOUT_H
#define ASSAY_TOOL_ABOUT_H

#include "out.h"

void list_formats(cli *c);
/* The finding whose id is nearest to a word, or NULL. */
const char *nearest_finding(cli *c, const char *word);

#endif
