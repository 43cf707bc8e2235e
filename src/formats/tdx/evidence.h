/* SPDX-License-Identifier: Apache-2.0 */
/* What the stages hand to each other about one quote, and the stages themselves. */
#ifndef ASSAY_FORMATS_TDX_EVIDENCE_H
#define ASSAY_FORMATS_TDX_EVIDENCE_H

#include "base/limits.h"
#include "formats/format.h"
#include "formats/tdx/findings.h"
#include "formats/tdx/pck_ext.h"
#include "formats/tdx/quote.h"
#include "formats/tdx/tcb.h"

/* Certificates of the PCK and its issuers: of the quote, or what travels beside a quote that has
 * none. */
typedef struct {
    const cert *certs; /* in the order in which they came */
    size_t count;
    bool inside;     /* the quote has them, PCK and issuers: nothing else may stand there */
    const cert *pck; /* the only one with the SGX extension; NULL: none, or several */
    pck_ext says;
    bool says_read;
} quote_certs;

/* What stage 4 found and stage 5 needs. */
typedef struct {
    bool path_holds;
    revocation_result pck, ca;
    const cert *pck_ca; /* NULL: the path broke off */
    const crl **lists;  /* that came with the quote */
    size_t list_count;
    tcb_subject subject;
    const tcb_choice *tcb; /* NULL: no PCK certificate names the platform */
} quote_established;

typedef struct {
    assay_bytes raw;
    quote quote;
    bool sound; /* every check of stage 3 held */
    quote_certs certs;
    quote_established *established;
} quote_evidence;

/* Does it say of itself that the host may debug it? */
bool quote_debug(const quote *q);
/* "platform", "processor"; NULL: neither issued it. */
const char *quote_pck_ca(const cert *pck);

/* certs.c: stage 3. False after a failed check. */
bool quote_gather(job *j, const quote *q, quote_certs *out);

/* claims.c */
enum {
    QUOTE_TD_CLAIMS = 0
#define ROW(...) +1
#define FLAGS(...) +1
#include "formats/tdx/schema_quote.def"
#include "formats/tdx/schema_td.def"
#include "formats/tdx/tcb_schema.def"
    ,
    QUOTE_SGX_CLAIMS = 0
#include "formats/tdx/schema_quote.def"
#include "formats/tdx/schema_sgx.def"
#include "formats/tdx/tcb_schema.def"
#undef ROW
#undef FLAGS
};
extern const claim_schema quote_td_schema[QUOTE_TD_CLAIMS], quote_sgx_schema[QUOTE_SGX_CLAIMS];
void quote_describe(job *j, const void *doc);
void quote_describe_revocation(job *j, revocation pck, revocation ca);

bool quote_authenticate(job *j, const void *doc);
void quote_default_tests(job *j, const void *doc);
void quote_evaluate(job *j, const void *doc);

/* needs.c: the PCK certificate of a quote whose certification data is of type 1 to 3. */
void quote_need_pck(job *j, const quote *q);
void quote_need_root_crl(job *j);
/* The revocation lists that do not say "good" yet; for a path that holds. */
void quote_need_lists(job *j, const quote_evidence *e);

#endif
