/* SPDX-License-Identifier: Apache-2.0 */
/* The event log that travels with a TD's quote: replayed, and held against the quote's registers.
 * Only a register that it explains makes its events claims. */
#include "base/text.h"
#include "formats/tdx/event_log.h"

void event_log_describe_event(job *j, claim *list, const ccel_event *e)
{
    arena *a = j->arena;
    claim *map = claim_map(a, list, NULL);
    const char *name = ccel_type_name(e->type);
    name = name != NULL ? name : arena_format(a, "0x%08x", e->type);
    if (name != NULL) {
        claim_cstr(a, map, "type", name);
    }
    if (e->digest.ptr != NULL) {
        claim_bytes(a, map, "digest", e->digest);
    }
    if (e->digest.ptr != NULL && job_held(j, ccel_measures_data(e))) {
        claim_bytes(a, map, "data", e->data);
    }
}

static void describe_register(job *j, claim *map, const ccel_log *log, unsigned rtmr)
{
    static const char *const names[] = {"rtmr0", "rtmr1", "rtmr2", "rtmr3"};
    claim *list = claim_list(j->arena, map, names[rtmr]);
    for (size_t i = 0; i < log->count; i++) {
        if (ccel_extends(&log->events[i]) && log->events[i].register_index == rtmr + 1) {
            event_log_describe_event(j, list, &log->events[i]);
        }
    }
}

static void say_mismatch(job *j, finding *no, const ccel_log *log, unsigned rtmr,
                         assay_bytes wanted)
{
    const ccel_event *bad = ccel_suspect(j->arena, log, rtmr, wanted);
    finding_at(no, arena_format(j->arena, "/rtmr%u", rtmr), 0, 0);
    if (bad == NULL) {
        finding_says(no, text_hex(j->arena, wanted), "no event of this register");
        return;
    }
    const char *type = ccel_type_name(bad->type);
    finding_says(no, text_hex(j->arena, wanted),
                 arena_format(j->arena,
                              "%s; first bad event: number %zu, %s, at byte %zu of the log",
                              text_hex(j->arena, bytes_of(log->rtmr[rtmr], CCEL_DIGEST_BYTES)),
                              (size_t)(bad - log->events) + 1,
                              type != NULL ? type : "of a type without name", bad->at));
}

static void judge(job *j, const td_report *td, const ccel_log *log)
{
    claim *map = claim_map(j->arena, j->claims, "event_log");
    claim_uint(j->arena, map, "events", log->count);
    for (unsigned i = 0; i < CCEL_RTMRS; i++) {
        bool same = bytes_equal(td->rtmr[i], bytes_of(log->rtmr[i], CCEL_DIGEST_BYTES));
        finding *no = check(j->findings, &quote_findings[F_QUOTE_LOG_MISMATCH], same);
        if (same) {
            describe_register(j, map, log, i);
        } else if (no != NULL) {
            say_mismatch(j, no, log, i, td->rtmr[i]);
        }
    }
}

void event_log_judge(job *j, const quote *q)
{
    const attachment *given = job_attachment(j, "ccel-log", NULL);
    if (given == NULL || !quote_is_td(q)) {
        return;
    }
    ccel_log *log = ARENA_NEW(j->arena, ccel_log);
    fault f = {0};
    bool one = job_attachment(j, "ccel-log", given) == NULL;
    bool small = given->bytes.len <= LIMIT_CCEL_BYTES;
    bool read = log != NULL && one && small && ccel_read(j->arena, given->bytes, log, &f);
    finding *no = check(j->findings, &quote_findings[F_QUOTE_LOG_MALFORMED], read);
    if (no != NULL) { /* the fault is in the attachment, not in the evidence */
        finding_says(no, NULL,
                     !one     ? "more than one log"
                     : !small ? "larger than the limit"
                              : arena_format(j->arena, "%s: %s, at byte %zu", f.what, f.why, f.at));
    }
    if (read) {
        judge(j, &q->td, log);
    }
}
