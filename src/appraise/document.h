/* SPDX-License-Identifier: Apache-2.0 */
/* The documents that an appraisal is written into. */
#ifndef ASSAY_APPRAISE_DOCUMENT_H
#define ASSAY_APPRAISE_DOCUMENT_H

#include "appraise/appraisal.h"
#include "appraise/vector.h"
#include "codec/json_write.h"

#include <stdio.h>

/* The members of the result, assay.appraisal/1, into the object that is open. */
void document_result(json_writer *w, assay_appraisal *a);
/* What was relaxed, as the member "relaxations" of the object that is open. */
void document_relaxations(json_writer *w, const assay_appraisal *a);
/* Trustworthiness: the claims of a vector that say something; what set them and the tier; the
 * members "vector" and "set_by" of the whole; and all of it as the result has it. `session`: with
 * what the nonce store said. */
void document_vector(json_writer *w, const char *name, const trust_vector *v);
void document_set_by(json_writer *w, assay_appraisal *a, const trust_vector *v, bool session);
void document_whole(json_writer *w, assay_appraisal *a, bool session);
void document_trustworthiness(json_writer *w, assay_appraisal *a);
/* A claim tree as a member of the object that is open. */
void document_claims(json_writer *w, const char *name, const claim *root);

#endif
