/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A result for people. It is drawn from the result document, assay.appraisal/1, so that a stored
 * result and a fresh one look the same and nothing is said that the document does not hold.
 */
#ifndef ASSAY_TOOL_TREE_H
#define ASSAY_TOOL_TREE_H

#include "codec/json.h"
#include "out.h"

/* `all`: checks that held too. EXIT_USAGE, with a word about it, when it is no such document. */
exit_code tree_draw(cli *c, assay_bytes document, bool all);
/* The same of one that is known to be such a document. */
void tree_draw_result(cli *c, const json *result, bool all);
/* Its first line: the answer, policies, tier, moment, trust. */
void tree_draw_answer(cli *c, const json *result);

#endif
