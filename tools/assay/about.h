/* SPDX-License-Identifier: Apache-2.0 */
/* Lists that more than one verb prints. */
#ifndef ASSAY_TOOL_ABOUT_H
#define ASSAY_TOOL_ABOUT_H

#include "out.h"

void list_formats(cli *c);

#endif
