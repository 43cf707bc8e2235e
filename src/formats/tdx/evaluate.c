/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 5: what holds for any quote whatever the policy says, and revocation. Attributes other than
 * debugging are for policies to judge; unusual ones are warned of. */
#include "formats/tdx/event_log.h"

static bool bit(assay_bytes word, unsigned number)
{
    return (word.ptr[number / 8] >> number % 8 & 1) != 0;
}

bool quote_debug(const quote *q)
{
    return quote_is_td(q) ? bit(q->td.td_attributes, TD_ATTRIBUTES_DEBUG)
                          : bit(q->enclave.attributes, SGX_FLAGS_DEBUG);
}

static void judge(job *j, const quote_evidence *e, int def, bool holds, const char *pointer,
                  assay_bytes at)
{
    finding *no = check(j->findings, &quote_findings[def], holds);
    finding_at(no, pointer, (size_t)(at.ptr - e->raw.ptr), at.len);
}

/* Is a bit set that schema.c has no name for, outside the group that is judged apart? */
static bool has_unknown(assay_bytes word)
{
    const claim_schema *row =
        schema_find(quote_td_schema, QUOTE_TD_CLAIMS, bytes_of_text("/td_attributes"));
    uint64_t rest = 0;
    for (unsigned i = TD_ATTRIBUTES_TUD_BITS; i < 64; i++) {
        rest |= bit(word, i) ? UINT64_C(1) << i : 0;
    }
    for (size_t i = 0; i < row->bit_count; i++) {
        rest &= ~(UINT64_C(1) << row->bits[i].bit);
    }
    return rest != 0;
}

static void judge_td(job *j, const quote_evidence *e)
{
    const td_report *r = &e->quote.td;
    const char *pointer = "/td_attributes";
    assay_bytes at = r->td_attributes;
    bool tud = (at.ptr[0] & 0xfe) != 0; /* the first byte is that group, debug is judged apart */
    judge(j, e, F_QUOTE_UNDER_DEBUG, !tud, pointer, at);
    judge(j, e, F_QUOTE_SEPT_VE, bit(at, TD_ATTRIBUTES_SEPT_VE_DISABLE), pointer, at);
    judge(j, e, F_QUOTE_MIGRATABLE, !bit(at, TD_ATTRIBUTES_MIGRATABLE), pointer, at);
    judge(j, e, F_QUOTE_ATTRIBUTES, !has_unknown(at), pointer, at);
    if (r->mrservicetd.ptr != NULL) {
        judge(j, e, F_QUOTE_SERVICE_TD, bytes_all(r->mrservicetd, 0), "/mrservicetd",
              r->mrservicetd);
    }
}

void quote_default_tests(job *j, const void *doc)
{
    const quote_evidence *e = doc;
    const quote *q = &e->quote;
    const sgx_report *r = &q->enclave;
    judge(j, e, F_QUOTE_DEBUG, !quote_debug(q), quote_is_td(q) ? "/td_attributes" : "/attributes",
          quote_is_td(q) ? q->td.td_attributes : r->attributes);
    tcb_default_tests(j, e->established->tcb);
    if (quote_is_td(q)) {
        judge_td(j, e);
        event_log_judge(j, q);
    } else {
        judge(j, e, F_QUOTE_ENCLAVE_INIT, bit(r->attributes, SGX_FLAGS_INIT), "/attributes",
              r->attributes);
    }
}

void quote_evaluate(job *j, const void *doc)
{
    const quote_evidence *e = doc;
    const quote_established *known = e->established;
    revocation_report_missing(j->findings, e->certs.pck, &known->pck);
    revocation_report_missing(j->findings, known->pck_ca, &known->ca);
    quote_need_lists(j, e);
    if (known->pck.state != REVOCATION_GOOD || known->ca.state != REVOCATION_GOOD) {
        job_not_established(j, "revocation of the PCK certificate and its CA");
    }
    tcb_evaluate(j, known->tcb);
}
