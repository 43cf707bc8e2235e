/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing what a case expects (JSON) with the claims that an appraisal recorded. */
#ifndef ASSAY_TESTS_FACTS_H
#define ASSAY_TESTS_FACTS_H

#include "claims/claim.h"
#include "codec/json.h"

/*
 * Integers are equal by value, also when written as hex text; bytes as hex text; null is absent or
 * empty; a map holds for each member that it names; a list element by element.
 */
bool fact_holds(const json *fact, const claim *found);

#endif
