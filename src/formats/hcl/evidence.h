/* SPDX-License-Identifier: Apache-2.0 */
/* What the stages hand to each other about one blob, and the stages themselves. */
#ifndef ASSAY_FORMATS_HCL_EVIDENCE_H
#define ASSAY_FORMATS_HCL_EVIDENCE_H

#include "formats/format.h"
#include "formats/hcl/blob.h"
#include "formats/hcl/findings.h"
#include "formats/hcl/runtime.h"
#include "formats/hcl/tpm_quote.h"

/* What differs between the blobs of different hardware. */
typedef struct {
    const char *inner; /* format of the hardware report */
    uint32_t report_type;
    const char *privilege; /* its claim that is 0 in reports of the paravisor alone; NULL: none */
    bool quoted;           /* the report is a TDREPORT, whose quote travels beside the blob */
} hcl_kind;

/* The vTPM's quote, which travels beside the blob. */
typedef struct {
    bool given; /* some part of one came along */
    bool read;  /* all parts came, in their form, and it is a quote over known registers */
    tpm_attest attest;
    assay_bytes message, signature, registers;
} hcl_quote;

typedef struct {
    const hcl_kind *kind;
    const format *inner;
    const void
        *report; /* what the inner format parsed; NULL: no quote of the TDREPORT came along */
    bool sound;  /* every check of stage 3 held */
    hcl_blob blob;
    hcl_runtime runtime;
    hcl_quote quote;
} hcl_evidence;

/* inner.c: the hardware report's own stages; offsets come out as those of the blob. */
bool hcl_inner_parse(job *j, hcl_evidence *e);
void hcl_inner_describe(job *j, const hcl_evidence *e);
bool hcl_inner_authenticate(job *j, const hcl_evidence *e);
void hcl_inner_default_tests(job *j, const hcl_evidence *e);
void hcl_inner_evaluate(job *j, const hcl_evidence *e);

/* td_report.c: is the blob's TDREPORT whole, and the one that the quote was made of? */
bool hcl_td_report_authenticate(job *j, const hcl_evidence *e);

/* quote_json.c: the vTPM's quote as one JSON text, into message, signature and registers. */
bool hcl_quote_json_read(arena *a, assay_bytes in, hcl_quote *out, fault *f);

/* quote.c: stage 3, false when a check failed; and stage 4. */
bool hcl_quote_read(job *j, hcl_quote *out);
bool hcl_quote_authenticate(job *j, const hcl_quote *q, const public_key *ak);

enum {
    HCL_CLAIMS = 0
#define ROW(...) +1
#include "formats/hcl/schema.def"
#undef ROW
};
extern const claim_schema hcl_schema[HCL_CLAIMS];
void hcl_describe(job *j, const void *doc);
bool hcl_authenticate(job *j, const void *doc);
void hcl_default_tests(job *j, const void *doc);
void hcl_evaluate(job *j, const void *doc);
void hcl_carries(job *j, const void *doc, const challenge *asked, carriage *out);

#endif
