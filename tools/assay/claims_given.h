/* SPDX-License-Identifier: Apache-2.0 */
/* Claims as a test of a policy writes them: JSON, typed by the schema of a format. */
#ifndef ASSAY_TOOL_CLAIMS_GIVEN_H
#define ASSAY_TOOL_CLAIMS_GIVEN_H

#include "codec/json.h"
#include "formats/format.h"

/*
 * Puts a value at a pointer, whose parent must be there: hex for bytes, RFC 3339 for times. What is
 * not of the schema's type stays as it is written, for a test of just that; null takes a claim
 * away; the text "@pending" makes it one that a missing store item holds back. False: no such
 * parent, or memory failed.
 */
bool claims_put(arena *a, claim *root, const char *pointer, const json *node, const format *f);
/* Every member of an object: a name, or a pointer. On failure *at is the member. */
bool claims_put_all(arena *a, claim *root, const json *members, const format *f, const json **at);

#endif
