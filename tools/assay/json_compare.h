/* SPDX-License-Identifier: Apache-2.0 */
/* Where two JSON documents differ. */
#ifndef ASSAY_TOOL_JSON_COMPARE_H
#define ASSAY_TOOL_JSON_COMPARE_H

#include "codec/json.h"
#include "out.h"

/* One of the two is NULL where only the other has something. Of members that only stand in another
 * order, both are the same. */
typedef void (*difference_sink)(void *context, const char *pointer, const json *before,
                                const json *after);

/* Calls `sink` for each difference, in the order of `before`. When it calls none, a writer makes
 * the same bytes of both. False when memory ran out. */
bool json_compare(cli *c, const json *before, const json *after, difference_sink sink,
                  void *context);

/* A value on one line for people, shortened; "-" for NULL. */
const char *json_shown(cli *c, const json *value);

#endif
