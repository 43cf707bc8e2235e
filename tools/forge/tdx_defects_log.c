/* SPDX-License-Identifier: Apache-2.0 */
/* Event logs that travel with a quote whose registers a whole one explains. */
#include "forge/tdx_ccel.h"
#include "forge/tdx_defects.h"

#define ROW(name_, does_) .name = name_, .does = does_
#define MISMATCH .class = "binding", .finding = "quote.ccel-log.mismatch"
#define MALFORMED .class = "binding", .finding = "quote.ccel-log.malformed"

/* Before the quote is signed: its registers are those of the whole log. */
static void log_of(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    uint8_t rtmr[FTDX_RTMRS][FTDX_DIGEST_LEN];
    r->log = ftdx_ccel_make(a, (ftdx_log_form)d->value, rtmr);
    memcpy(r->body + ftdx_field_find(r->body_type, "rtmr0")->at, rtmr, sizeof rtmr);
}

static void runtime(ftdx_recipe *r, arena *a, const ftdx_defect *d)
{
    log_of(r, a, d);
    r->body[ftdx_field_find(r->body_type, "rtmr3")->at] = 1;
}

static const ftdx_defect rows[] = {
    {ROW("log", "an event log that explains all registers"), .outcome = FTDX_AUTHENTIC,
     .spoil = log_of},
    {ROW("log-terminated", "the rest of its buffer has all bits set"), .outcome = FTDX_AUTHENTIC,
     .spoil = log_of, .value = FTDX_LOG_TERMINATED},
    {ROW("log-padded", "zeros behind it"), .outcome = FTDX_AUTHENTIC, .spoil = log_of,
     .value = FTDX_LOG_PADDED},
    {ROW("log-data-altered", "the data of an event is not what was measured; the digest is"),
     .outcome = FTDX_AUTHENTIC, .spoil = log_of, .value = FTDX_LOG_ALTERED},
    {ROW("log-digest-altered", "a digest was altered"), MISMATCH, .spoil = log_of,
     .value = FTDX_LOG_OTHER},
    {ROW("log-more", "an event that no register has"), MISMATCH, .spoil = log_of,
     .value = FTDX_LOG_MORE},
    {ROW("log-swapped", "two events in each other's place"), MISMATCH, .spoil = log_of,
     .value = FTDX_LOG_SWAPPED},
    {ROW("log-runtime", "a register was extended at run time, which the log does not have"),
     MISMATCH, .spoil = runtime},
    {ROW("log-cut", "a log that ends in an event"), MALFORMED, .spoil = log_of,
     .value = FTDX_LOG_CUT},
    {ROW("log-no-sha384", "a log of SHA-1"), MALFORMED, .spoil = log_of,
     .value = FTDX_LOG_NO_SHA384},
    {ROW("log-register-5", "an event of RTMR4"), MALFORMED, .spoil = log_of,
     .value = FTDX_LOG_REGISTER_5},
    {ROW("log-sha384-twice", "an event with two SHA-384 digests"), MALFORMED, .spoil = log_of,
     .value = FTDX_LOG_TWICE_SHA384},
    {ROW("log-spec", "a log of another version"), MALFORMED, .spoil = log_of,
     .value = FTDX_LOG_SPEC},
};
const ftdx_defect_list ftdx_defects_log = {rows, ARRAY_LEN(rows)};
