/* SPDX-License-Identifier: Apache-2.0 */
/* Claims that are JSON already: token payloads, and what paravisors and services hash as JSON. */
#ifndef ASSAY_CLAIMS_CLAIM_JSON_H
#define ASSAY_CLAIMS_CLAIM_JSON_H

#include "claims/claim.h"
#include "codec/json.h"

/*
 * Adds every member of an object, or element of an array, below `parent`, under its own name. Whole
 * numbers of 64 bits become UINT, or INT below zero; other numbers stay as they are written. False
 * when there are more than `max` values in all; what was added up to then stays.
 */
bool claim_add_json(arena *a, claim *parent, const json *from, size_t max);

#endif
