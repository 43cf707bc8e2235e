/* SPDX-License-Identifier: Apache-2.0 */
/* What the stages hand to each other about one SEV-SNP report, and the stages themselves. */
#ifndef ASSAY_FORMATS_SNP_EVIDENCE_H
#define ASSAY_FORMATS_SNP_EVIDENCE_H

#include "formats/format.h"
#include "formats/snp/cert_table.h"
#include "formats/snp/findings.h"
#include "formats/snp/report.h"
#include "formats/snp/vek.h"

/* What stage 4 found and stage 5 needs. Set for authentic reports. */
typedef struct {
    const snp_product *product;
    snp_vek_kind kind;
    const cert *issuer; /* ASK or ASVK of the path */
    revocation_result revocation;
} snp_established;

typedef struct {
    snp_report report;
    snp_table table; /* empty in a bare report */
    snp_established *established;
} snp_evidence;

/* The line that the report itself names; NULL before version 3 and for an unknown CPU. */
const snp_product *snp_named_product(const snp_report *r);
/* The kind of key that SIGNING_KEY names. */
snp_vek_kind snp_signing_key(const snp_report *r);

/* claims.c: stage 3, and what later stages learn. */
enum {
    SNP_CLAIMS = 0
#define ROW(...) +1
#define FLAGS(...) +1
#define TCB(...) +1
#include "formats/snp/schema.def"
#undef ROW
#undef FLAGS
#undef TCB
};
extern const claim_schema snp_schema[SNP_CLAIMS];
void snp_describe(job *j, const void *doc);
/* The line is known by its verified chain: claims that wait for it get their values. */
void snp_describe_product(job *j, const snp_report *r, const snp_product *p);
void snp_describe_vek(job *j, const snp_vek *v, const cert *c);
void snp_describe_revocation(job *j, revocation state);
/* floor NULL: it reaches all; `any`: was there one? */
void snp_describe_minimum(job *j, const snp_floor *missed, bool any);

bool snp_authenticate(job *j, const void *doc);
void snp_default_tests(job *j, const void *doc);
void snp_evaluate(job *j, const void *doc);

#endif
