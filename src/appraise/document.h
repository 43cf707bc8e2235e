/* SPDX-License-Identifier: Apache-2.0 */
/* The documents that an appraisal is written into. */
#ifndef ASSAY_APPRAISE_DOCUMENT_H
#define ASSAY_APPRAISE_DOCUMENT_H

#include "appraise/appraisal.h"
#include "codec/json_write.h"

#include <stdio.h>

/* The members of the result, assay.appraisal/1, into the object that is open. */
void document_result(json_writer *w, assay_appraisal *a);
/* What was relaxed, as the member "relaxations" of the object that is open. */
void document_relaxations(json_writer *w, const assay_appraisal *a);
/* A claim tree as a member of the object that is open. */
void document_claims(json_writer *w, const char *name, const claim *root);

#endif
